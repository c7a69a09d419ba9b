"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from collections.abc import Container, Iterator
from datetime import datetime
from itertools import islice

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
from crm_domain.members import Member
from crm_domain.outbox import Door
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

MOST = 300  # letters in one transaction


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

    Much is done a few hundred at a time: look again until there is nothing left. `off` are automations of ours
    that this house does without; `prompt`: only what is waited for to the moment.
    """
    crm = Crm(session, open_workspace(session, workspace, now), None, now, access or Access())
    written = sum(islice(_pushed(crm, off, prompt), MOST))
    crm.enter("automation.run")
    written += run_rules(crm)
    crm.enter("automation.run")
    written += release(crm)
    for shut in () if prompt else other_ways(crm):
        tell_of_failure(crm, shut)
    crm.session.flush()
    return written


def _pushed(crm: Crm, off: Container[str], prompt: bool) -> Iterator[int]:
    """One for each letter as it is written."""
    doors: dict[int, Door | None] = {}
    for name, run in _ours(off, prompt):
        for push in run(crm):
            if _push(crm, name, push, doors):
                yield 1


def _ours(off: Container[str], prompt: bool) -> list[tuple[str, Automation]]:
    return [(name, run) for name, run in AUTOMATIONS.items() if name not in off and (name in PROMPT or not prompt)]


def _push(crm: Crm, name: str, push: Push, doors: dict[int, Door | None]) -> bool:
    alone = _door_of(crm, push.member, doors) if push.member else None
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


def _door_of(crm: Crm, member: Member, doors: dict[int, Door | None]) -> Door | None:
    """Asked once for each member in one transaction."""
    if member.id not in doors:
        doors[member.id] = outbox.door_of(crm.session, crm.workspace.id, member)
    return doors[member.id]
