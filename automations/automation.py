"""An automation is one function: it looks at the CRM and says which letters are due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.reply import Reply


@dataclass(frozen=True, slots=True)
class Push:
    """A letter that an automation wants written. `occasion` names what it is about: it is written once for each.

    It goes to the member alone, else into the `chat` (platform, its name there), where its buttons are `asker`'s;
    `then` is called once it is written. One with a `cause` is a nudge: it keeps out of free time, says why it came
    and can be muted.
    """

    member: Member | None
    occasion: str
    reply: Reply
    chat: tuple[str, str] | None = None
    asker: Member | None = None
    then: Callable[[], None] | None = None
    cause: str | None = None
    why: T | None = None


LATE = timedelta(minutes=10)

Automation = Callable[[Crm], Iterator[Push]]
AUTOMATIONS: dict[str, Automation] = {}


def is_late(crm: Crm, due: datetime) -> bool:
    """Whether somebody would ask why this comes only now."""
    return crm.now - due > LATE


NUDGES = frozenset({"after_won", "monthly_review", "morning_digest", "quiet_deals", "visit_plan", "weekly_report"})
PROMPT = frozenset({"reminders", "task_reminders"})  # those that are looked at every moment


def automation(run: Automation) -> Automation:
    """Declares an automation under its function's name."""
    AUTOMATIONS[run.__name__] = run
    return run
