"""What the reports about customers have in common: which currency leads, and what is left out for it."""

from collections import defaultdict
from collections.abc import Sequence

from crm_domain.purchases import Purchase
from crm_domain.texts import T
from handlers.report import Report
from handlers.turn import Turn

NOTHING_BOUGHT = T("No customer has bought anything yet.", "还没有客户购买过。")
OTHERS = T(
    "Not in it, for want of exchange rates: customers who buy in {currencies}.",
    "未计入以其他币种购买的客户（没有汇率）：{currencies}。",
)


def leading(turn: Turn, purchases: Sequence[Purchase]) -> str:
    """The workspace's currency, else the one in which most was bought."""
    counts: dict[str, int] = defaultdict(int)
    for purchase in purchases:
        if purchase.currency and purchase.minor is not None:
            counts[purchase.currency] += 1
    base = turn.crm.workspace.base_currency
    return base if base in counts else max(sorted(counts), key=lambda code: counts[code], default=base)


def other_currencies(report: Report, purchases: Sequence[Purchase], currency: str) -> None:
    others = sorted({p.currency for p in purchases if p.currency and p.currency != currency and p.minor is not None})
    if others:
        report.figures["other_currencies"] = others
        report.say(OTHERS, currencies=others)
