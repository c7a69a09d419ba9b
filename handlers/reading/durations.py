"""How long: three hours and 20 minutes, 2h30m, an hour and a half, five business days, a full week."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from handlers.reading import almanac
from handlers.reading.pieces import Piece, Rules, Scene
from handlers.reading.spans import Duration
from handlers.reading.timewords import HOW_MANY, count, unit

DURATIONS = Rules("duration")
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_NAMES = (
    r"(?:(?:business|working|work)[ -]days?|weekdays?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|"
    r"wks?|fortnights?|months?|mths?|mos?|quarters?|qtrs?|years?|yrs?|decades?|centur(?:y|ies))"
)
_WORKING = re.compile("business|work|weekday")
_PARTS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "a quarter of": "0.25", "quarter of": "0.25"}
_PARTS |= {"three quarters of": "0.75", "three-quarters of": "0.75", "half of": "0.5", "½": "0.5", "¼": "0.25"}
_PARTS |= {"¾": "0.75", "a quarter": "0.25", "quarter": "0.25"}
_NUMBER = (
    rf"(?:(?:a quarter|quarter|three[ -]quarters|half) of an?|(?:a )?quarter(?=[ -]hour)|"
    rf"(?:\d{{1,3}}(?: (?=[13]/)|(?=[½¼¾])))?(?:[13]/[24]|[½¼¾])|\d{{1,7}}(?:\.\d{{1,3}})?|"
    rf"half(?: an?)?|an?|{HOW_MANY})"
)


_MIXED = re.compile(rf"(?:(?P<whole>\d+) ?)?(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?: an?)?")


def lasting(number: Decimal, what: str) -> Duration:
    """So many of a unit; halves of a month or year count whole months, the rest of them whole days."""
    if what == "business_day":
        return Duration(business_days=number)
    if what in _MONTHS:
        whole, rest = divmod(number * _MONTHS[what], 1)
        return Duration(months=whole, days=(rest * 30).to_integral_value())
    if what in _DAYS:
        whole, rest = divmod(number * _DAYS[what], 1)
        return Duration(days=whole, seconds=rest * 86400)
    return Duration(seconds=number * _SECONDS[what])


def added(one: Duration, other: Duration) -> Duration:
    return Duration(
        one.months + other.months,
        one.days + other.days,
        one.business_days + other.business_days,
        one.seconds + other.seconds,
    )


def number_of(said: str) -> Decimal:
    """12, 1.5, 2 1/2, half an, twenty-five."""
    mixed = _MIXED.fullmatch(said)
    if mixed:
        return Decimal(mixed["whole"] or 0) + Decimal(_PARTS[mixed["part"]])
    if said.startswith("half"):
        return Decimal("0.5")
    return Decimal(said) if "." in said or said.isdigit() else Decimal(count(said))


def _unit(said: str) -> str:
    if _WORKING.match(said):
        return "business_day"
    singular = {"centuries": "century"}.get(said, said if said == "century" else said.removesuffix("s"))
    return singular if singular in _MONTHS or singular in _DAYS else unit(said)


@DURATIONS.rule(
    "how long",
    rf"(?<![a-z0-9.$€£¥/])(?<!\d,)(?P<n>{_NUMBER})(?: and an?(?P<h> half)|(?P<h2> (?:and )?half))?(?: "
    rf"more)?[ -]?(?P<u>{_NAMES})"
    r"(?:' time)?(?P<half> and (?:a )?half)?(?![a-z0-9])(?<!a quarter(?= past| to| after| before| of))",
    "business working work weekday weekdays second seconds sec secs minute minutes min mins hour hours hr hrs day days "
    "night nights week weeks wk wks fortnight fortnights month months mth mths mo mos quarter quarters qtr "
    "qtrs year years yr "
    "yrs decade decades century centuries",
)
@DURATIONS.rule(
    "how long",
    r"(?<![a-z0-9.,$€£¥/-])(?P<n>\d{1,4}(?:\.\d{1,3})?|[13]/[24])(?P<h>)(?P<h2>) ?(?P<u>[hdwy])(?P<half>)(?![a-z0-9/])",
    "h d w y",
)
@DURATIONS.rule(
    "how long",
    r"(?<![a-z0-9.,$€£¥/-])(?P<v>(?P<n>\d{1,4})(?P<h>)(?P<h2>) ?(?P<u>m)(?P<half>))(?![a-z0-9/]|[.,]\d)(?= ?$|"
    r" (?:ago|from now|later|and \d))",
    "m",
)
def how_long(match: re.Match[str], scene: Scene) -> Duration:
    half = Decimal("0.5") if match["half"] or match["h"] or match["h2"] else Decimal(0)
    return lasting(number_of(match["n"]) + half, _unit(match["u"]))


@DURATIONS.rule("how long", r"(?<![a-z0-9])(?<!an )(?<!a )(?P<u>hour|day|week|month|year) and a half(?![a-z])", "half")
def one_and_a_half(match: re.Match[str], scene: Scene) -> Duration:
    return lasting(Decimal("1.5"), match["u"])


@DURATIONS.rule("in figures", r"(?<![a-z0-9.,$€£¥/-])(?P<h>\d{1,3})h ?(?P<m>[0-5]?\d)(?:m(?:ins?)?)?(?![a-z0-9])", "h")
@DURATIONS.rule(
    "in figures", r"(?<![a-z0-9.,$€£¥/-])(?:(?P<h>\d{1,3})h ?)?(?P<m>\d{1,3})m ?(?P<s>\d{1,2})s(?![a-z0-9])", "m"
)
def in_figures(match: re.Match[str], scene: Scene) -> Duration:
    seconds = int(match["s"]) if "s" in match.re.groupindex else 0
    return Duration(seconds=Decimal(int(match["h"] or 0) * 3600 + int(match["m"]) * 60 + seconds))


@DURATIONS.rule(
    "whole",
    r"(?<![a-z])(?:for )?(?:(?:a|the) )?(?P<v>(?:full|whole|entire)[ -](?P<u>day|week|month|quarter|year))(?![a-z])",
    "full whole entire",
)
def whole(match: re.Match[str], scene: Scene) -> Duration:
    return lasting(Decimal(1), match["u"])


_AND = re.compile(" ?,? ?(?:and )?")


def durations(scene: Scene) -> Iterator[Piece]:
    """Those that stand side by side are one: 2 years and 3 months."""
    last: Piece | None = None
    for piece in sorted(DURATIONS.pieces(scene), key=lambda piece: (piece.start, -piece.end)):
        if last and piece.start < last.end:
            continue
        gap = _AND.match(scene.text, last.end) if last else None
        if last and gap and gap.end() == piece.start:
            last = piece._replace(start=last.start, value=added(last.value, piece.value))
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def shifted(day: date, length: Duration, way: int, is_off: almanac.IsOff) -> date:
    """`day` later (way 1) or earlier (-1), in whole days."""
    day = almanac.add_months(day, way * int(length.months)) + way * int(length.days) * almanac.DAY
    return almanac.working_days(day, way * int(length.business_days), is_off)


def moved(now: datetime, length: Duration, way: int, is_off: almanac.IsOff) -> datetime:
    """Days by the calendar at the same clock, hours and minutes elapsed."""
    day = shifted(now.date(), length, way, is_off)
    there = almanac.on_clock(day, now)
    return almanac.later(there, way * timedelta(seconds=float(length.seconds)))
