"""Moments: tomorrow at 3, 明早九点, friday afternoon at 2, a clock alone, in 45 min, 半小时后."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.reading import almanac
from handlers.reading.clocks import Clock, shifted, within_hours
from handlers.reading.dates import Day
from handlers.reading.pieces import Piece, Rules, Scene, by_start
from handlers.reading.spans import Impossible
from handlers.reading.timewords import HOW_MANY, PART, ZH_HOW_MANY, ZH_PART, count

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


@MOMENTS.rule(
    "from now",
    rf"(?<![\d.零一二两三四五六七八九十])(?P<n>半|{ZH_HOW_MANY}) ?(?P<h>个半)?个?"
    r"(?P<u>分钟|小时|钟头|钟|刻钟|秒钟?)(?P<way>之后|以后|过后|后|之前|以前|前)",
    "分 小 钟 刻 秒",
)
def zh_in_hours(match: re.Match[str], scene: Scene) -> datetime:
    number = (0.5 if match["n"] == "半" else count(match["n"])) + (0.5 if match["h"] else 0)
    delta = number * (_UNIT[match["u"][0]] if match["u"][0] in _UNIT else _UNIT["h"])
    return almanac.later(scene.now, delta if match["way"][-1] == "后" else -delta)


_PART_AFTER = re.compile(
    rf",? (?:in the |at )?(?:early |late )?(?P<en>morning|afternoon|evening|night|eod|cob)(?![a-z])|"
    rf"(?:的| )?(?P<zh>{ZH_PART})"
)
_TO_CLOCK = re.compile(r"(?:t(?=\d)|[ ,(]{0,2}(?:(?:at|@|by|around|about|before|after|from) ?){0,2}(?:的|在)?)")
_TO_DAY = re.compile(r"[ ,]{0,2}(?:on (?:the )?|of |the )?")
_TO_DATE = re.compile(r",? (?:the )?|,")


def moments(scene: Scene, days: list[Piece], clocks: list[Piece]) -> Iterator[Piece]:
    """Days with their clocks, days with their parts, and what is counted from now."""
    yield from MOMENTS.pieces(scene)
    known = [day for day in days if isinstance(day.value, Day)]
    whole = [*known, *_weekday_first(scene, known)]
    whole += [*_with_part(scene, whole)]
    yield from whole
    if clocks:
        yield from _timed(scene, whole, [clock for clock in clocks if isinstance(clock.value, Clock)])


def _weekday_first(scene: Scene, days: list[Piece]) -> Iterator[Piece]:
    """Thursday 29/3: the date counts."""
    starts = by_start(day for day in days if day.rule != "weekday")
    for day in days:
        gap = _TO_DATE.match(scene.text, day.end) if day.rule == "weekday" else None
        for other in starts.get(gap.end(), ()) if gap else ():
            if other.rule not in ("near day", "part of today"):
                yield other._replace(start=day.start)


def _with_part(scene: Scene, days: list[Piece]) -> Iterator[Piece]:
    for day in days:
        part = _PART_AFTER.match(scene.text, day.end)
        if part and not day.value.part:
            value = day.value._replace(part=PART[part["en"] or part["zh"]])
            yield day._replace(end=part.end(), value=value)


def _timed(scene: Scene, days: list[Piece], clocks: list[Piece]) -> Iterator[Piece]:
    starts, day_starts = by_start(clocks), by_start(days)
    for day in days:
        gap = _TO_CLOCK.match(scene.text, day.end)
        for clock in starts.get(gap.end(), ()) if gap else ():
            yield _joined(scene, day, clock)
    for clock in clocks:
        gap = _TO_DAY.match(scene.text, clock.end)
        for day in day_starts.get(gap.end(), ()) if gap else ():
            yield _joined(scene, day, clock)


def _joined(scene: Scene, day: Piece, clock: Piece) -> Piece:
    start, end = min(day.start, clock.start), max(day.end, clock.end)
    return Piece(
        start, end, "moment", on_day(scene, day.value.on, clock.value, day.value.part), f"{day.rule}, {clock.rule}"
    )


def on_day(scene: Scene, day: date, clock: Clock, part: str) -> datetime:
    hour = clock.hour
    if not clock.exact:
        hour = shifted(hour, part) if part else within_hours(hour)
    return almanac.at_clock(day, hour, clock.minute, scene.zone)


def next_clock(scene: Scene, clock: Clock | Impossible) -> datetime | Impossible:
    """The next such time; seven o'clock lies on both edges of the working day, so the sooner one."""
    if isinstance(clock, Impossible):
        return clock
    if clock.exact or clock.hour != 7:
        hour = clock.hour if clock.exact else within_hours(clock.hour)
        return _next(scene, hour, clock.minute)
    return min(_next(scene, 7, clock.minute), _next(scene, 19, clock.minute))


def _next(scene: Scene, hour: int, minute: int) -> datetime:
    found = almanac.at_clock(scene.today, hour, minute, scene.zone)
    if found >= scene.now.replace(second=0, microsecond=0):
        return found
    return almanac.at_clock(scene.today + almanac.DAY, hour, minute, scene.zone)
