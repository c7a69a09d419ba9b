"""What a won deal is like: how long it takes, how large it is."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated

from crm_domain.facts import Entrant
from crm_domain.members import Member
from crm_domain.revenue import Sum, leading, sums
from crm_domain.scope import Scope
from crm_domain.spread import Spread, change_pct, histogram, spread
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Shape, compact
from handlers.command import command
from handlers.commands.reports_rates import usual
from handlers.commands.reports_revenue import BY, GROUP, MOST_BARS, OFFERS
from handlers.contest import BEST, Contest
from handlers.counted import won
from handlers.least_slot import LeastSlot
from handlers.reading.asking import chinese, english
from handlers.reading.contests import HIGH, LOW
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import Report, View, compared, major, name_of, number, of_scope, offered, past, rounded
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

CYCLE = T(
    "A deal won in {span}{whose} took {mean} days on average, {median} in the median, standard deviation {sd} ({n} deal(s)).",
    "{span}赢下的商机{whose}平均用时 {mean} 天，中位数 {median} 天，标准差 {sd} 天（{n} 单）。",
)
NONE_WON = T("Nothing was won in {span}{whose}.", "{span}没有赢单{whose}。")
DEFINED_CYCLE = T(
    "Counted: days from when a deal was entered to when it was won; standard deviation of a sample (n-1).",
    "口径：从新建到赢单的天数；标准差为样本标准差（n-1）。",
)
DAYS, MEDIAN, DEALS = T("Days on average", "平均天数"), T("Median", "中位数"), T("Deals", "单数")
CYCLE_SHORT, SIZE_SHORT = T("Sales cycle in days", "销售周期（天）"), T("Deal size", "客单价")
SPREAD = T("{what}: how many deals from … on", "{what}：各区间单数")
IN_DAYS = T("{n} days", "{n} 天")
QUICKEST = Contest(
    {
        LOW: T("Shortest average sales cycle", "平均销售周期最短的是"),
        HIGH: T("Longest average sales cycle", "平均销售周期最长的是"),
    },
    T("won deal(s)", "个赢单"),
    fair=True,
)
ON_DAYS = T("{n} days on average", "平均 {n} 天")

_CYCLE_EN = (
    "sales cycle|average sales cycle|sales cycle length|cycle time|deal cycle|time to close|average time to close|"
    "days to close|sales cycles|sales velocity in days|length of sales cycle|cycle length|average cycle|average cycle time|"
    "average deal cycle|time to win|average days to close|avg sales cycle|average time to win|deal cycle time"
)
_CYCLE_ZH = (
    "销售周期|平均销售周期|成交周期|平均成交周期|赢单周期|平均赢单周期|赢单的平均销售周期|成单周期|平均成单周期|签单周期|平均签单周期|商机周期|周期|"
    "赢单的平均销售周期和标准差|销售周期长度|平均成交时间|平均周期|成交时长|平均成交时长"
)


@command(
    "report.cycle",
    needs="deals.read",
    help=T("Sales cycle: days from entering a deal to winning it", "销售周期：从新建到赢单的天数"),
    example=T("average sales cycle this quarter", "本季度平均销售周期"),
    slash=("cycle", "report cycle", "周期"),
    en=[
        *english(_CYCLE_EN, "period", "against", "owner", "by", "region"),
        "~how (long|many days) (does|do|did|is) it [usually|normally|typically] (take|takes|taking|took) [us|me] [on average] to (win|close|sign|land) (a deal|deals|an opportunity|one)",
        "~how (long|many days) (does|do|did|is) it [usually|normally|typically] (take|takes|taking|took) [us] [on average] to (win|close|sign|land) (a deal|deals|an opportunity|one) [in|for|during] {period}",
        "~how (long|many days) (does|do|did) it take {owner} [on average] to (win|close|sign|land) (a deal|deals|an opportunity|one)",
        "~how (long|many days) (do|does|did|are) [our|the] (deals|sales|sales cycles|wins) [usually|typically|normally] (take|last|taking|run) [to close|to win|on average]",
        "~how (long|many days) (do|does|did|are) [our|the] (deals|sales|sales cycles|wins) [usually|typically|normally] (take|last|taking|run) [to close|to win|on average] [in|for|during] {period}",
        "~how (long|many days) (is|was) [our|the] [average] sales cycle [in|for|during] {period}",
        "~how (long|many days) (is|was) [our|the] [average] sales cycle",
    ],
    zh=[
        *chinese(_CYCLE_ZH, "period", "against", "owner", "by", "region"),
        "~[我们|咱们][赢|签|拿下|成交|做成|谈成|关]一[个|笔]单[子][平均|一般|通常|大概]要(多久|多长时间|几天|多少天)",
        "~[我们|咱们](赢|签|拿下|成交|做成|谈成|关)(一个单子|一个单|一单|一笔|一个商机)[平均|一般|通常|大概][要|需要|得|花](多久|多长时间|几天|多少天)",
        "~{period}[我们|咱们](赢|签|拿下|成交|做成|谈成|关)(一个单子|一个单|一单|一笔|一个商机)[平均|一般|通常|大概][要|需要|得|花|用了](多久|多长时间|几天|多少天)",
        "~{period}[赢单|成交]的(商机|单子)平均[用了|要|花了](多久|多长时间|几天|多少天)",
        "~(一个单子|一个单|一单|一笔|一个商机)[平均|一般|通常|大概](多久|多长时间|几天|多少天)[能|才能](赢|签|拿下|成交|做成|谈成|关)[下来|掉|单]",
        "~[平均|一般|通常](多久|多长时间|几天|多少天)能(赢|签|拿下|成交|做成|谈成|关)(一个单子|一个单|一单|一笔|一个商机)",
    ],
)
def report_cycle(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    against: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    least: Annotated[int | None, LeastSlot()] = None,
    best: Annotated[str | None, BEST] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    QUICKEST.asks(best, period, least)
    span, scope = past(turn, period, usual(turn, by)), Scope(owner=owner, region=region)
    before = compared(turn, span, against)
    taken = turn.crm.tallies.days_to_win(span, scope, by)
    report = Report(turn, view, page, facts=won(turn, view, span, scope, by), span=span)
    if best:
        return _quickest(report, taken, best, least)
    found = [days for group in taken.values() for days in group]
    now, then = spread(found), spread(turn.crm.tallies.days_to_win(before, scope).get("", ()) if before else ())
    report.figures |= {"mean_days": now.mean, "median_days": now.median, "sd_days": now.sd, "deals": now.n}
    _say(report, CYCLE, now, span, of_scope(turn, scope), number)
    if before and now.n:
        pct = change_pct(now.mean, then.mean)
        report.figures |= {"prev_mean_days": then.mean, "prev_deals": then.n, "change_pct": pct}
        report.against(pct, before, turn.voice.say(ON_DAYS, n=number(then.mean)) if then.n else None)
    report.dates(span, before)
    groups = {name: spread(days) for name, days in taken.items()} if by else {}
    if by:
        told = {name: {"mean_days": g.mean, "median_days": g.median, "deals": g.n} for name, g in groups.items()}
        report.figures[f"by_{by}"] = told
    rows = [(name_of(turn, name), number(g.mean), number(g.median), g.n) for name, g in _shortest_first(groups)]
    _drawn(report, found, CYCLE_SHORT, {name: (g.mean, number(g.mean)) for name, g in _shortest_first(groups)}, by)
    report.say(DEFINED_CYCLE)
    return report.reply((GROUP[by], DAYS, MEDIAN, DEALS) if by else (), rows, offered(turn, by, OFFERS))


def _quickest(report: Report, taken: Mapping[str, Sequence[int]], best: str, least: int | None) -> Reply:
    """Whose deals take the fewest days, or the most."""
    found = {name: spread(days) for name, days in taken.items() if name}
    entrants = [Entrant(name, each.mean, each.n) for name, each in found.items() if each.mean is not None]
    rows = QUICKEST.tell(report, entrants, best, least, lambda days: report.turn.voice.say(IN_DAYS, n=number(days)))
    if report.span:
        report.dates(report.span)
    report.say(DEFINED_CYCLE)
    return report.reply((GROUP["owner"], DAYS, DEALS), rows)


def _shortest_first(groups: Mapping[str, Spread]) -> list[tuple[str, Spread]]:
    return sorted(groups.items(), key=lambda pair: (pair[1].mean or 0.0, pair[0]))


def _say(
    report: Report, text: T, found: Spread, span: Timespan, whose: str, write: Callable[[float | None], object]
) -> None:
    if not found.n:
        report.say(NONE_WON, span=span, whose=whose)
        return
    values = {"mean": write(found.mean), "median": write(found.median), "sd": write(found.sd)}
    report.say(text, span=span, whose=whose, n=found.n, **values)


SIZE = T(
    "A deal won in {span}{whose} is {mean} on average, {median} in the median, standard deviation {sd} ({n} deal(s)).",
    "{span}赢单{whose}平均每单 {mean}，中位数 {median}，标准差 {sd}（{n} 单）。",
)
DEFINED_SIZE = T(
    "Counted: amounts of won deals by the day they were closed; standard deviation of a sample (n-1).",
    "口径：按成交日期统计的赢单金额；标准差为样本标准差（n-1）。",
)
ON_AVERAGE = T("{mean} on average", "平均 {mean}")
MEAN = T("Average", "平均")

_SIZE_EN = (
    "deal size|average deal size|avg deal size|average deal|average deal value|mean deal size|deal value|ticket size|"
    "average contract value|acv|average order value|average deal amount|typical deal size|median deal size|deal sizes|"
    "average sale|average contract size|average sale size|average won deal|avg deal|avg deal value"
)
_SIZE_ZH = (
    "客单价|平均客单价|平均单价|平均成交额|平均成交金额|平均单额|平均订单金额|平均赢单金额|单均金额|平均商机金额|平均签单额|平均合同额|平均合同金额|"
    "平均每单金额|每单平均金额|单笔平均金额|均单额|单均|平均单子大小|平均成单金额|商机平均金额|单子平均金额|平均单量"
)


@command(
    "report.dealsize",
    needs="deals.read",
    help=T("Average size of won deals", "平均客单价"),
    example=T("average deal size this quarter", "本季度平均客单价"),
    slash=("dealsize", "report dealsize", "客单价"),
    en=[
        *english(_SIZE_EN, "period", "against", "owner", "by", "region"),
        "~how (big|large) (is|was|are|were) (our|the|an|a) [average|avg|typical|mean] (deal|deals|win|sale|wins) [in|for|during] {period}",
        "~how (big|large) (is|was|are|were) (our|the|an|a) [average|avg|typical|mean] (deal|deals|win|sale|wins) [on average|typically|usually]",
        "~how (big|large) (is|was|are|were) {owner}('s|') [average|avg|typical|mean] (deal|deals|win|sale|wins) [in|for|during] {period}",
        "~how (big|large) (is|was|are|were) {owner}('s|') [average|avg|typical|mean] (deal|deals|win|sale|wins)",
        "~(what is|what's|how much is) (an|our|the) (average|typical) deal worth [in|for|during] {period}",
        "~(what is|what's|how much is) (an|our|the) (average|typical) deal worth",
    ],
    zh=[
        *chinese(_SIZE_ZH, "period", "against", "owner", "by", "region"),
        "~{period}[我们]平均(一单|每单|一个单子|每个单子|一笔)[有|是|做|签|成交](多少钱|多少|多大)",
        "~[我们]平均(一单|每单|一个单子|每个单子|一笔)[有|是|做|签|成交](多少钱|多少|多大)",
        "~{period}(单子|商机|赢单|成交)平均(多大|多少钱|金额多少)",
        "~[{period}][的]平均(单子|商机|一单|每单|单笔)[的][金额|多大|有多大|大小]",
    ],
)
def report_dealsize(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    against: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span, scope = past(turn, period, usual(turn, by)), Scope(owner=owner, region=region)
    before = compared(turn, span, against)
    counted = won(turn, view, span, scope, by)
    earlier = sums(won(turn, None, before, scope)) if before else {}
    currency = leading(turn.crm.workspace.base_currency, sums(counted), earlier)
    report = Report(turn, view, page, span=span)
    report.facts = [fact for fact in counted if fact.currency == currency and fact.minor is not None]
    amounts = {name: [major(minor, currency) for minor in group]
               for name, group in turn.crm.tallies.amounts(span, scope, currency, by).items()}  # fmt: skip
    every = [amount for group in amounts.values() for amount in group]
    now = spread(every)
    report.figures |= {"mean": now.mean, "median": now.median, "sd": now.sd, "deals": now.n, "currency": currency}
    _say(report, SIZE, now, span, of_scope(turn, scope), partial(_written, currency))
    if before and now.n:
        _size_before(report, now, earlier.get(currency, Sum()), before, currency)
    report.dates(span, before)
    rows = _sizes(report, {name: spread(group) for name, group in amounts.items()}, currency, every, by)
    report.other_money(sums(counted), currency)
    report.say(DEFINED_SIZE)
    return report.reply((GROUP[by], MEAN, MEDIAN, DEALS) if by else (), rows, offered(turn, by, OFFERS))


def _written(currency: str, value: float | None) -> object:
    return None if value is None else rounded(value, currency)


def _size_before(report: Report, now: Spread, then: Sum, before: Timespan, currency: str) -> None:
    mean = then.major(currency) / then.deals if then.deals else None
    pct = change_pct(now.mean, mean)
    report.figures |= {"prev_mean": mean, "prev_deals": then.deals, "change_pct": pct}
    written = report.turn.voice.say(ON_AVERAGE, mean=_written(currency, mean))
    report.against(pct, before, written if then.deals else None)


def _sizes(
    report: Report, groups: Mapping[str, Spread], currency: str, every: Sequence[float], by: str | None
) -> list[tuple[object, ...]]:
    """The groups' own, the largest first, and the picture of them; without groups that of `every` amount."""
    turn, largest = report.turn, [*reversed(_shortest_first(groups))] if by else []
    if by:
        told = {name: {"mean": g.mean, "median": g.median, "deals": g.n} for name, g in groups.items()}
        report.figures[f"by_{by}"] = told
    drawn = {name: (g.mean, turn.voice.write(_written(currency, g.mean))) for name, g in largest}
    _drawn(report, every, SIZE_SHORT, drawn, by)
    write = partial(_written, currency)
    return [(name_of(turn, name), write(g.mean), write(g.median), g.n) for name, g in largest]


def _drawn(
    report: Report, values: Sequence[float], title: T, groups: Mapping[str, tuple[float | None, str]], by: str | None
) -> None:
    """Each group's mean; without groups, how the numbers are spread."""
    voice, note = report.turn.voice, report.turn.voice.write(report.span)
    if by:
        rows = [(name_of(report.turn, name), mean or 0, mark) for name, (mean, mark) in [*groups.items()][:MOST_BARS]]
        report.picture(Shape.BARS, voice.say(BY, what=title, by=GROUP[by]), rows=rows, note=note)
    else:
        bins = histogram(values) if report.view else histogram(values[:1])  # whether there is anything to draw
        rows = [(compact(bin_.low, voice.lang), bin_.count, f"{bin_.count:,}") for bin_ in bins]
        report.picture(Shape.COLUMNS, voice.say(SPREAD, what=title), rows=rows, note=note)
