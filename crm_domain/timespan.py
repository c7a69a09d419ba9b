"""Stretches of whole days, and the stretch before that one compares them with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Timespan:
    """Whole days, both ends included; without a start it is everything up to the end."""

    start: date | None
    end: date

    @property
    def days(self) -> int:
        """How many days; 0 where there is no start."""
        return 0 if self.start is None else (self.end - self.start).days + 1

    def holds(self, day: date | None) -> bool:
        return day is not None and (self.start is None or self.start <= day) and day <= self.end

    def to_date(self, today: date) -> "Timespan":
        """What of it has been by now."""
        return Timespan(self.start, min(self.end, today))

    def before(self) -> "Timespan | None":
        """The same span of the unit before: as many days from its start, the whole of it for a whole unit.

        A month to date is compared with the first days of the month before. What is no calendar unit nor the beginning
        of one is compared with as many days just before it.
        """
        if self.start is None:
            return None
        unit = calendar_unit(self.start, self.end)
        if unit is None:
            return Timespan(self.start - self.days * DAY, self.start - DAY)
        start, last = earlier(unit), unit.start - DAY if unit.start else unit.end
        if self.end == unit.end:
            return Timespan(start, last)
        return Timespan(start, min(start + (self.days - 1) * DAY, last))

    def year_before(self) -> "Timespan":
        """The same days a year earlier; the end of February stays one."""
        return Timespan(self.start and _year_before(self.start), _year_before(self.end + DAY) - DAY)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def months_of(first: date, count: int) -> Timespan:
    """`count` whole months from the first day of a month; a negative count are those before it."""
    other = add_months(first, count)
    return Timespan(first, other - DAY) if count > 0 else Timespan(other, first - DAY)


def add_months(first: date, count: int) -> date:
    """The first day of the month `count` months on."""
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def month_of(day: date) -> Timespan:
    return months_of(day.replace(day=1), 1)


def quarter_of(day: date) -> Timespan:
    return months_of(day.replace(month=day.month - (day.month - 1) % 3, day=1), 3)


def calendar_unit(start: date, end: date) -> Timespan | None:
    """The whole months that this is; else the week, month, quarter or year that begins so; None where none does.

    Two months of a quarter are its beginning, four and more of a year from January that of the year.
    """
    if start.day != 1:
        monday = start.weekday() == 0 and end < start + WEEK
        return Timespan(start, start + WEEK - DAY) if monday and end > start else None
    if end.day == monthrange(end.year, end.month)[1]:
        count = 12 * (end.year - start.year) + end.month - start.month + 1
        if count == 2 and start.month % 3 == 1:
            return months_of(start, 3)
        return months_of(start, 12) if start.month == 1 and 3 < count < 12 else Timespan(start, end)
    lengths = {1: True, 3: start.month % 3 == 1, 12: start.month == 1}
    units = (months_of(start, length) for length, begins in lengths.items() if begins)
    return next((unit for unit in units if unit.end > end), None)


def earlier(unit: Timespan) -> date:
    """The first day of the unit before this one."""
    assert unit.start is not None
    if unit.start.day != 1 or unit.days < 28:
        return unit.start - unit.days * DAY
    length = (unit.end.year - unit.start.year) * 12 + unit.end.month - unit.start.month + 1
    return add_months(unit.start, -length)


def month_key(day: date) -> str:
    """2017-09"""
    return f"{day:%Y-%m}"


def quarter_key(day: date) -> str:
    """2017-Q3"""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def months_back(today: date, count: int) -> Timespan:
    """The last `count` calendar months, the last one being that of today, to date."""
    return Timespan(add_months(today.replace(day=1), 1 - count), today)


KEYS = {"month": month_key, "quarter": quarter_key}


def keys_of(span: Timespan, unit: str) -> list[str]:
    """Every month or quarter that the span touches, in order."""
    assert span.start is not None
    firsts = [span.start.replace(day=1)]
    while (following := add_months(firsts[-1], 1)) <= span.end:
        firsts.append(following)
    return list(dict.fromkeys(KEYS[unit](first) for first in firsts))


def unit_ends(start: date, end: date, unit: str) -> list[tuple[date, str]]:
    """The last day of every month or quarter from one day to another, with its key."""
    found, first = dict[str, date](), start.replace(day=1)
    while first <= end:
        first = add_months(first, 1)
        found[KEYS[unit](first - DAY)] = first - DAY
    return [(day, key) for key, day in found.items()]
