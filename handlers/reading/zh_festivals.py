"""Chinese festivals, the twenty-four solar terms and dates of the lunar calendar: 中秋, 芒种, 国庆节, 农历八月十五."""

import re
from collections.abc import Callable
from datetime import date

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils
from dateutil.easter import easter

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.timewords import count
from handlers.reading.zh_words import YEAR, YEARS_AHEAD, year_of

FESTIVALS = Rules("day")

_TERMS = (
    "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 "
    "小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
)
# Month and day of the calendar of our days.
_SOLAR = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    **dict.fromkeys(("妇女节", "三八节", "女神节"), (3, 8)),
    "植树节": (3, 12),
    "愚人节": (4, 1),
    **dict.fromkeys(("劳动节", "五一"), (5, 1)),
    "青年节": (5, 4),
    **dict.fromkeys(("儿童节", "六一"), (6, 1)),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "万圣节": (10, 31),
    **dict.fromkeys(("光棍节", "双十一", "双11"), (11, 11)),
    **dict.fromkeys(("双十二", "双12"), (12, 12)),
    **dict.fromkeys(("平安夜", "圣诞前夜", "圣诞夜"), (12, 24)),
    "圣诞": (12, 25),
}
# Month and day of the lunar calendar; those of its last month belong to the year before.
_LUNAR = {
    **dict.fromkeys(("春节", "大年初一", "农历新年"), (1, 1)),
    **dict.fromkeys(("元宵", "上元节"), (1, 15)),
    "端午": (5, 5),
    **dict.fromkeys(("七夕", "乞巧节"), (7, 7)),
    "中元节": (7, 15),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
    **dict.fromkeys(("小年夜", "小年"), (12, 23)),
}
# The nth weekday of a month; Monday is 0.
_NTH = {"母亲节": (5, 2, 6), "父亲节": (6, 3, 6), "感恩节": (11, 4, 3)}
_EVES = ("除夕", "大年三十", "年三十")
_EASTER = {"复活节": 0, "耶稣受难日": -2, "复活节星期一": 1}

_BARE = ("五一", "六一")  # numbers too: only before one of _HOLIDAY
_ALSO_WORDS = frozenset(
    "雨水 大雪 小雪 小满 谷雨 白露 寒露 霜降 小暑 大暑 小寒 大寒".split()
)  # weather, and names of people
_HOLIDAY = "节|假期|长假|小长假|黄金周|期间|放假|之前|之后|前|后"
_NAMES = sorted({*_TERMS.split(), *_SOLAR, *_LUNAR, *_NTH, *_EVES, *_EASTER} - set(_BARE), key=len, reverse=True)


def _lunar(year: int, month: int, day: int) -> date:
    found: date = LunarDate(year, month, day).to_solar_date()
    return found


def _festival(name: str, year: int) -> date:
    """When `name` falls in a year from 1901 to 2099; ValueError outside."""
    if name in _SOLAR:
        return date(year, *_SOLAR[name])
    if name in _NTH:
        month, nth, weekday = _NTH[name]
        return almanac.weekday_after(date(year, month, 1) - almanac.DAY, weekday) + 7 * (nth - 1) * almanac.DAY
    if name in _EASTER:
        return easter(year) + _EASTER[name] * almanac.DAY
    if name in _EVES:
        return _lunar(year, 1, 1) - almanac.DAY
    if name in _LUNAR:
        month, day = _LUNAR[name]
        return _lunar(year - (month == 12), month, day)
    term: date = TermUtils.nth_term_day(year, term_name=name)
    return term


def _of_year(match: re.Match[str], scene: Scene, on: Callable[[int], date]) -> Day:
    """In the year that was said, or the coming one."""
    if match["y"]:
        return Day(on(year_of(match["y"])))
    if match["ry"]:
        return Day(on(scene.today.year + YEARS_AHEAD[match["ry"]]))
    year = scene.today.year
    return Day(next(day for day in map(on, (year - 1, year, year + 1)) if day >= scene.today), "year")


@FESTIVALS.rule(
    "festival",
    rf"(?<![李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]){YEAR}(?:(?P<f>{'|'.join(_NAMES)})(?!路|街|科技|公司|集团|轻|龄)(?P<told>节气?|时节|(?=[之以]?[前后]|当天|那天))?日?(?:当天|那天|当日)?|"
    rf"(?<![一二三四五六七八九十])(?P<n>{'|'.join(_BARE)})(?={_HOLIDAY})节?|(?P<oct>十一)(?:小?长假|假期|黄金周))",
    "节 旦 夕 庆 诞 秋 午 宵 阳 年 八 十 1 夜 一 寒 春 水 蛰 分 明 雨 夏 满 种 至 暑 露 降 冬 雪",
)
def festival(match: re.Match[str], scene: Scene) -> Day | None:
    name = match["f"] or match["n"] or "国庆"
    if name in _ALSO_WORDS and not (match["y"] or match["ry"] or match["told"]):
        return None
    return _of_year(match, scene, lambda year: _festival(name, year))


_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}


@FESTIVALS.rule(
    "lunar date",
    rf"(?:农历|阴历|旧历)的?{YEAR}(?P<leap>闰)?(?P<m>[正冬腊]|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])月的?"
    r"(?P<d>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|[123]?\d)[号日]?",
    "历",
)
@FESTIVALS.rule(
    "lunar date",
    rf"(?:农历|阴历|旧历)?{YEAR}(?P<leap>闰)?(?P<m>[正冬腊]|十[一二]?|[二三四五六七八九])月的?"
    r"(?P<d>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|(?<=[正冬腊]月)(?:二?十[一二三四五六七八九]?|三十))",
    "初 廿 正 冬 腊",
)
@FESTIVALS.rule("lunar date", rf"{YEAR}(?P<leap>大)年(?P<m>)(?P<d>初[一二三四五六七八九十])", "初")
def lunar_date(match: re.Match[str], scene: Scene) -> Day:
    month = _LUNAR_MONTHS.get(match["m"]) or (count(match["m"]) if match["m"] else 1)
    said = match["d"].removeprefix("初").replace("廿", "二十")
    day, leap = count(said), int(match["leap"] == "闰")

    def on(year: int) -> date:
        last: int = LCalendars.ndays(year, month, leap)
        found: date = LunarDate(year, month, min(day, last) if day == 30 else day, leap).to_solar_date()
        return found

    return _of_year(match, scene, on)
