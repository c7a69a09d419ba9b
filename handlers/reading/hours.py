"""Hours from one clock time to another, with or without a day: from 3 to 5pm tomorrow, Monday 9-11am."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from handlers.reading import almanac
from handlers.reading.clocks import Clock, within_hours
from handlers.reading.dates import Day
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import exactly, on_day
from handlers.reading.pieces import Digits, Rules, Scene
from handlers.reading.spans import Interval

HOURS_OF_DAY = Joins()
COMPACT = Rules("hours")


class Hours(NamedTuple):
    """Two clock times of which it is known which half of the day they are in."""

    first: Clock
    last: Clock


def hours(first: Clock, last: Clock) -> Hours:
    """Three to 5pm is in the afternoon, eleven to 3pm begins in the morning, 8pm to 11 ends in the evening."""
    if first.exact and not last.exact:
        last = _least_after(last, first)
    elif last.exact and not first.exact:
        first = _latest_before(first, last)
    elif not first.exact:
        first = first._replace(hour=within_hours(first.hour), exact=True)
        last = _least_after(last, first)
    return Hours(first, last)


def _halves(clock: Clock) -> list[Clock]:
    return [clock._replace(hour=clock.hour % 12 + half, exact=True) for half in (0, 12)]


def _least_after(clock: Clock, other: Clock) -> Clock:
    return next((half for half in _halves(clock) if _at(half) > _at(other)), _halves(clock)[0])


def _latest_before(clock: Clock, other: Clock) -> Clock:
    return next((half for half in reversed(_halves(clock)) if _at(half) < _at(other)), _halves(clock)[1])


def _at(clock: Clock) -> tuple[int, int, int]:
    return clock.hour, clock.minute, clock.second


def on(scene: Scene, day: date, said: Hours) -> Interval:
    """Those hours of that day; they end on the next one where they run past midnight."""
    first = on_day(scene, day, said.first)
    over = almanac.DAY if _at(said.last) <= _at(said.first) else timedelta()
    return Interval(first, on_day(scene, day + over, said.last))


_CLOCK = r"(?P<h{0}>[01]?\d|2[0-4])(?::?(?P<m{0}>[0-5]\d)(?::[0-5]\d)?)? ?(?:(?P<x{0}>[ap])(?:\.?m\.?)?)?"
_NO_CLOCK = r"(?<![\d.:/a-z$£€#%-])"


@COMPACT.rule(
    "hours", rf"{_NO_CLOCK}{_CLOCK.format(1)} ?- ?{_CLOCK.format(2)}(?![a-z0-9:/%-]|[.,]\d)", Digits, sure=False
)
def compact(match: re.Match[str], scene: Scene) -> Hours | None:
    """9-11am, 3:30-6:00pm, 0930 - 1045; 3-8 only beside a day."""
    first, last = _said_clock(match, "1"), _said_clock(match, "2")
    return hours(first, last) if first and last else None


@COMPACT.rule("hours", rf"{_NO_CLOCK}(?P<v>{_CLOCK.format(1)} ?- ?{_CLOCK.format(2)})(?![a-z0-9:/%-]|[.,]\d)", Digits)
def sure_hours(match: re.Match[str], scene: Scene) -> Hours | None:
    told = match["x1"] or match["x2"] or (":" in match[0] and match["m1"] and match["m2"])
    hours: Hours | None = compact(match, scene) if told else None
    return hours


def _said_clock(match: re.Match[str], which: str) -> Clock | None:
    hour, minute, half = int(match["h" + which]), int(match["m" + which] or 0), match["x" + which]
    if half and hour <= 12:
        return Clock(hour % 12 + (12 if half == "p" else 0), minute)
    exact = hour > 12 or hour == 0 or (match["h" + which].startswith("0") and bool(match["m" + which]))
    return Clock(hour, minute, exact)


_FROM = "(?:(?<![a-z])(?:from|between|during|at|around) )?"
_TO = " ?(?:-|~|to|till|til|until|through|thru|and) ?(?:at )?"


@HOURS_OF_DAY.rule("hours", f"(?<![a-z])(?:from|between|around) {{clock|hour}}{_TO}{{clock|hour}}", "hours")
@HOURS_OF_DAY.rule("hours", "{clock} ?(?:-|~|to|till|til|until|through|thru) ?{clock|hour}", "hours")
@HOURS_OF_DAY.rule("hours", "{hour} ?(?:-|~|to|till|til|until|through|thru) ?{clock}", "hours")
@HOURS_OF_DAY.rule("hours", "{hour}(?:-| - | to | till | until ){hour}", "hours", sure=False)
def two_clocks(found: Joined) -> Hours | None:
    first, last = found.values
    if found.pieces[0].kind == found.pieces[1].kind == "hour" and max(first.hour, last.hour) > 24:
        return None
    if found.pieces[0].kind == "hour" and found.pieces[1].rule == "noon" and not _opened(found):
        return None  # 15 to noon
    return hours(first, last)


@HOURS_OF_DAY.rule("hours", "{hours} (?:in the |at ){part}", "hours", "morning afternoon evening night")
@HOURS_OF_DAY.rule("hours", "{hours} in the (?P<x>[ap])\\.?m", "hours", "am pm a p")
def hours_of_part(found: Joined) -> Hours:
    said: Hours = found.values[0]
    part = found.values[1] if len(found.values) > 1 else {"a": "morning", "p": "afternoon"}[found.x]
    return Hours(*(exactly(clock._replace(hour=clock.hour % 12 or 12), part) for clock in said))


_TO_HOURS = "[ ,]{0,2}(?:from |between |at |for )?"
_TO_DAY = "[ ,]{0,2}(?:on )?(?:of )?(?:the )?"


@HOURS_OF_DAY.rule("", f"{{day}}{_TO_HOURS}{{hours}}", "interval")
@HOURS_OF_DAY.rule("", f"{{hours}}{_TO_DAY}{{day}}", "interval")
def day_and_hours(found: Joined) -> Interval:
    day: Day = next(value for value in found.values if isinstance(value, Day))
    said: Hours = next(value for value in found.values if isinstance(value, Hours))
    if day.part and not any(piece.rule == "am pm" for piece in found.pieces):
        said = _in_part(said, day.part)
    return on(found.scene, day.on, said)


def _in_part(said: Hours, part: str) -> Hours:
    """This evening from 7 to 7:30."""
    if said.first.hour > 12 or part == "morning":
        return said
    return hours(exactly(said.first, part), said.last._replace(exact=said.last.hour > 12))


@HOURS_OF_DAY.rule("hours", "{hours}", "interval")
def alone(found: Joined) -> Interval | None:
    """Today's, while they are not over."""
    piece, scene = found.pieces[0], found.scene
    if not piece.sure:
        return None
    today = on(scene, scene.today, piece.value)
    return today if today.end and today.end > scene.now else on(scene, scene.today + almanac.DAY, piece.value)


@HOURS_OF_DAY.rule("moments", f"{_FROM}{{moment}}{_TO}(?:the )?{{moment}}", "interval")
def two_moments(found: Joined) -> Interval | None:
    first, last = found.values
    if last < first:
        last = almanac.on_clock(last.date().replace(year=last.year + 1), last)
    return Interval(first, last)


@HOURS_OF_DAY.rule("moments", f"{_FROM}{{moment}}{_TO}{{clock|hour}}", "interval")
def moment_to_clock(found: Joined) -> Interval:
    first, last = found.values
    begin = Clock(first.hour, first.minute, True, first.second)
    if not last.exact:
        last = _least_after(last, begin)
    return on(found.scene, first.date(), Hours(begin, last))


@HOURS_OF_DAY.rule("moments", f"{_FROM}{{clock|hour}}{_TO}{{moment}}", "interval")
def clock_to_moment(found: Joined) -> Interval | None:
    first, last = found.values
    end = Clock(last.hour, last.minute, True, last.second)
    if found.pieces[0].kind == "hour" and not _opened(found):
        return None
    first = first if first.exact else _latest_before(first, end)
    return Interval(on_day(found.scene, last.date(), first), last)


def _opened(found: Joined) -> bool:
    return found.scene.text.startswith(("from", "between"), found.start)


@HOURS_OF_DAY.rule("moments", f"{_FROM}{{day|moment}}{_TO}(?:the )?{{day|moment}}", "interval")
def day_to_moment(found: Joined) -> Interval | None:
    """From Monday to Thursday at noon; of two days the calendar knows more."""
    first, last = found.values
    if all(isinstance(end, Day) and not end.part for end in (first, last)):
        return None
    start, end = _instants(found.scene, first)[0], _instants(found.scene, last)[1]
    return Interval(start, end) if start < end else None


def _instants(scene: Scene, value: Day | datetime) -> tuple[datetime, datetime]:
    """Where a day or a part of it begins and ends."""
    if isinstance(value, datetime):
        return value, value
    first, last = scene.policy.parts.get(value.part, (0, 24))
    return almanac.at_clock(value.on, first, 0, scene.zone), almanac.at_clock(value.on, last, 0, scene.zone)
