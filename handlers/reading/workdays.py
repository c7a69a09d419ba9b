"""Which days are worked on, by a country's calendar; the next business day."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.policy import Policy

if TYPE_CHECKING:
    from holidays import HolidayBase

WORKDAYS = Rules("day")


@lru_cache(maxsize=32)
def calendar(country: str) -> "HolidayBase":
    """A country's public holidays and shifted working days; years are filled in as they are asked for."""
    from holidays import country_holidays  # 50 ms that only business days and feasts cost

    return country_holidays(country)


def is_off(policy: Policy) -> Callable[[date], bool]:
    """Whether nobody works that day by this policy: weekends, holidays of the country, days off."""
    if not policy.country:
        return lambda day: day.weekday() >= 5 or day in policy.days_off
    known = calendar(policy.country)
    return lambda day: day in policy.days_off or not known.is_working_day(day)


@WORKDAYS.rule(
    "working day",
    r"(?<![a-z])(?:the )?(?P<w>next|following|previous|last|prior) (?:business|working|work) ?day(?![a-z]| of| in)",
    "day workday businessday",
)
def near_working_day(match: re.Match[str], scene: Scene) -> Day:
    way = 1 if match["w"] in ("next", "following") else -1
    return Day(almanac.working_days(scene.today, way, is_off(scene.policy)))
