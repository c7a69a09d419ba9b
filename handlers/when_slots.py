"""The slots of what comes back: when it comes first, and how often. One and the same words may tell both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from crm_domain import recurrences
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.clocks import is_clock
from handlers.reading.spans import TIME_KINDS, Period, Recurrence
from handlers.slots import DaySlot

_RULE = re.compile(r"(?:RRULE:)?FREQ=[A-Z]+(?:;[A-Z]+=[^;\s]+)*", re.IGNORECASE)
_FROM = re.compile(r"\b(?:starting|beginning|from|as of)\b(.*)|从(.*?)(?:开始|起)", re.IGNORECASE | re.DOTALL)
# The hour that is meant where only a part of the day was said.
_HOURS = {
    re.compile(words, re.IGNORECASE): time(hour)
    for words, hour in (
        (r"\b(?:eod|cob|end of (?:the )?day|close of business)\b|下班", 17),
        (r"\b(?:noon|midday|lunch\w*)\b|中午|午饭", 12),
        (r"\bafternoon\b|下午", 14),
        (r"\bevening\b|傍晚|晚上|[今明后]晚", 19),
        (r"\b(?:to)?night\b|夜", 20),
    )
}


OVER = T(
    "“{said}” would be over before it begins. Say a later end.", "“{said}”还没开始就结束了，请说一个更晚的结束日期。"
)


class Told(NamedTuple):
    """A recurrence among words: its rule, the words that say it, and those around them."""

    rule: str
    said: str
    rest: str


def told_in(said: str, context: Context) -> Told | None:
    if raw := _RULE.search(said):
        return Told(recurrences.rule_of(recurrences.parts_of(raw[0])), "", f"{said[: raw.start()]} {said[raw.end() :]}")
    for span in context.values(said, TIME_KINDS):
        if isinstance(span.value, Recurrence):
            rest = f"{said[: span.start]} {said[span.end :]}"
            return Told(span.value.rrule, said[span.start : span.end], rest)
    return None


def checked(told: Told, rule: str | None = None) -> str:
    """The rule without its hour, or another made of it; a refusal speaks of it in the words that were said."""
    try:
        return recurrences.checked(rule or recurrences.timeless(told.rule))
    except BadValue as refusal:
        if told.said and "rule" in refusal.values:
            raise BadValue(refusal.text, rule=told.said.strip()) from refusal
        raise


@dataclass(frozen=True)
class LaterSlot(DaySlot):
    """A moment, a day, or so long from now."""

    with_time: bool = True
    kinds: Sequence[str] = ("date", "moment", "period", "duration")

    def read(self, said: str, context: Context) -> date | datetime:
        return DaySlot(with_time=True).read(said, context)


@dataclass(frozen=True)
class RecurrenceSlot:
    """An RFC 5545 rule: what was said of how often, else what is said of it among the words for when.

    The time of day, where there is one, is that of the first occurrence.
    """

    kinds: tuple[str, ...] = ("recurrence",)
    vocabulary: tuple[str, ...] = ()

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        when = said.get("at", "")
        return said.get("repeat") or (when if told_in(when, context) else None)

    def read(self, said: str, context: Context) -> str:
        told = told_in(said, context)
        if told is None:
            raise BadValue(recurrences.BAD_RULE, rule=said)
        return checked(told)

    def plain(self, value: str, me: Member) -> Any:
        return value


@dataclass(frozen=True)
class OccurrenceSlot(DaySlot):
    """When something comes, the first time where it repeats: a moment, or a day where no time of day was said."""

    with_time: bool = True
    kinds: Sequence[str] = TIME_KINDS

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        return " ".join(said[name] for name in ("repeat", "at") if said.get(name)) or None

    def read(self, said: str, context: Context) -> date | datetime:
        said = f"at {said}" if said.isdigit() and len(said) <= 2 else said
        if told := told_in(said, context):
            return _first(told, context)
        value = _begin(said, context) or super().read(said, context)
        hour = hour_in(said, context)
        if hour is None or isinstance(value, datetime):
            return value
        return datetime.combine(value, hour, context.crm.zone)


def _begin(said: str, context: Context) -> date | None:
    """“next week” begins on Monday; a period that has begun is asked for its end."""
    value = next((span.value for span in context.values(said, TIME_KINDS)), None)
    start = value.start if isinstance(value, Period) else None
    return start if start and start > context.crm.today else None


def _first(told: Told, context: Context) -> date | datetime:
    now, zone, rule = context.crm.now, context.crm.zone, checked(told)
    start = _start(told, context)
    said = start.time() if isinstance(start, datetime) else hour_in(f"{told.said} {told.rest}", context)
    clock = recurrences.clock_of(told.rule) or said
    if start is None and clock is None and recurrences.within_the_day(told.rule):
        start, clock = now.astimezone(zone), now.astimezone(zone).time()
    usual = time.fromisoformat(context.crm.me.day_from)
    day = start.date() if isinstance(start, datetime) else start or context.crm.today
    first = recurrences.first(rule, datetime.combine(day, clock or usual), zone, now, context.crm.calendar())
    if first is None:
        raise BadValue(OVER, said=told.said or told.rule)
    local = first.astimezone(zone)
    return local if clock else local.date()


def _start(told: Told, context: Context) -> date | datetime | None:
    """From when on it is counted, where that was said: beside the recurrence, or in it after “starting”."""
    within = _FROM.search(told.said)
    spans = [*context.values(told.rest), *(context.values(within[1] or within[2]) if within else [])]
    for span in spans:
        match span.value:
            case datetime() as moment:
                return moment.astimezone(context.crm.zone)
            case date() as day:
                return day
            case Period(start=date() as day):
                return day
    return None


def hour_in(said: str, context: Context) -> time | None:
    """The hour beside the day, else that of the part of the day that is named; none for the morning, when it begins."""
    for span in context.values(said, ("moment",)):
        if isinstance(span.value, datetime) and is_clock(span):
            return span.value.time()
    return next((hour for words, hour in _HOURS.items() if words.search(said)), None)
