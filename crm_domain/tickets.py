"""Tickets as one member works on them: opened, answered, moved, merged, listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.desk import owners_before
from crm_domain.errors import BadValue, Conflict
from crm_domain.foresight import Facts, Past, standing
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.ticket import ITSELF, MERGED, NO_WORDS, Ticket, TicketMerge, TicketMessage, TicketStep
from crm_domain.ticket_states import (
    MOVES,
    PRIORITIES,
    SCORES,
    STATUSES,
    UNSOLVED,
    Direction,
    Priority,
    Status,
)
from crm_domain.ticket_targets import Promise, Promised, due, is_breaching, is_met, is_overdue, promises

__all__ = [
    "MOVES",
    "PRIORITIES",
    "SCORES",
    "STATUSES",
    "UNSOLVED",
    "Direction",
    "Priority",
    "Sample",
    "Status",
    "Ticket",
    "TicketFilter",
    "TicketMerge",
    "TicketMessage",
    "TicketStep",
    "Tickets",
]


SOLVED = (Status.RESOLVED, Status.CLOSED)
NOBODYS: Facts = {"company": None, "tier": None}
PAST = (Ticket.priority, Ticket.category, Ticket.team, Ticket.created_at, Ticket.first_response_at, Ticket.resolved_at,
        Ticket.closed_at, Ticket.updated_at, Ticket.sla_met, Ticket.company_id)  # fmt: skip
NEARLY, SHORTEST = 80, 6  # likeness of two subjects out of 100; letters below which it says little


class Sample(NamedTuple):
    """A solved ticket as something to learn from."""

    id: int
    text: str
    category: str | None
    priority: str


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list of tickets is asked for. Without a status: those that are not solved, as `open` asks for, too."""

    status: Status | None = None
    priority: Priority | None = None
    assignee: Member | None = None
    company: Company | None = None
    contact: Contact | None = None
    unassigned: bool = False


class Tickets(Records[Ticket]):
    model = Ticket

    def open(self, subject: str, **fields: Any) -> Ticket:
        """A new ticket, nobody's yet; the contact brings the company along."""
        if not subject.strip():
            raise BadValue(NO_WORDS)
        contact = fields.get("contact")
        fields["company"] = fields.get("company") or (contact and contact.company)
        return self.put(Ticket(subject=subject.strip(), status=Status.NEW, steps=[], **fields))

    def reply(self, ticket: Ticket, text: str, files: Sequence[str] = ()) -> TicketMessage:
        """Keeps what is told to the customer; the first such message is the response that figures measure."""
        self.guard(ticket)
        ticket.refuse_if_over()
        self._answered(ticket)
        if ticket.status == Status.NEW:
            ticket.move_to(Status.OPEN, self.desk.now)
        return self._say(ticket, Direction.OUT, text, files)

    def _answered(self, ticket: Ticket) -> None:
        """The first answer is kept; whether a later one came late is counted."""
        owed = self.promises(ticket)
        ticket.late_answers = (ticket.late_answers or 0) + sum(
            promise.kind == Promised.NEXT_RESPONSE and promise.is_broken(self.desk.now) for promise in owed
        )
        ticket.first_response_at, ticket.waiting_since = ticket.first_response_at or self.desk.now, None

    def move(self, ticket: Ticket, status: Status) -> bool:
        """False where it stands there already. What is over is judged by what was promised for it."""
        if not ticket.move_to(status, self.desk.now):
            return False
        over = not ticket.is_unsolved
        ticket.sla_met = is_met(ticket, self.desk.now, self.desk.support, self.desk.workspace.tz) if over else None
        return True

    def note(self, ticket: Ticket, text: str, files: Sequence[str] = ()) -> TicketMessage:
        """Stays inside; anybody who sees the ticket may leave one."""
        return self._say(ticket, Direction.NOTE, text, files)

    def _say(self, ticket: Ticket, direction: Direction, text: str, files: Sequence[str]) -> TicketMessage:
        if not text.strip():
            raise BadValue(NO_WORDS)
        message = TicketMessage(
            ticket_id=ticket.id, direction=direction, text=text.strip(), author=self.desk.actor, at=self.desk.now
        )
        message.files = list(files) or None
        self.desk.session.add(message)
        self.desk.session.flush()
        return message

    def guard(self, ticket: Ticket) -> None:
        """NotAllowed where the member may not work on it."""
        self.desk.access.guard_write(self.desk.actor, ticket, owners_before(ticket), new=False)

    def due(self, ticket: Ticket) -> datetime | None:
        return due(ticket, self.desk.support, self.desk.workspace.tz)

    def is_overdue(self, ticket: Ticket) -> bool:
        return is_overdue(ticket, self.desk.now, self.desk.support, self.desk.workspace.tz)

    def is_breaching(self, ticket: Ticket) -> bool:
        return is_breaching(ticket, self.desk.now, self.desk.support, self.desk.workspace.tz)

    def promises(self, ticket: Ticket) -> list[Promise]:
        return promises(ticket, self.desk.support, self.desk.workspace.tz)

    def merge(self, ticket: Ticket, duplicate: Ticket) -> None:
        """Closes the duplicate and points it to the other. Its messages stay its own, and are told with the other's."""
        if ticket.id == duplicate.id:
            raise BadValue(ITSELF, id=str(ticket.id))
        ticket.refuse_if_over()
        self.guard(duplicate)
        if duplicate.merge:
            raise Conflict(MERGED, id=str(duplicate.id), into=str(duplicate.merge.into_id))
        self.move(duplicate, Status.CLOSED)
        duplicate.merge = TicketMerge(into_id=ticket.id, at=self.desk.now)
        self.desk.session.flush()

    def duplicates(self, ticket: Ticket) -> Sequence[int]:
        """The numbers of those that were merged into it, whatever was merged into those too."""
        query = select(TicketMerge.ticket_id).where(TicketMerge.workspace_id == ticket.workspace_id)
        found: list[int] = []
        ring = [ticket.id]
        while ring:
            ring = list(self.desk.session.scalars(query.where(TicketMerge.into_id.in_(ring))))
            found += ring
        return sorted(found)

    def messages(self, ticket: Ticket) -> Sequence[TicketMessage]:
        """All that was said on it and on its duplicates, the latest first."""
        ids = [ticket.id, *self.duplicates(ticket)]
        query = (
            select(TicketMessage)
            .where(TicketMessage.workspace_id == ticket.workspace_id, TicketMessage.ticket_id.in_(ids))
            .options(joinedload(TicketMessage.author))
        )
        return self.desk.session.scalars(query.order_by(TicketMessage.at.desc(), TicketMessage.id.desc())).all()

    def last_to_answer(self, ticket: Ticket) -> Member | None:
        query = select(TicketMessage).where(
            TicketMessage.workspace_id == ticket.workspace_id,
            TicketMessage.ticket_id == ticket.id,
            TicketMessage.direction == Direction.OUT,
        )
        message = self.desk.session.scalars(query.order_by(TicketMessage.id.desc()).limit(1)).first()
        return message.author if message else None

    def made_of(self, source: str) -> Ticket | None:
        """The one that a message became, whoever may see it."""
        query = select(Ticket).where(Ticket.workspace_id == self.desk.workspace.id, Ticket.source == source)
        return self.desk.session.scalars(query.order_by(Ticket.id).limit(1)).first()

    def newest(self) -> int:
        """The highest number: how many there have been, without counting them."""
        query = select(func.max(Ticket.id)).where(Ticket.workspace_id == self.desk.workspace.id)
        return self.desk.session.scalar(query) or 0

    def samples(self, limit: int) -> list[Sample]:
        """The latest that were solved, whoever may see them: what they teach names nobody."""
        query = select(Ticket.id, Ticket.subject, Ticket.description, Ticket.category, Ticket.priority).where(
            Ticket.workspace_id == self.desk.workspace.id, Ticket.status.in_(SOLVED)
        )
        rows = self.desk.session.execute(query.order_by(Ticket.id.desc()).limit(limit))
        return [Sample(id, f"{subject} {said or ''}".strip(), *facts) for id, subject, said, *facts in rows]

    def pasts(self, limit: int) -> list[Past]:
        """The latest that are over and judged, the oldest first, whoever may see them: what they teach names nobody."""
        query = (
            select(Ticket, Company)
            .outerjoin(Ticket.company)
            .where(Ticket.workspace_id == self.desk.workspace.id, Ticket.sla_met.is_not(None))
            .where(Ticket.status.in_(SOLVED))
            .order_by(Ticket.id.desc())
            .limit(limit)
            .options(load_only(*PAST, raiseload=True))
        )
        rows = self.desk.session.execute(query).tuples()
        return [self._past(ticket, company) for ticket, company in rows][::-1]

    def _past(self, ticket: Ticket, company: Company | None) -> Past:
        solved = ticket.resolved_at or ticket.closed_at or ticket.updated_at
        facts, within = _facts(ticket, company), self._within(ticket, company)
        return Past(facts, ticket.created_at, ticket.first_response_at, solved, within, bool(ticket.sla_met))

    def standing(self, ticket: Ticket) -> Facts:
        """What is known now of an open one, as its chance is learned from."""
        facts, within = _facts(ticket, ticket.company), self._within(ticket, ticket.company)
        return standing(facts, ticket.created_at, self.desk.now, ticket.first_response_at, within)

    def _within(self, ticket: Ticket, company: Company | None) -> timedelta | None:
        policy = self.desk.support.policy(company.tier if company else None)
        return policy.targets[Priority(ticket.priority)].resolution

    def loads(self) -> dict[int, int]:
        """How many unsolved tickets each member has."""
        query = select(Ticket.assignee_id, func.count()).where(
            Ticket.workspace_id == self.desk.workspace.id,
            Ticket.status.in_(UNSOLVED),
            Ticket.assignee_id.is_not(None),
        )
        rows = self.desk.session.execute(query.group_by(Ticket.assignee_id)).tuples()
        return {member: n for member, n in rows if member is not None}

    def latest_of(self, member: Member) -> int:
        """The number of the newest ticket that the member has."""
        query = select(func.max(Ticket.id)).where(Ticket.assignee_id == member.id)
        return self.desk.session.scalar(query) or 0

    def alike(self, ticket: Ticket) -> Ticket | None:
        """An unsolved one of the same company that says nearly the same."""
        if ticket.company is None:
            return None
        others = [other for other in self.of(ticket.company) if other.id != ticket.id]
        scored = [(fuzz.token_set_ratio(ticket.subject.lower(), other.subject.lower()), other) for other in others]
        best = max(scored, key=lambda pair: (pair[0], -pair[1].id), default=None)
        return best[1] if best and best[0] >= NEARLY and len(ticket.subject) >= SHORTEST else None

    def of(self, whose: Company | Contact) -> Sequence[Ticket]:
        """What is open of a company, or of one of its people."""
        if isinstance(whose, Contact):
            return self.listed(TicketFilter(contact=whose))
        return self.listed(TicketFilter(company=whose))

    def listed(self, wanted: TicketFilter) -> Sequence[Ticket]:
        """Those that fit, the oldest first."""
        query = self.visible().options(
            joinedload(Ticket.company), joinedload(Ticket.assignee), selectinload(Ticket.steps)
        )
        for condition in _conditions(wanted):
            query = query.where(condition)
        return self.all(query.order_by(Ticket.created_at, Ticket.id))


def _facts(ticket: Ticket, company: Company | None) -> Facts:
    whose = {"company": company.name, "tier": company.tier} if company else {}
    return {"priority": ticket.priority, "category": ticket.category, "team": ticket.team, **NOBODYS, **whose}


def _conditions(wanted: TicketFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.status in (None, Status.OPEN):
        yield Ticket.status.in_(UNSOLVED)
    else:
        yield Ticket.status == wanted.status
    if wanted.priority:
        yield Ticket.priority == wanted.priority
    if wanted.assignee:
        yield Ticket.assignee_id == wanted.assignee.id
    if wanted.company:
        yield Ticket.company_id == wanted.company.id
    if wanted.contact:
        yield Ticket.contact_id == wanted.contact.id
    if wanted.unassigned:
        yield Ticket.assignee_id.is_(None)
