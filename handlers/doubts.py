"""A day that can be meant in two ways, asked once: “10-12”, “next Friday” on a Thursday."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.readings import Reading
from handlers.reading.spans import Impossible, Span
from handlers.record_slot import RecordSlot
from handlers.slots import DaySlot, PeriodSlot

WHICH_DAY = T(
    "“{said}” can be {first} or {second}. Which one do you mean? I'll remember it for you.",
    "“{said}”可以是{first}，也可以是{second}。你指的是哪一天？选过一次我就记住了。",
)
NEAR = timedelta(days=2)  # “next Wednesday” is rather in the week after, unless it is that close
_IN_FIGURES = re.compile(r"\d\s*(?P<between>[-/.])\s*\d")
_NOWHERE = ("UTC", "Etc/", "GMT")  # zones that tell nothing of how their people write


@dataclass(frozen=True, slots=True)
class Doubt:
    """`place` and `slot`: where the doubtful words stand; each way is what the member would have to mean by them."""

    place: int
    slot: str
    said: str
    ways: tuple["Way", "Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """`convention` in the words of member.dates, the day it makes, and the slot's words with that day in them."""

    convention: str
    day: date
    words: str


def doubted(readings: Sequence[Reading], context: Context) -> Doubt | None:
    """The first day of a message that the member has not said how to read."""
    return next((doubt for place, reading in enumerate(readings) for doubt in _of(place, reading, context)), None)


def left_out(readings: Sequence[Reading], context: Context) -> str | None:
    """A day that does not exist and that no slot has: what is changed would be changed as if it had not been said."""
    days = [span.value.said for span in context.values(context.heard, ("date",)) if isinstance(span.value, Impossible)]
    if not days or not any(reading.command.writes for reading in readings):
        return None
    told = [
        said
        for reading in readings
        for name, said in reading.said.items()
        if not isinstance(reading.command.params[name].slot, RecordSlot)
    ]
    return next((day for day in days if not any(day in said for said in told)), None)


def settled(readings: Sequence[Reading], doubt: Doubt, way: Way) -> list[Reading]:
    """The message with its day said outright."""
    reading = readings[doubt.place]
    told = replace(reading, said=reading.said | {doubt.slot: way.words})
    return [*readings[: doubt.place], told, *readings[doubt.place + 1 :]]


def _of(place: int, reading: Reading, context: Context) -> Iterator[Doubt]:
    for name, said in reading.said.items():
        if isinstance(reading.command.params[name].slot, DaySlot | PeriodSlot):
            for span in context.values(said, ("date", "moment")):
                if ways := _ways(span, said, context):
                    yield Doubt(place, name, said[span.start : span.end], ways)


def _ways(span: Span, said: str, context: Context) -> tuple[Way, Way] | None:
    if not isinstance(span.value, date) or not isinstance(span.alternative, date):
        return None
    first, second = _convention(span, said[span.start : span.end].lower(), context)
    if not first:
        return None
    return _way(first, span.value, span, said, context), _way(second, span.alternative, span, said, context)


def _convention(span: Span, words: str, context: Context) -> tuple[str, str]:
    """What either reading takes for granted; nothing where the member has said so, or nobody would doubt it."""
    me = context.crm.me
    if found := _IN_FIGURES.search(words):
        ways = ("order=day", "order=month")
        known = me.day_order is not None or not _asks_for_order(me, found["between"])
        return ("", "") if known else ways if me.day_first else ways[::-1]
    if "next " not in words or me.next_weekday is not None or not _is_near(span, context):
        return "", ""
    return "weekday=later", "weekday=coming"


def _asks_for_order(me: Member, between: str) -> bool:
    """4/12 is written as in the member's country; 10-12 is written everywhere, but in Chinese only one way."""
    return me.tz.startswith(_NOWHERE) or (between == "-" and me.language != "zh")


def _is_near(span: Span, context: Context) -> bool:
    days = [_day(value, context) for value in (span.value, span.alternative) if isinstance(value, date)]
    return min(days) - context.crm.today <= NEAR


def _way(convention: str, value: date, span: Span, said: str, context: Context) -> Way:
    local = value.astimezone(context.crm.zone) if isinstance(value, datetime) else None
    written = f"{local:%Y-%m-%d %H:%M}" if local else f"{value:%Y-%m-%d}"
    return Way(convention, local or value, said[: span.start] + written + said[span.end :])


def _day(value: date, context: Context) -> date:
    return value.astimezone(context.crm.zone).date() if isinstance(value, datetime) else value
