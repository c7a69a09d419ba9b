"""Once a ticket is solved its customer is asked, in their own chat, how it was; and reminded once."""

from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

from automations.automation import automation
from automations.note import Note, Pressing
from crm_domain.crm import Crm
from crm_domain.customers import CustomerTicket
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

ASKED = T(
    "Your request #{id} (“{subject}”) is solved. How was our help? 5 is best.",
    "您的请求 #{id}（“{subject}”）已解决。请为我们的服务打分，5 分最好。",
)
AGAIN = T(
    "One short question is still open: how was our help with #{id} (“{subject}”)? 5 is best.",
    "还想请您花几秒钟：#{id}（“{subject}”）的服务您打几分？5 分最好。",
)
WHY = T("the request was solved", "请求已解决")


@automation
def ticket_ratings(crm: Crm) -> Iterator[Note]:
    for link in crm.customers.unrated(crm.now - crm.support.ask_rating_after):
        asked = link.ticket.asked_at
        if asked is None:
            yield _push(link, "asked", ASKED, partial(_note, crm, link))
        elif crm.now - asked >= crm.support.remind_rating_after:
            yield _push(link, "reminded", AGAIN)


def _note(crm: Crm, link: CustomerTicket) -> None:
    link.ticket.asked_at = crm.now


def _push(link: CustomerTicket, what: str, text: T, then: "partial[None] | None" = None) -> Note:
    ticket, customer = link.ticket, link.customer
    voice = Voice("zh" if customer.lang == "zh" else "en", ZoneInfo("UTC"))
    said = voice.say(text, id=str(ticket.id), subject=ticket.subject)
    buttons = tuple(Button("★" * score, f"/rate #{ticket.id} {score}") for score in range(5, 0, -1))
    reply = Reply(Outcome.DONE, said, buttons=buttons)
    chat, occasion = (customer.channel, link.chat), f"ticket {ticket.id} {what}"
    return Note(reply, "rating", WHY, chat=chat, pressing=Pressing.ASKED, occasion=occasion, then=then)
