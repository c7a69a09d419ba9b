"""What a report on tickets tells: of one topic, or of all in short."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from crm_domain.products import Product
from crm_domain.spread import change_pct, quantile, share_pct
from crm_domain.texts import T
from crm_domain.ticket_figures import Churn, Groups, TicketFigures
from crm_domain.tickets import PRIORITIES, STATUSES, Priority, Status, Ticket
from crm_domain.timespan import Timespan, month_of, months_back
from handlers.report import ROWS, Report, name_of, number, percent
from handlers.turn import Turn

GROUP = {
    "agent": T("Agent", "处理人"),
    "category": T("Category", "分类"),
    "priority": T("Priority", "优先级"),
    "status": T("Status", "状态"),
    "company": T("Company", "公司"),
    "team": T("Team", "团队"),
    "region": T("Region", "区域"),
    "month": T("Month", "月份"),
    "quarter": T("Quarter", "季度"),
}
LEVELS = {Priority.URGENT: "1", Priority.HIGH: "2", Priority.NORMAL: "3", Priority.LOW: "4"}  # as service desks count

CAME = T(
    "Tickets in {span}: {opened} opened, {resolved} resolved. {backlog} are not solved now.",
    "{span}工单：新开 {opened} 张，解决 {resolved} 张。目前未解决 {backlog} 张。",
)
BEFORE = T(
    "{span}: {opened} opened, {resolved} resolved (opened {change}).",
    "{span}：新开 {opened} 张，解决 {resolved} 张（新开{change}）。",
)
UP, DOWN, EVEN = T("up {pct}", "增加 {pct}"), T("down {pct}", "减少 {pct}"), T("unchanged", "持平")
NOTHING_THEN = T("nothing to compare with", "无可比数据")
WAITING = T("{n} ticket(s) are not solved: {groups}.", "目前未解决的工单有 {n} 张：{groups}。")
NONE_WAITING = T("No ticket is waiting: everything is solved.", "没有积压，工单都已解决。")
TOOK = T(
    "To resolve a ticket takes {median} hours in the median, {mean} on average; 9 of 10 are resolved within {p90} "
    "({n} resolved in {span}).",
    "解决一张工单：中位数 {median} 小时，平均 {mean} 小时，九成在 {p90} 小时内（{span}解决 {n} 张）。",
)
NONE_TOOK = T("No ticket was resolved in {span}.", "{span}没有解决的工单。")
ANSWERED = T(
    "The first response takes {median} hours in the median, {mean} on average; 9 of 10 come within {p90} "
    "({n} answered in {span}).",
    "首次回复：中位数 {median} 小时，平均 {mean} 小时，九成在 {p90} 小时内（{span}首次回复 {n} 张）。",
)
NONE_ANSWERED = T("No ticket had its first response in {span}.", "{span}没有首次回复的工单。")
REOPENED = T(
    "Reopened: {reopened} of {n} ticket(s) resolved in {span}, {pct}.",
    "重开：{span}解决的 {n} 张工单中有 {reopened} 张，占 {pct}。",
)
REASSIGNED = T(
    "Reassigned: {reassigned} of {n} ticket(s) resolved in {span}, {pct}; {mean} time(s) each on average.",
    "转派：{span}解决的 {n} 张工单中有 {reassigned} 张，占 {pct}；平均每张转派 {mean} 次。",
)
OLDEST = T("Waiting longest: {tickets}.", "等得最久的：{tickets}。")
ONE = T("#{id} “{subject}”, since {since}", "#{id}“{subject}”，{since}起")
MOST = T("Most by {group}: {groups}.", "按{group}最多的：{groups}。")
PAIR = T("{name} {n}", "{name} {n} 张")
PAIR_BEFORE = T("{name} {n} ({before} before)", "{name} {n} 张（上期 {before} 张）")
DEFINED = T(
    "Counted: opened by the day a ticket came in, resolved by the day it was last resolved; hours run day and night.",
    "口径：新开按提交日期，解决按最后一次解决的日期；时长按自然小时计算。",
)
NOW, THEN = T("This period", "本期"), T("Before", "上期")


@dataclass
class Counts:
    """What a report is about, and the figures it has come to."""

    report: Report
    span: Timespan
    by: str | None
    product: Product | None = None
    best: str | None = None  # the end of the list that is asked for
    least: int | None = None

    @property
    def before(self) -> Timespan | None:
        return self.span.before()

    @property
    def figures(self) -> TicketFigures:
        return TicketFigures(self.report.turn.crm, self.product)

    @cached_property
    def churn(self) -> Churn:
        """Asked for by two topics of one report."""
        return self.figures.churn(self.span)


Shown = tuple[Sequence[T], Sequence[Sequence[object]]]


def overview(counts: Counts) -> Shown:
    came, solved = counts.figures.opened(counts.span, counts.by), counts.figures.resolved(counts.span)
    waiting = counts.figures.backlog().total()
    opened, resolved = came.total(), solved.total()
    counts.report.figures |= {"opened": opened, "resolved": resolved, "backlog": waiting}
    counts.report.say(CAME, span=counts.span, opened=opened, resolved=resolved, backlog=waiting)
    before = _before(counts, opened)
    shown = _by_group(counts, came, before) if counts.by else ((), [])
    if not counts.by:
        for tell in (_times, _answers, *((_reopened, _reassigned) if resolved else ()), _oldest):
            tell(counts)
    return shown


def _before(counts: Counts, opened: int) -> Groups:
    if counts.before is None:
        return Counter()
    came, solved = counts.figures.opened(counts.before, counts.by), counts.figures.resolved(counts.before).total()
    pct = change_pct(opened, came.total())
    counts.report.figures |= {"prev_opened": came.total(), "prev_resolved": solved, "change_pct": pct}
    counts.report.say(
        BEFORE, span=counts.before, opened=came.total(), resolved=solved, change=_change(counts.report.turn, pct)
    )
    return came


def _change(turn: Turn, pct: float | None) -> str:
    if pct is None:
        return turn.voice.say(NOTHING_THEN)
    return turn.voice.say(EVEN if round(pct, 1) == 0 else UP if pct > 0 else DOWN, pct=percent(abs(pct)))


def _by_group(counts: Counts, now: Groups, before: Groups) -> Shown:
    """The groups with the most tickets first; months and quarters in their order."""
    by = counts.by or ""
    timed = by in ("month", "quarter")
    order = sorted(now, key=_natural) if timed else sorted(now, key=lambda key: (-now[key], _natural(key)))
    keys = order[-2 * ROWS :] if timed else order
    counts.report.figures[f"by_{by}"] = {_told(by, key): now[key] for key in keys}
    counts.report.figures["top"] = [[_told(by, key), now[key], before[key]] for key in keys[:ROWS]]
    turn = counts.report.turn
    named = [(group_name(turn, by, key), now[key], before[key]) for key in keys]
    if named and not timed:
        pairs = [turn.voice.say(PAIR_BEFORE, name=name, n=n, before=b) for name, n, b in named[:ROWS]]
        counts.report.say(MOST, group=GROUP[by], groups=pairs)
    if timed:
        return (GROUP[by], NOW), [(name, n) for name, n, _ in named]
    return (GROUP[by], NOW, THEN), named


def usual(turn: Turn, by: str | None) -> Timespan:
    """This month; by month or quarter a year's."""
    if by in ("month", "quarter"):
        return months_back(turn.today, 6 if by == "month" else 12)
    return month_of(turn.today)


def _told(by: str, key: str | None) -> str:
    """A priority by its level, as service desks count; None is what has no group."""
    return LEVELS[Priority(key)] if by == "priority" and key else str(key or "")


def group_name(turn: Turn, by: str, key: str | None) -> str:
    if by == "priority" and key:
        return turn.voice.say(PRIORITIES[Priority(key)])
    if by == "status" and key:
        return turn.voice.say(STATUSES[Status(key)])
    return name_of(turn, key)


def _natural(key: str | None) -> tuple[int, int, str]:
    """Codes by their number, names after them."""
    return (0, int(key), "") if key and key.isascii() and key.isdigit() else (1, 0, key or "\uffff")


def _backlog(counts: Counts) -> Shown:
    by = counts.by or "priority"
    by = "priority" if by in ("month", "quarter") else by
    waiting = counts.figures.backlog(by)
    keys = sorted(waiting, key=lambda key: (_told(by, key) if by == "priority" else -waiting[key], _natural(key)))
    counts.report.figures |= {"backlog": waiting.total(), f"by_{by}": {_told(by, key): waiting[key] for key in keys}}
    turn = counts.report.turn
    named = [(group_name(turn, by, key), waiting[key]) for key in keys]
    if not named:
        counts.report.say(NONE_WAITING)
        return (), []
    pairs = [turn.voice.say(PAIR, name=name, n=n) for name, n in named[:ROWS]]
    counts.report.say(WAITING, n=waiting.total(), groups=pairs)
    _oldest(counts)
    return (GROUP[by], T("Not solved", "未解决")), list(named)


def _times(counts: Counts) -> Shown:
    hours = counts.figures.hours_to(Ticket.resolved_at, counts.span)
    _spread(counts, hours, ("median_h", "mean_h", "p90_h", "n"), TOOK, NONE_TOOK)
    return (), []


def _answers(counts: Counts) -> Shown:
    hours = counts.figures.hours_to(Ticket.first_response_at, counts.span)
    names = ("response_median_h", "response_mean_h", "response_p90_h", "answered")
    _spread(counts, hours, names, ANSWERED, NONE_ANSWERED)
    return (), []


def _spread(counts: Counts, hours: list[float], names: tuple[str, ...], some: T, none: T) -> None:
    n = len(hours)
    values = (quantile(hours, 0.5), fmean(hours) if n else None, quantile(hours, 0.9), n)
    counts.report.figures |= dict(zip(names, values, strict=True))
    median, mean, p90 = (number(value) for value in values[:3])
    counts.report.say(some if n else none, span=counts.span, n=n, median=median, mean=mean, p90=p90)


def _reopened(counts: Counts) -> Shown:
    churn = counts.churn
    pct = share_pct(churn.reopened, churn.n)
    counts.report.figures |= {"reopened": churn.reopened, "reopen_rate_pct": pct, "resolved": churn.n}
    counts.report.say(REOPENED, reopened=churn.reopened, n=churn.n, span=counts.span, pct=percent(pct))
    return (), []


def _reassigned(counts: Counts) -> Shown:
    churn = counts.churn
    pct, mean = share_pct(churn.reassigned, churn.n), churn.times / churn.n if churn.n else None
    counts.report.figures |= {
        "reassigned": churn.reassigned,
        "reassigned_pct": pct,
        "mean_reassignments": mean,
        "resolved": churn.n,
    }
    written = "–" if mean is None else f"{mean:.2f}"
    counts.report.say(
        REASSIGNED, reassigned=churn.reassigned, n=churn.n, span=counts.span, pct=percent(pct), mean=written
    )
    return (), []


def _oldest(counts: Counts) -> Shown:
    turn = counts.report.turn
    found = counts.figures.oldest(ROWS)
    counts.report.figures["oldest"] = [
        [str(id), since.astimezone(turn.crm.zone).isoformat(), (turn.now - since).total_seconds() / 86400]
        for id, _, since, _ in found
    ]
    if found:
        told = [turn.voice.say(ONE, id=str(id), subject=subject, since=since) for id, subject, since, _ in found]
        counts.report.say(OLDEST, tickets=told[:1])
    rows = [(f"#{id}", subject, since, who) for id, subject, since, who in found]
    return (T("No.", "编号"), T("Subject", "主题"), T("Opened", "提交时间"), T("Agent", "处理人")), rows


TOPICS: dict[str, Callable[[Counts], Shown]] = {
    "backlog": _backlog,
    "times": _times,
    "answers": _answers,
    "reopened": _reopened,
    "reassigned": _reassigned,
    "oldest": _oldest,
}
