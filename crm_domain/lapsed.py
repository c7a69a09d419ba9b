"""Customers who have bought before and not for some time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from crm_domain.facts import DealFact


@dataclass(frozen=True, slots=True)
class Lapsed:
    """`minor` units were won of them in all."""

    name: str
    minor: int


def lapsed(won: Iterable[DealFact], lately: Collection[str], currency: str) -> list[Lapsed]:
    """Those who did not buy `lately`, the most valuable first, ties by name.

    `won` are all won deals, with the customer as their key; money in other currencies counts as none.
    """
    minor: dict[str, int] = {}
    for fact in won:
        if fact.key and fact.key not in lately:
            minor[fact.key] = minor.get(fact.key, 0) + (fact.minor or 0) * (fact.currency == currency)
    return [Lapsed(name, total) for name, total in sorted(minor.items(), key=lambda one: (-one[1], one[0]))]


def last_days(won: Iterable[DealFact]) -> dict[str, date]:
    """The day of each customer's last won deal."""
    last: dict[str, date] = {}
    for fact in won:
        if fact.key and fact.closed:
            last[fact.key] = max(fact.closed, last.get(fact.key, fact.closed))
    return last
