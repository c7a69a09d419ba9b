"""A week after a deal was won, its owner is asked whether all is well with the customer."""

from collections.abc import Iterator

from automations.automation import automation
from automations.mornings import mornings
from automations.note import Note, nudge
from crm_domain.crm import Crm
from crm_domain.deals import Deal, DealFilter
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

AFTER, FORGOTTEN = 7, 10  # days, as the owner's calendar has them: it comes with the morning's other news
TEXT = T("{deal} was won a week ago. Is {whom} happy?", "{deal}赢单一周了，回访一下{whom}吧？")
TASK, CUSTOMER = T("Make a task", "建个任务"), T("the customer", "客户")
WHY = T("you won a deal a week ago", "你一周前赢了一单")


@automation
def after_won(crm: Crm) -> Iterator[Note]:
    for member, _ in mornings(crm, "after_won"):
        today = crm.now.astimezone(member.zone).date()
        for deal in crm.deals.listed(DealFilter(owner=member, standing="won")):
            won = deal.closed_at and deal.closed_at.astimezone(member.zone).date()
            if deal.closed_at and won and AFTER <= (today - won).days < FORGOTTEN:
                reply = _reply(deal, Voice(member.language, member.zone))
                yield nudge(member, f"deal {deal.id} won {deal.closed_at.date()}", reply, "after won", WHY)


def _reply(deal: Deal, voice: Voice) -> Reply:
    whom = deal.contact.name if deal.contact else deal.company.name if deal.company else voice.say(CUSTOMER)
    title = voice.say(T("Check in with {whom}", "回访{whom}"), whom=whom)
    button = Button(
        voice.say(TASK), f'/task.add title="{title}" deal=#{deal.id} due="{voice.say(T("tomorrow", "明天"))}"'
    )
    return Reply(Outcome.DONE, voice.say(TEXT, deal=deal, whom=whom), buttons=(button,))
