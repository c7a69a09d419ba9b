"""Exchange rates: what a unit of a currency is worth in the workspace's own, told and seen by message."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from crm_domain.errors import BadValue
from crm_domain.rates import Rate
from crm_domain.texts import T
from handlers.command import command
from handlers.currency_slot import CurrencySlot
from handlers.reading.spans import Amount
from handlers.reply import Reply
from handlers.slots import Past
from handlers.turn import Turn

BASE_TOO = T(
    "One side must be in {base}, the currency that reports are in. Say for example: 1 EUR = 1.08 {base}",
    "等号一边必须是本位币 {base}。可以这样说：1 EUR = 1.08 {base}",
)
SET = T("From {day} on: {rate}. Reports convert at it.", "自 {day} 起：{rate}，报表按此折算。")
RATES = T("{count} exchange rate(s) to {base}:", "对 {base} 的汇率共 {count} 个：")
NO_RATES = T(
    "There are no exchange rates yet. Say for example: 1 EUR = 1.08 {base}",
    "还没有汇率。可以这样说：1 EUR = 1.08 {base}",
)
CURRENCY, WORTH, SINCE = T("Currency", "货币"), T("Rate", "汇率"), T("Since", "起始日期")


@command(
    "rate.set",
    needs="rates.write",
    help=T("Set an exchange rate; reports convert at it", "设置汇率，报表按此折算"),
    example=T("1 EUR = 1.08 USD", "1欧元=1.08美元"),
    slash=("rate set", "rate", "汇率 设置"),
    en=[
        "[set|the|our] [exchange rate|rate|fx rate] [:|of|to] {of} (=|is|equals|is worth|buys|at) {worth} [as of|from|since|on|effective] [{day}]",
        "(set|change|update|make) [the] {currency} [exchange|fx] rate [to|at|=|is] {worth} [as of|from|since|on|effective] [{day}]",
        "[the] {currency} [exchange|fx] rate (is|is now|=) {worth} [as of|from|since|on|effective] [{day}]",
        "(set|change|update) [the] [exchange|fx] rate (of|for) {currency} (to|at|=) {worth} [as of|from|since|on|effective] [{day}]",
        "[exchange|fx] rate {currency} {worth} [as of|from|since|on|effective] [{day}]",
    ],
    zh=[
        "[设置|设定|更新|把][汇率][:：，,]{of}(=|等于|兑换|兑|合|换){worth}",
        "[设置|设定|更新|把]{day}[起|的][汇率][:：，,]{of}(=|等于|兑换|兑|合|换){worth}",
        "[设置|设定|更新|把]{currency}[的]汇率[为|是|设为|改成|改为|设成|更新为|:：]{worth}[，,][从|自][{day}][起]",
        "[从|自]{day}[起][，,]{currency}[的]汇率[为|是|设为|改成|改为|设成]{worth}",
    ],
)
def set_rate(
    turn: Turn,
    worth: Amount,
    of: Amount | None = None,
    currency: Annotated[str | None, CurrencySlot()] = None,
    day: Annotated[date | None, Past()] = None,
) -> Reply:
    rates = turn.crm.rates
    one = of or Amount(Decimal(1), currency)
    code, value = _in_base(one, worth, rates.base)
    rate = rates.give(code, value, day or turn.today)
    turn.shown.add("rates")
    return turn.done(SET, day=rate.day, rate=rate.label)


def _in_base(one: Amount, other: Amount, base: str) -> tuple[str, Decimal]:
    """The foreign currency, and what one unit of it is worth in `base`; whichever side that stands on."""
    if not one.amount or not other.amount:
        raise BadValue(BASE_TOO, base=base)
    if one.currency != base and other.currency in (base, None) and one.currency:
        return one.currency, other.amount / one.amount
    if one.currency == base and other.currency:
        return other.currency, one.amount / other.amount
    raise BadValue(BASE_TOO, base=base)


@command(
    "rate.list",
    needs="rates.read",
    help=T("Show the exchange rates that reports convert at", "查看报表使用的汇率"),
    example=T("exchange rates", "汇率列表"),
    slash=("rates", "rate list", "汇率"),
    en=[
        "[show|list|see|what are] [me] [the|our] (exchange rates|fx rates|currency rates|conversion rates for currencies)",
        "(what's|what is) [the|our] [exchange|fx] rate (of|for) [the] {currency}",
        "(which|what) exchange rates (do we use|are set|do the reports use)",
    ],
    zh=["[看|查看|看看|列出](汇率|汇率表)[列表|有哪些|是多少]", "{currency}[的]汇率[是多少|多少]"],
)
def list_rates(turn: Turn, currency: Annotated[str | None, CurrencySlot()] = None) -> Reply:
    rates = [rate for rate in turn.crm.rates.listed() if currency in (None, rate.currency)]
    columns = {CURRENCY: _currency, WORTH: _worth, SINCE: _day}
    return turn.listing(rates, columns, RATES, NO_RATES, base=turn.crm.rates.base)


def _currency(rate: Rate) -> str:
    return rate.currency


def _worth(rate: Rate) -> str:
    return rate.label


def _day(rate: Rate) -> date:
    return rate.day
