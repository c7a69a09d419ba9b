"""Moments: tomorrow at 3, 明早九点, friday afternoon at 2, a clock alone, in 45 min, 半小时后."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from handlers.reading import almanac
from handlers.reading.clocks import Clock, shifted, within_hours
from handlers.reading.dates import Day
from handlers.reading.joins import Joined, Joins
from handlers.reading.pieces import Rules, Scene
from handlers.reading.timewords import HOW_MANY, PART, YEAR, ZH_PART, count

MOMENTS = Rules("moment")
_SHORT = r"(?:minutes?|mins?|hours?|hrs?|seconds?|secs?)"


@MOMENTS.rule(
    "from now",
    rf"(?<![a-z])in (?:about |around )?(?P<n>half an?|\d{{1,3}}\.\d|{HOW_MANY}) ?"
    rf"(?P<u>{_SHORT}|h)(?![a-z])(?P<h> and a half)?",
    "in",
)
@MOMENTS.rule(
    "from now",
    rf"(?<![a-z])(?P<n>half an?|\d{{1,3}}\.\d|{HOW_MANY}) (?P<u>{_SHORT})(?P<h> and a half)? (?:from now|later)",
    "from later",
)
def in_hours(match: re.Match[str], scene: Scene) -> datetime:
    return almanac.later(scene.now, _elapsed(match))


@MOMENTS.rule(
    "ago", rf"(?<![a-z0-9])(?P<n>half an?|\d{{1,3}}\.\d|{HOW_MANY}) (?P<u>{_SHORT})(?P<h>) ago(?![a-z])", "ago"
)
def hours_ago(match: re.Match[str], scene: Scene) -> datetime:
    return almanac.later(scene.now, -_elapsed(match))


def _elapsed(match: re.Match[str]) -> timedelta:
    said = match["n"]
    number = 0.5 if said.startswith("half") else float(said) if "." in said else count(said)
    return (number + (0.5 if match["h"] else 0)) * _UNIT[match["u"][0]]


_UNIT = {
    "s": timedelta(seconds=1),
    "秒": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "分": timedelta(minutes=1),
    "刻": timedelta(minutes=15),
}


PARTS = Rules("part")


@PARTS.rule(
    "part",
    r"(?<![a-z])(?:(?:early|late|mid)[ -]?)?(?P<p>morning|afternoon|evening|night|eod|cob)(?![a-z])",
    "morning afternoon evening night eod cob midmorning midafternoon",
    sure=False,
)
@PARTS.rule("part", rf"(?P<p>{ZH_PART})", "晨 早 午 晚 夜", sure=False)
def part(match: re.Match[str], scene: Scene) -> str:
    return PART[match["p"]]


TIMED = Joins()
_TO_CLOCK = "(?:t(?=\\d)|[ ,(]{0,2}(?:(?:at|@|by|around|about|before|after|from|for|-) ?){0,2}(?:的|在)?)"
_TO_DAY = "[ ,]{0,2}(?:on (?:the )?|of |the )?"


@TIMED.rule("", "{day},? ?(?:the )?{day}", "day")
def weekday_first(found: Joined) -> Day | None:
    """Thursday 29/3: the date counts."""
    left, right = found.pieces
    if left.rule != "weekday" or right.rule in ("weekday", "near day", "part of today", "from now"):
        return None
    return right.value  # type: ignore[no-any-return]


@TIMED.rule("", "{day},? ?(?:in the |at |during the )?的?{part}", "day")
def day_and_part(found: Joined) -> Day | None:
    day, part = found.values
    return None if day.part else day._replace(part=part)


@TIMED.rule("part first", "(?:(?<![a-z])in )?(?:the )?{part},? (?:of |on )?(?:the )?{day}", "day")
def part_and_day(found: Joined) -> Day | None:
    part, day = found.values
    return None if day.part else day._replace(part=part)


@TIMED.rule("", "{clock},? ?(?:in the |at |of the )?{part}", "clock", "morning afternoon evening night")
@TIMED.rule("", "{hour} (?:in the |at ){part}", "clock", "morning afternoon evening night")
def clock_and_part(found: Joined) -> Clock | None:
    clock, part = found.values
    if clock.exact:
        return clock if clock.hour >= 12 or part == "morning" else None
    return exactly(clock, found.pieces[1].value if part != "evening" or "night" not in _said(found) else "night")


@TIMED.rule("", "(?:in the )?{part},? ?(?:at |@ ?|around ){clock|hour}", "clock", "at @ around")
def part_and_clock(found: Joined) -> Clock | None:
    part, clock = found.values
    return clock if clock.exact else exactly(clock, part)


def _said(found: Joined) -> str:
    return found.scene.text[found.start : found.end]


def exactly(clock: Clock, part: str) -> Clock:
    """12 at night is midnight, 8 at night is 20:00."""
    if part == "night":
        hour = clock.hour % 12
        return clock._replace(hour=hour + 12 if hour >= 5 else hour + 24, exact=True)
    return clock._replace(hour=shifted(clock.hour, part), exact=True)


@TIMED.rule("", f"{{day}}{_TO_CLOCK}{{clock}}", "moment")
def day_then_clock(found: Joined) -> datetime:
    day, clock = found.values
    return on_day(found.scene, day.on, clock, day.part)


@TIMED.rule("", f"{{clock}}{_TO_DAY}{{day}}", "moment")
def clock_then_day(found: Joined) -> datetime:
    clock, day = found.values
    return on_day(found.scene, day.on, clock, day.part)


_ZONES = {"utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "ist": 5.5, "jst": 9, "est": -5, "edt": -4, "cst": -6}
_ZONES |= {"cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "z": 0}


@TIMED.rule(
    "",
    rf"{{moment|clock}}(?: ?(?P<z>{'|'.join(_ZONES)})(?![a-z0-9+-])| ?(?:utc|gmt)?(?P<o>[+-]\d\d?(?::?\d\d)?)"
    rf"(?![\d:./-]))",
    "moment",
)
def in_zone(found: Joined) -> datetime | None:
    """8:00 GMT, 2026-10-02T08:00:00+08:00: told in the member's own zone."""
    said, scene = found.values[0], found.scene
    if found.o and "t" not in found.said[-1][0] and found.pieces[0].kind == "clock":
        return None
    zone = timezone(timedelta(hours=_ZONES[found.z] if found.z else _offset(found.o)))
    there = replace(scene, now=scene.now.astimezone(zone))
    when = next_clock(there, said) if isinstance(said, Clock) else said.replace(tzinfo=zone)
    return when.astimezone(scene.zone)


def _offset(said: str) -> float:
    """+08, -05:30 in hours."""
    digits = said[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return (hours + minutes / 60) * (-1 if said[0] == "-" else 1)


@TIMED.rule("", "{day},? {moment}", "moment")
@TIMED.rule("", "{moment},? {day}", "moment")
def same_day(found: Joined) -> datetime | None:
    """Today in one hour."""
    day: Day = next(value for value in found.values if isinstance(value, Day))
    moment: datetime = next(value for value in found.values if isinstance(value, datetime))
    return moment if moment.date() == day.on else None


@TIMED.rule("", "{hour} {day}", "moment")
@TIMED.rule("", "{day} (?:at |@ ?)?{hour}", "moment")
def hour_and_day(found: Joined) -> datetime | None:
    """Eight tonight, march eighteenth nine thirty."""
    day: Day = next(value for value in found.values if isinstance(value, Day))
    clock: Clock = next(value for value in found.values if isinstance(value, Clock))
    if not (clock.minute or (day.part and found.pieces[0].kind == "hour")):
        return None
    return on_day(found.scene, day.on, clock, day.part)


@TIMED.rule("", rf"{{day}},? {{clock}},? (?P<y>{YEAR})(?![\d:])", "moment", "2 1")
def year_last(found: Joined) -> datetime | None:
    """Wed Oct 26 15:50 2016."""
    day, clock = found.values
    return on_day(found.scene, day.on.replace(year=int(found.y)), clock) if day.loose == "year" else None


@TIMED.rule("", rf"{{day}},? (?:in|of) (?P<y>{YEAR})(?![\d:])", "day", "2 1")
def in_year(found: Joined) -> Day | None:
    """28 June, in 2020."""
    day: Day = found.values[0]
    return Day(day.on.replace(year=int(found.y)), "", day.part) if day.loose == "year" else None


@TIMED.rule("", "{day},? (?:of |in )?(?:the )?(?P<w>this|next|last|following|coming) week(?![a-z])", "day", "week")
def in_week(found: Joined) -> Day | None:
    """Wednesday evening next week."""
    day: Day = found.values[0]
    if not found.pieces[0].rule.startswith("weekday") or not day.loose:
        return None
    weeks = {"this": 0, "last": -1}.get(found.w, 1)
    return Day(almanac.weekday_of(found.scene.today, day.on.weekday(), weeks), "", day.part)


def on_day(scene: Scene, day: date, clock: Clock, part: str = "") -> datetime:
    hour = clock.hour
    if not clock.exact:
        hour = shifted(hour, part) if part else within_hours(hour)
    return almanac.at_clock(day, hour, clock.minute, scene.zone, clock.second)


def next_clock(scene: Scene, clock: Clock) -> datetime:
    """The next such time; seven o'clock lies on both edges of the working day, so the sooner one."""
    if clock.exact or clock.hour != 7:
        return _next(scene, clock._replace(hour=clock.hour if clock.exact else within_hours(clock.hour)))
    return min(_next(scene, clock), _next(scene, clock._replace(hour=19)))


def _next(scene: Scene, clock: Clock) -> datetime:
    found = almanac.at_clock(scene.today, clock.hour, clock.minute, scene.zone, clock.second)
    if found >= scene.now.replace(second=0, microsecond=0):
        return found
    return almanac.at_clock(scene.today + almanac.DAY, clock.hour, clock.minute, scene.zone, clock.second)
