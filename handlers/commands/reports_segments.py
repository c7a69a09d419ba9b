"""What groups the customers form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from crm_domain.clusters import clustered
from crm_domain.formulas import mean_sd
from crm_domain.money import Money
from crm_domain.purchases import leading
from crm_domain.rfm import STANDINGS, Buyer, Graded, Standing, buyers, graded
from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.purchase_report import NOTHING_BOUGHT
from handlers.reading.asking import chinese, english
from handlers.reading.words import SEGMENT_GROUPS
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, major, name_of, percent, rounded
from handlers.slots import WordSlot
from handlers.turn import Turn

_BY = "(by|per|for each|for every|broken down by|split by|grouped by|across|based on|according to|with|using)"
GROUPED = {
    "rfm": T("Segment", "分群"),
    "industry": T("Industry", "行业"),
    "region": T("Region", "区域"),
    "owner": T("Rep", "负责人"),
    "cluster": T("Cluster", "聚类"),
}
BY_RFM = T(
    "{n} customer(s) by how lately, how often and for how much they bought: {parts}.",
    "{n} 家客户按最近购买、购买频次、购买金额（RFM）分群：{parts}。",
)
BY_TRAIT = T("{n} customer(s) by {by}: {parts}.", "{n} 家客户按{by}分布：{parts}。")
PART = T("{n} {name}", "{name} {n} 家")
AVERAGES = T(
    "On average the last purchase was {r} days ago, {f} purchase(s) a customer, {m} in all.",
    "平均最近一次购买在 {r} 天前，每家购买 {f} 次，累计 {m}。",
)
DEFINED_RFM = T(
    "Counted on {day}: orders (won deals, where a customer has none), refunds left out; each of the three in fifths.",
    "口径：截至{day}的订单（没有订单的客户取赢单），不含退款；三项各按五等分打分。",
)
ELSEWHERE = T(
    "Money is that of customers who buy in {currency}; {n} buy in others.",
    "金额只含以 {currency} 购买的客户，另有 {n} 家用其他币种。",
)
BY_CLUSTER = T(
    "{n} customer(s) fall into {k} clusters that stand apart best (silhouette {width}).",
    "{n} 家客户聚成 {k} 类最为分明（轮廓系数 {width}）。",
)
TOO_ALIKE = T(
    "{n} customer(s) with purchases are too few, or too alike, to form clusters.",
    "有购买记录的客户只有 {n} 家，或过于相似，无法聚类。",
)
DEFINED_CLUSTER = T(
    "Counted: k-means on the standardised logarithms of days since the last purchase, number of purchases and money.",
    "口径：对最近购买天数、购买次数、购买金额取对数并标准化后做 k-means。",
)
RECENCY, FREQUENCY, MONETARY = T("Days since", "距今天数"), T("Purchases", "购买次数"), T("Money", "金额")
DEFINED_TRAIT = T(
    "Counted: all companies, and what they bought in {currency}.", "口径：全部公司，及其以 {currency} 购买的金额。"
)
KEPT = T("Segments of your own: {names}.", "已保存的分群：{names}。")
NOBODY = T("There are no customers here yet.", "这里还没有客户。")
CUSTOMERS, SHARE, BOUGHT = T("Customers", "客户数"), T("Share", "占比"), T("Bought", "购买金额")
OFFERS = {
    "industry": T("By industry", "按行业"),
    "region": T("By region", "按区域"),
    "cluster": T("By k-means", "按聚类"),
}

_SEGMENTS_EN = (
    "segments|customer segments|customer segmentation|segmentation|rfm|rfm segments|rfm analysis|rfm segmentation|client segments|"
    "customer groups|customer clusters|segment report|customer segment report|segments of customers|account segments|"
    "customer breakdown|segments report|rfm report|client segmentation|customer base|our customer base"
)
_SEGMENTS_ZH = (
    "客户分群|客户分组|客户细分|客户分层|客户分类|分群|客户分群报表|RFM|rfm|rfm分析|RFM分析|rfm分群|客户结构|客户分布|客户群|客户群体|客户聚类|客户画像|"
    "客户构成|用户分群|客户分段|客户等级分布"
)


@command(
    "report.segments",
    needs="orders.read",
    help=T(
        "Customers in groups: by buying (RFM), k-means, industry, region, rep",
        "客户分群：按购买行为（RFM）、聚类、行业、区域、负责人",
    ),
    example=T("what segments do we have", "客户分群"),
    slash=("segments", "report segments", "客户分群", "分群"),
    en=[
        *english(_SEGMENTS_EN),
        "~what (kinds|types|sorts|groups) of (customers|clients|accounts) (do we|have we) [have|got|serve]",
        "~(which|what) (customers|clients|accounts) are (at risk|slipping away)",
        "~[the|our] (k-means|kmeans) {by=clusters} (of|for) [the|our] (customers|clients|accounts)",
        "~{by=k-means|kmeans|rfm} (clusters|segments|groups|clustering) (of|for) [the|our] (customers|clients|accounts)",
        "~how many (customers|clients|accounts) (per|by|in each|for each) {by}",
        "~what does [our|the] (customer base|client base) look like [by {by}]",
        f"~({_SEGMENTS_EN}) {_BY} [their|the] {{by}}",
        f"~{{by}} ({_SEGMENTS_EN})",
        f"~({_SEGMENTS_EN}) [,|:|-] {{by}}",
        "~(segment|split|group|divide|cluster|cut|slice|bucket|classify|break down|break) [up] [all] [the|our|my] (customers|clients|accounts|customer base|companies|customer list) [up|down|into segments|into groups] [by|according to|on|along] [their|the] {by}",
        "~{by=cluster} [up] [all] [the|our|my] (customers|clients|accounts|customer base|companies)",
        "~(segment|split|group|divide|cut|slice|bucket|classify|break down) [up] [all] [the|our|my] (customers|clients|accounts|customer base|companies) [up|into segments|into groups]",
        "~(what|which) (segments|customer segments|customer groups|groups of customers) (do we have|have we got|are there|exist) [by {by}]",
        "~(what|which) (segments|customer segments|customer groups) (do|does) (our|the) customers (fall|fit) into",
        "~how (are|do) [our|the|my] (customers|clients|accounts) (segmented|split|grouped|distributed|spread|fall|break down) [by|across|over] {by}",
        "~how (are|do) [our|the|my] (customers|clients|accounts) (segmented|split|grouped|distributed|break down)",
        "~how many (customers|clients|accounts) (do we have|are there|have we) [in each|in every|per|by] {by}",
        "~[number of|the number of|count of] (customers|clients|accounts) (by|per|in each|for each) {by}",
        "~(who|which customers|which clients|which accounts) (are|is) [the|our] (at risk|slipping away|champions|sleeping)",
    ],
    zh=[
        *chinese(_SEGMENTS_ZH),
        "~[我们的|我们|咱们的]客户[可以|能|可]分(成|为)(哪几类|几类|哪些类|哪几种|哪几群|几群|哪些群|几个群)",
        "~[帮我](给|把|对|将)[我们的|所有|全部|我们]客户(做|做个|做一下|做一个|来个|搞个)[一个|一下]{by=聚类|聚类分析}",
        "~[帮我](做|来|搞|跑)[一下|一个|个](客户分群|客户分组|客户细分|客户分层|客户分类|客户聚类|RFM|rfm|RFM分析|rfm分析)",
        "~(哪些|谁|哪几家)客户[有]流失风险",
        f"~[按|按照|依]{{by}}[的|来|看|分|统计][的]({_SEGMENTS_ZH})",
        f"~({_SEGMENTS_ZH})[,，:：](按|按照|依)[照]{{by}}[来|看|分|来看|统计][一下]",
        f"~({_SEGMENTS_ZH})[,，:：]{{by}}",
        "~[把|将|给|对][我们的|所有|全部|我们]客户(按|按照|依|根据)[照]{by}(分群|分组|分类|细分|分层|来分|分一下|划分|分一分|分个群|分个组|分开看|聚类)[一下|看看]",
        "~(按|按照|依|根据){by}[把|将|给|对][我们的|所有|全部|我们](客户|公司)(分群|分组|分类|细分|分层|来分|分一下|划分|分一分|分个群|分个组|分开看|聚类)[一下|看看]",
        "~(按|按照|依|根据){by}(分|看|看看|统计|来看)[一下|下][我们的|我们]客户[分布|数量|构成|结构]",
        "~(客户分群|客户分组|客户细分|客户分层|客户分类|分群)[,，](按|按照|依|根据){by}[来|来分|看|分]",
        "~[我们|咱们]有(哪些|什么|几个|几种)(客户分群|分群|客户群|客户群体|细分客户|客户分类)",
        "~[把|将|给|对][我们的|所有|全部|我们](客户|公司)(分群|分组|分个群|分个组|分分群|做个分群|做个分层|做分群|做细分|分层|聚类|做聚类)[一下|看看]",
        "~(各|各个|每个|不同){by}[的][有多少|有几家|有几个]客户[数|数量|分布|构成|有多少]",
        "~客户(在|按)[各个|各|不同]{by}[的|上的](分布|构成|结构|数量)",
    ],
)
def report_segments(
    turn: Turn, by: Annotated[str | None, WordSlot(SEGMENT_GROUPS, labels=GROUPED)] = None, view: View = None
) -> Reply:
    report = Report(turn, view)
    if by in ("industry", "region", "owner"):
        return _by_trait(report, by)
    purchases = turn.crm.purchases.by_orders(turn.today)
    currency = leading(turn.crm.workspace.base_currency, purchases)
    found = graded(buyers(purchases, turn.today))
    _averages(report, [grade.buyer for grade in found], currency)
    if by == "cluster":
        return _by_cluster(report, [grade.buyer for grade in found if grade.buyer.currency == currency], currency)
    return _by_standing(report, found, currency)


def _averages(report: Report, found: Sequence[Buyer], currency: str) -> None:
    """Under the names that the trade knows them by: R, F, M (of those who buy in this currency)."""
    payers = [buyer for buyer in found if buyer.currency == currency]
    columns = {
        "R": [float(buyer.recency) for buyer in found],
        "F": [float(buyer.frequency) for buyer in found],
        "M": [major(buyer.monetary, currency) for buyer in payers],
    }
    spreads = {name: mean_sd(values) for name, values in columns.items()}
    best = sorted(payers, key=lambda buyer: (-buyer.monetary, buyer.company))[:ROWS]
    report.figures |= {
        "customers": len(found),
        "reference_date": report.turn.today.isoformat(),
        "mean": {name: spread.mean for name, spread in spreads.items()},
        "sd_sample": {name: spread.sd_sample for name, spread in spreads.items()},
        "top5_by_M": [[buyer.company, major(buyer.monetary, currency)] for buyer in best],
        "currency": currency,
    }


def _said(report: Report, currency: str, others: int) -> None:
    mean = report.figures["mean"]
    report.say(AVERAGES, r=f"{mean['R']:.0f}", f=f"{mean['F']:.1f}", m=rounded(mean["M"], currency))
    if others:
        report.say(ELSEWHERE, n=others, currency=currency)


def _by_standing(report: Report, found: Sequence[Graded], currency: str) -> Reply:
    turn = report.turn
    groups: dict[Standing, list[Graded]] = {standing: [] for standing in STANDINGS}
    for grade in found:
        groups[grade.standing].append(grade)
    report.figures["segments"] = {str(s): _group_figures(part, found, currency) for s, part in groups.items()}
    shown = {standing: part for standing, part in groups.items() if part}
    if not found:
        report.say(NOTHING_BOUGHT)
        return _with_kept(report)
    report.say(BY_RFM, n=len(found), parts=_parts(turn, {STANDINGS[s]: len(part) for s, part in shown.items()}))
    _said(report, currency, sum(1 for grade in found if grade.buyer.currency != currency))
    rows = [
        (STANDINGS[s], len(part), percent(share_pct(len(part), len(found))), Money(_spent(part, currency), currency))
        for s, part in shown.items()
    ]
    day = Timespan(turn.today, turn.today)
    return _with_kept(report, (GROUPED["rfm"], CUSTOMERS, SHARE, BOUGHT), rows, turn.voice.say(DEFINED_RFM, day=day))


MOST = 50  # members named in the figures


def _spent(part: Sequence[Graded], currency: str) -> int:
    return sum(grade.buyer.monetary for grade in part if grade.buyer.currency == currency)


def _group_figures(part: Sequence[Graded], found: Sequence[Graded], currency: str) -> dict[str, Any]:
    members = sorted(part, key=lambda grade: (-grade.buyer.monetary, grade.buyer.company))[:MOST]
    return {
        "customers": len(part),
        "share_pct": share_pct(len(part), len(found)),
        "value": major(_spent(part, currency), currency),
        "members": [grade.buyer.company for grade in members],
    }


def _parts(turn: Turn, counts: Mapping[Any, int]) -> str:
    written = [turn.voice.say(PART, n=n, name=name) for name, n in counts.items()]
    return ("，" if turn.voice.lang == "zh" else ", ").join(written)


DRAWN, MOST_BARS = T("Customers by {by}", "客户数（按{by}）"), 12


def _with_kept(
    report: Report, columns: Sequence[T] = (), rows: Sequence[Sequence[object]] = (), defined: str = ""
) -> Reply:
    kept = [segment.name for segment in report.turn.crm.segments.all()]
    if kept:
        report.figures["kept"] = kept
        report.say(KEPT, names=kept)
    if defined:
        report.lines.append(defined)
    write = report.turn.voice.write
    drawn = [(write(row[0]), n, f"{n:,}") for row in rows if isinstance(n := row[1], int)][:MOST_BARS]
    if drawn:
        report.picture(Shape.BARS, report.turn.voice.say(DRAWN, by=columns[0]), rows=drawn)
    buttons = [(label, f"/report.segments by={word}") for word, label in OFFERS.items()]
    return report.reply(columns, rows, buttons, noun="orders", most=len(STANDINGS))


def _by_cluster(report: Report, found: Sequence[Buyer], currency: str) -> Reply:
    """K-means on the logarithms of R, F and M, each standardised; as many groups as stand apart best."""
    columns = [[float(b.recency) for b in found], [float(b.frequency) for b in found],
               [major(b.monetary, currency) for b in found]]  # fmt: skip
    tried = clustered(columns) if found else {}
    report.figures["kmeans"] = {
        str(k): {"inertia": part.clusters.inertia, "silhouette": part.silhouette} for k, part in tried.items()
    }
    if not tried:
        report.say(TOO_ALIKE, n=len(found))
        return _with_kept(report)
    k, best = max(tried.items(), key=lambda pair: (pair[1].silhouette or 0.0, -pair[0]))
    groups = [[b for b, label in zip(found, best.clusters.labels, strict=True) if label == n] for n in range(k)]
    report.figures |= {"k": k, "inertia": best.clusters.inertia, "silhouette": best.silhouette,
                       "clusters": [_middle(part, currency) for part in groups]}  # fmt: skip
    report.say(BY_CLUSTER, n=len(found), k=k, width=f"{best.silhouette or 0.0:.2f}")
    report.say(DEFINED_CLUSTER)
    rows = [(f"{n}", len(part), *_middle_shown(part, currency)) for n, part in enumerate(groups, 1)]
    return _with_kept(report, (GROUPED["cluster"], CUSTOMERS, RECENCY, FREQUENCY, MONETARY), rows)


def _middle(part: Sequence[Buyer], currency: str) -> dict[str, Any]:
    n = len(part)
    return {"customers": n, "R": sum(b.recency for b in part) / n, "F": sum(b.frequency for b in part) / n,
            "M": major(sum(b.monetary for b in part) / n, currency),
            "members": [b.company for b in part[:MOST]]}  # fmt: skip


def _middle_shown(part: Sequence[Buyer], currency: str) -> tuple[object, ...]:
    middle = _middle(part, currency)
    return f"{middle['R']:.0f}", f"{middle['F']:.1f}", rounded(middle["M"], currency)


def _by_trait(report: Report, by: str) -> Reply:
    turn = report.turn
    traits = turn.crm.purchases.traits(by)
    purchases = turn.crm.purchases.by_orders(turn.today)
    currency = leading(turn.crm.workspace.base_currency, purchases)
    counts: dict[str, int] = defaultdict(int)
    value: dict[str, int] = defaultdict(int)
    for name in traits.values():
        counts[name] += 1
    for purchase in purchases:
        if purchase.currency == currency and not purchase.is_refund:
            value[traits.get(purchase.company_id, "")] += purchase.minor or 0
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    report.figures |= {"customers": len(traits), "by": by, "currency": currency, "segments": {
        name_of(turn, name): {"customers": counts[name], "share_pct": share_pct(counts[name], len(traits)),
               "value": major(value[name], currency)} for name in ranked
    }}  # fmt: skip
    if not traits:
        report.say(NOBODY)
        return _with_kept(report)
    first = {name_of(turn, name): counts[name] for name in ranked[:ROWS]}
    report.say(BY_TRAIT, n=len(traits), by=GROUPED[by], parts=_parts(turn, first))
    rows = [
        (name_of(turn, name), counts[name], percent(share_pct(counts[name], len(traits))), Money(value[name], currency))
        for name in ranked
    ]
    defined = turn.voice.say(DEFINED_TRAIT, currency=currency)
    return _with_kept(report, (GROUPED[by], CUSTOMERS, SHARE, BOUGHT), rows, defined)
