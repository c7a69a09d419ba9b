"""Tickets to look at: one with all that was said on it, or a list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.foresight import LIKELY, Chance
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, STATUSES, Direction, Priority, Status, Ticket, TicketFilter, TicketMessage
from handlers.command import command
from handlers.commands.answers import with_answer
from handlers.commands.tickets_ties import DEALS, TAGS, WATCHERS
from handlers.drawer import name_of
from handlers.reading.ticket_words import STANDINGS_OF_TICKETS
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.ticket_chance import BY_THE_CLOCK, CHANCE, chance_in_words
from handlers.ticket_view import (
    ANSWERED,
    ASSIGNEE,
    COMMENT,
    COMPANY,
    DESCRIPTION,
    DUE,
    MERGED,
    NUMBER,
    OPENED,
    PRIORITY,
    SCORE,
    SOLVED,
    STATUS,
    SUBJECT,
    TEXT,
    UNDELIVERED,
    WAYS,
    WHEN,
    WHERE,
    WHO,
    facts,
    onward,
    with_names,
)
from handlers.turn import Turn


@command(
    "ticket.show",
    needs="tickets.read",
    help=T("Show a ticket with all that was said on it", "查看工单和沟通记录"),
    example=T("show ticket 1007", "看工单1007"),
    slash=("ticket show", "工单 查看"),
    en=[
        "(show|open|see|view|pull up|look up|get|read|check|display|bring up|look at|check on) [me] [the] [details of|details for|details on] (ticket|case|tkt) {ticket}",
        "(show|open|see|view|pull up|look up|get|read|check|display|bring up|look at|check on) [me] [the] [details of|details for|details on] (ticket|case|tkt) {ticket} (for me|please|pls|,|i want|so i|i need|and let me|to) {*}",
        "(show|open|see|view|pull up|look up|get|read|check|display|bring up|look at|check on) [me] {ticket!}",
        "(ticket|case|tkt) {ticket!}",
        "(what's|whats|what is) [the] (status|state|story|latest|news|update|situation|progress|history) (of|on|with|for|about) [ticket] {ticket!}",
        "(what's|whats|what is) (up|happening|going on|new|wrong) (with|on|about|in) [ticket] {ticket!}",
        "(where are we|where do we stand|how are we doing|where do things stand) (with|on) [ticket] {ticket!}",
        "(how's|how is|hows) [ticket] {ticket} (doing|going|coming along|looking)",
        "any (news|update|updates|progress|movement|word|reply|response) (on|for|about|from|with|in) [ticket] {ticket!}",
        "(who is|who's|whos|who has|who's got) [on|working on|handling|got|assigned to|dealing with|taking care of] ticket {ticket}",
        "(who is|who's|whos) (on|working on|handling|assigned to|dealing with|taking care of) {ticket!}",
        "(who has|who's got|whos got|who got|who took|who has taken) {ticket!}",
        "[ticket] {ticket} (got|has|have|any|had) [any] (update|updates|news|progress|reply) [or not|yet|ah|anot]",
        "(is|has) [ticket] {ticket} (done|fixed|resolved|closed|solved|sorted|been resolved|been closed|been fixed|been solved|still open|open|overdue|assigned) [yet|already|to anyone|to somebody]",
        "(status|details|detail|info) [of|on|for] [ticket] {ticket!}",
        "[ticket] {ticket} (status|details|info)",
        "[ticket] {ticket!}",
        "[is] {ticket} still (going|unresolved|open|pending)",
    ],
    zh=[
        "[帮我|我想|我要|请|麻烦](看|查|查看|看看|看下|看一下|再看一下|再看|打开|显示|查一下|查下|调出|调一下|翻一下|读一下|打开看看)[工单|单号]{ticket!}",
        "[帮我|我想|我要|请|麻烦](看|查|查看|看看|看下|看一下|再看一下|打开|显示|查一下|查下|调出|调一下|翻一下)[工单|单号]{ticket}[的](情况|详情|进展|进度|状态|内容|明细|记录|沟通记录)",
        "[工单]{ticket}[现在|目前|最近|这边|这单|这张|那张|这个][是|到](什么进度|什么进展|哪一步|哪步|什么情况|怎么样|啥情况|什么状态|处理得怎么样|处理到哪|处理到哪一步|进展如何|进度|状态|进展|有更新吗|有消息吗|有进展吗|有没有更新|有没有进展|有没有消息|谁在处理|谁在跟|谁负责|谁在跟进|谁接了|谁接的|谁接手了|归谁|解决了吗|解决了没|好了没|好了吗|处理了吗|处理了没|怎么回事|搞定没|搞定了吗|关了吗|关了没|如何)[了|啊|呢|吗|呀]",
        "工单{ticket!}",
        "[工单]{ticket}[的](详情|情况|进展|进度|状态|记录|内容)[怎么样|如何]",
        "(谁在处理|谁在跟|谁负责|谁在跟进)[工单]{ticket!}",
        "[工单]{ticket!}",
    ],
)
def show_ticket(turn: Turn, ticket: Ticket, page: int = 1) -> Reply:
    turn.about(ticket.contact, ticket)
    late = turn.voice.say(T(", overdue", "（已超时）")) if turn.crm.tickets.is_overdue(ticket) else ""
    title = T("#{id} {subject}{late}", "#{id} {subject}{late}")
    lost = {message.id for message in turn.crm.customers.lost() if message.ticket_id == ticket.id}
    columns = {
        WHEN: lambda message: message.at,
        WHERE: lambda message: UNDELIVERED if message.id in lost else WAYS[Direction(message.direction)],
        WHO: lambda message: _author(message, ticket),
        TEXT: lambda message: with_names(message.text, message.files),
    }
    about = {"id": str(ticket.id), "subject": ticket.subject, "late": late}
    reply = turn.table(turn.crm.tickets.messages(ticket), columns, title, title, page, **about)
    full = turn.done(title, fields=_full(turn, ticket), buttons=[*onward(ticket), *_files(turn, ticket)], **about)
    shown = reply.but(fields=full.fields, buttons=(*full.buttons, *reply.buttons))
    return with_answer(turn, ticket, shown) if page == 1 and not ticket.first_response_at else shown


def _files(turn: Turn, ticket: Ticket) -> list[tuple[T, str]]:
    has_some = any(message.files for message in turn.crm.tickets.messages(ticket))
    return [(T("Attachments", "附件"), f"/ticket.files ticket=#{ticket.id}")] if has_some else []


@command(
    "ticket.files",
    needs="tickets.read",
    help=T("Get the files that came with a ticket", "取工单的附件"),
    example=T("attachments of ticket 1007", "工单1007的附件"),
    slash=("ticket files", "工单 附件"),
    en=[
        "[show|get|send|give|open|see|list] [me] [the|all|any] (attachments|attachment|files|file|pictures|picture|photos|photo|screenshots|screenshot|images) (of|on|for|from|in|to|with|at) [the] [ticket] {ticket}",
        "(what|which) (attachments|files|pictures|photos|screenshots) (are|came|does|did) [there] [with|on|in] [ticket] {ticket} [have|bring|come with]",
        "[ticket] {ticket} (attachments|files|pictures|photos|screenshots)",
        "(did|does|has) [ticket] {ticket} (come with|have|has|got) [any|a] (attachments|attachment|files|file|pictures|photo|photos|screenshot|screenshots)",
    ],
    zh=[
        "[帮我|请|麻烦|我要|我想][看|查看|看看|看一下|取|取一下|下载|发我|打开|调出][工单]{ticket}(里|上|中|带)[的|有](附件|文件|图片|照片|截图)",
        "[帮我|请|麻烦|我要|我想][看|查看|看看|看一下|取|取一下|下载|发我|打开|调出][工单]{ticket}的(附件|文件|图片|照片|截图)[发我|给我看看|有哪些]",
        "[工单]{ticket}[有没有|有|带了|发了|带](什么|哪些|没有)(附件|文件|图片|照片|截图)[吗]",
        "把[工单]{ticket}的(附件|文件|图片|照片|截图)(发我|发给我|给我)[看看|一下]",
    ],
)
def ticket_files(turn: Turn, ticket: Ticket) -> Reply:
    found = (key for message in turn.crm.tickets.messages(ticket) for key in message.files or ())
    keys = list(dict.fromkeys(found))[:MOST_FILES]
    turn.about(ticket)
    if not keys:
        return turn.done(NO_FILES, id=str(ticket.id))
    said = turn.done(FILES, id=str(ticket.id), names=list(map(name_of, keys)))
    return said.but(files=turn.drawer.shown(keys))


MOST_FILES = 10  # the latest first
FILES = T("What came with #{id}: {names}", "#{id} 的附件：{names}")
NO_FILES = T("Nothing was attached to #{id}.", "#{id} 没有附件。")


def _author(message: TicketMessage, ticket: Ticket) -> object:
    customer = message.direction == Direction.IN and (ticket.contact or ticket.company)
    return message.author or customer or None


def _full(turn: Turn, ticket: Ticket) -> dict[T, object]:
    merged = [f"#{id}" for id in turn.crm.tickets.duplicates(ticket)]
    into = ticket.merge and f"#{ticket.merge.into_id}"
    return {
        STATUS: STATUSES[Status(ticket.status)],
        **facts(ticket),
        ASSIGNEE: ticket.assignee,
        DESCRIPTION: ticket.description,
        OPENED: ticket.created_at,
        DUE: turn.crm.tickets.due(ticket),
        CHANCE: chance_in_words(turn, turn.triage.chances(turn.crm, [ticket]).get(ticket.id)),
        ANSWERED: ticket.first_response_at,
        SOLVED: ticket.resolved_at,
        SCORE: ticket.score,
        COMMENT: ticket.comment,
        MERGED: merged,
        T("Merged into", "已合并到"): into,
        TAGS: ticket.tags,
        WATCHERS: [member.name for member in turn.crm.ticket_ties.watchers(ticket)],
        DEALS: turn.crm.ticket_ties.deals(ticket),
    }


@command(
    "ticket.list",
    needs="tickets.read",
    help=T(
        "List tickets by status, priority, assignee, company, or those that are unassigned, overdue or about to be",
        "按状态、优先级、处理人、公司列出工单，或列出未分配、超时、快超时的工单",
    ),
    example=T("overdue tickets", "没人接的工单"),
    slash=("tickets", "ticket list", "queue", "工单列表"),
    en=[
        "[show|list|see|get|give|find|check|pull up|display|what are|which are|are there|is there|do we have|have we got|any|how about] [me|us] [any|all] [of] [the|our|my team's] [new] [{assignee=my|mine}] [{filter}] [{status}] [{priority}] [priority|prio] [support] (tickets|cases|tix|tkts|ticket queue|ticket list) [do i have|have i got|there|we have|i have] [right now|rn|now|today|please|at the moment|atm|currently]",
        "[show|list|see|get|give|find|check|pull up|display|what are|are there|is there|do we have|any] [me|us] [any|all] [of] [the|our] [{filter}] [{status}] [{priority}] [priority|prio] [support] (tickets|cases|tix|tkts) (for|from|at|with|of|by|on) [my|our|the] {company} [lot|guys|folks|people|account|team]",
        "[show|list|see|get|give|find|are there|is there|do we have] [me|us] [any|all|which] [of] [the|our] [{priority}] [priority|prio] [support] (tickets|cases|tix) [that are|which are|are|currently|still|that's|that have] {status} [right now|rn|now|today]",
        "[show|list|see|get|give|find|are there|is there|do we have] [me|us] [any|all|which] [of] [the|our] [{priority}] [priority|prio] [support] (tickets|cases|tix) [that are|which are|are|currently|still|that's|that have] {status} (for|from|at|with|of|by|on) [my|our|the] {company} [lot|guys|folks|people|account|team]",
        "[show|list|see|get|give|find|are there|is there|do we have] [me|us] [any|all|which|what] [of] [the|our] [{priority}] [priority|prio] [support] (tickets|cases|tix) [that are|which are|are|currently|still|that's|that] {filter} [right now|rn|now|today|yet]",
        "[show|list|see|get|give|find] [me|us] [all] [of] [the] [{status}] [{priority}] [priority] (tickets|cases|tix) [that are|which are|are|currently] (assigned to|owned by|with|on|belonging to|of|for|handled by|given to|that are with) {assignee}",
        "[show|list|see|get|give|find] [me|us] {assignee}'s [{filter}] [{status}] [{priority}] [priority] (tickets|cases|tix|queue|ticket queue)",
        "[show|list|see|get|give|find] [me|us] [all] [of] {assignee=my|mine} [{filter}] [{status}] [{priority}] [priority] (tickets|cases|tix|queue|ticket queue)",
        "(what|which) (tickets|cases) (does|is|do|has|have) {assignee} (have|has|got|working on|handling|on|handle) [{status}]",
        "(what|which) (tickets|cases) (does|do|has|have) {company} (have|has|got) [{status}]",
        "(does|has|do|have) {company} (have|got) [any] [{status}] [{priority}] (tickets|cases|tix)",
        "(what's|whats|what is|anything|everything|who's|show what's|show me what's|show me whats|what) [is|still|currently|that's|left] {filter=unassigned|unclaimed|up for grabs|unasigned|about to breach|at risk|close to breach|breaching|breaching sla|close to breaching|going to breach|not assigned} [right now|rn|now|today|in the queue|at the moment|atm|please]",
        "(what's|whats|what is) [in|on] {filter=on my plate|in my queue|on my desk} ticket wise",
        "(what's|whats|what is) in (my|the) [support|ticket] queue",
        "(which|what) (tickets|cases) {filter=nobody has|nobody took|no one took|no one has taken|nobody has taken} [yet|taken|taken yet|picked up]",
        "[show|list|see|which|what|any|are there|how many|find] [me|us] [any|all] [of] [the|our] [{assignee=my|mine}] [{status}] [{priority}] [priority|prio] (tickets|cases|tix) [that|which] [are|is|will|might|may|could|look|seem|would] [most] {filter=at risk|in danger|likely to breach|likely to be late|likely to miss|going to breach|going to be late|going to miss|about to breach|probably breach|probably be late|probably miss|likely breach|breach|be late|miss|blow|bust|violate|break|overrun} [of breaching] [their|the|its|our] [sla|slas|target|targets|deadline|deadlines] [soon|today|this week|next]",
        "[show|list|see|which|what|any|are there|find] [me|us] [any|all] [of] [the|our] [{assignee=my|mine}] [{filter}] [{priority}] [priority|prio] (tickets|cases|tix) [that|which] [are|is] [still] {status=waiting on customers|waiting on the customer|waiting on customer|waiting for customers|waiting for the customer|waiting for customer|waiting for a customer|on hold|pending} [to reply|to answer|replies|reply]",
        "(what's|whats|what is|which are|anything|what|which tickets are|which tickets) [is|are] {filter=about to blow|about to blow sla|about to blow its sla|about to blow their sla|going to blow|about to miss|about to bust|about to run out|nearly overdue|almost overdue|about to time out} [its|their|the|our] [sla|slas|target|targets|deadline|time] [soon|today|now]",
        "(any|which|what) {priority=urgent|urgents|high|critical} [ones|tickets|stuff|issues] [are|that are] [still] {status=open|new|pending|unresolved|outstanding|waiting}",
        "(list|show|tell me|give me|see) [me] (what's|whats|what is|everything|all|whatever is|what) [that's|that is] still {status=open|pending|waiting|new|unresolved|outstanding}",
        "(what's|whats|what is|what|anything|show what's|show whats|whatever is) [still] {status=open|pending|unresolved|outstanding|unsolved|on hold|new} (for|at|from|with) [the] {company} [guys|folks|people|lot|team]",
        "(what's|whats|what is|which are|anything|which ones are|who's|who is) [still] {status=waiting on customers|waiting on the customer|waiting for customers|waiting for the customer|on hold|parked} [to reply|to answer|right now|now]",
        "(which|what|any|how many) [ones|tickets] of {assignee=mine|my} [tickets|ones|own] (are|is|have|has|will be) [already|still|now|currently] {filter} [now|right now|rn|yet|today]",
        "(which|what) of {assignee=mine|my} [tickets|ones] (are|is) [still] {status=open|pending|waiting|waiting on the customer|waiting on customers|on hold|new|resolved}",
        "(tickets|cases) (:|,|-) {status}",
        "(urgent|overdue|unassigned|open) (ones|stuff) in (support|the queue)",
        "(what's|whats|what is) assigned to {assignee}",
    ],
    zh=[
        "[帮我|给我|我想|请|麻烦][列出|查看|看看|看下|看一下|查|查一下|列一下|看|有没有|有|还有|还有没有|显示|列|现在有|目前有][现在|目前|今天][所有|全部|哪些|什么|几张|几个|多少][{assignee=我|我的}][的|名下的|手上的|名下|手上|负责的][{filter}][的|,|，|、][{status}][的|,|，|、][{priority}][优先级][的](工单|工单列表|ticket|tickets)[列表|列一下|有哪些|有吗|有没有|吗|呢|给我看看|看一下|有多少|有几张|都列出来]",
        "[帮我|给我|我想|请|麻烦][列出|查看|看看|看下|看一下|查|查一下|列一下|看|有没有|有|还有|哪些|有哪些|显示]{filter}[的|,|，|、][{status}][的|,|，|、][{priority}][优先级][的](工单|单|单子|ticket)[列一下|有哪些|有吗|有没有|吗|呢|是哪些]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看][现在|目前|今天](有哪些|哪些|哪张|哪个|什么)[工单|单|单子|ticket][是|还|已经]{filter}[的|了|吗|呢]",
        "[现在|目前|今天][有没有|有|还有]{filter=没人接|没人接的|还没人接|没人管|没人管的|没人处理|没人认领|未分配|没分配|快超时|快要超时|即将超时|超时|逾期|逾时|已超时}[的][工单|单|单子|ticket](有吗|吗|没有|没|有没有|有哪些|是哪些|哪些|有几张)",
        "[现在|目前|今天][还有|有]{filter=没接|没接的|没人接|没人接的|没人管|没人管的}[的](工单|单|单子|ticket)[吗|没有|没]",
        "{assignee=我}[手上|名下|手里|这边]有[没有]{filter=超时|超时了|逾期|快超时|要超时|快逾期}[的|了的](工单|单|单子|ticket|没|没有|吗)",
        "[把|将][所有|全部][{status}][的]{priority}[的](单|单子|工单|件)[都|全|全部](列一下|列出来|有哪些|给我看看|拉出来|拉一下|看一下|看看|调出来|是哪些)",
        "[把|将]{company}的[所有|全部][{status}][的](单|单子|工单)[都|全|全部](列一下|列出来|给我看看|拉出来|拉一下|看一下|调出来|有哪些|是哪些)",
        "{assignee}[现在|那边](手上|手里|名下|那里|这边)[还](有|压了|压着|积了|积着|挂着|背着|剩)(多少|几|几个|几张|哪些|什么)[{status}][的](单|单子|工单)",
        "[现在|目前|今天](有哪些|哪些|哪几张|哪几个|还有哪些)[工单|单|单子][是|还|还在|在|正在]{status=等客户|等客户回复|等待客户|等回复|挂起|挂着|暂停|处理中|未解决|没解决|没关}[的|了]",
        "{priority=加急|紧急|特急|急单|高优|高优先级|高|普通|低}[的|优先级的][单|单子|工单](还有|还剩|有)(几张|几个|多少|哪些)[没处理|没解决|没关|没人接|未处理|没弄][的|完]",
        "{priority=加急|紧急|特急|急单|高优}[的](单|工单|单子|件)[现在|还|目前](剩|有|剩下|还有)[哪些|几张|多少|几个]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看](工单|单)(里|中|有|还有)(哪些|什么)[是]{filter}[的|了]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{filter=我手上|我名下|我负责}[的|还]{status}[的](工单|单|单子|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{filter=我手上|我名下|我负责}[的](工单|单|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看](跟|和|与){company}(有关|相关)[的|,|，|、][还][{status}][的](工单|单|单子|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{company}[有没有|有|还有|的|那边|那边的][哪些|什么|几张][{status}][的][{priority}][优先级][的](工单|ticket)[有哪些|列一下|吗|有吗]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{company}[有没有|有|还有|的|那边|那边的][哪些|什么|几张]{status}[的](工单|单|单子|ticket)[有哪些|列一下|吗|有吗]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{assignee}(的|手上的|名下的|手上|名下|负责的|在处理的|手里的|手里|在跟的|跟的|处理的)[有|还有|有哪些|哪些][{status}][的][{priority}][优先级][的](工单|ticket|单|单子)[有哪些|列一下]",
        "(派给|分给|指派给|分配给){assignee}的[{status}][的](工单|ticket|单|单子)[有哪些|列一下]",
        "{assignee}(有|还有|手上有|名下有)(哪些|什么|几张|多少)[{status}][的](工单|ticket)",
        "{assignee}(手上|名下|现在|在处理)[有|还有](哪些|什么|几张|多少)[{status}][的](工单|ticket|单)",
    ],
)
def list_tickets(
    turn: Turn,
    status: Status | None = None,
    priority: Priority | None = None,
    assignee: Member | None = None,
    company: Company | None = None,
    filter: Annotated[str | None, WordSlot(STANDINGS_OF_TICKETS)] = None,
    page: int = 1,
) -> Reply:
    mine = turn.me if filter == "mine" else None
    wanted = TicketFilter(status, priority, assignee or mine, company, unassigned=filter == "unassigned")
    tickets = turn.crm.tickets.listed(wanted)
    chances = turn.triage.chances(turn.crm, tickets) if filter == "breaching" else {}
    tickets = _standing(turn, tickets, filter, chances)
    turn.about(company)
    columns = _columns(turn, chances)
    late = sum(1 for ticket in tickets if turn.crm.tickets.is_overdue(ticket))
    overdue = turn.voice.say(T(", {late} overdue", "，其中 {late} 张已超时"), late=late) if late else ""
    title = T("{count} ticket(s){overdue}", "工单 {count} 张{overdue}")
    reply = turn.listing(tickets, columns, title, T("No ticket fits.", "没有符合条件的工单。"), page, overdue=overdue)
    blind = filter == "breaching" and turn.triage.foresight(turn.crm) is None
    return reply.but(text=f"{reply.text}\n{turn.voice.say(BY_THE_CLOCK)}") if blind else reply


def _columns(turn: Turn, chances: Mapping[int, Chance]) -> dict[T, Callable[[Ticket], object]]:
    shown: dict[T, Callable[[Ticket], object]] = {
        NUMBER: lambda ticket: f"#{ticket.id}",
        SUBJECT: lambda ticket: ticket.subject,
        COMPANY: lambda ticket: ticket.company,
        STATUS: lambda ticket: STATUSES[Status(ticket.status)],
        PRIORITY: lambda ticket: PRIORITIES[Priority(ticket.priority)],
        ASSIGNEE: lambda ticket: ticket.assignee,
        DUE: turn.crm.tickets.due,
    }
    return shown | ({CHANCE: lambda ticket: chance_in_words(turn, chances.get(ticket.id))} if chances else {})


def _standing(turn: Turn, tickets: Sequence[Ticket], which: str | None, chances: Mapping[int, Chance]) -> list[Ticket]:
    """Only those that are late, or will probably be; what is due first comes first, what is solved as it was opened."""
    desk = turn.crm.tickets
    likely = {id for id, chance in chances.items() if chance.value >= LIKELY}

    def soon(ticket: Ticket) -> bool:
        return ticket.id in likely or desk.is_breaching(ticket)

    tests: dict[str | None, Callable[[Ticket], bool]] = {"overdue": desk.is_overdue, "breaching": soon}
    if which in tests:
        tickets = [ticket for ticket in tickets if tests[which](ticket)]
    return sorted(tickets, key=lambda ticket: ((at := desk.due(ticket)) is None, at or ticket.created_at, ticket.id))
