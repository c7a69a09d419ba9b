"""The engine of the rules: from what happened and what the clock says to runs, and from runs to what they do."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from automations.note import voice_of
from automations.replies import stop_on_reply
from automations.steps import do, wanted_in
from automations.trouble import BUG, known_as, tell_broken, tell_stopped, tell_unreached
from automations.work import Over, Wait, Work
from crm_domain import automation_events
from crm_domain.automation_events import AutomationEvent, Happening
from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.conditions import Unanswerable, holds
from crm_domain.crm import Crm
from crm_domain.errors import CrmError
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.rule_facts import MODELS, NOUNS, Known
from crm_domain.rule_matching import matches, standing
from crm_domain.rule_runs import RuleRun, State
from crm_domain.store import FAULTS

log = logging.getLogger(__name__)

MOST = 500  # worked off in one transaction; the rest at once after it
MOST_AN_HOUR = 300  # runs of one rule; more is a mistake in it
DEEPEST = 5  # rules that set each other off
TRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))

Begin = Callable[..., bool]  # writes a run down; False where it is there already


def run_rules(crm: Crm) -> int:
    """Whatever is due; how many runs went on. More may be left where MOST of something was done."""
    stopped = crm.automations.stopped
    for event in automation_events.waiting(crm.session, crm.workspace.id, MOST):
        _take(crm, event, stopped)
    if stopped:
        return 0
    for automation in crm.automations.falling_due(MOST):
        _come(crm, automation)
    crm.enter("automation.run")
    runs = crm.rule_runs.falling_due(MOST)
    for run in runs:
        _go_on(crm, run)
    return len(runs)


# What happened


def _take(crm: Crm, event: AutomationEvent, stopped: bool) -> None:
    """Other systems are told of it whether or not our own automations are stopped."""
    change = crm.session.get(Change, event.change_id)
    lines = automation_events.lines_of(crm.session, [event.change_id])
    found = list(automation_events.happenings(lines, change.at)) if change else []
    if change:
        crm.webhooks.send(change, found)
    if not stopped:
        _hear_all(crm, found, tuple(event.chain))
        stop_on_reply(crm, lines)
    automation_events.settle(crm.session, event)


def _hear_all(crm: Crm, found: Sequence[Happening], chain: tuple[int, ...]) -> None:
    listening = crm.automations.listening([happening.name for happening in found])
    for automation in listening:
        for happening in found:
            if happening.name == automation.event:
                _hear(crm, automation, happening, chain)


def _hear(crm: Crm, automation: Automation, happening: Happening, chain: tuple[int, ...]) -> None:
    """What set off the automation itself, or too long a chain of others, is held back and says so in its runs."""
    if automation.enabled_at is None or happening.at < automation.enabled_at:
        return
    if not matches(automation.on, happening, {stage.id: stage.key for stage in crm.pipelines.stages()}):
        return
    record, id, change = happening.record, happening.record_id, happening.change_id
    about = {"record": record, "record_id": id, "change_id": change, "chain": list(chain)}
    begin = partial(crm.rule_runs.begin, automation, f"change {change} {record}#{id}", happening.at, **about)
    if automation.id in chain or len(chain) >= DEEPEST:
        if begin(state=State.HELD, ended_at=crm.now):
            log.warning("loop", extra={"automation": automation.id})
        return
    _begin(crm, automation, Known(crm.session, record, id, happening.at, automation.clock, change), begin)


def _begin(crm: Crm, automation: Automation, known: Known, begin: Begin) -> None:
    """A run, where the condition holds; where nobody can tell whether it does, its owner hears of it."""
    if not automation.enabled or known.columns is None:
        return
    try:
        if _so(automation, known) and not _too_often(crm, automation):
            begin()
    except Unanswerable as error:
        if begin(state=State.FAILED, ended_at=crm.now):
            tell_broken(crm, automation, known_as(crm, known.table, known.id), str(error))


def _so(automation: Automation, known: Known) -> bool:
    expression = automation.rule.get("if")
    return not expression or holds(expression, NOUNS[known.table], known.facts(wanted_in(expression)))


def _too_often(crm: Crm, automation: Automation) -> bool:
    if crm.rule_runs.count_since(automation, crm.now - timedelta(hours=1)) < MOST_AN_HOUR:
        return False
    tell_stopped(crm, automation, MOST_AN_HOUR)
    return True


# What the clock says


def _come(crm: Crm, automation: Automation) -> None:
    due = automation.due_at
    assert due is not None
    if "state" in automation.on:
        for table, id, occasion in standing(crm, automation):
            begin = partial(crm.rule_runs.begin, automation, occasion, crm.now, record=table, record_id=id)
            _begin(crm, automation, Known(crm.session, table, id, crm.now, automation.clock), begin)
    else:
        crm.rule_runs.begin(automation, f"at {due.astimezone(automation.clock).isoformat()}", due)
    if automation.enabled:
        automation.come_again(crm.now, crm.calendar(automation.clock))


# Runs


def _go_on(crm: Crm, run: RuleRun) -> None:
    """With the rights of the rule's owner, and timed."""
    automation, begun = run.automation, time.perf_counter()
    own = Crm(crm.session, crm.workspace, _owner(run), crm.now, crm.access, chain=(*run.chain, automation.id))
    try:
        _work_on(crm, own, run)
    finally:
        crm.session.info["desk"] = crm
    run.took_ms += round((time.perf_counter() - begun) * 1000)


def _owner(run: RuleRun) -> Member | None:
    owner = run.automation.owner
    return owner if owner and owner.active else None


def _work_on(crm: Crm, own: Crm, run: RuleRun) -> None:
    """In a savepoint of its own: what one run breaks is no other's harm."""
    try:
        with crm.session.begin_nested():
            unreached = _steps(own, run)
            own.enter("automation.run")
    except FAULTS:
        raise
    except Exception as error:
        own.journal.forget()
        _broken(crm, run, error)
    else:
        for where in unreached:
            tell_unreached(crm, run.automation, where)


def _broken(crm: Crm, run: RuleRun, error: Exception) -> None:
    """A refusal ends the run; a fault of ours is tried again."""
    match error:
        case CrmError():
            _fail(crm, run, voice_of(_owner(run), crm).refusal(error))
        case Unanswerable():
            _fail(crm, run, str(error))
        case _:
            log.error("run %s of automation %s", run.id, run.automation_id, exc_info=error)
            _try_again(crm, run)


def _steps(crm: Crm, run: RuleRun) -> list[str]:
    """Goes on as far as it can; the chats that no message got to."""
    automation = run.automation
    work = Work(crm, automation, run, _row(crm, run))
    steps = automation.steps
    try:
        while run.step < len(steps):
            step, due = steps[run.step], run.due_at
            do(work, step)
            run.step += 1 + work.skip
            work.skip, run.due_at = 0, max(due, run.due_at)
        run.end(State.DONE, crm.now)
    except Wait as wait:
        if steps[run.step]["do"] == "wait":
            run.step += 1
        run.wait(crm.now + timedelta(seconds=wait.seconds))
    except Over:
        run.end(State.ENDED, crm.now)
    return work.unreached


def _row(crm: Crm, run: RuleRun) -> Row | None:
    """The record, if whoever owns the rule may see it; a run about a record that is gone is over."""
    if run.record is None or run.record_id is None:
        return None
    found = crm.session.get(MODELS[run.record], run.record_id)
    records = getattr(crm, run.record)
    if found is None or not records.by_ids([run.record_id]):
        raise Over
    return found


def _fail(crm: Crm, run: RuleRun, why: str) -> None:
    run.note(crm.now, "failed", why)
    run.end(State.FAILED, crm.now)
    tell_broken(crm, run.automation, known_as(crm, run.record, run.record_id), why)


def _try_again(crm: Crm, run: RuleRun) -> None:
    if run.tries >= len(TRIES):
        _fail(crm, run, voice_of(run.automation.owner, crm).say(BUG))
        return
    run.wait(crm.now + TRIES[run.tries])
    run.tries += 1


__all__ = ["MOST", "run_rules"]
