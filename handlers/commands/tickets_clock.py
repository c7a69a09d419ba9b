"""Why a ticket is late: what was promised, and the timeline of the minutes that ran and those that stood still."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from crm_domain.calendars import length, without
from crm_domain.texts import T
from crm_domain.ticket_targets import Promise, Promised
from crm_domain.tickets import STATUSES, Status, Ticket
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Turn

KINDS = {
    Promised.FIRST_RESPONSE: T("First response", "首次回复"),
    Promised.NEXT_RESPONSE: T("Next response", "后续回复"),
    Promised.RESOLUTION: T("Resolution", "解决"),
}
BROKEN = T(
    "{kind} was due {due}, within {within}; it took {spent}, {over} too long.",
    "{kind}应在{due}前完成（时限 {within}），实际用了 {spent}，超时 {over}。",
)
STILL_BROKEN = T(
    "{kind} was due {due}, within {within}; {spent} have run by now, {over} too long, and it is still open.",
    "{kind}应在{due}前完成（时限 {within}），到现在已用 {spent}，超时 {over}，还没完成。",
)
IN_TIME = T("{kind}: {spent} of {within}, in time.", "{kind}：时限 {within}，用了 {spent}，没有超时。")
RUNNING = T(
    "{kind}: {spent} of {within} have run; it is due {due}.", "{kind}：时限 {within}，已用 {spent}，应在{due}前完成。"
)
STANDING = T(
    "{kind}: {spent} of {within} have run; the clock is stopped.", "{kind}：时限 {within}，已用 {spent}，计时暂停中。"
)
BREACHED = T("#{id} {subject}: breached.", "#{id} {subject}：已超时。")
KEPT = T("#{id} {subject}: nothing was breached.", "#{id} {subject}：没有超时。")
RUNS, STOPS, SHUT = T("running", "计时中"), T("paused ({status})", "暂停（{status}）"), T("out of hours", "非工作时间")
FROM, UNTIL, STATE, MINUTES, SUM = (
    T("From", "从"),
    T("Until", "到"),
    T("Clock", "计时"),
    T("Minutes", "分钟"),
    T("Sum", "累计"),
)
SPAN = T("{hours} h {minutes} min", "{hours} 小时 {minutes} 分")
SHORT = T("{minutes} min", "{minutes} 分钟")


@command(
    "ticket.clock",
    needs="tickets.read",
    help=T(
        "Why a ticket breached its SLA: the minutes that ran and those that were paused", "工单为什么超时：计时明细"
    ),
    example=T("why did #1003 breach?", "工单1003为什么超时"),
    slash=("ticket clock", "工单 计时"),
    en=[
        "why (did|has|is|was|does) [ticket] {ticket} (breach|breached|breaching|late|overdue|run late|ran late|miss its sla|missed its sla|miss the sla|miss sla|go over|gone over|past sla|out of sla|violate sla|violate the sla|breach sla|breach its sla|breach the sla|fail sla|fail its sla|over time|run over|past due|behind|red) [its|the] [sla|target|time|deadline]",
        "[show|explain|give me|what is|what's|see] [me] [the] (sla|timeline|sla timeline|clock|sla clock|time line|time log|sla breakdown|sla details|sla history|breach details|breach) (of|for|on) [ticket] {ticket!}",
        "[what does] [the|its] (sla clock|sla timer|clock) (of|for|on) [ticket] {ticket!} [says|say]",
        "[show|see|give me] [the] sla (clock|timeline|breakdown|history|details|times) (of|for|on) [ticket] {ticket!}",
        "(explain|show) [the] breach (of|for|on) [ticket] {ticket!}",
        "[ticket] {ticket} (sla timeline|sla clock|sla breakdown|sla details|timeline|sla|sla status)",
        "(how much|how long|what) [sla] time (is|has|does|was) [left|ticket] [on|for|in|of] [ticket] {ticket} [got] [left|have left|run|used]",
        "how much time (do we have|is left|have we got|have we) [left] (on|for|with) [ticket] {ticket!}",
        "how (long|much time|many minutes) (did|has|have) [ticket] {ticket} (run|ran|been running|take|taken|count|used up|used)",
        "when is [ticket] {ticket} due [by]",
        "when (does|will|did) [ticket] {ticket} (breach|become overdue|run out|go overdue|expire|miss its sla|breach its sla|breach sla|time out)",
    ],
    zh=[
        "[工单]{ticket}(为什么|为何|怎么|为啥|怎么会|咋|是怎么)[会|就|又|也|都|已经|算|显示](超时|逾期|超期|违约|超SLA|超sla|破sla|没达标|不达标|超了|晚了|破SLA|到期|违反sla|延误|超时限)[了|的|呢|啊|吗]",
        "(为什么|为何|怎么|为啥)[工单]{ticket}[会|就|又|也|都|已经|算](超时|逾期|超期|违约|超sla|破sla|没达标|不达标|超了|晚了|到期|违反sla|延误|超时限)[了|的|呢|啊]",
        "[看看|看下|看一下|查|查一下|说说|解释一下|显示|给我][工单]{ticket}[的](计时|计时明细|sla明细|sla情况|sla计时|时间线|时效|时效明细|sla|超时原因|sla时间线|超时明细|sla详情|计时情况|sla进度)[是什么|怎么样|是多少]",
        "[工单]{ticket}[还|还能|现在](剩|剩下|有|剩余)[下]多[少|久|长]时间[处理|到期|超时]",
        "[工单]{ticket}[什么时候|几点|哪天|何时](到期|超时|算超时|会超时|到时限|过期|逾期)",
        "[工单]{ticket}[已经|一共|总共|到底](计时|用|花|跑|走)了多[久|少时间|少分钟|长时间]",
    ],
)
def ticket_clock(turn: Turn, ticket: Ticket, page: int = 1) -> Reply:
    turn.about(ticket.contact, ticket)
    promises = turn.crm.tickets.promises(ticket)
    broken = [promise for promise in promises if promise.is_broken(turn.now)]
    head = turn.voice.say(
        BREACHED if broken or ticket.late_answers else KEPT, id=str(ticket.id), subject=ticket.subject
    )
    told = "\n".join([head, *(_told(turn, promise) for promise in promises)])
    rows = _timeline(turn, ticket, promises)
    columns = {
        FROM: lambda row: row[0],
        UNTIL: lambda row: row[1],
        STATE: lambda row: row[2],
        MINUTES: lambda row: row[3],
        SUM: lambda row: row[4],
    }
    reply = turn.table(rows, columns, T("{told}", "{told}"), T("{told}", "{told}"), page, told=told)
    return reply.but(figures={promise.kind.value: _figures(turn, promise) for promise in promises})


def _figures(turn: Turn, promise: Promise) -> dict[str, object]:
    due = promise.due
    return {
        "due": due and due.astimezone(turn.crm.zone).isoformat(),
        "within_min": promise.within / timedelta(minutes=1),
        "spent_min": promise.spent(turn.now) / timedelta(minutes=1),
        "breached": promise.is_broken(turn.now),
    }


def _told(turn: Turn, promise: Promise) -> str:
    spent, now = promise.spent(turn.now), turn.now
    texts = {"kind": KINDS[promise.kind], "within": span(turn, promise.within), "spent": span(turn, spent)}
    if promise.is_broken(now):
        over = span(turn, spent - promise.within)
        return turn.voice.say(BROKEN if promise.kept_at else STILL_BROKEN, due=promise.due, over=over, **texts)
    if promise.kept_at:
        return turn.voice.say(IN_TIME, **texts)
    return turn.voice.say(RUNNING if promise.due else STANDING, due=promise.due, **texts)


def span(turn: Turn, length: timedelta) -> str:
    """1 h 5 min"""
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    return turn.voice.say(SPAN if hours else SHORT, hours=hours, minutes=minutes)


Row = tuple[datetime, datetime, str, str, str]


def _timeline(turn: Turn, ticket: Ticket, promises: Sequence[Promise]) -> list[Row]:
    """From when it was opened until it was solved, else now."""
    if not promises:
        return []
    last = promises[-1]
    rows, total = list[Row](), timedelta()
    for start, end, state, runs in _phases(turn, ticket, last, last.kept_at or turn.now):
        total += (end - start) if runs else timedelta()
        minutes = f"{(end - start) / timedelta(minutes=1):,.0f}"
        rows.append((start, end, state, minutes, f"{total / timedelta(minutes=1):,.0f}"))
    return rows


def _phases(
    turn: Turn, ticket: Ticket, promise: Promise, until: datetime
) -> Iterator[tuple[datetime, datetime, str, bool]]:
    """Running, paused and closed hours, without a gap."""
    clock, say = promise.clock, turn.voice.say
    at = promise.since
    pauses = [(max(a, at), min(b, until)) for a, b in clock.stops if b > at and a < until]
    runs = [(a, b, say(RUNS), True) for a, b in clock.runs(at, until)]
    stops = [(a, b, say(STOPS, status=STATUSES[_status_at(ticket, a)]), False) for a, b in pauses]
    for start, end, state, running in sorted(runs + stops, key=lambda phase: phase[:2]):
        if length(without([(at, start)], [])) > timedelta():
            yield at, start, say(SHUT), False
        yield start, end, state, running
        at = max(at, end)
    if at < until:
        yield at, until, say(SHUT), False


def _status_at(ticket: Ticket, moment: datetime) -> Status:
    past = [step.status for step in ticket.steps if step.at <= moment]
    return Status(past[-1]) if past else Status.NEW
