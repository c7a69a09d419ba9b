"""Days and stretches made of other ones: end of January, a week from Thursday, since July, 1 to 15 Nov."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from handlers.reading import almanac, zh
from handlers.reading.dates import DATES, Day
from handlers.reading.days import DAYS, OFFSETS
from handlers.reading.edges import ENDS, edges, moved, said_before, whole
from handlers.reading.feasts import FEASTS
from handlers.reading.periods import PERIODS, Stretch
from handlers.reading.pieces import Piece, Scene, by_start
from handlers.reading.spans import Impossible, Period
from handlers.reading.stretches import WEEKS
from handlers.reading.timewords import ORD, ORDINAL, WD, WEEKDAY, ZH_DAY, ZH_WEEKDAY, count
from handlers.reading.workdays import WORKDAYS

_NTH_WEEK = re.compile(
    r"(?<![a-z])(?:the )?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last) week (?:of |in )(?:the )?$"
)
_NTH_WEEK_AFTER = re.compile(r"的?第(?P<n>[一二三四1-4])(?:个?星期|周|个?礼拜)")
_NTH_DAY = re.compile(
    rf"(?<![a-z])(?:the )?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last) (?P<wd>{WD}) (?:of|in) (?:the )?$"
)
_NTH_DAY_AFTER = re.compile(r"的?(?:第(?P<n>[一二三四1-4])|最后一)个(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])")
_WEEK_OF = re.compile(r"(?<![a-z])(?:the )?(?:week|wk) (?:of|commencing|starting|beginning) (?:the )?$")
_SINCE = re.compile(r"(?<![a-z])(?:ever )?since (?:the )?$|(?:自从|自|从)$")
_SINCE_AFTER = re.compile(r"(?:份|号)?(?:以来|至今|起|开始|到现在|到今天)")
_THROUGH = re.compile(r"(?<![a-z])(?:through|thru|up to|up until) (?:the )?$")
_FROM = re.compile(r"(?:(?<![a-z])(?P<en>from|between) (?:the )?|[从自])$")
_TO = re.compile(r" ?(?:-|~) ?(?:the )?| (?:to|till|until|through|thru) (?:the )?|(?P<and> and (?:the )?)| ?[到至] ?")
_DAY_TO = re.compile(
    rf"(?:(?<![a-z])(?:from|between) )?(?:the )?(?<![\d.,:/#$-])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<w>{ORD}))"
    r"(?:-| - | to | till | until | through | and )(?:the )?$"
)
_TO_DAY = re.compile(
    rf"(?:(?: ?- ?| to | through | thru | until | till )(?:the )?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<w>{ORD}))(?:,? (?P<y>20\d\d))?"
    rf"(?![\d:a-z%万千,]|\.\d| ?[ap]m| (?:dec|nov|jan|[ap]\.m)|[-/]\d)| ?[-到至~] ?(?P<zh>{ZH_DAY})[号日])"
)
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_NTH |= {"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "1": 0, "2": 1, "3": 2, "4": 3, "一": 0, "二": 1, "三": 2, "四": 3}


class _Ends(NamedTuple):
    first: date
    last: date
    loose: str


def spans(scene: Scene) -> tuple[list[Piece], list[Piece]]:
    """Every day and every stretch of the message, said outright or made of others."""
    days = [piece for rules in (DATES, DAYS, WORKDAYS, FEASTS, *zh.DAYS) for piece in rules.pieces(scene)]
    stretches = [piece for rules in (PERIODS, WEEKS, *zh.STRETCHES) for piece in rules.pieces(scene)]
    days += [*ENDS.pieces(scene), *edges(scene, stretches)]
    days += [*_counted(scene, days), *_weekdays(scene, stretches)]
    if days or stretches:
        stretches += [*_weeks(scene, days, stretches)]
        found = [*_known(days), *_known(stretches)]
        stretches += [*_since(scene, found), *_between(scene, found), *_partly(scene, days)]
    return days, stretches


def _known(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without what does not exist."""
    return (piece for piece in pieces if isinstance(piece.value, (Day, Stretch)))


def _counted(scene: Scene, days: list[Piece]) -> Iterator[Piece]:
    """A week from Thursday."""
    starts = by_start(_known(days))
    for piece in OFFSETS.pieces(scene):
        number, unit = piece.value
        for day in starts.get(piece.end, ()):
            yield Piece(piece.start, day.end, "day", Day(almanac.add(day.value.on, number, unit)), "offset")


def _weekdays(scene: Scene, stretches: list[Piece]) -> Iterator[Piece]:
    """The first Monday of next month."""
    for piece in stretches:
        before = said_before(_NTH_DAY, scene, piece)
        after = None if before else _NTH_DAY_AFTER.match(scene.text, piece.end)
        nth = before or after
        if nth:
            weekday = WEEKDAY[nth["wd"]] if before else ZH_WEEKDAY[nth["wd"]]
            start = before.start() if before else piece.start
            end = after.end() if after else piece.end
            day = _nth_weekday(scene, piece.value, weekday, _NTH[nth["n"] or "last"])
            yield Piece(start, end, "day", Day(day), "nth weekday")


def _nth_weekday(scene: Scene, stretch: Stretch, weekday: int, nth: int) -> date:
    first, last = whole(stretch.period)
    if nth < 0:
        found = almanac.weekday_before(last + almanac.DAY, weekday)
    else:
        found = almanac.weekday_after(first - almanac.DAY, weekday) + 7 * nth * almanac.DAY
    if stretch.loose and found < scene.today:
        return _nth_weekday(scene, Stretch(moved(stretch.period, stretch.loose, 1)), weekday, nth)
    return found


def _weeks(scene: Scene, days: list[Piece], stretches: list[Piece]) -> Iterator[Piece]:
    for piece in stretches:
        before = said_before(_NTH_WEEK, scene, piece)
        after = None if before else _NTH_WEEK_AFTER.match(scene.text, piece.end)
        nth = before or after
        if nth:
            start = before.start() if before else piece.start
            end = after.end() if after else piece.end
            yield Piece(start, end, "stretch", _nth_week(scene, piece.value, _NTH[nth["n"]]), "nth week")
    for piece in _known(days):
        before = said_before(_WEEK_OF, scene, piece)
        if before:
            yield Piece(before.start(), piece.end, "stretch", Stretch(almanac.week(piece.value.on)), "week of")


def _nth_week(scene: Scene, stretch: Stretch, nth: int) -> Stretch:
    """Counted in weeks that begin inside, the last one in weeks that end inside."""
    period = stretch.period
    if stretch.loose and whole(period)[1] < scene.today:
        period = moved(period, stretch.loose, 1)
    first, last = whole(period)
    if nth < 0:
        return Stretch(almanac.week(almanac.weekday_before(last + almanac.DAY, 6)))
    return Stretch(almanac.week(almanac.weekday_after(first - almanac.DAY, 0), nth))


def _ends(piece: Piece) -> _Ends:
    value = piece.value
    if isinstance(value, Day):
        return _Ends(value.on, value.on, value.loose)
    return _Ends(*whole(value.period), value.loose)


def _since(scene: Scene, found: list[Piece]) -> Iterator[Piece]:
    for piece in found:
        since, through = said_before(_SINCE, scene, piece), said_before(_THROUGH, scene, piece)
        after = _SINCE_AFTER.match(scene.text, piece.end)
        if (since and (since[0].isascii() or after)) or (after and after[0].endswith(("以来", "至今"))):
            start = since.start() if since else piece.start
            yield Piece(start, after.end() if after else piece.end, "stretch", _up_to_now(scene, piece), "since")
        elif through and _ends(piece).last >= scene.today:
            whole = Stretch(Period(scene.today, _ends(piece).last))
            yield Piece(through.start(), piece.end, "stretch", whole, "through")


def _startsaid_before(pattern: re.Pattern[str], scene: Scene, piece: Piece) -> int:
    match = said_before(pattern, scene, piece)
    return match.start() if match else piece.start


def _up_to_now(scene: Scene, piece: Piece) -> Stretch:
    first, _, loose = _ends(piece)
    if first > scene.today and loose:
        first = almanac.add(first, -1, loose)
    ended = first <= scene.today and scene.policy.since_ends_today
    return Stretch(Period(first, scene.today if ended else None))


def _between(scene: Scene, found: list[Piece]) -> Iterator[Piece]:
    """From one to another."""
    for left, to, right in _pairs(scene, found):
        opening = said_before(_FROM, scene, left)
        years = left.rule == right.rule == "year"
        if (to["and"] and not opening) or not (left.sure or right.sure or opening or years):
            continue
        first, last = _ends(left), _ends(right)
        period = _spanned(scene, first, last)
        if period:
            start = opening.start() if opening else left.start
            loose = "year" if first.loose == last.loose == "year" else ""
            yield Piece(start, right.end, "stretch", Stretch(period, loose), "range")


def _pairs(scene: Scene, found: list[Piece]) -> Iterator[tuple[Piece, re.Match[str], Piece]]:
    """Neighbours with a "to" between them; its "the" may belong to the right one (the end of May)."""
    starts = by_start(found)
    for left in found:
        to = _TO.match(scene.text, left.end)
        if to:
            ends = (to.end(), to.end() - 4) if to[0].endswith(" the ") else (to.end(),)
            yield from ((left, to, right) for end in ends for right in starts.get(end, ()))


def _spanned(scene: Scene, left: _Ends, right: _Ends) -> Period | None:
    """Ends whose year, month or week was not said move so that the first comes before the last."""
    first, last = left.first, right.last
    if left.loose and (not right.loose or (left.loose, right.loose) == ("month", "year")):
        first = _shifted(first, last, left.loose, -1)
    elif right.loose and (left.loose != "year" or right.loose != "year"):
        last = _shifted(last, first, right.loose, 1)
    elif first > last:
        first = _shifted(first, last, left.loose, -1)
    if left.loose == right.loose == "year" and (last - first).days > 366:
        last = almanac.add(last, -1, "year")
    if left.loose == right.loose == "year" and first > scene.today:
        back = Period(almanac.add(first, -1, "year"), almanac.add(last, -1, "year"))
        if (scene.today - whole(back)[1]).days < (first - scene.today).days:
            return back
    return Period(first, last) if first <= last else None


def _shifted(day: date, other: date, unit: str, way: int) -> date:
    """`day` by whole units to the last one at or before `other` (way -1), or the first at or after it (way 1)."""
    if not unit:
        return day
    if unit == "week":
        return other + way * ((day - other).days * way % 7) * almanac.DAY
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    apart = (other.year - day.year) * 12 + other.month - day.month
    near = apart // length * length
    options = [_by_months(day, near + step * length) for step in (-1, 0, 1)]
    return min((option for option in options if (option - other).days * way >= 0), key=lambda it: abs(it - other))


def _by_months(day: date, months: int) -> date:
    """Ends of months stay ends of months."""
    return (
        almanac.add_months(day + almanac.DAY, months) - almanac.DAY
        if _is_last(day)
        else almanac.add_months(day, months)
    )


def _is_last(day: date) -> bool:
    return (day + almanac.DAY).day == 1


def _partly(scene: Scene, days: list[Piece]) -> Iterator[Piece]:
    """1 to 15 Nov, Nov 1-15: the month is said once."""
    for piece in _known(days):
        if piece.rule not in ("day month", "month day"):
            continue
        before, after = said_before(_DAY_TO, scene, piece), _TO_DAY.match(scene.text, piece.end)
        if before and " and " in before[0] and "between " not in before[0]:
            continue
        number = _number(before) if before else 0
        if before and 1 <= number < piece.value.on.day:
            first = piece.value.on.replace(day=number)
            yield _month_once(
                scene, before.start(), piece.end, Stretch(Period(first, piece.value.on), piece.value.loose)
            )
        elif after:
            yield from _later(scene, piece, after)


def _number(match: re.Match[str]) -> int:
    return ORDINAL[match["w"]] if match["w"] else int(match["d"])


def _later(scene: Scene, piece: Piece, after: re.Match[str]) -> Iterator[Piece]:
    first, number = piece.value.on, count(after["zh"]) if after["zh"] else _number(after)
    if after["y"]:
        first = first.replace(year=int(after["y"]))
    if almanac.last_of_month(first.year, first.month).day < number <= 31:
        yield Piece(piece.start, after.end(), "stretch", Impossible(""), "range")
    if first.day < number <= almanac.last_of_month(first.year, first.month).day:
        loose = "" if after["y"] else piece.value.loose
        start = _startsaid_before(_FROM, scene, piece)
        yield _month_once(scene, start, after.end(), Stretch(Period(first, first.replace(day=number)), loose))


def _month_once(scene: Scene, start: int, end: int, stretch: Stretch) -> Piece:
    """Without a year the nearer of the coming and the last one."""
    first, last = whole(stretch.period)
    period = stretch.period
    if stretch.loose and (scene.today - almanac.add(last, -1, "year")).days < (first - scene.today).days:
        period = Period(almanac.add(first, -1, "year"), almanac.add(last, -1, "year"))
    return Piece(start, end, "stretch", Stretch(period), "range")
