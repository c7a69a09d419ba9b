"""Parts of a month, a year or a week: late next month, 4 to 23 May, the last weekend of October, week 3."""

import re
from datetime import date

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.durations import shifted
from handlers.reading.joins import Joined, Joins
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Rules, Scene
from handlers.reading.spans import Period
from handlers.reading.timewords import HOW_MANY, ORD, ORDINAL, YEAR, count
from handlers.reading.workdays import is_off

STRETCHES = Joins()
WEEKS = Rules("stretch")
_NTH = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{ORD}|last)"


def _nth(said: str) -> int:
    """First is 0, last is -1, as in an index."""
    if said == "last":
        return -1
    return (ORDINAL[said] if said in ORDINAL else int(said[:-2])) - 1


def _whole(period: Period) -> tuple[date, date]:
    if period.start is None or period.end is None:
        raise ValueError(period)
    return period.start, period.end


def _coming(scene: Scene, stretch: Stretch) -> tuple[date, date]:
    """Its days; of an unnamed year those that are not over."""
    first, last = _whole(stretch.period)
    if stretch.loose and last < scene.today:
        first, last = (
            almanac.add(first, 1, stretch.loose),
            almanac.add(last + almanac.DAY, 1, stretch.loose) - almanac.DAY,
        )
    return first, last


@STRETCHES.rule(
    "part of stretch",
    "(?<![a-z])(?P<w>early|earlier|late|later|mid)(?: in| on|-)? (?:the )?{stretch}",
    "interval",
    "early earlier late later mid",
)
def part(found: Joined) -> Stretch | None:
    first, last = _whole(found.values[0].period)
    if found.w == "mid" or last - first < 3 * almanac.DAY:
        return None
    third = (last - first + almanac.DAY) // 3
    if found.w in ("early", "earlier"):
        return Stretch(Period(first, first + third))
    if found.w == "later" and first <= found.scene.today < last:
        return Stretch(Period(max(found.scene.today + almanac.DAY, first + (last - first) // 2), last))
    return Stretch(Period(last - third + almanac.DAY, last))


_LIST_TO = r" ?(?:to|till|until|through|thru|and|-|~) ?(?:the )?"


@STRETCHES.rule(
    "range",
    rf"(?:(?<![a-z])(?:from|between) )?(?:the )?(?<![\d.:/-])(?P<a>\d{{1,2}})(?:st|nd|rd|th)?{_LIST_TO}(?P<b>\d{{1,2}})"
    r"(?:st|nd|rd|th)?,? (?:of |in )?(?:the )?{stretch}",
    "stretch",
)
@STRETCHES.rule(
    "range",
    rf"{{stretch}},? (?:between |from )(?:the )?(?P<a>\d{{1,2}})(?:st|nd|rd|th)?{_LIST_TO}(?P<b>\d{{1,2}})"
    rf"(?:st|nd|rd|th)?(?![\d:])(?! ?[ap]\.?m)",
    "stretch",
)
def days_of_month(found: Joined) -> Stretch | None:
    """From 4 to 23 of this month."""
    first, last = _coming(found.scene, found.values[0])
    start, end = int(found.a), int(found.b)
    said = found.scene.text[found.start : found.end]
    if " and " in said and "between " not in said:
        return None
    if not (first.day == 1 and 27 <= (last - first).days <= 30 and 1 <= start < end <= last.day):
        return None
    return Stretch(Period(first.replace(day=start), first.replace(day=end)))


@STRETCHES.rule(
    "weekend", rf"(?<![a-z])(?:the )?(?P<n>{_NTH}) weekend (?:of|in) (?:the )?{{stretch}}", "stretch", "weekend"
)
def nth_weekend(found: Joined) -> Stretch:
    first, last = _coming(found.scene, found.values[0])
    nth = _nth(found.n)
    saturday = (
        almanac.weekday_before(last + almanac.DAY, 5) if nth < 0 else almanac.weekday_after(first - almanac.DAY, 5)
    )
    saturday += max(nth, 0) * 7 * almanac.DAY
    return Stretch(Period(saturday, saturday + almanac.DAY))


@STRETCHES.rule(
    "nth day",
    rf"(?<![a-z0-9])(?:the )?(?P<n>{_NTH})(?P<l>(?: to the)?[ -]last)? day (?:of|in) (?:the )?{{stretch}}",
    "day",
    "day",
)
def nth_day(found: Joined) -> Day | None:
    """The 40th day of 2020, the fifth last day of May."""
    first, last = _coming(found.scene, found.values[0])
    nth = _nth(found.n)
    day = last - nth * almanac.DAY if found.l else last if nth < 0 else first + nth * almanac.DAY
    return Day(day) if first <= day <= last else None


_WORKDAY = "(?:business|working|work) ?day"


@STRETCHES.rule(
    "working day",
    rf"(?<![a-z0-9])(?:the )?(?P<n>{_NTH}) {_WORKDAY} (?:of|in) (?:the )?{{stretch}}",
    "day",
    "day workday businessday",
)
def nth_working_day(found: Joined) -> Day:
    scene, nth = found.scene, _nth(found.n)
    first, last = _coming(scene, found.values[0])
    if nth < 0:
        return Day(almanac.working_days(last + almanac.DAY, -1, is_off(scene.policy)))
    return Day(almanac.working_days(first - almanac.DAY, nth + 1, is_off(scene.policy)))


@STRETCHES.rule(
    "nth month",
    rf"(?<![a-z0-9])(?:the )?(?P<n>{_NTH}) (?P<u>month|quarter) (?:of|in) (?:the )?{{stretch}}",
    "stretch",
    "month quarter",
)
def nth_month(found: Joined) -> Stretch | None:
    first, last = _whole(found.values[0].period)
    step = 3 if found.u == "quarter" else 1
    nth = _nth(found.n)
    start = almanac.add_months(last + almanac.DAY, -step) if nth < 0 else almanac.add_months(first, nth * step)
    whole = almanac.months(start, step)
    return Stretch(whole) if whole.end and first <= start and whole.end <= last else None


@STRETCHES.rule("", rf"{{stretch}},? (?:in |of )?(?P<y>{YEAR})(?![\d:])", "stretch", "2 1")
def in_year(found: Joined) -> Stretch | None:
    """April to June in 2017."""
    stretch: Stretch = found.values[0]
    if stretch.loose != "year":
        return None
    first, last = _whole(stretch.period)
    years = int(found.y) - last.year
    return Stretch(
        Period(almanac.add(first, years, "year"), almanac.add(last + almanac.DAY, years, "year") - almanac.DAY)
    )


@WEEKS.rule(
    "week of year",
    rf"(?<![a-z])(?:the )?(?:calendar )?(?:week|cw|wk) ?(?:no\.? ?|number )?(?P<n>[1-4]?\d|5[0-3])(?:,? (?:of |"
    rf"in )?(?P<y>{YEAR}))?(?![\d:])",
    "week cw wk",
)
def week_of_year(match: re.Match[str], scene: Scene) -> Stretch:
    """By ISO 8601: week 1 holds 4 January."""
    year, number = int(match["y"] or scene.today.year), int(match["n"])
    return Stretch(almanac.week(date.fromisocalendar(year, number, 1)))


@WEEKS.rule(
    "decade",
    r"(?<![a-z0-9])(?:the )?(?:(?P<y>(?:1[5-9]|20)\d)0'?s|'?(?P<s>[1-9])0'?s|(?P<w>twenties|thirties|forties|"
    r"fifties|sixties|seventies|eighties|nineties))(?![a-z0-9])",
    "s twenties thirties forties fifties sixties seventies eighties nineties",
)
def decade(match: re.Match[str], scene: Scene) -> Stretch:
    tens = int(match["s"]) if match["s"] else _TENS.index(match["w"]) + 2 if match["w"] else 0
    first = int(match["y"]) * 10 if match["y"] else 1900 + 10 * tens if tens > 2 else 2020
    return _years(first, 10)


_TENS = "twenties thirties forties fifties sixties seventies eighties nineties".split()


@WEEKS.rule(
    "decade", r"(?<![a-z])(?P<w>this|the current|last|the past|next) (?P<u>decade|century)(?![a-z])", "decade century"
)
@WEEKS.rule("decade", r"(?<![a-z])the (?P<n>\d\d)(?:st|nd|rd|th) (?P<u>century)(?![a-z])", "century")
def related_decade(match: re.Match[str], scene: Scene) -> Stretch:
    length = 10 if match["u"] == "decade" else 100
    if "n" in match.re.groupindex:
        return _years((int(match["n"]) - 1) * 100, 100)
    ahead = {"last": -1, "the past": -1, "next": 1}.get(match["w"], 0)
    return _years((scene.today.year // length + ahead) * length, length)


def _years(first: int, number: int) -> Stretch:
    return Stretch(Period(date(first, 1, 1), date(first + number, 1, 1) - almanac.DAY))


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


@WEEKS.rule(
    "season",
    rf"(?<![a-z])(?:(?P<w>this|next|last|in the|in|during|by|the|of) )?(?P<s>spring|summer|autumn|fall|winter)"
    rf"(?: (?:of )?(?P<y>{YEAR}))?(?![a-z])(?! (?:off|short|behind|through|back|into))",
    "spring summer autumn fall winter",
)
def season(match: re.Match[str], scene: Scene) -> Stretch | None:
    """Three whole months from March, June, September or December, as the weather services count."""
    if not (match["w"] or match["y"]):
        return None
    month = _SEASONS[match["s"]]
    year = int(match["y"] or scene.today.year)

    def of(year: int) -> Period:
        return almanac.months(date(year, month, 1), 3)

    if match["y"]:
        return Stretch(of(year))
    if match["w"] == "last":
        return Stretch(next(of(year - back) for back in (0, 1, 2) if _whole(of(year - back))[1] < scene.today))
    ahead = next(of(year + step) for step in (-1, 0, 1) if _whole(of(year + step))[1] >= scene.today)
    if match["w"] == "next" and _whole(ahead)[0] <= scene.today:
        return Stretch(of(_whole(ahead)[0].year + 1))
    return Stretch(ahead, "year")


@WEEKS.rule(
    "rest",
    r"(?<![a-z])(?:the )?(?:(?P<r>rest|remainder) of (?:the |this )?|(?:all|whole) )(?P<u>week|month|quarter|"
    r"year)(?![a-z])",
    "rest remainder all whole",
)
def rest(match: re.Match[str], scene: Scene) -> Stretch:
    """The rest of the week: from today on; all week."""
    first, last = _whole(almanac.SPAN[match["u"]](scene.today, 0))
    return Stretch(Period(scene.today if match["r"] else first, last))


@STRETCHES.rule(
    "half",
    r"(?<![a-z])(?:the )?(?P<n>first|second|1st|2nd|last|other) half (?:of |in )?(?:the )?{stretch}",
    "stretch",
    "half",
)
def half(found: Joined) -> Stretch:
    """By months where it has an even number of them, else by days."""
    first, last = _whole(found.values[0].period)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    middle = almanac.add_months(first, months // 2) if months % 2 == 0 else first + (last - first + almanac.DAY) // 2
    if found.n in ("first", "1st"):
        return Stretch(Period(first, middle - almanac.DAY))
    return Stretch(Period(middle, last))


@STRETCHES.rule(
    "edge",
    "(?<![a-z])(?:the )?(?P<w>first|last|final) {duration} (?:of|in) (?:the )?{stretch}",
    "stretch",
    "first last final",
)
def first_so_long(found: Joined) -> Stretch | None:
    """The first 10 days of March, the last 3 months of 2018."""
    length, stretch = found.values
    first, last = _coming(found.scene, stretch)
    off = is_off(found.scene.policy)
    if found.w == "first":
        found_end = shifted(first, length, 1, off) - almanac.DAY
        return Stretch(Period(first, found_end)) if found_end <= last else None
    start = shifted(last + almanac.DAY, length, -1, off)
    return Stretch(Period(start, last)) if start >= first else None


@WEEKS.rule("weekend", r"(?<![a-z])(?:the )?weekend (?P<w>after next|before last)(?![a-z])", "weekend")
@WEEKS.rule("weekend", rf"(?<![a-z0-9])(?P<n>{HOW_MANY}) weekends (?P<w>ago|from now)(?![a-z])", "weekends")
def counted_weekend(match: re.Match[str], scene: Scene) -> Stretch:
    weeks = count(match["n"]) if "n" in match.re.groupindex else 2
    saturday = almanac.weekday_of(scene.today, 5, -weeks if match["w"] in ("ago", "before last") else weeks)
    return Stretch(Period(saturday, saturday + almanac.DAY))


@STRETCHES.rule("weekend", "(?<![a-z])(?:the )?week-?end (?:of|after|before) (?:the )?{day}", "stretch", "weekend end")
def weekend_of(found: Joined) -> Stretch:
    saturday = almanac.weekday_of(found.values[0].on, 5, 0)
    if "before" in found.said[0][0]:
        saturday = almanac.weekday_before(found.values[0].on, 5)
    return Stretch(Period(saturday, saturday + almanac.DAY))
