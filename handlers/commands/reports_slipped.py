"""Which close dates were put off, how often and by how much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.pipelines import Outcome
from crm_domain.revenue import Sum, leading, sums
from crm_domain.scope import Scope
from crm_domain.standings import Push
from crm_domain.texts import T
from crm_domain.timespan import quarter_of
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_moved import DEAL, OWNER, been
from handlers.reading.asking import framed
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, View, number, of_scope
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

SLIPPED = T(
    "{span}: the close dates of {n} open deal(s){whose} were put off: {sum}, by {days} days on average.",
    "{span}：{n} 个在手商机{whose}推迟了签约日期：{sum}，平均推迟 {days} 天。",
)
NONE_SLIPPED = T(
    "{span}: no close date of an open deal{whose} was put off.", "{span}：没有在手商机{whose}推迟签约日期。"
)
AGAIN = T("{n} of them more than once.", "其中 {n} 个推迟不止一次。")
OUT = T("{n} of them left the quarter that they were due in.", "其中 {n} 个因此移出了原定季度。")
DEFINED = T("Every change of a close date to a later day counts.", "口径：签约日期每往后改一次都计入。")
TIMES, DAYS, CLOSE = T("Times", "次数"), T("Days", "天数"), T("Close date", "签约日期")
TITLE = T("Days that close dates were put off", "签约日期推迟天数")
MONTH = timedelta(days=30)
BARS = 8

_DATES = "(close dates|closing dates|dates|expected close dates)"
_SLIP = "(slipped|slip|slipping|pushed|pushed back|pushed out|put off|postponed|delayed|moved out|moved back)"
_SLIP_ZH = "(延期|推迟|延后|往后推|拖期|后延|顺延)"


@command(
    "report.slipped",
    needs="deals.read",
    help=T("Which deals had their close date put off", "哪些商机推迟了签约日期"),
    example=T("which deals slipped this month", "这个月哪些商机延期了"),
    slash=("slipped", "slippage", "report slipped", "延期"),
    en=framed(
        f"(which|what|how many) [of our|of the|of my] [open] (deals|opportunities) [have|had|were|got|have been] {_SLIP} [in|over|during|since] [{{period}}]",
        f"(which|what|how many) {_DATES} [have|were|got|have been] {_SLIP} [in|over|during] [{{period}}]",
        f"(what|what's|what has) {_SLIP} [in|over|during] [{{period}}]",
        "(slippage|slipped deals|deal slippage|pushed deals|postponed deals|pushed close dates|slipping deals) [in|over|during|for] [{period}]",
        "{owner=my} (slippage|slipped deals|pushed deals)",
        f"(which|what) of {{owner}}'s (deals|opportunities) [have|had|were|got|have been] {_SLIP} [in|over|during] [{{period}}]",
        "{owner}'s (slippage|slipped deals|pushed deals) [in|over|during] [{period}]",
    ),
    zh=framed(
        f"[{{period}}][有][哪些|什么|多少|几个](商机|单子|单)[被]{_SLIP_ZH}[了]",
        f"(哪些|什么|多少|几个)(商机|单子|单)[{{period}}][被]{_SLIP_ZH}[了]",
        f"[{{period}}](哪些|多少)(商机|单子|单)[的](签约日期|预计签约日|签约时间|成交日期)[被]{_SLIP_ZH}[了]",
        f"[{{period}}][被]{_SLIP_ZH}[了]的(商机|单子|单)[有哪些|有多少|列一下]",
        f"{{owner!}}[{{period}}][有][哪些|多少](商机|单子|单){_SLIP_ZH}[了]",
        f"{{owner=我的}}(商机|单子)[有][哪些|多少][被]{_SLIP_ZH}[了]",
        f"[{{period}}][的](商机|单子){_SLIP_ZH}情况",
    ),
)
def report_slipped(
    turn: Turn,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope, span = Scope(owner=owner, team=team), been(turn, period, MONTH)
    assert span.start
    past = turn.crm.standings.since(span.start, scope)
    pushes: dict[int, list[Push]] = defaultdict(list)
    for push in past.pushes():
        if push.days > 0 and span.holds(push.at.astimezone(turn.crm.zone).date()):
            pushes[push.deal_id].append(push)
    facts = [fact for fact in past.facts if fact.outcome == Outcome.OPEN and fact.id in pushes]
    currency = leading(turn.crm.workspace.base_currency, sums(facts))
    report = Report(turn, view, page)
    report.facts = [fact for fact in facts if fact.currency == currency and fact.minor is not None]
    report.dates(span)
    _told(report, facts, pushes, currency, of_scope(turn, scope))
    report.other_money(sums(facts), currency)
    report.say(DEFINED)
    rows = _rows(report, facts, pushes)
    drawn = [(row[0], row[3], f"{row[3]}") for row in rows[:BARS]]
    report.picture(Shape.BARS, turn.voice.write(TITLE), rows=drawn, note=turn.voice.write(span))
    return report.reply((DEAL, OWNER, TIMES, DAYS, CLOSE), rows, [(T("What moved", "管道变动"), "/report.moved")])


def _told(
    report: Report, facts: Sequence[DealFact], pushes: Mapping[int, Sequence[Push]], currency: str, whose: str
) -> None:
    days = [sum(push.days for push in pushes[fact.id]) for fact in facts]
    again = sum(len(pushes[fact.id]) > 1 for fact in facts)
    out = sum(_left_quarter(pushes[fact.id]) for fact in facts)
    total = sums(facts).get(currency, Sum())
    report.figures |= {
        "slipped": len(facts), "value": total.major(currency), "currency": currency, "more_than_once": again,
        "left_quarter": out, "days_mean": sum(days) / len(days) if days else None,
        "pushes": sum(len(pushes[fact.id]) for fact in facts),
    }  # fmt: skip
    if not facts:
        report.say(NONE_SLIPPED, span=report.span, whose=whose)
        return
    mean = number(report.figures["days_mean"])
    report.say(SLIPPED, span=report.span, n=len(facts), whose=whose, sum=total.of(currency), days=mean)
    for n, text in ((again, AGAIN), (out, OUT)):
        if n:
            report.say(text, n=n)


def _left_quarter(pushes: Sequence[Push]) -> bool:
    return quarter_of(pushes[0].before) != quarter_of(pushes[-1].after)


def _rows(
    report: Report, facts: Sequence[DealFact], pushes: Mapping[int, Sequence[Push]]
) -> list[tuple[str, object, int, int, object]]:
    """The longest put off first."""
    deals = report.turn.crm.deals.by_ids(fact.id for fact in facts)
    rows = []
    for fact in facts:
        deal, days = deals[fact.id], sum(push.days for push in pushes[fact.id])
        rows.append((deal.title, deal.owner and deal.owner.name, len(pushes[fact.id]), days, fact.expected))
    return sorted(rows, key=lambda row: (-row[3], row[0]))
