"""The slot that takes a name of whatever kind: a deal, a contact, a company, a task or a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import NotFound
from crm_domain.members import Member
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.context import Context
from handlers.record_slot import RecordSlot

KINDS: tuple[type[Row], ...] = (Deal, Ticket, Task, Contact, Company)
NOTHING_CALLED = T(
    "I know nothing called “{said}”. Check the spelling, or say: undo", "没有找到“{said}”。请核对名称，或者直接说：撤销"
)


@dataclass(frozen=True)
class AnyRecordSlot:
    """For Annotated[Sequence[Row], AnyRecordSlot()]: all that the words may mean, of each kind what fits best."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> Sequence[Row]:
        found = [row for kind in KINDS for row in _meant(RecordSlot(kind), said, context)]
        if not found:
            raise NotFound(NOTHING_CALLED, said=said)
        return found

    def plain(self, value: Sequence[Row], me: Member) -> Any:
        return value[0].label


def _meant(slot: RecordSlot, said: str, context: Context) -> Sequence[Row]:
    number = slot.numbered(said) if slot.model is Ticket else None
    if number is not None:
        return [slot.read(said, context)] if context.holds(Ticket, number) else []
    return slot.candidates(said, context)
