"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from collections.abc import Container, Hashable, Iterator
from datetime import datetime
from itertools import islice

from automations import (
    after_won,
    birthdays,
    campaigns,
    morning_digest,
    quiet_deals,
    reminders,
    renewals,
    task_reminders,
    ticket_alerts,
    visit_plan,
    weekly_report,
)
from automations.automation import AUTOMATIONS, NUDGES, PROMPT, Automation
from automations.delivery import deliver, door_for, other_ways, release
from automations.note import Note
from automations.rules import run_rules, tell_of_failure
from crm_domain.access import Access
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm, open_workspace
from crm_domain.outbox import Door
from crm_domain.store import Session

__all__ = [
    "NUDGES",
    "after_won",
    "birthdays",
    "campaigns",
    "morning_digest",
    "quiet_deals",
    "reminders",
    "renewals",
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
    """One for each note as it is delivered."""
    doors: dict[Hashable, Door | None] = {}
    for name, run in _ours(off, prompt):
        for note in run(crm):
            if _push(crm, name, note, doors):
                yield 1


def _ours(off: Container[str], prompt: bool) -> list[tuple[str, Automation]]:
    return [(name, run) for name, run in AUTOMATIONS.items() if name not in off and (name in PROMPT or not prompt)]


def _push(crm: Crm, name: str, note: Note, doors: dict[Hashable, Door | None]) -> bool:
    door = _door_for(crm, note, doors)
    if not door or not claim(crm.session, crm.workspace.id, name, note.occasion, crm.now):
        return False  # nobody can be reached, and it stays due; or another process was first
    deliver(crm, note, door)
    if note.then:
        note.then()
    return True


def _door_for(crm: Crm, note: Note, doors: dict[Hashable, Door | None]) -> Door | None:
    """Looked for once for each member and chat in one transaction."""
    place = (note.member and note.member.id, note.chat, note.asker and note.asker.id)
    if place not in doors:
        doors[place] = door_for(crm, note)
    return doors[place]
