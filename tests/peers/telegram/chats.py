"""People, and the chats in which they meet the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
ABSENT = ("left", "kicked")


@dataclass(eq=False)
class Person:
    """A user account; a bot is one too."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = "en"
    is_bot: bool = False

    def wire(self) -> dict[str, Any]:
        given = {"username": self.username, "language_code": None if self.is_bot else self.language_code}
        named = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return named | {key: value for key, value in given.items() if value}


@dataclass(eq=False)
class Chat:
    """`kind` is private, group or supergroup; `members` maps user ids to a member status.

    In a private chat the bot's status is "member" after the person started it, and "kicked" while blocked.
    """

    id: int
    kind: str
    title: str | None = None
    person: Person | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    username: str | None = None
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    def present(self) -> list[int]:
        return [user_id for user_id, status in self.members.items() if status not in ABSENT]

    def wire(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person:
            return shape | {"first_name": self.person.first_name} | _named(self.person.username)
        shape |= {"title": self.title} | _named(self.username)
        return shape | ({"is_forum": True} if self.is_forum else {})

    def full_wire(self) -> dict[str, Any]:
        """A ChatFullInfo, as getChat answers."""
        gifts = {f"{kind}_gifts": False for kind in ("unlimited", "limited", "unique")}
        gifts |= {"premium_subscription": False, "gifts_from_channels": False}
        more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        return self.wire() | more


def _named(username: str | None) -> dict[str, str]:
    return {"username": username} if username else {}


def member_wire(person: Person, status: str) -> dict[str, Any]:
    """A ChatMember of the given status."""
    shape: dict[str, Any] = {"user": person.wire(), "status": status}
    if status == "creator":
        return shape | {"is_anonymous": False}
    if status == "administrator":
        rights = dict.fromkeys(_RIGHTS, True)
        return shape | rights | {"can_be_edited": False, "is_anonymous": False}
    return shape | ({"until_date": 0} if status == "kicked" else {})
