"""An automation is one function: it looks at the CRM and gives the notes that are due."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from automations.note import Note
from crm_domain.crm import Crm

LATE = timedelta(minutes=10)

Automation = Callable[[Crm], Iterator[Note]]
AUTOMATIONS: dict[str, Automation] = {}


def is_late(crm: Crm, due: datetime) -> bool:
    """Whether somebody would ask why this comes only now."""
    return crm.now - due > LATE


NUDGES = frozenset(
    {
        "after_won",
        "birthdays",
        "ignored_rules",
        "monthly_review",
        "morning_digest",
        "quiet_deals",
        "renewals",
        "visit_plan",
        "weekly_report",
    }
)
PROMPT = frozenset({"reminders", "task_reminders", "ticket_undelivered"})  # those that are looked at every moment


def automation(run: Automation) -> Automation:
    """Declares an automation under its function's name."""
    AUTOMATIONS[run.__name__] = run
    return run
