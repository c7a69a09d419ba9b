"""How the open pipeline stood week by week."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from crm_domain.members import Member
from crm_domain.moved import moved
from crm_domain.revenue import Sum, leading, sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import DAY, WEEK, Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_moved import been, outcomes
from handlers.reading.asking import framed
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, View, of_scope
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

WEEKLY = T(
    "The open pipeline{whose} week by week: {after} on {end}, {before} on {day}.",
    "在手管道{whose}每周走势：{end} {after}，{day} {before}。",
)
DEFINED = T(
    "As it stood at the end of each day named: open deals at their amount, else the list price, by who owns them today.",
    "口径：所列各日结束时的在手商机，取金额，没有则取目录价，按现在的负责人。",
)
DAY_OF, DEALS, VALUE = T("Day", "日期"), T("Deals", "单数"), T("Value", "金额")
TITLE = T("Open pipeline by week", "在手管道每周走势")
WEEKS, MOST = 8, 53


@command(
    "report.snapshots",
    needs="deals.read",
    help=T("How the open pipeline stood week by week", "在手管道每周的走势"),
    example=T("pipeline week by week", "管道每周走势"),
    slash=("snapshots", "report snapshots", "每周快照"),
    en=framed(
        "[open] (pipeline|pipe) (week by week|by week|per week|every week|weekly|over time|history|trend|snapshots|snapshot|week on week) [in|over|for|of] [{period}]",
        "(weekly|week by week) [open] (pipeline|pipe) [snapshots|snapshot|history|trend|values] [for|over|of] [{period}]",
        "how (has|did|is) [the|our] [open] (pipeline|pipe) (developed|develop|trending|evolved|looked) (over time|week by week|over the weeks|by week) [in|over|for] [{period}]",
        "how (big|large) was [the|our] [open] (pipeline|pipe) (each|every) week [in|over|for] [{period}]",
    ),
    zh=framed(
        "[{period}][的][在手](管道|管线|pipeline)(走势|趋势|变化趋势|快照|历史)",
        "[在手](管道|管线|pipeline)[的](每周|周度|逐周|按周)[的](走势|趋势|变化|快照|历史|金额|情况)",
        "(每周|周度|逐周|按周)[的|看][在手](管道|管线|pipeline)[走势|趋势|快照|金额|情况|变化]",
        "[在手](管道|管线|pipeline)[的](走势|趋势|快照|历史)[{period}]",
    ),
)
def report_snapshots(
    turn: Turn,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope, span = Scope(owner=owner, team=team), been(turn, period, WEEKS * WEEK)
    days = _days(span)
    stood, currency = _stood(turn, scope, days)
    report = Report(turn, view, page)
    report.dates(Timespan(days[0], days[-1]))
    named = {
        day.isoformat(): {"deals": t.deals, "value": t.major(currency)} for day, t in zip(days, stood, strict=True)
    }
    report.figures |= {"currency": currency, "weeks": named}
    before, after = (report.sum(total.of(currency), total.deals) for total in (stood[0], stood[-1]))
    report.say(WEEKLY, whose=of_scope(turn, scope), day=days[0], end=days[-1], before=before, after=after)
    rows = [(day, total.deals, total.of(currency)) for day, total in zip(days, stood, strict=True)]
    drawn = [(f"{day:%m-%d}", float(money.amount), turn.voice.write(money)) for day, _, money in rows]
    report.picture(Shape.LINE, turn.voice.write(TITLE), rows=drawn, note=currency)
    report.say(DEFINED)
    offers = [(T("What moved", "管道变动"), "/report.moved")]
    return report.reply((DAY_OF, DEALS, VALUE), rows[::-1], offers, most=len(days))


def _days(span: Timespan) -> list[date]:
    """Its last day and those whole weeks before."""
    weeks = min((span.days - 1) // WEEK.days, MOST)
    return [span.end - WEEK * back for back in range(weeks, -1, -1)]


def _stood(turn: Turn, scope: Scope, days: Sequence[date]) -> tuple[list[Sum], str]:
    """The pipeline at the end of each day."""
    standings, known = turn.crm.standings, outcomes(turn)
    past = standings.since(days[0] + DAY, scope)
    currency = leading(turn.crm.workspace.base_currency, sums(past.facts))
    ends = [standings.moment(day + DAY) for day in days]
    found = [moved(past, ends[0], end, known, currency) for end in ends]
    return [Sum(each.closing, each.deals_after) for each in found], currency
