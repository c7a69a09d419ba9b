"""Work on tickets: assign, reply, note, move."""

from typing import Annotated

from crm_domain.contacts import Contact
from crm_domain.customers import CustomerTicket
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.ticket import NO_WORDS
from crm_domain.tickets import PRIORITIES, STATUSES, Priority, Status, Ticket
from handlers.command import command
from handlers.reading.words import YES
from handlers.reply import Outcome, Reply
from handlers.slots import WordSlot
from handlers.ticket_view import (
    ASSIGNEE,
    NOTE,
    PRIORITY,
    along,
    customer,
    note_why,
    onward,
    recipient,
    send_to,
    step,
    with_names,
)
from handlers.turn import Ask, Turn
from handlers.voice import Voice


@command(
    "ticket.assign",
    needs="tickets.write",
    help=T("Take a ticket, or give it to a colleague", "接工单，或把工单派给同事"),
    example=T("assign ticket 1013 to me", "把工单1013派给我"),
    slash=("ticket assign", "派单", "工单 派给"),
    en=[
        "(assign|reassign|re-assign|asign|give|hand|pass|transfer|route|move|send|delegate|hand over|pass on|put) [the] [ticket] {ticket} [over|back|on] (to|onto|with|2) {assignee}",
        "(assign|reassign|re-assign|asign|give|hand|pass|transfer|route|move|send|delegate|hand over) [the] [ticket] {ticket} [over|back] to {assignee} [please|pls] (,|-|;|because|since|please|pls|plz) {why}",
        "(assign|reassign|re-assign|transfer|move|hand|take|pass) [the] [ticket] {ticket} (from|away from|off) {*} [and] [give it] (to|over to) {assignee}",
        "(assign|give|hand|pass) {assignee} [the] ticket {ticket}",
        "(assign|give|hand|pass) {assignee} {ticket!}",
        "assign {ticket} {assignee!}",
        "(assign|reassign|hand|pass|give|transfer) [it|this|that] [over] to {assignee}",
        "(assign|reassign) [the] ticket {ticket}",
        "{assignee=take|taking|i'll take|ill take|i will take|i can take|i take|i'm taking|im taking|let me take|claim|claiming|i claim|i'll claim|grab|grabbing|i'll grab|let me grab|i'll handle|i will handle|let me handle|i've got|ive got|i got|pick up|picking up|i'll pick up|ill pick up|i'm on|im on|i am on|i'll do|i'll own|own|i'll look at|i'll look into|i'll work on} [the|on] [ticket] {ticket!}",
        "{assignee=take|taking|i'll take|ill take|grab|grabbing|claiming|i'll grab|picking up|i've got|ive got|i'm on|im on} [the] [ticket] {ticket} (,|-|;) {why!}",
        "[ticket] {ticket} (is|goes to|goes|->|=) {assignee=mine|me|on me|with me}",
        "put {assignee} (on|onto) [ticket] {ticket!}",
        "(drop|put|dump) [ticket] {ticket} (on|onto|in) {assignee}'s (desk|plate|queue|pile|lap)",
        "[ticket] {ticket} [pls|please] , {assignee=i'll take|ill take|i will take|i can take|i've got|ive got|i got|i'll grab|i'll do|i'll handle} (it|that|that one|this one|this|them)",
        "[ticket] {ticket} (goes to|should go to|->|belongs to|is for|is now with|goes over to|is with) {assignee}",
        "{assignee} (takes|should take|will take|can take|is on|gets|owns|should handle|handles|takes over|picks up|to take) [over] [ticket] {ticket!}",
        "(can|could|let|have|ask|get|make) {assignee} [please|pls|to] (take|handle|do|work on|look at|look into|pick up|own|take over|take care of) [over] [ticket] {ticket!}",
        "make {assignee} [the] (owner|assignee) (of|on|for) [ticket] {ticket!}",
        "(set|change) [the] (assignee|owner) (of|on|for) [ticket] {ticket} to {assignee}",
        "[and] over to {assignee}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[先|就|也|都|还是](转给|派给|分给|分配给|指派给|交给|给|转派给|转到|移交给|改派给|分派给|派到|转交给|让给|换给|丢给|拨给|安排给){assignee}[处理|跟进|负责|做|接|跟|来处理|来跟|来做|去处理|看|看看|看一下|吧]",
        "[帮我|帮忙|麻烦|请][把|将][工单]{ticket}[先|就|也|都|还是](转给|派给|分给|分配给|指派给|交给|给|转派给|移交给|改派给|分派给|转交给|安排给|丢给|让给|甩给|拨给){assignee}[处理|跟进|负责|做|接|跟|来处理|吧],，{why}",
        "(转给|派给|分给|分配给|指派给|交给|转派给|移交给|改派给|分派给|转交给){assignee}[处理|跟进|负责|做|接|跟|吧]",
        "[工单]{ticket}[能不能|可不可以|可以|能|麻烦|还是|先|就](让|给|派给|转给|交给|由|请|叫){assignee}(做|处理|跟|跟进|负责|接|接手|看|看看|看一下|来处理|来做|来跟|来接|去处理|弄|搞)[吗|吧|一下|么]",
        "[工单]{ticket}[能不能|可不可以|可以|能|麻烦|还是|先|就](让|给|派给|转给|交给|由|请|叫){assignee}(做|处理|跟|跟进|负责|接|接手|看|看看|看一下|来处理|来做|来跟|来接|去处理|弄|搞)[吗|吧|一下|么],，{why}",
        "{ticket}[的](单子|工单|单)[还|也|都](没人接|没人管|没人处理|没人认领|没人跟)[,，](让|给|派给|派|叫|请){assignee}[来|去][接|处理|跟|跟进|负责|看看|看一下|做][吧|一下]",
        "(让|叫|请|麻烦|安排){assignee}[来|去](接|处理|跟进|负责|看一下|看看|接手|跟|做)[一下|下][工单]{ticket!}",
        "(派|分|转|指派|分配|转派|改派|派单)[工单]{ticket}(给|到){assignee}",
        "(派|指派|分配|转|改派|安排){assignee}[来|去](处理|跟进|接|负责)[一下|下][工单]{ticket!}",
        "[工单]{ticket}[改](派|改派|转派|指派|分配|转|分|派单|安排){assignee}[处理|跟进|吧]",
        "[工单]{ticket}[就|先|这个|这张|还是]{assignee=我来处理|我来|我来接|我来跟|我来跟进|我来做|我来弄|我来看|我来负责|我来接手|我来认领|我接|我接了|我接手|我跟|我跟进|我处理|我去处理|我负责|我做|我认领|归我|算我的|我拿|我领|由我处理|由我来|我要了|我包了|我先拿着|我先接|我先接着|我先跟|我先看|我先处理|我拿着}[吧|了|一下|,|，]",
        "{assignee=我来处理|我来接|我来跟|我来跟进|我来负责|我来接手|我来认领|我接|我接手|我处理|我跟进|我认领|认领|接手|领|我领|由我处理|接|接下|拿下|抢}[一下|了|下][工单]{ticket!}",
        "{assignee=我来处理|我来接|我来跟|我来跟进|我来负责|我来接手|我来认领|我接了|我接手|我认领}[吧]",
        "[把|将][工单]{ticket}[的](负责人|处理人|经办人|指派人|对接人)(改成|改为|换成|是|设为|换)[为|成]{assignee}",
        "(指派|分配|派)工单{ticket}",
        "(给|派|派给|转给|转|交给){assignee}",
        "[工单]{ticket}{*},，(派|给|派给|转给|交给){assignee}",
        "[把|将][工单]{ticket}(指给|指派給|指到){assignee}",
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
    note_why(turn, ticket, why)
    return turn.done(
        T("#{id} goes to {who}: {subject}", "#{id} 已派给{who}：{subject}"),
        id=str(ticket.id),
        who=assignee.name,
        subject=ticket.subject,
        fields=step(turn, before, ticket) | {PRIORITY: PRIORITIES[Priority(ticket.priority)], NOTE: why},
        buttons=onward(ticket),
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
        "ask [the] (customer|client|requester|user|them|him|her|folks) (on|in|about|for|behind|from) [ticket] {ticket} [:|,|-] {text!}",
        "(send|write) [the] (customer|client|requester|a reply|a response|an answer) (on|of|in|for|to|about) [ticket] {ticket} [a message|a reply|an answer|saying|that|:|-] [:|-] {text!}",
        "(reply|respond|write|answer|get back|tell|message) [back] [to] {who} (on|about|re|in|for) [ticket] {ticket} [:|-|,|that|saying|with|and say] {text!}",
        "let {who} (on|about|re|in|for) [ticket] {ticket} know [that|:] {text!}",
        "let (them|him|her|the customer|the client) know (on|about|in|for|re) [ticket] {ticket} [that|:|,] {text!}",
        "[ticket] {ticket} [,|-] (reply|answer|response|tell them|tell the customer) [:|-|that] {text!}",
        "(reply|respond|write|write back|get back|answer|message|send|text|msg|ping) [back] [to] {who} (:|-|that|saying|and say|with) {text!}",
        "(tell|inform|notify|update) {who} [that|:|-|,] {text!}",
        "let {who} know [that|:|-|,] {text!}",
        "(reply|respond|answer) [to] [the] [customer|client|them|him|her] (:|-|that|saying|with) {text}",
        "(tell|inform|let) [the] (customer|client) [know] [that|:] {text}",
        "(reply|respond|answer) [to|on] [the] ticket {ticket}",
        "(reply|respond|answer|write back) (to|on|in) {ticket!}",
        "[and] tell them [that] {text}",
    ],
    zh=[
        "(回复|回覆|答复|回一下|回)[一下][工单]{ticket}[的客户|的客人|客户|那边][:，,说]{text!}",
        "[帮我|帮忙|麻烦|请](跟|和|给|告诉|通知|回复|回覆|回|转告|答复|告知|跟进)[工单]{ticket}[的|那个|那边|那边的|那位](客户|客人|用户|对方|顾客)[说|讲|回|回复|一下|一声|:|，|说一下|说一声|讲一声]{text!}",
        "[帮我|帮忙|麻烦|请](给|跟|向|在)[工单]{ticket}[里|上|下面](回复|回覆|答复|回话|回一句|回个话|回个消息|回)[一下|一句|客户][:，,说]{text!}",
        "[工单]{ticket}[给|跟|先](回复|回覆|答复|回)[客户|一下|对方|客人][:，,说]{text!}",
        "(跟|和|给|向){who}(说下|说一下|说一声|说声|讲一下|讲一声|回一下|回一句|回个话|回个消息|回复一下|回复)[:，,]{text!}",
        "(跟|和|给|向){who}(说下|说一下|说一声|说声|讲一下|讲一声|回一下|回复)[:，,]{ticket}(的|那个|那单){text!}",
        "(告诉|通知|告知|转告|回复|回覆|答复|回一下){who}[一下|一声|说]:{text!}",
        "(回复|回覆|答复|告诉|通知|告知|转告|跟|给)(客户|客人|对方)[说|讲|一下|回|回复|:|，|一声]{text}",
        "(回复|回覆|答复)[:，]{text}",
        "(回复|回覆|答复)工单{ticket}",
        "(回复|回覆|答复){ticket!}",
    ],
)
def reply_on_ticket(
    turn: Turn,
    ticket: Ticket,
    text: str,
    who: Contact | None = None,
    file: str | None = None,
    sure: Annotated[str | None, WordSlot(YES)] = None,
) -> Reply:
    if who and ticket.contact and who.id != ticket.contact_id:
        raise BadValue(NOT_THEIRS, id=str(ticket.id), whose=ticket.contact, who=who)
    files = file.split(",") if file else along(turn)
    if link := turn.crm.customers.link_of(ticket):
        return _sent(turn, ticket, text, files, link, sure == "yes")
    before = Status(ticket.status)
    message = turn.crm.tickets.reply(ticket, text, files)
    turn.about(ticket.contact, ticket)
    told = with_names(message.text, files)
    return turn.done(
        SAVED, id=str(ticket.id), text=told, whom=customer(turn, ticket), fields=step(turn, before, ticket)
    )


def _sent(turn: Turn, ticket: Ticket, text: str, files: list[str], link: CustomerTicket, sure: bool) -> Reply:
    """To a customer who writes in: shown first, with whom it goes to, and sent by the button alone."""
    turn.crm.tickets.guard(ticket)
    ticket.refuse_if_over()
    turn.about(ticket.contact, ticket)
    channel = link.customer.channel
    whom, where = recipient(ticket, link), turn.apps.get(channel) or (MAIL if channel == "email" else CHAT)
    if not text.strip():
        raise BadValue(NO_WORDS)
    if len(text) > LONGEST:
        raise BadValue(TOO_LONG, n=len(text), most=LONGEST)
    told, paths = with_names(text, files), tuple(str(turn.drawer.kept(key)) for key in files)
    if not sure:
        adding = {"file": ",".join(files)} if files else {}
        sure_to, id = send_to(whom), str(ticket.id)
        raise Ask("sure", PREVIEW, sure=sure_to, adding=adding, id=id, whom=whom, where=where, text=told)
    before = Status(ticket.status)
    message = turn.crm.tickets.reply(ticket, text, files)
    said = Voice("zh" if link.customer.lang == "zh" else "en", turn.crm.zone)
    letter = Reply(Outcome.DONE, said.say(ANSWER, id=str(ticket.id), text=message.text), files=paths)
    message.letter_id = turn.crm.customers.send(link, letter.to_json())
    return turn.done(SENT, id=str(ticket.id), whom=whom, text=told, fields=step(turn, before, ticket))


CHAT, MAIL = T("chat", "聊天"), T("e-mail", "邮件")
LONGEST = 3500  # letters of one message on every platform
PREVIEW = T(
    "To {whom} ({where}), on #{id}: “{text}” Send it?",
    "将通过{where}发给{whom}（#{id}）：“{text}”。确认发送吗？",
)
SENT = T("Sent to {whom} on #{id}: “{text}”", "已发送给{whom}（#{id}）：“{text}”")
ANSWER = T("#{id}: {text}", "#{id}：{text}")
TOO_LONG = T(
    "That has {n} characters; a message to a customer may have {most}. Please shorten it.",
    "内容有 {n} 个字符，发给客户的消息最多 {most} 个，请缩短后再发。",
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


@command(
    "ticket.note",
    needs="tickets.write",
    help=T("Leave a note on a ticket for the team only", "给工单加内部备注"),
    example=T("internal note on ticket 1001: seen on firmware 4.2.1 only", "给工单1001加个内部备注：客户很急"),
    slash=("ticket note", "工单 备注"),
    en=[
        "[add|leave|put|make|write|drop|post|log|record] [a|an|another|one] [quick|short] [internal|private|team|inside|staff] (note|comment|remark|memo|annotation) [for|to] [the] [support|support team|team|agents|agent|colleagues|everyone] (on|to|for|in|about|under) [the] [ticket] {ticket} (:|-|,|that|saying|;) {text!}",
        "(internal|private|team) (note|comment|remark) [ticket] {ticket} [:|-|,|that] {text!}",
        "(internal|private|team) [note|comment|remark] (on|to|for|in|about) [ticket] {ticket} [:|-|,|that] {text!}",
        "(note|comment) [on|to|for|in] [the] [ticket] {ticket} [:|-|,|that] {text!}",
        "(note|jot down|write down|note down|record|remember|fyi|remark|mention) (on|for|in) [ticket] {ticket} [:|-|,|that] {text!}",
        "[ticket] {ticket} [,|-] [internal|private|team] (note|comment) [:|-|,|that] {text!}",
        "[add|leave|put|make|write|drop] [a|an] (internal|private|team) (note|comment|remark) [:|-|,|that|saying] {text}",
        "(add|leave|put|make|write|drop) [a|an] [internal|private] (note|comment) (on|to) [the] ticket {ticket}",
        "[add|leave|put|make|write] [a|an|internal|private] (note|comment) (on|to|for) [ticket] {ticket!}",
        "(note|comment) (on|to|for) (ticket|case) {ticket!}",
        "[just|only] (between us|for us|for the team|among ourselves|inside|internally) (on|about|for) [ticket] {ticket} [:|-|,|that] {text!}",
        "(note|internal) on ticket {ticket} [:|-|,|that] {text!}",
        "(jot|scribble) [down] (on|onto|in|at) [ticket] {ticket} [internally] [-|:|,] {text!}",
        "[and] (note|internal note|comment|a note) (on|onto|to) it [:|-|,|that] {text}",
    ],
    zh=[
        "[帮我|帮忙|麻烦|请][给|在|往|为|对][工单]{ticket}[上|里|的|下|下面|里面][加|留|写|记|补|添|添加|做|补充][上|了][个|一个|一条|条|一下|句|一句](内部备注|备注|内部留言|内部笔记|留言|内部说明|内部注释|批注|备忘)[一下|:|，|,|说]{text!}",
        "[帮我|帮忙|麻烦|请][给|在|往|为|对][工单]{ticket}[上|里|的|下|下面|里面](记一下|记一句|记一笔|备注一下|备注下|留个言|留个话|写一句)[:|，|,]{text!}",
        "(备注|内部备注|内部留言|留言|内部说明)[一下][在|到|给][工单]{ticket}[上|里][:|，|,]{text!}",
        "[帮我|帮忙|麻烦|请](加|写|留|记|补)[个|一个|一条|条|一下|句|一句](内部备注|内部留言|内部笔记|内部说明)[:|，|,]{text}",
        "(内部备注|内部留言)[:|，|,]{text}",
        "给[工单]{ticket}(加|写|留|记)[个|一个|条|一条|一下](内部备注|备注|留言)",
        "(再|顺便|并|再帮我)(备注|加备注|加个备注|留个备注|内部备注|加条备注|写个备注)[一句|一下|一条][:：，]{text}",
        "[工单]{ticket}[加个|加|写个|写][内部](备注|留言)[:：， ]{text!}",
    ],
)
def note_on_ticket(turn: Turn, ticket: Ticket, text: str) -> Reply:
    files = along(turn)
    message = turn.crm.tickets.note(ticket, text, files)
    turn.about(ticket.contact, ticket)
    told = with_names(message.text, files)
    return turn.done(T("Noted inside on #{id}: {text}", "已给 #{id} 加内部备注：{text}"), id=str(ticket.id), text=told)


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
        "[ticket] {ticket} {status} [now|again|for now]",
        "{status=waiting on customer|waiting on the customer|waiting for customer|waiting for the customer|waiting on client|waiting on the client|waiting for the client|waiting on them|waiting for them|awaiting customer|awaiting reply|waiting for reply|waiting for a reply|waiting|on hold} (on|for|with|in|re|:) [ticket] {ticket!}",
        "[we're|we are|i'm|im|still] {status=waiting on customer|waiting on the customer|waiting for customer|waiting for the customer|waiting on the client|waiting for the client|waiting on them|waiting for them} (on|for|with|in|re) [ticket] {ticket!}",
        "{*} (confirmed|confirms|says|said|agrees|agreed|reports|told us|wrote) {why} (,|;|-|so|so please) {status=close|close out|resolve|reopen|re-open|park|hold} [ticket] {ticket!}",
        "[set|change] [the] status [to|is|of it to|:|=] {status}",
        "{status=close|close out|resolve|solve|reopen|re-open|park} (that|this|the) [same] (ticket|case)",
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
        "[工单]{ticket}(客户|对方|用户|客人)(说|确认|反馈|回复|表示|那边)[已经|都]{why}[,，]{status=关掉|关了|关闭|关|结单|结案|结了|关单|重新打开|重开|挂起}[吧|了|掉]",
        "[工单]{ticket}[已经](没问题了|好了|解决了|修好了|弄好了|搞定了|处理好了|没事了)[,，][可以|能|就|请|帮我|先]{status=关掉|关了|关闭|关|结单|结案|结了|关单}[吧|了|掉]",
        "{ticket}(客户|对方)[说|确认|反馈|回复]{status=解决了|已经解决了|好了|没问题了|已解决|搞定了}",
    ],
)
def move_ticket(turn: Turn, ticket: Ticket, status: Status, why: str | None = None) -> Reply:
    before = Status(ticket.status)
    turn.about(ticket.contact, ticket)
    if not turn.crm.tickets.move(ticket, status):
        return turn.done(
            T("#{id} is {status} already.", "#{id} 已经是“{status}”了。"), id=str(ticket.id), status=STATUSES[status]
        )
    note_why(turn, ticket, why)
    return turn.done(
        T("#{id} is now {status}: {subject}", "#{id} 现在是“{status}”：{subject}"),
        id=str(ticket.id),
        status=STATUSES[status],
        subject=ticket.subject,
        fields=step(turn, before, ticket) | {ASSIGNEE: ticket.assignee, NOTE: why},
    )
