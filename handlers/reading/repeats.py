"""How often: a recurrence while it is being put together, and its RFC 5545 rule."""

from collections.abc import Collection
from datetime import date
from itertools import product
from typing import NamedTuple

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = tuple((0, day) for day in range(5))
WEEKEND = ((0, 5), (0, 6))
QUARTERLY = "QUARTERLY"  # no frequency of RFC 5545: every third month, where no day of the quarter is named
LONG = ("MONTHLY", QUARTERLY, "YEARLY")  # which have days with a number


class Repeat(NamedTuple):
    """Every `interval`-th `freq` (an RFC 5545 frequency). `days`: (which of the period, or 0 for each; weekday, Monday
    is 0). `times`: hours and minutes of the day. `until` is the last day.
    `positions`: which of those days in the period (BYSETPOS).
    """

    freq: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    times: tuple[tuple[int, int], ...] = ()
    until: date | None = None
    total: int = 0
    positions: tuple[int, ...] = ()
    part: str = ""

    def rrule(self) -> str:
        return ";".join(f"{name}={value}" for name, value in self._fields_said() if value)

    def _fields_said(self) -> list[tuple[str, str]]:
        hours = tuple(sorted({hour for hour, _ in self.times}))
        minutes = tuple(sorted({minute for _, minute in self.times}))
        freq, interval = ("MONTHLY", 3 * self.interval) if self.freq == QUARTERLY else (self.freq, self.interval)
        return [
            ("FREQ", freq),
            ("INTERVAL", "" if interval == 1 else str(interval)),
            ("UNTIL", f"{self.until:%Y%m%d}" if self.until else ""),
            ("COUNT", str(self.total or "")),
            ("BYMONTH", _listed(self.months)),
            ("BYMONTHDAY", _listed(self.month_days)),
            ("BYYEARDAY", _listed(self.year_days)),
            ("BYDAY", ",".join(f"{which or ''}{DAY_CODES[day]}" for which, day in self.days)),
            ("BYSETPOS", _listed(self.positions)),
            ("BYHOUR", _listed(hours)),
            ("BYMINUTE", _listed(minutes)),
        ]

    def timed(self, times: tuple[tuple[int, int], ...]) -> "Repeat | None":
        """At these times of the day; None where a rule cannot say them (9:00 and 17:30)."""
        hours, minutes = {hour for hour, _ in times}, {minute for _, minute in times}
        return self._replace(times=times) if set(times) == set(product(hours, minutes)) else None


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def in_quarters(repeat: Repeat, which: int) -> Repeat:
    """What comes every quarter on such a day of it: January to October count from its start, March on from its end.

    Every third month would begin to count in whichever month it was said.
    """
    if repeat.freq != QUARTERLY or repeat.interval > 1:
        return repeat
    return repeat._replace(freq="MONTHLY", months=(3, 6, 9, 12) if which < 0 else (1, 4, 7, 10))


def without_days(repeat: Repeat, left_out: Collection[tuple[int, int]]) -> Repeat | None:
    """Every day, or these days of the week, but for some; None where nothing would be left, or nothing to leave out."""
    if repeat.interval != 1 or not (repeat.freq == "DAILY" or (repeat.freq == "WEEKLY" and repeat.days)):
        return None
    days = tuple(day for day in repeat.days or WEEKDAYS + WEEKEND if day not in left_out)
    return with_days(repeat, days) if days else None


def with_days(repeat: Repeat, days: tuple[tuple[int, int], ...]) -> Repeat:
    """On these days of the week: every day becomes every week."""
    return repeat._replace(freq="WEEKLY" if repeat.freq == "DAILY" else repeat.freq, days=days)
