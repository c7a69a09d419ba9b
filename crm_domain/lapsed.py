"""Customers who have bought before and not for some time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm_domain.facts import DealFact


@dataclass(frozen=True, slots=True)
class Lapsed:
    """`minor` units were won of them in all, the last time on `last`."""

    name: str
    minor: int
    last: date
    days: int


def lapsed(won: Iterable[DealFact], today: date, days: int, currency: str) -> list[Lapsed]:
    """Those whose last won deal is at least so many days ago, the most valuable first, ties by name.

    `won` are all won deals, with the customer as their key; money in other currencies counts as none.
    """
    last: dict[str, date] = {}
    minor: dict[str, int] = {}
    for fact in won:
        if fact.key and fact.closed:
            last[fact.key] = max(fact.closed, last.get(fact.key, fact.closed))
            minor[fact.key] = minor.get(fact.key, 0) + (fact.minor or 0) * (fact.currency == currency)
    found = [Lapsed(name, minor[name], day, (today - day).days) for name, day in last.items()]
    return sorted((one for one in found if one.days >= days), key=lambda one: (-one.minor, one.name))
