"""How often: a recurrence while it is being put together, and its RFC 5545 rule."""

from datetime import date
from itertools import product
from typing import NamedTuple

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = tuple((0, day) for day in range(5))
WEEKEND = ((0, 5), (0, 6))


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
        return [
            ("FREQ", self.freq),
            ("INTERVAL", str(self.interval) if self.interval > 1 else ""),
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


def with_days(repeat: Repeat, days: tuple[tuple[int, int], ...]) -> Repeat:
    """On these days of the week: every day becomes every week."""
    return repeat._replace(freq="WEEKLY" if repeat.freq == "DAILY" else repeat.freq, days=days)
