"""On which day a deal was closed: it depends on where its owner is, and on where the asker is."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_

from crm_domain.deals import Deal
from crm_domain.local_time import DAY_SECONDS, Clock, between, on_days
from crm_domain.timespan import DAY, Timespan, unit_ends

NOON = time(12)
NOON_SECONDS = DAY_SECONDS // 2


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


class ClosingDay:
    """The same as conditions and columns for the database; `zones` are those of the deals' owners, by their numbers.

    A deal of which nothing but the day is known has no moment: `dated` alone are deals that have one.
    """

    def __init__(self, clock: Clock, zone: ZoneInfo, zones: Mapping[int, str], *, dated: bool = True) -> None:
        self.clock, self.zone, self.zones, self.dated = clock, zone, zones, dated

    @cached_property
    def said(self) -> ColumnElement[bool]:
        """Whether only a day was said."""
        noon = self.clock.date_seconds("deals.close_date") + NOON_SECONDS
        return and_(self.clock.whole_minute("deals.closed_at"), self._owners_clock() == noon)

    def _owners_clock(self) -> ColumnElement[int]:
        """Most owners are in one zone: only of the others the numbers are looked at."""
        owners: dict[str, list[int]] = {"UTC": []}
        for id, tz in self.zones.items():
            owners.setdefault(tz, []).append(id)
        usual = Counter(self.zones.values()).most_common(1)[0][0] if self.zones else "UTC"
        seconds = {tz: self.clock.seconds("deals.closed_at", _zone(tz)) for tz in owners}
        cases = [(Deal.owner_id.in_(ids), seconds[tz]) for tz, ids in owners.items() if tz != usual and ids]
        nobody = [(Deal.owner_id.is_(None), seconds["UTC"])] if usual != "UTC" else []
        return case(*nobody, *cases, else_=seconds[usual]) if nobody or cases else seconds[usual]

    def within(self, span: Timespan) -> list[ColumnElement[bool]]:
        """A day that was said may begin up to a day before or after the asker's: only near the ends it is looked at."""
        if not self.dated:
            return [Deal.closed_at.is_(None), *on_days(Deal.close_date, span)]
        wide, sure = (Timespan(span.start and span.start - by, span.end + by) for by in (DAY, -DAY))
        exact = and_(*between(Deal.closed_at, span, self.zone))
        return [*between(Deal.closed_at, wide, self.zone),
                or_(and_(*between(Deal.closed_at, sure, self.zone)),
                    case((self.said, and_(*on_days(Deal.close_date, span))), else_=exact))]  # fmt: skip

    def since(self, day: date) -> ColumnElement[bool]:
        said: ColumnElement[bool] = Deal.close_date >= day
        if not self.dated:
            return said
        before, at, after = (self._begins(day + by) for by in (-DAY, timedelta(), DAY))
        near = case((self.said, said), else_=Deal.closed_at >= at)
        return and_(Deal.closed_at >= before, or_(Deal.closed_at >= after, near))

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def unit(self, span: Timespan, by: str) -> ColumnElement[Any]:
        """The month or quarter that it lies in."""
        assert span.start is not None
        [*before, (_, last)] = unit_ends(span.start, span.end, by)
        cases = [(~self.since(end + DAY), key) for end, key in before]
        return case(*cases, else_=last) if cases else literal(last)

    def latest(self) -> list[ColumnElement[Any]]:
        """The last moment at which, and the last date on which one was closed."""
        if not self.dated:
            return [func.max(null()), func.max(Deal.close_date)]
        return [func.max(case((~self.said, Deal.closed_at))), func.max(case((self.said, Deal.close_date)))]

    def days_since_begun(self) -> ColumnElement[int]:
        """From the day on which the deal was entered; a deal that is entered after it was closed took none."""
        begun = self.clock.day("deals.created_at", self.zone)
        said = self.clock.date_seconds("deals.close_date") // DAY_SECONDS
        closed = case((self.said, said), else_=self.clock.day("deals.closed_at", self.zone)) if self.dated else said
        return case((closed > begun, closed - begun), else_=0)
