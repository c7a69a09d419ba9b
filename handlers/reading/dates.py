"""Single days by the calendar: 2026-12-04, 4 Dec, 12/5, the 30th, 12月24号, 下个月15号.

A rule's reader gives a Day. Days said without year, month or week are the next such ones at or after today;
`loose` names the unit by which a reader that looks back may move them.
"""

import re
from datetime import date
from typing import NamedTuple

from handlers.reading import almanac
from handlers.reading.pieces import Digits, Rules, Scene
from handlers.reading.spans import Impossible
from handlers.reading.timewords import (
    MON,
    MONTH,
    MONTH_HINTS,
    ONES,
    ORD,
    ORDINAL,
    WD,
    WEEKDAY,
    WEEKDAY_HINTS,
    YEAR,
    count,
    full_year,
)


class Day(NamedTuple):
    """`part` of the day (morning, noon, afternoon, evening, night) where it was said with it.

    `other` is the day that a second person would have understood: 12 April for 4/12.
    """

    on: date
    loose: str = ""
    part: str = ""
    other: date | None = None


DATES = Rules("day")
_NOT_BEFORE = r"(?<![a-z0-9_./#])(?<![a-z_.#]-)"


def _dated(year: int, month: int, day: int, said: str) -> Day | Impossible | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        return Day(date(year, month, day))
    except ValueError:
        return Impossible(said.strip())


def _yearless(scene: Scene, month: int, day: int, said: str) -> Day | Impossible | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    found = almanac.next_date(scene.today, month, day)
    return Day(found, "year") if found else Impossible(said.strip())


def _named(scene: Scene, match: re.Match[str], month: int, day: int) -> Day | Impossible | None:
    """With the year of the match's group `y`, or the next such date."""
    if match["y"]:
        return _dated(full_year(match["y"]), month, day, match[0])
    return _yearless(scene, month, day, match[0])


@DATES.rule(
    "year first",
    r"(?:^|(?<![a-z])(?:on|by|at|from|since|until|before|after|dated) )(?P<v>((?:19|20)\d\d)()(0[1-9]|1[0-2])"
    r"([0-3]\d))(?=$|[ ,.;])",
    Digits,
)
def year_first_together(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    """On 20271231."""
    return _dated(int(match[2]), int(match[4]), int(match[5]), match[0])


@DATES.rule("year first", rf"{_NOT_BEFORE}({YEAR})( )(0\d|1[0-2])\2([0-3]\d)(?!\d| ?[:%/]| \d)", Digits)
@DATES.rule("year first", rf"{_NOT_BEFORE}({YEAR})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?!\d|[-/.]\d|[a-su-z])", Digits)
def year_first(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    month, day = int(match[3]), int(match[4])
    if month > 12 >= day:
        month, day = day, month
    return _dated(int(match[1]), month, day, match[0])


@DATES.rule(
    "year last",
    rf"{_NOT_BEFORE}(\d{{1,2}})([-/.])(\d{{1,2}})\2({YEAR}|(?<=[/-])\d\d|(?<=\d\d\.\d\d\.)\d\d)(?!\d|[-/.]\d|[a-z])",
    Digits,
)
def year_last(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    day, month = _ordered(int(match[1]), int(match[3]), scene.policy.day_first or match[2] == ".")
    year = full_year(match[4])
    return _or(_dated(year, month, day, match[0]), _dated(year, day, month, match[0]) if match[2] != "." else None)


_RATED = re.compile(
    r"(?<![a-z])(?:rated?|scored?|score of|gave|rating|csat)(?: (?:it|us|a|is|of))? $|"
    r"(?:评分?|评了|打分?|打了|得分?) ?$"
)


@DATES.rule(
    "day and month",
    r"(?<![a-z])(?:on|in|by|until|till|due) (?P<v>(\d{1,2})[-.](\d{1,2}))(?![\d%]|[-/.]\d| ?[a-z])",
    "on in by until till due",
)
def dashed(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    """On 4-22."""
    day, month = _ordered(int(match[2]), int(match[3]), scene.policy.day_first)
    other = None if "." in match["v"] else _yearless(scene, day, month, match[0])
    return _or(_yearless(scene, month, day, match[0]), other)


@DATES.rule("day and month", rf"{_NOT_BEFORE}(\d{{1,2}}) / (\d{{1,2}})(?! ?[/.%\d]|[a-z%])", Digits)
@DATES.rule("day and month", rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}})(?!\d|[/.%]\d|-\d+(?![\d/])|[a-z%/万千])", Digits)
def slashed(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    if match[0] == "24/7" or _RATED.search(match.string, max(0, match.start() - 14), match.start()):
        return None
    day, month = _ordered(int(match[1]), int(match[2]), scene.policy.day_first)
    return _or(_yearless(scene, month, day, match[0]), _yearless(scene, day, month, match[0]))


def _or(first: Day | Impossible | None, second: Day | Impossible | None) -> Day | Impossible | None:
    """The first reading, and the second where it is another day."""
    if isinstance(first, Day) and isinstance(second, Day) and first.on != second.on:
        return first._replace(other=second.on)
    return first


def _ordered(first: int, second: int, day_first: bool) -> tuple[int, int]:
    """Day and month of 4/12; the other way round where only that makes a month."""
    day, month = (first, second) if day_first else (second, first)
    return (month, day) if month > 12 >= day else (day, month)


_WEEKDAY_FIRST = rf"(?:{WD}\.?,? (?:the )?)?"
_YEAR_AFTER = (
    rf"(?:(?: ?, ?|\.?,? (?:of |in )?|[-/.])(?P<y>{YEAR})(?!\d|,\d)|,? '(?P<short>\d\d)|,? "
    rf"(?P<old>[4-9]\d)(?![\d:.,%]))?"
)


@DATES.rule(
    "day month",
    rf"(?<![a-z0-9_.,/#$€£¥:-]){_WEEKDAY_FIRST}(?<![\d.,:/$€£¥-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?"
    rf"(?:[ /-]{{0,2}}| (?:day )?of )(?P<m>{MON})(?![a-z]){_YEAR_AFTER}(?![a-z0-9])",
    MONTH_HINTS,
)
@DATES.rule(
    "month day",
    rf"(?<![a-z]){_WEEKDAY_FIRST}(?P<m>{MON})(?:\.? ?|-| the )(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"{_YEAR_AFTER}(?![a-z0-9%]|[.:]\d|,\d\d\d)",
    MONTH_HINTS,
)
def by_month(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    month, day = MONTH[match["m"]], int(match["d"])
    if match["short"] or match["old"]:
        return _dated(full_year(match["short"] or match["old"]), month, day, match[0])
    return _named(scene, match, month, day)


@DATES.rule(
    "day month",
    rf"(?<![a-z])(?:the )?(?P<d>{ORD})(?: day)?,? (?:of )?(?P<m>{MON})(?:,? (?:of |in )?(?P<y>{YEAR}))?(?![a-z0-9])",
    MONTH_HINTS,
)
@DATES.rule(
    "month day",
    rf"(?<![a-z])(?P<m>{MON}) (?:the )?(?P<d>{ORD}|(?:twenty|thirty)[ -](?:{'|'.join(ONES)}))"
    rf"(?:,? (?:of |in )?(?P<y>{YEAR}))?(?![a-z0-9])",
    MONTH_HINTS,
)
def in_words(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    said = match["d"]
    return _named(scene, match, MONTH[match["m"]], ORDINAL[said] if said in ORDINAL else count(said))


@DATES.rule(
    "year first", rf"{_NOT_BEFORE}(?P<y>{YEAR})(?P<s>[-/])(?P<m>{MON})(?P=s)(?P<d>\d{{1,2}})(?![\da-z])", MONTH_HINTS
)
@DATES.rule(
    "year first", rf"{_NOT_BEFORE}(?P<y>{YEAR})(?P<s>[-/])(?P<d>\d{{1,2}})(?P=s)(?P<m>{MON})(?![\da-z])", MONTH_HINTS
)
def year_first_with_month(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    return _dated(int(match["y"]), MONTH[match["m"]], int(match["d"]), match[0])


@DATES.rule(
    "day of month",
    rf"(?<![a-z])(?:(?P<wd>{WD}),? )?the (?P<d>{ORD})(?![a-z-]| (?:of|in|day|week|time|quarter|half|one|month|"
    rf"year|{WD}))",
    " ".join(word for word in ORDINAL if word.isalpha()) + " twenty thirty",
    sure=False,
)
def spelled_day(match: re.Match[str], scene: Scene) -> Day:
    """The twenty-first, as part of something larger; Thursday the twenty-first."""
    if match["wd"]:
        return Day(almanac.matching(scene.today, ORDINAL[match["d"]], WEEKDAY[match["wd"]]))
    return Day(almanac.next_day_of_month(scene.today, ORDINAL[match["d"]]), "month")


_DAY_STOPS = r"(?= ?(?:$|[.!?,;)])| (?:at|between|from|for|around|by|please|in the|to|until|with)(?![a-z]))(?!, ?\d)"


@DATES.rule("day of month", rf"(?<![a-z])(?P<wd>{WD}),? (?:the )?(?P<d>1[3-9]|2\d|3[01]){_DAY_STOPS}", WEEKDAY_HINTS)
@DATES.rule("day of month", rf"(?<![a-z])(?P<wd>{WD}),? (?:the )?(?P<d>{ORD}){_DAY_STOPS}", WEEKDAY_HINTS)
def weekday_and_number(match: re.Match[str], scene: Scene) -> Day:
    """Monday 21."""
    said = match["d"]
    number = ORDINAL[said] if said in ORDINAL else int(said)
    return Day(almanac.matching(scene.today, number, WEEKDAY[match["wd"]]))


@DATES.rule(
    "day of month",
    rf"(?<![a-z])(?:on|by|until|till|before|after|since) the (?P<v>(?P<d>[12]?\d|3[01])){_DAY_STOPS}",
    "the",
)
@DATES.rule(
    "day of month",
    rf"(?<![a-z])(?:on|by|until|till|for) the (?P<v>(?P<d>{ORD}))(?= ?(?:$|[.!?]))",
    " ".join(word for word in ORDINAL if word.isalpha()) + " twenty thirty",
)
def on_the(match: re.Match[str], scene: Scene) -> Day | None:
    said = match["d"]
    number = ORDINAL[said] if said in ORDINAL else int(said)
    return Day(almanac.next_day_of_month(scene.today, number), "month") if number else None


_MONTHS_AHEAD = {"this": 0, "current": 0, "next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1}


@DATES.rule(
    "day of month",
    rf"(?<![a-z0-9_.,/#-])(?:the )?(?P<d>\d{{1,2}}) of (?:the )?(?P<rel>{'|'.join(_MONTHS_AHEAD)}) month(?![a-z])",
    "month",
)
def of_that_month(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    return _in_month(scene, _MONTHS_AHEAD[match["rel"]], int(match["d"]), match[0])


@DATES.rule(
    "day of month",
    rf"(?<![a-z0-9_.,/#-])(?P<v>(?:(?P<w>{WD})\.?,? )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)"
    r"(?P<m>(?: of)?(?: the)? (?:this|next|last|following|previous|current|coming) month)?)"
    r"(?![a-z0-9-]| (?!and |to |for |at |please|pls|with|or |i |we |you |about|then|but |so |if |in |on |is |re |as |"
    r"because|plus|thanks|of (?:this|next|last|the|every|each) |until|till|through|morning|afternoon|evening|noon|from|"
    r"by |every |remind|call|send|via |me |not |instead|too|\d|[^a-z]))",
    "st nd rd th",
)
def ordinal(match: re.Match[str], scene: Scene) -> Day | Impossible | None:
    day = int(match["d"])
    if not 1 <= day <= 31:
        return None
    if match["m"]:
        weeks = _MONTHS_AHEAD[match["m"].split()[-2]]
        return _in_month(scene, weeks, day, match[0])
    if match["w"]:
        return Day(almanac.matching(scene.today, day, WEEKDAY[match["w"]]))
    return Day(almanac.next_day_of_month(scene.today, day), "month")


def _in_month(scene: Scene, months: int, day: int, said: str) -> Day | Impossible | None:
    first = almanac.add_months(scene.today.replace(day=1), months)
    return _dated(first.year, first.month, day, said)
