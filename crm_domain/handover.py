"""What somebody works on goes to somebody else: companies and contacts, open deals, open tasks, unsolved tickets."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.desk import Desk
from crm_domain.errors import BadValue
from crm_domain.members import Member, Role
from crm_domain.pipelines import Outcome, Stage
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.ticket import Ticket
from crm_domain.ticket_states import UNSOLVED

NOUNS = ("companies", "contacts", "deals", "tasks", "tickets")  # in this order they are told
SAME = T("{name} has them already.", "这些本来就是{name}的。")
GONE = T("{name} is not on the team any more. Name somebody who is.", "{name}已停用，请换一位在职的成员。")
YOURSELF = T("You can't take yourself off the team. Ask another admin.", "不能停用自己，请找另一位管理员。")
LAST_ADMIN = T("{name} is the only admin. Make somebody else one first.", "{name}是唯一的管理员，请先设另一位管理员。")

_WHOSE: Mapping[str, tuple[type[Row], InstrumentedAttribute[int | None]]] = {
    "companies": (Company, Company.owner_id),
    "contacts": (Contact, Contact.owner_id),
    "deals": (Deal, Deal.owner_id),
    "tasks": (Task, Task.assignee_id),
    "tickets": (Ticket, Ticket.assignee_id),
}
_OPEN: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "deals": lambda: Deal.stage_id.in_(select(Stage.id).where(Stage.outcome == Outcome.OPEN)),
    "tasks": lambda: Task.done.is_(False),
    "tickets": lambda: Ticket.status.in_(UNSOLVED),
}


class Handover:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def held(self, member: Member, noun: str) -> Sequence[Row]:
        """What of this kind is the member's and not over, the oldest first."""
        model, whose = _WHOSE[noun]
        query = select(model).where(model.workspace_id == self.desk.workspace.id, whose == member.id)
        query = query.where(_OPEN[noun]()) if noun in _OPEN else query
        return self.desk.session.scalars(query.order_by(model.id)).all()

    def give(self, member: Member, other: Member, nouns: Sequence[str] = NOUNS) -> dict[str, int]:
        """All of these kinds goes from the one to the other; how many of each."""
        if member.id == other.id:
            raise BadValue(SAME, name=other.name)
        if not other.active:
            raise BadValue(GONE, name=other.name)
        given: dict[str, int] = {}
        for noun in nouns:
            rows = self.held(member, noun)
            for row in rows:
                if isinstance(row, Ticket):
                    row.give_to(other, self.desk.now)
                else:
                    setattr(row, _WHOSE[noun][1].key, other.id)
            given[noun] = len(rows)
        return given

    def let_go(self, member: Member) -> None:
        """The member is no longer on the team: nobody is answered under their accounts, and nothing is sent to them."""
        if member.id == self.desk.me.id:
            raise BadValue(YOURSELF)
        admins = select(Member.id).where(
            Member.workspace_id == self.desk.workspace.id, Member.role == Role.ADMIN, Member.active.is_(True)
        )
        if list(self.desk.session.scalars(admins)) == [member.id]:
            raise BadValue(LAST_ADMIN, name=member.name)
        member.active = False
