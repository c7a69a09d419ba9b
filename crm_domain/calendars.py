"""Calendars: which days are worked on, and when a clock that counts service hours runs.

The hours are exact to the second and over changes of the clocks: a moment is in hours when the wall clock in the
calendar's zone shows a time inside one of that weekday's spans and the day is no holiday. So an hour that a change of
the clocks repeats counts twice, and one that it skips not at all.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

DAY = timedelta(days=1)
HORIZON = timedelta(days=3 * 366)  # a calendar that opens no hour in this time opens none
SATURDAY = 5
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Stretch = tuple[datetime, datetime]  # from, and up to but without, in UTC
Hours = tuple[tuple[int, int], ...]  # minutes of the wall clock's day, 0 to 1440


@dataclass(frozen=True)
class Calendar:
    """`week` holds the hours of each weekday, Monday first; None is day and night. `country` has the holidays."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    week: tuple[Hours, ...] | None = None
    country: str | None = None
    closed: frozenset[date] = frozenset()

    def is_holiday(self, day: date) -> bool:
        return day in self.closed or bool(self.country and day in kept_in(self.country))

    def works(self, day: date) -> bool:
        """Whether it is a working day: a weekday that is no holiday, or a weekend day worked instead (调休)."""
        if day in self.closed or self.week is not None:
            return day not in self.closed and bool(self._hours(day))
        return kept_in(self.country).is_working_day(day) if self.country else day.weekday() < SATURDAY

    def stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """The hours from `start` to `end`, in order; neighbours may touch."""
        if self.week is None:
            if start < end:
                yield start, end
            return
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self._of(day):
                if (begins := max(opens, start)) < (ends := min(closes, end)):
                    yield begins, ends
            day += DAY

    def _of(self, day: date) -> Sequence[Stretch]:
        return _in_utc(self.zone, day, hours) if (hours := self._hours(day)) else ()

    def _hours(self, day: date) -> Hours:
        assert self.week is not None
        return () if self.is_holiday(day) else self.week[day.weekday()]

    def is_open(self, moment: datetime) -> bool:
        return any(True for _ in self.stretches(moment, moment + timedelta(seconds=1)))


@lru_cache(maxsize=4096)
def _in_utc(zone: ZoneInfo, day: date, hours: Hours) -> tuple[Stretch, ...]:
    """The hours of one day of the wall clock."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = []
    for begins, ends, offset in _offsets(zone, midnight):
        for opens, closes in hours:
            start = max(begins, midnight + timedelta(minutes=opens) - offset)
            end = min(ends, midnight + timedelta(minutes=closes) - offset)
            if start < end:
                found.append((start, end))
    return tuple(sorted(found))


def _offsets(zone: ZoneInfo, midnight: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The stretches of UTC around a day in which the zone keeps one offset."""
    start, end = midnight - DAY, midnight + 2 * DAY
    step = timedelta(hours=6)
    while start < end:
        offset, stop = _offset(zone, start), start
        while stop < end and _offset(zone, stop + step) == offset:
            stop += step
        stop = end if stop >= end else _change(zone, stop, stop + step)
        yield start, stop, offset
        start = stop


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second at which the offset is no longer that of `before`."""
    offset = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def working(zone: ZoneInfo, said: Mapping[str, Any] | None = None) -> Calendar:
    """On which days is worked where the clocks are those of `zone`: as the workspace says, else as its country does."""
    said = said or {}
    closed = frozenset(map(date.fromisoformat, said.get("closed") or ()))
    return Calendar(zone, None, said.get("holidays") or _country(zone), closed)


@lru_cache(maxsize=256)
def _country(zone: ZoneInfo) -> str | None:
    from babel.core import get_global

    return get_global("zone_territories").get(zone.key) or None


def _enter_countries() -> None:
    """The library's own way into its countries imports all 250 of them, 8 MB; so only those that are asked for are."""
    package = "holidays.countries"
    if package not in sys.modules and (found := find_spec(package)):
        sys.modules[package] = module_from_spec(found)


@lru_cache(maxsize=64)
def kept_in(country: str) -> "HolidayBase":
    """The holidays and shifted working days of GB, or of GB-ENG, a part of it; years fill in as they are asked for.

    A country whose holidays are not known has none.
    """
    _enter_countries()
    from holidays import HolidayBase, country_holidays  # 50 ms that few processes need

    name, _, part = country.partition("-")
    try:
        return country_holidays(name, subdiv=part or None)
    except NotImplementedError:
        return HolidayBase()


def without(stretches: Iterable[Stretch], stops: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of the stretches when the clock is stopped in between; both in order."""
    for start, end in stretches:
        for stopped, goes_on in stops:
            if goes_on <= start or stopped >= end:
                continue
            if start < stopped:
                yield start, stopped
            start = max(start, goes_on)
        if start < end:
            yield start, end


def length(stretches: Iterable[Stretch]) -> timedelta:
    return sum((end - start for start, end in stretches), timedelta())


def reached(stretches: Iterable[Stretch], amount: timedelta) -> datetime | None:
    """The moment at which so much has run; None where it never does."""
    for start, end in stretches:
        if end - start >= amount:
            return start + amount
        amount -= end - start
    return None


def hours(said: Mapping[str, Iterable[str]]) -> tuple[Hours, ...]:
    """{"mon": ["09:00-12:30", "13:30-18:00"], …} → the hours of Monday to Sunday. ValueError where one is none."""
    if unknown := set(said) - set(WEEK):
        raise ValueError(f"no such weekday: {', '.join(sorted(unknown))}")
    return tuple(tuple(sorted(_span(span) for span in said.get(day, ()))) for day in WEEK)


def _span(said: str) -> tuple[int, int]:
    start, _, end = said.partition("-")
    found = _minutes(start), _minutes(end)
    if not 0 <= found[0] < found[1] <= 24 * 60:
        raise ValueError(f"no span of a day: {said}")
    return found


def _minutes(said: str) -> int:
    hour, _, minute = said.strip().partition(":")
    if not 0 <= int(minute or 0) < 60:
        raise ValueError(f"no time of day: {said}")
    return int(hour) * 60 + int(minute or 0)
