"""Stretches of whole days: this week, Q3 2025, November, last 30 days, 上个月, 三季度, 最近30天."""

import re
from collections.abc import Callable
from typing import NamedTuple

from handlers.reading import almanac
from handlers.reading.pieces import Rules, Scene
from handlers.reading.spans import Period
from handlers.reading.timewords import (
    HOW_MANY,
    MON,
    MONTH,
    MONTH_HINTS,
    YEAR,
    count,
    full_year,
    unit,
)


class Stretch(NamedTuple):
    """`loose`: the year was not said."""

    period: Period
    loose: str = ""


PERIODS = Rules("stretch")
_LENGTH = "(?:weeks?|wks?|months?|mths?|quarters?|qtrs?|years?|yrs?)"
_RELATION = {"this": 0, "current": 0, "the current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1}
_RELATION |= {"last": -1, "previous": -1, "prior": -1, "past": -1}


def _of_year(scene: Scene, year: int | None, span: Callable[[int], Period]) -> Stretch:
    """That year's, or the nearest one."""
    return Stretch(span(year)) if year else Stretch(almanac.nearest(scene.today, span), "year")


def _rolling(scene: Scene, number: int, what: str) -> Stretch:
    """The last `number` units up to today, or the next ones from tomorrow where it is negative."""
    edge = almanac.add(scene.today, -number, what)
    if number > 0:
        return Stretch(Period(edge + almanac.DAY, scene.today))
    return Stretch(Period(scene.today + almanac.DAY, edge))


@PERIODS.rule(
    "this or next",
    rf"(?<![a-z])(?P<rel>{'|'.join(_RELATION)})[ -](?P<u>week|wk|month|mth|quarter|qtr|year|yr)(?:'s)?(?![a-z]|-end)",
    "week wk month mth quarter qtr year yr",
)
def related(match: re.Match[str], scene: Scene) -> Stretch:
    what = unit(match["u"])
    if match["rel"] == "past" and what in ("week", "month"):
        return _rolling(scene, 1, what)
    return Stretch(almanac.SPAN[what](scene.today, _RELATION[match["rel"]]))


@PERIODS.rule(
    "this or next",
    r"(?<![a-z])(?:the )?(?P<u>week|month|quarter|year) (?:before (?:the )?last|after (?:the )?next)(?![a-z])",
    "before after",
)
def second_next(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.SPAN[match["u"]](scene.today, -2 if "before" in match[0] else 2))


@PERIODS.rule(
    "rolling",
    rf"(?<![a-z])(?<!n't )(?<!will )(?<!not )(?:the )?"
    rf"(?P<rel>last|past|previous|trailing|next|coming|following) (?P<n>{HOW_MANY}) "
    rf"(?P<u>days?|{_LENGTH})(?![a-z])",
    "last past previous trailing next coming following",
)
@PERIODS.rule(
    "rolling",
    rf"(?<![a-z])(?:the )?(?P<n>{HOW_MANY}) (?P<rel>last|past|previous|trailing|next|coming|following|upcoming) "
    rf"(?P<u>days?|{_LENGTH})(?![a-z])",
    "last past upcoming previous trailing next coming following",
)
def rolling(match: re.Match[str], scene: Scene) -> Stretch:
    back = match["rel"] in ("last", "past", "previous", "trailing")
    return _rolling(scene, count(match["n"]) * (1 if back else -1), unit(match["u"]))


@PERIODS.rule(
    "to date",
    r"(?<![a-z])(?:(?P<u>y|q|m|w)td|(?P<w>year|quarter|month|week)[ -]to[ -]date)(?![a-z])",
    "ytd qtd mtd wtd date",
)
def to_date(match: re.Match[str], scene: Scene) -> Stretch:
    what = match["w"] or {"y": "year", "q": "quarter", "m": "month", "w": "week"}[match["u"]]
    return Stretch(Period(almanac.SPAN[what](scene.today, 0).start, scene.today))


@PERIODS.rule(
    "this or next",
    r"(?<![a-z])(?:for|of|in|during|over) the (?P<v>(?P<u>week|month|quarter|year))(?! of|-|[a-z])",
    "the",
)
def the_current(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.SPAN[match["u"]](scene.today, 0))


@PERIODS.rule(
    "the unit", r"(?<![a-z])(?P<u>week|month|quarter|qtr|year)(?![a-z])", "week month quarter qtr year", sure=False
)
def lone_unit(match: re.Match[str], scene: Scene) -> Stretch:
    what = unit(match["u"])
    return Stretch(almanac.SPAN[what](scene.today, 0), what)


@PERIODS.rule(
    "weekend",
    r"(?<![a-z])(?:(?P<rel>this past|this coming|this|next|last|past|previous|coming|upcoming|following|the) "
    r")?week-?end(?![a-z])",
    "weekend end",
)
def weekend(match: re.Match[str], scene: Scene) -> Stretch:
    relation = match["rel"] or ""
    weeks = (
        1 if relation in ("next", "following") else -1 if relation in ("last", "past", "previous", "this past") else 0
    )
    saturday = almanac.weekday_of(scene.today, 5, weeks)
    return Stretch(Period(saturday, saturday + almanac.DAY))


_QUARTER_NAMES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def _quarter(scene: Scene, number: int, year: str | None) -> Stretch:
    def span(year: int) -> Period:
        return almanac.quarter(scene.today.replace(year=year, month=3 * number, day=1))

    return _of_year(scene, full_year(year) if year else None, span)


@PERIODS.rule(
    "quarter", rf"(?<![a-z0-9-])q(?P<q>[1-4])(?:,? ?(?:of |fy)?'?(?P<y>{YEAR}|(?<=')\d\d))?(?![a-z0-9-])", "q"
)
@PERIODS.rule("quarter", rf"(?<![a-z0-9])(?P<y>{YEAR}|\d\d)[ -]?q(?P<q>[1-4])(?![a-z0-9])", "q")
def quarter(match: re.Match[str], scene: Scene) -> Stretch:
    return _quarter(scene, int(match["q"]), match["y"])


@PERIODS.rule(
    "quarter",
    rf"(?<![a-z])(?:the )?(?P<q>{'|'.join(_QUARTER_NAMES)}) (?:quarter|qtr)(?:(?: of)? (?P<y>{YEAR})| of "
    rf"(?:the|this) year)?(?![a-z0-9])",
    "quarter qtr",
)
def spelled_quarter(match: re.Match[str], scene: Scene) -> Stretch:
    return _quarter(scene, _QUARTER_NAMES[match["q"]], match["y"])


@PERIODS.rule("quarter", r"(?<![a-z])q(?P<q>[1-4])(?: of)? (?P<rel>last|this|next) year(?![a-z])", "q")
@PERIODS.rule("quarter", r"(?<![a-z])(?P<rel>last|this|next) year'?s? q(?P<q>[1-4])(?![a-z])", "q")
def related_quarter(match: re.Match[str], scene: Scene) -> Stretch:
    return _quarter(scene, int(match["q"]), str(scene.today.year + _RELATION[match["rel"]]))


def _half(scene: Scene, number: int, year: int | None) -> Stretch:
    return _of_year(
        scene, year, lambda year: almanac.months(scene.today.replace(year=year, month=6 * number - 5, day=1), 6)
    )


@PERIODS.rule("half", rf"(?<![a-z])h(?P<h>[12])(?: ?(?P<y>{YEAR}))?(?![a-z0-9-])", "h")
@PERIODS.rule("half", rf"(?<![a-z0-9])(?P<y>{YEAR})[ -]?h(?P<h>[12])(?![a-z0-9])", "h")
@PERIODS.rule("half", rf"(?<![a-z])(?P<h>first|second) half of (?P<y>{YEAR})(?![a-z0-9])", "half")
def half(match: re.Match[str], scene: Scene) -> Stretch:
    return _half(scene, 1 if match["h"] in ("1", "first") else 2, int(match["y"]) if match["y"] else None)


# Months that are also words or names; they need a preposition, a year, or a report to be asked for.
_SHY = frozenset("may march mar april june jan jun august".split())
_PREPOSITION = re.compile(
    r"(?<![a-z])(?:in|for|since|of|during|from|to|until|till|through|thru|by|before|after|mid|over|vs|"
    r"and|between|early|late|around|to|,|-)(?: the)? ?$"
)
_REPORT = frozenset(
    "revenue report forecast fcst funnel stats win sales pipeline sla csat leaderboard activity activities numbers "
    "visits rate cycle 报表 业绩".split()
)


@PERIODS.rule(
    "month",
    rf"(?<![a-z0-9])(?<!\d )(?P<m>{MON})\.?"
    rf"(?:(?:,? ?(?:of |in )?|[-/])(?P<y>{YEAR})|(?:,? '| of )(?P<short>\d\d)|,? (?P<old>[4-9]\d)(?![:%,]))"
    rf"(?!\d|[a-z])",
    MONTH_HINTS,
)
@PERIODS.rule(
    "month",
    rf"(?<![a-z0-9])(?P<y>{YEAR})[ ,/-]{{1,2}}(?P<short>)(?P<old>)(?P<m>{MON})(?![a-z0-9]|[-/ ]\d)",
    MONTH_HINTS,
)
def month_of_year(match: re.Match[str], scene: Scene) -> Stretch:
    year = full_year(match["y"] or match["short"] or match["old"])
    return _month(scene, MONTH[match["m"]], year)


@PERIODS.rule(
    "month",
    rf"(?<![a-z0-9_./#-])(?P<y>{YEAR})(?:-| ?/ ?| - ?|- )(?P<m>0?[1-9]|1[0-2])(?![\d/.-]|[a-z]| ?[/-] ?\d)",
    "2 1",
)
@PERIODS.rule(
    "month", rf"(?<![a-z0-9_./#-])(?<!\d )(?P<m>0?[1-9]|1[0-2])(?:-| ?/ ?|- )(?P<y>{YEAR})(?![\d/.-]|[a-z])", "2 1"
)
def month_in_figures(match: re.Match[str], scene: Scene) -> Stretch:
    return _month(scene, int(match["m"]), int(match["y"]))


@PERIODS.rule("month", rf"(?<![a-z])(?P<m>{MON}) (?P<rel>last|this|next) year(?![a-z])", MONTH_HINTS)
@PERIODS.rule("month", rf"(?<![a-z])(?P<rel>last|this|next) (?P<m>{MON})(?![a-z])", MONTH_HINTS)
def related_month(match: re.Match[str], scene: Scene) -> Stretch | None:
    if match[0] == "this may" and re.match(r" (?!to |until |till )[a-z]", match.string[match.end() : match.end() + 8]):
        return None  # this may help
    number, years = MONTH[match["m"]], _RELATION[match["rel"]]
    if "year" in match[0]:
        return _month(scene, number, scene.today.year + years)
    comes = number - scene.today.month
    other = (years < 0 and comes >= 0) or (years > 0 and comes <= 0)  # last March in February, next March in May
    return _month(scene, number, scene.today.year + (years if other else 0))


@PERIODS.rule("month", rf"(?<![a-z0-9])(?P<m>{MON})(?!\.?[a-z0-9-]| \d)(?! the)", MONTH_HINTS)
def month(match: re.Match[str], scene: Scene) -> Stretch | None:
    said = match["m"]
    if said in _SHY and not _asked_for(said, match, scene):
        return None
    return _month(scene, MONTH[said], None)


def _asked_for(said: str, match: re.Match[str], scene: Scene) -> bool:
    reported = said not in ("may", "march") and not scene.words.isdisjoint(_REPORT)
    return reported or bool(_PREPOSITION.search(match.string, max(0, match.start() - 10), match.start()))


@PERIODS.rule("month", rf"^ *(?P<m>{MON})[ .?!]*$", MONTH_HINTS)
@PERIODS.rule("month", rf"(?<![a-z0-9])(?P<m>{MON})(?![a-z0-9])", MONTH_HINTS, sure=False)
def shy_month(match: re.Match[str], scene: Scene) -> Stretch:
    return _month(scene, MONTH[match["m"]], None)


def _month(scene: Scene, number: int, year: int | None) -> Stretch:
    return _of_year(scene, year, lambda year: almanac.month(scene.today.replace(year=year, month=number, day=1)))


@PERIODS.rule(
    "year",
    r"(?<![a-z])(?:in|for|of|during|over|throughout|since|from|until|till|by|before|after|year|fy|cy|revenue|report|"
    rf"forecast|sales|results|numbers|stats|funnel|vs) ?(?P<v>{YEAR})"
    r"(?![\d,:%/-]|\.\d| ?(?:dollars|units|usd|eur|gbp|cny|rmb|people|customers|deals))",
    "2 1",
)
def year(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.year(scene.today.replace(year=int(match["v"]), day=1)))


@PERIODS.rule("year", rf"^ *(?P<v>{YEAR}) *$", "2 1")
def only_year(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.year(scene.today.replace(year=int(match["v"]), day=1)))


@PERIODS.rule("year", rf"(?<![\d.,$€£¥#-])(?P<v>{YEAR})(?!\d|[,.]\d|年)", "2 1", sure=False)
def lone_year(match: re.Match[str], scene: Scene) -> Stretch:
    return Stretch(almanac.year(scene.today.replace(year=int(match["v"]), day=1)))
