"""The workspace: who is in it, which conversations there are, what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from .installation import Installation, Json
from .message import Message, named
from .refusal import Refusal

Kind = Literal["channel", "private", "im", "mpim"]
CHANNEL_TYPE: dict[Kind, str] = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}
PREFIX: dict[Kind, str] = {"channel": "C", "private": "G", "im": "D", "mpim": "G"}


@dataclass
class User:
    id: str
    name: str
    real_name: str = ""
    email: str = ""
    tz: str = "Asia/Shanghai"
    tz_offset: int = 28_800
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False
    team: str = ""

    def as_json(self) -> Json:
        profile = {"real_name": self.real_name, "display_name": self.name, "email": self.email}
        shown = {name: getattr(self, name) for name in ("id", "name", "real_name", "tz", "tz_offset")}
        flags = {"deleted": self.deleted, "is_bot": self.is_bot, "is_admin": False, "locale": self.locale}
        return shown | flags | {"team_id": self.team, "profile": profile}


@dataclass
class Channel:
    """`shared`: a Slack Connect channel that strangers of another workspace read too."""

    id: str
    kind: Kind
    name: str = ""
    members: list[str] = field(default_factory=list)
    shared: bool = False
    archived: bool = False

    @property
    def type(self) -> str:
        """The `channel_type` of message events: channel, group, im or mpim."""
        return CHANNEL_TYPE[self.kind]

    def as_json(self, bot_user: str) -> Json:
        flags = {f"is_{kind}": kind == self.type for kind in ("channel", "group", "im", "mpim")}
        share = {"is_ext_shared": self.shared, "is_shared": self.shared, "is_archived": self.archived}
        common: Json = {"id": self.id, "is_private": self.kind != "channel"} | flags | share
        if self.kind == "im":
            return common | {"user": next((m for m in self.members if m != bot_user), bot_user)}
        return common | {
            "name": self.name,
            "is_member": bot_user in self.members,
            "num_members": len(self.members),
        }


class Workspace:
    """`clock()`: seconds since the epoch; every ts is taken from it and none twice."""

    def __init__(self, installation: Installation, clock: Callable[[], float]) -> None:
        self.installation = installation
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.log: list[Message] = []
        self._clock = clock
        self._by_ts: dict[tuple[str, str], Message] = {}
        self._last_micros = 0

    def next_ts(self) -> str:
        self._last_micros = max(int(self._clock() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def add_user(self, id: str, name: str = "", **details: Any) -> User:
        user = User(id, name or id.lower(), **({"team": self.installation.team} | details))
        user.real_name = user.real_name or user.name.title()
        user.email = user.email or f"{user.name}@acme.example"
        self.users[id] = user
        return user

    def add_channel(
        self, id: str, kind: Kind = "channel", *, members: Iterable[str] = (), name: str = "", shared: bool = False
    ) -> Channel:
        channel = Channel(id, kind, name or id.lower(), list(members), shared)
        self.channels[id] = channel
        return channel

    def conversation(self, people: Iterable[str]) -> Channel:
        """The direct conversation of the bot with these people (opened if need be); unknown: `user_not_found`."""
        wanted = {*people, self.installation.bot_user}
        if not wanted <= self.users.keys():
            raise Refusal("user_not_found")
        kind: Kind = "im" if len(wanted) <= 2 else "mpim"
        return self._existing(kind, wanted) or self._opened(kind, sorted(wanted))

    def _existing(self, kind: Kind, members: set[str]) -> Channel | None:
        return next((c for c in self.channels.values() if c.kind == kind and set(c.members) == members), None)

    def _opened(self, kind: Kind, members: list[str]) -> Channel:
        others = [m.removeprefix("U") for m in members if m != self.installation.bot_user]
        return self.add_channel(f"{PREFIX[kind]}{'-'.join(others)}", kind, members=members)

    def is_in(self, channel: Channel) -> bool:
        return self.installation.bot_user in channel.members

    def find(self, name: str) -> Channel:
        """A conversation the bot may know of, by id, #name or a person's id; else `channel_not_found`."""
        if name in self.users:
            return self.conversation([name])
        fitting = (c for c in self.channels.values() if name.removeprefix("#") in (c.id, c.name))
        channel = self.channels.get(name) or next(fitting, None)
        if channel is None or (channel.kind != "channel" and not self.is_in(channel)):
            raise Refusal("channel_not_found")
        return channel

    def writable(self, name: str) -> Channel:
        """Like `find`, and the bot may post there; else `not_in_channel` or `is_archived`."""
        channel = self.find(name)
        if channel.archived:
            raise Refusal("is_archived")
        if not self.is_in(channel) and "chat:write.public" not in self.installation.scopes:
            raise Refusal("not_in_channel")
        return channel

    def post(self, channel: Channel, text: str, **rest: Any) -> Message:
        message = Message(channel.id, self.next_ts(), text, **rest)
        named(message.blocks)
        self.log.append(message)
        self._by_ts[channel.id, message.ts] = message
        return message

    def message(self, channel: str, ts: str) -> Message:
        """The message with this ts; deleted, ephemeral or unknown: `message_not_found`."""
        found = self.peek(channel, ts)
        if found is None or found.ephemeral_to:
            raise Refusal("message_not_found")
        return found

    def peek(self, channel: str, ts: str) -> Message | None:
        """The message with this ts if it still stands, ephemeral ones included."""
        found = self._by_ts.get((channel, ts))
        return None if found is None or found.deleted else found

    def by_ts(self, ts: str) -> Message:
        """The message with this ts in whatever channel. LookupError when there is none."""
        found = next((message for message in self.log if message.ts == ts), None)
        if found is None:
            raise LookupError(f"no message with ts {ts}")
        return found

    def history(self, channel: str | None = None) -> Iterator[Message]:
        """What can be read now, oldest first: nothing deleted, ephemeral messages included."""
        return (m for m in self.log if not m.deleted and channel in (None, m.channel))
