"""How a workspace runs its support: service levels, business calendars, alerts, triage, customer channels.

An operator sets it (config.yaml); it is kept with the workspace as plain JSON, so that every process goes by the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from crm_domain.calendars import Calendar, hours
from crm_domain.ticket_states import Priority

CUSTOMERS = "customer"  # as a calendar's zone: wherever the customer is

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Target:
    """How soon; None is no promise."""

    first_response: timedelta | None
    resolution: timedelta | None
    next_response: timedelta | None = None


def _hours(first_response: int, resolution: int) -> Target:
    return Target(timedelta(hours=first_response), timedelta(hours=resolution))


TARGETS: Mapping[Priority, Target] = {
    Priority.URGENT: _hours(1, 8),
    Priority.HIGH: _hours(4, 24),
    Priority.NORMAL: _hours(8, 72),
    Priority.LOW: _hours(24, 120),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What is promised to companies of a tier (None: to all others), and the calendar whose hours count."""

    tier: str | None = None
    calendar: str | None = None
    targets: Mapping[Priority, Target] = field(default_factory=lambda: TARGETS)


@dataclass(frozen=True)
class Support:
    """Without settings: the usual targets, day and night; nothing happens by itself."""

    policies: Sequence[Policy] = (Policy(),)
    calendars: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    warn_at: float = 0.75  # of its time: from there on a ticket is about to be late
    on_call: Sequence[str] = ()  # handles; who hears of it where the assignee is off duty
    escalate_to: Sequence[str] = ()
    escalate_after: timedelta = timedelta(hours=1)
    new_number_after: timedelta = timedelta(days=14)  # closed so long ago, a ticket goes on under a new number
    auto_triage: float | None = None  # the confidence from which a suggestion is applied unasked
    skills: Mapping[str, Sequence[str]] = field(default_factory=dict)  # handle → categories
    ask_rating_after: timedelta = timedelta(hours=1)
    remind_rating_after: timedelta = timedelta(days=2)
    customer_chats: Mapping[str, Sequence[str]] = field(default_factory=dict)  # channel → its customers' chats

    def policy(self, tier: str | None) -> Policy:
        """The tier's own, else the one for all."""
        said = (tier or "").casefold()
        own = (policy for policy in self.policies if policy.tier and policy.tier.casefold() == said)
        general = (policy for policy in self.policies if not policy.tier)
        return next(own, None) or next(general, None) or Policy()

    def calendar(self, policy: Policy, company_tz: str | None, usual_tz: str) -> Calendar:
        said = self.calendars.get(policy.calendar or "")
        if said is None:
            return Calendar()
        zone = str(said.get("zone") or usual_tz)
        zone = company_tz or usual_tz if zone == CUSTOMERS else zone
        week = tuple((day, tuple(spans)) for day, spans in (said.get("days") or {}).items())
        closed = tuple(str(day) for day in said.get("closed") or ())
        return _calendar(zone, week, said.get("holidays"), closed)


@lru_cache(maxsize=256)
def _calendar(
    zone: str, week: tuple[tuple[str, tuple[str, ...]], ...], country: str | None, closed: tuple[str, ...]
) -> Calendar:
    return Calendar(ZoneInfo(zone), hours(dict(week)), country, frozenset(map(date.fromisoformat, closed)))


USUAL = Support()


def support_of(plain: Mapping[str, Any] | None) -> Support:
    """From the settings as JSON; durations are minutes there."""
    if not plain:
        return USUAL
    said = dict(plain)
    if "policies" in said:
        said["policies"] = tuple(map(_policy, said["policies"]))
    for name in ("escalate_after", "new_number_after", "ask_rating_after", "remind_rating_after"):
        if name in said:
            said[name] = said[name] * MINUTE
    return Support(**said)


def _policy(plain: Mapping[str, Any]) -> Policy:
    targets = {
        Priority(name): _target(TARGETS[Priority(name)], said) for name, said in plain.get("targets", {}).items()
    }
    return Policy(plain.get("tier"), plain.get("calendar"), {**TARGETS, **targets})


def _target(usual: Target, plain: Mapping[str, float | None]) -> Target:
    def span(name: str) -> timedelta | None:
        found = plain.get(name, getattr(usual, name))
        return found * MINUTE if isinstance(found, int | float) else found

    return Target(span("first_response"), span("resolution"), span("next_response"))
