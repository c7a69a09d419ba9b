"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from collections.abc import Container
from datetime import datetime

from automations import (
    after_won,
    campaigns,
    morning_digest,
    quiet_deals,
    reminders,
    task_reminders,
    ticket_alerts,
    visit_plan,
    weekly_report,
)
from automations.automation import AUTOMATIONS, NUDGES, PROMPT, Automation, Push
from automations.delivery import Note, Pressing, deliver, other_ways, release
from automations.rules import run_rules, tell_of_failure
from crm_domain import outbox
from crm_domain.access import Access
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Session

__all__ = [
    "NUDGES",
    "after_won",
    "campaigns",
    "morning_digest",
    "quiet_deals",
    "reminders",
    "run_due",
    "task_reminders",
    "ticket_alerts",
    "visit_plan",
    "weekly_report",
]

ROUNDS = 20


def run_due(
    session: Session,
    workspace: str,
    now: datetime,
    access: Access | None = None,
    *,
    off: Container[str] = (),
    prompt: bool = False,
) -> int:
    """Runs everything due by `now`; how much was done. What that changes is the system's own change, or a rule owner's.

    One rule's doing may be another's event, so it looks again until nothing is left. `off` are automations of ours
    that this house does without; `prompt`: only what is waited for to the moment.
    """
    crm = Crm(session, open_workspace(session, workspace, now), None, now, access or Access())
    written = sum(_push(crm, name, push) for name, run in _ours(off, prompt) for push in run(crm))
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


def _ours(off: Container[str], prompt: bool) -> list[tuple[str, Automation]]:
    return [(name, run) for name, run in AUTOMATIONS.items() if name not in off and (name in PROMPT or not prompt)]


def _push(crm: Crm, name: str, push: Push) -> bool:
    alone = push.member and outbox.door_of(crm.session, crm.workspace.id, push.member)
    door = alone or (push.chat and outbox.door_to(crm.session, crm.workspace.id, *push.chat, push.asker))
    if not door or not claim(crm.session, crm.workspace.id, name, push.occasion, crm.now):
        return False  # nobody can be reached, and it stays due; or another process was first
    if push.cause and push.why:
        deliver(crm, Note(push.reply, push.cause, push.why, push.member, push.chat, push.asker, Pressing.NUDGE))
        return True
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
