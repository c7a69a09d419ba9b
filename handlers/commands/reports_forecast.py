"""The forecast: what is closed, and what the open deals are likely to add."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from crm_domain.errors import BadValue
from crm_domain.facts import DealFact
from crm_domain.forecast import BEST_CASE, COMMIT, Forecast, forecast
from crm_domain.lives import HISTORY, LEAST
from crm_domain.members import Member
from crm_domain.outlook import FARTHEST, outlook
from crm_domain.revenue import Sum, by_key, leading, sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan, month_key, quarter_key, quarter_of
from handlers.attainment import tell_quota
from handlers.chart import Shape, compact
from handlers.command import command
from handlers.commands.reports_pipeline import VALUE
from handlers.commands.reports_revenue import BY, GROUP, MOST_BARS
from handlers.counted import due
from handlers.counted import won as won_of
from handlers.lives import lives
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import Report, View, major, name_of, of_scope, percent, rounded
from handlers.slots import WordSlot
from handlers.team_slot import RegionSlot, TeamSlot
from handlers.turn import Turn

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
LIKELY = T(
    "By how deals went so far, {middle} is likely, and {low} to {high} in 8 of 10 cases; {existing} of what is to come is "
    "from open deals, {new} from ones that are yet to begin.",
    "按历史走势推算，最可能是 {middle}，八成把握在 {low} 到 {high} 之间；还要成交的部分里，现有商机 {existing}，新商机 {new}。",
)
OFF = T(
    "Looking back, {n} such forecasts would have been off by {error} on average; {held} came to lie in a range this wide.",
    "回看最近 {n} 次同样的预测，平均误差 {error}，其中 {held} 次落在这样的区间内。",
)
THIN = T(
    "No likely range is given: it takes {days} days of history with {won} won deals.",
    "历史数据太少，暂不给出区间：需要 {days} 天以上、{won} 个以上的赢单。",
)
FAR = T("No likely range is given: {end} is more than a year ahead.", "{end}在一年以后，太远了，不给区间。")
FAN_NOTE = T("{currency} · bar: likely, line: 8 of 10 cases", "{currency} · 柱：最可能，竖线：八成把握区间")
PAST = T("{span} is over. Ask for its revenue instead.", "{span}已经结束，请直接查业绩。")
FORECAST_TITLE = T("Forecast {span}", "{span}预测")
PART = T("Part", "类别")

COLUMNS = (T("Forecast", "预测"), T("Closed", "已成交"), T("Weighted", "加权"), T("Commit", "承诺"))
FORECAST_NAME = T("Forecast", "预测")
PEOPLE = {word: group for word, group in GROUPS.items() if group == "owner"}

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
        "~(forecast|fcst|sales forecast|revenue forecast) (by|per|for each|split by|broken down by) {by} [[for|in|of] {period}]",
        "~[the] {period} (forecast|fcst|sales forecast) (by|per|for each|split by|broken down by) {by}",
        "~(forecast|fcst|sales forecast) [for|in|of] {period} (by|per|for each|split by|broken down by) {by}",
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
        "~[{period}][的](预测|业绩预测|销售预测|预估)[,，]按{by}[看|分|来看|拆]",
        "~(按|分){by}[看|看看|来看][{period}][的](预测|业绩预测|销售预测|预估)",
        "~[{period}](各|每个|各个){by}[的](预测|业绩预测|销售预测|预估)",
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
    region: Annotated[str | None, RegionSlot()] = None,
    by: Annotated[str | None, WordSlot(PEOPLE, labels=GROUP)] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span = _ahead(turn, period)
    scope = Scope(owner=owner, team=team, region=region)
    won = won_of(turn, view, span.to_date(turn.today), scope, by) if _begun(span, turn) else []
    expected = due(turn, view, span, scope, by)
    weights = {stage.id: stage.probability for stage in turn.crm.pipelines.stages()}
    found = forecast([*won, *expected], weights)
    money = sums([*won, *expected])
    currency = leading(turn.crm.workspace.base_currency, money)
    report = Report(turn, view, page)
    report.facts = [fact for fact in (*won, *expected) if fact.currency == currency and fact.minor is not None]
    rows = _forecast(report, found.get(currency), span, currency, of_scope(turn, scope))
    drawn = [(turn.voice.write(label), money.amount, turn.voice.write(money)) for label, money in rows]
    report.picture(Shape.BARS, turn.voice.say(FORECAST_TITLE, span=span), rows=drawn)
    told, report.lines = report.lines, []
    _likely(report, span, scope, currency)
    report.lines = [*told, *report.lines] if rows or report.figures["p50"] is None else [*report.lines, *told]
    _left_out(report, span, scope)
    _closed_before(report, span, scope, currency)
    tell_quota(report, span, scope, currency)
    report.other_money(money, currency)
    report.say(DEFINED_FORECAST, end=Timespan(span.end, span.end), commit=COMMIT, best=BEST_CASE)
    if by:
        rows, columns = _by_group(report, [*won, *expected], by, currency), (GROUP[by], *COLUMNS)
        return report.reply(columns, rows, [(T("Pipeline", "管道"), "/report.pipeline")])
    return report.reply((PART, VALUE), rows, [(T("Pipeline", "管道"), "/report.pipeline")])


def _by_group(report: Report, facts: Sequence[DealFact], by: str, currency: str) -> list[tuple[Any, ...]]:
    """What each adds to the forecast, the most first."""
    turn, weights = report.turn, {stage.id: stage.probability for stage in report.turn.crm.pipelines.stages()}
    parts = {name: forecast(theirs, weights).get(currency) for name, theirs in by_key(facts).items()}
    found = sorted(((n, p) for n, p in parts.items() if p), key=lambda part: (-part[1].total, part[0] or ""))
    values = {n: [major(minor, currency) for minor in (p.total, p.closed, p.weighted, p.commit)] for n, p in found}
    names = ("forecast", "closed", "weighted", "commit")
    report.figures[f"by_{by}"] = {name: dict(zip(names, each, strict=True)) for name, each in values.items()}
    written = {name: [rounded(value, currency) for value in each] for name, each in values.items()}
    drawn = [(name_of(turn, n), each[0], turn.voice.write(written[n][0])) for n, each in values.items()]
    report.picture(Shape.BARS, turn.voice.say(BY, what=FORECAST_NAME, by=GROUP[by]), rows=drawn[:MOST_BARS])
    return [(name_of(turn, name), *each) for name, each in written.items()]


def _likely(report: Report, span: Timespan, scope: Scope, currency: str) -> None:
    """What deals like these came to so far: a range, or a word that it takes more history."""
    turn, closed = report.turn, report.figures["closed"]
    known = lives(turn, scope, currency) if span.end > turn.today else []
    found = outlook(known, turn.today, span)
    names = ("p10", "p50", "p90", "existing", "new")
    if found is None:
        report.figures |= dict.fromkeys(names)
        if (span.end - turn.today).days > FARTHEST:
            report.say(FAR, end=span.end)
        elif span.end > turn.today:
            report.say(THIN, days=HISTORY, won=LEAST)
        return
    values = [closed + found.low, closed + found.middle, closed + found.high, found.existing, found.new]
    report.figures |= dict(zip(names, values, strict=True))
    report.figures |= {"model_error_pct": 100 * found.error, "looked_back": found.origins, "held": found.held}
    low, middle, high, existing, new = (rounded(value, currency) for value in values)
    report.say(LIKELY, low=low, middle=middle, high=high, existing=existing, new=new)
    report.say(OFF, error=percent(100 * found.error), n=found.origins, held=found.held)
    began = min(life.closed for life in known if life.won and life.closed)
    _fan(report, _back(span, began), scope, currency, (values[0], values[1], values[2]))


def _back(span: Timespan, began: date) -> list[Timespan]:
    """The span and up to three before it, of which the whole is known."""
    spans = [span]
    while len(spans) < 4 and (before := spans[0].before()) and before.start and before.start >= began:
        spans.insert(0, before)
    return spans


def _fan(
    report: Report, spans: Sequence[Timespan], scope: Scope, currency: str, range_: tuple[float, float, float]
) -> None:
    """The periods before, and the last one as a range."""
    turn, span = report.turn, spans[-1]
    sums_of = [sums(won_of(turn, None, past, scope)).get(currency, Sum()).major(currency) for past in spans[:-1]]
    values = [*sums_of, range_[1]]
    labels = [_unit(past) for past in spans]
    rows = [(label, value, compact(value, turn.voice.lang)) for label, value in zip(labels, values, strict=True)]
    ends = {"low": (*sums_of, range_[0]), "high": (*sums_of, range_[2])}
    title, note = turn.voice.say(FORECAST_TITLE, span=span), turn.voice.say(FAN_NOTE, currency=currency)
    report.picture(Shape.FAN, title, rows=rows, note=note, **ends)


def _unit(span: Timespan) -> str:
    """2017-Q3 of a quarter, 2017 of a year, else the month in which it begins."""
    if span.start is None:
        return ""
    if span == quarter_of(span.end):
        return quarter_key(span.end)
    return str(span.end.year) if (span.end - span.start).days > 360 else month_key(span.start)


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


def _forecast(
    report: Report, found: Forecast | None, span: Timespan, currency: str, whose: str
) -> list[tuple[Any, ...]]:
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


def _left_out(report: Report, span: Timespan, scope: Scope) -> None:
    overdue, undated = report.turn.crm.tallies.misdated(span, scope)
    report.figures |= {"overdue_deals": overdue, "undated_deals": undated}
    if overdue:
        report.say(OVERDUE, n=overdue)
    if undated:
        report.say(UNDATED, n=undated)


def _closed_before(report: Report, span: Timespan, scope: Scope, currency: str) -> None:
    before = span.before()
    if before is None or before.end > report.turn.today:
        return
    then = sums(won_of(report.turn, None, before, scope)).get(currency, Sum())
    report.dates(span, before)
    report.figures["prev_closed"] = then.major(currency)
    report.say(BEFORE, span=before, sum=report.sum(then.of(currency), then.deals))
