"""An answer to a customer that could not be delivered: whoever sent it is told, once."""

from collections.abc import Iterator

from automations.automation import automation
from automations.note import Note, Pressing
from crm_domain.crm import Crm
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

LOST = T(
    "Your answer on #{id} could not be delivered: “{text}”. Reach the customer another way, or send it again.",
    "你在 #{id} 上的回复没有送达：“{text}”。请换个方式联系客户，或者重新发送。",
)
WHY = T("you wrote this to a customer whom it did not reach", "你发给客户的回复没有送达")


@automation
def ticket_undelivered(crm: Crm) -> Iterator[Note]:
    for message in crm.customers.lost():
        if message.author:
            voice = Voice(message.author.language, message.author.zone)
            said = voice.say(LOST, id=str(message.ticket_id), text=message.text)
            show = Button(voice.say(T("Show", "查看")), f"/ticket.show ticket=#{message.ticket_id}")
            reply = Reply(Outcome.DONE, said, buttons=(show,))
            occasion = f"message {message.id} lost"
            yield Note(reply, "undelivered answers", WHY, message.author, pressing=Pressing.URGENT, occasion=occasion)
