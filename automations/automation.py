"""An automation is one function: it looks at the CRM and says which letters are due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crm_domain.crm import Crm
from crm_domain.members import Member
from handlers.reply import Reply


@dataclass(frozen=True, slots=True)
class Push:
    """A letter that an automation wants written. `occasion` names what it is about: it is written once per occasion."""

    member: Member
    occasion: str
    reply: Reply


Automation = Callable[[Crm], Iterator[Push]]
AUTOMATIONS: dict[str, Automation] = {}


def automation(run: Automation) -> Automation:
    """Declares an automation under its function's name."""
    AUTOMATIONS[run.__name__] = run
    return run
