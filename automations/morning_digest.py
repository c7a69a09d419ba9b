"""What a member's day holds, in one message when it begins; nothing on a day that holds nothing."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from automations.automation import Push, automation
from automations.mornings import mornings, settle
from crm_domain.crm import Crm
from crm_domain.deals import DealFilter, totals
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.tickets import TicketFilter
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

GREETING = T("Good morning, {name}. Your {day}:", "早上好，{name}。今天是{day}：")
TASKS = T("Tasks due: {titles}", "到期任务：{titles}")
LATE = T("Overdue tasks: {titles}", "逾期任务：{titles}")
CLOSING = T("To close by {day}: {titles} ({sum})", "{day}前该签：{titles}（{sum}）")
PASSED = T("Close date passed: {titles}. Move it or close it.", "已过签约日期：{titles}。请改期或结单。")
TICKETS = T("Your open tickets: {titles}", "你手上的工单：{titles}")
MOST = 3
AND_MORE = T("{names} and {n} more", "{names}等 {n} 项")
WHY = T("it is the digest of your working day", "这是每个工作日的早报")
MY_TASKS, MY_DEALS = T("My tasks", "我的任务"), T("My deals", "我的商机")


@automation
def morning_digest(crm: Crm) -> Iterator[Push]:
    for member, occasion in mornings(crm, "morning_digest"):
        lines = list(_lines(crm, member, Voice(member.language, member.zone)))
        if lines:
            yield Push(member, occasion, _reply(crm, member, lines), cause="morning digest", why=WHY)
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
    today = crm.now.astimezone(member.zone).date()
    tasks = crm.tasks.listed(member, "today", today)
    late = [task for task in tasks if task.due_date and task.due_date < today]
    due = [task for task in tasks if task.due_date == today]
    deals = crm.deals.listed(DealFilter(owner=member, standing="open", last_day=today + timedelta(days=4)))
    passed = [deal for deal in deals if deal.close_date and deal.close_date < today]
    closing = [deal for deal in deals if deal.close_date and deal.close_date >= today]
    tickets = crm.tickets.listed(TicketFilter(assignee=member))
    for text, rows in ((LATE, late), (TASKS, due), (PASSED, passed), (CLOSING, closing), (TICKETS, tickets)):
        if rows:
            sum_ = totals(closing) if rows is closing else ()
            yield "• " + voice.say(
                text, titles=named([row.label for row in rows], voice), day=today + timedelta(days=4), sum=sum_
            )


def named(labels: Sequence[str], voice: Voice) -> str:
    """The first few by name."""
    shown = ("、" if voice.lang == "zh" else "; ").join(labels[:MOST])
    return (
        shown
        if len(labels) <= MOST
        else voice.say(AND_MORE, names=shown, n=len(labels) if voice.lang == "zh" else len(labels) - MOST)
    )
