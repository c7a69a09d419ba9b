"""Days and moments counted from now or another day, in Chinese: 三天后, 再过两小时, 2月13号的31天前, 五年后3月30号."""

from datetime import datetime

from handlers.reading.dates import Day
from handlers.reading.durations import moved, shifted
from handlers.reading.joins import Joined, Joins
from handlers.reading.spans import Duration
from handlers.reading.workdays import is_off

COUNTED = Joins()
_WAY = "(?P<way>之后|以后|过后|后(?![天面来半])|之前|以前|前(?![面台半天年]))"
_LATER = "(?:再过|再等|(?<![经通超不])过){duration}(?!之?[前后]|以[前后]|过)"


def _way(found: Joined) -> int:
    return -1 if found.way.endswith("前") else 1


def _day(found: Joined, day: Day, length: Duration) -> Day | None:
    if length.seconds:
        return None
    return Day(shifted(day.on, length, _way(found), is_off(found.scene.policy)))


@COUNTED.rule("from now", f"(?:再?过|再等)?{{duration}}{_WAY}", "day", "前 后")
@COUNTED.rule("from now", _LATER, "day", "过 等")
def days_from_now(found: Joined) -> Day | None:
    return _day(found, Day(found.scene.today), found.values[0])


@COUNTED.rule("from now", f"(?:再?过|再等)?{{duration}}{_WAY}", "moment", "前 后")
@COUNTED.rule("from now", _LATER, "moment", "过 等")
def hours_from_now(found: Joined) -> datetime | None:
    scene, length = found.scene, found.values[0]
    if not length.seconds:
        return None
    return moved(scene.now, length, _way(found), is_off(scene.policy)).replace(microsecond=0)


@COUNTED.rule("counted", f"{{day}}的? ?{{duration}}{_WAY}", "day", "前 后")
def from_day(found: Joined) -> Day | None:
    return _day(found, *found.values)


@COUNTED.rule("counted", f"{{moment}}的? ?{{duration}}{_WAY}", "moment", "前 后")
def from_moment(found: Joined) -> datetime:
    when, length = found.values
    return moved(when, length, _way(found), is_off(found.scene.policy))


@COUNTED.rule("counted", f"{{duration}}{_WAY}的?{{day}}", "day", "年")
def date_of_that_year(found: Joined) -> Day | None:
    """五年后3月30号."""
    length, day = found.values
    years, rest = divmod(int(length.months), 12)
    if rest or length.days or length.seconds or day.loose != "year":
        return None
    return Day(day.on.replace(year=found.scene.today.year + _way(found) * years))


@COUNTED.rule("", "{day}[ ,(]?{day}[)]?", "day", "节 旦 庆 诞 秋 午 宵")
def named_twice(found: Joined) -> Day | None:
    """12月25日圣诞节."""
    left, right = found.pieces
    return left.value if right.rule == "festival" and left.value.on == right.value.on else None


@COUNTED.rule("from now", "{day}的?(?:今天|今日|同一天)", "day", "今 同")
def same_day(found: Joined) -> Day | None:
    """两年之后的今天."""
    piece = found.pieces[0]
    return piece.value if piece.rule == "from now" else None


@COUNTED.rule("near day", "{day}的{day}", "day", "天 日")
def day_from_there(found: Joined) -> Day | None:
    """明天的后天."""
    left, right = found.pieces
    if right.rule != "near day" or left.rule not in ("near day", "weekday", "month day") or left.value.part:
        return None
    ahead = right.value.on - found.scene.today
    return right.value._replace(on=left.value.on + ahead) if ahead else None
