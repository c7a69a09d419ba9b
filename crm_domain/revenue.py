"""Revenue: the amounts of won deals, summed by currency and by what they are asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_domain.facts import DealFact
from crm_domain.money import Money


@dataclass(frozen=True, slots=True)
class Sum:
    """So much money, in minor units of one currency, from so many deals."""

    minor: int = 0
    deals: int = 0

    def of(self, currency: str) -> Money:
        return Money(self.minor, currency)

    def major(self, currency: str) -> float:
        return float(self.of(currency).amount)


Sums = Mapping[str, Sum]  # by currency: amounts of two currencies are never one number


def sums(facts: Iterable[DealFact]) -> dict[str, Sum]:
    """By currency. A deal without an amount counts for nothing here."""
    minor: dict[str, int] = defaultdict(int)
    deals: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact.minor is not None and fact.currency:
            minor[fact.currency] += fact.minor
            deals[fact.currency] += fact.many
    return {currency: Sum(minor[currency], deals[currency]) for currency in minor}


def leading(base: str, *found: Sums) -> str:
    """The currency whose figures come first: the workspace's own, else the one of most deals."""
    if any(base in part for part in found):
        return base
    counts: dict[str, int] = defaultdict(int)
    for part in found:
        for currency, total in part.items():
            counts[currency] += total.deals
    return max(sorted(counts), key=lambda currency: counts[currency], default=base)


def by_key(facts: Iterable[DealFact]) -> dict[str, list[DealFact]]:
    """The facts of each group, in the order in which the groups first come."""
    groups: dict[str, list[DealFact]] = defaultdict(list)
    for fact in facts:
        groups[fact.key or ""].append(fact)
    return dict(groups)


def ranked(groups: Mapping[str, Iterable[DealFact]], currency: str) -> list[tuple[str, Sum]]:
    """The groups that have anything in this currency, the most money first, ties by name."""
    found = [(name, sums(facts).get(currency)) for name, facts in groups.items()]
    return sorted(((name, total) for name, total in found if total), key=lambda pair: (-pair[1].minor, pair[0]))
