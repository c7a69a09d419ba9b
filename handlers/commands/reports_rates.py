"""How well deals go: the win rate, and the funnel of a period's deals."""

from typing import Annotated, Any

from crm_domain.facts import DealFact
from crm_domain.figures import Scope
from crm_domain.funnel import Funnel, Step, funnel
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Stage
from crm_domain.revenue import by_key
from crm_domain.texts import T
from crm_domain.timespan import Timespan, months_back, quarter_of
from crm_domain.winrate import WinRate, best_first, change_pp, win_rate
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import GROUP, OFFERS
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import BY_DEAL, ROWS, Report, View, name_of, of_scope, offered, past, percent
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

RATE = T(
    "Win rate in {span}{whose}: {pct}, {won} won and {lost} lost.",
    "{span}赢单率{whose}：{pct}，赢 {won} 单，丢 {lost} 单。",
)
NONE_CLOSED = T(
    "No deal was closed in {span}{whose}, so there is no win rate.", "{span}{whose}没有关闭的商机，算不出赢单率。"
)
POINTS = T("{change} on {span} ({before}).", "比{span}{change}（{before}）。")
UP, DOWN, EVEN = (
    T("Up {pp} points", "上升 {pp} 个百分点"),
    T("Down {pp} points", "下降 {pp} 个百分点"),
    T("Unchanged", "持平"),
)
NONE_BEFORE = T("Nothing was closed in {span} to compare with.", "{span}没有关闭的商机，无从比较。")
EXTREMES = T(
    "Of those with at least {least} closed deals {best} wins most ({best_pct}) and {worst} least ({worst_pct}).",
    "在至少关闭 {least} 单的当中，{best}最高（{best_pct}），{worst}最低（{worst_pct}）。",
)
FEW = T(
    "No best and worst are named: it takes {least} closed deals each.", "没有任何一项关闭满 {least} 单，不评最高最低。"
)
DEFINED = T(
    "Counted: won deals of all won and lost, by the day they were closed.",
    "口径：赢单数 ÷（赢单数 + 丢单数），按关闭日期。",
)
WIN_RATE, WON, LOST = T("Win rate", "赢单率"), T("Won", "赢单"), T("Lost", "丢单")
LEAST = {"owner": 20, "industry": 50}  # closed deals, below which a rate says little

_EN = (
    "win rate|win-rate|winrate|win rates|close rate|closing rate|win ratio|win percentage|win %|success rate|hit rate|"
    "win/loss|win loss|win loss ratio|win-loss ratio|conversion to won|won vs lost|wins vs losses|won-lost ratio"
)
_ZH = "赢单率|赢率|胜率|成单率|成交率|赢单比例|赢单比率|成功率|签单率|赢单概率|win rate|赢单丢单比|输赢比|丢单率"


@command(
    "report.winrate",
    needs="deals.read",
    help=T("Win rate: won deals of all that were closed", "赢单率：赢单占关闭商机的比例"),
    example=T("win rate this quarter", "本季度赢单率"),
    slash=("winrate", "report winrate", "赢单率"),
    en=[
        *english(_EN, "period", "owner", "by", "region"),
        "~(what percentage|what share|what percent|which share|how many percent|what fraction|what proportion) of [our|the] [closed] (deals|opportunities) (did|do|have) we (win|won|close|closed) [in|for|during] {period}",
        "~(what percentage|what share|what percent|which share|what fraction|what proportion) of [our|the] [closed] (deals|opportunities) (did|do|have) we (win|won|close|closed)",
        "~(what percentage|what share|what percent|which share|what fraction|what proportion) of {owner=my} [closed] (deals|opportunities) (did|do|have) i (win|won|close|closed) [in|for|during] {period}",
        "~how (often|many deals) (do|did) we (win|win vs lose|win versus lose) [in|for|during] {period}",
        "~how often (do|did|does) (we|our team|the team) win [deals]",
        "~how (often|many deals) (do|did) {owner} win [in|for|during] {period}",
        "~[which|what] {by=who|rep|reps} (wins|win|has|have|closes) [the] (most often|best|highest|best win rate|highest win rate|best close rate|lowest win rate|worst win rate) [in|for|during] {period}",
        "~(which) {by} (has|have|shows|with) [the] (best|highest|lowest|worst|better|best and worst|highest and lowest) win rate [in|for|during] {period}",
        "~(which) {by} (has|have|shows|with) [the] (best|highest|lowest|worst|better|best and worst|highest and lowest) win rate",
        "~(best and worst|best|worst) win rate by {by} [in|for|during] {period}",
    ],
    zh=[
        *chinese(_ZH, "period", "owner", "by", "region"),
        "~(哪个|谁|哪些){by}{period}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差|最高和最低)",
        "~{period}(哪个|哪些|什么){by}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差)",
        "~(哪个|哪些|什么){by}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差)",
        "~{period}[我们]关[闭|掉]的(商机|单子)(赢了|有)多少比例",
        "~[我们|咱们|团队]{period}[我们|咱们|团队|一共|总共](赢了|赢下|拿下|签了|签下|成了|成交了)(几|多少)[个|单|笔|张][商机|单子|单|合同]",
    ],
)
def report_winrate(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    least: int | None = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span = past(turn, period, usual(turn, by))
    before, scope = span.before(), Scope(owner=owner, region=region)
    figures, both = turn.crm.figures, (Outcome.WON, Outcome.LOST)
    facts = figures.closed(span, scope, by) if view in BY_DEAL else figures.summed(both, span, scope, by)
    now, then = win_rate(facts), win_rate(figures.summed(both, before, scope) if before else ())
    report = Report(turn, view, page, facts=facts)
    _rate(report, now, span, of_scope(turn, scope))
    _moved(report, now, then, before)
    report.dates(span, before)
    _both_rates(report, (now, then), (span, before))
    rows = _groups(report, facts, by, least) if by else []
    report.say(DEFINED)
    columns = (GROUP[by], WIN_RATE, WON, LOST) if by else ()
    return report.reply(columns, rows, offered(turn, by, OFFERS))


def usual(turn: Turn, by: str | None) -> Timespan:
    """This quarter; by month or quarter a year's."""
    if by in ("month", "quarter"):
        return months_back(turn.today, 6 if by == "month" else 12)
    return quarter_of(turn.today)


def _rate(report: Report, now: WinRate, span: Timespan, whose: str) -> None:
    report.figures |= {"win_rate_pct": now.pct, "won": now.won, "lost": now.lost}
    if now.closed:
        report.say(RATE, span=span, whose=whose, pct=percent(now.pct), won=now.won, lost=now.lost)
    else:
        report.say(NONE_CLOSED, span=span, whose=whose)


def _moved(report: Report, now: WinRate, then: WinRate, before: Timespan | None) -> None:
    if before is None:
        return
    points = change_pp(now, then)
    report.figures |= {"prev_win_rate_pct": then.pct, "prev_won": then.won, "prev_lost": then.lost, "change_pp": points}
    if then.pct is None:
        report.say(NONE_BEFORE, span=before)
    elif points is not None:
        way = EVEN if round(points, 1) == 0 else UP if points > 0 else DOWN
        change = report.turn.voice.say(way, pp=f"{abs(points):.1f}")
        report.say(POINTS, change=change, span=before, before=percent(then.pct))


Rows = list[tuple[object, ...]]


def _both_rates(report: Report, rates: tuple[WinRate, WinRate], spans: tuple[Timespan, Timespan | None]) -> None:
    write = report.turn.voice.write
    rows = [(write(s), r.pct or 0, f"{percent(r.pct)} · {r.closed}") for s, r in zip(spans, rates, strict=True) if s]
    report.picture(Shape.SHARES, write(WIN_RATE), rows=rows)


def _groups(report: Report, facts: list[DealFact], by: str, least: int | None) -> Rows:
    groups = by_key(facts)
    rates = best_first(groups)
    report.figures[f"by_{by}"] = {
        name: {"win_rate_pct": rate.pct, "won": rate.won, "lost": rate.lost, "closed": rate.closed}
        for name, rate in rates
    }
    if by in ("month", "quarter"):
        rates = sorted(rates)[-ROWS:]
    else:
        _extremes(report, by, groups, LEAST.get(by, 1) if least is None else max(least, 1))
    _rates_drawn(report, rates[:10], by)
    return [(name_of(report.turn, name), percent(rate.pct), rate.won, rate.lost) for name, rate in rates]


def _rates_drawn(report: Report, rates: list[tuple[str, WinRate]], by: str) -> None:
    voice, all_ = report.turn.voice, report.figures["win_rate_pct"]
    rows = [(name_of(report.turn, name), rate.pct or 0, f"{percent(rate.pct)} · {rate.closed}") for name, rate in rates]
    level = {"level": all_, "level_name": percent(all_)} if all_ is not None else {}
    title = voice.say(T("{what} by {by}", "{what}（按{by}）"), what=WIN_RATE, by=GROUP[by])
    report.picture(Shape.SHARES, title, rows=rows, note=voice.write(report.span), **level)


def _extremes(report: Report, by: str, groups: dict[str, list[DealFact]], least: int) -> None:
    rates = best_first(groups, least)
    report.figures["least_closed"] = least
    report.figures["best"] = _told(rates[0]) if rates else None
    report.figures["worst"] = _told(rates[-1]) if rates else None
    if not rates:
        if report.figures[f"by_{by}"]:
            report.say(FEW, least=least)
        return
    (best, first), (worst, last) = rates[0], rates[-1]
    names = {"best": name_of(report.turn, best), "worst": name_of(report.turn, worst)}
    report.say(EXTREMES, least=least, best_pct=percent(first.pct), worst_pct=percent(last.pct), **names)


def _told(pair: tuple[str, WinRate]) -> list[Any]:
    return [pair[0], pair[1].pct]


BEGAN = T(
    "Of {n} deal(s) begun in {span}{whose}, {won} are won ({pct}), {lost} lost, {open} open.",
    "{span}新建 {n} 个商机{whose}：赢单 {won} 个（{pct}），丢单 {lost} 个，进行中 {open} 个。",
)
NONE_BEGAN = T("No deal was begun in {span}{whose}.", "{span}没有新建商机{whose}。")
LEAK = T(
    "Most drop off before {stage}: {pct} of those before get there.",
    "流失最多在进入{stage}之前：前一阶段只有 {pct} 到达。",
)
BEGAN_BEFORE = T("In {span} {n} were begun, {pct} of them are won by now.", "{span}新建 {n} 个，目前赢单 {pct}。")
DEFINED_FUNNEL = T(
    "Counted: deals by the day they were entered, and the farthest stage each has reached by today.",
    "口径：按新建日期统计，取每个商机至今到达的最远阶段。",
)
FUNNEL = T("Sales funnel", "销售漏斗")
STAGE, REACHED, OF_ALL, OF_BEFORE = (
    T("Stage", "阶段"),
    T("Reached", "到达"),
    T("Of all", "占全部"),
    T("Of the stage before", "占上一阶段"),
)

_FUNNEL_EN = (
    "funnel|sales funnel|conversion funnel|funnel report|conversion|conversions|conversion rates|conversion by stage|"
    "stage conversion|stage by stage conversion|stage-by-stage conversion|stage to stage conversion|funnel conversion|"
    "deal funnel|pipeline conversion|conversion rate by stage|conversion rates by stage|conversions by stage|stage conversion rates|funnel analysis|conversion rate"
)
_FUNNEL_ZH = (
    "漏斗|销售漏斗|转化漏斗|转化率|阶段转化率|各阶段转化率|各阶段转化|阶段转化|商机漏斗|商机转化率|转化情况|funnel|逐级转化率|漏斗转化率|"
    "各阶段的转化率|漏斗分析|销售转化率|销售转化漏斗|各阶段转化情况|商机转化漏斗|转化"
)


@command(
    "report.funnel",
    needs="deals.read",
    help=T("Funnel: how far the deals of a period have come", "漏斗：某段时间的商机走到了哪一步"),
    example=T("funnel this year", "今年的销售漏斗"),
    slash=("funnel", "report funnel", "漏斗"),
    en=[
        *english(_FUNNEL_EN, "period", "owner", "region"),
        "~where (do|are) {owner=my} deals (drop off|dropping off|get stuck|getting stuck|fall out|falling out|die|dying|leak) [?|,] [funnel] [for|in|over] {period}",
        "~where (do|are) {owner=my} deals (drop off|dropping off|get stuck|getting stuck|fall out|falling out|die|dying|leak)",
        "~where (do|are) (we|our deals|deals) (drop off|dropping off|lose|losing|get stuck|fall out|falling out|die|dying|leak|leaking|losing them|losing deals) [deals|them] [in the funnel] [?|,] [funnel] [for|in|over] {period}",
        "~where (do|are) (we|our deals|deals) (drop off|dropping off|lose|losing|get stuck|fall out|falling out|die|dying|leak|leaking|losing them|losing deals) [deals|them] [in the funnel]",
        "~(what happened|what became|what's become) (to|of|with) [the|our] deals (we started|started|opened|created|begun|from|we opened|we created) [in|from] {period}",
        "~how many [of the|of our] (deals|leads|opportunities) [that we] (started|opened|created|begun|engaged|entered|from|we started|we opened|we created) [in|from] {period} (were|are|have been|did we|have|got) (won|win|closed|converted)",
        "~how (well|many) (do|did|are) [our|we] (leads|deals) (convert|converting|converted) [in|from|for] {period}",
        "~how well (do|did|are) [our|the|my] (leads|deals|opportunities) (convert|converting)",
    ],
    zh=[
        *chinese(_FUNNEL_ZH, "period", "owner", "region"),
        "~{owner=我的}(商机|单子)[都|主要](在|卡在|丢在|流失在)(哪一步|哪个阶段|哪里|哪)[流失|丢掉|掉|掉的|丢的][最多]",
        "~[我们|咱们][的](商机|单子)[都|主要](在|卡在|丢在|流失在)(哪一步|哪个阶段|哪里|哪)[流失|丢掉|掉|掉的|丢的][最多]",
        "~{period}(新建|新增|开始|进来|录入)的(商机|单子|线索)[现在|后来|目前][都]",
    ],
)
def report_funnel(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span, scope = past(turn, period, quarter_of(turn.today)), Scope(owner=owner, region=region)
    before = span.before()
    stages = [stage for stage in turn.crm.pipelines.stages() if stage.outcome != Outcome.LOST]
    facts = turn.crm.figures.begun(span, scope)
    found = _come(turn, facts, stages)
    report = Report(turn, view, page, facts=facts)
    rows = _told_funnel(report, found, span, stages, of_scope(turn, scope))
    if before:
        _funnel_before(report, _come(turn, turn.crm.figures.begun(before, scope), stages), before)
    report.dates(span, before)
    drawn = [(turn.voice.write(s), reached, f"{reached:,} · {pct}") for s, reached, pct, _ in rows]
    report.picture(Shape.FUNNEL, turn.voice.write(FUNNEL), rows=drawn, note=turn.voice.write(span))
    report.say(DEFINED_FUNNEL)
    return report.reply((STAGE, REACHED, OF_ALL, OF_BEFORE), rows if found.engaged else ())


def _come(turn: Turn, facts: list[DealFact], stages: list[Stage]) -> Funnel:
    return funnel(facts, [stage.id for stage in stages], turn.crm.figures.stages_of(facts))


def _told_funnel(report: Report, found: Funnel, span: Timespan, stages: list[Stage], whose: str) -> Rows:
    counts = {"engaged": found.engaged, "won": found.won, "lost": found.lost, "open": found.open}
    report.figures |= counts | {"won_pct": found.won_pct}
    named = {stage.id: stage for stage in stages}
    report.figures["stages"] = {named[step.stage_id].key: _step(step) for step in found.steps}
    if not found.engaged:
        report.say(NONE_BEGAN, span=span, whose=whose)
        return []
    shares = {"won": found.won, "lost": found.lost, "open": found.open, "pct": percent(found.won_pct)}
    report.say(BEGAN, n=found.engaged, span=span, whose=whose, **shares)
    _leak(report, found, named)
    return [(named[s.stage_id], s.reached, percent(s.of_all_pct), percent(s.of_before_pct)) for s in found.steps]


def _leak(report: Report, found: Funnel, named: dict[int, Stage]) -> None:
    """Where most are lost on the way."""
    steps = [(step.of_before_pct, step) for step in found.steps[1:] if step.of_before_pct is not None]
    if steps and (worst := min(steps, key=lambda step: step[0]))[0] < 100:
        report.say(LEAK, stage=named[worst[1].stage_id], pct=percent(worst[0]))


def _step(step: Step) -> dict[str, float | None]:
    return {"reached": step.reached, "of_all_pct": step.of_all_pct, "of_before_pct": step.of_before_pct}


def _funnel_before(report: Report, then: Funnel, before: Timespan) -> None:
    report.figures |= {"prev_engaged": then.engaged, "prev_won": then.won, "prev_won_pct": then.won_pct}
    report.say(BEGAN_BEFORE, span=before, n=then.engaged, pct=percent(then.won_pct))
