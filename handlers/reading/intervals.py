"""Stretches of time that do not begin or end with a day: from 3 to 5pm tomorrow, this evening, after 6, since May."""

import re
from datetime import date, datetime, timedelta

from handlers.reading import almanac
from handlers.reading.clocks import Clock
from handlers.reading.dates import Day
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import next_clock, on_day
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Rules, Scene
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


_WHEN = "(?:the )?(?:year )?{day|stretch|moment|clock|instant}"
_SOME_TIME = "(?<![a-z])(?:(?:any ?time|some ?time) )?"
_OR_ON = " (?:or (?:on|in|at|equal to)|and (?:on|including)|or equal to)"
_BEFORE = "(?:(?<!not )before|earlier than|prior to|in advance of|ahead of)"
_AFTER = "(?:after|later than|greater than)"
_UNTIL = (
    f"(?:until|till|til|by|(?:no|not) later than|up to|up until|through|thru|(?:on|in|at) or before|{_BEFORE}{_OR_ON}|"
    "ending (?:on|with|at|in)?)"
)
_SINCE = (
    f"(?:since|starting(?: from| on| at| in)?|beginning(?: on| from| at| in)|as early as|no sooner than|not "
    f"before|no earlier than|as "
    f"of|effective|"
    f"(?:on|in|at) or after|{_AFTER}{_OR_ON})"
)


@INTERVALS.rule(
    "since",
    rf"(?<![a-z])(?:ever )?{_SINCE} {_WHEN}",
    "interval",
    "since starting beginning early earlier as effective on or in at no not sooner",
)
@INTERVALS.rule(
    "since",
    rf"{_WHEN},? (?:or|and) (?:later|after|onwards?|beyond|afterwards?)(?![a-z])",
    "interval",
    "later after onward onwards beyond",
)
@INTERVALS.rule(
    "since", r"(?<![a-z])from {clock|moment|instant}(?= ?(?:$|[.,!?]| on(?:wards?)?(?![a-z])))", "interval", "from"
)
@INTERVALS.rule("since", r"(?<![a-z])from {day} on(?:wards?)?(?![a-z])", "interval", "from")
def since(found: Joined) -> Interval | Stretch | None:
    if _loosely(found):
        return None
    return _from(begins(found.scene, found.pieces[-1].value))


@INTERVALS.rule("after", rf"{_SOME_TIME}{_AFTER} {_WHEN}", "interval", "after later greater past")
def after(found: Joined) -> Interval | Stretch | None:
    if _loosely(found):
        return None
    last = ends(found.scene, found.pieces[-1].value)
    return _from(last + almanac.DAY if last and not isinstance(last, datetime) else last)


@INTERVALS.rule("before", rf"{_SOME_TIME}{_BEFORE} {_WHEN}", "interval", "before earlier prior advance ahead")
def before(found: Joined) -> Interval | Stretch | None:
    if _loosely(found):
        return None
    first = begins(found.scene, found.pieces[-1].value)
    return _until(first - almanac.DAY if first and not isinstance(first, datetime) else first)


@INTERVALS.rule(
    "until",
    rf"(?<![a-z]){_UNTIL} {_WHEN}",
    "interval",
    "until till til by no not up through thru or ending",
)
@INTERVALS.rule("until", rf"{_WHEN},? (?:or|and) (?:earlier|before)(?![a-z])", "interval", "earlier before")
def until(found: Joined) -> Interval | Stretch | None:
    if _loosely(found):
        return None
    return _until(ends(found.scene, found.pieces[-1].value))


def _loosely(found: Joined) -> bool:
    """Week by week, year after year: no week and no year is meant."""
    return found.pieces[-1].rule == "the unit" and "the " not in found.scene.text[found.start : found.end]


def _from(first: datetime | date | None) -> Interval | Stretch | None:
    if isinstance(first, datetime):
        return Interval(first, None)
    return Stretch(Period(first, None)) if first else None


def _until(last: datetime | date | None) -> Interval | Stretch | None:
    if isinstance(last, datetime):
        return Interval(None, last)
    return Stretch(Period(None, last)) if last else None


_HOUR_ENDS = "(?= ?(?:$|[.,!?]))"


@INTERVALS.rule("until", f"(?<![a-z])(?:{_BEFORE}|{_UNTIL}) {{hour}}{_HOUR_ENDS}", "interval")
def until_hour(found: Joined) -> Interval:
    return Interval(None, next_clock(found.scene, found.values[0]))


@INTERVALS.rule("since", f"(?<![a-z])(?:{_AFTER}|{_SINCE}) {{hour}}{_HOUR_ENDS}", "interval")
def since_hour(found: Joined) -> Interval:
    return Interval(next_clock(found.scene, found.values[0]), None)


@INTERVALS.rule("until", f"{{day}},? (?:{_BEFORE}|{_UNTIL}) {{clock}}", "interval")
def day_until(found: Joined) -> Interval:
    day, clock = found.values
    return Interval(None, on_day(found.scene, day.on, clock, day.part))


@INTERVALS.rule("since", f"{{day}},? (?:{_AFTER}|{_SINCE}) {{clock}}", "interval")
@INTERVALS.rule(
    "since",
    "{day},? (?:at )?{clock} (?:or|and) (?:later|after|onwards?)(?![a-z])",
    "interval",
    "later after onward onwards",
)
def day_since(found: Joined) -> Interval:
    day, clock = found.values
    return Interval(on_day(found.scene, day.on, clock, day.part), None)


@INTERVALS.rule(
    "since",
    "{clock} (?:or|and) (?:later|after|onwards?),? (?:on )?(?:the )?{day}",
    "interval",
    "later after onward onwards",
)
def clock_or_later(found: Joined) -> Interval:
    clock, day = found.values
    return Interval(on_day(found.scene, day.on, clock, day.part), None)


@INTERVALS.rule(
    "hours", f"(?<![a-z])(?:{_AFTER}|from) {{clock}},? (?:but |and )?(?:{_BEFORE}|{_UNTIL}) {{moment}}", "interval"
)
def after_but_before(found: Joined) -> Interval:
    """Later than 9:30 but before 11:00 on Thursday."""
    clock, last = found.values
    return Interval(on_day(found.scene, last.date(), clock), last)


@INTERVALS.rule(
    "range",
    "(?:(?<![a-z])(?:from|between) )?{instant} (?:and|to|until|till|through) (?:the )?{day|stretch}",
    "interval",
)
def now_until(found: Joined) -> Stretch | None:
    last = ends(found.scene, found.values[1])
    return Stretch(Period(found.scene.today, last)) if last and last >= found.scene.today else None


@INTERVALS.rule(
    "range",
    "(?:(?<![a-z])(?:from|between) )?{instant} (?:and|to|until|till|through) (?:the )?{moment|clock}",
    "interval",
)
def now_until_clock(found: Joined) -> Interval:
    return Interval(found.values[0], _instant(found.scene, found.values[1]))


@INTERVALS.rule(
    "range", "(?<![a-z])(?:from|between|since) {day|stretch} (?:and|to|until|till|up to) {instant}", "interval"
)
def days_until_now(found: Joined) -> Stretch | None:
    first = begins(found.scene, found.values[0])
    return Stretch(Period(first, found.scene.today)) if first and first <= found.scene.today else None


@INTERVALS.rule("range", "(?<![a-z])(?:from|between|since) {clock|moment} (?:and|to|until|till) {instant}", "interval")
def until_now(found: Joined) -> Interval:
    first, now = found.values
    if isinstance(first, Clock):
        first = on_day(found.scene, found.scene.today, first)
    return Interval(first, now)


def _instant(scene: Scene, value: datetime | Clock) -> datetime:
    return next_clock(scene, value) if isinstance(value, Clock) else value


INSTANTS = Rules("instant")


@INSTANTS.rule(
    "now",
    r"(?<![a-z])(?:(?:right |just )?now|(?:at|for) (?:the|this) (?:moment|minute|instant|time)|at present|asap|"
    r"immediately)(?![a-z-])",
    "now moment minute instant time present asap immediately",
)
def now(match: re.Match[str], scene: Scene) -> datetime:
    return scene.now.replace(microsecond=0)


@INTERVALS.rule("now", "{instant}", "moment")
def now_alone(found: Joined) -> datetime:
    instant: datetime = found.values[0]
    return instant


@INTERVALS.rule("part of today", "(?<![a-z])(?:in|during|at|later in) the {part}", "interval", "in during at")
@INTERVALS.rule("part of today", "(?<![a-z])at (?=night){part}", "interval", "night")
def this_part(found: Joined) -> Interval | None:
    day = Day(found.scene.today, "", found.values[0])
    return part_of_day(found.scene, day) if day.part in found.scene.policy.parts else None


UNITS = Rules("interval")


@UNITS.rule(
    "last so long",
    r"(?<![a-z])(?:the )?(?P<w>last|past|next|previous) (?P<u>hour|minute|second)(?![a-z])",
    "hour minute second",
)
def one_unit(match: re.Match[str], scene: Scene) -> Interval:
    """The last hour: the sixty minutes up to now."""
    delta = timedelta(**{match["u"] + "s": 1})
    now = scene.now.replace(microsecond=0)
    return (
        Interval(now, almanac.later(now, delta)) if match["w"] == "next" else Interval(almanac.later(now, -delta), now)
    )
