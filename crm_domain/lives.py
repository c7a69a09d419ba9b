"""The lives of deals as columns: when each began and was closed, how, whose it is, of what kind, what it brings.

A thousand deals then cost what ten do, and a past day is seen as it was: what is closed later is still open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

LEAST, HISTORY = 30, 90  # won deals, and days of them, below which nothing is said
WEEK = 7
COHORT = 14  # days: deals that begin together are often left lying together
NEVER = date.max.toordinal()  # the day on which an open deal is closed
PARTS = 13  # of a quarter, its weeks: many deals are signed in the last ones


@dataclass(frozen=True, slots=True)
class Life:
    """`amount` is what it brought or would bring, in one currency; `stages` the days on which it came to each stage."""

    begun: date
    closed: date | None
    won: bool
    owner: str
    kind: str
    amount: float = 0.0
    id: int = 0
    stages: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Weeks:
    """[rows] every week of every life, deal after deal: whose it is, its first day, the deal's age in days then."""

    who: "Array"
    start: "Array"
    age: "Array"


class Book:
    """Columns of `lives`; a day is counted as the calendar counts (date.toordinal)."""

    def __init__(self, lives: Sequence[Life], today: date) -> None:
        import numpy as np

        self.lives, self.today = lives, today.toordinal()
        self.begun = np.array([life.begun.toordinal() for life in lives], int)
        self.closed = np.array([life.closed.toordinal() if life.closed else NEVER for life in lives], int)
        self.won = np.array([life.won for life in lives], bool)
        self.amount = np.array([life.amount for life in lives], float)
        self.owners, self.owner = _codes([life.owner for life in lives])
        self.kinds, self.kind = _codes([life.kind for life in lives])

    def won_by(self, day: int) -> "Array":
        """[deals] whether it was won by the end of that day."""
        won: Array = self.won & (self.closed <= day)
        return won

    def open_on(self, day: int) -> "Array":
        """The places of those that were open at the end of that day."""
        import numpy as np

        return np.flatnonzero((self.begun <= day) & (self.closed > day))

    def stage_on(self, day: int) -> "Array":
        """[deals] where each stood at the end of that day; 0 where nothing is known of it."""
        import numpy as np

        moment = date.fromordinal(day)
        stood = ((stage for at, stage in reversed(life.stages) if at <= moment) for life in self.lives)
        return np.array([next(stages, 0) for stages in stood], int)

    def tells_enough(self, day: int) -> bool:
        """Whether the wins that were known on that day are enough, and far enough back, to say something by them."""
        won = self.closed[self.won_by(day)]
        return len(won) >= LEAST and day - int(won.min()) >= HISTORY

    def brought(self, first: int, last: int) -> float:
        """What was won from one day to another."""
        return float(self.amount[self.won & (self.closed >= first) & (self.closed <= last)].sum())

    @cached_property
    def cohorts(self) -> "Array":
        """[deals] a number for each owner and fortnight in which deals of theirs began."""
        import numpy as np

        fortnight = (self.begun - int(self.begun.min())) // COHORT
        return np.unique(self.owner * (int(fortnight.max()) + 1) + fortnight, return_inverse=True)[1]

    @cached_property
    def weeks(self) -> Weeks:
        """Up to today."""
        import numpy as np

        days = np.minimum(self.closed, self.today) - self.begun
        count = np.maximum(days // WEEK + 1, 0)
        who = np.repeat(np.arange(len(self.begun)), count)
        age = WEEK * (np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count))
        return Weeks(who, self.begun[who] + age, age)


def _codes(names: Sequence[str]) -> "tuple[list[str], Array]":
    import numpy as np

    known = {name: place for place, name in enumerate(sorted(set(names)))}
    return list(known), np.array([known[name] for name in names], int)


def parts_of_quarter(days: "Array") -> "Array":
    """Which of the PARTS of its quarter each day lies in."""
    import numpy as np

    if not len(days):
        return np.zeros(0, int)
    first = int(days.min())
    table = np.array([_part(day) for day in range(first, int(days.max()) + 1)])
    found: Array = table[days - first]
    return found


@cache
def _part(day: int) -> int:
    moment = date.fromordinal(day)
    first = moment.replace(month=moment.month - (moment.month - 1) % 3, day=1)
    return min((moment - first).days * PARTS // 91, PARTS - 1)
