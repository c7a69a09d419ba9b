"""What the reports about customers have in common: which currency leads, and what is left out for it."""

from collections.abc import Sequence

from crm_domain.purchases import Purchase
from crm_domain.texts import T
from handlers.report import Report

NOTHING_BOUGHT = T("No customer has bought anything yet.", "还没有客户购买过。")
OTHERS = T(
    "Not in it, for want of exchange rates: customers who buy in {currencies}.",
    "未计入以其他币种购买的客户（没有汇率）：{currencies}。",
)


def other_currencies(report: Report, purchases: Sequence[Purchase], currency: str) -> None:
    others = sorted({p.currency for p in purchases if p.currency and p.currency != currency and p.minor is not None})
    if others:
        report.figures["other_currencies"] = others
        report.say(OTHERS, currencies=others)
