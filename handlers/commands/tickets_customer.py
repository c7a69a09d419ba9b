"""The customer of a ticket: which contact wrote in, and what they thought of the help."""

from typing import Annotated

from crm_domain.contacts import Contact
from crm_domain.errors import Conflict
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reading.ticket_words import SCORES
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.ticket_rating import rating_asked
from handlers.ticket_view import COMMENT, COMPANY, CONTACT, recipient, send_to
from handlers.turn import Ask, Turn

KNOWN = T("#{id} is {contact}'s: {subject}", "#{id} 是{contact}的工单：{subject}")
FROM_NOW = T(
    "#{id} is {contact}'s: {subject}. Who writes in from there is {contact} from now on.",
    "#{id} 是{contact}的工单：{subject}。以后从那里写来的消息都算{contact}的。",
)


@command(
    "ticket.contact",
    needs="tickets.write",
    help=T("Say whose ticket it is: the contact who wrote in", "说明工单是哪位联系人提的"),
    example=T("ticket 1001 is from Dana Wu", "工单1001是李若楠提的"),
    slash=("ticket contact", "工单 联系人"),
    en=[
        "[the] (ticket|case) {ticket} (is|was|comes|came) [opened|raised|reported|filed|written] (from|by) {contact}",
        "{ticket!} (is|was|comes|came) [opened|raised|reported|filed|written] from {contact}",
        "(set|change|make) [the] (contact|customer|requester) (of|on|for) [ticket] {ticket} [to|:] {contact}",
        "(link|connect) [the] [ticket|case] {ticket} (to|with) [the] (contact|customer|requester) {contact}",
    ],
    zh=[
        "[工单]{ticket}是{contact}(提的|提交的|报的|写来的|反映的|发来的|开的|的客户单)",
        "[把|将][工单]{ticket}的(联系人|客户联系人|提交人|提单人)(改成|改为|设为|是|设成|换成){contact}",
        "[把|将]工单{ticket}(关联到|挂到|关联给)(联系人|客户){contact}",
    ],
)
def ticket_contact(turn: Turn, ticket: Ticket, contact: Contact) -> Reply:
    ticket.contact, ticket.company = contact, contact.company or ticket.company
    link = turn.crm.customers.link_of(ticket)
    if link:
        link.customer.contact = contact
    turn.about(contact, ticket)
    return turn.done(
        FROM_NOW if link else KNOWN,
        id=str(ticket.id),
        contact=contact.name,
        subject=ticket.subject,
        fields={CONTACT: contact, COMPANY: ticket.company},
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


NO_CHAT = T(
    "The customer of #{id} does not write in by chat, so nobody can be asked there. Keep a rating by saying: rate {id} 5",
    "#{id} 的客户没有在聊天里联系过我们，没法在那里请他评分。可以直接记录评分，例如：工单{id}评分5分",
)
NOT_SOLVED = T("#{id} is not solved yet: resolve it first.", "#{id} 还没有解决，请先标为已解决。")
RATED = T("The customer has rated #{id} already: {score} of 5.", "客户已经给 #{id} 打过分了：{score} 分（满分 5 分）。")
ASKED = T(
    "The customer was asked about #{id} on {day}; one reminder goes out by itself.",
    "{day}已经请客户给 #{id} 评分了，系统会自动提醒一次。",
)
SHALL_I = T("Ask {whom} how our help with #{id} was?", "请{whom}给 #{id} 的服务评分吗？")
SENT = T("{whom} is asked to rate #{id}: {subject}", "已请{whom}给 #{id} 评分：{subject}")


@command(
    "ticket.survey",
    needs="tickets.write",
    help=T("Ask a ticket's customer for a rating, in their own chat", "在客户自己的聊天里请客户给工单评分"),
    example=T("ask the customer of 1012 for a rating", "邀请工单1012的客户评分"),
    slash=("ticket survey", "工单 请评分"),
    en=[
        "(ask|get|invite) [the] (them|him|her|customer|client|requester) (for a rating|to rate us|to rate it|for feedback|for a score|to rate our help|to leave a rating|how we did|how it was|for a csat)",
        "(ask|get|invite) [the] (them|him|her|customer|client|requester) (for a rating|to rate us|to rate it|for feedback|for a score|to rate our help|to leave a rating|how we did|how it was|for a csat) (on|for|about) [ticket] {ticket!}",
        "(ask|get|invite) [the] (customer|client|requester) (of|on|for|behind) [ticket] {ticket} (for a rating|to rate us|to rate it|for feedback|for a score|to rate our help|to leave a rating|how we did|how it was|for a csat)",
        "(send|send out) [them|him|her|the customer|the client] [a|an|the] (csat|csat survey|survey|satisfaction survey|rating request|feedback request|feedback survey) "
        "[for|on|about] [ticket] {ticket}",
        "(send|send out) [them|him|her|the customer|the client] [a|an|the] (csat|csat survey|survey|satisfaction survey|rating request)",
        "(ask for|request) [a|the] [customer] (rating|csat|csat score|feedback) (on|for|from the customer of) [ticket] {ticket}",
    ],
    zh=[
        "[帮我|麻烦](让|邀请|叫|请)[工单]{ticket}的(客户|客人|对方|用户)(评分|打分|评价|打个分|评个分|评价一下|评价下|打下分)[吧]",
        "[帮我|麻烦](让|邀请|叫|请)(客户|客人|对方|用户)(给|对)[工单]{ticket}(评分|打分|评价|打个分|评个分|评价一下)[吧]",
        "[帮我|麻烦](让|邀请|叫|请)(客户|客人|对方|用户|他|她|他们)(评分|打分|评价|打个分|评个分|评价一下|评价下|打下分)[吧]",
        "[给|向][工单]{ticket}[的][客户]发[个|一个|一下](满意度调查|评价邀请|评分邀请|满意度问卷)",
        "发[个|一个|一下](满意度调查|评价邀请|评分邀请)[吧]",
    ],
)
def ask_for_rating(turn: Turn, ticket: Ticket, sure: Annotated[str | None, WordSlot(YES)] = None) -> Reply:
    link, id = turn.crm.customers.link_of(ticket), str(ticket.id)
    turn.crm.tickets.guard(ticket)
    turn.about(ticket.contact, ticket)
    if link is None:
        raise Conflict(NO_CHAT, id=id)
    if ticket.is_unsolved:
        raise Conflict(NOT_SOLVED, id=id)
    if ticket.score:
        raise Conflict(RATED, score=ticket.score, id=id)
    if ticket.asked_at:
        raise Conflict(ASKED, day=ticket.asked_at.astimezone(turn.crm.zone).date(), id=id)
    whom = recipient(ticket, link)
    if sure != "yes":
        raise Ask("sure", SHALL_I, sure=send_to(whom), whom=whom, id=id)
    turn.crm.customers.send(link, rating_asked(link).to_json())
    ticket.asked_at = turn.now
    return turn.done(SENT, whom=whom, subject=ticket.subject, id=id)
