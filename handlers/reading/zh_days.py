"""Single days in Chinese: 大后天, 下下周三, 二零二六年三月五号, 下个月15号, 三天后, 半年前, 3.15, 下午."""

import re
from datetime import date, datetime

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.spans import Impossible
from handlers.reading.timewords import PART, ZH_DAY, ZH_PART, ZH_WEEKDAY, count
from handlers.reading.zh_words import AHEAD, MONDAY, MONTH, NEAR, NO_DIGIT, WEEK, YEAR, YEARS_AHEAD, year_of

DAYS = Rules("day")

_NEAR_DAY = dict.fromkeys(("昨天", "昨日", "昨儿", "昨晚", "昨夜", "昨晨", "寻日", "琴日", "寻晚", "琴晚"), -1)
_NEAR_DAY |= dict.fromkeys(("前天", "前日", "前儿", "前晚"), -2) | {
    "前一天": -1,
    "后一天": 1,
    "大前天": -3,
    "大前日": -3,
}
_NEAR_DAY |= dict.fromkeys(("今天", "今日", "今儿", "今早", "今晨", "今晚", "今夜", "当天", "当日", "当晚", "本日"), 0)
_NEAR_DAY |= dict.fromkeys(
    ("明天", "明日", "明儿", "明早", "明晨", "明晚", "听日", "听早", "听晚", "次日", "翌日", "隔天"), 1
)
_NEAR_DAY |= dict.fromkeys(("后天", "后日", "后儿", "后晚"), 2) | {"大后天": 3, "大后日": 3, "大大后天": 4}
_PART_OF_NEAR = {"早": "morning", "晨": "morning", "晚": "evening", "夜": "evening"}


@DAYS.rule(
    "near day",
    f"(?<![《月年])(?:{'|'.join(sorted(_NEAR_DAY, key=len, reverse=True))})(?![气》]|上(?![午]))(?!头条|之后》)",
    "天 日 早 晨 晚 夜 儿",
)
def near(match: re.Match[str], scene: Scene) -> Day:
    said = match[0]
    return Day(scene.today + _NEAR_DAY[said] * almanac.DAY, "", _PART_OF_NEAR.get(said[-1], ""))


@DAYS.rule(
    "weekday",
    rf"(?P<rel>{NEAR})?(?:一?个)?{WEEK}(?:的{WEEK}?)?(?P<wd>[二三四五六日天]|{MONDAY})"
    r"(?![十百千万月次]|年)",
    "周 期 拜",
)
def weekday(match: re.Match[str], scene: Scene) -> Day:
    number, relation = ZH_WEEKDAY[match["wd"]], match["rel"]
    if relation:
        return Day(almanac.weekday_of(scene.today, number, AHEAD[relation]))
    return Day(almanac.weekday_after(scene.today, number), "week")


_WEEKDAY_BEFORE = rf"(?:{WEEK}(?P<before>[一二三四五六日天])[, ]{{1,2}})?"
_WEEKDAY_AFTER = rf"(?:[ (,]{{0,2}}{WEEK}(?P<after>[一二三四五六日天])[)]?)?"


@DAYS.rule(
    "month day",
    rf"{NO_DIGIT}{_WEEKDAY_BEFORE}{YEAR}(?P<m>{MONTH}) ?月份?的? ?(?P<d>{ZH_DAY}|卅一?|廿[一二三四五六七八九]?)"
    rf"(?: ?[号日]{_WEEKDAY_AFTER}|(?!\d|\.\d|[十百千万亿元块kw%个家台张件人日号天周年多晚]))",
    "月",
)
def month_day(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    day = match["d"].replace("卅", "三十").replace("廿", "二十")
    year, month, weekday = said_year(match, scene), count(match["m"]), match["before"] or match["after"]
    if weekday and year is None:
        year = _year_when(scene, month, count(day), ZH_WEEKDAY[weekday])
    return _dated(scene, year, month, count(day), match[0])


def _year_when(scene: Scene, month: int, day: int, weekday: int) -> int | None:
    """The nearest year in which that date falls on that day of the week; None where no near one does."""
    near = (scene.today.year + ahead for ahead in (0, 1, -1, 2))
    return next((year for year in near if almanac.falls(year, month, day) == weekday), None)


def said_year(match: re.Match[str], scene: Scene) -> int | None:
    """Of the groups of YEAR."""
    if match["ry"]:
        return scene.today.year + YEARS_AHEAD[match["ry"]]
    return year_of(match["y"]) if match["y"] else None


def _dated(scene: Scene, year: int | None, month: int, day: int, said: str) -> Day | Impossible | None:
    """The next such day where the year was not said."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year is None:
        found = almanac.next_date(scene.today, month, day)
        return Day(found, "year") if found else Impossible(said.strip())
    try:
        return Day(date(year, month, day))
    except ValueError:
        return Impossible(said.strip())


@DAYS.rule("month day", rf"(?P<rel>{NEAR})一?个?月的?(?P<d>{ZH_DAY})[号日]{_WEEKDAY_AFTER}", "月")
def day_of_that_month(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    first = almanac.add_months(scene.today.replace(day=1), AHEAD[match["rel"]])
    return _dated(scene, first.year, first.month, count(match["d"]), match[0])


@DAYS.rule(
    "day of month",
    r"(?<![\d.第零一二两三四五六七八九十年a-z-])(?<![\d一二三四五六七八九十]月)"
    rf"(?P<d>{ZH_DAY})(?:号(?![楼仓线店机门桌厅会馆车厂单院库])|日(?![内后前元币之以]))",
    "号 日",
)
def day_of_month(match: re.Match[str], scene: Scene) -> Day | None:
    day = count(match["d"])
    return Day(almanac.next_day_of_month(scene.today, day), "month") if 1 <= day <= 31 else None


@DAYS.rule("in figures", r"(?<![\d.:/-])(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d.:/%万千元-])", "1 2")
@DAYS.rule("in figures", r"(?<![\d.:/-])(?P<y>(?:19|20)\d\d)[. -](?P<m>[01]?\d)[. -](?P<d>[0-3]?\d)(?![\d.:/-])", "1 2")
@DAYS.rule(
    "in figures", r"(?<![\d.:/-])(?P<y>)(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?= \d?\d:\d\d|$|[早上下晚中])", "0 1"
)
@DAYS.rule(
    "in figures",
    r"(?<![\d.:/-])(?P<y>)(?P<m>1[0-2]|0?[1-9])[.·](?P<d>[0-3]?\d)(?=早上|上午|下午|晚上|中午|凌晨)",
    "午 晨 上",
)
def in_figures(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    month, day = int(match["m"]), int(match["d"])
    if not match["y"] and "-" in match[0] and day <= 12:
        return _either(scene, month, day, match[0])
    return _dated(scene, int(match["y"]) if match["y"] else None, month, day, match[0])


def _either(scene: Scene, first: int, second: int, said: str) -> Day | Impossible | None:
    """10-12 is the tenth of December to who writes the day first, and the other way round."""
    ways = [_dated(scene, None, first, second, said), _dated(scene, None, second, first, said)]
    meant, other = ways[::-1] if scene.policy.day_first else ways
    if isinstance(meant, Day) and isinstance(other, Day) and meant.on != other.on:
        return meant._replace(other=other.on)
    return meant


MOMENTS = Rules("moment")


@MOMENTS.rule(
    "now",
    "(?:现在|而家|依家|此刻|此时|眼下|刚才|刚刚|(?:当前|目前)(?=$|[,.!?]|为止|时))(?!的?[时候代])",
    "现 此 当 目 眼 刚 家",
)
def now(match: re.Match[str], scene: Scene) -> datetime:
    return scene.now


PARTS = Rules("part")


@PARTS.rule(
    "part", r"(?:(?<=[号日天])|(?<=[周期拜][一二三四五六]))(?P<p>[早晚])(?![上晨间餐饭点会安]|\d)", "早 晚", sure=False
)
@PARTS.rule("part", "(?<![周期拜])(?:一|大清?)(?P<p>早)", "早", sure=False)
def part(match: re.Match[str], scene: Scene) -> str:
    return {"早": "morning", "晚": "evening"}[match["p"]]


@DAYS.rule(
    "part of today",
    rf"(?<![一《])(?!正午)(?P<p>{ZH_PART})(?![好安茶餐饭班市]|主演)",
    " ".join(sorted({p[0] for p in PART if not p.isascii()})),
)
def part_of_today(match: re.Match[str], scene: Scene) -> Day:
    return Day(scene.today, "", PART[match["p"]])
