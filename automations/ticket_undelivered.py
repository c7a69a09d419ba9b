"""An answer to a customer that could not be delivered: whoever sent it is told, once."""

from collections.abc import Iterator

from automations.automation import Push, automation
from crm_domain.crm import Crm
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

LOST = T(
    "Your answer on #{id} could not be delivered: “{text}”. Reach the customer another way, or send it again.",
    "你在 #{id} 上的回复没有送达：“{text}”。请换个方式联系客户，或者重新发送。",
)


@automation
def ticket_undelivered(crm: Crm) -> Iterator[Push]:
    for message in crm.customers.lost():
        if message.author:
            voice = Voice(message.author.language, message.author.zone)
            said = voice.say(LOST, id=str(message.ticket_id), text=message.text)
            show = Button(voice.say(T("Show", "查看")), f"/ticket.show ticket=#{message.ticket_id}")
            reply = Reply(Outcome.DONE, said, buttons=(show,))
            yield Push(message.author, f"message {message.id} lost", reply)
