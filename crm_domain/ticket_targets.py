"""How soon a ticket shall be answered and solved, and which ones are late.

The hours run day and night from the moment the ticket was opened; while it is the customer's turn nothing is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_domain.tickets import Priority, Status, Ticket


@dataclass(frozen=True, slots=True)
class Target:
    first_response: timedelta
    resolution: timedelta


def _hours(first_response: int, resolution: int) -> Target:
    return Target(timedelta(hours=first_response), timedelta(hours=resolution))


TARGETS: Mapping[Priority, Target] = {
    Priority.URGENT: _hours(1, 8),
    Priority.HIGH: _hours(4, 24),
    Priority.NORMAL: _hours(8, 72),
    Priority.LOW: _hours(24, 120),
}
LAST_STRETCH = 0.25  # of its time; what has no more left than that is about to be late


def allowance(ticket: Ticket) -> timedelta:
    """The time for what is owed next: the first response, then the solution."""
    target = TARGETS[Priority(ticket.priority)]
    return target.resolution if ticket.first_response_at else target.first_response


def due(ticket: Ticket) -> datetime | None:
    """When that is due; None where nothing is owed."""
    if ticket.status not in (Status.NEW, Status.OPEN):
        return None
    return ticket.created_at + allowance(ticket)


def is_overdue(ticket: Ticket, now: datetime) -> bool:
    at = due(ticket)
    return at is not None and at < now


def is_breaching(ticket: Ticket, now: datetime) -> bool:
    """Not late yet, but in the last stretch."""
    at = due(ticket)
    return at is not None and now <= at <= now + LAST_STRETCH * allowance(ticket)


def was_met(ticket: Ticket) -> bool:
    """Whether a ticket that is over was answered and solved in time, as far as its moments tell."""
    target, end = TARGETS[Priority(ticket.priority)], ticket.resolved_at or ticket.closed_at
    answered = ticket.first_response_at or end
    return not (
        (answered and answered - ticket.created_at > target.first_response)
        or (end and end - ticket.created_at > target.resolution)
    )
