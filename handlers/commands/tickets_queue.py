"""The queue: the next ticket to take, one given back to it, and all of a customer's at once."""

from typing import Annotated, Any

from crm_domain.companies import Company
from crm_domain.texts import T
from crm_domain.tickets import STATUSES, Status, Ticket, TicketFilter
from handlers.command import command
from handlers.commands.tickets_work import assign_ticket
from handlers.reading.ticket_words import TURNS
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.ticket_view import take_it
from handlers.turn import Ask, Turn

NOBODYS = T("Every ticket has somebody: there is none to take.", "工单都有人在处理，没有可接的。")
NONE_OF = T(
    "{company} has no ticket that can become {status}.",
    "{company} 没有可以改成“{status}”的工单。",
)
SURE = T(
    "That makes {count} ticket(s) of {company} {status}: {which}. Go ahead?",
    "将把{company}的 {count} 张工单改成“{status}”：{which}。确定吗？",
)
ALL_OF_THEM = T("All of them", "全部改")
DONE = T(
    "Now {status}, {count} ticket(s) of {company}: {which}.", "{company}的 {count} 张工单现在是“{status}”：{which}。"
)
ONE = T("#{id} “{subject}”", "#{id}“{subject}”")


@command(
    "ticket.next",
    needs="tickets.write",
    help=T(
        "Take the ticket nobody has that is due first, or is the oldest", "接下一张没人处理的工单：最先到期的，或最早的"
    ),
    example=T("take the next ticket", "接下一张工单"),
    slash=("ticket next", "next ticket", "下一张工单"),
    en=[
        "(take|grab|claim|pick up|get|give me|get me|assign me|hand me|i'll take|ill take|let me take|let me grab|i'll grab) "
        "[the] {which=next|oldest|longest waiting|first} [unassigned|open|unclaimed|new] (ticket|case|one) "
        "[in the queue|from the queue|off the queue|on the list|off the pile|that nobody has|nobody has] [please|pls]",
        "(what's|whats|what is) [the] {which=next} [ticket|one] (for me|i should take|to take|in line)",
        "{which=next} (ticket|case) [please|pls]",
    ],
    zh=[
        "[我|我来|我先|让我|再][接|领|拿|处理|来|认领|给我|给我派|派给我|分给我][一下]{which=下一张|下一个|下一单|最早的|最老的|等得最久的|最早|最老}"
        "[那张|那个|一张|一个|的][没人接的|没人管的|未分配的][工单|单|单子][给我|吧]",
        "[我|我来|我先|让我](接|领|拿|处理|认领|派|分|来|做)[一下]{which=下一张|下一个|最早的|最老的|等得最久的|最早|最老}[的|那张|那个](工单|单子|单)[吧|给我]",
        "(再来|再给我|给我|派我|再派)[一|一张|一个](单|工单|单子)",
    ],
)
def next_ticket(turn: Turn, which: Annotated[str | None, WordSlot(TURNS)] = None) -> Reply:
    desk = turn.crm.tickets
    waiting = desk.listed(TicketFilter(unassigned=True))
    if not waiting:
        return turn.done(NOBODYS)
    last = max(ticket.created_at for ticket in waiting)
    soonest = min(waiting, key=lambda ticket: (desk.due(ticket) or last, ticket.id))
    return assign_ticket(turn, waiting[0] if which == "oldest" else soonest, turn.me)


@command(
    "ticket.release",
    needs="tickets.write",
    help=T("Give a ticket back to the queue: nobody has it then", "把工单退回队列，等别人来接"),
    example=T("put ticket 1013 back in the queue", "把工单1013退回队列"),
    slash=("ticket release", "工单 退回"),
    en=[
        "(unassign|un-assign|release) [the] [ticket] {ticket!}",
        "(put|send|throw|return|give|move) [the] [ticket] {ticket} back [in|into|to|on] [the] (queue|pool|pile|others|unassigned)",
        "(take me off|take my name off|get me off) [the] [ticket] {ticket!}",
        "(take|get) [the] [ticket] {ticket} off (me|my plate|my desk|my hands|my queue|my list)",
        "[ticket] {ticket} (isn't|is not|isnt|not) mine [anymore|any more|any longer]",
    ],
    zh=[
        "[把|将][工单]{ticket}(退回|放回|退到|还给|丢回|退)[到|给](队列|工单池|池子|公共池|公共队列|待分配)[去|里|吧]",
        "[把|将][工单]{ticket}(取消分配|取消指派|取消派单|改成未分配|改为未分配|设为未分配|退掉|退了)[吧]",
        "[把|将][工单]{ticket}(退回去|还回去|放回去|退回)[吧|了],，{*}",
        "[把|将][工单]{ticket}(退回去|还回去|放回去)[吧|了]",
        "[工单]{ticket}(我不接了|我不管了|我接不了|我做不了|我不跟了|我退了)",
    ],
)
def release_ticket(turn: Turn, ticket: Ticket) -> Reply:
    turn.crm.tickets.guard(ticket)
    turn.about(ticket.contact, ticket)
    id, subject = str(ticket.id), ticket.subject
    if ticket.assignee is None:
        return turn.done(FREE, id=id, subject=subject)
    ticket.give_back()
    return turn.done(BACK, buttons=[take_it(ticket)], id=id, subject=subject)


FREE = T("Nobody has #{id}: {subject}", "#{id} 本来就没有人处理：{subject}")
BACK = T("#{id} is back in the queue: {subject}", "#{id} 已退回队列：{subject}")


@command(
    "ticket.sweep",
    needs="tickets.write",
    help=T("Set the status of all of a company's tickets, after a look", "把一家公司的工单全部改状态，先确认"),
    example=T("close all tickets from Acme", "把澄屿科技的工单都关了"),
    slash=("ticket sweep", "工单 全部"),
    en=[
        "{status=close|close out|close off|resolve|solve|park} (everything|all|all tickets|every ticket|all the tickets|all open tickets|"
        "all of the tickets|all cases|all the open tickets|every open ticket) [still] [open] (from|for|of|by|at|with) {company}",
        "{status=close|close out|resolve|solve|park} all [of] {company}'s [open] (tickets|cases|stuff)",
        "(mark|set) (all|all tickets|all the tickets|every ticket|everything) (from|for|of|by) {company} [as|to] {status}",
    ],
    zh=[
        "[帮我|麻烦|请](把|将){company}的[所有|全部|未解决的|没关的][工单|单子|单](都|全|全部|统统|一起)"
        "{status=关了|关掉|关闭|关|结了|结掉|结案|解决|挂起}[吧|掉|了]",
        "{company}的[所有|全部|未解决的|没关的][工单|单子|单](都|全|全部|统统|一起)[可以|要]{status=关了|关掉|关闭|关|结了|结掉|结案|解决了|挂起}[吧|掉|了]",
        "{status=关掉|关闭|解决|挂起}{company}的(所有|全部)[工单|单子|单]",
    ],
)
def sweep_tickets(
    turn: Turn, status: Status, company: Company, sure: Annotated[str | None, WordSlot(YES)] = None
) -> Reply:
    turn.about(company)
    desk = turn.crm.tickets
    solved = desk.listed(TicketFilter(company=company, status=Status.RESOLVED))
    fit = [ticket for ticket in (*desk.of(company), *solved) if status in ticket.possible]
    which = [turn.voice.say(ONE, id=str(ticket.id), subject=ticket.subject) for ticket in fit]
    about: dict[str, Any] = {"company": company, "status": STATUSES[status], "count": len(fit), "which": which}
    if not fit:
        return turn.done(NONE_OF, **about)
    if sure != "yes":
        raise Ask("sure", SURE, sure=ALL_OF_THEM, **about)
    for ticket in fit:
        desk.move(ticket, status)
    return turn.done(DONE, **about)
