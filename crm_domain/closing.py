"""On which day a deal was closed: it depends on where its owner is, and on where the asker is."""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

NOON = time(12)


@cache
def _zone(tz: str) -> ZoneInfo:
    return ZoneInfo(tz)


def closing_day(
    closed_at: datetime | None, close_date: date | None, owner_tz: str | None, zone: ZoneInfo
) -> date | None:
    """The day on which a deal was closed, for somebody in `zone`.

    Where only a day was said, the deal was closed at noon of it where its owner is: that day is the same for everybody.
    """
    if closed_at is None:
        return close_date
    if close_date and not closed_at.second and not closed_at.microsecond:
        local = closed_at.astimezone(_zone(owner_tz or "UTC"))
        if local.time() == NOON and local.date() == close_date:
            return close_date
    return closed_at.astimezone(zone).date()
