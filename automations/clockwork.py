"""What is due by now: each automation looks at the database, and writes each letter once, whoever asks first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crm_domain import outbox
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.store import Session
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


def run_due(session: Session, workspace: str, now: datetime) -> int:
    """Runs everything due by `now`; how many letters were written."""
    from automations import task_reminders  # noqa: F401 - declares itself

    crm = Crm(session, open_workspace(session, workspace, now), None, now)
    return sum(_push(crm, name, push) for name, run in AUTOMATIONS.items() for push in run(crm))


def _push(crm: Crm, name: str, push: Push) -> bool:
    door = outbox.door_of(crm.session, crm.workspace.id, push.member)
    if door is None or not claim(crm.session, crm.workspace.id, name, push.occasion, crm.now):
        return False
    outbox.post(
        crm.session,
        workspace_id=crm.workspace.id,
        channel=door.channel,
        chat=door.chat,
        account=door.account,
        address=door.address,
        body=push.reply.to_json(),
        at=crm.now,
    )
    return True
