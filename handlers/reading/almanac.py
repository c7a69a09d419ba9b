"""Calendar arithmetic: whole days, weeks from Monday, months, quarters, and clocks in a zone."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo

from handlers.reading.spans import Period

DAY = timedelta(days=1)


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of a later month, its last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, count: int, unit: str) -> date:
    """`unit`: day, week, month, quarter, year."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def week(day: date, offset: int = 0) -> Period:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
    return Period(monday, monday + 6 * DAY)


def months(first: date, count: int) -> Period:
    """`count` whole months from the first of a month."""
    return Period(first, add_months(first, count) - DAY)


def month(day: date, offset: int = 0) -> Period:
    return months(add_months(day.replace(day=1), offset), 1)


def quarter(day: date, offset: int = 0) -> Period:
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return months(add_months(first, 3 * offset), 3)


def year(day: date, offset: int = 0) -> Period:
    return months(date(day.year + offset, 1, 1), 12)


SPAN: dict[str, Callable[[date, int], Period]] = {
    "day": lambda day, offset: Period(day + offset * DAY, day + offset * DAY),
    "week": week,
    "month": month,
    "quarter": quarter,
    "year": year,
}


def weekday_after(day: date, weekday: int) -> date:
    """The next such day, never the day itself; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def weekday_of(day: date, weekday: int, weeks: int) -> date:
    """That day of the week `weeks` after the one that holds `day`."""
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks, days=weekday)


def falls(year: int, month: int, day: int) -> int | None:
    """The weekday of a date, Monday is 0; None where there is none."""
    return date(year, month, day).weekday() if day <= monthrange(year, month)[1] else None


def next_date(today: date, month: int, day: int) -> date | None:
    """The next such date at or after today; None where no year has it."""
    for ahead in range(9):  # 29 February may be eight years away, around 2100
        if day <= monthrange(today.year + ahead, month)[1]:
            found = date(today.year + ahead, month, day)
            if found >= today:
                return found
    return None


def next_day_of_month(today: date, day: int) -> date:
    """The next such day at or after today, in a month that has it; 1 to 31."""
    first = today.replace(day=1)
    while day > monthrange(first.year, first.month)[1] or first.replace(day=day) < today:
        first = add_months(first, 1)
    return first.replace(day=day)


def matching(today: date, day: int, weekday: int) -> date:
    """Friday the 4th: the nearest one within a year, where one behind seems three times as far."""
    first = today.replace(day=1)
    months = (add_months(first, ahead) for ahead in range(-12, 13))
    days = (month.replace(day=day) for month in months if day <= monthrange(month.year, month.month)[1])
    fits = [found for found in days if found.weekday() == weekday]
    return min(fits, key=lambda found: max((found - today).days, 3 * (today - found).days), default=today)


def nearest(today: date, span: Callable[[int], Period]) -> Period:
    """Of last year's, this year's and the coming one the nearest; what is behind seems two months nearer."""
    return min((span(today.year + ahead) for ahead in (0, -1, 1)), key=lambda period: _away(today, period))


def _away(today: date, period: Period) -> float:
    assert period.start is not None
    assert period.end is not None
    if period.start <= today <= period.end:
        return -1000.0
    return (period.start - today).days if period.start > today else (today - period.end).days - 60.5


def at_clock(day: date, hour: int, minute: int, zone: tzinfo | None, second: int = 0) -> datetime:
    """A wall clock in a zone: skipped times move forward, of two equal ones the first; hour 24 is midnight."""
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second)
    return wall.astimezone(UTC).astimezone(zone)


def later(now: datetime, delta: timedelta) -> datetime:
    """Elapsed time, over a change of the clocks too."""
    return (now.astimezone(UTC) + delta).astimezone(now.tzinfo).replace(microsecond=0)


def on_clock(day: date, when: datetime) -> datetime:
    """Another day at the same wall clock."""
    return at_clock(day, when.hour, when.minute, when.tzinfo, when.second)


IsOff = Callable[[date], bool]


def working_days(day: date, count: int, is_off: IsOff) -> date:
    """So many days of work later (earlier where negative), never on a day off."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while is_off(day):
            day += step
    return day
