"""The funnel: how far the deals of a period have come, and whose come farthest."""

from typing import Annotated

from crm_domain.facts import DealFact, Entrant
from crm_domain.funnel import Funnel, Step, funnel
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Stage
from crm_domain.revenue import by_key
from crm_domain.scope import Scope
from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan, quarter_of
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import GROUP
from handlers.contest import BEST, Contest
from handlers.least_slot import LeastSlot
from handlers.reading.asking import chinese, english
from handlers.reading.contests import HIGH, LOW
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import Report, View, name_of, of_scope, past, percent
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

Rows = list[tuple[object, ...]]
FUNNEL_GROUPS = {
    word: group for word, group in GROUPS.items() if group in ("owner", "team", "region", "company", "industry")
}

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
NONE_BEGAN_BEFORE = T("No deal was begun in {span} to compare with.", "{span}没有新建商机，无从比较。")
DEFINED_FUNNEL = T(
    "Counted: deals by the day they were entered, and the farthest stage each has reached by today.",
    "口径：按新建日期统计，取每个商机至今到达的最远阶段。",
)
RATE, BEGUN = T("Converted", "转化率"), T("Begun", "新建")
DEFINED_RATE = T(
    "Counted: deals by the day they were entered; converted are those that are won by today.",
    "口径：按新建日期统计，转化率为其中至今已赢单的比例。",
)
CONVERTS = Contest(
    {LOW: T("Lowest conversion rate", "转化率最低的是"), HIGH: T("Highest conversion rate", "转化率最高的是")},
    T("deal(s) begun", "个新建商机"),
    fair=True,
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
    by: Annotated[str | None, WordSlot(FUNNEL_GROUPS, labels=GROUP)] = None,
    least: Annotated[int | None, LeastSlot()] = None,
    best: Annotated[str | None, BEST] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    CONVERTS.asks(best, period, least)
    span, scope = past(turn, period, quarter_of(turn.today)), Scope(owner=owner, region=region)
    before = span.before()
    stages = [stage for stage in turn.crm.pipelines.stages() if stage.outcome != Outcome.LOST]
    facts = turn.crm.figures.begun(span, scope, by)
    report = Report(turn, view, page, facts=facts, span=span)
    if best:
        return _converts(report, facts, by or "owner", best, least)
    found = _come(turn, facts, stages)
    rows = _told_funnel(report, found, span, stages, of_scope(turn, scope))
    if before:
        _funnel_before(report, _come(turn, turn.crm.figures.begun(before, scope), stages), before)
    report.dates(span, before)
    drawn = [(turn.voice.write(s), reached, f"{reached:,} · {pct}") for s, reached, pct, _ in rows]
    report.picture(Shape.FUNNEL, turn.voice.write(FUNNEL), rows=drawn, note=turn.voice.write(span))
    report.say(DEFINED_FUNNEL)
    if by:
        return report.reply((GROUP[by], RATE, BEGUN), _by_group(report, facts, by))
    return report.reply((STAGE, REACHED, OF_ALL, OF_BEFORE), rows if found.engaged else ())


def _rates(facts: list[DealFact]) -> list[Entrant]:
    """Of the deals of each group that were begun the share that is won, and how many they are."""
    groups = by_key(facts)
    won = {name: sum(fact.outcome == Outcome.WON for fact in group) for name, group in groups.items()}
    return [Entrant(name, share_pct(won[name], len(group)) or 0.0, len(group)) for name, group in groups.items()]


def _by_group(report: Report, facts: list[DealFact], by: str) -> Rows:
    rates = sorted(_rates(facts), key=lambda one: (-one.value, one.name or ""))
    report.figures[f"by_{by}"] = {one.name: {"won_pct": one.value, "engaged": one.n} for one in rates}
    return [(name_of(report.turn, one.name), percent(one.value), one.n) for one in rates]


def _converts(report: Report, facts: list[DealFact], by: str, best: str, least: int | None) -> Reply:
    """Whose deals turn into won ones most often, or least."""
    entrants = [one for one in _rates(facts) if one.name]
    rows = CONVERTS.tell(report, entrants, best, least, percent)
    if report.span:
        report.dates(report.span)
    report.say(DEFINED_RATE)
    return report.reply((GROUP[by], RATE, BEGUN), rows)


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
    said = BEGAN_BEFORE if then.engaged else NONE_BEGAN_BEFORE
    report.say(said, span=before, n=then.engaged, pct=percent(then.won_pct))
