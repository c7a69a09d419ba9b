"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from datetime import datetime

from automations import task_reminders
from automations.automation import AUTOMATIONS, Push
from crm_domain import outbox
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Session

__all__ = ["run_due", "task_reminders"]


def run_due(session: Session, workspace: str, now: datetime) -> int:
    """Runs everything due by `now`; how many letters were written."""
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
