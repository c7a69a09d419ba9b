"""Discount: by how much what was sold stayed below its list price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Priced(NamedTuple):
    """A product that was sold, at what price and at what list price, in minor units of one currency.

    In one deal, or summed over `many` in which there was nothing else.
    """

    deal_id: int
    product: str
    sold: int
    listed: int
    many: int = 0


@dataclass(slots=True)
class Discount:
    sold: int = 0
    listed: int = 0
    deals: int = 0

    @property
    def pct(self) -> float | None:
        """Negative where it was sold above the list price; None of nothing."""
        return 100.0 * (1.0 - self.sold / self.listed) if self.listed else None


def discount(lines: Iterable[Priced]) -> Discount:
    found, deals = Discount(), set[int]()
    for line in lines:
        found.sold += line.sold
        found.listed += line.listed
        found.deals += line.many
        deals.update(() if line.many else (line.deal_id,))
    found.deals += len(deals)
    return found


def by_product(lines: Sequence[Priced]) -> list[tuple[str, Discount]]:
    """The largest discount first, ties by name."""
    groups: dict[str, list[Priced]] = {}
    for line in lines:
        groups.setdefault(line.product, []).append(line)
    found = [(name, discount(part)) for name, part in groups.items()]
    return sorted(found, key=lambda pair: (-(pair[1].pct or 0.0), pair[0]))
