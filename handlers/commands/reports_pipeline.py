"""What is open: the pipeline by stage, and the forecast."""

from collections.abc import Sequence
from typing import Annotated

from crm_domain.errors import BadValue
from crm_domain.facts import DealFact
from crm_domain.figures import Scope
from crm_domain.forecast import BEST_CASE, COMMIT, Forecast, forecast
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Stage
from crm_domain.revenue import Sum, leading, sums
from crm_domain.texts import T
from crm_domain.timespan import Timespan, quarter_of
from handlers.command import command
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, major, of, rounded
from handlers.team_slot import TeamSlot
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
        *english(_PIPELINE_EN, "owner", "team"),
        "~(what does|how does|how's|what's in) [the|our] [open] (pipeline|pipe|sales pipeline) [look like|look|looking|stand]",
        "~(what does|how does|how's|what's in) {owner=my} [open] (pipeline|pipe) [look like|look|looking|stand]",
        "~(what does|how does) {owner}('s|') [open] (pipeline|pipe) (look like|look|stand)",
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
        "~how many open (deals|opportunities) (do we have|are there|have we got) [and what are they worth|, and what are they worth|in total]",
    ],
    zh=[
        *chinese(_PIPELINE_ZH, "owner", "team"),
        "~[现在|目前|我们|咱们|当前][在手|手上|在谈|手里]的(商机|单子|机会)有多少[,，？?][按阶段分一下|按阶段分|分阶段看|按阶段看看|按阶段统计]",
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
) -> Reply:
    facts = turn.crm.figures.open(Scope(owner=owner, team=team, stage=stage))
    stages = [found for found in turn.crm.pipelines.stages() if found.outcome == Outcome.OPEN]
    total = sums(facts)
    currency = leading(turn.crm.workspace.base_currency, total)
    report = Report(turn)
    _value(report, facts, stages, currency, of(turn, owner, team, turn.voice.write(stage) if stage else None))
    rows = [_by_stage(report, found, facts, currency) for found in ([stage] if stage else stages)]
    report.other_money(total, currency)
    report.figures["as_of"] = turn.today.isoformat()
    report.say(DEFINED_OPEN, day=Timespan(turn.today, turn.today))
    columns = (STAGE, DEALS, VALUE, WEIGHTED)
    return report.reply(columns, rows if facts else (), [(T("Forecast", "预测"), "/report.forecast")])


def _value(report: Report, facts: Sequence[DealFact], stages: Sequence[Stage], currency: str, whose: str) -> None:
    total = sums(facts).get(currency, Sum())
    weighted = _weighted(facts, stages, currency)
    value = total.major(currency)
    report.figures |= {"total": {"deals": total.deals, "value": value}, "unweighted": value, "weighted": weighted}
    report.figures |= {"currency": currency, "by_stage": {}}
    unpriced = sum(1 for fact in facts if fact.minor is None)
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


def _by_stage(report: Report, stage: Stage, facts: Sequence[DealFact], currency: str) -> tuple[object, ...]:
    here = [fact for fact in facts if fact.stage_id == stage.id]
    total, weighted = sums(here).get(currency, Sum()), _weighted(here, [stage], currency)
    value = total.major(currency)
    report.figures[stage.key] = {"deals": total.deals, "value": value, "weighted": weighted}
    report.figures["by_stage"][stage.key] = weighted
    chance = f"{report.turn.voice.write(rounded(weighted, currency))} ({stage.probability}%)"
    return stage, total.deals, total.of(currency), chance


FORECAST = T(
    "Forecast for {span}{whose}: {total}, of which {closed} closed and {weighted} open by stage weight.",
    "{span}预测{whose}：{total}，其中已成交 {closed}，在手加权 {weighted}。",
)
RANGE = T(
    "Commit {commit}; best case {best}; if every one of {n} open deal(s) closes {all}.",
    "承诺 {commit}；最好情况 {best}；{n} 个在手商机全部拿下则为 {all}。",
)
BEFORE = T("{span} closed {sum}.", "{span}成交 {sum}。")
NO_FORECAST = T(
    "Nothing is closed in {span}{whose} and no open deal is expected to close in it.",
    "{span}{whose}没有成交，也没有预计在此期间签约的商机。",
)
OVERDUE = T("{n} of them should have closed already.", "其中 {n} 个已过预计签约日。")
UNDATED = T("{n} open deal(s) without a close date are not in it.", "另有 {n} 个商机没有预计签约日，未计入。")
DEFINED_FORECAST = T(
    "Closed deals plus open ones expected by {end}, weighted by stage; commit from {commit}% on, best case from {best}%.",
    "口径：已成交加上预计 {end}前签约的在手商机（按阶段概率加权）；承诺为概率 {commit}% 以上，最好情况为 {best}% 以上。",
)
PAST = T("{span} is over. Ask for its revenue instead.", "{span}已经结束，请直接查业绩。")
PART = T("Part", "类别")

_FORECAST_EN = (
    "forecast|fcst|sales forecast|revenue forecast|weighted forecast|forecasts|projection|projections|projected revenue|"
    "expected revenue|forecast numbers|commit|best case|commit and best case|commit number|outlook|sales outlook|"
    "projected sales|forecasted revenue|projected close|fc|sales projection"
)
_FORECAST_ZH = (
    "预测|销售预测|业绩预测|收入预测|forecast|预估|预计业绩|预计收入|预计成交额|预期业绩|预期收入|加权预测|预测业绩|预测金额|预测收入|销售预估|业绩预估|"
    "承诺金额|承诺|预计成交|预计销售额|预测数|成交预测|签单预测"
)


@command(
    "report.forecast",
    needs="deals.read",
    help=T("Forecast: closed, commit, best case and weighted open deals", "预测：已成交、承诺、最好情况和加权金额"),
    example=T("forecast this quarter", "本季度预测"),
    slash=("forecast", "report forecast", "fcst", "预测"),
    en=[
        *english(_FORECAST_EN, "period", "owner", "team"),
        "~(what will|what are|what do|how much will|how much are|how much do|how much can) (we|you|i) [likely|probably|going to|expect to|expecting to|on track to|think we'll|think we will] (close|win|book|land|sell|make|bring in|do|hit) [in|by|for|during] {period}",
        "~(what's|what is|whats|how much is) (expected|likely|projected|forecast|going) to (close|land|come in) [in|by|for|during] {period}",
        "~where (will|do|are) we (end up|land|landing|finish|finishing|going to land|going to end up|stand) [in|by|for|at|this] {period}",
        "~(are we going to|will we|are we on track to) (hit|make|reach) [our|the] (number|target|quota|numbers|goal) [in|for|this] {period}",
        "~how (does|is) {period} (look|looking|shaping up|shape up) [for us|forecast wise|sales wise|so far]",
        "~how (does|is) {owner}('s|') {period} (look|looking|shaping up|shape up)",
        "~how much will {owner} (close|win|book|land|bring in) [in|by|for|during] {period}",
    ],
    zh=[
        *chinese(_FORECAST_ZH, "period", "owner", "team"),
        "~[我们|咱们|公司|团队]{period}[前|之前][我们|咱们][大概|大约|预计|预测|估计|预期]能(做|签|成交|拿下|完成|赢|收)[到|下来]多少[钱|单|业绩|金额]",
        "~[我们|咱们|公司|团队]{period}[前|之前][我们|咱们](预测|预计|预估|估计|大概|大约)[能|会|可以|要](做|签|成交|拿下|完成|赢|收|有)[到|下来]多少[钱|单|业绩|金额|收入]",
        "~(预计|预测|估计|预估){period}[能|会|可以](做|签|成交|拿下|完成|赢|收|有)[到|下来]多少[钱|单|业绩|金额|收入]",
        "~{owner!}{period}[大概|预计|预测|估计]能(做|签|成交|拿下|完成|赢|收)[到|下来]多少[钱|单|业绩|金额]",
        "~{owner=我}{period}[大概|预计|预测|估计]能(做|签|成交|拿下|完成|赢|收)[到|下来]多少[钱|单|业绩|金额]",
        "~{period}[我们|咱们]能(完成|达成|达到)(目标|指标|任务|业绩目标)",
        "~{period}的(业绩|销售|收入)(走势|前景|展望)",
    ],
)
def report_forecast(
    turn: Turn,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
) -> Reply:
    span = _ahead(turn, period)
    scope = Scope(owner=owner, team=team)
    won = turn.crm.figures.won(span.to_date(turn.today), scope) if _begun(span, turn) else []
    opened = turn.crm.figures.open(scope)
    due = [fact for fact in opened if _due(fact, span, turn)]
    weights = {stage.id: stage.probability for stage in turn.crm.pipelines.stages()}
    found = forecast([*won, *due], weights)
    money = sums([*won, *due])
    currency = leading(turn.crm.workspace.base_currency, money)
    report = Report(turn)
    rows = _forecast(report, found.get(currency), span, currency, of(turn, owner, team))
    _left_out(report, opened, due)
    _closed_before(report, span, scope, currency)
    report.other_money(money, currency)
    report.say(DEFINED_FORECAST, end=Timespan(span.end, span.end), commit=COMMIT, best=BEST_CASE)
    return report.reply((PART, VALUE), rows, [(T("Pipeline", "管道"), "/report.pipeline")])


def _begun(span: Timespan, turn: Turn) -> bool:
    return span.start is None or span.start <= turn.today


def _ahead(turn: Turn, period: Period | None) -> Timespan:
    """The period asked for, else this quarter. BadValue where it is over."""
    if period is None:
        return quarter_of(turn.today)
    start, end = period.start or turn.today, period.end or quarter_of(turn.today).end
    if end < turn.today:
        raise BadValue(PAST, span=Timespan(start, end))
    return Timespan(start, end)


def _due(fact: DealFact, span: Timespan, turn: Turn) -> bool:
    """Expected in the span; what should have closed already is expected from today on."""
    if fact.expected is None:
        return False
    return span.holds(max(fact.expected, turn.today))


def _forecast(
    report: Report, found: Forecast | None, span: Timespan, currency: str, whose: str
) -> list[tuple[object, ...]]:
    part = found or Forecast()
    numbers = {
        "forecast": part.total,
        "closed": part.closed,
        "weighted": part.weighted,
        "commit": part.commit,
        "best_case": part.best_case,
        "pipeline": part.unweighted,
        "open": part.closed + part.unweighted,
    }
    values = {name: major(minor, currency) for name, minor in numbers.items()}
    report.figures |= values | {"deals": part.open_deals, "currency": currency}
    report.dates(span)
    if found is None:
        report.say(NO_FORECAST, span=span, whose=whose)
        return []
    written = {name: rounded(value, currency) for name, value in values.items()}
    shown = {"total": written["forecast"], "closed": written["closed"], "weighted": written["weighted"]}
    report.say(FORECAST, span=span, whose=whose, **shown)
    report.say(RANGE, commit=written["commit"], best=written["best_case"], n=part.open_deals, all=written["open"])
    return [(label, written[name]) for name, label in PARTS.items()]


PARTS = {
    "closed": T("Closed", "已成交"),
    "commit": T("Commit", "承诺"),
    "forecast": T("Weighted", "加权预测"),
    "best_case": T("Best case", "最好情况"),
    "open": T("Everything closes", "全部成交"),
}


def _left_out(report: Report, opened: Sequence[DealFact], due: Sequence[DealFact]) -> None:
    today = report.turn.today
    overdue = sum(1 for fact in due if fact.expected and fact.expected < today)
    undated = sum(1 for fact in opened if fact.expected is None)
    report.figures |= {"overdue_deals": overdue, "undated_deals": undated}
    if overdue:
        report.say(OVERDUE, n=overdue)
    if undated:
        report.say(UNDATED, n=undated)


def _closed_before(report: Report, span: Timespan, scope: Scope, currency: str) -> None:
    before = span.before()
    if before is None or before.end > report.turn.today:
        return
    then = sums(report.turn.crm.figures.won(before, scope)).get(currency, Sum())
    report.dates(span, before)
    report.figures["prev_closed"] = then.major(currency)
    report.say(BEFORE, span=before, sum=report.sum(then.of(currency), then.deals))
