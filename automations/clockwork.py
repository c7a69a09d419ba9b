"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from datetime import datetime

from automations import reminders, task_reminders, ticket_alerts
from automations.automation import AUTOMATIONS, Push
from crm_domain import outbox
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Session

__all__ = ["reminders", "run_due", "task_reminders", "ticket_alerts"]


def run_due(session: Session, workspace: str, now: datetime) -> int:
    """Runs everything due by `now`; how many letters were written. What that changes is the system's own change."""
    crm = Crm(session, open_workspace(session, workspace, now), None, now)
    written = sum(_push(crm, name, push) for name, run in AUTOMATIONS.items() for push in run(crm))
    crm.enter("automation.run")
    return written


def _push(crm: Crm, name: str, push: Push) -> bool:
    alone = push.member and outbox.door_of(crm.session, crm.workspace.id, push.member)
    door = alone or (push.chat and outbox.door_to(crm.session, crm.workspace.id, *push.chat, push.asker))
    if not door or not claim(crm.session, crm.workspace.id, name, push.occasion, crm.now):
        return False  # nobody can be reached, and it stays due; or another process was first
    outbox.post(
        crm.session,
        workspace_id=crm.workspace.id,
        channel=door.channel,
        chat=door.chat,
        account=door.account,
        direct=bool(alone),
        address=door.address,
        body=push.reply.but(private=bool(push.member and not alone)).to_json(),
        at=crm.now,
    )
    if push.then:
        push.then()
    return True
