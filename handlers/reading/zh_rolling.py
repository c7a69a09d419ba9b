"""Stretches counted in units, in Chinese: 最近两小时, 未来三个月, 10天之内, 今年前五个月, 2月第二天, 明天往后三天."""

import re
from datetime import date, timedelta

from handlers.reading import almanac
from handlers.reading.characters import chinese
from handlers.reading.dates import Day
from handlers.reading.durations import moved, shifted
from handlers.reading.joins import Joined, Joins
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Rules, Scene
from handlers.reading.spans import Duration, Interval, Period
from handlers.reading.workdays import is_off

ROLLING = Joins()
HOURS = Rules("interval")
_BACK = "最近|过去|近|前|上|之前|往前|此前|先前"
_AHEAD = "未来|接下来|今后|往后|向后|后面|之后|此后|以后|随后|后|下"
_WITHIN = "(?:之内|以内|内(?!部)|里(?!面)|期间)"
_NO_OFFSET = "(?![前后]|[之以][前后])"


@ROLLING.rule(
    "rolling",
    rf"(?<![年月日天的])(?P<rel>{_BACK})(?!半)的?这? ?{{duration}}{_WITHIN}?{_NO_OFFSET}",
    "interval",
    "近 去 前 上",
)
def back(found: Joined) -> Interval | Stretch | None:
    scene, length = found.scene, found.values[0]
    if found.rel == "上" and _is_one(length):
        return None
    if length.seconds:
        return Interval(moved(scene.now, length, -1, is_off(scene.policy)), scene.now)
    return Stretch(Period(_shifted(found, scene.today, length, -1), scene.today - almanac.DAY))


@ROLLING.rule("rolling", rf"(?P<rel>{_AHEAD})(?!半)的?这? ?{{duration}}{_WITHIN}?{_NO_OFFSET}", "interval", "来 后 下")
def ahead(found: Joined) -> Interval | Stretch | None:
    length = found.values[0]
    if found.rel == "下" and _is_one(length):
        return None
    return _ahead(found, length) or Stretch(_first(found, found.scene.today, length))


def _is_one(length: Duration) -> bool:
    """上一周, 下一年 are those of the calendar."""
    return not length.seconds and (int(length.months), int(length.days)) in ((0, 7), (1, 0), (3, 0), (12, 0))


def _ahead(found: Joined, length: Duration) -> Interval | None:
    scene = found.scene
    return Interval(scene.now, moved(scene.now, length, 1, is_off(scene.policy))) if length.seconds else None


def _shifted(found: Joined, day: date, length: Duration, way: int) -> date:
    return shifted(day, length, way, is_off(found.scene.policy))


def _first(found: Joined, day: date, length: Duration) -> Period:
    """So many days, weeks or months from a day on."""
    return Period(day, _shifted(found, day, length, 1) - almanac.DAY)


@HOURS.rule("rolling", "(?P<rel>[上前下后])一?个(?:小时|钟头)", "时 头")
def one_hour(match: re.Match[str], scene: Scene) -> Interval:
    hour, now = timedelta(hours=1), scene.now
    return (
        Interval(almanac.later(now, -hour), now) if match["rel"] in "上前" else Interval(now, almanac.later(now, hour))
    )


@ROLLING.rule("within", rf"{{duration}}{_WITHIN}", "interval", "内 里 期")
def within(found: Joined) -> Interval | Stretch:
    length, today = found.values[0], found.scene.today
    return _ahead(found, length) or Stretch(Period(today, _shifted(found, today, length, 1)))


@ROLLING.rule("first of", "{stretch}的?(?:前|头|首|最初)的?{duration}", "stretch", "前 头 首 初")
def first_of(found: Joined) -> Stretch | None:
    stretch, length = found.values
    return Stretch(_first(found, stretch.period.start, length)) if not length.seconds else None


@ROLLING.rule("last of", "{stretch}的?(?:最后|后|末)的?{duration}", "stretch", "后 末")
def last_of(found: Joined) -> Stretch | None:
    stretch, length = found.values
    if length.seconds:
        return None
    last = stretch.period.end
    return Stretch(Period(_shifted(found, last + almanac.DAY, length, -1), last))


@ROLLING.rule("days after", "{day}的?(?:之后|向后|往后|后)的?{duration}", "stretch", "后")
def days_after(found: Joined) -> Stretch | None:
    day, length = found.values
    return Stretch(_first(found, day.on, length)) if not length.seconds else None


@ROLLING.rule("days before", "{day}的?(?:之前|以前|往前|前)的?{duration}", "stretch", "前")
def days_before(found: Joined) -> Stretch | None:
    day, length = found.values
    if length.seconds:
        return None
    return Stretch(Period(_shifted(found, day.on, length, -1), day.on - almanac.DAY))


@ROLLING.rule("tenth", "{stretch}的?中旬", "interval", "旬")
def middle(found: Joined) -> Interval | None:
    """Of a month its ten days in the middle."""
    scene, first = found.scene, found.values[0].period.start
    if found.values[0].period != almanac.month(first):
        return None
    days = (first.replace(day=day) for day in (11, 21))
    return Interval(*(almanac.at_clock(day, 0, 0, scene.zone) for day in days))


@ROLLING.rule("day of", r"{stretch}的?第(?P<n>[1-9]\d{0,2}|[一二三四五六七八九十百]{1,5})[天日]", "day", "第")
def day_of(found: Joined) -> Day | None:
    period = found.values[0].period
    number = int(found.n) if found.n.isascii() else int(chinese(found.n) or 0)
    day = period.start + (number - 1) * almanac.DAY
    return Day(day) if period.start <= day <= period.end else None


@ROLLING.rule("day of", "{stretch}的?(?:今天|今日|这一?天|同一天)", "day", "天 日")
def same_day(found: Joined) -> Day | None:
    """去年今天."""
    period, today = found.values[0].period, found.scene.today
    months = 12 * (period.start.year - today.year)
    if period == almanac.week(period.start):
        return Day(period.start + today.weekday() * almanac.DAY)
    if period == almanac.month(period.start):
        return Day(almanac.add_months(today, months + period.start.month - today.month))
    return Day(almanac.add_months(today, months)) if period == almanac.year(period.start) else None


@ROLLING.rule("day of", "{stretch}的?最后一[天日]", "day", "最")
def last_day_of(found: Joined) -> Day:
    return Day(found.values[0].period.end)
