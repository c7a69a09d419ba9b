"""What people (and other bots) do with messages. Each returns at once; the app is told in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import payloads
from .core import Core
from .delivery import Forge
from .installation import Json
from .message import Message
from .methods_files import fill, new_file, public
from .typing_in import typed


class Talk(Core):
    async def say(
        self,
        text: str = "",
        *,
        user: str = "U1",
        channel: str = "D1",
        thread_ts: str | None = None,
        broadcast: bool = False,
        files: Mapping[str, bytes] | None = None,
        raw: bool = False,
        forge: Forge = False,
    ) -> Message:
        """A person writes (`files`: name → bytes); raw: `text` is already as Slack would carry it."""
        shared = [public(fill(new_file(self, name, user), data)) for name, data in (files or {}).items()]
        subtype = "file_share" if shared else "thread_broadcast" if broadcast else None
        rest: Json = {"thread_ts": thread_ts, "files": shared, "subtype": subtype}
        return self._post(channel, text if raw else typed(text), forge, user=self._person(user), **rest)

    async def bot_says(
        self, text: str, *, channel: str = "C1", bot: str = "B9", thread_ts: str | None = None
    ) -> Message:
        """Another bot posts: subtype bot_message, no user."""
        rest: Json = {"bot_id": bot, "username": bot.lower(), "thread_ts": thread_ts}
        return self._post(channel, text, False, subtype="bot_message", **rest)

    def _post(self, channel: str, text: str, forge: Forge, **rest: Any) -> Message:
        message = self.workspace.post(self.workspace.channels[channel], text, **rest)
        self.announce_post(message, forge)
        self.changes.tell()
        return message

    def _person(self, user: str) -> str:
        return self.workspace.users[user].id

    async def edit(self, message: Message | str, text: str) -> Message:
        """The author changes a message (or the one with this ts): the app hears `message_changed`."""
        found = self._found(message)
        before = found.as_json(self.installation.team)
        found.text, found.edited = typed(text), self.workspace.next_ts()
        self.announce_change(found, before)
        self.changes.tell()
        return found

    async def delete(self, message: Message | str) -> None:
        """The author takes a message back: the app hears `message_deleted`."""
        found = self._found(message)
        found.deleted = True
        self.announce_removal(found)
        self.changes.tell()

    async def react(self, message: Message | str, reaction: str = "thumbsup", *, user: str = "U1") -> None:
        found = self._found(message)
        found.reactions.setdefault(reaction, []).append(user)
        event = payloads.reaction_event(found, user, reaction, self.workspace.next_ts())
        self.announce(event, self.workspace.channels[found.channel])

    async def open_home(self, user: str = "U1") -> None:
        """The person looks at the app's home tab."""
        channel = self.workspace.conversation([user])
        self.announce(payloads.home_opened_event(user, channel.id, self.workspace.next_ts()), channel)

    async def join(self, channel: str, *, user: str | None = None, inviter: str = "U1") -> None:
        """Somebody (default: the bot) becomes a member of a channel."""
        where = self.workspace.channels[channel]
        who = user or self.installation.bot_user
        where.members.append(who)
        at = self.workspace.next_ts()
        self.announce(payloads.joined_event(self.installation, where, who, inviter, at), where)

    def _found(self, message: Message | str) -> Message:
        return self.workspace.by_ts(message) if isinstance(message, str) else message
