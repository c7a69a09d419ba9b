"""Stretches of time open on one side, in Chinese: 周五之前, 2015年1月1日或之后, 截至月底, 从2001年至今, 3月起."""

from datetime import date, datetime

from handlers.reading import almanac
from handlers.reading.clocks import Clock
from handlers.reading.dates import Day
from handlers.reading.intervals import begins, ends
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import on_day
from handlers.reading.periods import Stretch
from handlers.reading.spans import Interval, Period
from handlers.reading.timewords import count
from handlers.reading.workdays import is_off

BOUNDS = Joins()
_WHEN = "{day|stretch|moment|clock}"
# 前天, 前两周, 后台: the letter belongs to what follows.
_EARLIER = r"(?:之前|以前|前(?![天半两三几\d一二四五六七八九十面往台后任]))"
_LATER = r"(?:之后|以后|往后|后(?![天半两三几\d一二四五六七八九十面台]))"
_AND = " ?(?:或者?|及|和|以及)(?:其)?"
_SINCE = "(?:自从|[从自])?"


@BOUNDS.rule("before", rf"{_WHEN}的? ?{_EARLIER}", "interval", "前")
@BOUNDS.rule("before", f"(?:早于|先于){_WHEN}", "interval", "于")
def before(found: Joined) -> Interval | Stretch | None:
    if found.pieces[0].rule == "edge":
        return _until(ends(found.scene, found.values[0]))  # before the end of the month counts its last day
    first = _begins(found)
    return _until(first if isinstance(first, datetime) or not first else first - almanac.DAY)


@BOUNDS.rule("until", rf"(?:包括)?{_WHEN}{_AND}{_EARLIER}", "interval", "前")
@BOUNDS.rule("until", f"(?:不晚于|不迟于){_WHEN}", "interval", "于")
@BOUNDS.rule("until", "(?:截至|截止|直)[到至于]?{day|moment|clock}(?:为?止)?", "interval", "截 直")
@BOUNDS.rule("until", f"[到至]{_WHEN}为?止", "interval", "止")
def until(found: Joined) -> Interval | Stretch | None:
    return _until(ends(found.scene, found.values[0]))


@BOUNDS.rule("until", "(?:截至|截止|直)[到至于]?{stretch}(?:为?止)?", "interval", "截 直")
def until_it_begins(found: Joined) -> Interval | Stretch | None:
    first = begins(found.scene, found.values[0])
    return _until(first - almanac.DAY) if first else None


@BOUNDS.rule("after", rf"{_WHEN}的? ?{_LATER}", "interval", "后")
@BOUNDS.rule("after", f"(?:晚于|迟于){_WHEN}", "interval", "于")
def after(found: Joined) -> Interval | None:
    """A year or a month has to be over; of a single day people mean to count it in."""
    value = found.values[0]
    last = ends(found.scene, value) if isinstance(value, Stretch) else _begins(found)
    return _from(found, last + almanac.DAY if last and isinstance(value, Stretch) else last)


_NUMBER = "[一二三四五六七八九十]{1,2}|[0-9]{1,2}"


@BOUNDS.rule(
    "working day",
    f"{{stretch}}的?(?:里|内)?的?(?:第(?P<n>{_NUMBER})|(?P<last>最后一|倒数第(?P<back>{_NUMBER})))个?(?:工作日|交易日)",
    "day",
    "工 交",
)
def working_day_of(found: Joined) -> Day | None:
    """下个月第一个工作日, 本月最后一个工作日."""
    period, off = found.values[0].period, is_off(found.scene.policy)
    if period.start is None or period.end is None:
        return None
    if found.last:
        return Day(almanac.working_days(period.end + almanac.DAY, -(count(found.back) if found.back else 1), off))
    return Day(almanac.working_days(period.start - almanac.DAY, count(found.n), off))


@BOUNDS.rule("from", rf"{_WHEN}{_AND}{_LATER}", "interval", "后")
@BOUNDS.rule("from", f"{_SINCE}{_WHEN}[份号]?(?:开始|起(?!至今|到现在))", "interval", "起 开")
@BOUNDS.rule("from", f"自从{_WHEN}", "interval", "自")
@BOUNDS.rule("from", f"不早于{_WHEN}", "interval", "于")
def starting(found: Joined) -> Interval | None:
    return _from(found, _begins(found))


@BOUNDS.rule(
    "up to now", f"{_SINCE}{_WHEN}[份号]?(?:起|开始)?(?:至今|到现在|到今天|到目前|以来)", "interval", "今 现 目 来"
)
def up_to_now(found: Joined) -> Interval | None:
    value, scene = found.values[0], found.scene
    if isinstance(value, Day) and value.loose and value.on > scene.today:
        value = Day(almanac.add(value.on, -1, value.loose))
    first = begins(scene, value)
    return Interval(instant(found, first), scene.now) if first else None


def _begins(found: Joined) -> datetime | date | None:
    """早上八点 is today's, however late it is."""
    value, scene = found.values[0], found.scene
    if isinstance(value, Clock) and value.today:
        return on_day(scene, scene.today, value)
    return begins(scene, value)


def instant(found: Joined, when: datetime | date) -> datetime:
    return when if isinstance(when, datetime) else almanac.at_clock(when, 0, 0, found.scene.zone)


def _from(found: Joined, first: datetime | date | None) -> Interval | None:
    return Interval(instant(found, first), None) if first else None


def _until(last: datetime | date | None) -> Interval | Stretch | None:
    if isinstance(last, datetime):
        return Interval(None, last)
    return Stretch(Period(None, last)) if last else None
