"""What an automation wants to have said: to whom, why, and how much it may intrude."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.reply import Reply
from handlers.voice import Voice


class Pressing(Enum):
    """How much it may intrude."""

    ASKED = "asked"  # they asked for it, for this moment; or somebody waits for their word
    RULE = "rule"  # somebody's rule: not in the quiet hours
    NUDGE = "nudge"  # ours: in their working hours
    URGENT = "urgent"  # at any hour


@dataclass(frozen=True, slots=True)
class Note:
    """A message for a member, else for a chat (platform, its name there), where its buttons are `asker`'s.

    `cause` is what a mute is about, `why` tells it to people. What an automation of ours wants said has an `occasion`:
    it is written once for each, and then `then` is called.
    """

    reply: Reply
    cause: str
    why: T
    member: Member | None = None
    chat: tuple[str, str] | None = None
    asker: Member | None = None
    pressing: Pressing = Pressing.RULE
    occasion: str = ""
    then: Callable[[], None] | None = None

    def but(self, **changes: Any) -> "Note":
        return replace(self, **changes)

    @property
    def to(self) -> dict[str, object]:
        """Whose it is, as the notices keep it."""
        if self.member:
            return {"member_id": self.member.id}
        channel, chat = self.chat or ("", "")
        return {"channel": channel, "chat": chat}


def voice_of(member: Member | None, crm: Crm) -> Voice:
    return Voice(member.language, member.zone) if member else Voice("en", crm.zone)


def nudge(member: Member, occasion: str, reply: Reply, cause: str, why: T) -> Note:
    """Something of ours, for their working hours."""
    return Note(reply, cause, why, member, pressing=Pressing.NUDGE, occasion=occasion)
