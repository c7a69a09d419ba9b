"""How often, in Chinese: 每周一三五早上九点, 每隔两天, 工作日每天, 每月最后一个周五, 每年3月5日, 每晚8点."""

import re
from datetime import datetime

from handlers.reading.clocks import Clock, shifted, within_hours
from handlers.reading.intervals import ends
from handlers.reading.joins import Joined, Joins
from handlers.reading.pieces import Rules, Scene
from handlers.reading.repeats import QUARTERLY, WEEKDAYS, WEEKEND, Repeat, in_quarters, without_days
from handlers.reading.spans import Duration, Recurrence
from handlers.reading.timewords import PART, ZH_DAY, ZH_WEEKDAY, count
from handlers.reading.zh_words import MONTH, WEEK

EVERY = Rules("every")
RECURRENCES = Joins()
_EACH = "(?:每逢|每到|每|逢)(?:一?个)?"
_UNITS = {
    **dict.fromkeys(("天", "日", "早", "晚", "晨", "夜"), ("DAILY", 1)),
    **dict.fromkeys(("周", "星期", "礼拜"), ("WEEKLY", 1)),
    "双周": ("WEEKLY", 2),
    "月": ("MONTHLY", 1),
    **dict.fromkeys(("季度", "季"), (QUARTERLY, 1)),
    "年": ("YEARLY", 1),
    **dict.fromkeys(("小时", "钟头"), ("HOURLY", 1)),
    "分钟": ("MINUTELY", 1),
    **dict.fromkeys(("秒钟", "秒"), ("SECONDLY", 1)),
}
_PART_OF = {"早": "morning", "晨": "morning", "晚": "evening", "夜": "evening"}


@EVERY.rule(
    "every unit",
    rf"{_EACH}(?P<u>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![末前后额])(?:里|都|一次)?",
    "每 逢",
)
@EVERY.rule("every unit", "(?P<other>隔)(?P<u>[天日周月年])(?![离壁])", "隔")
def every_unit(match: re.Match[str], scene: Scene) -> Repeat:
    frequency, interval = _UNITS[match["u"]]
    other = 2 if "other" in match.re.groupindex else 1
    return Repeat(frequency, interval * other, part=_PART_OF.get(match["u"], ""))


@RECURRENCES.rule("every so often", "(?P<gap>每隔|(?<!间)隔|每过|每){duration}(?:一次)?", "every", "每 隔")
def every_so_often(found: Joined) -> Repeat | None:
    repeat = _repeated(found.values[0])
    one = found.scene.text[found.pieces[0].start] in "一1"
    skips = "隔" in found.gap and one and not found.values[0].seconds  # 每隔一天 leaves one out, 每隔一小时 none
    return repeat._replace(interval=2) if repeat and skips and repeat.interval == 1 else repeat


def _repeated(length: Duration) -> Repeat | None:
    months, days, seconds = int(length.months), int(length.days), int(length.seconds)
    if length.business_days or bool(months) + bool(days) + bool(seconds) != 1:
        return None
    steps = [(months, 12, "YEARLY"), (months, 1, "MONTHLY"), (days, 7, "WEEKLY"), (days, 1, "DAILY")]
    steps += [(seconds, 3600, "HOURLY"), (seconds, 60, "MINUTELY"), (seconds, 1, "SECONDLY")]
    return next(Repeat(freq, number // unit) for number, unit, freq in steps if number and number % unit == 0)


_DAY = "[一二三四五六日天]"
_LIST = rf"{_DAY}(?:(?:[、,和及与跟到至~-]|还有)?{WEEK}?{_DAY})*"


def _weekdays(said: str) -> tuple[tuple[int, int], ...]:
    """一三五, 二和周四, 一到五."""
    days: list[int] = []
    for token in re.finditer(rf"(?P<to>[到至~-])?(?:[^一二三四五六日天])*?(?P<d>{_DAY})", said.replace("星期", "周")):
        day = ZH_WEEKDAY[token["d"]]
        days += range(days[-1] + 1, day) if token["to"] and days else ()
        days.append(day)
    return tuple((0, day) for day in sorted(set(days)))


_NO_NUMBER = "(?![次个天月年]|十(?![一二]?[点时:：]))"  # 每周三十次 is a number, 每周三十点 a day and an hour


@EVERY.rule("every weekday", rf"{_EACH}{WEEK}(?:的{WEEK}?)?(?P<l>{_LIST}){_NO_NUMBER}", "每 逢")
@EVERY.rule("every weekday", rf"每隔?(?P<n>一|[两二三四2-4])个?{WEEK}的?{WEEK}(?P<l>{_LIST}){_NO_NUMBER}", "每")
@EVERY.rule("every weekday", rf"(?P<other>(?:每?隔一?个?|每?双){WEEK}的?{WEEK}?)(?P<l>{_LIST}){_NO_NUMBER}", "隔 双")
@EVERY.rule("every weekday", rf"从?{WEEK}(?P<l>{_DAY}[到至~-]{WEEK}?{_DAY})的?(?:每[天日]|每个?(?=[上下早晚]))", "每")
def every_weekday(match: re.Match[str], scene: Scene) -> Repeat:
    named = match.re.groupindex
    interval = count(match["n"]) + ("每隔一" in match[0]) if "n" in named else 2 if "other" in named else 1
    return Repeat("WEEKLY", interval, _weekdays(match["l"]))


@EVERY.rule(
    "working days",
    "(?:(?:每逢|每|逢)个?(?P<w>工作日|平日|周末)|(?P<a>(?<![个0-9一二三四五六七八九十])工作日|平日|周末)的?每[天日])",
    "每",
)
def working_days(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("WEEKLY", 1, WEEKEND if "周末" in match[0] else WEEKDAYS)


@EVERY.rule("working days", "(?<![个0-9一二三四五六七八九十第])(?:工作日|平日)(?![历内前后里])", "工 平", sure=False)
def on_working_days(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("WEEKLY", 1, WEEKDAYS)


_LAST_DAY = "(?:月?底|月?末|最后一[天日])"
_MONTH_DAYS = rf"{ZH_DAY}[号日]?(?:[、,和及与跟](?:{ZH_DAY}[号日]?|{_LAST_DAY}))*(?<=[号日底末天])"


@EVERY.rule("every month", rf"{_EACH}月的?(?P<l>{_MONTH_DAYS})", "每 逢")
def days_of_month(match: re.Match[str], scene: Scene) -> Repeat | None:
    said = re.sub(_LAST_DAY, "", match["l"])
    days = tuple(count(day[0]) for day in re.finditer(ZH_DAY, said))
    last = () if said == match["l"] else (-1,)
    return Repeat("MONTHLY", month_days=days + last) if all(1 <= day <= 31 for day in days) else None


@EVERY.rule("every month", rf"{_EACH}月的?(?P<e>底|末|初|月底|月末|月初|最后一[天日]|第[一1][天日])", "每 逢")
def edge_of_month(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("MONTHLY", month_days=(1,) if "初" in match["e"] or "第" in match["e"] else (-1,))


_WHICH = "(?:(?P<back>倒数)?第(?P<n>[一二三四五六七八九十]|[1-9]|1[0-9])|(?P<last>最后一)|(?P<first>首))个?"


def _which(match: re.Match[str]) -> int:
    """第二个, 倒数第二个, 最后一个, 首个."""
    if match["last"] or match["first"]:
        return -1 if match["last"] else 1
    return -count(match["n"]) if match["back"] else count(match["n"])


@EVERY.rule(
    "every month",
    rf"{_EACH}(?P<u>月|季度?|年)的?(?:(?P<m>{MONTH})月的?)?{_WHICH}(?:{WEEK}(?P<d>{_DAY})|(?P<w>工作日|交易日|[天日]))",
    "每 逢",
)
def nth_day(match: re.Match[str], scene: Scene) -> Repeat:
    """每月第二个周一, 每季度第一个工作日, 每年最后一天."""
    which = _which(match)
    months = (count(match["m"]),) if match["m"] else ()
    repeat = in_quarters(Repeat(*_UNITS[match["u"]], months=months), which)
    if match["d"]:
        return repeat._replace(days=((which, ZH_WEEKDAY[match["d"]]),))
    if match["w"] in ("工作日", "交易日"):
        return repeat._replace(days=WEEKDAYS, positions=(which,))
    by_year = repeat.freq == "YEARLY" and not months
    return repeat._replace(year_days=(which,)) if by_year else repeat._replace(month_days=(which,))


@EVERY.rule("every month", rf"{_EACH}季度?的?(?P<e>[初底末])", "每 逢")
def edge_of_quarter(match: re.Match[str], scene: Scene) -> Repeat:
    which = 1 if match["e"] == "初" else -1
    return in_quarters(Repeat(QUARTERLY), which)._replace(month_days=(which,))


@EVERY.rule("every year", rf"{_EACH}年的?(?P<m>{MONTH})月份?的?(?:(?P<d>{ZH_DAY})[号日])?", "每 逢")
def day_of_year(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("YEARLY", months=(count(match["m"]),), month_days=(count(match["d"]),) if match["d"] else ())


@RECURRENCES.rule("at times", "{every}的?(?:在| |,)?{clock}", "every", "每 逢 隔 双 工 平")
@RECURRENCES.rule("at times", "{every}的?(?:在| |,)?{clock}(?:和|及|、|,){clock}", "every", "每 逢 隔 双")
def at_times(found: Joined) -> Repeat | None:
    repeat, *clocks = found.values
    if repeat.times or not all(isinstance(clock, Clock) for clock in clocks):
        return None
    timed: Repeat | None = repeat.timed(tuple((_hour(clock, repeat.part), clock.minute) for clock in clocks))
    return timed


@RECURRENCES.rule("at times", "{every}的?(?:在| |,)?{hours}", "every", "每 逢 隔 双 工 平")
def from_time_on(found: Joined) -> Repeat | None:
    """A rule says when it begins, not how long it lasts."""
    repeat, said = found.values
    return None if repeat.times else repeat.timed(((said.first.hour % 24, said.first.minute),))


@RECURRENCES.rule("at times", "每个?(?:逢)?{clock}", "every", "每")
def every_clock(found: Joined) -> Repeat | None:
    clock = found.values[0]
    return (
        Repeat("DAILY").timed(((clock.hour % 24, clock.minute),)) if isinstance(clock, Clock) and clock.today else None
    )


def _hour(clock: Clock, part: str) -> int:
    if clock.exact:
        return clock.hour % 24
    return (shifted(clock.hour, part) if part else within_hours(clock.hour)) % 24


@RECURRENCES.rule(
    "part", f"{{every}}的?(?P<p>{'|'.join(part for part in PART if not part.isascii())})", "every", "每 逢 隔"
)
def part_of_each(found: Joined) -> Repeat | None:
    return found.values[0]._replace(part=PART[found.p]) if not found.values[0].times else None


_UNTIL = "(?:一直|持续|执行|进行|重复)?(?:直到|直至|持续到|到|至|截至|截止到?)"


@RECURRENCES.rule("until", f"{{every}},? ?{_UNTIL}{{day|stretch|moment}}(?:为?止|结束)?", "every", "到 至 截")
@RECURRENCES.rule("until", f"{_UNTIL}{{day|stretch|moment}}(?:为?止)?,? ?{{every}}", "every", "到 至 截")
def until(found: Joined) -> Repeat | None:
    repeat = next(value for value in found.values if isinstance(value, Repeat))
    last = ends(found.scene, next(value for value in found.values if not isinstance(value, Repeat)))
    day = last.date() if isinstance(last, datetime) else last
    return repeat._replace(until=day) if day and not repeat.until else None


_LEFT_OUT = rf"(?:(?P<w>周末)|{WEEK}(?P<l>{_LIST}))"


@RECURRENCES.rule("on weekdays", rf"{{every}}[,(（ ]*(?:除了?|除去){_LEFT_OUT}(?:[以之]?外)?[)）]?", "every", "除")
@RECURRENCES.rule("on weekdays", rf"{{every}}[,(（ ]*{_LEFT_OUT}除外[)）]?", "every", "除")
@RECURRENCES.rule("on weekdays", rf"(?:除了?|除去){_LEFT_OUT}(?:[以之]?外)?[, ]*的?{{every}}", "every", "除")
def except_weekdays(found: Joined) -> Repeat | None:
    """每个工作日除了周五, 每天（周末除外）, 除周三外每天."""
    return without_days(found.values[0], WEEKEND if found.w else _weekdays(found.l))


@RECURRENCES.rule("recurrence", "{every}", "recurrence", "每 逢 隔 双 工 平")
def recurrence(found: Joined) -> Recurrence | None:
    return Recurrence(found.values[0].rrule()) if found.pieces[0].sure else None
