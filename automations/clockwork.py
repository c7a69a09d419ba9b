"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from datetime import datetime

from automations import reminders, task_reminders
from automations.automation import AUTOMATIONS, Push
from crm_domain import outbox
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Session

__all__ = ["reminders", "run_due", "task_reminders"]


def run_due(session: Session, workspace: str, now: datetime) -> int:
    """Runs everything due by `now`; how many letters were written. What that changes is the system's own change."""
    crm = Crm(session, open_workspace(session, workspace, now), None, now)
    written = sum(_push(crm, name, push) for name, run in AUTOMATIONS.items() for push in run(crm))
    crm.enter("automation.run")
    return written


def _push(crm: Crm, name: str, push: Push) -> bool:
    door = _door(crm, push)
    if door is None or not claim(crm.session, crm.workspace.id, name, push.occasion, crm.now):
        return False
    outbox.post(
        crm.session,
        workspace_id=crm.workspace.id,
        channel=door.channel,
        chat=door.chat,
        account=door.account,
        direct=push.chat is None,
        address=door.address,
        body=push.reply.to_json(),
        at=crm.now,
    )
    if push.then:
        push.then()
    return True


def _door(crm: Crm, push: Push) -> outbox.Door | None:
    """None where nobody can be reached yet: it stays due."""
    if push.chat:
        return outbox.door_to(crm.session, crm.workspace.id, *push.chat, push.member)
    return outbox.door_of(crm.session, crm.workspace.id, push.member) if push.member else None
