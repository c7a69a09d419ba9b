"""What customers are worth."""

from typing import Annotated

from crm_domain.errors import BadValue
from crm_domain.formulas import mean_sd
from crm_domain.money import Money
from crm_domain.purchases import leading
from crm_domain.texts import T
from crm_domain.worth import HALF, Worth, weighted
from handlers.command import command
from handlers.limit_slot import LimitSlot
from handlers.purchase_report import NOTHING_BOUGHT, other_currencies
from handlers.reading.asking import chinese, english
from handlers.reply import Reply
from handlers.report import ROWS, Report, major, rounded
from handlers.turn import Turn

BEST = T(
    "The most valuable customer is {name}: {value} per purchase, the lately bought weighing more.",
    "价值最高的客户是{name}：加权平均每次购买 {value}（越近的权重越大）。",
)
OF_ALL = T(
    "{n} customer(s) have bought something; on average {mean}, standard deviation {sd}.",
    "共 {n} 家客户有购买记录；平均 {mean}，标准差 {sd}。",
)
CUSTOMER, VALUE, TOTAL, TIMES, LAST = (
    T("Customer", "客户"), T("Weighted value", "加权价值"), T("Total", "累计"), T("Purchases", "购买次数"), T("Last", "最近一次"),
)  # fmt: skip
DEFINED_VALUE = T(
    "Counted: won deals (orders, where a customer has no won deal); Σ w·v / Σ w with w = 0.5^(days since / {half}).",
    "口径：赢单金额（没有赢单的客户取订单）；Σ w·v / Σ w，w = 0.5^(距今天数 / {half})。",
)
BAD_LIMIT = T("Say how many customers you want: 1 or more.", "请说明要几家客户，至少 1 家。")
MOST = 50

_VALUE_EN = (
    "customer value|weighted customer value|customer values|customer value ranking|value of customers|client value|account value|"
    "most valuable customers|most valuable clients|most valuable accounts|our most valuable customers|best customers by value|"
    "customers by value|customers by weighted value|customer lifetime value|customer lifetime value ranking|lifetime value ranking|clv|clv ranking|most important customers|weighted value|customer worth|value of our customers|"
    "value per customer|value by customer|time-weighted customer value|recency-weighted customer value|customer value report|"
    "clients by value|accounts by value|customer clv|clv|valuable customers"
)
_VALUE_ZH = (
    "客户价值|加权客户价值|客户加权价值|客户价值排名|客户价值排行|最有价值的客户|价值最高的客户|最值钱的客户|高价值客户|客户价值分析|客户价值报表|"
    "按价值排名的客户|客户价值前五|客户价值前十|加权价值|客户终身价值|最重要的客户|客户价值评估|客户含金量|客户价值榜|时间加权的客户价值"
)


@command(
    "report.value",
    needs="deals.read",
    help=T(
        "What customers are worth: what they buy, the lately bought weighing more",
        "客户价值：按购买金额加权，越近权重越大",
    ),
    example=T("who are our most valuable customers", "最有价值的客户"),
    slash=("value", "report value", "客户价值"),
    en=[
        *english(_VALUE_EN),
        "~(list|show|give me|show me|tell me|find|get) [the|our|my] [most|highest|top] (valuable|value|worthiest) (customers|clients|accounts|companies)",
        "~[the|our|my] (highest value|highest-value|high value|high-value|top value) (customers|clients|accounts|companies)",
        "~[all|the|our|my] (customers|clients|accounts|companies) (ranked|sorted|ordered) by [weighted] (value|worth|customer value)",
        "~[the|our|my] (top|best|first) {limit} (customers|clients|accounts|companies) by [weighted|customer|time-weighted] (value|worth|lifetime value|customer value)",
        "~[the|our|my] {limit} (most valuable|best|highest value|highest-value|top|worthiest) [valuable] (customers|clients|accounts|companies)",
        "~[the|our|my] top {limit} (most valuable|valuable|highest value|highest-value) (customers|clients|accounts|companies)",
        f"~({_VALUE_EN}) [,|:|-] [of|for] [the] (top|first|best|only|limit) {{limit}}",
        "~(which|what) (customers|clients|accounts|companies|customer|client) (are|is) [worth] [the] (most|most valuable|worth most|worth the most|most valuable to us) [to us]",
        "~(which|what|who) (customers|clients|accounts|companies) (matter|count|bring in) [the] most",
        "~who (are|is) [the|our|my] [most] (valuable|worthiest|highest value|highest-value) (customers|clients|accounts|customer|client|account)",
        "~how (valuable|much worth) are [our|the|my] (customers|clients|accounts)",
        "~(how much|what) (are|is) [our|the|my|each|every] (customers|clients|accounts|customer|client) worth",
        "~rank [the|our|my|all] (customers|clients|accounts|companies) by [weighted] (value|worth|customer value)",
        "~rank [the|our|my|all] [top] {limit} (customers|clients|accounts|companies) by [weighted] (value|worth|customer value)",
        "(who are|what are|show|list|which are) [me] [our|the|my] [top|best|biggest] {limit} (customers|clients|accounts) [by] [value|lifetime value|clv]",
        "(who are|what are|show|list) [me] [our|the|my] top {limit} (customers|clients|accounts) by [lifetime] value",
    ],
    zh=[
        *chinese(_VALUE_ZH),
        f"~[我们|咱们|公司]({_VALUE_ZH})(是谁|有哪些|是哪些|都有谁|有谁|名单|列表|都有哪些|是哪几家|是哪家)",
        "~(列|列出|列一下|拉|给我|看看|看一下)[我们|咱们][的](高价值|最有价值的|最值钱的|价值最高的)客户[名单|列表]",
        "~[我们|咱们|公司]客户[加权]价值(排名|排行|排行榜|前几名|排序|名单|榜单)",
        "~[我们|咱们|公司][加权]价值(最高|最大)的[前]{limit=一|两|三|四|五|六|七|八|九|十}[家|个|位|名|大](客户|公司)[是谁|有哪些|是哪家]",
        "~[我们|咱们|公司][客户][加权]价值(前|排名前|排在前|top){limit=一|两|三|四|五|六|七|八|九|十}[名][的][客户|公司]",
        "~[我们|咱们|公司]前{limit=一|两|三|四|五|六|七|八|九|十}大(价值|高价值|最有价值)[的](客户|公司)",
        "~[我们|咱们|公司]前{limit}大(价值|高价值|最有价值)[的](客户|公司)",
        "~[我们|咱们|公司][加权]价值[最高|最大|排名|排|排在]前{limit}[的][家|个|位|名|大][客户|公司][是谁|有哪些|名单]",
        "~[我们|咱们|公司][加权]价值(最高|最大)的[前]{limit}[家|个|位|名|大](客户|公司)",
        "~[我们|咱们|公司](最有价值|最值钱|价值最高|价值最大|高价值|含金量最高)的[前]{limit}[家|个|位|名|大](客户|公司)[是谁|有哪些|是哪些|是哪几家]",
        "~前{limit}[家|个|位|名|大](最有价值的|高价值|最值钱的|价值最高的)(客户|公司)[是谁|有哪些]",
        "~客户[加权]价值(前|排名前|top){limit}[家|个|位|名|的]",
        "~(按|按照)[加权]价值[给|把|对](客户|公司)(排名|排序|排个名|排个序|排一下)[,，取][前]{limit}[家|个|位|名]",
        "~(按|按照)[加权]价值[给|把|对](客户|公司)(排名|排序|排个名|排个序|排一下)",
        "~[把|给](客户|公司)(按|按照)[加权]价值(排名|排序|排个名|排个序|排一下)",
        "~(哪些|哪家|哪几家|哪个)(客户|公司)[对我们](最有价值|最值钱|价值最高|价值最大|最重要|含金量最高)",
        "~(谁|哪些)是[我们|咱们](最有价值|最值钱|价值最高)的(客户|公司)",
        "~[我们的|我们|咱们的](客户|每个客户|各个客户)值多少钱",
        "[看看|看下|列出]前{limit}[大|名|位|个]客户",
        "价值前{limit}[的|名|位]客户",
    ],
)
def report_value(turn: Turn, limit: Annotated[int | None, LimitSlot()] = None) -> Reply:
    if limit is not None and limit < 1:
        raise BadValue(BAD_LIMIT)
    purchases = turn.crm.purchases.by_deals(turn.today)
    currency = leading(turn.crm.workspace.base_currency, purchases)
    found = weighted(purchases, currency)
    most = min(limit or ROWS, MOST)
    report = Report(turn)
    spread = mean_sd([major(worth.value, currency) for worth in found])
    report.figures |= {
        "top": [[worth.company, major(worth.value, currency)] for worth in found[:most]],
        "customers": len(found),
        "mean": spread.mean,
        "sd": spread.sd_sample,
        "half_life_days": HALF,
        "currency": currency,
    }
    if not found:
        report.say(NOTHING_BOUGHT)
        return report.reply()
    report.say(BEST, name=found[0].company, value=rounded(major(found[0].value, currency), currency))
    sd = None if spread.sd_sample is None else rounded(spread.sd_sample, currency)
    report.say(OF_ALL, n=len(found), mean=rounded(spread.mean or 0.0, currency), sd=sd)
    other_currencies(report, purchases, currency)
    report.say(DEFINED_VALUE, half=f"{HALF:g}")
    rows = [_worth_row(worth, currency) for worth in found[:most]]
    segments = (T("Segments", "客户分群"), "/report.segments")
    return report.reply((CUSTOMER, VALUE, TOTAL, TIMES, LAST), rows, [segments], most=MOST)


def _worth_row(worth: Worth, currency: str) -> tuple[object, ...]:
    value = rounded(major(worth.value, currency), currency)
    return worth.company, value, Money(worth.total, currency), worth.purchases, worth.last
