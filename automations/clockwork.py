"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from datetime import datetime

from automations import campaigns, reminders, task_reminders, ticket_alerts
from automations.automation import AUTOMATIONS, Push
from automations.delivery import other_ways, release
from automations.rules import run_rules, tell_of_failure
from crm_domain import outbox
from crm_domain.access import Access
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Session

__all__ = ["campaigns", "reminders", "run_due", "task_reminders", "ticket_alerts"]

ROUNDS = 20


def run_due(session: Session, workspace: str, now: datetime, access: Access | None = None) -> int:
    """Runs everything due by `now`; how much was done. What that changes is the system's own change, or a rule owner's.

    One rule's doing may be another's event, so it looks again until nothing is left.
    """
    crm = Crm(session, open_workspace(session, workspace, now), None, now, access or Access())
    written = sum(_push(crm, name, push) for name, run in AUTOMATIONS.items() for push in run(crm))
    crm.enter("automation.run")
    for _ in range(ROUNDS):
        went_on = run_rules(crm)
        crm.enter("automation.run")
        written += went_on
        if not went_on:
            break
    written += release(crm)
    for shut in other_ways(crm):
        tell_of_failure(crm, shut)
    crm.session.flush()
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
