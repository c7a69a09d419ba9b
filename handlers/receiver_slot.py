"""The slot that takes whoever a message is for: a member, or everybody in the chat where it is said."""

from dataclasses import dataclass
from typing import Any

from crm_domain.base import Row
from crm_domain.members import Member
from handlers.context import Context
from handlers.reading.words import EVERYBODY
from handlers.record_slot import RecordSlot


@dataclass(frozen=True)
class Everybody:
    """All who read the chat."""


@dataclass(frozen=True)
class ReceiverSlot(RecordSlot):
    model: type[Row] = Member

    def read(self, said: str, context: Context) -> Any:
        return Everybody() if _bare(said) in EVERYBODY else super().read(_bare(said), context)

    def points(self, said: str) -> bool:
        return _bare(said) in EVERYBODY or super().points(said)

    def plain(self, value: Any, me: Member) -> Any:
        return "here" if isinstance(value, Everybody) else super().plain(value, me)


def _bare(said: str) -> str:
    return said.strip("\"“”「」' @,，:：").lower()
