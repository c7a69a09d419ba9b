"""RFM: how lately, how often and for how much each customer bought, and what that makes of them."""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
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
    """`recency` days since the last purchase, `frequency` purchases, `monetary` what they came to.

    In minor units of `currency`, the one in which they bought most often.
    """

    company_id: int
    company: str
    recency: int
    frequency: int
    monetary: int
    currency: str


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


def buyers(purchases: Iterable[Purchase], today: date) -> list[Buyer]:
    """A refund is no purchase, nor is what was given for nothing."""
    bought: dict[tuple[int, str], list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        if purchase.minor and purchase.currency and not purchase.is_refund:
            bought[purchase.company_id, purchase.company].append(purchase)
    return [_buyer(*who, own, today) for who, own in bought.items()]


def _buyer(id: int, name: str, bought: Sequence[Purchase], today: date) -> Buyer:
    counts = Counter(purchase.currency or "" for purchase in bought)
    currency = max(sorted(counts), key=lambda code: counts[code])
    spent = sum(purchase.minor or 0 for purchase in bought if purchase.currency == currency)
    last = max(purchase.day for purchase in bought)
    return Buyer(id, name, (today - last).days, len({purchase.basket for purchase in bought}), spent, currency)


def graded(found: Sequence[Buyer]) -> list[Graded]:
    """Money is measured among those who buy in the same currency."""
    r = _grades([-buyer.recency for buyer in found])
    f = _grades([buyer.frequency for buyer in found])
    m = _money(found)
    return [Graded(*parts) for parts in zip(found, r, f, m, strict=True)]


def _money(found: Sequence[Buyer]) -> list[int]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, buyer in enumerate(found):
        places[buyer.currency].append(place)
    grades = [0] * len(found)
    for own in places.values():
        for place, grade in zip(own, _grades([found[place].monetary for place in own]), strict=True):
            grades[place] = grade
    return grades


def _grades(values: Sequence[int]) -> list[int]:
    """The fifth that each lies in; equal values lie in the same one, in the middle of their place."""
    ranked, n = sorted(values), len(values)
    middles = [(bisect_left(ranked, value) + bisect_right(ranked, value)) / 2 for value in values]
    return [min(GRADES, 1 + math.floor(GRADES * middle / n)) for middle in middles]
