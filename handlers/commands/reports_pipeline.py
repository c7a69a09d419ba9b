"""What is open: the pipeline by stage, and the forecast."""

from collections.abc import Sequence
from typing import Annotated, Any

from crm_domain.companies import Company
from crm_domain.facts import DealFact
from crm_domain.forecast import Forecast, forecast
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Stage
from crm_domain.products import Product
from crm_domain.revenue import Sum, by_key, leading, ranked, sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import BY, GROUP, MOST_BARS
from handlers.counted import opened
from handlers.reading.asking import chinese, english
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import Report, View, major, name_of, of_scope, rounded
from handlers.slots import WordSlot
from handlers.team_slot import RegionSlot, TeamSlot
from handlers.turn import Turn

OPEN = T(
    "Open pipeline{whose}: {sum}; weighted by stage {weighted}.", "在手商机{whose}：{sum}；按阶段概率加权 {weighted}。"
)
NONE_OPEN = T("There are no open deals{whose}.", "没有在手商机{whose}。")
UNPRICED = T(
    "{n} open deal(s) have no amount and no product with a price; they add nothing.",
    "另有 {n} 个商机既没有金额也没有带价格的产品，未计入金额。",
)
DEFINED_OPEN = T(
    "Counted on {day}: open deals at their amount, else the list price of their products; weighted by each stage's probability.",
    "口径：{day}的在手商机，取金额，没有金额取产品目录价；按各阶段概率加权。",
)
TITLE = T("Open pipeline", "在手商机")
STAGE, DEALS, VALUE, WEIGHTED = T("Stage", "阶段"), T("Deals", "单数"), T("Value", "金额"), T("Weighted", "加权")

_PIPELINE_EN = (
    "pipeline|pipe|open pipeline|sales pipeline|weighted pipeline|pipeline value|weighted pipeline value|funnel value|"
    "stage-weighted pipeline|stage-weighted pipeline value|stage weighted pipeline|pipeline by stage|open deals by stage|"
    "pipeline report|pipeline summary|pipeline overview|open pipeline value|deals by stage|open opportunities by stage|"
    "pipeline total|pipeline coverage"
)
_PIPELINE_ZH = (
    "管道|销售管道|商机管道|pipeline|各阶段管道|管道金额|在手商机|加权管道|加权管道金额|加权商机金额|加权金额|各阶段商机|商机总额|商机总金额|"
    "在谈商机金额|管线|销售管线|未成交商机|在手商机金额|商机阶段分布|各阶段的管道|各阶段的商机|加权后的商机金额|加权后的管道|pipeline金额|商机池|在途商机|"
    "各阶段未成交商机"
)


@command(
    "report.pipeline",
    needs="deals.read",
    help=T("Open deals by stage, weighted too", "各阶段在手商机，含加权金额"),
    example=T("how does the pipeline look", "看一下管道"),
    slash=("pipeline", "report pipeline", "管道"),
    en=[
        *english(_PIPELINE_EN, "owner", "team", "by"),
        "~(what does|how does|how's|what's in) [the|our] [open] (pipeline|pipe|sales pipeline) [look like|look|looking|stand]",
        "~(what does|how does|how's|what's in) {owner=my} [open] (pipeline|pipe) [look like|look|looking|stand]",
        "~(what does|how does) {owner}('s|') [open] (pipeline|pipe) (look like|look|stand)",
        "~(what's in|what is in|show me|what's on|how is|how's) {owner}('s|') [open] (pipeline|pipe) [looking|like]",
        "~(what is|what's|whats|how much is|how big is) [the|our|{owner=my}] [open] (pipeline|pipe) [worth]",
        "~(what is|what's|whats|how much is|how big is) {owner}('s|') [open] (pipeline|pipe) [worth]",
        "~(what is|what's|how much is|how big is) [the] {team!} [team] ['s] [open] (pipeline|pipe) [worth]",
        "~(open deals|pipeline|open pipeline|open opportunities) (by|per) stage [, count and value|with counts and values|, number and value]",
        "~{owner=my} (open deals|pipeline|open pipeline) (by|per) stage",
        "~(open deals|pipeline|open pipeline) (by|per) stage for {owner}",
        "~how much [money|value] (is|do we have|have we got|have we) [sitting|still|stuck|open] [open] in {stage} [stage]",
        "~how much [money|value] (is|do we have|have we got|have we) [sitting|still] [open] in [the|our] (pipeline|pipe)",
        "~how much [money|value] (is|does|has) {owner} [sitting|have|got] in [the|his|her|their] (pipeline|pipe)",
        "~(pipeline|open pipeline) (in|at|for) [the] {stage} [stage]",
        "~{stage} (pipeline|stage pipeline|stage value)",
        "~(total value|value|worth|amount|sum) of [all] [the|our] [open] (open deals|open opportunities|deals in the pipeline|pipeline)",
        "~(what does|what has) {owner} (have|got) in [the|his|her|their] (pipeline|pipe)",
        "~how many [open] (deals|opportunities) (are there|do we have|have we got|are) [open] (in|at|by) (each|every) stage",
        "~how many open (deals|opportunities) (do|have) {owner=i} (have|got)",
        "~how many open (deals|opportunities) (do we have|are there|have we got) [and what are they worth|, and what are they worth|in total]",
    ],
    zh=[
        *chinese(_PIPELINE_ZH, "owner", "team", "by"),
        "~[现在|目前|我们|咱们|当前][在手|手上|在谈|手里]的(商机|单子|机会)有多少[,，？?][按阶段分一下|按阶段分|分阶段看|按阶段看看|按阶段统计]",
        "~{stage}阶段[还]有多少[钱|金额|单|商机|单子][没签|没签下来|没成交]",
        "~各[个]阶段[的][未成交|在手|在谈|进行中][的](商机|单子|机会|管道)[的][数量|金额|数量和金额|个数和金额|情况|分布]",
        "~[把]各[个]阶段[的](商机|管道|管线|pipeline)[的][数量和金额|情况][都|发我看看|发给我|列出来|列一下|给我]",
        "~按阶段[概率]加权[的|后的](管道|商机|金额|管道金额|商机金额)",
        "~加权[后|之后]的(商机|管道|管线|pipeline)[金额|总额|总金额|价值]",
        "~[现在|目前|我们|咱们][的](管道|管线|商机|在手商机|pipeline)[里|里面][还]有多少[钱|金额]",
        "~{owner!}[的](管道|管线|商机|pipeline)[里|里面|值]有多少[钱|金额]",
        "~{owner!}手[上|里]的(商机|单子|管道|项目)[一共|总共][值|有](多少钱|多少|多少金额)",
        "~{owner=我}手[上|里]的(商机|单子|管道|项目)[一共|总共][值|有](多少钱|多少|多少金额)",
        "~{stage}[阶段][的|里][一共|总共][有]多少(钱|金额)",
        "~{stage}[阶段][的|里][的](商机|单子|管道)[一共|总共](有|值)(多少钱|多少金额|多少)",
        "~[手上|手里|在手]的(商机|单子|项目)[一共|总共|总][值|有](多少钱|多少金额|多少)",
        "~{stage}阶段[的](管道|管线|商机金额|pipeline)",
        "~(按|分)阶段[看|统计|分|汇总][一下|下][在手|未成交|在谈][的](商机|单子|管道)",
    ],
)
def report_pipeline(
    turn: Turn,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
    stage: Stage | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    company: Company | None = None,
    product: Product | None = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope = Scope(owner=owner, team=team, stage=stage, region=region, company=company, product=product)
    by = None if by in ("month", "quarter") else by  # what is open has no day
    facts = opened(turn, view, scope, by)
    stages = [found for found in turn.crm.pipelines.stages() if found.outcome == Outcome.OPEN]
    total = sums(facts)
    currency = leading(turn.crm.workspace.base_currency, total)
    report = Report(turn, view, page)
    report.facts = [fact for fact in facts if fact.currency == currency and fact.minor is not None]
    _value(report, facts, stages, currency, of_scope(turn, scope))
    rows = [_by_stage(report, found, facts, currency) for found in ([stage] if stage else stages)]
    drawn = [(turn.voice.write(s), money.amount, turn.voice.write(money)) for s, _, money, _ in rows]
    report.picture(Shape.FUNNEL, turn.voice.write(TITLE), rows=drawn, note=turn.voice.write(turn.today))
    if by:
        rows = _grouped(report, facts, stages, by, currency)
    report.other_money(total, currency)
    report.figures["as_of"] = turn.today.isoformat()
    report.say(DEFINED_OPEN, day=Timespan(turn.today, turn.today))
    columns = (GROUP[by] if by else STAGE, DEALS, VALUE, WEIGHTED)
    return report.reply(columns, rows if facts else (), [(T("Forecast", "预测"), "/report.forecast")])


def _grouped(
    report: Report, facts: Sequence[DealFact], stages: Sequence[Stage], by: str, currency: str
) -> list[tuple[Any, ...]]:
    """The most money first."""
    groups, turn = by_key(facts), report.turn
    places = ranked(groups, currency)
    weighted = {name: _weighted(groups[name], stages, currency) for name, _ in places}
    report.figures[f"by_{by}"] = {
        name: {"deals": t.deals, "value": t.major(currency), "weighted": weighted[name]} for name, t in places
    }
    drawn = [(name_of(turn, n), t.major(currency), turn.voice.write(t.of(currency))) for n, t in places[:MOST_BARS]]
    report.picture(
        Shape.BARS, turn.voice.say(BY, what=TITLE, by=GROUP[by]), rows=drawn, note=turn.voice.write(turn.today)
    )
    return [(name_of(turn, n), t.deals, t.of(currency), rounded(weighted[n], currency)) for n, t in places]


def _value(report: Report, facts: Sequence[DealFact], stages: Sequence[Stage], currency: str, whose: str) -> None:
    total = sums(facts).get(currency, Sum())
    weighted = _weighted(facts, stages, currency)
    value = total.major(currency)
    report.figures |= {"total": {"deals": total.deals, "value": value}, "unweighted": value, "weighted": weighted}
    report.figures |= {"currency": currency, "by_stage": {}}
    unpriced = sum(fact.many for fact in facts if fact.minor is None)
    if facts:
        both = {"sum": report.sum(total.of(currency), total.deals), "weighted": rounded(weighted, currency)}
        report.say(OPEN, whose=whose, **both)
    else:
        report.say(NONE_OPEN, whose=whose)
    if unpriced:
        report.figures["deals_without_amount"] = unpriced
        report.say(UNPRICED, n=unpriced)


def _weighted(facts: Sequence[DealFact], stages: Sequence[Stage], currency: str) -> float:
    """In major units."""
    found = forecast(facts, {stage.id: stage.probability for stage in stages})
    return major(found.get(currency, Forecast()).weighted, currency)


def _by_stage(report: Report, stage: Stage, facts: Sequence[DealFact], currency: str) -> tuple[Any, ...]:
    here = [fact for fact in facts if fact.stage_id == stage.id]
    total, weighted = sums(here).get(currency, Sum()), _weighted(here, [stage], currency)
    value = total.major(currency)
    report.figures[stage.key] = {"deals": total.deals, "value": value, "weighted": weighted}
    report.figures["by_stage"][stage.key] = weighted
    chance = f"{report.turn.voice.write(rounded(weighted, currency))} ({stage.probability}%)"
    return stage, total.deals, total.of(currency), chance
