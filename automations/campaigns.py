"""A campaign that was confirmed for a time goes out at it, once; whoever confirmed it is told."""

from collections.abc import Iterator

from automations.automation import automation, is_late
from automations.note import Note, Pressing, voice_of
from crm_domain.automation_runs import claim
from crm_domain.campaigns import Campaign
from crm_domain.crm import Crm
from crm_domain.errors import CrmError
from crm_domain.texts import T
from handlers import mailing
from handlers.reply import Button, Outcome, Reply

SENT = T("“{name}” went out: {n} letter(s) are in the outbox.", "“{name}”已到点发出：{n} 封邮件已放入发件箱。")
LATE = T("{said} (It was due {due}.)", "{said}（原定{due}。）")
NOBODY = T("“{name}” was due now, but would reach nobody any more.", "“{name}”到点了，但已没有可发送的人。")
FAILED = T("“{name}” was due now and did not go out. {why}", "“{name}”到点了但没有发出。{why}")
WHY = T("you confirmed this campaign for this time", "你确认过这个时间群发")
RESULTS = T("Results", "效果")


@automation
def campaigns(crm: Crm) -> Iterator[Note]:
    for campaign in crm.campaigns.due():
        occasion = f"campaign {campaign.id} at {campaign.at and campaign.at.isoformat()}"
        if claim(crm.session, crm.workspace.id, "campaigns.send", occasion, crm.now):
            said = _sent(crm, campaign)
            yield Note(said, "campaign", WHY, campaign.owner, pressing=Pressing.ASKED, occasion=occasion)


def _sent(crm: Crm, campaign: Campaign) -> Reply:
    """Sends it to those who are in the segment, and may be written to, now."""
    voice = voice_of(campaign.owner, crm)
    due = campaign.at
    campaign.waiting = False
    try:
        letters = len(mailing.send(crm, campaign, mailing.audience(crm, campaign)))
    except CrmError as refusal:
        return Reply(Outcome.DONE, voice.say(FAILED, name=campaign.name, why=voice.refusal(refusal)))
    said = voice.say(SENT if letters else NOBODY, name=campaign.name, n=letters)
    if due and is_late(crm, due):
        said = voice.say(LATE, said=said, due=due)
    results = Button(voice.say(RESULTS), f"/report.campaign campaign=#{campaign.id}")
    return Reply(Outcome.DONE, said, buttons=(results,))
