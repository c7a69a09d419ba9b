"""Days said by the name of their feast: Thanksgiving, Christmas Eve 2027, last Easter."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from crm_domain.calendars import kept_in
from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.timewords import YEAR

FEASTS = Rules("day")
_Feast = Callable[[int, str], date | None]


def _fixed(month: int, day: int) -> _Feast:
    return lambda year, country: date(year, month, day)


def _nth(month: int, weekday: int, nth: int, then: int = 0) -> _Feast:
    """The nth such weekday of a month, and `then` days later."""

    def of(year: int, country: str) -> date:
        first = almanac.weekday_after(date(year, month, 1) - almanac.DAY, weekday)
        return first + timedelta(weeks=nth - 1, days=then)

    return of


def _from_easter(days: int) -> _Feast:
    return lambda year, country: easter(year) + timedelta(days=days)


@lru_cache(maxsize=256)
def _listed(name: str, year: int, country: str) -> date | None:
    known = kept_in(country)
    known.is_working_day(date(year, 1, 1))  # fills the year in
    return next((day for day in known.get_named(name) if day.year == year and "observed" not in known[day]), None)


def _public(name: str, instead: str) -> _Feast:
    """As the member's country keeps it; where it does not, as `instead` does."""
    return lambda year, country: _listed(name, year, country or instead) or _listed(name, year, instead)


_FEASTS: dict[str, _Feast] = {
    "new year'?s? eve": _fixed(12, 31),
    "new year'?s?(?: day)?": _fixed(1, 1),
    "valentine'?s?(?: day)?": _fixed(2, 14),
    "st\\.? patrick'?s(?: day)?": _fixed(3, 17),
    "april fools?'?s?(?: day)?": _fixed(4, 1),
    "hall?oween": _fixed(10, 31),
    "(?:christ|x-?)mas eve": _fixed(12, 24),
    "(?:christ|x-?)mas(?: day)?": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "good friday": _from_easter(-2),
    "easter monday": _from_easter(1),
    "easter(?: sunday)?": _from_easter(0),
    "pentecost": _from_easter(49),
    "mother'?s'? day": _nth(5, 6, 2),
    "father'?s'? day": _nth(6, 6, 3),
    "black friday": _nth(11, 3, 4, then=1),
    "cyber monday": _nth(11, 3, 4, then=4),
    "(?:martin luther king(?: jr\\.?)?|mlk)'?s?(?: day)?": _public("Martin Luther King", "US"),
    "presidents?'?s? day": _public("Washington's Birthday", "US"),
    "memorial day": _public("Memorial Day", "US"),
    "juneteenth": _public("Juneteenth", "US"),
    "independence day": _public("Independence Day", "US"),
    "labou?r day": _public("Labor Day", "US"),
    "columbus day": _public("Columbus Day", "US"),
    "veterans'? day": _public("Veterans Day", "US"),
    "thanksgiving(?: day)?": _public("Thanksgiving", "US"),
    "(?:chinese|lunar) new year|spring festival": _public("Spring Festival", "CN"),
    "dragon boat festival": _public("Dragon Boat", "CN"),
    "mid-?autumn festival": _public("Mid-Autumn", "CN"),
}
_NAMES = "|".join(f"(?P<f{number}>{name})" for number, name in enumerate(_FEASTS))


@FEASTS.rule(
    "feast",
    rf"(?<![a-z])(?:(?P<rel>this|next|last|past) )?(?:{_NAMES})(?:,? (?:of |in )?(?P<y>{YEAR})|,? (?P<ry>this|"
    rf"next|last) year)?(?![a-z0-9])",
    "year valentine valentines patrick fools halloween christmas xmas mas boxing friday easter pentecost "
    "mother mothers father "
    "fathers cyber king mlk presidents president memorial juneteenth independence labor labour columbus veterans "
    "thanksgiving lunar spring festival",
)
def feast(match: re.Match[str], scene: Scene) -> Day | None:
    """The coming one, or that of the year that was said."""
    of = next(of for number, of in enumerate(_FEASTS.values()) if match[f"f{number}"])
    country, today = scene.policy.country, scene.today
    if match["y"] or match["ry"]:
        year = int(match["y"]) if match["y"] else today.year + {"this": 0, "next": 1, "last": -1}[match["ry"]]
        day = of(year, country)
        return Day(day) if day else None
    days = [day for year in range(today.year - 1, today.year + 3) if (day := of(year, country))]
    if match["rel"] in ("last", "past"):
        return Day(max(day for day in days if day < today))
    return Day(min(day for day in days if day >= today), "" if match["rel"] else "year")
