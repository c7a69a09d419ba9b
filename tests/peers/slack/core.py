"""What every part of the local Slack shares: the workspace, what it has heard, the way to the app."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from . import payloads
from .changes import Changes
from .delivery import Answer, Courier, Delivery, Forge, Forgery
from .installation import Installation, Json
from .message import Message
from .socket_road import SocketRoad
from .tickets import Tickets
from .trouble import Trouble
from .views import Views
from .workspace import Channel, Workspace


class Call(NamedTuple):
    """One call of the Web API as it came in, refused or not; nested arguments are parsed, the token left out."""

    method: str
    args: Json


class Core:
    """`url`: http://127.0.0.1:PORT; `echoes`: whether the app is told of what it posted itself, as Slack does."""

    url: str
    installation: Installation
    workspace: Workspace
    views: Views
    files: dict[str, Json]
    tickets: Tickets
    trouble: Trouble
    changes: Changes
    courier: Courier
    sockets: SocketRoad
    calls: list[Call]
    echoes: bool
    events_url: str | None

    def announce(self, event: Json, channel: Channel | None = None, forge: Forge = False) -> Delivery | None:
        """Tell the app of an event. None when Slack would not: it is not in that channel or listens nowhere."""
        if self.courier.mode == "http" and self.events_url is None:
            return None
        if channel is not None and not self.workspace.is_in(channel):
            return None
        body = payloads.event_callback(self.installation, event, shared=bool(channel and channel.shared))
        about = event.get("deleted_ts") or (event.get("item") or event.get("message") or event).get("ts")
        forgery = forged(forge)
        told = Delivery(body["event_id"], "event", event["type"], body, about, repeated=not forgery, forgery=forgery)
        self.courier.send(told)
        return told

    def announce_post(self, message: Message, forge: Forge = False) -> None:
        """Tell the app of a new message: one event, or two when it mentions the bot outside a direct message."""
        channel = self.workspace.channels[message.channel]
        team = self._team(message)
        event = payloads.message_event(self.installation, message, channel, self._parent(message), team)
        self.announce(event, channel, forge)
        if channel.kind != "im" and message.bot_id is None and self.installation.mention in message.text:
            self.announce(payloads.mention_event(event), channel, forge)

    def announce_change(self, message: Message, before: Json) -> None:
        channel = self.workspace.channels[message.channel]
        now = message.as_json(self.installation.team)
        self.announce(payloads.changed_event(channel, now, before, self.workspace.next_ts()), channel)

    def announce_removal(self, message: Message) -> None:
        channel = self.workspace.channels[message.channel]
        before = message.as_json(self.installation.team)
        self.announce(payloads.deleted_event(channel, before, self.workspace.next_ts()), channel)

    def said_by_app(self, message: Message) -> Message:
        """The app posted this: whoever waits may look, and the app hears its own message."""
        if self.echoes and message.ephemeral_to is None:
            self.announce_post(message)
        self.changes.tell()
        return message

    def interact(self, body: Json, forge: Forge = False, *, repeated: bool = False) -> asyncio.Task[Answer]:
        """Tell the app of a click, a submission or a shortcut."""
        told = Delivery(body["trigger_id"], "interactive", body["type"], body, repeated=repeated, forgery=forged(forge))
        return self.courier.send(told)

    def _team(self, message: Message) -> str:
        author = self.workspace.users.get(message.user or "")
        return author.team if author else self.installation.team

    def _parent(self, message: Message) -> str | None:
        parent = self.workspace.peek(message.channel, message.thread_ts or "")
        return parent.user if parent else None


def forged(forge: Forge) -> Forgery | None:
    if isinstance(forge, bool):
        return "signature" if forge else None
    return forge
