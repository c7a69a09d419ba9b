"""RFM: how lately, how often and for how much each customer bought, and what that makes of them."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_domain.purchases import Purchase
from crm_domain.texts import T


class Standing(StrEnum):
    CHAMPIONS = "champions"
    LOYAL = "loyal"
    PROMISING = "promising"
    NEW = "new"
    ATTENTION = "attention"
    AT_RISK = "at_risk"
    SLEEPING = "sleeping"


STANDINGS = {
    Standing.CHAMPIONS: T("Champions", "重点客户"),
    Standing.LOYAL: T("Loyal", "忠实客户"),
    Standing.PROMISING: T("Promising", "潜力客户"),
    Standing.NEW: T("New", "新客户"),
    Standing.ATTENTION: T("Need attention", "需要关注"),
    Standing.AT_RISK: T("At risk", "流失风险"),
    Standing.SLEEPING: T("Sleeping", "沉睡客户"),
}
GRADES = 5
HIGH, MIDDLE = 4, 3


@dataclass(frozen=True, slots=True)
class Buyer:
    """`recency` days since the last purchase, `frequency` purchases, `monetary` what they came to in minor units."""

    company_id: int
    company: str
    recency: int
    frequency: int
    monetary: int


@dataclass(frozen=True, slots=True)
class Graded:
    """Each of the three from 1 (the weakest fifth) to 5."""

    buyer: Buyer
    r: int
    f: int
    m: int

    @property
    def standing(self) -> Standing:
        worth = (self.f + self.m) / 2
        if self.r >= HIGH:
            return Standing.CHAMPIONS if worth >= HIGH else Standing.PROMISING if worth > 2 else Standing.NEW
        if self.r == MIDDLE:
            return Standing.LOYAL if worth >= MIDDLE + 0.5 else Standing.ATTENTION
        return Standing.AT_RISK if worth >= MIDDLE else Standing.SLEEPING


def buyers(purchases: Iterable[Purchase], currency: str, today: date) -> list[Buyer]:
    """Of what was bought in this currency. A refund is no purchase, nor is what was given for nothing."""
    baskets: dict[tuple[int, str], set[str]] = defaultdict(set)
    last: dict[tuple[int, str], date] = {}
    spent: dict[tuple[int, str], int] = defaultdict(int)
    for purchase in purchases:
        if purchase.is_refund or purchase.currency != currency or not purchase.minor:
            continue
        who = purchase.company_id, purchase.company
        baskets[who].add(purchase.basket)
        last[who] = max(last.get(who, purchase.day), purchase.day)
        spent[who] += purchase.minor
    return [Buyer(*who, (today - last[who]).days, len(baskets[who]), spent[who]) for who in baskets]


def graded(found: Sequence[Buyer]) -> list[Graded]:
    r = _grades([-buyer.recency for buyer in found])
    f = _grades([buyer.frequency for buyer in found])
    m = _grades([buyer.monetary for buyer in found])
    return [Graded(*parts) for parts in zip(found, r, f, m, strict=True)]


def _grades(values: Sequence[int]) -> list[int]:
    """The fifth that each lies in; equal values lie in the same one, in the middle of their place."""
    ranked, n = sorted(values), len(values)
    middles = [(bisect_left(ranked, value) + bisect_right(ranked, value)) / 2 for value in values]
    return [min(GRADES, 1 + math.floor(GRADES * middle / n)) for middle in middles]
