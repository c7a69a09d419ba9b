"""Tickets: open, update, merge."""

from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, Priority, Ticket
from handlers.command import command
from handlers.commands.answers import with_answer
from handlers.commands.tickets_triage import apply_it, reasons
from handlers.drawer import name_of
from handlers.reading.ticket_words import CATEGORIES
from handlers.reply import Reply
from handlers.slots import LabelSlot
from handlers.ticket_view import (
    ASSIGNEE,
    CATEGORY,
    DUE,
    NOTE,
    PRIORITY,
    SUBJECT,
    along,
    facts,
    note_why,
    take_it,
)
from handlers.triage import sort_unasked
from handlers.turn import Ask, Turn

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
        "(new one|another one|got a new one|got another one|new ticket) (from|for) {company} (:|-|,|;) {subject}",
        "(open|create|raise|log|file|start|make|submit|add|enter) a [new] [support] ticket (:|for|from|with|about|on|that|saying|,|-) {*}",
        "[new] {priority} [priority] (ticket|case) (:|for|from) {*}",
        "[we] (need|want) [a|an] [new] [support] (ticket|case) (for|from|about) {*}",
        "{contact} from {company} [says|said] [:|,|that] {subject} , (open|raise|log|create) a ticket",
        "{company} (say|says|said|report|reports|reported|complain|complains) [that] {subject} , (raise|open|log|create) [a|them a] (ticket|case) [for it|for that|for them]",
        "(log|open|raise|create) [a] [new] [support] (case|ticket) (for|with) {company} (-|:|,) {*}",
    ],
    zh=[
        "[那个|嗯|呃|然后][帮我|帮忙|请|麻烦|再|我要|想](新开|开|新建|建|提|提交|报|登记|创建|录|加|记)[一个|一张|一条|一下|个|张|条][新|新的](工单|ticket|服务单|报修单|case)[吧|给|,|:|，]{*}",
        "[那个|嗯|呃|然后][帮我|帮忙|请|麻烦|再|我要|想](新开|开|新建|建|提|提交|报|登记|创建|录|加|记)[一个|一张|一条|一下|个|张|条][新|新的]{priority}[的](工单|ticket|服务单|报修单|单|单子)[吧|给|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦|再](开|新开|提|报|建)[一|一个|一张|个|张](单)[吧|给|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦|再](新开|开|新建|建|提|提交|创建)[一个|一张|一条|个|张|条][新|新的](工单|ticket|服务单|报修单)",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){*}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条|了][新|新的](工单|单|ticket|报修单|服务单)[吧|了]",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){contact}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的](工单|单|ticket|报修单|服务单)[吧]",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的]{priority}[的](工单|单|单子|ticket|报修单|服务单)[吧]",
        "[帮我|帮忙|请|麻烦](给|为|帮|替|跟){company}的{contact}(开|建|提|报|登记|新建|创建|下)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket|报修单|服务单)[吧|,|:|，]{*}",
        "{*}[,|，][请|麻烦|帮我|帮忙|帮他|帮她|帮他们|给他们|给他|给她](开|建|提|报|登记|新建|创建)[一个|一张|一条|个|张|条|下][新|新的](工单|单|单子|ticket|报修单|服务单),，{priority}[吧|一点|处理]",
        "{company}的{contact}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket)[吧]",
        "{company}的{contact}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|单子|ticket)[吧]",
        "{company}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的](工单|单|ticket)[吧]",
        "{company}(说|反映|反馈|来电说|投诉|抱怨|报|讲){subject}[,，][请|麻烦|帮我|帮忙](开|建|提|报|登记)[一个|一张|一条|个|张|条][新|新的]{priority}[的](工单|单|单子|ticket)[吧]",
        "(新工单|工单|报修):{*}",
        "{company}[那边|这边](反映|反馈|说|报|投诉){subject}[,，](帮我|麻烦|请)[报|提|开|建|下]个(工单|单|单子)",
        "{company}(的){subject}[,，](提|开|报|建|下)个(单|工单|单子)[,，][优先级|级别]{priority}",
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
        source=turn.source,
    )
    if files := along(turn):
        turn.crm.tickets.note(ticket, turn.voice.say(CAME_ALONG, names=list(map(name_of, files))), files)
    turn.about(ticket.contact, ticket)
    said = [name for name, value in (("priority", priority), ("category", category)) if value]
    sorted_ = sort_unasked(turn.crm, ticket, turn.triage, said)
    opened = turn.done(
        T("Opened ticket #{id}: {subject}", "已开工单 #{id}：{subject}"),
        id=str(ticket.id),
        subject=ticket.subject,
        fields=facts(ticket) | {ASSIGNEE: ticket.assignee, DUE: turn.crm.tickets.due(ticket)},
        buttons=[take_it(ticket)],
    )
    suggested = opened if sorted_ else _with_suggestion(turn, ticket, opened)
    return with_answer(turn, ticket, _with_twin(turn, ticket, suggested))


def _with_suggestion(turn: Turn, ticket: Ticket, reply: Reply) -> Reply:
    """What the solved tickets suggest, and a button that applies it."""
    suggestion = turn.triage.suggest(turn.crm, ticket)
    if not (suggestion.category or suggestion.like):
        return reply
    told = [f"{turn.voice.say(label)} {turn.voice.write(value)}" for label, value in reasons(turn, suggestion).items()
            if value]  # fmt: skip
    line = turn.voice.say(SUGGESTED, told="; ".join(told))
    return reply.but(text=f"{reply.text}\n{line}", buttons=(*reply.buttons, *turn.buttons(apply_it(ticket))))


def _with_twin(turn: Turn, ticket: Ticket, reply: Reply) -> Reply:
    """A hint where the company has said the same before."""
    other = turn.crm.tickets.alike(ticket)
    if other is None:
        return reply
    line = turn.voice.say(TWIN, id=str(other.id), subject=other.subject)
    merge = (MERGE, f"/ticket.merge ticket=#{other.id} duplicate=#{ticket.id}")
    return reply.but(text=f"{reply.text}\n{line}", buttons=(*reply.buttons, *turn.buttons(merge)))


CAME_ALONG = T("Came along: {names}", "附件：{names}")
SUGGESTED = T("Suggested: {told}", "建议：{told}")
TWIN = T("This may be the same as #{id}, still open: {subject}", "可能与未解决的 #{id} 重复：{subject}")
MERGE = T("Merge them", "合并")


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
        "[the] category (of|on|for) [ticket] {ticket} (is|should be|to|:|=|must be|needs to be) {category}",
        "[ticket] {ticket} (isn't|isnt|is not|not|was never) [a|an|about] {*} [thing|issue|problem|one|ticket] [,|-] [but|more] (it's|its|it is|that's|thats|rather|a|an) {category} [thing|issue|problem|one]",
        "(categorize|categorise|recategorize|recategorise|reclassify|classify|tag|file|label|move|put) [ticket] {ticket} (as|under|to|into|in) [a|an|the] [category] {category} [category]",
        "[ticket] {ticket} (is a|is an|is really a|is really an|is actually a|is actually an|should be a|should be|is|belongs to|belongs in|belongs under|goes under) {category} (issue|problem|ticket|question|thing|one|case|matter|category) [, not {*}]",
        "[ticket] {ticket} (should be|is really|is actually|belongs to|belongs in|belongs under|goes under|is) [in] {category} [,] not {*}",
        "rename [the] ticket {ticket} (to|as) {subject}",
        "rename {ticket} (to|as) {subject!}",
        "(change|set|update|edit) [the] (subject|title) (of|on|for) [ticket] {ticket} (to|:) {subject}",
        "{ticket} subject [is|to|:] {subject}",
        "[ticket] {ticket} (isn't|is not|isnt|is no longer|no longer|not|is not so) [that|so|as|really] (urgent|high|low|important|critical) [anymore|any more|now|any longer] , [so] (make|set|put|drop|bump) it [to|at|down to|up to|back to] {priority!}",
        "(update|edit|change|modify) [the] ticket {ticket}",
        "{ticket} is [a] {category} [thing|issue|problem|one] , not {*}",
        "(lower|raise|drop|bump|reduce|increase) {ticket} to {priority}",
        "{ticket} (->|:|-) (category|cat) {category}",
        "{ticket} (category|cat) (is|to|should be|:) {category}",
        "{priority} priority",
        "priority {priority}",
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
        "[工单]{ticket}[已经|现在|其实](不急|不着急|不紧急|没那么急|不那么急)[了][,，](改成|改为|改回|调成|调为|调到|降成|降为|降到){priority}[级|吧|就行|就好|了]",
        "[工单]{ticket}不是{*}[问题|类|的事][,，](归到|归为|改到|改成|放到|放|算|应该是|应归|是){category}[类|问题|里|吧|那边]",
        "[把|将]优先级[改成|改为|调到|调成|设为|提到|提升到|降到|降为|升到|是]{priority}",
        "[把|将][工单]{ticket}[的](分类|类别|类型)[应该|要](改成|改为|是|设为|换成|换到|改到|归到|调成|调到|属于|为){category}[吧|才对]",
        "[把|将][工单]{ticket}[的](分类|类别|类型)[应该|要](改成|改为|是|设为|换成|换到|改到|归到|调成|调到|属于|为){category}[,，](不是|而不是|不要){*}",
        "[把|将][工单]{ticket}(归到|归入|归类到|归类为|归类成|归为|分到|分类为|分类到|分类成|算作|属于|划到|划归){category}[类|分类|问题|里|下|那边]",
        "[把|将][工单]{ticket}[的](标题|主题|名字)(改成|改为|换成|改叫|叫){subject}",
        "(把|将)工单{ticket}(改名为|改名叫|改名成|更名为){subject}",
        "(修改|编辑|更新)工单{ticket}",
        "[工单]{ticket}(加急|加紧|提到紧急|拉到最高)",
        "[工单]{ticket}优先级[调|改|降|升][低|高][一点|点|一些][到|成|为]{priority}",
        "[工单]{ticket}[的](主旨|标题|主题)(改成|改为|换成|改){subject}",
        "优先级(改|调|设|改成|调到|设为|改为|提到){priority}",
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
    note_why(turn, ticket, why)
    turn.about(ticket.contact, ticket)
    changes = {FIELDS[field]: turn.voice.change(before[field], _shown(ticket, field)) for field in said}
    return turn.done(
        T("Updated ticket #{id}: {subject}", "已更新工单 #{id}：{subject}"),
        id=str(ticket.id),
        subject=ticket.subject,
        fields=changes | {NOTE: why},
    )


FIELDS = {"priority": PRIORITY, "category": CATEGORY, "subject": SUBJECT}


def _shown(ticket: Ticket, field: str) -> object:
    return PRIORITIES[Priority(ticket.priority)] if field == "priority" else getattr(ticket, field)


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
        "[ticket] {duplicate} (is|looks like|seems|seems to be|is just) (a dup of|a dupe of|a duplicate of|dup of|dupe of|duplicate of|the same as|same as|the same thing as|same thing as|the same one as|the same ticket as|a copy of|the same issue as|the same problem as) [ticket] {ticket} [, merge them|, merge|, merge it]",
        "(close|mark|flag|set) [ticket] {duplicate} as [a] (duplicate|dup|dupe) (of|for) [ticket] {ticket!}",
        "[tickets] {ticket} and {duplicate} are (the same|duplicates|the same issue|the same ticket|the same problem|the same thing|one and the same|dupes|about the same thing) [, merge them|, please merge|, merge]",
        "(dup|dupe|duplicate) [:] {duplicate} of {ticket}",
        "{duplicate} is [a] (dup|dupe|duplicate|copy) of {ticket}",
        "{duplicate} = {ticket} , merge [them]",
        "{duplicate} is the same [issue|problem|thing] as {ticket} , (merge|join|combine) (them|those|it|both)",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{duplicate}(合并到|合并进|合并至|合并入|并到|并入|并进|并至|合到|合入|归并到|归到|合并)(到|进|至|入|→|->|=>)[工单]{ticket}[里|里面|去|中|上|那张]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{duplicate}(合并到|合并进|合并至|合并入|并到|并入|并进|并至|合到|合入|归并到)[工单]{ticket}[里|里面|去|中|上|那张|吧]",
        "(合并|并)[一下|下][工单]{duplicate}(→|->|=>|到|进|至|入)[工单]{ticket!}",
        "(合并|并一下|合一下)[一下|下][工单]{ticket}(和|与|跟|,|、|及){duplicate!}",
        "[把|将][工单]{ticket}(和|与|跟|、|及){duplicate}(合并|合起来|并一下|合一下|并在一起|合在一起|合成一个|合成一张|合成一条|并成一个|并成一张|并了)[一下|了|吧]",
        "[工单]{duplicate}(和|与|跟)[工单]{ticket}[其实](是同一个问题|是同一个|是同一件事|是同一个事|是同一回事|是一个事|是一件事|重复了|重复|是一回事|是重复的|一样的问题|问题一样|是一样的|是同样的问题|是一个问题)[,，][合并|合并一下|合一下|并一下|并了|合了][吧]",
        "[工单]{duplicate}是[工单]{ticket}的(重复|重复单|重复工单|重复的)[,，][合并|合并一下][吧]",
        "{duplicate}(跟|和|与){ticket}是(一回事|同一个|同一件事|一个问题|同一个问题)[,，](合并|并)[到|进][{*}]",
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
        fields=facts(ticket),
    )
