"""Who or what is first in support: the quickest agent, the commonest issue, the month that stands out …"""

from collections import Counter
from collections.abc import Sequence

from crm_domain.facts import Entrant
from crm_domain.spread import outstanding
from crm_domain.texts import T
from crm_domain.timespan import keys_of
from handlers.contest import Contest
from handlers.reading.contests import HIGH, LOW
from handlers.report import number
from handlers.ticket_report import GROUP, Counts, Shown, group_name

TICKETS = T("ticket(s)", "张工单")
QUICKEST = {
    LOW: T("Shortest average handling time", "平均处理时长最短的是"),
    HIGH: T("Longest average handling time", "平均处理时长最长的是"),
}
CALMEST = {
    LOW: T("Fewest tickets handed on", "转出工单最少的是"),
    HIGH: T("Most tickets handed on", "转出工单最多的是"),
}
COMMONEST = {LOW: T("Fewest tickets", "工单最少的是"), HIGH: T("Most tickets", "工单最多的是")}
HOURS, TIMES, COUNT = (
    T("{n} hours", "{n} 小时"),
    T("handed on {n} time(s)", "转出 {n} 次"),
    T("{n} ticket(s)", "{n} 张工单"),
)
MEAN_HOURS, HANDED_ON, NUMBER = T("Average hours", "平均小时"), T("Handed on", "转出次数"), T("Tickets", "工单数")
OF_PRODUCT = T(
    "Counted: tickets whose subject, description or category names {product}.",
    "只统计主题、描述或分类里提到 {product} 的工单。",
)
STANDS_OUT = T(
    "{month} stands out: {n} tickets, where the other months have {mean} on average (standard deviation {sd}).",
    "{month}明显偏多：{n} 张工单，其他月份平均 {mean} 张（标准差 {sd}）。",
)
NONE_STANDS_OUT = T(
    "No month stands out in {span}: the most are {n} in {month}, the other months have {mean} on average.",
    "{span}没有哪个月明显偏多：最多的是{month}，{n} 张，其他月份平均 {mean} 张。",
)
TOO_FEW = T("{span} has too few months to compare: it takes three.", "{span}月份太少，没法比较：至少要三个月。")
DEFINED_IN = {
    "times": T(
        "Counted: hours from opened to resolved, day and night, by the day a ticket was last resolved and who has it.",
        "口径：从提交到解决的自然小时，按最后一次解决的日期和处理人统计。",
    ),
    "transfers": T(
        "Counted: how often a ticket that somebody had was given to somebody else, of all tickets that they had.",
        "口径：名下工单被转给别人的次数；工单数为期间经手的工单。",
    ),
}
DEFINED_OUT = T(
    "A month stands out where it has more than the others' mean and two of their standard deviations.",
    "口径：超过其他月份均值加两倍标准差，才算明显偏多。",
)


def contest_of(about: str | None, by: str | None) -> Contest:
    """Means and counts of people's work need a least number to be fair; what is most frequent does not."""
    if about == "transfers":
        return Contest(CALMEST, TICKETS, fair=True)
    if about == "times":
        return Contest(QUICKEST, TICKETS, fair=by in ("agent", "team"))
    return Contest(COMMONEST, TICKETS)


def compete(counts: Counts, contest: Contest, about: str | None) -> Shown:
    counts.report.span = counts.span
    if about == "transfers":
        return _shown(counts, contest, counts.figures.handed_on(counts.span), TIMES, HANDED_ON, whole=True)
    if about == "times":
        return _shown(counts, contest, counts.figures.hours_by(counts.by or "agent", counts.span), HOURS, MEAN_HOURS)
    came = counts.figures.opened(counts.span, counts.by)
    if counts.by == "month":
        return _stands_out(
            counts, {key: came[key] for key in keys_of(counts.span, "month")} if counts.span.start else {}
        )
    named = [Entrant(key, n, n) for key, n in came.items() if key is not None]
    shown = _shown(counts, contest, named, COUNT, NUMBER, whole=True)
    then = counts.figures.opened(counts.before, counts.by) if counts.before else Counter[str | None]()
    top = counts.report.figures["top"]
    counts.report.figures["top"] = [[name, n, then[name]] for name, n, _ in top]
    return shown


def _shown(
    counts: Counts, contest: Contest, entrants: Sequence[Entrant], value: T, column: T, *, whole: bool = False
) -> Shown:
    voice, by = counts.report.turn.voice, counts.by or "agent"

    def write(figure: float) -> str:
        return voice.say(value, n=round(figure) if whole else number(figure))

    rows = contest.tell(counts.report, entrants, counts.best or LOW, counts.least, write)
    columns = (GROUP[by], column, NUMBER)
    return columns, [(group_name(counts.report.turn, by, str(name)), *rest) for name, *rest in rows]


def _stands_out(counts: Counts, months: dict[str, int]) -> Shown:
    """The month with far more tickets than the others, if there is one."""
    report = counts.report
    found = outstanding(months)
    report.figures |= {"series": [list(pair) for pair in months.items()], "month": found and found.name}
    report.figures["best"] = [found.name, found.value] if found else None
    if len(months) < 3:
        report.say(TOO_FEW, span=counts.span)
    elif found:
        report.figures |= {"mean_of_others": found.mean, "sd_of_others": found.sd}
        said = {"month": found.name, "n": int(found.value), "mean": number(found.mean), "sd": number(found.sd)}
        report.say(STANDS_OUT, **said)
    else:
        most = max(months, key=lambda month: (months[month], month))
        rest = [n for month, n in months.items() if month != most]
        report.say(NONE_STANDS_OUT, span=counts.span, month=most, n=months[most], mean=number(sum(rest) / len(rest)))
    report.say(DEFINED_OUT)
    return (GROUP["month"], NUMBER), list(months.items())[-12:]
