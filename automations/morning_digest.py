"""What a member's day holds, in one message when it begins; nothing on a day that holds nothing."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from automations.automation import automation
from automations.mornings import first_of_week, last_worked, mornings, settle
from automations.note import Note, nudge
from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.deals import DealFilter, totals
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.tickets import Ticket, TicketFilter
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

GREETING = T("Good morning, {name}. Your {day}:", "早上好，{name}。今天是{day}：")
TASKS = T("Tasks due: {titles}", "到期任务：{titles}")
LATE = T("Overdue tasks: {titles}", "逾期任务：{titles}")
CLOSING = T("To close by {day}: {titles} ({sum})", "{day}前该签：{titles}（{sum}）")
PASSED = T("Close date passed: {titles}. Move it or close it.", "已过签约日期：{titles}。请改期或结单。")
TICKETS = T("Your open tickets: {titles}", "你手上的工单：{titles}")
STALE = T("Late for more than two weeks: {left}. Worth a clear-out?", "拖了两周以上的：{left}。要不要清理一下？")
TASKS_LEFT = T("{n} task(s)", "任务 {n} 个")
DEALS_LEFT = T("{n} deal(s) past their close date", "过了签约日期的商机 {n} 个")
FORTNIGHT = timedelta(days=14)
FRIDAY = 4
MOST = 3
AND_MORE = T("{names} and {n} more", "{names}等 {n} 项")
WHY = T("it is the digest of your working day", "这是每个工作日的早报")
MY_TASKS, MY_DEALS = T("My tasks", "我的任务"), T("My deals", "我的商机")


@automation
def morning_digest(crm: Crm) -> Iterator[Note]:
    for member, occasion in mornings(crm, "morning_digest"):
        lines = list(_lines(crm, member, Voice(member.language, member.zone)))
        if lines:
            yield nudge(member, occasion, _reply(crm, member, lines), "morning digest", WHY)
        else:
            settle(crm, "morning_digest", occasion)


def _reply(crm: Crm, member: Member, lines: Sequence[str]) -> Reply:
    voice = Voice(member.language, member.zone)
    day = crm.now.astimezone(member.zone).date()
    text = "\n".join([voice.say(GREETING, name=member.name, day=day), *lines])
    buttons = (
        Button(voice.say(MY_TASKS), voice.say(MY_TASKS).lower()),
        Button(voice.say(MY_DEALS), voice.say(MY_DEALS).lower()),
    )
    return Reply(Outcome.DONE, text, buttons=buttons)


def _lines(crm: Crm, member: Member, voice: Voice) -> Iterator[str]:
    """What is new since the last working day; on the first of a week that of two weeks, and what closes in it.

    What has been late for longer was told of often enough: it is only counted, once a month. On other days a deal is
    named the day before it is to close and the day after, not on the day.
    """
    today, calendar = crm.now.astimezone(member.zone).date(), crm.calendar(member.zone)
    monday = first_of_week(today, calendar)
    since = today - FORTNIGHT if monday else last_worked(today, calendar)
    until = today + timedelta(days=max(FRIDAY - today.weekday(), 1) if monday else 1)
    tasks = [task for task in crm.tasks.listed(member, "today", today) if task.due_date]
    deals = crm.deals.listed(DealFilter(owner=member, standing="open", last_day=until))
    dated = [(deal, deal.close_date) for deal in deals if deal.close_date]
    closing = [deal for deal, day in dated if day > today or (monday and day == today)]
    found: tuple[tuple[T, Sequence[Row]], ...] = (
        (LATE, [task for task in tasks if task.due_date and since <= task.due_date < today]),
        (TASKS, [task for task in tasks if task.due_date == today]),
        (PASSED, [deal for deal, day in dated if since <= day < today]),
        (CLOSING, closing),
        (TICKETS, [one for one in crm.tickets.listed(TicketFilter(assignee=member)) if _is_new(one, crm, monday)]),
    )
    for text, rows in found:
        if rows:
            titles = named([row.label for row in rows], voice)
            yield "• " + voice.say(text, titles=titles, day=until, sum=totals(closing))
    if monday and today.day <= 7:
        tasks_left = sum(task.due_date is not None and task.due_date < since for task in tasks)
        deals_left = sum(day < since for _, day in dated)
        if left := [voice.say(text, n=n) for text, n in ((TASKS_LEFT, tasks_left), (DEALS_LEFT, deals_left)) if n]:
            yield "• " + voice.say(STALE, left=left)


def _is_new(ticket: Ticket, crm: Crm, monday: bool) -> bool:
    return monday or ticket.updated_at > crm.now - timedelta(days=1)


def named(labels: Sequence[str], voice: Voice) -> str:
    """The first few by name."""
    shown = ("、" if voice.lang == "zh" else "; ").join(labels[:MOST])
    return (
        shown
        if len(labels) <= MOST
        else voice.say(AND_MORE, names=shown, n=len(labels) if voice.lang == "zh" else len(labels) - MOST)
    )
