"""The next business day, and the one before."""

import re

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.policy import Policy

WORKDAYS = Rules("day")


def is_off(policy: Policy) -> almanac.IsOff:
    """Whether nobody works that day."""
    return lambda day: not policy.calendar.works(day)


@WORKDAYS.rule(
    "working day",
    r"(?<![a-z])(?:the )?(?P<w>next|following|previous|last|prior) (?:business|working|work) ?day(?![a-z]| of| in)",
    "day workday businessday",
)
def near_working_day(match: re.Match[str], scene: Scene) -> Day:
    way = 1 if match["w"] in ("next", "following") else -1
    return Day(almanac.working_days(scene.today, way, is_off(scene.policy)))
