"""What a rule would have done: the journal is gone through again, and nothing is changed.

It asks the same matching and the same conditions as the real thing, of the records as they were then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
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


Begun = tuple[datetime, str | None, int | None, str, str | None]  # the last: why it fails at once, where it does


def _begun(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    if "event" in automation.on:
        yield from _after_events(crm, automation, since)
    elif "state" in automation.on:
        yield from _by_standing(crm, automation, since)
    else:
        for moment in _moments(crm, automation, since):
            yield moment, None, None, f"at {moment.astimezone(automation.clock).isoformat()}", None


def _after_events(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    stages = {stage.id: stage.key for stage in crm.pipelines.stages()}
    for change, lines in automation_events.changes_since(crm.session, crm.workspace.id, automation.rule["noun"], since):
        for found in automation_events.happenings(lines, change.at):
            if not matches(automation.on, found, stages):
                continue
            known = Known(crm.session, found.record, found.record_id, found.at, automation.clock, found.change_id)
            begins, why = _begins(automation.rule.get("if"), known)
            if begins:
                occasion = f"change {change.id} {found.record}#{found.record_id}"
                yield found.at, found.record, found.record_id, occasion, why


def _by_standing(crm: Crm, automation: Automation, since: datetime) -> Iterator[Begun]:
    seen: set[str] = set()
    for moment in _moments(crm, automation, since):
        for table, id, occasion in standing(crm, automation, moment):
            begins, why = _begins(automation.rule.get("if"), Known(crm.session, table, id, moment, automation.clock))
            if begins and occasion not in seen:
                seen.add(occasion)
                yield moment, table, id, occasion, why


def _moments(crm: Crm, automation: Automation, since: datetime) -> Iterator[datetime]:
    assert automation.repeat is not None
    starts, calendar = min(automation.starts or since, since), crm.calendar(automation.clock)
    moment = next_after(automation.repeat, starts, automation.clock, since, calendar)
    while moment and moment <= crm.now:
        yield moment
        moment = next_after(automation.repeat, starts, automation.clock, moment, calendar)


def _begins(expression: str | None, known: Known) -> tuple[bool, str | None]:
    """Whether a run begins, and why it fails at once where its condition cannot be told."""
    try:
        return known.columns is not None and _so(expression, known), None
    except Unanswerable as error:
        return True, str(error)


def _so(expression: str | None, known: Known) -> bool:
    """Unanswerable where it cannot be told."""
    if not expression:
        return True
    return holds(expression, NOUNS[known.table], known.facts({field for _, field in fields_of(expression)}))


def _run(
    crm: Crm,
    automation: Automation,
    voice: Voice,
    at: datetime,
    record: str | None,
    id: int | None,
    occasion: str,
    broken: str | None,
) -> Would:
    """Its steps, as far as they would have come by now."""
    if broken:
        return Would(at, record, id, occasion, (voice.say(BROKEN, why=broken),), ())
    told = _Retold(crm, automation, voice, at, (record, id) if record is not None and id is not None else None)
    told.run()
    return Would(at, record, id, occasion, tuple(told.said), tuple(told.acts))


@dataclass(slots=True)
class _Retold:
    """A run that is told on, step by step, from where it began."""

    crm: Crm
    automation: Automation
    voice: Voice
    at: datetime
    about: tuple[str, int] | None
    said: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)

    def run(self) -> None:
        moment, place, steps = self.at, 0, self.automation.steps
        while place < len(steps):
            step = steps[place]
            place += 1
            if step["do"] == "wait":
                moment = _later(step, self.at, moment)
                if moment > self.crm.now:
                    self._waits(moment, steps[place:])
                    return
            elif step["do"] == "check":
                if self._holds(step, moment):
                    continue
                if not step.get("skip"):
                    return
                place += step["skip"]
            elif not self._acts(step):
                return

    def _waits(self, moment: datetime, then: Sequence[dict[str, Any]]) -> None:
        """What the customer said meanwhile has ended it already."""
        stops = takewhile(lambda step: step.get("stops"), then)
        if all(self._holds(step, self.crm.now) for step in stops):
            self.said.append(self.voice.say(WAITS, until=moment))

    def _holds(self, step: dict[str, Any], moment: datetime) -> bool:
        """Whether it goes on here; says why not, unless that leaves out a step only."""
        if self.about is None:
            return True
        known = Known(self.crm.session, *self.about, moment, self.automation.clock, since=self.at)
        goes_on, broken = _begins(step["if"], known)
        if broken:
            self.said.append(self.voice.say(BROKEN, why=broken))
        elif not goes_on and not step.get("skip"):
            self.said.append(self.voice.say(ENDS, what=step_of(step, self.crm, self.voice)))
        return goes_on and not broken

    def _acts(self, step: dict[str, Any]) -> bool:
        self.acts.append(step["do"])
        words = step_of(step, self.crm, self.voice)
        asks = step["do"] == "approve"
        self.said.append(self.voice.say(ASKS, step=words) if asks else words)
        return not asks


def _later(step: dict[str, Any], begun: datetime, moment: datetime) -> datetime:
    if "since_start" in step:
        return max(moment, begun + timedelta(seconds=step["since_start"]))
    return moment + timedelta(seconds=step["seconds"])


def label_of(crm: Crm, would: Would) -> str:
    if would.record is None or would.record_id is None:
        return "–"
    row = crm.session.get(MODELS[would.record], would.record_id)
    return row.label if row else f"#{would.record_id}"
