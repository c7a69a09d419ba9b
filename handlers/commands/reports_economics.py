"""What deals earn: the discount that was given, and how much a day the pipeline brings in."""

from typing import Annotated

from crm_domain.discount import Discount, Priced, by_product, discount
from crm_domain.members import Member
from crm_domain.pipelines import Outcome
from crm_domain.products import Product
from crm_domain.revenue import leading, sums
from crm_domain.scope import Scope
from crm_domain.spread import spread
from crm_domain.texts import T
from crm_domain.timespan import Timespan, quarter_of
from crm_domain.velocity import Velocity
from crm_domain.winrate import win_rate
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import BY, GROUP
from handlers.counted import BY_DEAL, closed, won
from handlers.reading.asking import chinese, english, framed
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, View, major, number, of_scope, past, percent, rounded
from handlers.slots import Past
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

GIVEN = T(
    "Discount in {span}{whose}: {pct} below list price, over {n} won deal(s).",
    "{span}折扣率{whose}：低于目录价 {pct}（{n} 单）。",
)
ABOVE = T(
    "In {span}{whose} deals were won {pct} above list price ({n} deal(s)).",
    "{span}成交价{whose}高于目录价 {pct}（{n} 单）。",
)
NONE_PRICED = T(
    "No deal with a list price was won in {span}{whose}, so there is no discount.",
    "{span}没有带目录价的赢单{whose}，算不出折扣。",
)
MOST_FOR = T("Most for {product}: {pct}.", "折扣最大的是 {product}：{pct}。")
WAS = T("In {span} it was {pct}.", "{span}为 {pct}。")
DEFINED_DISCOUNT = T(
    "Counted: 1 - amount of won deals / their list price, by the day they were closed.",
    "口径：1 - 赢单金额 ÷ 目录价，按成交日期。",
)
DISCOUNT, DEALS = T("Discount", "折扣率"), T("Deals", "单数")

_DISCOUNT_EN = (
    "average discount|discount rate|discount rates|mean discount|discount given|"
    "average discount rate|discount level|price discount|discount off list|discount percentage|price realization|"
    "discount vs list|discount against list price|discount by product|discount per product|avg discount"
)
_DISCOUNT_ZH = (
    "折扣率|平均折扣|平均折扣率|折扣力度|折扣情况|让利幅度|降价幅度|各产品折扣|各产品的折扣|各产品折扣率|各产品的折扣率|价格折扣|优惠幅度|"
    "成交折扣|按产品的折扣|按产品的折扣率|打折情况|折让率"
)
_GIVE = "(give|giving|gave|grant|granting|granted|given|offer|offering|offered)"
_BELOW_ZH = "(低|便宜|降|少|优惠)"


@command(
    "report.discount",
    needs="deals.read",
    help=T("Discount: how far below list price deals were won", "折扣率：成交价低于目录价多少"),
    example=T("what discount did we give this quarter", "本季度平均折扣率"),
    slash=("discount", "report discount", "折扣"),
    en=[
        *english(_DISCOUNT_EN, "period", "owner"),
        *framed(
            f"(how much|what|how big a|what kind of) [average] (discount|discounts) (do|did|are|have|were) (we|the reps|reps|the team|our reps) [been] {_GIVE} [away] [on average] [by product] [in|for|during|,] {{period}}",
            f"(how much|what|how big a|what kind of) [average] (discount|discounts) (do|did|are|have|were) (we|the reps|reps|the team|our reps) [been] {_GIVE} [away] [on average] [by product]",
            "how much (do|did|are) we (discount|discounting|give away|giving away) [on average] [in|for|during] {period}",
            "how much (do|did|are) we (discount|discounting|give away|giving away) [on average]",
            "(how far|how much) (below|under|off) list [price|prices] (do|did|are|were) we (sell|selling|sold|close|closing) [in|for|during] {period}",
            "(how far|how much) (below|under|off) list [price|prices] (do|did|are|were) we (sell|selling|sold|close|closing)",
            "(which|what) (product|products) (is|are|was|were|gets|get|got|has|have|had) [the] [discounted] (most|biggest|highest|largest|deepest|most discounted) [discount|discounts|discounted] [in|for|during] {period}",
            "(which|what) (product|products) (is|are|was|were|gets|get|got|has|have|had) [the] [discounted] (most|biggest|highest|largest|deepest|most discounted) [discount|discounts|discounted]",
            "(which|what) (product|products) (do|did) we discount [the] most [in|for|during] {period}",
            "(which|what) (product|products) (do|did) we discount [the] most",
            "(average|mean|our) (discount|selling price) (against|versus|vs|off|from|compared to|compared with|below) [the] (list|list price|list prices|price list) [in|for|during|,] {period}",
            "(average|mean|our) (discount|selling price) (against|versus|vs|off|from|compared to|compared with|below) [the] (list|list price|list prices|price list)",
            "are we (selling|closing) (below|under|above) list [price] [in|for|during] {period}",
            "are we (selling|closing) (below|under|above) list [price]",
            "discount (for|on|of) [the] {product!} [in|for|during] {period}",
            "discount (for|on|of) [the] {product!}",
        ),
    ],
    zh=[
        *chinese(_DISCOUNT_ZH, "period", "owner"),
        *framed(
            "{period}[我们|咱们][平均|一般|总共|一共][给|打|让](了多少|多少|了几|几|了多大|多大)[的](折扣|折|优惠|利)",
            "[我们|咱们][平均|一般|总共|一共][给|打|让](了多少|多少|了几|几|了多大|多大)[的](折扣|折|优惠|利)",
            f"{{period}}[我们|咱们][的](成交价|实际售价|售价|卖价|成交价格)(比|相比|相对|较)(目录价|标价|定价|原价|列表价)[平均]{_BELOW_ZH}[了]多少",
            f"[我们|咱们][的](成交价|实际售价|售价|卖价|成交价格)(比|相比|相对|较)(目录价|标价|定价|原价|列表价)[平均]{_BELOW_ZH}[了]多少",
            "[{period}](哪个|什么|哪款|哪些)产品[的](折扣|打折|让利|优惠|降价)[率|力度|幅度](最大|最高|最多|最狠|最厉害)",
            "{period}[各|各个|每个]产品[分别|各][打了|给了](多少折|几折|多少折扣)",
        ),
    ],
)
def report_discount(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    product: Product | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span, scope = past(turn, period, quarter_of(turn.today)), Scope(owner=owner, region=region)
    before = span.before()
    report = Report(turn, view, page)
    currency, lines = _priced(report, span, scope)
    lines = [line for line in lines if not product or line.product == product.name]
    found, groups = discount(lines), by_product(lines)
    counted = {line.deal_id for line in lines}
    report.facts = [fact for fact in report.facts or () if not fact.id or fact.id in counted]
    _headline(report, found, span, of_scope(turn, scope))
    report.figures |= {
        "list_value": major(found.listed, currency),
        "sold": major(found.sold, currency),
        "currency": currency,
        "by_product": {name: part.pct for name, part in groups},
        "highest": [groups[0][0], groups[0][1].pct] if groups else None,
        "lowest": [groups[-1][0], groups[-1][1].pct] if groups else None,
    }
    if len(groups) > 1:
        report.say(MOST_FOR, product=groups[0][0], pct=percent(groups[0][1].pct))
    if before:
        _before(report, discount(turn.crm.tallies.priced(before, scope, currency)), before)
    report.dates(span, before)
    report.say(DEFINED_DISCOUNT)
    bars = [(name, part.pct or 0, percent(part.pct)) for name, part in groups[:10]]
    title = turn.voice.say(BY, what=DISCOUNT, by=GROUP["product"])
    report.picture(Shape.BARS, title, rows=bars, note=turn.voice.write(span))
    rows = [(name, percent(part.pct), part.deals) for name, part in groups]
    return report.reply((GROUP["product"], DISCOUNT, DEALS), rows)


def _priced(report: Report, span: Timespan, scope: Scope) -> tuple[str, list[Priced]]:
    """The leading currency, and what was sold in it beside its list price; each deal where each is shown."""
    crm = report.turn.crm
    report.facts = won(report.turn, report.view, span, scope)
    currency = leading(crm.workspace.base_currency, sums(report.facts))
    if report.view in BY_DEAL:
        return currency, crm.figures.priced(report.facts, currency)
    return currency, crm.tallies.priced(span, scope, currency)


def _headline(report: Report, found: Discount, span: Timespan, whose: str) -> None:
    report.figures |= {"discount_pct": found.pct, "deals": found.deals}
    if found.pct is None:
        report.say(NONE_PRICED, span=span, whose=whose)
    else:
        text = ABOVE if found.pct < 0 else GIVEN
        report.say(text, span=span, whose=whose, pct=f"{abs(found.pct):.2f}%", n=found.deals)


def _before(report: Report, then: Discount, before: Timespan) -> None:
    report.figures["prev_discount_pct"] = then.pct
    if then.pct is not None:
        report.say(WAS, span=before, pct=f"{then.pct:.2f}%")


VELOCITY = T(
    "Sales velocity{whose}: {per_day} a day.",
    "销售速度{whose}：每天 {per_day}。",
)
LEVERS = T(
    "{deals} open deal(s) × win rate {rate} × {value} a deal ÷ {days} days.",
    "{deals} 个在手商机 × 赢单率 {rate} × 平均每单 {value} ÷ {days} 天。",
)
NO_VELOCITY = T(
    "There is no velocity for {span}{whose}: it takes open deals, and deals won in that time.",
    "{span}算不出销售速度{whose}：需要有在手商机和期间内的赢单。",
)
DEFINED_VELOCITY = T(
    "Counted: open deals past the first stage today; win rate, mean amount and mean cycle of deals closed in {span}.",
    "口径：今天已过首个阶段的在手商机；赢单率、平均金额、平均周期取{span}关闭的商机。",
)
LEVER, NOW, THEN = T("Lever", "因素"), T("Now", "本期"), T("Before", "上期")
NAMES = (
    T("Open deals", "在手商机"), T("Win rate", "赢单率"), T("Average deal", "平均客单价"), T("Cycle in days", "周期（天）"),
)  # fmt: skip
_VELOCITY_EN = (
    "velocity|sales velocity|pipeline velocity|deal velocity|revenue velocity|velocity of the pipeline|sales speed|"
    "pipeline speed|velocity per day|sales velocity per day|daily velocity|velocity number"
)
_VELOCITY_ZH = (
    "销售速度|销售速率|管道速度|管道流速|商机流速|商机速度|成交速度|流速|销售流速|pipeline流速|pipeline速度|销售velocity|velocity|每日销售速度|"
    "销售管道流速|销售漏斗流速|漏斗流速|转化速度"
)


@command(
    "report.velocity",
    needs="deals.read",
    help=T("Sales velocity: what the pipeline brings in a day", "销售速度：管道每天能带来多少"),
    example=T("what is our sales velocity", "我们的销售速度是多少"),
    slash=("velocity", "report velocity", "销售速度"),
    en=[
        *english(_VELOCITY_EN, "period", "owner"),
        *framed(
            "how fast (is|does) [the|our] [money|revenue] (move|moving|flow|flowing|go|going) through [the|our] pipeline [in|for|during] {period}",
            "how fast (is|does) [the|our] [money|revenue] (move|moving|flow|flowing|go|going) through [the|our] pipeline",
            "how (quickly|fast) (do|does|are|is) [we|our pipeline|the pipeline|our deals|deals] (turn|turns|turning|generate|generates|generating|convert|converting) [deals|opportunities|pipeline|into] [into] [money|revenue|cash]",
            "how much [revenue|money] (does|do|is|are) (our pipeline|the pipeline|we) (generate|produce|make|bring in|earn|worth|generating|making|bringing in) (per|a|each|every) day",
            "(revenue|money|sales|won amount) per day [from the pipeline|of the pipeline|in the pipeline] [in|for|during] {period}",
            "(revenue|money|sales|won amount) per day [from the pipeline|of the pipeline|in the pipeline]",
            "how fast (do|are) we (selling|sell|closing|close)",
        ),
    ],
    zh=[
        *chinese(_VELOCITY_ZH, "period", "owner"),
        *framed(
            "[我们|咱们|管道|现在的管道|pipeline][平均]每天[大概|大约|平均]能(产出|带来|产生|做|赚|转化|贡献|成交)[出]多少[钱|收入|业绩|金额]".replace(
                "?", ""
            ),
            "[我们|咱们][的](管道|商机|单子|销售)(流动|转化|推进|走|变现)[得|的](有多快|多快|快不快)",
            "[我们|咱们]卖(得|的)(有多快|多快|快不快)",
        ),
    ],
)
def report_velocity(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span, scope = past(turn, period, quarter_of(turn.today)), Scope(owner=owner, region=region)
    before = span.before()
    deals, report = turn.crm.ages.count(scope), Report(turn, view, page)
    report.facts = closed(turn, view, span, scope)
    currency = leading(turn.crm.workspace.base_currency, sums(report.facts))
    now = _velocity(turn, span, scope, deals, currency)
    then = _velocity(turn, before, scope, deals, currency) if before else Velocity(deals, None, None, None)
    report.figures |= {"velocity_per_day": now.per_day, "currency": currency, "prev_velocity_per_day": then.per_day}
    report.figures |= {"open_deals": deals, "win_rate_pct": _pct(now.win_rate)}
    report.figures |= {"mean_value": now.mean_value, "mean_days": now.mean_days}
    whose = of_scope(turn, scope)
    if now.per_day is None or now.mean_value is None:
        report.say(NO_VELOCITY, span=span, whose=whose)
    else:
        report.say(VELOCITY, whose=whose, per_day=rounded(now.per_day, currency))
        levers = {"rate": percent(_pct(now.win_rate)), "value": rounded(now.mean_value, currency)}
        report.say(LEVERS, deals=deals, days=number(now.mean_days), **levers)
    report.dates(span, before)
    report.say(DEFINED_VELOCITY, span=span)
    bars = [(turn.voice.write(s), v.per_day or 0, turn.voice.write(rounded(v.per_day or 0, currency)))
            for s, v in ((span, now), (before, then)) if s]  # fmt: skip
    report.picture(Shape.BARS, turn.voice.write(T("Sales velocity a day", "销售速度（每天）")), rows=bars)
    rows = zip(NAMES, _levers(now, currency), _levers(then, currency), strict=True)
    return report.reply((LEVER, NOW, THEN), list(rows))


def _pct(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _levers(found: Velocity, currency: str) -> tuple[object, ...]:
    value = None if found.mean_value is None else rounded(found.mean_value, currency)
    return found.deals, percent(_pct(found.win_rate)), value, number(found.mean_days)


def _velocity(turn: Turn, span: Timespan, scope: Scope, deals: int, currency: str) -> Velocity:
    """The levers of what was closed in the span."""
    facts = closed(turn, None, span, scope)
    rate, total = win_rate(facts), sums(fact for fact in facts if fact.outcome == Outcome.WON).get(currency)
    days = spread(turn.crm.tallies.days_to_win(span, scope).get("", ())).mean
    value = total.major(currency) / total.deals if total else None
    return Velocity(deals, rate.won / rate.closed if rate.closed else None, value, days)
