"""What was promised for a ticket, how much of its time has run, and which tickets are late.

The clock of a promise runs in the hours of the policy's calendar and stands still while it is the customer's turn or
the ticket is solved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from crm_domain.calendars import HORIZON, Calendar, Stretch, length, reached, without
from crm_domain.support import TARGETS, USUAL, Support, Target
from crm_domain.ticket import Ticket
from crm_domain.ticket_states import STOPPED, Priority, Status

__all__ = ["TARGETS", "Clock", "Promise", "Promised", "Target", "breached", "clock_of", "due", "is_met"]

FOREVER = datetime.max.replace(tzinfo=UTC)


class Promised(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Clock:
    """When the time of one ticket runs."""

    calendar: Calendar
    stops: Sequence[Stretch] = ()

    def runs(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        return without(self.calendar.stretches(start, end), self.stops)

    def spent(self, start: datetime, end: datetime) -> timedelta:
        return length(self.runs(start, end))

    def reaches(self, start: datetime, amount: timedelta) -> datetime | None:
        """When so much has run, as things stand; None while the clock is stopped for good before."""
        return reached(self.runs(start, start + amount + self._standing(start) + HORIZON), amount)

    def _standing(self, start: datetime) -> timedelta:
        return length((max(a, start), b) for a, b in self.stops if b > start and b < FOREVER)


@dataclass(frozen=True, slots=True)
class Promise:
    """`since` when it is owed, `within` how much time, `kept_at` when it was done; None: still owed."""

    kind: Promised
    since: datetime
    within: timedelta
    kept_at: datetime | None
    clock: Clock

    @property
    def due(self) -> datetime | None:
        return self.clock.reaches(self.since, self.within)

    def warns_from(self, share: float) -> datetime | None:
        return self.clock.reaches(self.since, share * self.within)

    def spent(self, now: datetime) -> timedelta:
        return self.clock.spent(self.since, self.kept_at or now)

    def is_broken(self, now: datetime) -> bool:
        return self.spent(now) > self.within


def stops_of(ticket: Ticket) -> list[Stretch]:
    """When it was not ours to act, by its steps."""
    stops: list[Stretch] = []
    since: datetime | None = None
    for step in ticket.steps:
        if step.status in STOPPED and since is None:
            since = step.at
        elif step.status not in STOPPED and since is not None:
            stops.append((since, step.at))
            since = None
    return [*stops, (since, FOREVER)] if since else stops


def clock_of(ticket: Ticket, support: Support = USUAL, usual_tz: str = "UTC") -> Clock:
    company = ticket.company
    policy = support.policy(company.tier if company else None)
    return Clock(support.calendar(policy, company.tz if company else None, usual_tz), stops_of(ticket))


def promises(ticket: Ticket, support: Support = USUAL, usual_tz: str = "UTC") -> list[Promise]:
    """All that was promised for it, kept or not."""
    clock = clock_of(ticket, support, usual_tz)
    target = support.policy(ticket.company.tier if ticket.company else None).targets[Priority(ticket.priority)]
    solved = ticket.resolved_at or ticket.closed_at
    found = [
        (Promised.FIRST_RESPONSE, ticket.created_at, target.first_response, ticket.first_response_at or solved),
        (Promised.RESOLUTION, ticket.created_at, target.resolution, solved),
    ]
    if ticket.first_response_at and ticket.waiting_since:
        found.insert(1, (Promised.NEXT_RESPONSE, ticket.waiting_since, target.next_response, solved))
    return [Promise(kind, since, within, kept, clock) for kind, since, within, kept in found if within is not None]


def owed(ticket: Ticket, support: Support = USUAL, usual_tz: str = "UTC") -> list[Promise]:
    """What is owed next: an answer, then the solution; nothing while it is the customer's turn."""
    if ticket.status not in (Status.NEW, Status.OPEN):
        return []
    still = [promise for promise in promises(ticket, support, usual_tz) if promise.kept_at is None]
    first = [promise for promise in still if promise.kind == Promised.FIRST_RESPONSE]
    return first or still


def due(ticket: Ticket, support: Support = USUAL, usual_tz: str = "UTC") -> datetime | None:
    """When the next of it is due; None where nothing is owed."""
    moments = [promise.due for promise in owed(ticket, support, usual_tz)]
    return min((moment for moment in moments if moment), default=None)


def is_overdue(ticket: Ticket, now: datetime, support: Support = USUAL, usual_tz: str = "UTC") -> bool:
    at = due(ticket, support, usual_tz)
    return at is not None and at < now


def is_breaching(ticket: Ticket, now: datetime, support: Support = USUAL, usual_tz: str = "UTC") -> bool:
    """Not late yet, but in the last stretch."""
    for promise in owed(ticket, support, usual_tz):
        warns, at = promise.warns_from(support.warn_at), promise.due
        if warns and at and warns <= now <= at:
            return True
    return False


def breached(ticket: Ticket, now: datetime, support: Support = USUAL, usual_tz: str = "UTC") -> list[Promise]:
    return [promise for promise in promises(ticket, support, usual_tz) if promise.is_broken(now)]


def is_met(ticket: Ticket, now: datetime, support: Support = USUAL, usual_tz: str = "UTC") -> bool:
    """Whether a ticket that is over was answered and solved in time."""
    return not ticket.late_answers and not breached(ticket, now, support, usual_tz)
