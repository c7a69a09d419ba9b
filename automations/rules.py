"""The engine of the rules: from what happened and what the clock says to runs, and from runs to what they do."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from automations.delivery import deliver
from automations.note import Note, Pressing, voice_of
from automations.replies import stop_on_reply
from automations.steps import do, wanted_in
from automations.telling import because
from automations.work import Over, Wait, Work
from crm_domain import automation_events, outbox
from crm_domain.automation_events import AutomationEvent, Happening
from crm_domain.automation_runs import claim
from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.conditions import Unanswerable, holds
from crm_domain.crm import Crm
from crm_domain.errors import CrmError
from crm_domain.journal import Change
from crm_domain.notices import Notice
from crm_domain.rule_facts import MODELS, NOUNS, Known
from crm_domain.rule_matching import matches, standing
from crm_domain.rule_runs import RuleRun, State
from crm_domain.store import FAULTS
from crm_domain.texts import T
from handlers.reply import Outcome, Reply

log = logging.getLogger(__name__)

MOST = 500  # worked off in one transaction; the rest at once after it
MOST_AN_HOUR = 300  # runs of one rule; more is a mistake in it
DEEPEST = 5  # rules that set each other off
TRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))

TOO_OFTEN = T("it ran more than {most} times within an hour", "一小时内触发超过 {most} 次")
STOPPED = T(
    "I stopped your automation “{name}”: {why}. Look at it, then turn it on again.",
    "已停用你的自动化“{name}”：{why}。检查后可以重新启用。",
)
BROKE = T("Your automation “{name}” failed on {what}: {why}", "你的自动化“{name}”在处理“{what}”时失败：{why}")
LOOP = T("it would set itself off again", "会再次触发自己")
UNDELIVERED = T("{where} did not take it, however often I tried", "{where} 多次尝试都没能送达")
NO_DOOR = T(
    "I know no chat {where}, or I am not in it. Let me in, or name another",
    "没有{where}这个群，或者我不在群里。请把我加进群，或换一个",
)
BUG = T("a fault of mine; it is logged", "系统故障，已记录")


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
    if automation.enabled_at is None or happening.at < automation.enabled_at or not automation.enabled:
        return
    stages = {stage.id: stage.key for stage in crm.pipelines.stages()}
    if not matches(automation.on, happening, stages):
        return
    occasion = f"change {happening.change_id} {happening.record}#{happening.record_id}"
    about = {
        "record": happening.record,
        "record_id": happening.record_id,
        "change_id": happening.change_id,
        "chain": list(chain),
    }
    if automation.id in chain or len(chain) >= DEEPEST:
        if crm.rule_runs.begin(
            automation, occasion, happening.at, **about | {"state": State.HELD, "ended_at": crm.now}
        ):
            log.warning("loop", extra={"automation": automation.id})
        return
    known = Known(
        crm.session, happening.record, happening.record_id, happening.at, automation.clock, happening.change_id
    )
    try:
        if known.columns is None or not _so(automation, known):
            return
    except Unanswerable as error:
        if crm.rule_runs.begin(
            automation, occasion, happening.at, **about | {"state": State.FAILED, "ended_at": crm.now}
        ):
            _report(crm, automation, known_as(crm, happening.record, happening.record_id), str(error))
        return
    if not _too_often(crm, automation):
        crm.rule_runs.begin(automation, occasion, happening.at, **about)


def _so(automation: Automation, known: Known) -> bool:
    expression = automation.rule.get("if")
    return not expression or holds(expression, NOUNS[known.table], known.facts(wanted_in(expression)))


def _too_often(crm: Crm, automation: Automation) -> bool:
    if crm.rule_runs.count_since(automation, crm.now - timedelta(hours=1)) < MOST_AN_HOUR:
        return False
    owner = automation.owner
    why = voice_of(owner, crm).say(TOO_OFTEN, most=MOST_AN_HOUR)
    automation.turn_off(why)
    _tell_owner(crm, automation, STOPPED, name=automation.name, why=why)
    return True


# What the clock says


def _come(crm: Crm, automation: Automation) -> None:
    due = automation.due_at
    assert due is not None
    if "state" in automation.on:
        for table, id, occasion in standing(crm, automation):
            if not _too_often(crm, automation):
                _begin_standing(crm, automation, table, id, occasion)
    else:
        crm.rule_runs.begin(automation, f"at {due.astimezone(automation.clock).isoformat()}", due)
    if automation.enabled:
        automation.come_again(crm.now, crm.calendar(automation.clock))


def _begin_standing(crm: Crm, automation: Automation, table: str, id: int, occasion: str) -> None:
    known = Known(crm.session, table, id, crm.now, automation.clock)
    try:
        if known.columns is not None and _so(automation, known):
            crm.rule_runs.begin(automation, occasion, crm.now, record=table, record_id=id)
    except Unanswerable as error:
        if crm.rule_runs.begin(automation, occasion, crm.now, record=table, record_id=id, state=State.FAILED):
            _report(crm, automation, known_as(crm, table, id), str(error))


# Runs


def _go_on(crm: Crm, run: RuleRun) -> None:
    """In a savepoint of its own: what one run breaks is no other's harm."""
    automation, begun = run.automation, time.perf_counter()
    owner = automation.owner if automation.owner and automation.owner.active else None
    own = Crm(crm.session, crm.workspace, owner, crm.now, crm.access, chain=(*run.chain, automation.id))
    try:
        with crm.session.begin_nested():
            unreached = _steps(own, run)
            own.enter("automation.run")
        for where in unreached:
            _tell_unreached(crm, automation, where)
    except CrmError as refusal:
        own.journal.forget()
        _fail(crm, run, voice_of(owner, crm).refusal(refusal))
    except Unanswerable as error:
        own.journal.forget()
        _fail(crm, run, str(error))
    except FAULTS:
        raise
    except Exception:
        own.journal.forget()
        log.exception("run %s of automation %s", run.id, automation.id)
        _try_again(crm, run)
    finally:
        crm.session.info["desk"] = crm
    run.took_ms += round((time.perf_counter() - begun) * 1000)


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


def _tell_unreached(crm: Crm, automation: Automation, where: str) -> None:
    """Once for each time that it is turned on."""
    if claim(crm.session, crm.workspace.id, "unreached", f"{automation.id} {where} {automation.enabled_at}", crm.now):
        _report(crm, automation, where, voice_of(automation.owner, crm).say(NO_DOOR, where=where))


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
    _report(crm, run.automation, known_as(crm, run.record, run.record_id), why)


def _try_again(crm: Crm, run: RuleRun) -> None:
    if run.tries >= len(TRIES):
        _fail(crm, run, voice_of(run.automation.owner, crm).say(BUG))
        return
    run.wait(crm.now + TRIES[run.tries])
    run.tries += 1


def tell_of_failure(crm: Crm, shut: Notice) -> None:
    """A webhook or an e-mail that was given up, or a message that no door took."""
    kind, _, number = shut.cause.rpartition(" ")
    automation = crm.session.get(Automation, int(number)) if kind == "automation" and number.isdigit() else None
    if automation and automation.workspace_id == crm.workspace.id:
        where = _address_of(crm, shut) or shut.chat or (shut.member_id and known_as_member(crm, shut.member_id)) or "?"
        why = voice_of(automation.owner, crm).say(UNDELIVERED, where=where)
        _report(crm, automation, where, why)


def _address_of(crm: Crm, shut: Notice) -> str | None:
    """Of an e-mail: what the letter's chat says instead is for no reader."""
    letter = outbox.letter(crm.session, crm.workspace.id, shut.letter_id) if shut.letter_id else None
    return letter.address.get("to") if letter and letter.channel == "email" else None


def known_as_member(crm: Crm, id: int) -> str:
    member = crm.members.by_ids([id]).get(id)
    return member.name if member else "?"


def known_as(crm: Crm, record: str | None, id: int | None) -> str:
    row = crm.session.get(MODELS[record], id) if record and id else None
    return row.label if row else "–"


def _report(crm: Crm, automation: Automation, what: str, why: str) -> None:
    _tell_owner(crm, automation, BROKE, name=automation.name, what=what, why=why)


def _tell_owner(crm: Crm, automation: Automation, text: T, **values: object) -> None:
    """Failures come under a cause of their own, and many of them together."""
    owner = automation.owner
    if owner and owner.active:
        reply = Reply(Outcome.DONE, voice_of(owner, crm).say(text, **values))
        deliver(
            crm,
            Note(reply, f"trouble of automation {automation.id}", because(automation), owner, pressing=Pressing.RULE),
        )


__all__ = ["MOST", "run_rules"]
