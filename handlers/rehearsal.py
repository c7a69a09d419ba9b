"""What a rule would have done: the journal is gone through again, and nothing is changed.

It asks the same matching and the same conditions as the real thing, of the records as they were then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crm_domain import automation_events
from crm_domain.automations import Automation
from crm_domain.conditions import Unanswerable, fields_of, holds
from crm_domain.crm import Crm
from crm_domain.recurrences import next_after
from crm_domain.rule_facts import MODELS, NOUNS, Known
from crm_domain.rule_matching import matches, standing
from crm_domain.texts import T
from handlers.rule_words import step_of
from handlers.voice import Voice

DAYS = 30
WAITS = T("would still wait until {until}", "将等到 {until}")
ENDS = T("ends: {what}", "到此结束：{what}")
ASKS = T("{step}, and wait for the answer", "{step}，并等待答复")
BROKEN = T("could not be told: {why}", "无法判断：{why}")


@dataclass(frozen=True, slots=True)
class Would:
    """One run that would have been: when it began, about what, and what it would have come to."""

    at: datetime
    record: str | None
    record_id: int | None
    occasion: str
    steps: tuple[str, ...]
    acts: tuple[str, ...]  # which steps would have been done


def rehearsed(crm: Crm, automation: Automation, voice: Voice, days: int = DAYS) -> list[Would]:
    """In the order in which they would have begun."""
    since = crm.now - timedelta(days=days)
    return [_run(crm, automation, voice, *begun) for begun in _begun(crm, automation, since)]


Begun = tuple[datetime, str | None, int | None, str]


def _begun(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    if "event" in automation.on:
        yield from _after_events(crm, automation, since)
    elif "state" in automation.on:
        yield from _by_standing(crm, automation, since)
    else:
        for moment in _moments(automation, since, crm.now):
            yield moment, None, None, f"at {moment.astimezone(automation.clock).isoformat()}"


def _after_events(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    stages = {stage.id: stage.key for stage in crm.pipelines.stages()}
    for change, lines in automation_events.changes_since(crm.session, crm.workspace.id, automation.rule["noun"], since):
        for found in automation_events.happenings(lines, change.at):
            if not matches(automation.on, found, stages):
                continue
            known = Known(crm.session, found.record, found.record_id, found.at, automation.clock, found.change_id)
            if known.columns is not None and _so(automation.rule.get("if"), known) is not False:
                yield found.at, found.record, found.record_id, f"change {change.id} {found.record}#{found.record_id}"


def _by_standing(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    seen: set[str] = set()
    for moment in _moments(automation, since, crm.now):
        for table, id, occasion in standing(crm, automation, moment):
            known = Known(crm.session, table, id, moment, automation.clock)
            so = known.columns is not None and _so(automation.rule.get("if"), known) is not False
            if so and occasion not in seen:
                seen.add(occasion)
                yield moment, table, id, occasion


def _moments(automation: Automation, since: datetime, until: datetime) -> Iterator[datetime]:
    assert automation.repeat is not None
    starts = min(automation.starts or since, since)
    moment = next_after(automation.repeat, starts, automation.clock, since)
    while moment and moment <= until:
        yield moment
        moment = next_after(automation.repeat, starts, automation.clock, moment)


def _so(expression: str | None, known: Known) -> bool | None:
    """None where it could not be told: a run that fails."""
    if not expression:
        return True
    try:
        return holds(expression, NOUNS[known.table], known.facts({field for _, field in fields_of(expression)}))
    except Unanswerable:
        return None


def _run(
    crm: Crm, automation: Automation, voice: Voice, at: datetime, record: str | None, id: int | None, occasion: str
) -> Would:
    """Its steps, as far as they would have come by now."""
    said: list[str] = []
    acts: list[str] = []
    moment, place, steps = at, 0, automation.steps
    while place < len(steps):
        step = steps[place]
        place += 1
        if step["do"] == "wait":
            moment = _later(step, at, moment)
            if moment > crm.now:
                said.append(voice.say(WAITS, until=moment))
                break
        elif step["do"] == "check" and record is not None and id is not None:
            known = Known(crm.session, record, id, moment, automation.clock, since=at)
            if known.columns is None or not _so(step["if"], known):
                if step.get("skip"):
                    place += step["skip"]
                    continue
                said.append(voice.say(ENDS, what=step_of(step, crm, voice)))
                break
        else:
            acts.append(step["do"])
            words = step_of(step, crm, voice)
            if step["do"] == "approve":
                said.append(voice.say(ASKS, step=words))
                break
            said.append(words)
    return Would(at, record, id, occasion, tuple(said), tuple(acts))


def _later(step: dict[str, Any], begun: datetime, moment: datetime) -> datetime:
    if "since_start" in step:
        return max(moment, begun + timedelta(seconds=step["since_start"]))
    return moment + timedelta(seconds=step["seconds"])


def label_of(crm: Crm, would: Would) -> str:
    if would.record is None or would.record_id is None:
        return "–"
    row = crm.session.get(MODELS[would.record], would.record_id)
    return row.label if row else f"#{would.record_id}"
