"""Stretches of whole days in Chinese: 上个季度, 今年下半年, 三月上旬, 近30天, 90年代, 上周末, 明后两天."""

import re
from collections.abc import Callable
from datetime import date

from handlers.reading import almanac
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Rules, Scene
from handlers.reading.spans import Period
from handlers.reading.timewords import count, unit
from handlers.reading.zh_days import said_year
from handlers.reading.zh_words import (
    AHEAD,
    HOW_MANY,
    MONDAY,
    MONTH,
    NEAR,
    NO_DIGIT,
    YEAR,
    YEAR_NEAR,
    YEAR_SAID,
    YEARS_AHEAD,
    year_of,
)

PERIODS = Rules("stretch")


def _of_year(scene: Scene, year: int | None, span: Callable[[int], Period]) -> Stretch:
    """That year's, or the nearest one."""
    return Stretch(span(year)) if year else Stretch(almanac.nearest(scene.today, span), "year")


def _first_of(scene: Scene, month: int) -> Callable[[int], date]:
    return lambda year: scene.today.replace(year=year, month=month, day=1)


def _months(scene: Scene, year: int | None, month: int, number: int) -> Stretch:
    first = _first_of(scene, month)
    return _of_year(scene, year, lambda year: almanac.months(first(year), number))


@PERIODS.rule(
    "the unit",
    r"(?<![个\d一二三四五六七八九十])(?P<u>月|季度|季|年)(?=底|末|初|中旬|中(?![国间]))",
    "月 季 年",
    sure=False,
)
def lone_unit(match: re.Match[str], scene: Scene) -> Stretch:
    what = unit(match["u"])
    return Stretch(almanac.SPAN[what](scene.today, 0), what)


@PERIODS.rule(
    "year",
    rf"(?<![\d.零一二三四五六七八九])(?P<v>(?P<y>{YEAR_SAID}) ?年(?:度|全年)?)"
    r"(?! ?[\d前后内底末初中代级]|[以之][前后内]|[一二三四五六七八九十]+月)",
    "年",
)
@PERIODS.rule(
    "year", rf"(?<![\d.零一二三四五六七八九])(?P<v>(?P<y>{YEAR_SAID}) ?年)(?=[前后内底末初中以之])", "年", sure=False
)
def year(match: re.Match[str], scene: Scene) -> Stretch | None:
    said = match["y"]
    if re.fullmatch("[3-7]\\d", said):
        return None  # 30年 is how long, not when
    return Stretch(almanac.year(scene.today.replace(year=year_of(said), day=1)))


_UNIT = {"周": "week", "星期": "week", "礼拜": "week", "week": "week", "月": "month", "month": "month"}
_UNIT |= {"季度": "quarter", "季": "quarter", "quarter": "quarter", "年": "year", "year": "year"}


@PERIODS.rule(
    "this or next",
    rf"(?P<rel>上上|(?<!一)下下|上|下|这|本|当|次)(?:一?个|一)? ?(?P<u>周(?![末年二三四五六日]|{MONDAY})|星期|礼拜|"
    r"月(?!\d)|季度|季|quarter|month|week|year|(?<=本)年|(?<=一)年)",
    "周 期 拜 月 季 年 quarter month week year",
)
def related(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.SPAN[_UNIT[match["u"]]](scene.today, AHEAD[match["rel"]]))


@PERIODS.rule("this or next", rf"(?P<rel>{YEAR_NEAR})年(?:全年|度)?", "年")
def related_year(match: re.Match[str], scene: Scene) -> Stretch | None:
    if match["rel"] in "前后" and match.string[max(0, match.start() - 1) : match.start()].isalnum():
        return None  # 三年前年费: the 前 belongs to the left
    return Stretch(almanac.year(scene.today, YEARS_AHEAD[match["rel"]]))


@PERIODS.rule("weekend", rf"(?P<rel>{NEAR})?个?(?:周末|周六日|双休日)", "周 双")
def weekend(match: re.Match[str], scene: Scene) -> Stretch:
    saturday = almanac.weekday_of(scene.today, 5, AHEAD[match["rel"] or "本"])
    return Stretch(Period(saturday, saturday + almanac.DAY))


_QUARTER = (
    r"(?:第(?P<a>[一二三四1-4])个?季度?|(?P<f>首)季度?|(?<![\d.])(?P<b>[一二三四1-4])季度|"
    r"q(?P<c>[1-4])(?!\d)(?:季度)?)"
)


@PERIODS.rule("quarter", rf"{YEAR}{_QUARTER}", "季 q")
def quarter(match: re.Match[str], scene: Scene) -> Stretch:
    number = count(match["a"] or match["b"] or match["c"] or "一")
    return _months(scene, said_year(match, scene), 3 * number - 2, 3)


@PERIODS.rule("half", rf"{YEAR}(?P<h>[上下前后])个?半年(?![前后以之])", "半")
def half(match: re.Match[str], scene: Scene) -> Stretch:
    return _months(scene, said_year(match, scene) or scene.today.year, 1 if match["h"] in "上前" else 7, 6)


_MONTH = rf"(?:(?P<m>{MONTH}) ?月份?|第(?P<nth>{MONTH})个月|(?P<first>首)个?月)"


@PERIODS.rule("month", rf"{NO_DIGIT}{YEAR}{_MONTH}(?!\d(?![\d.]{{0,9}}[万亿千元块]))", "月")
def month(match: re.Match[str], scene: Scene) -> Stretch | None:
    year = said_year(match, scene)
    if not match["m"] and not year:
        return None
    return _months(scene, year, count(match["m"] or match["nth"] or "一"), 1)


@PERIODS.rule(
    "months",
    rf"{NO_DIGIT}{YEAR}(?P<a>{MONTH})月?份?[-~到至]{{1,2}}(?P<b>{MONTH})月份?(?![\d一二三四五六七八九十])",
    "月",
)
def months(match: re.Match[str], scene: Scene) -> Stretch | None:
    first, number = count(match["a"]), count(match["b"]) - count(match["a"]) + 1
    return _months(scene, said_year(match, scene), first, number) if number > 1 else None


@PERIODS.rule(
    "years",
    rf"(?<![\d.])(?P<a>{YEAR_SAID})年? ?[-~到至]{{1,2}} ?(?P<b>{YEAR_SAID})年(?!\d)",
    "年",
)
def years(match: re.Match[str], scene: Scene) -> Stretch | None:
    first, last = year_of(match["a"]), year_of(match["b"])
    if first >= last:
        return None
    return Stretch(Period(date(first, 1, 1), date(last, 12, 31)))


@PERIODS.rule("years", "今明两年|明后两年|去今两年|今明后三年", "年")
def near_years(match: re.Match[str], scene: Scene) -> Stretch:
    first = almanac.year(scene.today, YEARS_AHEAD[match[0][0]])
    return Stretch(Period(first.start, almanac.year(scene.today, YEARS_AHEAD[match[0][-3]]).end))


_DAYS = {"昨": -1, "今": 0, "明": 1, "后": 2}


@PERIODS.rule("days", "(?P<a>[昨今明])(?P<b>[今明后])(?:两?天|两日)", "天 日")
def near_days(match: re.Match[str], scene: Scene) -> Stretch | None:
    first, last = _DAYS[match["a"]], _DAYS[match["b"]]
    if last != first + 1:
        return None
    return Stretch(Period(scene.today + first * almanac.DAY, scene.today + last * almanac.DAY))


_TENTHS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31)}


@PERIODS.rule(
    "tenth", rf"{YEAR}(?:(?P<m>{MONTH})月份?|(?P<rel>{NEAR})个?月)?的?(?P<part>[上下])(?:旬|(?P<half>半)个?月)", "旬 半"
)
@PERIODS.rule(
    "tenth", rf"{YEAR}(?:(?P<m>{MONTH})月份?|(?P<rel>{NEAR})个?月)的?(?P<part>中下?|上中)旬(?P<half>)(?!节)", "旬"
)
def tenth(match: re.Match[str], scene: Scene) -> Stretch:
    """Ten days of a month, or half of it."""
    if match["m"]:
        found = _months(scene, said_year(match, scene) or scene.today.year, count(match["m"]), 1)
    else:
        found = Stretch(almanac.month(scene.today, AHEAD[match["rel"] or "本"]))
    first, last = found.period.start, found.period.end
    assert first is not None
    assert last is not None
    begin, end = _TENTHS[match["part"]] if not match["half"] else ((1, 15) if match["part"] == "上" else (16, 31))
    return Stretch(Period(first.replace(day=begin), first.replace(day=min(end, last.day))), found.loose)


@PERIODS.rule(
    "decade", r"(?:(?P<c>19|20|二十|二十一)世纪|(?P<y>19|20))?(?P<d>[0-9]0|[一二三四五六七八九]十|零)年代", "代"
)
def decade(match: re.Match[str], scene: Scene) -> Stretch:
    tens = count(match["d"]) if match["d"] != "零" else 0
    century = {"19": 1800, "20": 1900, "二十": 1900, "二十一": 2000}.get(match["c"] or "", 1900)
    if match["y"]:
        century = int(match["y"]) * 100
    first = century + tens + (100 if not (match["c"] or match["y"]) and tens < 30 else 0)
    return Stretch(Period(date(first, 1, 1), date(first + 9, 12, 31)))


@PERIODS.rule("century", r"(?P<c>\d{1,2}|[一二]?十[一二三四五六七八九]?)世纪(?!\d|[一二三四五六七八九]十年代)", "世")
@PERIODS.rule("century", r"(?P<rel>上|本|下|这)个?世纪(?!\d|[一二三四五六七八九]十年代)", "世")
def century(match: re.Match[str], scene: Scene) -> Stretch:
    if "rel" in match.re.groupindex:
        number = (scene.today.year - 1) // 100 + 1 + AHEAD[match["rel"]]
    else:
        number = count(match["c"])
    return Stretch(Period(date(100 * number - 99, 1, 1), date(100 * number, 12, 31)))


_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


@PERIODS.rule("season", rf"{YEAR}的?(?P<s>[春夏秋冬])[天季](?!气)", "春 夏 秋 冬")
def season(match: re.Match[str], scene: Scene) -> Stretch:
    return _months(scene, said_year(match, scene), _SEASONS[match["s"]], 3)


@PERIODS.rule(
    "rolling",
    rf"(?<![节日号天月年旦庆])(?P<rel>最近|过去|近|前|上|未来|接下来|今后|往后)的?(?P<n>{HOW_MANY}) ?"
    "(?P<u>天|日|周|个?星期|个?礼拜|个月|个?季度|年)",
    "最 过 近 前 上 未 接 后",
)
def rolling(match: re.Match[str], scene: Scene) -> Stretch | None:
    if match["rel"] == "上" and match["u"] not in ("周", "个月", "个季度"):
        return None
    if match["rel"] == "上" and match["n"] == "一":
        return Stretch(almanac.SPAN[unit(match["u"])](scene.today, -1))
    back = match["rel"] in ("最近", "过去", "近", "前", "上")
    return _rolling(scene, count(match["n"]) * (1 if back else -1), unit(match["u"]))


@PERIODS.rule("rolling", "(?P<rel>最近|过去|近|未来|接下来)半年", "半")
def rolling_half(match: re.Match[str], scene: Scene) -> Stretch:
    return _rolling(scene, 6 if match["rel"] in ("最近", "过去", "近") else -6, "month")


def _rolling(scene: Scene, number: int, what: str) -> Stretch:
    """The last `number` units up to today, or the next ones from tomorrow where it is negative."""
    edge = almanac.add(scene.today, -number, what)
    if number > 0:
        return Stretch(Period(edge + almanac.DAY, scene.today))
    return Stretch(Period(scene.today + almanac.DAY, edge))
