"""Once a ticket is solved its customer is asked, in their own chat, how it was; and reminded once."""

from collections.abc import Iterator
from functools import partial

from automations.automation import automation
from automations.note import Note, Pressing
from crm_domain.crm import Crm
from crm_domain.customers import CustomerTicket
from crm_domain.texts import T
from handlers.reply import Reply
from handlers.ticket_rating import AGAIN, rating_asked

WHY = T("the request was solved", "请求已解决")


@automation
def ticket_ratings(crm: Crm) -> Iterator[Note]:
    for link in crm.customers.unrated(crm.now - crm.support.ask_rating_after):
        asked = link.ticket.asked_at
        if asked is None:
            yield _push(link, "asked", rating_asked(link), partial(_note, crm, link))
        elif crm.now - asked >= crm.support.remind_rating_after:
            yield _push(link, "reminded", rating_asked(link, AGAIN))


def _note(crm: Crm, link: CustomerTicket) -> None:
    link.ticket.asked_at = crm.now


def _push(link: CustomerTicket, what: str, reply: Reply, then: "partial[None] | None" = None) -> Note:
    chat, occasion = (link.customer.channel, link.chat), f"ticket {link.ticket_id} {what}"
    return Note(reply, "rating", WHY, chat=chat, pressing=Pressing.ASKED, occasion=occasion, then=then)
