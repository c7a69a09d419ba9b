"""Stretches of time that do not begin or end with a day: from 3 to 5pm tomorrow, this evening, after 6, since May."""

from datetime import date, datetime

from handlers.reading import almanac
from handlers.reading.clocks import Clock
from handlers.reading.dates import Day
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import next_clock
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Scene
from handlers.reading.spans import Interval, Period

INTERVALS = Joins()


def part_of_day(scene: Scene, day: Day) -> Interval:
    first, last = scene.policy.parts[day.part]
    return Interval(almanac.at_clock(day.on, first, 0, scene.zone), almanac.at_clock(day.on, last, 0, scene.zone))


def begins(scene: Scene, value: Day | Stretch | datetime | Clock) -> datetime | date | None:
    """The first instant of what was said; a whole day as a date."""
    match value:
        case Day():
            return value.on
        case Stretch():
            return value.period.start
        case Clock():
            moment = next_clock(scene, value)
            return moment if isinstance(moment, datetime) else None
    return value


def ends(scene: Scene, value: Day | Stretch | datetime | Clock) -> datetime | date | None:
    """The last day, or the very instant of a moment."""
    return value.period.end if isinstance(value, Stretch) else begins(scene, value)


_WHEN = "(?:the )?{day|stretch|moment|clock}"
_SOME_TIME = "(?<![a-z])(?:(?:any ?time|some ?time) )?"


@INTERVALS.rule("since", rf"(?<![a-z])(?:ever )?since {_WHEN}", "interval", "since")
def since(found: Joined) -> Interval | Stretch | None:
    return _from(begins(found.scene, found.pieces[-1].value))


@INTERVALS.rule("after", rf"{_SOME_TIME}(?:after|later than) {_WHEN}", "interval", "after later")
def after(found: Joined) -> Interval | Stretch | None:
    last = ends(found.scene, found.pieces[-1].value)
    return _from(last + almanac.DAY if last and not isinstance(last, datetime) else last)


@INTERVALS.rule("before", rf"{_SOME_TIME}(?:before|earlier than|prior to) {_WHEN}", "interval", "before earlier prior")
def before(found: Joined) -> Interval | Stretch | None:
    first = begins(found.scene, found.pieces[-1].value)
    return _until(first - almanac.DAY if first and not isinstance(first, datetime) else first)


@INTERVALS.rule(
    "until",
    rf"(?<![a-z])(?:until|till|til|by|no later than|up to|through|thru) (?:the end of )?{_WHEN}",
    "interval",
    "until till til by no up through thru",
)
def until(found: Joined) -> Interval | Stretch | None:
    return _until(ends(found.scene, found.pieces[-1].value))


def _from(first: datetime | date | None) -> Interval | Stretch | None:
    if isinstance(first, datetime):
        return Interval(first, None)
    return Stretch(Period(first, None)) if first else None


def _until(last: datetime | date | None) -> Interval | Stretch | None:
    if isinstance(last, datetime):
        return Interval(None, last)
    return Stretch(Period(None, last)) if last else None
