"""Who did how much: the leaderboard, and who has not won yet."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any

from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.revenue import by_key, leading, ranked, sums
from crm_domain.scope import Scope
from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan, calendar_unit, month_of
from handlers.attainment import quota_in
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import GROUP
from handlers.contest import BEST, Contest
from handlers.counted import opened, won
from handlers.reading.asking import chinese, english
from handlers.reading.contests import LOW
from handlers.reading.spans import Period
from handlers.reading.words import METRICS
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, name_of, past, percent
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

LABELS = {
    "revenue": T("Won amount", "成交额"),
    "won": T("Won deals", "赢单数"),
    "activities": T("Activities", "跟进数"),
    "pipeline": T("Open pipeline", "在手金额"),
}
DEFINED = {
    "revenue": T("Counted: amounts of won deals by the day they were closed.", "口径：按成交日期统计的赢单金额。"),
    "won": T("Counted: won deals by the day they were closed.", "口径：按成交日期统计的赢单数。"),
    "activities": T("Counted: activities logged, by the day they took place.", "口径：按发生日期统计的跟进记录数。"),
    "pipeline": T(
        "~Counted today: open deals at their amount, else the list price.",
        "~口径：今天的在手商机，取金额，没有则取目录价。",
    ),
}
LEADS = T("{name} leads in {span} by {metric}: {value}.", "{span}按{metric}排名第一的是{name}：{value}。")
LAST = T("{name} is last in {span} by {metric}: {value}.", "{span}按{metric}排名最后的是{name}：{value}。")
ATTAINED = T("Of quota", "指标完成率")
Board = list[tuple[str, object, list[Any]]]  # a name, its value as shown, and both as a figure
SOLD = Contest({}, T("deal(s)", "单"))
NOBODY = T("There is nothing to rank in {span} by {metric}.", "{span}没有可以排名的{metric}。")
WAS = T("{span}: {name}, {value}.", "{span}第一名：{name}，{value}。")
TOTAL = T("All together: {value}, from {n} member(s).", "合计：{value}，共 {n} 人。")
PLACE = T("Place", "名次")
MOST = 20  # places shown where more are asked for

_BOARD_EN = (
    "leaderboard|leader board|ranking|rankings|sales ranking|sales leaderboard|rep ranking|rep leaderboard|league table|"
    "top reps|top sellers|best reps|top performers|scoreboard|top salespeople|best sellers|top sales reps|standings|"
    "sales rankings|team ranking|team leaderboard|sales league table|rep rankings|best performers|"
    "best performing reps|top performing reps|best salespeople"
)
_BOARD_ZH = (
    "排行榜|业绩排行榜|业绩排名|销售排名|销售排行榜|排名|龙虎榜|榜单|业绩榜|销售榜|业绩排行|销售排行|销冠榜|业绩前五|业绩前三|业绩龙虎榜|销售业绩排名|"
    "销售业绩排行榜|英雄榜|leaderboard|团队排名|销售龙虎榜|排行"
)
_BY = "(by|on|for|based on|ranked by|sorted by|according to|in terms of|,) [the] [number of] {metric}"
_TOP = "[top|best] [five|5|ten|10|three|3]"


@command(
    "report.leaderboard",
    needs="deals.read",
    help=T("Leaderboard by revenue, won deals, activities or pipeline", "排行榜：按成交额、赢单数、跟进数或在手金额"),
    example=T("leaderboard this quarter", "本月业绩排行榜"),
    slash=("leaderboard", "report leaderboard", "排行榜", "排名"),
    en=[
        *english(_BOARD_EN, "period", "region"),
        f"~[the|our] (leaderboard|leader board|ranking|rankings|league table|standings|scoreboard) {_BY} [in|for|during|over] {{period}}",
        f"~[the|our] (leaderboard|leader board|ranking|rankings|league table|standings|scoreboard) {_BY}",
        f"~[the|our] [{{period}}]['s] (leaderboard|leader board|ranking|rankings|league table|standings) {_BY}",
        f"~[the|our] (leaderboard|leader board|ranking|rankings|league table|standings) [in|for|during|over] {{period}} {_BY}",
        "~{metric=won|wins|deals won|won deals|closed deals|deals closed|revenue|won revenue|bookings|turnover|activities|activity|pipeline|open pipeline} (leaderboard|leader board|ranking|rankings|league table|standings) [in|for|during|over] {period}",
        "~{metric=won|wins|deals won|won deals|closed deals|deals closed|revenue|won revenue|bookings|turnover|activities|activity|pipeline|open pipeline} (leaderboard|leader board|ranking|rankings|league table|standings)",
        "~rank [the|our|my|all] (reps|sellers|salespeople|team|sales team|sales reps|people) by {metric} [in|for|during|over] {period}",
        "~rank [the|our|my|all] (reps|sellers|salespeople|team|sales team|sales reps|people) by {metric}",
        "~rank [the|our|my|all] (reps|sellers|salespeople|team|sales team|sales reps|people) [in|for|during|over] {period}",
        f"~(who are|who were|who's|list|show me|give me) [my|our|the] {_TOP} (reps|sellers|salespeople|performers|sales reps) [in|for|during|over] {{period}}",
        f"~(who are|who were|who's|list|show me|give me) [my|our|the] {_TOP} (reps|sellers|salespeople|performers|sales reps) by {{metric}} [in|for|during|over] {{period}}",
        f"~(who are|who were|who's|list|show me|give me) [my|our|the] {_TOP} (reps|sellers|salespeople|performers|sales reps) by {{metric}}",
        "~(top) [five|5|ten|10|three|3] (reps|sellers|salespeople|performers|sales reps) [by {metric}] [in|for|during|over] {period}",
        "~(top) [five|5|ten|10|three|3] (reps|sellers|salespeople|performers|sales reps) [by {metric}]",
        "~(who's|whos) [the|our|my] [on] (top|leading|best|number one|ahead) [rep|seller|performer] [in|for|during|over] {period}",
        "~(who's|whos) [the|our|my] [on] (top|leading|best|number one|ahead) [rep|seller|performer]",
        "~(top|best) [five|5|ten|10|three|3] (reps|sellers|salespeople|performers|sales reps) [in|for|during|over] {period} by {metric}",
        "~who (is|was|are|were|has been) [the|our|my] (top rep|top seller|best rep|best seller|leading|in the lead|number one|top performer|top dog|on top|winning|top salesperson|ahead) [in|for|during|over] {period}",
        "~(who's|whos) [the|our|my] [on] (top|leading|best|number one|ahead) [rep|seller|performer] [in|for|during|over] {period}",
        "~(who's|whos) [the|our|my] [on] (top|leading|best|number one|ahead) [rep|seller|performer]",
        "~(top|best) [five|5|ten|10|three|3] (reps|sellers|salespeople|performers|sales reps) [in|for|during|over] {period} by {metric}",
        "~who (is|was|are|were|has been) [the|our|my] (top rep|top seller|best rep|best seller|leading|in the lead|number one|top performer|top dog|on top|top salesperson|ahead)",
        "~who (sold|closed|won|sells|closes) [the] most [deals|revenue|business] [in|for|during|over] {period}",
        "~(who's|who is|whos) (winning|closing|selling|bringing in) [the] most [deals|revenue|business] [in|for|during|over] {period}",
        "~(who's|who is|whos) (winning|closing|selling|bringing in) [the] most [deals|revenue|business]",
        "~who (sold|closed|won|sells|closes|has sold|has closed) [the] most [deals|revenue|business]",
        "~who (won|closed|has won) [the] most {metric=deals won|won deals|closed deals|wins} [in|for|during|over] {period}",
        "~who (has|has got|holds|is sitting on|owns) [the] (most|biggest|largest|fattest) {metric=pipeline|open pipeline|pipe|open deals}",
        "~who (logged|did|made|had|has logged|has) [the] most {metric=activities} [in|for|during|over] {period}",
        "~who (logged|did|made|had|has logged|has) [the] most {metric=activities}",
        "~who (is|was|are) [the] most active [rep|seller|salesperson] [in|for|during|over] {period}",
    ],
    zh=[
        *chinese(_BOARD_ZH, "period", "region"),
        "~{period}[的]{metric=赢单数|成交数|单数|签单数|赢单量|成交单数|成单数|成交量|开单数|收入|成交额|销售额|营收|赢单金额|成交金额|签单额|活动|活动数|活动量|跟进|跟进数|跟进量|跟进次数|拜访量|管道|在手商机|商机金额|在手金额|pipeline|revenue|won|activities}(排行榜|排名|排行|榜|榜单|龙虎榜)",
        "~{metric=赢单数|成交数|单数|签单数|赢单量|成交单数|成单数|成交量|开单数|收入|成交额|销售额|营收|赢单金额|成交金额|签单额|活动|活动数|活动量|跟进|跟进数|跟进量|跟进次数|拜访量|管道|在手商机|商机金额|在手金额|pipeline|revenue|won|activities}(排行榜|排名|排行|榜|榜单|龙虎榜)",
        "~{period}[的](排行榜|排名|排行|榜单)[,，]按{metric}[排|算|看|来]",
        "~(排行榜|排名|排行|榜单)[,，]按{metric}[排|算|看|来]",
        "~(按|按照){metric}[给|把|对][销售|大家|团队|销售们|业务员]排[个|一下|一个](名|排名|名次|序|名前五|名前三)",
        "~(按|按照){period}[的]{metric}[给|把|对][销售|大家|团队|销售们|业务员](排名|排序|排个名|排一下名|排个序|排行)[前五|前三|前十]",
        "~{period}[的](按|按照){metric}[给|把|对][销售|大家|团队|销售们|业务员](排名|排序|排个名|排一下名|排个序|排行)[前五|前三|前十]",
        "~[给|把|对](销售|大家|团队|销售们|业务员)(按|按照){period}[的]{metric}(排名|排序|排个名|排一下名|排个序)[前五|前三|前十]",
        "~{period}[的](业绩|成交额|销售额|赢单金额|收入)(前五|前三|前十|最好|最高|第一|最多)[的][销售|人|同事|业务员|是][是][谁|哪些|哪几个|哪五个|哪几位|哪位][？?]",
        "~谁{period}[的](业绩|成交额|销售额)(最好|最高|第一|最多)",
        "~{period}谁[的](业绩|成交额|销售额)(最好|最高|第一|最多)",
        "~[我们|公司|团队]谁[的](业绩|成交额|销售额)(最好|最高|第一|最多)",
        "~{period}谁[的|签的|赢的|成的](单|单子)[最多|签得最多|赢得最多]",
        "~{period}谁(卖得最多|签得最多|开单最多|成交最多|最能卖|领先|是销冠|赢得最多)",
        "~{period}[的](销冠|销售冠军|冠军|第一名)是谁",
        "~谁是{period}[的](销冠|销售冠军|第一名)",
        "~[谁是][目前|现在][的](销冠|销售冠军)[是谁]",
        "~{period}谁[的]{metric=跟进|跟进数|活动|活动量|活动数|跟进次数}(最多|最勤|第一)",
        "~谁[的]{metric=跟进|跟进数|活动|活动量|活动数|跟进次数|管道|在手商机|在手金额|商机金额|pipeline}(最多|最大|最勤|第一)",
        "~{period}谁[的]{metric=管道|在手商机|在手金额|商机金额|赢单数|成交单数|签单数|单数}(最多|最大|第一)",
        "[{period}]排行榜[也][来一份|看看|看一下|要]",
        "{period}谁(赢单|签单|成交|业绩|卖得|签得)最(多|好|高)[,，][排个名|排名|排一下|排个序]",
        "谁(赢单|签单|成交|业绩|卖得|签得)最(多|好|高)[,，](排个名|排名|排一下|排个序)",
        "[{period}][团队|大家|销售|我们][的]绩效[怎么样|如何|排名|情况]",
        "[{period}][的]绩效(怎么样|如何)",
    ],
)
def report_leaderboard(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    metric: Annotated[str | None, WordSlot(METRICS, labels=LABELS)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    limit: int | None = None,
    best: Annotated[str | None, BEST] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    SOLD.asks(best, period, None)
    wanted = metric or "revenue"
    today = Timespan(turn.today, turn.today)
    span = today if wanted == "pipeline" else past(turn, period, month_of(turn.today))
    before = None if wanted == "pipeline" else span.before()
    report = Report(turn, view, page, most=ROWS if limit is None else min(max(limit, 1), MOST))
    scope = Scope(region=region)
    rows = BOARDS[wanted](report, span, scope)
    if best == LOW:
        rows.reverse()
    _leader(report, rows, span, wanted, LAST if best == LOW else LEADS)
    if before and rows:
        earlier = BOARDS[wanted](Report(turn), before, scope)
        if earlier:
            report.say(WAS, span=before, name=earlier[0][0], value=earlier[0][1])
            report.figures["prev_top"] = earlier[0][2]
    report.dates(span, before)
    quotas = _attained(report, rows, span) if wanted == "revenue" else {}
    report.say(DEFINED[wanted])
    _drawn(report, rows, wanted)
    noun = "activities" if wanted == "activities" else "deals"
    columns: tuple[T, ...] = (PLACE, GROUP["owner"], LABELS[wanted])
    numbered = list(_places(rows))
    if quotas:
        columns, numbered = (*columns, ATTAINED), [(*row, percent(quotas.get(str(row[1])))) for row in numbered]
    return report.reply(columns, numbered, noun=noun)


def _places(rows: Board) -> Iterator[tuple[object, ...]]:
    return ((n, name, value) for n, (name, value, _) in enumerate(rows, 1))


def _attained(report: Report, rows: Board, span: Timespan) -> dict[str, float | None]:
    """How much of their quota of these days each has won, by name; empty where nobody has one."""
    crm, currency = report.turn.crm, report.figures.get("currency", "")
    unit = calendar_unit(span.start, span.end) if span.start else None
    won = {name: told[1] for name, _, told in rows}
    quotas = {
        member.name: quota
        for member in ({q.member for q in crm.quotas.within(unit) if q.member} if unit else ())
        if (quota := quota_in(crm, unit or span, Scope(owner=member), currency))
    }
    found = {name: share_pct(won.get(name, 0.0), float(quota.amount)) for name, quota in quotas.items()}
    if found:
        report.figures["attainment_pct"] = found
    return found


def _leader(report: Report, rows: Board, span: Timespan, metric: str, text: T) -> None:
    report.figures |= {"metric": metric, "top": [told for *_, told in rows[: report.most]], "members": len(rows)}
    report.figures["best"] = rows[0][2] if rows else None
    if rows:
        report.say(text, name=rows[0][0], span=span, metric=LABELS[metric], value=rows[0][1])
    else:
        report.say(NOBODY, span=span, metric=LABELS[metric])


def _drawn(report: Report, rows: Board, metric: str) -> None:
    voice = report.turn.voice
    bars = [(name, told[1], voice.write(value)) for name, value, told in rows[:10]]
    title = voice.say(T("Leaderboard: {metric}", "排行榜：{metric}"), metric=LABELS[metric])
    report.picture(Shape.BARS, title, rows=bars, note=voice.write(report.span))


def _by_money(report: Report, facts: list[DealFact]) -> Board:
    total = sums(facts)
    currency = leading(report.turn.crm.workspace.base_currency, total)
    report.figures["currency"] = currency
    report.facts = [fact for fact in facts if fact.currency == currency and fact.minor is not None]
    report.other_money(total, currency)
    board = ranked(by_key(facts), currency)
    return [(name_of(report.turn, name), money.of(currency), [name, money.major(currency)]) for name, money in board]


def _by_revenue(report: Report, span: Timespan, scope: Scope) -> Board:
    return _by_money(report, won(report.turn, report.view, span, scope, "owner"))


def _by_pipeline(report: Report, span: Timespan, scope: Scope) -> Board:
    return _by_money(report, opened(report.turn, report.view, scope, "owner"))


def counted(report: Report, found: Iterable[tuple[str | None, int]]) -> Board:
    numbers: Counter[str | None] = Counter()
    for name, count in found:
        numbers[name] += count
    counts = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    return [(name_of(report.turn, name), count, [name, count]) for name, count in counts]


def _by_wins(report: Report, span: Timespan, scope: Scope) -> Board:
    report.facts = won(report.turn, report.view, span, scope, "owner")
    return counted(report, [(fact.key, fact.many) for fact in report.facts])


def _by_activities(report: Report, span: Timespan, scope: Scope) -> Board:
    rows = report.turn.crm.figures.activity_counts(span, scope)
    return counted(report, [(owner, count) for _, owner, count in rows])


BOARDS: dict[str, Callable[[Report, Timespan, Scope], Board]] = {
    "revenue": _by_revenue,
    "won": _by_wins,
    "activities": _by_activities,
    "pipeline": _by_pipeline,
}

IDLE = T(
    "{n} of {all} rep(s) have not won a deal in {span}: {names}.",
    "{span}还没开单的销售有 {n} 位（共 {all} 位）：{names}。",
)
ALL_WON = T("Every rep has won a deal in {span}.", "{span}每位销售都开单了。")
NO_REPS = T("There are no sales reps here.", "这里还没有销售人员。")
BEFORE_IDLE = T("In {span} it was {n}.", "{span}为 {n} 位。")
DEFINED_IDLE = T(
    "Counted: active members with the role rep who have no won deal closed in that time.",
    "口径：角色为销售的在职成员中，期间没有赢单的人。",
)


@command(
    "report.nowins",
    needs="deals.read",
    help=T("Reps who have not won a deal", "还没开单的销售"),
    example=T("who has not won anything this month", "这个月谁还没开单"),
    slash=("nowins", "report nowins", "未开单"),
    en=[
        "~(who|which reps|which rep|which of the reps|which sellers) (has not|hasn't|hasnt|have not|haven't|did not|didn't|have yet to|has yet to) (won|win|closed|close|sold|sell|signed|sign) (anything|a deal|a single deal|any deal|any deals|any) [yet] [in|for|during|so far] {period}",
        "~(who|which reps|which rep|which of the reps|which sellers) (has not|hasn't|hasnt|have not|haven't|did not|didn't|have yet to|has yet to) (won|win|closed|close|sold|sell|signed|sign) (anything|a deal|a single deal|any deal|any deals|any) [yet|so far]",
        "~(reps|sellers|salespeople|people|anyone) (without|with no|with zero) [a|any] [single] (win|wins|won deal|won deals|closed deal|closed deals|sale|sales|deal) [in|for|during] {period}",
        "~(reps|sellers|salespeople) (without|with no|with zero) [a|any] [single] (win|wins|won deal|won deals|closed deal|closed deals|sale|sales)",
        "~who (has|had|have) (no|zero) (wins|won deals|closed deals|sales) [in|for|during] {period}",
    ],
    zh=[
        "~{period}[还有|有|都有](谁|哪些人|哪些销售|哪个销售|哪些同事)[还|至今|到现在](没|没有|未|一单没|一单都没)(开单|成交|赢单|签单|出单|开张|业绩)[呢|过|的]",
        "~[还有|有](谁|哪些人|哪些销售|哪个销售){period}[还|至今|到现在](没|没有|未|一单没|一单都没)(开单|成交|赢单|签单|出单|开张|业绩)[呢|过|的]",
        "~[还有|有](谁|哪些人|哪些销售|哪个销售)[还|至今|到现在](没|没有|未|一单没|一单都没)(开单|成交|赢单|签单|出单|开张)[呢|过|的]",
        "~{period}(零成交|零开单|没开单|未开单|没有成交|没有赢单|没出单|零赢单|零业绩|没有业绩)的(销售|人|同事|业务员|销售人员)[有哪些|是谁|有谁|有几个|名单]",
        "~(零成交|零开单|没开单|未开单|没有成交|没有赢单|没出单|零赢单|零业绩)的(销售|人|同事|业务员|销售人员)[有哪些|是谁|有谁|有几个|名单]",
    ],
)
def report_nowins(turn: Turn, period: Annotated[Period | None, Past()] = None) -> Reply:
    span = past(turn, period, month_of(turn.today))
    before = span.before()
    reps = turn.crm.figures.reps()
    idle = _idle(turn, reps, span)
    report = Report(turn)
    report.figures |= {"reps": [member.name for member in idle], "count": len(idle), "all_reps": len(reps)}
    if idle:
        report.say(IDLE, n=len(idle), all=len(reps), span=span, names=[member.name for member in idle])
    else:
        report.say(ALL_WON if reps else NO_REPS, span=span)
    if before and reps:
        report.figures["prev_count"] = len(_idle(turn, reps, before))
        report.say(BEFORE_IDLE, span=before, n=report.figures["prev_count"])
    report.dates(span, before)
    report.say(DEFINED_IDLE)
    return report.reply()


def _idle(turn: Turn, reps: Sequence[Member], span: Timespan) -> list[Member]:
    winners = turn.crm.tallies.winners(span)
    return [member for member in reps if member.id not in winners]
