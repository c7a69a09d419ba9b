"""What is bought together, and what goes with a product."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from crm_domain.affinity import (
    LEAST,
    MAX_LEN,
    MIN_CONFIDENCE,
    MIN_SUPPORT,
    Pair,
    Rule,
    beside,
    by_lift,
    frequent,
    rules,
)
from crm_domain.products import Product
from crm_domain.purchases import Purchase
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.asking import chinese, english
from handlers.reply import Reply
from handlers.report import ROWS, Report, percent
from handlers.turn import Turn

TOP = 10

STRONGEST = T(
    "Who buys {if_} also buys {then} in {confidence} of the cases: {lift} times as often as anybody ({n} of {all} {baskets}).",
    "买了{if_}的客户有 {confidence} 也买{then}，是平均的 {lift} 倍（{all} {baskets}中有 {n} 个）。",
)
FOUND = T("{n} rule(s) among {items} product(s).", "{items} 种产品之间共有 {n} 条规则。")
WITH = T(
    "With {product} goes best {then}: in {confidence} of its {baskets}, {lift} times as often as usual.",
    "与{product}搭配最好的是{then}：{confidence} 的{baskets}同时含有，是平均的 {lift} 倍。",
)
ALONE = T(
    "{product} was bought {n} time(s), never together with another product.",
    "{product}共购买 {n} 次，没有与其他产品一起购买过。",
)
UNSOLD = T("{product} has not been bought yet.", "{product}还没有人买过。")
NO_RULES = T(
    "No two products are bought together often enough: of {all} {baskets}, {n} hold more than one product.",
    "没有哪两种产品经常一起购买：{all} {baskets}中，只有 {n} 个含有多种产品。",
)
NO_ORDERS = T("Nothing has been bought yet: there are no orders with a product.", "还没有带产品的订单，无法分析。")
DEFINED = T(
    "Counted: {baskets}; a rule holds in at least {support} of them and {least} times, and in {confidence} of the cases of its condition. "
    "Lift 1 would be chance.",
    "口径：按{baskets}统计；规则至少占 {support}、出现 {least} 次，且置信度不低于 {confidence}。提升度为 1 表示纯属巧合。",
)
ORDERS, CUSTOMERS = T("orders", "个订单"), T("customers", "个客户")
IF, THEN, SUPPORT, CONFIDENCE, LIFT, TIMES = (
    T("Who buys", "买了"), T("also buys", "也买"), T("Support", "支持度"), T("Confidence", "置信度"), T("Lift", "提升度"), T("Times", "次数"),
)  # fmt: skip

_EN = (
    "affinity|product affinity|product affinities|affinity analysis|market basket|market basket analysis|basket analysis|"
    "association rules|product associations|product combinations|product bundles|bundles|cross-sell|cross sell|cross-selling|"
    "cross selling|cross-sell opportunities|cross sell opportunities|cross-sell ideas|products bought together|"
    "frequently bought together|product pairs|bought together|product association rules|products that go together|basket report|"
    "affinity report|common product combinations|cross-sell report"
)
_ZH = (
    "关联分析|产品关联|产品关联分析|商品关联|购物篮|购物篮分析|关联规则|产品组合|产品搭配|搭配销售|交叉销售|交叉销售机会|交叉销售分析|一起买的产品|"
    "连带购买|连带销售|连带销售分析|连带购买分析|商品搭配|商品关联分析|产品关联度|连带分析|常见产品组合|产品亲和度"
)
_GO = "(goes|go|sells|sell|pairs|pair|works|work|fits|fit) [well|best|together|nicely|along]"
_BUY = "(buy|bought|buys|purchase|purchased|order|ordered|take|took|get|got)"


@command(
    "report.affinity",
    needs="orders.read",
    help=T("What is bought together, and what goes with a product", "哪些产品常被一起购买，某产品搭配什么"),
    example=T("which products are bought together", "哪些产品经常一起买"),
    slash=("affinity", "report affinity", "关联分析"),
    en=[
        *english(_EN),
        "~(products|items|things) [that are|which are] [often|usually|frequently|commonly] (bought|sold|ordered|purchased) (with|together with|along with|alongside) [the] {product}",
        "~[people] [often] (bought|sold|ordered|purchased) (with|together with|along with|alongside) [the] {product}",
        f"~({_EN}) (for|of|with|around|on) [the] {{product}}",
        f"~{{product!}} ({_EN})",
        "~(which|what) (products|items|things|skus) (are|get|were|do people|do customers|do our customers) [most] [often|usually|frequently|commonly|typically] (bought|sold|ordered|purchased|buy|order|purchase|taken) together [most often|most|the most|a lot|often|usually|frequently]",
        f"~(which|what) (products|items|things) {_GO} [with each other]",
        f"~what [else] {_GO} (with|alongside) [the] {{product}}",
        f"~(which|what) (products|items|product|else) {_GO} (with|alongside) [the] {{product}}",
        f"~what [else] (do|did|does|should|could|might) (people|customers|clients|they|the customers|our customers|buyers) [who {_BUY} [the] {{product}}] [also|usually|often|typically] {_BUY} [too|as well]",
        f"~what [else] (do|did) (people|customers|clients|our customers|buyers) [also|usually|often|typically] {_BUY} (with|together with|along with|alongside|besides) [the] {{product}}",
        f"~(people|customers|clients|those) who {_BUY} [the] {{product}} [also] {_BUY} [what|what else]",
        f"~what is {_BUY} (with|together with|along with|alongside) [the] {{product}}",
        "~(what|which products) (can|should|could) (i|we) (cross-sell|cross sell|upsell|bundle|offer|pitch|sell) [on top] (with|to|to buyers of|to customers who bought|alongside) [the] {product}",
        "~(what|which products) (can|should|could) (i|we) (cross-sell|cross sell|bundle) [together]",
        "~what (sells|is sold|gets bought|is bought|goes) together [with [the] {product}]",
        f"~if (someone|somebody|a customer|they|a client) {_BUY} [the] {{product}} [,] what else (do|does|will|would) (they|he|she) [also|likely|probably] {_BUY}",
        "~(recommend|suggest) [something|products|a product] (to go with|that goes with|for buyers of|to sell with) [the] {product}",
    ],
    zh=[
        *chinese(_ZH),
        f"~(分析|看|看看|查|查看|做|跑|来)[一下|下|个|一个]({_ZH})",
        "~{product}[可以|能|适合|应该|最好](搭|搭配|捆绑|配)(什么|哪些|哪个|啥)[产品|商品|东西][一起][卖|销售|买]",
        "~(哪些|什么|哪几个|哪两个)(产品|商品|东西)[最|经常|通常|常|总是|最常|最经常|会|容易|往往|常常]被[一起|同时|一块](一起购买|同时购买|购买|一起买|买|下单)",
        "~(买|买了|购买|订|订了|买过|采购|采购了|买完){product}的[客户|人|公司][一般|通常|往往|经常|大多][还|也|都][会|要|爱](买|买了|买过|购买|订|采购)(什么|哪些|哪些产品|啥|别的什么|哪些东西)[产品]",
        "~(买|买了|购买|订|订了|买过|采购|采购了|买完){product}[之后|以后|后][一般|通常|往往|经常|大多][还|也|都][会|要|爱](买|买了|买过|购买|订|采购)(什么|哪些|哪些产品|啥|别的什么|哪些东西)[产品]",
        f"~{{product!}}的({_ZH})",
        f"~({_ZH})[:：，,]{{product!}}",
        "~(哪些|什么|哪几个|哪两个)(产品|商品|东西|货|品)[最|经常|通常|常|总是|最常|最经常|会|容易|往往](一起|同时|一块|搭配|一起被|连着)[被](买|购买|卖|下单|采购|卖出|订|销售|卖得好|买走)[的][最多|得最多|得好|最频繁]",
        "~(哪些|什么|哪几个)(产品|商品|东西)(放在一起|搭在一起|组合)[卖](卖得好|最好卖|好卖|卖得最好)",
        "~{product}(跟|和|与|同|搭)(什么|哪些|哪个|啥)[产品|商品|东西|货][最|经常|通常|常|最常|容易][一起|同时|搭配|一块][卖得好|卖得最好|卖|买|购买|销售|下单|卖出|被购买|搭配][得好|最多|得最多]",
        "~(跟|和|与|同){product}[最|经常|通常|常|最常|容易](一起|搭配|同时|一块)[被](买|购买|卖|销售|卖得好|下单|订购)的[产品|商品|东西](有哪些|是什么|有什么|是哪些|是啥)",
        "~(买|买了|购买|订|订了|买过|采购|采购了){product}的[客户|人|公司][还|也|通常|一般|往往|经常|同时][会|都|还](买|买了|买过|购买|订|采购)(什么|哪些|哪些产品|啥|别的什么|哪些东西)[产品]",
        "~{product}(可以|能|适合|应该|最好)(搭|搭配|捆绑|配)(什么|哪些|哪个|啥)[产品|商品|东西][一起][卖|销售]",
        "~{product}[的](连带|搭配|关联|组合)(产品|商品)[有哪些|是什么|推荐]",
        "~(推荐|给出|列出)[一些|几个|跟|和|与][跟|和|与]{product}(搭配|一起买|一起卖|配套)的(产品|商品)",
        "~(向|给)买[了|过]{product}的客户[还][可以|能](推|推荐|卖|推销)(什么|哪些)[产品]",
    ],
)
def report_affinity(turn: Turn, product: Product | None = None) -> Reply:
    bare = turn.crm.purchases.not_wares()
    lines = [
        line
        for line in turn.crm.purchases.lines(turn.today)
        if line.product_id and line.product_id not in bare and not _void(line)
    ]
    report = Report(turn)
    if not lines:
        report.figures |= {"baskets": 0, "rules": 0, "top10_by_lift": []}
        report.say(NO_ORDERS)
        return report.reply(noun="orders")
    names = turn.crm.purchases.product_names(line.product_id or 0 for line in lines)
    baskets, label = _baskets(lines, names)
    return _of_product(report, baskets, label, product) if product else _rules(report, baskets, label)


def _void(line: Purchase) -> bool:
    """A refund, or what was given for nothing."""
    return line.is_refund or line.quantity == 0 or line.minor == 0


def _baskets(lines: Sequence[Purchase], names: dict[int, str]) -> tuple[list[set[str]], T]:
    """Orders; where no order holds two products, what each customer bought in all."""
    baskets = _by(names, ((line.basket, line.product_id) for line in lines))
    if any(len(basket) > 1 for basket in baskets):
        return baskets, ORDERS
    return _by(names, ((line.company_id, line.product_id) for line in lines)), CUSTOMERS


def _by(names: dict[int, str], lines: Iterable[tuple[Any, int | None]]) -> list[set[str]]:
    baskets: dict[Any, set[str]] = defaultdict(set)
    for basket, product in lines:
        baskets[basket].add(names.get(product or 0, "?"))
    return list(baskets.values())


def _rules(report: Report, baskets: list[set[str]], label: T) -> Reply:
    found = frequent(baskets, MIN_SUPPORT, MAX_LEN, LEAST)
    made = rules(found, MIN_CONFIDENCE)
    strongest = by_lift(made)
    several = sum(1 for basket in baskets if len(basket) > 1)
    report.figures |= {
        "min_support": MIN_SUPPORT, "min_confidence": MIN_CONFIDENCE, "max_len": MAX_LEN, "baskets": len(baskets),
        "baskets_of_several": several, "items": len({item for basket in baskets for item in basket}),
        "itemsets": len(found.counts), "itemsets_by_len": {str(size): n for size, n in found.by_len().items()},
        "rules": len(made), "top10_by_lift": [_figures(rule) for rule in strongest[:TOP]],
    }  # fmt: skip
    if made:
        best = strongest[0]
        said = {"if_": list(best.if_), "then": list(best.then), "n": best.count, "all": len(baskets), "baskets": label}
        report.say(STRONGEST, **said, confidence=percent(100 * best.confidence), lift=f"{best.lift:.1f}")
        report.say(FOUND, n=len(made), items=report.figures["items"])
    else:
        report.say(NO_RULES, all=len(baskets), n=several, baskets=label)
    _define(report, label)
    rows = [(list(r.if_), list(r.then), *_measures(r)) for r in strongest[:ROWS]]
    return report.reply((IF, THEN, SUPPORT, CONFIDENCE, LIFT, TIMES), rows, noun="orders")


def _of_product(report: Report, baskets: list[set[str]], label: T, product: Product) -> Reply:
    pairs = beside(baskets, product.name)
    bought = sum(1 for basket in baskets if product.name in basket)
    report.turn.about(product)
    report.figures |= {
        "product": product.name, "baskets": len(baskets), "product_baskets": bought,
        "top": [[pair.other, pair.lift] for pair in pairs[:TOP]], "with": {pair.other: _figures(pair) for pair in pairs[:TOP]},
    }  # fmt: skip
    if pairs:
        best = pairs[0]
        said = {"product": product, "then": best.other, "baskets": label}
        report.say(WITH, **said, confidence=percent(100 * best.confidence), lift=f"{best.lift:.1f}")
    else:
        report.say(ALONE if bought else UNSOLD, product=product, n=bought)
    _define(report, label)
    rows = [(product.name, pair.other, *_measures(pair)) for pair in pairs[:ROWS]]
    return report.reply((IF, THEN, SUPPORT, CONFIDENCE, LIFT, TIMES), rows, noun="orders")


def _define(report: Report, label: T) -> None:
    shares = {"support": percent(100 * MIN_SUPPORT), "confidence": percent(100 * MIN_CONFIDENCE)}
    report.say(DEFINED, baskets=label, least=LEAST, **shares)


def _measures(found: Rule | Pair) -> tuple[object, ...]:
    return percent(100 * found.support), percent(100 * found.confidence), f"{found.lift:.2f}", found.count


def _figures(found: Rule | Pair) -> dict[str, Any]:
    measures = {"support": found.support, "confidence": found.confidence, "lift": found.lift, "count": found.count}
    return measures if isinstance(found, Pair) else {"if_": list(found.if_), "then": list(found.then), **measures}
