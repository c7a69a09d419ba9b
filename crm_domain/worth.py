"""What customers are worth: the average of what they bought at a time, the lately bought weighing more."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm_domain.formulas import half_life, weighted_value
from crm_domain.purchases import Purchase

HALF = 90.0  # days after which a purchase weighs half


@dataclass(frozen=True, slots=True)
class Worth:
    """`value` Σ w·v / Σ w and `total` Σ v, in minor units; `purchases` that went into it."""

    company_id: int
    company: str
    value: float
    total: int
    purchases: int
    last: date


def weighted(purchases: Iterable[Purchase], currency: str, half: float = HALF) -> list[Worth]:
    """The most valuable first. What is of another currency, or has no amount, counts for nothing."""
    groups: dict[tuple[int, str], list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        if purchase.minor is not None and purchase.currency == currency:
            groups[purchase.company_id, purchase.company].append(purchase)
    found = [worth for who, bought in groups.items() if (worth := _worth(*who, bought, half))]
    return sorted(found, key=lambda worth: (-worth.value, worth.company))


def _worth(id: int, name: str, bought: list[Purchase], half: float) -> Worth | None:
    """The ages are counted from the latest purchase, which changes no average and keeps old weights from vanishing."""
    baskets: dict[tuple[str, date], int] = defaultdict(int)
    for purchase in bought:
        baskets[purchase.basket, purchase.day] += purchase.minor or 0
    last = max(day for _, day in baskets)
    weights = [half_life((last - day).days, half) for _, day in baskets]
    value = weighted_value(weights, [float(minor) for minor in baskets.values()])
    return None if value is None else Worth(id, name, value, sum(baskets.values()), len(baskets), last)
