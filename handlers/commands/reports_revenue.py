"""Revenue: what was won, by month, quarter, owner, company, product, region."""

from collections.abc import Mapping
from typing import Annotated, Any

from crm_domain.companies import Company
from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.pipelines import Outcome
from crm_domain.products import Product
from crm_domain.revenue import Sum, Sums, by_key, leading, ranked, sums
from crm_domain.scope import Scope
from crm_domain.spread import change_pct, share_pct, spread
from crm_domain.texts import T
from crm_domain.timespan import Timespan, keys_of, month_of, months_back, quarter_of
from crm_domain.winrate import win_rate
from handlers.chart import Shape, compact
from handlers.command import command
from handlers.counted import closed
from handlers.counted import won as won_of
from handlers.reading.asking import chinese, english, framed
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, compared, name_of, of_scope, offered, past, percent, rounded
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

WON = T("Won in {span}{whose}: {sum}.", "{span}成交{whose}：{sum}。")
NONE_WON = T("Nothing was won in {span}{whose}.", "{span}没有成交{whose}。")
NO_AMOUNT = T("{n} won deal(s) have no amount and add nothing.", "另有 {n} 单没有填金额，未计入。")
LEFT = T("And {n} more.", "其余 {n} 项未列出。")
EACH = T("On average {mean} each, standard deviation {sd}.", "平均每期 {mean}，标准差 {sd}。")
BEFORE_THAT = T("Before those in the table: {periods}.", "表中各期之前：{periods}。")
DEFINED = T("Counted: won deals by the day they were closed, at their amount.", "口径：按成交日期统计的赢单金额。")
DEFINED_REGION = T(
    "A deal's region is that of its company, else the team of its owner.", "区域取客户所在区域，没有则取负责人的团队。"
)
MOST_BARS = 10
BY = T("{what} by {by}", "{what}（按{by}）")
MEAN_IS = T("mean {mean}", "均值 {mean}")
AMOUNT, DEALS, SHARE, WIN_RATE = T("Won", "成交额"), T("Deals", "单数"), T("Share", "占比"), T("Win rate", "赢单率")
GROUP = {
    "month": T("Month", "月份"),
    "quarter": T("Quarter", "季度"),
    "owner": T("Rep", "销售"),
    "company": T("Company", "公司"),
    "product": T("Product", "产品"),
    "region": T("Region", "区域"),
    "industry": T("Industry", "行业"),
    "team": T("Team", "团队"),
    "parent": T("Group", "集团"),
}
OFFERS = {"owner": T("By rep", "按销售"), "month": T("By month", "按月"), "region": T("By region", "按区域")}

_EN = (
    "revenue|revenues|sales|sales revenue|won revenue|closed revenue|bookings|turnover|won amount|won business|"
    "income|sales numbers|sales figures|rev|won deals value|revenue share"
)
_ZH = (
    "业绩|收入|营收|营业额|销售额|成交额|成交金额|赢单金额|签单额|签约额|签单金额|销售收入|销售业绩|成交总额|revenue|"
    "赢单总额|赢单金额和占比|业绩和占比|回款额|进账"
)
SOLD_EN = (
    "how much [money|revenue|business] (did|have) (we|you guys|the team) [all] (win|won|close|closed|sell|sold|make|made|bring in|brought in|book|booked|earn|earned) [so far] [in|for|during|over] {period}",
    "what did (we|the team) (win|close|sell|book|make|bring in) [in|for|during|over] {period}",
)
SOLD_ZH = (
    "[我们|咱们|公司|团队]{period}[我们|咱们|公司|团队][一共|总共|共](成交|赢单|签|卖|做|赚|赢|进账|签约|签单|拿下)(了多少|多少|了多少钱|多少钱|了多少单子|了多少业绩)[钱]",
)


@command(
    "report.revenue",
    needs="deals.read",
    help=T("Revenue won, by month, rep, company, product, region", "成交额，可按月、销售、公司、产品、区域"),
    example=T("revenue this month", "本月业绩"),
    slash=("revenue", "report revenue", "业绩", "收入"),
    en=[
        *english(_EN, "period", "against", "owner", "by", "region"),
        *framed(*SOLD_EN),
        "~how much [money|revenue|business] (did|have) (we|you guys|the team) [all] (win|won|close|closed|sell|sold|make|made|bring in|brought in|book|booked|earn|earned)",
        "~how much [money|revenue|business] (did|have|has) {owner} (win|won|close|closed|sell|sold|make|made|bring in|brought in|book|booked) [in|for|during|over] {period}",
        "~how much [money|revenue|business] (did|have|has) {owner} (win|won|close|closed|sell|sold|make|made|bring in|brought in|book|booked)",
        "~how (are|were) (we|things) (doing|going|tracking|looking) [in|for|during|over] {period}",
        "~how (did|have) we (do|done|been doing) [in|for|during|over|so far] {period}",
        "~how (did|has|is) {owner} (do|done|doing|been doing|been) [in|for|during|over|so far] {period}",
        "~what did {owner} (close|sell|book|bring in) [in|for|during|over] {period}",
        "~how much [money|revenue|business] (did|have|has) {company} (spend|spent|buy|bought|bring in|brought in|bring us|brought us|pay us|paid us) [with us|from us] [in|for|during|over] {period}",
        "~how much [money|revenue|business] (did|have|has) {company} (spend|spent|buy|bought|bring in|brought in|bring us|brought us|pay us|paid us) [with us|from us]",
        "~how (much|many) {product} (did|have) we (sell|sold|shift|shifted) [in|for|during|over] {period}",
        "~how (much|many) {product} we (sold|sell) [in|for|during|over] {period}",
        "~how (much|many) {product} (did|have) we (sell|sold|shift|shifted)",
        "~[the|our] [won] (revenue|sales) (from|for|of|at|with) [the] {company} [in|for|during|over|,] {period}",
        "~[the|our] [won] (revenue|sales) [in|for|during|over] {period} (from|for|of|at|with) [the] {company}",
        "~[the|our] [won] (revenue|sales) (from|for|of|at|with) [the] {company}",
        "~[the|our] [won] (revenue|sales) (from|for|of|with) [the] [product] {product!} [in|for|during|over|,] {period}",
        "~[the|our] [won] (revenue|sales) (from|for|of|with) [the] [product] {product!}",
        "~{company!} (revenue|sales) [in|for|during|over] {period}",
        "~{product!} (revenue|sales) [in|for|during|over] {period}",
        "~(revenue|sales) {company!} [in|for|during|over] {period}",
        "~(revenue|sales) {product!} [in|for|during|over] {period}",
        "~{by=monthly|quarterly} [won] (revenue|sales|bookings) [for|over|in] {period}",
        "~[the|a|our] (six|6|twelve|12)[-| ](month|months) {by=trend} [of|in|for] [won] (revenue|sales)",
        "~[the|our] {by=trend} (of|in|for) [won] (revenue|sales) [for|over|in] {period}",
        "~(which|what) {by} (brought in|brings in|made|makes|sold|sells|won|generates|generated|earned) [us] [the] most [revenue|money] [in|for|during|over] {period}",
        "~(which|what) {by} (brought in|brings in|made|makes|sold|sells|won|generates|generated|earned) [us] [the] most [revenue|money]",
        "~(which|what) {by} (sold|sells) best [in|for|during|over] {period}",
        "~(who are|who's|list|show me|what are) [our|the] [top] [five|5|ten|10|three|3] (biggest|largest|top|best) {by=customers|customer|clients|client|accounts|account|companies}",
        "~[our|the] top [five|5|ten|10|three|3] {by=customers|clients|accounts|companies} by [won] (revenue|sales) [to date|so far|of all time|ever]",
        "~[our|the] top [five|5|ten|10|three|3] {by=customers|clients|accounts|companies|products} by [won] (revenue|sales) [in|for|during|over] {period}",
        "~(did|have) we (sell|sold|close|closed) (more|less) {period} (than|compared with|compared to) (last month|last quarter|last year|the month before|the quarter before)",
    ],
    zh=[
        *chinese(_ZH, "period", "against", "owner", "by", "region"),
        *framed(*SOLD_ZH),
        "~{period}[我们|咱们|团队|大家](做得|干得|卖得|表现得|完成得|表现)(怎么样|如何|咋样)[了]",
        "~{owner!}{period}(做得|干得|卖得|表现得|完成得|表现)(怎么样|如何|咋样)[了]",
        "~{owner!}{period}[一共|总共|共](成交|赢单|签|卖|做|赚|赢|签约|签单)(了多少|多少|了多少钱|多少钱|了多少业绩|了多少单)",
        "~{period}{owner!}[一共|总共|共](成交|赢单|签|卖|做|赚|赢|签约|签单)(了多少|多少|了多少钱|多少钱|了多少业绩|了多少单)",
        "~{owner=我}{period}[一共|总共|共](成交|赢单|签|卖|做|赚|赢|签约|签单)(了多少|多少|了多少钱|多少钱|了多少业绩|了多少单)",
        "~{company!}{period}[一共|总共|共][给我们|给咱们|跟我们|在我们这][一共|总共|共](贡献了|贡献|带来了|带来|买了|花了|下单|成交了|成交|消费了)[多少|多少钱|了多少][的][收入|业绩|营收|钱|金额|成交额]",
        "~{company!}[一共|总共|共][给我们|给咱们|跟我们|在我们这][一共|总共|共](贡献了|贡献|带来了|带来|买了|花了|成交了|消费了)[多少|多少钱][的][收入|业绩|营收|钱|金额|成交额]",
        "~{company!}[的]{period}[的](业绩|收入|营收|成交额|销售额|成交金额|订单额)",
        "~{period}{company!}[的](业绩|收入|营收|成交额|销售额|成交金额)",
        "~{company!}[的](业绩|收入|营收|成交额|销售额|成交金额)",
        "~{product!}{period}[一共|总共|共][我们](卖|销售|卖出|卖掉)[了|出去]多少[钱|个|台|套|件]",
        "~{period}[我们]{product!}[一共|总共|共][我们](卖|销售|卖出|卖掉)[了|出去]多少[钱|个|台|套|件]",
        "~{period}[我们][一共|总共|共](卖了|卖出|销售了|卖掉)多少[钱|个|台|套|件]{product!}",
        "~{product!}[的]{period}[的](业绩|收入|营收|成交额|销售额|销量)",
        "~{period}{product!}[的](业绩|收入|营收|成交额|销售额|销量)",
        "~{period}{by=月度|季度|每月|每个月}[的](业绩|收入|营收|成交额|销售额|赢单金额)[的](趋势|走势|变化|曲线)",
        "~(按){by=大区|区域|地区|销售|产品|客户|行业|月|季度|公司|负责人|人}(看|看看|看下|看一下|分|统计|拆|拆一下|汇总){period}[的](业绩|收入|营收|成交额|销售额|赢单金额)",
        "~(按){by=大区|区域|地区|销售|产品|客户|行业|月|季度|公司|负责人|人}[看|看看|看下|看一下|分|统计|拆|拆一下|汇总](一下|下){period}[的](业绩|收入|营收|成交额|销售额|赢单金额)",
        "~(哪个|什么|哪家|哪些){by}{period}(卖得最好|业绩最好|业绩最高|收入最高|成交最多|贡献最大|卖得最多|成交额最高)",
        "~{period}(哪个|什么|哪家|哪些){by}(卖得最好|业绩最好|业绩最高|收入最高|成交最多|贡献最大|卖得最多|成交额最高)",
        "~(哪个|什么|哪家|哪些){by}(卖得最好|业绩最好|业绩最高|收入最高|成交最多|贡献最大|卖得最多|成交额最高)",
        "~[我们|咱们|公司](最大|前五大|前五|前十|前三|前十大|最大的前五|排名前五)的[五|十|三|5|10|3][个|家|大]{by=客户|公司}[是谁|是哪些|有哪些|是哪几家|都是谁|都有谁]",
        "~(累计|历史|总)[成交额|业绩|收入|赢单金额|成交金额](最高|最多|最大|前五|前十)[的][前][五|十|三|5|10|3][家|个|名|大]{by=客户|公司}[是谁|是哪些|有哪些|是哪几家]",
    ],
)
def report_revenue(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    against: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    company: Company | None = None,
    product: Product | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope = Scope(owner=owner, company=company, product=product, region=region)
    span = whole_units(past(turn, period, _usual(turn, by)), by, turn)
    before = compared(turn, span, against)
    facts = closed(turn, view, span, scope, by)
    won = [fact for fact in facts if fact.outcome == Outcome.WON]
    earlier = sums(won_of(turn, None, before, scope)) if before else {}
    now = sums(won)
    currency = leading(turn.crm.workspace.base_currency, now, earlier)
    report = Report(turn, view, page)
    report.facts = [fact for fact in won if fact.currency == currency and fact.minor is not None]
    _headline(report, won, span, currency, of_scope(turn, scope))
    _compare(report, now.get(currency, Sum()), earlier.get(currency, Sum()), before, currency)
    report.dates(span, before)
    _both_periods(report, now, earlier, currency, (span, before))
    rows = _broken_down(report, facts, span, by, currency) if by else []
    report.other_money(now, currency)
    report.say(DEFINED)
    if by == "region":
        report.say(DEFINED_REGION)
    turn.about(company)
    columns = (GROUP[by], AMOUNT, DEALS, SHARE) if by else ()
    return report.reply(columns, rows, offered(turn, by, OFFERS))


def _usual(turn: Turn, by: str | None) -> Timespan:
    """This month; what is compared needs more: this quarter, six months, four quarters, all that a customer bought."""
    quarter = quarter_of(turn.today)
    if by is None:
        return month_of(turn.today)
    if by == "company":
        return Timespan(None, turn.today)
    if by in ("parent", "industry"):
        return Timespan(turn.today.replace(month=1, day=1), turn.today)
    if by == "month":
        return months_back(turn.today, 6)
    return Timespan(months_back(turn.today, 12).start, turn.today) if by == "quarter" else quarter


def whole_units(span: Timespan, by: str | None, turn: Turn) -> Timespan:
    """“The last six months” by month are six months of the calendar, this one to date."""
    start = span.start
    if by != "month" or start is None or start.day == 1 or span.end != turn.today:
        return span
    count = (span.end.year - start.year) * 12 + span.end.month - start.month
    return months_back(turn.today, max(count, 1))


def _headline(report: Report, won: list[DealFact], span: Timespan, currency: str, whose: str) -> None:
    total = sums(won).get(currency, Sum())
    blank = sum(fact.many for fact in won if fact.minor is None)
    report.figures |= {"revenue": total.major(currency), "deals": total.deals, "currency": currency}
    if won:
        report.say(WON, span=span, whose=whose, sum=report.sum(total.of(currency), total.deals))
    else:
        report.say(NONE_WON, span=span, whose=whose)
    if blank:
        report.figures["deals_without_amount"] = blank
        report.say(NO_AMOUNT, n=blank)


def _compare(report: Report, now: Sum, then: Sum, before: Timespan | None, currency: str) -> None:
    if before is None:
        return
    pct = change_pct(now.minor, then.minor)
    report.figures |= {"prev_revenue": then.major(currency), "prev_deals": then.deals, "change_pct": pct}
    report.against(pct, before, report.sum(then.of(currency), then.deals) if then.deals else None)


def _both_periods(
    report: Report, now: Sums, then: Sums, currency: str, spans: tuple[Timespan, Timespan | None]
) -> None:
    """The picture of a plain question: this period beside the one before."""
    write = report.turn.voice.write
    sides = [(span, found.get(currency, Sum())) for span, found in zip(spans, (now, then), strict=True) if span]
    rows = [(write(span), total.major(currency), write(total.of(currency))) for span, total in sides]
    report.picture(Shape.BARS, write(AMOUNT), rows=rows)


Rows = list[tuple[object, ...]]


def _broken_down(report: Report, facts: list[DealFact], span: Timespan, by: str, currency: str) -> Rows:
    if by in ("month", "quarter"):
        return _series(report, facts, span, by, currency)
    won = by_key(fact for fact in facts if fact.outcome == Outcome.WON)
    places = ranked(won, currency)
    whole = sum(total.minor for _, total in places)
    groups = {name: _entry(name, total, whole, facts, currency) for name, total in places}
    report.figures[f"by_{by}"] = groups
    report.figures["top"] = [[name, total.major(currency)] for name, total in places[:ROWS]]
    if by == "region":
        report.figures |= {name: entry for name, entry in groups.items() if name not in report.figures}
    if by == "product":
        report.figures |= _best(groups)
    if len(places) > ROWS:
        report.say(LEFT, n=len(places) - ROWS)
    _ranking(report, places[:MOST_BARS], by, currency)
    return [
        (name_of(report.turn, name), total.of(currency), total.deals, percent(share_pct(total.minor, whole)))
        for name, total in places
    ]


def _ranking(report: Report, places: list[tuple[str, Sum]], by: str, currency: str) -> None:
    voice = report.turn.voice
    rows = [(name_of(report.turn, n), t.major(currency), voice.write(t.of(currency))) for n, t in places]
    report.picture(Shape.BARS, voice.say(BY, what=AMOUNT, by=GROUP[by]), rows=rows, note=voice.write(report.span))


def _entry(name: str, total: Sum, whole: int, facts: list[DealFact], currency: str) -> dict[str, Any]:
    value = total.major(currency)
    return {
        "revenue": value,
        "deals": total.deals,
        "units": total.deals,
        "share_pct": share_pct(total.minor, whole),
        "avg_deal": value / total.deals,
        "win_rate_pct": win_rate(fact for fact in facts if (fact.key or "") == name).pct,
    }


def _best(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, str | None]:
    def first(figure: str) -> str | None:
        return min(groups, key=lambda name: (-groups[name][figure], name), default=None)

    return {"top_by_revenue": first("revenue"), "top_by_units": first("units")}


def _series(report: Report, facts: list[DealFact], span: Timespan, by: str, currency: str) -> Rows:
    """Every month or quarter of the span, those without a deal too."""
    won = by_key(fact for fact in facts if fact.outcome == Outcome.WON)
    days = Timespan(span.start or min((fact.closed for fact in facts if fact.closed), default=span.end), span.end)
    totals = {key: sums(won.get(key, ())).get(currency, Sum()) for key in keys_of(days, by)}
    whole = sum(total.minor for total in totals.values())
    found = spread([total.major(currency) for total in totals.values()])
    report.figures |= {
        "series": [[key, total.major(currency)] for key, total in totals.items()],
        "mean": found.mean,
        "sd": found.sd,
    }
    if found.mean is not None and found.sd is not None:
        report.say(EACH, mean=rounded(found.mean, currency), sd=rounded(found.sd, currency))
    _trend(report, totals, currency)
    rows: Rows = [(key, t.of(currency), t.deals, percent(share_pct(t.minor, whole))) for key, t in totals.items()]
    if len(rows) > ROWS:
        report.say(BEFORE_THAT, periods=[f"{key} {report.turn.voice.write(won)}" for key, won, *_ in rows[:-ROWS]])
    return rows[-ROWS:]


def _trend(report: Report, totals: Mapping[str, Sum], currency: str) -> None:
    voice, mean, sd = report.turn.voice, report.figures["mean"], report.figures["sd"]
    rows = [(key, total.major(currency), compact(total.major(currency), voice.lang)) for key, total in totals.items()]
    level = {"level": mean, "level_name": voice.say(MEAN_IS, mean=rounded(mean, currency)), "spread": sd} if sd else {}
    note = f"{voice.write(report.span)} · {currency}"
    report.picture(Shape.COLUMNS, voice.write(AMOUNT), rows=rows, note=note, **level)
