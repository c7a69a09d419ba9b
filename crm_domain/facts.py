"""What the calculations know of a deal or an activity: plain values, no rows, no database."""

from datetime import date
from typing import NamedTuple


class DealFact(NamedTuple):
    """A deal as figures see it.

    `minor` units of `currency` are its amount, else the list price of its products; `begun` and `closed` are days where
    the asker is, `expected` the close date that was planned; `key` is the group it is counted in.
    """

    id: int
    stage_id: int
    outcome: str
    minor: int | None
    currency: str | None
    begun: date
    closed: date | None
    expected: date | None
    owner_id: int | None
    key: str | None = None
    many: int = 1  # of so many deals together, whose amounts these are
    category: str | None = None  # in the forecast, where it was said


class ActivityFact(NamedTuple):
    kind: str
    owner: str | None
    day: date
    id: int = 0


class Entrant(NamedTuple):
    """Who or what is compared with others: its figure, from `n` records."""

    name: str | None
    value: float
    n: int
