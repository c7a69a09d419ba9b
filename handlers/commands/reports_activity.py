"""Activities: how many calls, meetings, emails, visits, and by whom."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from crm_domain.activities import KINDS, Kind
from crm_domain.facts import ActivityFact
from crm_domain.members import Member
from crm_domain.scope import Scope
from crm_domain.spread import change_pct
from crm_domain.texts import T
from crm_domain.timespan import KEYS, Timespan, keys_of, month_of
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_people import DEFINED, counted
from handlers.commands.reports_rates import usual
from handlers.commands.reports_revenue import GROUP
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import Report, View, of, past
from handlers.slots import Past, WordSlot
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

DONE = T("{n} {what} in {span}{whose}.", "{span}{what}{whose}共 {n} 条。")
NOTHING_DONE = T("No {what} logged in {span}{whose}.", "{span}没有{what}{whose}。")
ACTIVITIES = T("activities", "跟进记录")
MANY = {
    Kind.CALL: T("call(s)", "电话"),
    Kind.MEETING: T("meeting(s)", "会议"),
    Kind.EMAIL: T("email(s)", "邮件"),
    Kind.VISIT: T("visit(s)", "拜访"),
    Kind.NOTE: T("note(s)", "备注"),
}
COUNT = T("{n}", "{n} 条")
BY_KIND = T("By kind: {kinds}.", "按类型：{kinds}。")
NUMBER = T("Number", "数量")
DAY, KIND, SUMMARY = T("Day", "日期"), T("Kind", "类型"), T("Summary", "摘要")
ACTIVITY_GROUPS = {word: group for word, group in GROUPS.items() if group in ("owner", "month", "quarter")}

_ACT_EN = (
    "activity report|activity stats|activity statistics|activity summary|activity numbers|activity count|activity level|"
    "activity levels|activity volume|activity figures|activity overview|activity metrics|call stats|activities report|"
    "activity by rep|activity totals|sales activity|team activity"
)
_ACT_ZH = (
    "活动统计|跟进统计|跟进报表|活动量|跟进量|跟进数据|活动汇总|跟进汇总|活动情况|跟进情况统计|跟进次数|活动数量|跟进数量|工作量|"
    "工作量统计|最近的跟进量|最近跟进量|团队活动|销售活动|销售活动统计|活动报告|跟进报告|活跃度|活动情况|跟进情况|销售活动量|跟进记录统计|跟进活动统计"
)
_MADE = (
    "(make|made|log|logged|do|done|have|had|record|recorded|hold|held|send|sent|pay|paid|place|placed|write|written)"
)
_KIND = "{kind=calls|meetings|emails|visits|notes|call|phone call|demo|site visit|meeting|visit|email}"
_KIND_ZH = "{kind=电话|拜访|会议|邮件|见面|走访|回访|上门|开会|上门拜访|备注|会面|面谈|打电话}"


@command(
    "report.activity",
    needs="activities.read",
    help=T("How many calls, meetings, emails, visits were logged", "电话、会议、邮件、拜访的次数"),
    example=T("how many calls did we log last week", "上周团队打了多少个电话"),
    slash=("report activity", "activity report", "活动统计"),
    en=[
        *english(_ACT_EN, "period", "owner", "by"),
        f"~how many {_KIND} (did|have|has) {{owner=i}} {_MADE} [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} (did|have|has) {{owner=i}} {_MADE}",
        f"~how many {_KIND} (did|have|has) (we|the team|everyone|everybody|people|our team|the reps|reps) [all] {_MADE} [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} (did|have|has) (we|the team|everyone|everybody|people|our team|the reps|reps) [all] {_MADE}",
        f"~how many {_KIND} (did|have|has) {{owner}} {_MADE} [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} (did|have|has) {{owner}} {_MADE}",
        f"~how many {_KIND} (were|was|have been|got) (logged|made|held|sent|done|recorded|there) [by the team|by us] [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} (were|was|have been|got) (logged|made|held|sent|done|recorded|there) by {{owner}} [in|for|during|over|on] {{period}}",
        "~what did (we|the team|everyone|everybody|our team|the reps) do {period}",
        "~what has (the team|everyone|everybody|our team) (done|been doing|been up to) {period}",
        "~{owner}('s|') activity [in|for|during|over] {period}",
        f"~{_KIND} (logged|made|held|sent|done) by {{owner}} [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} [in|for|during|over|on] {{period}}",
        f"~how many {_KIND} {{owner=i}} {_MADE} [in|for|during|over|on] {{period}}",
        "~how many (customers|clients|accounts|companies|prospects) (did|have|has) {owner} {kind=visit|visited|call|called|meet|met|emailed|email} [in|for|during|over|on] {period}",
        "~how many (customers|clients|accounts|companies|prospects) (did|have|has) (we|the team) {kind=visit|visited|call|called|meet|met|emailed|email} [in|for|during|over|on] {period}",
        f"~(number of|count of|count) {_KIND} [by|for|of|from] {{owner!}} [in|for|during|over|on] {{period}}",
        f"~(number of|count of|count) {_KIND} [in|for|during|over|on] {{period}}",
        f"~{_KIND} (count|stats|statistics|report|volume|numbers) [in|for|during|over|on] {{period}}",
        f"~{_KIND} (count|stats|statistics|report|volume|numbers) (for|of|by) {{owner}} [in|for|during|over|on] {{period}}",
        f"~{_KIND} (count|stats|statistics|report|volume|numbers)",
        "~how (active|busy) (has|have) (we|the team|everyone|our team|the reps) been [in|for|during|over] {period}",
        "~what (did|has) {owner} (get|got|been) up to [in|for|during|over] {period}",
        "~how (active|busy) (was|were|is|has been|have been|are) (we|the team|everyone|our team|the reps) [in|for|during|over] {period}",
        "~how (active|busy) (was|were|is|has been|am|have) {owner} [been] [in|for|during|over] {period}",
        "~how many (activities) (did|have|has) {owner} (log|logged|do|done|record|recorded) [in|for|during|over] {period}",
        "~how many (activities) (did|have|has|were) (we|the team|everyone|logged) [log|logged|do|done|record|recorded|have] [in|for|during|over] {period}",
    ],
    zh=[
        *chinese(_ACT_ZH, "period", "owner", "by"),
        f"~{{owner=我}}{{period}}[一共|总共|共]{_KIND_ZH}[了]多少(次|个|家|通|封|场|条|位|客户|家客户|个客户)[客户|了]",
        f"~{{owner=我}}{{period}}[一共|总共|共](打|打了|开|开了|发|发了|做|做了|写了|写|跑了|见了)[了](多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        f"~{{period}}{{owner=我}}[一共|总共|共](打|打了|开|开了|发|发了|做|做了|写了|写|跑了|见了)[了](多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        f"~{{period}}[我们|大家|团队|全团队|咱们|公司|所有人|销售|销售们][一共|总共|共](打|打了|开|开了|发|发了|做|做了|写了|写|跑了|见了|有)[了](多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        f"~[我们|大家|团队|全团队|咱们|公司|所有人]{{period}}[一共|总共|共](打|打了|开|开了|发|发了|做|做了|写了|写|跑了|见了|有)[了](多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        f"~{{owner!}}{{period}}[一共|总共|共](打了|打|开了|开|发了|发|做了|做|写了|跑了|见了)(多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        f"~{{period}}{{owner!}}[一共|总共|共](打了|打|开了|开|发了|发|做了|做|写了|跑了|见了)(多少|几)[个|次|通|封|场|条]{_KIND_ZH}",
        "~{period}(团队|大家|我们|咱们)(都|一共)(干了|做了|忙了)(什么|啥|些什么|哪些事)",
        "~{owner!}{period}[一共|总共|共]{kind=拜访了|拜访|走访了|走访|回访了|回访|见了|联系了|打给了}[了](多少|几)[个|次|家|位][客户|公司|人]",
        "~{owner=我}{period}[一共|总共|共]{kind=拜访了|拜访|走访了|走访|回访了|回访|见了|联系了|打给了}[了](多少|几)[个|次|家|位][客户|公司|人]",
        "~{period}{owner!}[一共|总共|共]{kind=拜访了|拜访|走访了|走访|回访了|回访|见了|联系了|打给了}[了](多少|几)[个|次|家|位][客户|公司|人]",
        "~{period}{owner=我}[一共|总共|共]{kind=拜访了|拜访|走访了|走访|回访了|回访|见了|联系了|打给了}[了](多少|几)[个|次|家|位][客户|公司|人]",
        "~{period}[我们|大家|团队|全团队|咱们|公司|所有人][一共|总共|共]{kind=拜访了|拜访|走访了|走访|回访了|回访|见了|联系了|打给了}[了](多少|几)[个|次|家|位][客户|公司|人]",
        f"~{{period}}[的]{_KIND_ZH}[的](数量|次数|量|统计|报表|情况统计|总数|数)",
        f"~{{owner!}}{{period}}[的]{_KIND_ZH}[的](数量|次数|量|统计|报表|总数|数)",
        f"~{{period}}[的]{{owner!}}的{_KIND_ZH}[的](数量|次数|量|统计|报表|总数|数)",
        f"~{{owner=我的|我}}{{period}}[的]{_KIND_ZH}[的](数量|次数|量|统计|报表|总数|数)",
    ],
)
def report_activity(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    kind: Kind | None = None,
    by: Annotated[str | None, WordSlot(ACTIVITY_GROUPS, labels=GROUP)] = None,
    team: Annotated[str | None, TeamSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span = past(turn, period, usual(turn, by) if by in KEYS else month_of(turn.today))
    before, scope = span.before(), Scope(owner=owner, team=team)
    figures, report = turn.crm.figures, Report(turn, view, page)
    facts = figures.activities(span, scope, kind) if view == "rows" or by in KEYS else []
    counts = figures.activity_counts(span, scope, kind)
    _headline(report, counts, kind, span, of(turn, owner, team))
    if before:
        _against(report, sum(count for *_, count in figures.activity_counts(before, scope, kind)), before)
    report.dates(span, before)
    people = counted(report, [(name, count) for _, name, count in counts])
    report.figures["by_owner"] = {str(name): count for _, _, (name, count) in people}
    report.say(DEFINED["activities"])
    if view == "rows" and facts:
        return _listed(report, facts)
    rows = _grouped(report, facts, span, by) if by in KEYS else [(name, count) for name, count, _ in people]
    drawn = [(name, count, str(count)) for name, count in rows[:20]]
    shape, what = Shape.COLUMNS if by in KEYS else Shape.BARS, MANY[kind] if kind else ACTIVITIES
    report.picture(shape, turn.voice.write(what), rows=drawn, note=turn.voice.write(span))
    ways = [(T("Show rows", "查看明细"), f"{turn.again} view=rows")] if counts else []
    shown = () if owner and by not in KEYS else rows
    return report.reply((GROUP[by or "owner"], NUMBER), shown, ways, noun="activities")


def _headline(
    report: Report, counts: Sequence[tuple[str, str | None, int]], kind: Kind | None, span: Timespan, whose: str
) -> None:
    """How many, and of which kinds."""
    total, kinds = sum(count for *_, count in counts), Counter[str]()
    for name, _, count in counts:
        kinds[name] += count
    what = MANY[kind] if kind else ACTIVITIES
    report.say(DONE if total else NOTHING_DONE, n=total, what=what, span=span, whose=whose)
    report.figures |= {"activities": total, "by_kind": dict(kinds)}
    if kind is None and total:
        write = report.turn.voice.write
        report.say(BY_KIND, kinds=[f"{write(KINDS[Kind(name)])} {count}" for name, count in kinds.most_common()])


def _against(report: Report, then: int, before: Timespan) -> None:
    pct = change_pct(report.figures["activities"], then)
    report.figures |= {"prev_activities": then, "change_pct": pct}
    report.against(pct, before, report.turn.voice.say(COUNT, n=then) if then else None)


def _grouped(report: Report, facts: Sequence[ActivityFact], span: Timespan, by: str) -> list[tuple[Any, ...]]:
    """Every month or quarter of the span."""
    counts = Counter(KEYS[by](fact.day) for fact in facts)
    first = span.start or min((fact.day for fact in facts), default=span.end)
    series = [(key, counts[key]) for key in keys_of(Timespan(first, span.end), by)]
    report.figures["series"] = [list(pair) for pair in series]
    report.most = 12
    return series


def _listed(report: Report, facts: Sequence[ActivityFact]) -> Reply:
    """The records that were counted, the latest first."""
    turn, ids = report.turn, [fact.id for fact in sorted(facts, key=lambda fact: (fact.day, fact.id), reverse=True)]
    found = turn.crm.activities.by_ids(ids)
    report.figures["rows"] = len(ids)
    columns: dict[T, Any] = {
        DAY: lambda a: a.at.astimezone(turn.crm.zone).date().isoformat(),
        KIND: lambda a: KINDS[Kind(a.kind)],
        GROUP["owner"]: lambda a: a.owner.name if a.owner else None,
        SUMMARY: lambda a: a.summary,
    }
    title = T("{count} behind it:", "对应 {count} 条：")
    listing = turn.table(
        [found[id] for id in ids if id in found], columns, title, NOTHING_DONE, max(report.page or 1, 1)
    )
    turn.shown.add("activities")
    return listing.but(text=f"{report.lines[0]}\n{listing.text}", figures=report.figures)
