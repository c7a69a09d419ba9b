"""From one time to another, in Chinese: 下午3到6点, 明天上午十点至十二点, 从现在到八点, 周六到周一, 三月和九月之间."""

import re
from datetime import datetime

from handlers.reading import almanac
from handlers.reading.clocks import Clock
from handlers.reading.dates import Day
from handlers.reading.hours import Hours, hours, on
from handlers.reading.intervals import begins, ends
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import on_day
from handlers.reading.periods import Stretch
from handlers.reading.spans import Interval, Period
from handlers.reading.timewords import ZH_DAY
from handlers.reading.zh_bounds import instant

HOURS = Joins()
_FROM = "[从自由]?"
_TO = " ?(?:-{1,2}|~|到|至) ?"
_END = "(?:为?止|之间|期间)?"


@HOURS.rule("on", "{day}[ ,]?[的在]?{clock}", "moment")
def day_and_clock(found: Joined) -> datetime:
    day, clock = found.values
    return on_day(found.scene, day.on, clock, day.part)


@HOURS.rule("now on", "{day}的?(?:现在|此刻|这个?时候?)", "moment", "现 此 时")
def now_on(found: Joined) -> datetime:
    return almanac.on_clock(found.values[0].on, found.scene.now)


@HOURS.rule("hours", f"{_FROM}{{clock|hour}}{_TO}{{clock}}{_END}", "hours", "点 时 到 至")
def two_clocks(found: Joined) -> Hours:
    return hours(*found.values)


@HOURS.rule("hours", "{hours}", "interval", "点 时 到 至 早 晚 午")
def today(found: Joined) -> Interval | None:
    """Today, at whatever time it is said."""
    piece = found.pieces[0]
    return on(found.scene, found.scene.today, piece.value) if piece.sure else None


@HOURS.rule("range", f"{_FROM}{{moment}}{_TO}{{moment}}{_END}", "interval", "到 至 点 时 日 号 天 午 早 晚")
def two_moments(found: Joined) -> Interval | None:
    first, last = found.values
    if _DAY_ONLY.match(found.scene.text, found.pieces[1].start) and last.day >= first.day:
        last = last.replace(year=first.year, month=first.month)
    return Interval(first, last) if first < last else None


_DAY_ONLY = re.compile(rf"{ZH_DAY}[日号]")


@HOURS.rule("range", f"{_FROM}{{moment}}{_TO}{{clock|hour}}{_END}(?![日号月天])", "interval", "到 至 点 时 日 号 天")
def moment_to_clock(found: Joined) -> Interval:
    moment, last = found.values
    first = Clock(moment.hour, moment.minute, True, moment.second)
    return on(found.scene, moment.date(), hours(first, last))


@HOURS.rule("range", f"{_FROM}{{clock}}{_TO}{{moment}}{_END}", "interval", "到 至 点 时 日 天 早 晚 午")
def clock_to_moment(found: Joined) -> Interval | None:
    """Begins today: 十一点半到明天早上八点."""
    clock, last = found.values
    first = on_day(found.scene, found.scene.today, clock._replace(exact=True))
    return Interval(first, last) if first < last else None


@HOURS.rule("range", f"{_FROM}{{day|stretch}}{_TO}{{moment}}{_END}", "interval", "到 至 现")
def day_to_moment(found: Joined) -> Interval | None:
    first, last = begins(found.scene, found.values[0]), found.values[1]
    return Interval(instant(found, first), last) if first and instant(found, first) < last else None


@HOURS.rule("range", f"{_FROM}{{moment}}起?{_TO}{{day|stretch}}{_END}", "interval", "到 至 起")
def moment_to_day(found: Joined) -> Interval | None:
    """Until that day is over."""
    first, last = found.values[0], ends(found.scene, found.values[1])
    if not last or isinstance(last, datetime) or last < first.date():
        return None
    return Interval(first, instant(found, last + almanac.DAY))


@HOURS.rule(
    "between",
    "(?:在|介于)?{day|stretch|moment}(?:和|与|跟|及|到|至){day|stretch|moment}之?[间内](?!隔)",
    "interval",
    "间 内",
)
def between(found: Joined) -> Interval | Stretch | None:
    """Up to where the later one begins, of days the later one too."""
    first, last = (begins(found.scene, value) for value in found.values)
    if first is None or last is None:
        return None
    if isinstance(first, datetime) or isinstance(last, datetime):
        return Interval(instant(found, first), instant(found, last))
    if first > last and isinstance(found.values[0], (Day, Stretch)) and found.values[0].loose:
        first = almanac.add(first, -1, found.values[0].loose)
    end = last if isinstance(found.values[1], Day) else last - almanac.DAY
    return Stretch(Period(first, end)) if first <= end else None
