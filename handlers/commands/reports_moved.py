"""What moved in the pipeline and why, which close dates slipped, and how it stood week by week."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.moved import Move, Moved, Way, moved
from crm_domain.pipelines import Outcome
from crm_domain.revenue import leading, sums
from crm_domain.scope import Scope
from crm_domain.standings import Past, is_open
from crm_domain.texts import T
from crm_domain.timespan import DAY, Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.reading.asking import framed
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, View, major, number, of_scope
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

MOVED = T(
    "{span}: the open pipeline{whose} went from {before} to {after}: {parts}.",
    "{span}：在手管道{whose}由 {before} 变为 {after}：{parts}。",
)
NOTHING_MOVED = T(
    "{span}: nothing moved in the pipeline{whose}, it stands at {after}.",
    "{span}：在手管道{whose}没有变动，为 {after}。",
)
DATES = T(
    "Close dates: {later} put off, by {days} days on average; {sooner} brought forward.",
    "签约日期：{later} 个推迟（平均 {days} 天），{sooner} 个提前。",
)
STAGES = T("Stages: {on} moved on, {back} moved back.", "阶段：{on} 个前进，{back} 个后退。")
WHY_LOST = T("Lost because of: {reasons}.", "丢单原因：{reasons}。")
DEFINED_MOVED = T(
    "Open deals at their amount, else the list price of their products, by who owns them today; won and lost at what they "
    "stood at before. Told by each deal's own history.",
    "口径：在手商机取金额，没有则取目录价，按现在的负责人；赢单和丢单按之前的金额。依据每个商机的历史记录。",
)
WAYS = {
    Way.NEW: T("new", "新增"),
    Way.REOPENED: T("reopened", "重新打开"),
    Way.GROWN: T("grown", "金额调高"),
    Way.SHRUNK: T("shrunk", "金额调低"),
    Way.WON: T("won", "赢单"),
    Way.LOST: T("lost", "丢单"),
}
PART = T("{way} {sum} ({n})", "{way} {sum}（{n}）")
LATER = T("put off by {days} days, to {day}", "推迟 {days} 天，到{day}")
SOONER = T("brought forward by {days} days, to {day}", "提前 {days} 天，到{day}")
STEP = T("from {a} to {b}", "从{a}到{b}")
BECAUSE = T("{way}: {reason}", "{way}：{reason}")
ENDS = T("{span} · {before} → {after}", "{span} · {before} → {after}")
DEAL, WHAT, CHANGE, OWNER = T("Deal", "商机"), T("What", "变动"), T("Change", "金额变动"), T("Owner", "负责人")
TITLE = T("What moved in the pipeline", "管道变动")

FUTURE = T("{span} is still to come: nothing has moved in it yet.", "{span}还没到，还没有变动。")
USUAL = timedelta(days=7)

_PIPE = "(pipeline|pipe|sales pipeline|funnel|forecast|deals)"
_PIPE_ZH = "(管道|管线|pipeline|漏斗|在手商机|商机|预测)"


@command(
    "report.moved",
    needs="deals.read",
    help=T("What moved in the pipeline since a day, and why", "管道从某天以来的变动和原因"),
    example=T("what moved in the pipeline since last week", "管道这周有什么变动"),
    slash=("moved", "report moved", "管道变动"),
    en=framed(
        f"(what|what's|what has|how much|which deals) (moved|changed|moving|shifted) in [the|our|my] {_PIPE} [in|over|during|within] [{{period}}] [and why]",
        "(what|what has|which deals) moved [in|over|during|within] {period} [and why]",
        f"how (did|has) [the|our|{{owner=my}}] {_PIPE} (change|changed|move|moved|develop|developed) [in|over|during|within] [{{period}}] [and why]",
        f"why (did|has|is) [the|our|{{owner=my}}] {_PIPE} (go|gone|drop|dropped|fall|fallen|shrink|shrunk|grow|grown|change|changed|rise|risen|move|moved|smaller|bigger|down|up) [down|up] [in|over|during|within] [{{period}}]",
        f"{_PIPE} (changes|change|movement|movements|moves|walk|bridge|waterfall) [in|over|during|within|for] [{{period}}]",
        f"(changes|movements|movement) in [the|our|{{owner=my}}] {_PIPE} [in|over|during|within] [{{period}}]",
        f"what moved in {{owner}}'s {_PIPE} [in|over|during|within] [{{period}}] [and why]",
    ),
    zh=framed(
        f"[我们|我们的|咱们的]{_PIPE_ZH}[{{period}}][以来|这段时间][都]有(什么|哪些)(变化|变动|进展|动静)[，][为什么]",
        f"[{{period}}][以来|这段时间][我们|我们的|咱们的]{_PIPE_ZH}[都]有(什么|哪些)(变化|变动|动静)[，][为什么]",
        f"[和|跟|与]{{period}}[相比|比起来|比][，|,][我们的]{_PIPE_ZH}[都]有(什么|哪些)(变化|变动)[，][为什么]",
        f"[{{period}}][以来][我们的|咱们的]{_PIPE_ZH}为什么(变少|变多|变小|变大|下降|上升|缩水|减少|增加|变|涨|跌|掉)了",
        f"[{{period}}][的]{_PIPE_ZH}(变动|变化|变动明细|变动情况|桥图|瀑布图)",
        f"{_PIPE_ZH}[{{period}}](变了多少|怎么变的|变化情况|动了多少)",
        f"{{owner!}}[的]{_PIPE_ZH}[{{period}}][以来]有(什么|哪些)(变化|变动)",
    ),
)
def report_moved(
    turn: Turn,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope, span = Scope(owner=owner, team=team), been(turn, period)
    past, found, currency = _moved(turn, scope, span)
    report = Report(turn, view, page)
    report.facts = [move.fact for move in found.moves]
    report.dates(span)
    _bridge(report, found, currency, of_scope(turn, scope))
    _dates(report, found)
    _stages(report, found)
    _lost(report, found)
    report.other_money(sums(fact for fact in past.facts if fact.outcome == Outcome.OPEN), currency)
    report.say(DEFINED_MOVED)
    rows = list(_rows(report, found, currency))
    return report.reply((DEAL, WHAT, CHANGE), rows, [(T("What slipped", "哪些延期"), "/report.slipped")])


def been(turn: Turn, period: Period | None, usual: timedelta = USUAL) -> Timespan:
    """The days asked for, as far as they have been; the last week where none were."""
    start = period.start if period and period.start else turn.today - usual
    if start > turn.today:
        raise BadValue(FUTURE, span=Timespan(start, period.end or start) if period else Timespan(start, start))
    return Timespan(start, min((period and period.end) or turn.today, turn.today))


def _moved(turn: Turn, scope: Scope, span: Timespan) -> tuple[Past, Moved, str]:
    assert span.start is not None
    standings = turn.crm.standings
    past = standings.since(span.start, scope)
    currency = leading(turn.crm.workspace.base_currency, sums(past.facts))
    ends = standings.moment(span.start), standings.moment(span.end + DAY)
    return past, moved(past, *ends, outcomes(turn), currency), currency


def outcomes(turn: Turn) -> Mapping[int, str]:
    return {stage.id: stage.outcome for stage in turn.crm.pipelines.stages()}


def _bridge(report: Report, found: Moved, currency: str, whose: str) -> None:
    """From what it was to what it is, part by part."""
    say, parts = report.turn.voice.say, {way: found.by(way) for way in WAYS}
    before, after = Money(found.opening, currency), Money(found.closing, currency)
    values = {str(way): {"value": major(minor, currency), "deals": n} for way, (minor, n) in parts.items()}
    report.figures |= {
        "before": major(found.opening, currency), "after": major(found.closing, currency), "currency": currency,
        "deals_before": found.deals_before, "deals_after": found.deals_after, "by": values,
    }  # fmt: skip
    assert report.span
    said = {"span": report.span, "whose": whose}
    sum_after = report.sum(after, found.deals_after)
    told = [
        say(PART, way=WAYS[way], sum=_signed(report, minor, currency), n=n) for way, (minor, n) in parts.items() if n
    ]
    if told:
        report.say(MOVED, before=report.sum(before, found.deals_before), after=sum_after, parts=told, **said)
    else:
        report.say(NOTHING_MOVED, after=sum_after, **said)
    drawn = [(WAYS[way], minor) for way, (minor, n) in parts.items() if n]
    rows = [(say(label), abs(major(minor, currency)), _signed(report, minor, currency)) for label, minor in drawn]
    note = say(ENDS, span=report.span, before=before, after=after)
    report.picture(Shape.BARS, say(TITLE), rows=rows, note=note)


def _signed(report: Report, minor: int, currency: str) -> str:
    sign = "−" if minor < 0 else "+"
    return sign + report.turn.voice.write(Money(abs(minor), currency))


def _dates(report: Report, found: Moved) -> None:
    later = [move.pushed for move in found.moves if move.pushed > 0]
    sooner = [move for move in found.moves if move.pushed < 0]
    report.figures |= {"put_off": len(later), "brought_forward": len(sooner)}
    report.figures["put_off_days"] = sum(later) / len(later) if later else None
    if later or sooner:
        days = number(report.figures["put_off_days"])
        report.say(DATES, later=len(later), days=days, sooner=len(sooner))


def _stages(report: Report, found: Moved) -> None:
    places = {stage.id: stage.position for stage in report.turn.crm.pipelines.stages()}
    known = outcomes(report.turn)
    steps = [
        places[move.after.stage_id] - places[move.before.stage_id]
        for move in found.moves
        if move.before.stage_id in places and move.after.stage_id in places and is_open(move.after.stage_id, known)
    ]
    on, back = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    report.figures |= {"moved_on": on, "moved_back": back}
    if on or back:
        report.say(STAGES, on=on, back=back)


def _lost(report: Report, found: Moved) -> None:
    """The reasons that were given, the commonest first."""
    lost = report.turn.crm.deals.by_ids(move.fact.id for move in found.moves if move.way == Way.LOST)
    given = [deal.reason for deal in lost.values() if deal.reason]
    reasons = sorted(set(given), key=lambda reason: (-given.count(reason), reason))
    report.figures["lost_reasons"] = {reason: given.count(reason) for reason in reasons}
    if reasons:
        report.say(WHY_LOST, reasons=[f"{reason} ({given.count(reason)})" for reason in reasons[:3]])


def _rows(report: Report, found: Moved, currency: str) -> Iterator[tuple[object, ...]]:
    """The largest moves first; what only changed its date or stage last."""
    order = sorted(found.moves, key=lambda move: (-abs(move.minor), -abs(move.pushed), move.fact.id))
    deals = report.turn.crm.deals.by_ids(move.fact.id for move in order)
    stages = {stage.id: stage for stage in report.turn.crm.pipelines.stages()}
    for move in order:
        reason = deals[move.fact.id].reason if move.way == Way.LOST else None
        yield deals[move.fact.id].title, _what(report, move, reason, stages), _signed(report, move.minor, currency)


def _what(report: Report, move: Move, reason: str | None, stages: Mapping[int, Any]) -> str:
    say, told = report.turn.voice.say, []
    if move.way in WAYS:
        told.append(say(BECAUSE, way=WAYS[move.way], reason=reason) if reason else say(WAYS[move.way]))
    if move.way in (Way.GROWN, Way.SHRUNK, Way.SAME) and move.before.stage_id != move.after.stage_id:
        told.append(say(STEP, a=stages.get(move.before.stage_id or 0), b=stages.get(move.after.stage_id or 0)))
    if move.pushed:
        told.append(say(LATER if move.pushed > 0 else SOONER, days=abs(move.pushed), day=move.after.expected))
    return report.turn.voice.say(
        T("{told}", "{told}"), told="; ".join(told) if report.turn.voice.lang == "en" else "；".join(told)
    )
