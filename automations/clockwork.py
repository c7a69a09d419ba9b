"""What is due by now: each automation is asked, and each of its letters is written once, whoever asks first."""

from collections.abc import Container, Hashable, Sequence
from datetime import datetime
from itertools import islice

from automations import (
    after_won,
    birthdays,
    campaigns,
    ignored_rules,
    morning_digest,
    quiet_deals,
    reminders,
    renewals,
    task_reminders,
    ticket_alerts,
    visit_plan,
    webhooks,
    weekly_report,
)
from automations.automation import AUTOMATIONS, NUDGES, PROMPT, Automation
from automations.delivery import deliver, deliver_plain, door_for, is_plain, other_ways, release
from automations.note import Note
from automations.rules import run_rules
from automations.trouble import tell_of_failure
from crm_domain.access import Access
from crm_domain.automation_runs import claim_all
from crm_domain.crm import Crm, open_workspace
from crm_domain.outbox import Door
from crm_domain.store import Session

__all__ = [
    "NUDGES",
    "after_won",
    "birthdays",
    "campaigns",
    "ignored_rules",
    "morning_digest",
    "quiet_deals",
    "reminders",
    "renewals",
    "run_due",
    "task_reminders",
    "ticket_alerts",
    "visit_plan",
    "webhooks",
    "weekly_report",
]

MOST, PAGE = 300, 100  # letters in one transaction, and in one go


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
    written = _pushed(crm, off, prompt)
    crm.enter("automation.run")
    written += run_rules(crm)
    crm.enter("automation.run")
    written += release(crm)
    for shut in () if prompt else other_ways(crm):
        tell_of_failure(crm, shut)
    crm.session.flush()
    return written


def _pushed(crm: Crm, off: Container[str], prompt: bool) -> int:
    """How many notes were delivered: a page at a time, for each trip to the database is dear."""
    doors: dict[Hashable, Door | None] = {}
    written = 0
    for name, run in _ours(off, prompt):
        notes = run(crm)
        while written < MOST and (page := [*islice(notes, PAGE)]):
            written += _push(crm, name, page, doors)
    return written


def _ours(off: Container[str], prompt: bool) -> list[tuple[str, Automation]]:
    return [(name, run) for name, run in AUTOMATIONS.items() if name not in off and (name in PROMPT or not prompt)]


def _push(crm: Crm, name: str, notes: Sequence[Note], doors: dict[Hashable, Door | None]) -> int:
    """Whom nobody can reach yet it stays due for; what another process was first to claim is left to it."""
    reached = {note.occasion: (note, door) for note in notes if (door := _door_for(crm, note, doors))}
    claimed = claim_all(crm.session, crm.workspace.id, name, [*reached], crm.now)
    mine = [reached[occasion] for occasion in reached if occasion in claimed]
    deliver_plain(crm, [(note, door) for note, door in mine if is_plain(note)])
    for note, door in mine:
        if not is_plain(note):
            deliver(crm, note, door)
        if note.then:
            note.then()
    return len(mine)


def _door_for(crm: Crm, note: Note, doors: dict[Hashable, Door | None]) -> Door | None:
    """Looked for once for each member and chat in one transaction."""
    place = (note.member and note.member.id, note.chat, note.asker and note.asker.id)
    if place not in doors:
        doors[place] = door_for(crm, note)
    return doors[place]
