"""A webhook that does not take its events: the admins are told once, and how to send them again."""

from collections.abc import Iterator

from automations.automation import automation
from automations.note import Note, voice_of
from crm_domain.crm import Crm
from crm_domain.members import Member, Role
from crm_domain.texts import T
from crm_domain.webhooks import GIVEN_UP, Webhook
from handlers.reply import Button, Outcome, Reply

LOST = T(
    "Webhook {name} did not take {n} event(s), however often I tried ({why}). They are kept: once it is back, send "
    "them again.",
    "Webhook {name} 多次重试后仍有 {n} 个事件没有送达（{why}）。事件都保留着，对方恢复后可以重发。",
)
WHY = T("you are an admin, and a webhook of yours is in trouble", "你是管理员，有 Webhook 出了问题")
AGAIN = T("Send again", "重发")


@automation
def webhooks(crm: Crm) -> Iterator[Note]:
    for hook in crm.webhooks.listed():
        if first := crm.webhooks.first_given_up(hook):
            for admin in crm.members.everyone():
                if admin.role == Role.ADMIN:
                    reply = _reply(crm, admin, hook, first.error or "?")
                    occasion = f"webhook {hook.name} from letter {first.id} to {admin.id}"
                    yield Note(reply, f"webhook {hook.name}", WHY, admin, occasion=occasion)


def _reply(crm: Crm, admin: Member, hook: Webhook, error: str) -> Reply:
    voice, tally = voice_of(admin, crm), crm.webhooks.tally(hook)
    said = voice.say(LOST, name=hook.name, n=sum(tally.get(state, 0) for state in GIVEN_UP), why=error)
    button = Button(voice.say(AGAIN), f'/webhook.replay webhook="{hook.name}"')
    return Reply(Outcome.DONE, said, buttons=(button,))
