"""Whose a ticket is: the person who wrote in becomes a contact of ours."""

from crm_domain.contacts import Contact
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reply import Reply
from handlers.ticket_view import COMPANY, CONTACT
from handlers.turn import Turn

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
