"""Tickets: open, update, assign, reply, note, move, merge, rate, show, list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.ticket_targets import due, is_breaching, is_overdue
from crm_domain.tickets import (
    PRIORITIES,
    STATUSES,
    Direction,
    Priority,
    Status,
    Ticket,
    TicketFilter,
    TicketMessage,
)
from handlers.command import command
from handlers.reading.ticket_words import CATEGORIES, SCORES, STANDINGS_OF_TICKETS
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import LabelSlot, WordSlot
from handlers.turn import Ask, Turn

NUMBER, SUBJECT, TEXT = T("No.", "编号"), T("Subject", "主题"), T("Text", "内容")
COMPANY, CONTACT, DESCRIPTION = T("Company", "公司"), T("Contact", "联系人"), T("Description", "描述")
STATUS, PRIORITY, CATEGORY = T("Status", "状态"), T("Priority", "优先级"), T("Category", "分类")
ASSIGNEE, DUE, NOTE = T("Assignee", "处理人"), T("Due", "时限"), T("Noted inside", "内部备注")
SCORE, COMMENT, MERGED = T("Score", "评分"), T("Comment", "评价"), T("Merged in", "并入的工单")
OPENED, ANSWERED, SOLVED = T("Opened", "提交时间"), T("First response", "首次回复"), T("Resolved", "解决时间")
WHEN, WHO, WHERE = T("When", "时间"), T("Who", "谁"), T("To", "方向")
WAYS = {
    Direction.IN: T("from the customer", "客户来信"),
    Direction.OUT: T("to the customer", "回复客户"),
    Direction.NOTE: T("inside", "内部"),
}
Category = Annotated[str | None, LabelSlot(known=CATEGORIES)]


@command(
    "ticket.open",
    needs="tickets.write",
    help=T("Open a ticket for a customer", "给客户开工单"),
    example=T("open a ticket for Acme: scanner won't charge, high", "给澄屿科技开个工单：扫码枪充不了电，加急"),
    slash=("ticket open", "ticket new", "ticket", "工单 新建", "新建工单", "工单", "开工单"),
    en=[
        "(open|create|raise|log|file|start|make|submit|new|add|put in|enter) [me] [a|an|one|another] [new] [support|service] (ticket|case|tkt) [with support] [for|from|with|about|on|that|saying|:|,|-] [:|,|-] {*}",
        "(open|create|raise|log|file|start|make|submit|new|add|put in|enter) [me] [a|an|one|another] [new] [support|service] {priority} [priority|prio] [support|service] (ticket|case|tkt) [for|from|with|about|on|that|saying|:|,|-] [:|,|-] {*}",
        "(open|create|raise|log|file|start|make|submit|new|add|put in) [a|an|another] [new] [support|service] (ticket|case|tkt)",
        "{*} [,|.|-|;] [so|can you|could you|help|pls|please] [help] [me|to] (open|create|raise|log|file|make|submit) [them|him|her] [a|an] [new] [support] (ticket|case|tkt) [for them|for it|for this|for her|for him|about it]",
        "{*} [,|.|-|;] [so|can you|could you|help|pls|please] [help] [me|to] (open|create|raise|log|file|make|submit) [them|him|her] [a|an] [new] [support] {priority} [priority|prio] (ticket|case|tkt) [for them|for it|for this|for her|for him|about it]",
        "{*} [,|.|-|;] (help|please|pls|can you|could you|so please|so|we should|let's) [help] [me|to] (open|create|raise|log|file|make|submit) [them|him|her] [a|an] [new] [support] (ticket|case|tkt) [for them|for it|for this|for her|for him|about it]",
        "{*} [,|.|-|;] [so|can you|could you|help|pls|please] (open|create|raise|log|file|make) [a|an] [new] [support] (ticket|case|tkt) (for|with|at) {company}",
        "{*} [,|.|-|;] [so|can you|could you|help|pls|please] (open|create|raise|log|file|make) [a|an] [new] [support] (ticket|case|tkt) [(for|with|at) {company}] , {priority} [priority|prio]",
        "[new] [support] (ticket|case) : {*}",
        "[new] {priority} [priority] (ticket|case) (:|for|from) {*}",
        "[we] (need|want) [a|an] [new] [support] (ticket|case) (for|from|about) {*}",
    ],
    zh=[
        "[那个|嗯|呃|然后][帮我|帮忙|请|麻烦|再|我要|想](新开|开|新建|建|提|提交|报|登记|创建|录|加)[一个|一张|一条|一下|个|张|条][新|新的](工单|ticket|服务单|报修单|case)[吧|给|,|:|，]{*}",
        "[那个|嗯|呃|然后][帮我|帮忙|请|麻烦|再|我要|想](新开|开|新建|建|提|提交|报|登记|创建|录|加)[一个|一张|一条|一下|个|张|条][新|新的]{priority}[的](工单|ticket|服务单|报修单|单|单子)[吧|给|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦|再](开|新开|提|报|建)[一|一个|一张|个|张](单)[吧|给|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦|再](新开|开|新建|建|提|提交|创建)[一个|一张|一条|个|张|条][新|新的](工单|ticket|服务单|报修单)",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){*}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条|了][新|新的](工单|单|ticket|报修单|服务单)[吧|了]",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的](工单|单|ticket|报修单|服务单)[吧]",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的]{priority}[的](工单|单|单子|ticket|报修单|服务单)[吧]",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}的{contact}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他|帮她|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的](工单|单|单子|ticket|报修单|服务单),，{priority}[吧|一点|处理]",
        "{company}的{contact}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket)[吧]",
        "{company}的{contact}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|单子|ticket)[吧]",
        "{company}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket)[吧]",
        "{company}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|单子|ticket)[吧]",
        "(新工单|工单|报修):{*}",
    ],
)
def open_ticket(
    turn: Turn,
    subject: str,
    company: Company | None = None,
    contact: Contact | None = None,
    priority: Priority | None = None,
    category: Category = None,
    description: str | None = None,
) -> Reply:
    ticket = turn.crm.tickets.open(
        subject,
        company=company,
        contact=contact,
        priority=priority or Priority.NORMAL,
        category=category,
        description=description,
    )
    turn.about(ticket.contact, ticket)
    return turn.done(
        T("Opened ticket #{id}: {subject}", "已开工单 #{id}：{subject}"),
        id=str(ticket.id),
        subject=ticket.subject,
        fields=_facts(ticket) | {DUE: due(ticket)},
        buttons=[_take(ticket)],
    )


def _take(ticket: Ticket) -> tuple[T, str]:
    return T("Take it", "我来处理"), f"/ticket.assign ticket=#{ticket.id} assignee=me"


@command(
    "ticket.update",
    needs="tickets.write",
    help=T("Change a ticket's priority, category or subject", "修改工单的优先级、分类或主题"),
    example=T("set ticket 1003 to urgent", "把工单1003调成紧急"),
    slash=("ticket update", "工单 修改"),
    en=[
        "(set|make|mark|bump|raise|lower|drop|change|flag|up|move|put|downgrade|upgrade|prioritize|prioritise|escalate|reduce|increase|push|kick|treat) [up|down] [the] [priority of|prio of|priority on|priority for|prio on] [ticket] {ticket} ['s|s] [priority|prio] [up|down] (to|as|at|->|into|with) {priority} [priority|prio]",
        "(can|could|would) (someone|somebody|you|we|anyone) [please|pls] (set|make|mark|bump|raise|lower|drop|change|flag|up|move|put|escalate|reduce) [up|down] [the] [priority of|priority on] [ticket] {ticket} [up|down] (to|as|at) {priority} [priority|prio] [, {why}]",
        "(set|make|mark|bump|raise|lower|drop|change|flag|up|move|put|downgrade|upgrade|prioritize|prioritise|escalate|reduce|increase) [up|down] [the] [priority of|prio of|priority on|priority for] [ticket] {ticket} ['s|s] [priority|prio] [up|down] (to|as|at|->) {priority} [priority|prio] (,|-|;|because|since|as) {why}",
        "(make|mark|set|flag|treat|call) [ticket] {ticket} [as] {priority} [priority|prio]",
        "{ticket} [priority|prio] (is|is now|should be|needs to be|to|->|=|:|is actually|must be|has to be|became|is getting) [a|an] [now] {priority} [priority|prio] [now]",
        "{ticket} [priority|prio] (is|is now|should be|needs to be|to|is actually|must be) {priority} [priority|prio] (,|-|;|because|since) {why}",
        "{ticket} {priority}",
        "{priority=escalate|urgent|asap} [the] [ticket] [:] {ticket!}",
        "[set|change|make] [the] (priority|prio) (of|for|on) [ticket] {ticket} [is|to|should be|as|:] {priority}",
        "[set|change|make] [the] (priority|prio) [is|to|should be|as|:] {priority}",
        "(set|change|make|move|file|put|switch|update) [the] category (of|on|for) [ticket] {ticket} [from {*}] (to|as) {category}",
        "{ticket} ['s|s] category (is|should be|to|:|=) {category}",
        "(categorize|categorise|recategorize|recategorise|reclassify|classify|tag|file|label|move|put) [ticket] {ticket} (as|under|to|into|in) [a|an|the] [category] {category} [category]",
        "[ticket] {ticket} (is a|is an|is really a|is really an|is actually a|is actually an|should be a|should be|is|belongs to|belongs in|belongs under|goes under) {category} (issue|problem|ticket|question|thing|one|case|matter|category) [, not {*}]",
        "[ticket] {ticket} (should be|is really|is actually|belongs to|belongs in|belongs under|goes under|is) [in] {category} [,] not {*}",
        "rename [the] ticket {ticket} (to|as) {subject}",
        "rename {ticket} (to|as) {subject!}",
        "(change|set|update|edit) [the] (subject|title) (of|on|for) [ticket] {ticket} (to|:) {subject}",
        "{ticket} subject [is|to|:] {subject}",
        "(update|edit|change|modify) [the] ticket {ticket}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[的][优先级|优先程度|级别|紧急程度|紧急度|等级][先|也](改成|改为|改到|调到|调成|调为|设为|设成|提到|提升到|提升为|提高到|升到|升为|降到|降为|降成|标为|标成|标记为|定为|列为){priority}[级|优先级|一点|吧]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[的][优先级|优先程度|级别|紧急程度|紧急度|等级][先|也](改成|改为|改到|调到|调成|调为|设为|设成|提到|提升到|提升为|提高到|升到|升为|降到|降为|降成|标为|标成|标记为|定为|列为){priority}[级|优先级|一点|吧],，{why}",
        "[工单]{ticket}[的](优先级|级别|紧急程度)[是|应该是|要|改|调|为|:]{priority}",
        "[工单]{ticket}(应该是|算|是|要|得|改|需要){priority}[级|优先级|的][吧|,|，]",
        "[工单]{ticket}{priority=紧急|加急|特急|很急|很紧急|非常紧急|非常急|急|高优|高优先级|低优|低优先级|不急|不着急|不紧急|重要|急单|十万火急|高|低}[处理|了|一下|的]",
        "[工单]{ticket}{priority=紧急|加急|特急|很急|非常急|急|高优|高优先级|低优|低优先级|不急|不着急|不紧急|重要|十万火急}[处理|了|一下|的],，{why}",
        "{priority=加急|紧急|特急}[处理|一下]:{ticket!}",
        "{priority=加急|紧急|特急}(处理|一下|工单|处理一下)[工单]{ticket!}",
        "[把|将]优先级[改成|改为|调到|调成|设为|提到|提升到|降到|降为|升到|是]{priority}",
        "[把|将][工单]{ticket}[的](分类|类别|类型)[应该|要](改成|改为|是|设为|换成|换到|改到|归到|调成|调到|属于|为){category}[吧|才对]",
        "[把|将][工单]{ticket}[的](分类|类别|类型)[应该|要](改成|改为|是|设为|换成|换到|改到|归到|调成|调到|属于|为){category}[,，](不是|而不是|不要){*}",
        "[把|将][工单]{ticket}(归到|归入|归类到|归类为|归类成|归为|分到|分类为|分类到|分类成|算作|属于|划到|划归){category}[类|分类|问题|里|下|那边]",
        "[把|将][工单]{ticket}[的](标题|主题|名字)(改成|改为|换成|改叫|叫){subject}",
        "(把|将)工单{ticket}(改名为|改名叫|改名成|更名为){subject}",
        "(修改|编辑|更新)工单{ticket}",
    ],
)
def update_ticket(
    turn: Turn,
    ticket: Ticket,
    priority: Priority | None = None,
    category: Category = None,
    subject: str | None = None,
    why: str | None = None,
) -> Reply:
    new = {"priority": priority, "category": category, "subject": subject}
    said = {field: value for field, value in new.items() if value is not None}
    if not said:
        question = T("What shall the priority of #{id} be?", "#{id} 的优先级改成什么？")
        raise Ask("priority", question, id=str(ticket.id))
    before = {field: _shown(ticket, field) for field in said}
    for field, value in said.items():
        setattr(ticket, field, value)
    _note(turn, ticket, why)
    turn.about(ticket.contact, ticket)
    changes = {FIELDS[field]: _change(turn, before[field], _shown(ticket, field)) for field in said}
    return turn.done(
        T("Updated ticket #{id}: {subject}", "已更新工单 #{id}：{subject}"),
        id=str(ticket.id),
        subject=ticket.subject,
        fields=changes | {NOTE: why},
    )


FIELDS = {"priority": PRIORITY, "category": CATEGORY, "subject": SUBJECT}


def _shown(ticket: Ticket, field: str) -> object:
    return PRIORITIES[Priority(ticket.priority)] if field == "priority" else getattr(ticket, field)


def _change(turn: Turn, before: object, after: object) -> str:
    write = turn.voice.write
    return write(after) if before in (None, after) else f"{write(before)} → {write(after)}"


@command(
    "ticket.assign",
    needs="tickets.write",
    help=T("Take a ticket, or give it to a colleague", "接工单，或把工单派给同事"),
    example=T("assign ticket 1013 to me", "把工单1013派给我"),
    slash=("ticket assign", "派单", "工单 派给"),
    en=[
        "(assign|reassign|re-assign|asign|give|hand|pass|transfer|route|move|send|delegate|hand over|pass on|put) [the] [ticket] {ticket} [over|back|on] (to|onto|with|2) {assignee}",
        "(assign|reassign|re-assign|asign|give|hand|pass|transfer|route|move|send|delegate|hand over) [the] [ticket] {ticket} [over|back] to {assignee} [please|pls] (,|-|;|because|since) {why}",
        "(assign|reassign|re-assign|transfer|move|hand|take|pass) [the] [ticket] {ticket} (from|away from|off) {*} [and] [give it] (to|over to) {assignee}",
        "(assign|give|hand|pass) {assignee} [the] ticket {ticket}",
        "(assign|give|hand|pass) {assignee} {ticket!}",
        "assign {ticket} {assignee!}",
        "(assign|reassign|hand|pass|give|transfer) [it|this|that] [over] to {assignee}",
        "(assign|reassign) [the] ticket {ticket}",
        "{assignee=take|taking|i'll take|ill take|i will take|i can take|i take|i'm taking|im taking|let me take|claim|claiming|i claim|i'll claim|grab|grabbing|i'll grab|let me grab|i'll handle|i will handle|let me handle|i've got|ive got|i got|pick up|picking up|i'll pick up|ill pick up|i'm on|im on|i am on|i'll do|i'll own|own|i'll look at|i'll look into|i'll work on} [the|on] [ticket] {ticket!}",
        "[ticket] {ticket} (is|goes to|goes|->|=) {assignee=mine|me|on me|with me}",
        "put {assignee} (on|onto) [ticket] {ticket!}",
        "[ticket] {ticket} (goes to|should go to|->|belongs to|is for|is now with|goes over to|is with) {assignee}",
        "{assignee} (takes|should take|will take|can take|is on|gets|owns|should handle|handles|takes over|picks up|to take) [over] [ticket] {ticket!}",
        "(can|could|let|have|ask|get|make) {assignee} [please|pls|to] (take|handle|do|work on|look at|look into|pick up|own|take over|take care of) [over] [ticket] {ticket!}",
        "make {assignee} [the] (owner|assignee) (of|on|for) [ticket] {ticket!}",
        "(set|change) [the] (assignee|owner) (of|on|for) [ticket] {ticket} to {assignee}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[先|就|也|都|还是](转给|派给|分给|分配给|指派给|交给|给|转派给|转到|移交给|改派给|分派给|派到|转交给|让给|换给|丢给|拨给|安排给){assignee}[处理|跟进|负责|做|接|跟|来处理|来跟|来做|去处理|看|看看|看一下|吧]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[先|就|也|都|还是](转给|派给|分给|分配给|指派给|交给|转派给|移交给|改派给|分派给|转交给|安排给){assignee}[处理|跟进|负责|做|接|跟|来处理|吧],，{why}",
        "(转给|派给|分给|分配给|指派给|交给|转派给|移交给|改派给|分派给|转交给){assignee}[处理|跟进|负责|做|接|跟|吧]",
        "[工单]{ticket}[能不能|可不可以|可以|能|麻烦|还是|先|就](让|给|派给|转给|交给|由|请|叫){assignee}(做|处理|跟|跟进|负责|接|接手|看|看看|看一下|来处理|来做|来跟|来接|去处理|弄|搞)[吗|吧|一下|么]",
        "[工单]{ticket}[能不能|可不可以|可以|能|麻烦|还是|先|就](让|给|派给|转给|交给|由|请|叫){assignee}(做|处理|跟|跟进|负责|接|接手|看|看看|看一下|来处理|来做|来跟|来接|去处理|弄|搞)[吗|吧|一下|么],，{why}",
        "{ticket}[的](单子|工单|单)[还|也|都](没人接|没人管|没人处理|没人认领|没人跟)[,，](让|给|派给|派|叫|请){assignee}[来|去][接|处理|跟|跟进|负责|看看|看一下|做][吧|一下]",
        "(让|叫|请|麻烦|安排){assignee}[来|去](接|处理|跟进|负责|看一下|看看|接手|跟|做)[一下|下][工单]{ticket!}",
        "(派|分|转|指派|分配|转派|改派|派单)[工单]{ticket}(给|到){assignee}",
        "(派|指派|分配|转|改派|安排){assignee}[来|去](处理|跟进|接|负责)[一下|下][工单]{ticket!}",
        "[工单]{ticket}[改](派|改派|转派|指派|分配|转|分|派单|安排){assignee}[处理|跟进|吧]",
        "[工单]{ticket}[就|先|这个|这张|还是]{assignee=我来处理|我来|我来接|我来跟|我来跟进|我来做|我来弄|我来看|我来负责|我来接手|我来认领|我接|我接了|我接手|我跟|我跟进|我处理|我去处理|我负责|我做|我认领|归我|算我的|我拿|我领|由我处理|由我来|我要了|我包了}[吧|了|一下|,|，]",
        "{assignee=我来处理|我来接|我来跟|我来跟进|我来负责|我来接手|我来认领|我接|我接手|我处理|我跟进|我认领|认领|接手|领|我领|由我处理}[一下|了|下][工单]{ticket!}",
        "{assignee=我来处理|我来接|我来跟|我来跟进|我来负责|我来接手|我来认领|我接了|我接手|我认领}[吧]",
        "[把|将][工单]{ticket}[的](负责人|处理人|经办人|指派人|对接人)(改成|改为|换成|是|设为|换)[为|成]{assignee}",
        "(指派|分配|派)工单{ticket}",
    ],
)
def assign_ticket(
    turn: Turn,
    ticket: Ticket,
    assignee: Member,
    why: str | None = None,
    sure: Annotated[str | None, WordSlot(YES)] = None,
) -> Reply:
    owner = ticket.assignee
    turn.crm.tickets.guard(ticket)
    turn.about(ticket.contact, ticket)
    if owner and owner.id == assignee.id:
        return turn.done(
            T("#{id} is with {who} already.", "#{id} 已经由{who}处理。"), id=str(ticket.id), who=assignee.name
        )
    if owner and assignee.id == turn.me.id and sure != "yes":
        raise Ask("sure", TAKEN, sure=T("Take it over", "我来接手"), id=str(ticket.id), who=owner.name)
    before = Status(ticket.status)
    ticket.give_to(assignee, turn.now)
    _note(turn, ticket, why)
    return turn.done(
        T("#{id} goes to {who}: {subject}", "#{id} 已派给{who}：{subject}"),
        id=str(ticket.id),
        who=assignee.name,
        subject=ticket.subject,
        fields=_step(turn, before, ticket) | {PRIORITY: PRIORITIES[Priority(ticket.priority)], NOTE: why},
        buttons=_onward(ticket),
    )


TAKEN = T("{who} has #{id} already. Take it over?", "#{id} 已经由{who}在处理，要接手过来吗？")


@command(
    "ticket.reply",
    needs="tickets.write",
    help=T("Keep a reply to the customer on the ticket", "在工单上回复客户"),
    example=T("reply on ticket 1002: the corrected invoice is out", "回复工单1002：发票今天寄出"),
    slash=("ticket reply", "工单 回复"),
    en=[
        "(reply|respond|answer|write back|get back|reply back|write|message|email) [to] [the] [customer|client|them|him|her] [on|to|in|for|about|re] [ticket] {ticket} (:|-|,) {text!}",
        "(reply|respond|answer|write back|get back|reply back|write|message) [to] [the] [customer|client|them|him|her] [on|to|in|for|about|re] [ticket] {ticket} [and] (with|saying|that|say|to say|tell them|and tell them|say that|saying that|telling them) [that] [:] {text!}",
        "(tell|inform|update|notify) [the] (customer|client|requester|contact|user|guy|them|folks|people) (on|of|in|for|from|behind|about) [ticket] {ticket} [that|:|-|,|know] {text!}",
        "let [the] (customer|client|requester|contact|user|them|folks|people) (on|of|in|for|from|behind) [ticket] {ticket} know [that|:|-|,] {text!}",
        "(send|write) [the] (customer|client|requester|a reply|a response|an answer) (on|of|in|for|to|about) [ticket] {ticket} [a message|a reply|an answer|saying|that|:|-] [:|-] {text!}",
        "(reply|respond|write|answer|get back|tell|message) [back] [to] {who} (on|about|re|in|for) [ticket] {ticket} [:|-|,|that|saying|with|and say] {text!}",
        "let {who} (on|about|re|in|for) [ticket] {ticket} know [that|:] {text!}",
        "[ticket] {ticket} [,|-] (reply|answer|response|tell them|tell the customer) [:|-|that] {text!}",
        "(reply|respond|answer) [to] [the] [customer|client|them|him|her] (:|-|that|saying|with) {text}",
        "(tell|inform|let) [the] (customer|client) [know] [that|:] {text}",
        "(reply|respond|answer) [to] [the] ticket {ticket}",
    ],
    zh=[
        "(回复|回覆|答复|回一下|回)[一下][工单]{ticket}[的客户|的客人|客户|那边][:，,说]{text!}",
        "[帮我|帮忙|麻烦|请](跟|和|给|告诉|通知|回复|回覆|回|转告|答复|告知|跟进)[工单]{ticket}[的|那个|那边|那边的|那位](客户|客人|用户|对方|顾客)[说|讲|回|回复|一下|一声|:|，|说一下|说一声|讲一声]{text!}",
        "[帮我|帮忙|麻烦|请](给|跟|向|在)[工单]{ticket}[里|上|下面](回复|回覆|答复|回话|回一句|回个话|回个消息|回)[一下|一句|客户][:，,说]{text!}",
        "[工单]{ticket}[给|跟|先](回复|回覆|答复|回)[客户|一下|对方|客人][:，,说]{text!}",
        "(回复|回覆|答复|告诉|通知|告知|转告|跟|给)(客户|客人|对方)[说|讲|一下|回|回复|:|，|一声]{text}",
        "(回复|回覆|答复)[:，]{text}",
        "(回复|回覆|答复)工单{ticket}",
    ],
)
def reply_on_ticket(turn: Turn, ticket: Ticket, text: str, who: Contact | None = None) -> Reply:
    if who and ticket.contact and who.id != ticket.contact_id:
        raise BadValue(NOT_THEIRS, id=str(ticket.id), whose=ticket.contact, who=who)
    before = Status(ticket.status)
    message = turn.crm.tickets.reply(ticket, text)
    turn.about(ticket.contact, ticket)
    return turn.done(
        SAVED, id=str(ticket.id), text=message.text, whom=_customer(turn, ticket), fields=_step(turn, before, ticket)
    )


NOT_THEIRS = T(
    "#{id} is {whose}'s ticket, not {who}'s. Say it again without the name, or with the right number.",
    "#{id} 是{whose}的工单，不是{who}的。请去掉名字再说一次，或者换成正确的编号。",
)
SAVED = T(
    "Saved on #{id} as the reply to {whom}: “{text}”. It is not delivered by chat: the ticket has no customer channel "
    "yet, so send it the usual way.",
    "已在 #{id} 上保存给{whom}的回复：“{text}”。这张工单还没有客户渠道，不会自动发给客户，请用平时的方式发送。",
)


def _customer(turn: Turn, ticket: Ticket) -> str:
    customer = ticket.contact or ticket.company
    return customer.label if customer else turn.voice.say(T("the customer", "客户"))


@command(
    "ticket.note",
    needs="tickets.write",
    help=T("Leave a note on a ticket for the team only", "给工单加内部备注"),
    example=T("internal note on ticket 1001: seen on firmware 4.2.1 only", "给工单1001加个内部备注：客户很急"),
    slash=("ticket note", "工单 备注"),
    en=[
        "[add|leave|put|make|write|drop|post|log|record] [a|an|another|one] [quick|short] [internal|private|team|inside|staff] (note|comment|remark|memo|annotation) [for|to] [the] [support|support team|team|agents|agent|colleagues|everyone] (on|to|for|in|about|under) [the] [ticket] {ticket} (:|-|,|that|saying|;) {text!}",
        "(internal|private|team) [note|comment|remark] (on|to|for|in|about) [ticket] {ticket} [:|-|,|that] {text!}",
        "(note|comment) [on|to|for|in] [the] [ticket] {ticket} [:|-|,|that] {text!}",
        "(note|jot down|write down|note down|record|remember|fyi|remark|mention) (on|for|in) [ticket] {ticket} [:|-|,|that] {text!}",
        "[ticket] {ticket} [,|-] [internal|private|team] (note|comment) [:|-|,|that] {text!}",
        "[add|leave|put|make|write|drop] [a|an] (internal|private|team) (note|comment|remark) [:|-|,|that|saying] {text}",
        "(add|leave|put|make|write|drop) [a|an] [internal|private] (note|comment) (on|to) [the] ticket {ticket}",
        "(note|internal) on ticket {ticket} [:|-|,|that] {text!}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][给|在|往|为|对][工单]{ticket}[上|里|的|下|下面|里面][加|留|写|记|补|添|添加|做|补充][上|了][个|一个|一条|条|一下|句|一句](内部备注|备注|内部留言|内部笔记|留言|内部说明|内部注释|批注|备忘)[一下|:|，|,|说]{text!}",
        "[帮我|帮忙|麻烦|请][给|在|往|为|对][工单]{ticket}[上|里|的|下|下面|里面](记一下|记一句|记一笔|备注一下|备注下|留个言|留个话|写一句)[:|，|,]{text!}",
        "(备注|内部备注|内部留言|留言|内部说明)[一下][在|到|给][工单]{ticket}[上|里][:|，|,]{text!}",
        "[帮我|帮忙|麻烦|请](加|写|留|记|补)[个|一个|一条|条|一下|句|一句](内部备注|内部留言|内部笔记|内部说明)[:|，|,]{text}",
        "(内部备注|内部留言)[:|，|,]{text}",
        "给工单{ticket}(加|写|留)[个|一个|一条|条](内部备注|备注|留言)",
    ],
)
def note_on_ticket(turn: Turn, ticket: Ticket, text: str) -> Reply:
    message = turn.crm.tickets.note(ticket, text)
    turn.about(ticket.contact, ticket)
    return turn.done(
        T("Noted inside on #{id}: {text}", "已给 #{id} 加内部备注：{text}"), id=str(ticket.id), text=message.text
    )


def _note(turn: Turn, ticket: Ticket, why: str | None) -> None:
    """What was said along with a change is kept beside it."""
    if why:
        turn.crm.tickets.note(ticket, why)


@command(
    "ticket.move",
    needs="tickets.write",
    help=T(
        "Set a ticket's status: open, pending, resolved, closed", "修改工单状态：处理中、等客户回复、已解决、已关闭"
    ),
    example=T("close ticket 1006", "工单1006可以关了"),
    slash=("ticket move", "ticket status", "工单 状态"),
    en=[
        "{status=close|close out|close off|close down|shut|resolve|solve|fix|reopen|re-open|park|pause|hold} [up|out|off|down] [the] [ticket] {ticket!}",
        "{status=close|close out|close off|shut|resolve|solve|reopen|re-open|park|pause|hold} [up|out|off|down] [the] [ticket] {ticket} (,|-|:|;|because|since|as|cause|cuz|cos) [because|as] {why!}",
        "(mark|set|move|put|change|flag|switch|turn|bring|update|push|send) [the] [status of|state of] [ticket] {ticket} [ticket|status] [back] [status] (to|as|into|in|on|=|->) {status}",
        "(mark|set|move|put|change|flag|switch|turn|bring|update|push|send) [the] [status of|state of] [ticket] {ticket} [ticket|status] [back] (to|as|into|in|on|=|->) {status} (,|-|;|because|since|as|until|till|while) {why!}",
        "(mark|set|flag|leave|keep) [ticket] {ticket} {status}",
        "[ticket] {ticket} [status] (is|are|has been|have been|was|got|can be|is now|should be|needs to be|to be|->|=|:|to|can|is all|is back) [now|all] {status} [now|again]",
        "[ticket] {ticket} (is|has been|was|got|is now|can be|should be|can) [now|all] {status} [now|again] (,|-|;|because|since|as) {why}",
        "[ticket] {ticket} {status}",
        "{status=waiting on customer|waiting on the customer|waiting for customer|waiting for the customer|waiting on client|waiting on the client|waiting for the client|waiting on them|waiting for them|awaiting customer|awaiting reply|waiting for reply|waiting for a reply|waiting|on hold} (on|for|with|in|re|:) [ticket] {ticket!}",
        "[we're|we are|i'm|im|still] {status=waiting on customer|waiting on the customer|waiting for customer|waiting for the customer|waiting on the client|waiting for the client|waiting on them|waiting for them} (on|for|with|in|re) [ticket] {ticket!}",
        "[set|change] [the] status [to|is|of it to|:|=] {status}",
        "(mark|set|move|put) (it|that|this|that one|this one) (as|to|on|in|into) {status}",
        "(mark|set) (it|that|this|that one|this one) {status}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[已经|可以|能|就|先|帮忙|需要|要|都|应该|给|给我|也|麻烦][先|给]{status=关掉|关了|关闭|关|结单|结案|结掉|结了|关单|解决|解决了|已解决|已经解决|已经解决了|处理好了|处理完了|搞定|搞定了|弄好了|修好了|修复了|完成了|办好了|没问题了|好了|挂起|挂着|搁置|暂停|先挂|重新打开|重新开|重开|再打开|关掉了|关上|关一下}[掉|吧|了|一下|起来|下]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[已经|可以|能|就|先|要|都|也][先|给]{status=关掉|关了|关闭|结单|结案|结掉|关单|解决|解决了|已解决|处理好了|处理完了|搞定了|弄好了|修好了|挂起|搁置|暂停|重新打开|重新开|重开|再打开}[掉|吧|了|一下|起来|下],，{why}",
        "[帮我|帮忙|麻烦|请][先]{status=关掉|关闭|关|关一下|结单|结案|结掉|关单|解决|挂起|搁置|暂停|重新打开|重新开|重开|再打开}[一下|了|掉|下][工单]{ticket!}",
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[的][状态][先|也|都](改成|改为|改到|设为|设成|标为|标成|标记为|标记成|转为|转成|置为|置成|变成|变为|调成|调为|更新为|更新成|弄成|改|标|设|移到|切到){status}[状态|吧]",
        "[工单]{ticket}[的]状态[先|也|都|是|要|:][改|设]{status}",
        "[工单]{ticket}[还在|还|在|先|正|正在|现在|目前|要]{status=等待|等待中|等待客户|等待客户回复|等客户|等客户回复|等客户回覆|待客户回复|待客户回覆|待回复|待回覆|等回复|等回覆|等对方|等对方回复|待反馈|等客户反馈|等待客户反馈}[再说|吧|了]",
        "[把|将][工单]状态[先|也](改成|改为|改到|改|设为|设成|设|标为|标成|标记为|转为|变成|调成|更新为){status}[吧]",
        "[先](标为|标成|标记为|标记成|设为|设成|置为|改成|改为){status}",
        "[帮我|帮忙|麻烦|请][先]{status=关掉|关单|结单|结案|挂起|重新打开|重新开|重开}[吧|了|一下]",
        "{ticket}(客户|对方)[说|确认|反馈|回复]{status=解决了|已经解决了|好了|没问题了|已解决|搞定了}",
    ],
)
def move_ticket(turn: Turn, ticket: Ticket, status: Status, why: str | None = None) -> Reply:
    before = Status(ticket.status)
    turn.about(ticket.contact, ticket)
    if not ticket.move_to(status, turn.now):
        return turn.done(
            T("#{id} is {status} already.", "#{id} 已经是“{status}”了。"), id=str(ticket.id), status=STATUSES[status]
        )
    _note(turn, ticket, why)
    return turn.done(
        T("#{id} is now {status}: {subject}", "#{id} 现在是“{status}”：{subject}"),
        id=str(ticket.id),
        status=STATUSES[status],
        subject=ticket.subject,
        fields=_step(turn, before, ticket) | {ASSIGNEE: ticket.assignee, NOTE: why},
    )


def _step(turn: Turn, before: Status, ticket: Ticket) -> dict[T, object]:
    """From which status to which, where that was changed."""
    now = Status(ticket.status)
    return {} if now == before else {STATUS: _change(turn, STATUSES[before], STATUSES[now])}


@command(
    "ticket.merge",
    needs="tickets.write",
    help=T("Merge a duplicate ticket into another; undo takes it apart again", "合并重复的工单；撤销可以还原"),
    example=T("merge ticket 1028 into ticket 1001", "把工单1028合并到1001"),
    slash=("ticket merge", "工单 合并"),
    en=[
        "(merge|fold|combine|roll|join|consolidate|collapse|fuse|move) [the] [ticket|tickets] {duplicate} [in|over] (into|in to|onto|to|->|with|under) [the] [ticket] {ticket!}",
        "(merge|fold|combine|roll|join|consolidate|collapse) [the] [ticket|tickets] {duplicate} (into|in to|onto|with|to) {*} , [ticket|number] {ticket}",
        "(merge|combine|join|consolidate) [the] [tickets] {ticket} (and|&|+) {duplicate!}",
        "[ticket] {duplicate} (is|looks like|seems|seems to be|is just) (a dup of|a dupe of|a duplicate of|dup of|dupe of|duplicate of|the same as|same as|a copy of|the same issue as|the same problem as) [ticket] {ticket} [, merge them|, merge|, merge it]",
        "(close|mark|flag|set) [ticket] {duplicate} as [a] (duplicate|dup|dupe) (of|for) [ticket] {ticket!}",
        "[tickets] {ticket} and {duplicate} are (the same|duplicates|the same issue|the same ticket|the same problem|the same thing|one and the same|dupes|about the same thing) [, merge them|, please merge|, merge]",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{duplicate}(合并到|合并进|合并至|合并入|并到|并入|并进|并至|合到|合入|归并到|归到|合并)(到|进|至|入|→|->|=>)[工单]{ticket}[里|里面|去|中|上|那张]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{duplicate}(合并到|合并进|合并至|合并入|并到|并入|并进|并至|合到|合入|归并到)[工单]{ticket}[里|里面|去|中|上|那张|吧]",
        "(合并|并)[一下|下][工单]{duplicate}(→|->|=>|到|进|至|入)[工单]{ticket!}",
        "(合并|并一下|合一下)[一下|下][工单]{ticket}(和|与|跟|,|、|及){duplicate!}",
        "[把|将][工单]{ticket}(和|与|跟|、|及){duplicate}(合并|合起来|并一下|合一下|并在一起|合在一起|合成一个|合成一张|合成一条|并成一个|并成一张|并了)[一下|了|吧]",
        "[工单]{duplicate}(和|与|跟)[工单]{ticket}[其实](是同一个问题|是同一个|是同一件事|重复了|重复|是一回事|是重复的|一样的问题|问题一样|是一样的|是同样的问题|是一个问题)[,，][合并|合并一下|合一下|并一下|并了][吧]",
        "[工单]{duplicate}是[工单]{ticket}的(重复|重复单|重复工单|重复的)[,，][合并|合并一下][吧]",
    ],
)
def merge_tickets(turn: Turn, ticket: Ticket, duplicate: Ticket) -> Reply:
    turn.crm.tickets.merge(ticket, duplicate)
    turn.about(ticket.contact, ticket)
    return turn.done(
        T(
            "Merged #{other} into #{id}: {subject}. #{other} is closed and points there.",
            "已把 #{other} 合并到 #{id}：{subject}。#{other} 已关闭并指向这张工单。",
        ),
        other=str(duplicate.id),
        id=str(ticket.id),
        subject=ticket.subject,
        fields=_facts(ticket),
    )


@command(
    "ticket.rate",
    needs="tickets.write",
    help=T("Keep the customer's rating of a ticket, 1 to 5", "记录客户对工单的评分，1 到 5 分"),
    example=T("rate ticket 1012 4: quick answer", "工单1012评分5分：解决得很快"),
    slash=("ticket rate", "工单 评分"),
    en=[
        "rate [ticket] {ticket} [as|at|:|with|a|=] {score}",
        "rate [ticket] {ticket} [as|at|:|with|a|=] {score} [,|:|-|;|with comment|because|saying|with the comment|comment] {comment}",
        "rate [ticket] {ticket} {score!}",
        "(customer|client|the customer|the client|they|he|she|the contact|requester) (rated|gave|scored|rates|gives) [us on|us for|it] [ticket] {ticket} [a|an|with|at|as|:] {score}",
        "(customer|client|the customer|the client|they|he|she|the contact|requester) (rated|gave|scored|rates|gives) [us on|us for|it] [ticket] {ticket} [a|an|with|at|as|:] {score} [,|:|-|;|because|saying|said|with the comment] {comment}",
        "{who} (rated|gave|scored|rates|gives) [ticket] {ticket} [a|an|with|at|as|:] {score}",
        "{who} (rated|gave|scored|rates|gives) [ticket] {ticket} [a|an|with|at|as|:] {score} [,|:|-|;|because|saying|said|with the comment] {comment}",
        "{who} (gave|gives) [us] [a|an] {score} (on|for) [ticket] {ticket!}",
        "{who} (gave|gives) [us] [a|an] {score} (on|for) [ticket] {ticket} (,|:|-|;|because|saying|with the comment) {comment}",
        "(record|log|add|set|put|enter|save|register|put down) [a|an|the] [customer] [satisfaction|csat] (score|rating|csat|review) [of|:] {score} (on|for|to|against) [ticket] {ticket}",
        "(record|log|add|set|put|enter|save|register|put down) [a|an|the] [customer] [satisfaction|csat] (score|rating|csat|review) [of|:] {score} (on|for|to|against) [ticket] {ticket} (with the comment|with comment|comment|commenting|,|:|-|and the comment|and comment|saying|because) [:] {comment}",
        "[customer] [satisfaction] (csat|rating|score|satisfaction) [score|rating] (on|for|of|from) [ticket] {ticket} [is|was|:|=|,] {score}",
        "[customer] [satisfaction] (csat|rating|score|satisfaction) [score|rating] (on|for|of|from) [ticket] {ticket} [is|was|:|=|,] {score} [,|:|-|;|with the comment|comment|because] {comment}",
        "(csat|rating|score) {ticket} [:|=] {score}",
        "(csat|rating|score) {ticket} [:|=] {score} [,|:|-|;] {comment}",
        "{score} (for|on) [ticket] {ticket!}",
        "{score} (for|on) [ticket] {ticket} (,|:|-|;|because|saying|with the comment) {comment!}",
        "[ticket] {ticket} (got|gets|scored|was rated|is rated|received|earned|got rated|rated|was given|csat|rating|score) [a|an|:|=] {score} [from {*}]",
        "[ticket] {ticket} (got|gets|scored|was rated|is rated|received|earned|got rated|rated|was given|csat|rating|score) [a|an|:|=] {score} (,|:|-|;|because|saying|with the comment|comment) {comment}",
        "give [ticket] {ticket} [a|an] {score}",
        "give [ticket] {ticket} [a|an] {score} (,|:|-|;|because|with the comment) {comment}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][给][工单]{ticket}[的][客户|用户|客人](打|打了|评|评了|打分|评分|评价|满意度|得分|客户评分|给了|打个)[是|为|:|给|记|打|了|,|，]{score}",
        "[帮我|帮忙|麻烦|请][给][工单]{ticket}[的][客户|用户|客人](打|打了|评|评了|打分|评分|评价|满意度|得分|客户评分|给了|打个)[是|为|:|给|记|打|了|,|，]{score}[,，:：][因为|理由是|理由|评价|评语|备注|说|评论]{comment}",
        "[工单]{ticket}{score=1分|1星|1颗星|2分|2星|2颗星|3分|3星|3颗星|4分|4星|4颗星|5分|5星|5颗星|一分|一星|一颗星|两分|两星|两颗星|三分|三星|三颗星|四分|四星|四颗星|五分|五星|五颗星|满分|五星好评}[好评|评价]",
        "[工单]{ticket}{score=1分|1星|1颗星|2分|2星|2颗星|3分|3星|3颗星|4分|4星|4颗星|5分|5星|5颗星|一分|一星|一颗星|两分|两星|两颗星|三分|三星|三颗星|四分|四星|四颗星|五分|五星|五颗星|满分|五星好评}[,，:：]{comment}",
        "{who}(给|对)[工单]{ticket}[的](评了|打了|打|评|评价|给了|评价了|的评分是|的评价是|评分|打分){score}",
        "{who}(给|对)[工单]{ticket}(评了|打了|打|评|评价|给了|评价了|的评分是|的评价是|评分|打分){score}[,，:：][因为|说|嫌是|理由是|评语]{comment}",
        "(评分|打分|评价|满意度)[工单]{ticket}[:，,]{score}",
        "(评分|打分|评价|满意度)[工单]{ticket}[:，,]{score}[,，:：]{comment}",
        "(记|记录|登记|录)[一下|下][工单]{ticket}[的](评分|满意度|评价|打分)[是|为|:]{score}",
        "(记|记录|登记|录)[一下|下][工单]{ticket}[的](评分|满意度|评价|打分)[是|为|:]{score}[,，:：][评语|理由|说]{comment}",
    ],
)
def rate_ticket(
    turn: Turn,
    ticket: Ticket,
    score: Annotated[int, WordSlot(SCORES, build=int)],
    comment: str | None = None,
    who: str | None = None,
) -> Reply:
    """`who` gave it is the ticket's own customer, whatever they are called."""
    ticket.rate(score, comment, turn.now)
    turn.about(ticket.contact, ticket)
    return turn.done(
        T("#{id} is rated {score} of 5: {subject}", "#{id} 的评分是 {score} 分（满分 5 分）：{subject}"),
        id=str(ticket.id),
        score=score,
        subject=ticket.subject,
        fields={COMMENT: comment},
    )


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
        "[ticket] {ticket} (got|has|have|any|had) [any] (update|updates|news|progress|reply) [or not|yet|ah|anot]",
        "(is|has) [ticket] {ticket} (done|fixed|resolved|closed|solved|sorted|been resolved|been closed|been fixed|been solved|still open|open|overdue|assigned) [yet|already|to anyone|to somebody]",
        "(status|details|detail|info) [of|on|for] [ticket] {ticket!}",
        "[ticket] {ticket} (status|details|info)",
        "[ticket] {ticket!}",
    ],
    zh=[
        "[帮我|我想|我要|请|麻烦](看|查|查看|看看|看下|看一下|再看一下|再看|打开|显示|查一下|查下|调出|调一下|翻一下|读一下|打开看看)[工单|单号]{ticket!}",
        "[帮我|我想|我要|请|麻烦](看|查|查看|看看|看下|看一下|再看一下|打开|显示|查一下|查下|调出|调一下|翻一下)[工单|单号]{ticket}[的](情况|详情|进展|进度|状态|内容|明细|记录|沟通记录)",
        "[工单]{ticket}[现在|目前|最近|这边][是|到](哪一步|哪步|什么情况|怎么样|啥情况|什么状态|处理得怎么样|处理到哪|处理到哪一步|进展如何|进度|状态|进展|有更新吗|有消息吗|有进展吗|有没有更新|有没有进展|有没有消息|谁在处理|谁在跟|谁负责|谁在跟进|解决了吗|解决了没|好了没|好了吗|处理了吗|处理了没|怎么回事|搞定没|搞定了吗|关了吗|关了没|如何)[了|啊|呢|吗|呀]",
        "工单{ticket!}",
        "[工单]{ticket}[的](详情|情况|进展|进度|状态|记录|内容)[怎么样|如何]",
        "(谁在处理|谁在跟|谁负责|谁在跟进)[工单]{ticket!}",
        "[工单]{ticket!}",
    ],
)
def show_ticket(turn: Turn, ticket: Ticket, page: int = 1) -> Reply:
    turn.about(ticket.contact, ticket)
    late = turn.voice.say(T(", overdue", "（已超时）")) if is_overdue(ticket, turn.now) else ""
    title = T("#{id} {subject}{late}", "#{id} {subject}{late}")
    columns = {
        WHEN: lambda message: message.at,
        WHERE: lambda message: WAYS[Direction(message.direction)],
        WHO: lambda message: _author(message, ticket),
        TEXT: lambda message: message.text,
    }
    about = {"id": str(ticket.id), "subject": ticket.subject, "late": late}
    reply = turn.table(turn.crm.tickets.messages(ticket), columns, title, title, page, **about)
    full = turn.done(title, fields=_full(turn, ticket), buttons=_onward(ticket), **about)
    return reply.but(fields=full.fields, buttons=(*full.buttons, *reply.buttons))


def _author(message: TicketMessage, ticket: Ticket) -> object:
    customer = message.direction == Direction.IN and (ticket.contact or ticket.company)
    return message.author or customer or None


def _full(turn: Turn, ticket: Ticket) -> dict[T, object]:
    merged = [f"#{id}" for id in turn.crm.tickets.duplicates(ticket)]
    into = ticket.merge and f"#{ticket.merge.into_id}"
    return {
        STATUS: STATUSES[Status(ticket.status)],
        **_facts(ticket),
        ASSIGNEE: ticket.assignee,
        DESCRIPTION: ticket.description,
        OPENED: ticket.created_at,
        DUE: due(ticket),
        ANSWERED: ticket.first_response_at,
        SOLVED: ticket.resolved_at,
        SCORE: ticket.score,
        COMMENT: ticket.comment,
        MERGED: merged,
        T("Merged into", "已合并到"): into,
    }


def _facts(ticket: Ticket) -> dict[T, object]:
    return {
        COMPANY: ticket.company,
        CONTACT: ticket.contact,
        PRIORITY: PRIORITIES[Priority(ticket.priority)],
        CATEGORY: ticket.category,
    }


STEPS = {
    Status.RESOLVED: T("Resolve", "标为已解决"),
    Status.PENDING: T("Wait for customer", "等客户回复"),
    Status.CLOSED: T("Close", "关闭"),
    Status.OPEN: T("Open again", "重新打开"),
}


def _onward(ticket: Ticket) -> list[tuple[T, str]]:
    """What may be done with it next, the likeliest first."""
    steps = [
        status
        for status in STEPS
        if status in ticket.possible and (status != Status.OPEN or ticket.status != Status.NEW)
    ]
    free = ticket.assignee_id is None and ticket.is_unsolved
    return ([_take(ticket)] if free else []) + [
        (STEPS[status], f"/ticket.move ticket=#{ticket.id} status={status}") for status in steps
    ]


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
        "(what's|whats|what is|anything|everything|who's|show what's|what) [is|still|currently|that's] {filter=unassigned|unclaimed|up for grabs|unasigned|about to breach|at risk|close to breach|breaching|breaching sla|close to breaching|going to breach|not assigned} [right now|rn|now|today|in the queue|at the moment|atm|please]",
        "(what's|whats|what is) [in|on] {filter=on my plate|in my queue|on my desk} ticket wise",
        "(what's|whats|what is) in (my|the) [support|ticket] queue",
        "(which|what) (tickets|cases) {filter=nobody has|nobody took|no one took|no one has taken|nobody has taken} [yet|taken|taken yet|picked up]",
        "(tickets|cases) (:|,|-) {status}",
        "(urgent|overdue|unassigned|open) (ones|stuff) in (support|the queue)",
    ],
    zh=[
        "[帮我|给我|我想|请|麻烦][列出|查看|看看|看下|看一下|查|查一下|列一下|看|有没有|有|还有|还有没有|显示|列|现在有|目前有][现在|目前|今天][所有|全部|哪些|什么|几张|几个|多少][{assignee=我|我的}][的|名下的|手上的|名下|手上|负责的][{filter}][的|,|，|、][{status}][的|,|，|、][{priority}][优先级][的](工单|工单列表|ticket|tickets)[列表|列一下|有哪些|有吗|有没有|吗|呢|给我看看|看一下|有多少|有几张|都列出来]",
        "[帮我|给我|我想|请|麻烦][列出|查看|看看|看下|看一下|查|查一下|列一下|看|有没有|有|还有|哪些|有哪些|显示]{filter}[的|,|，|、][{status}][的|,|，|、][{priority}][优先级][的](工单|单|单子|ticket)[列一下|有哪些|有吗|有没有|吗|呢|是哪些]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看][现在|目前|今天](哪些|哪张|哪个|什么)[工单|单|单子|ticket][是|还|已经]{filter}[的|了|吗|呢]",
        "[现在|目前|今天][有没有|有|还有]{filter=没人接|没人接的|还没人接|没人管|没人管的|没人处理|没人认领|未分配|没分配|快超时|快要超时|即将超时|超时|逾期|逾时|已超时}[的][工单|单|单子|ticket][有吗|吗|没有]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看](工单|单)(里|中|有|还有)(哪些|什么)[是]{filter}[的|了]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{filter=我手上|我名下|我负责}[的|还]{status}[的](工单|单|单子|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{filter=我手上|我名下|我负责}[的](工单|单|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看](跟|和|与){company}(有关|相关)[的|,|，|、][还][{status}][的](工单|单|单子|ticket)[有哪些|列一下]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{company}[有没有|有|还有|的|那边|那边的][哪些|什么|几张][{status}][的][{priority}][优先级][的](工单|ticket)[有哪些|列一下|吗|有吗]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{company}[有没有|有|还有|的|那边|那边的][哪些|什么|几张]{status}[的](工单|单|单子|ticket)[有哪些|列一下|吗|有吗]",
        "[列出|查看|看看|看下|看一下|查|查一下|列一下|看]{assignee}(的|手上的|名下的|手上|名下|负责的|在处理的|手里的|手里|在跟的|跟的|处理的)[有|还有|有哪些|哪些][{status}][的][{priority}][优先级][的](工单|ticket|单|单子)[有哪些|列一下]",
        "(派给|分给|指派给|分配给){assignee}的[{status}][的](工单|ticket|单|单子)[有哪些|列一下]",
        "{assignee}(有|还有|手上有|名下有)(哪些|什么|几张|多少)[{status}][的](工单|ticket)",
        "{assignee}(手上|名下|现在|在处理)[有|还有](哪些|什么|几张|多少)[{status}][的](工单|ticket|单|单子)",
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
    tickets = _standing(turn.crm.tickets.listed(wanted), filter, turn.now)
    turn.about(company)
    columns = {
        NUMBER: lambda ticket: f"#{ticket.id}",
        SUBJECT: lambda ticket: ticket.subject,
        COMPANY: lambda ticket: ticket.company,
        STATUS: lambda ticket: STATUSES[Status(ticket.status)],
        PRIORITY: lambda ticket: PRIORITIES[Priority(ticket.priority)],
        ASSIGNEE: lambda ticket: ticket.assignee,
        DUE: due,
    }
    late = sum(1 for ticket in tickets if is_overdue(ticket, turn.now))
    overdue = turn.voice.say(T(", {late} overdue", "，其中 {late} 张已超时"), late=late) if late else ""
    title = T("{count} ticket(s){overdue}", "工单 {count} 张{overdue}")
    return turn.listing(tickets, columns, title, T("No ticket fits.", "没有符合条件的工单。"), page, overdue=overdue)


def _standing(tickets: Sequence[Ticket], which: str | None, now: datetime) -> list[Ticket]:
    """Only those that are late, or about to be; what is due first comes first, what is solved as it was opened."""
    tests = {"overdue": is_overdue, "breaching": is_breaching}
    if which in tests:
        tickets = [ticket for ticket in tickets if tests[which](ticket, now)]
    return sorted(tickets, key=lambda ticket: ((at := due(ticket)) is None, at or ticket.created_at, ticket.id))
