"""The question how the help was, as it goes to a customer in their own chat and language."""

from zoneinfo import ZoneInfo

from crm_domain.customers import CustomerTicket
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

ASKED = T(
    "Your request #{id} (“{subject}”) is solved. How was our help? Answer with 1 to 5; 5 is best.",
    "您的请求 #{id}（“{subject}”）已解决。请为我们的服务打分，回复 1 到 5 即可，5 分最好。",
)
AGAIN = T(
    "One short question is still open: how was our help with #{id} (“{subject}”)? Answer with 1 to 5; 5 is best.",
    "还想请您花几秒钟：#{id}（“{subject}”）的服务您打几分？回复 1 到 5 即可，5 分最好。",
)


def rating_asked(link: CustomerTicket, text: T = ASKED) -> Reply:
    ticket = link.ticket
    voice = Voice("zh" if link.customer.lang == "zh" else "en", ZoneInfo("UTC"))
    buttons = tuple(Button("★" * score, f"/rate #{ticket.id} {score}") for score in range(5, 0, -1))
    return Reply(Outcome.DONE, voice.say(text, id=str(ticket.id), subject=ticket.subject), buttons=buttons)
