"""What a campaign looks like in the customer's mailbox, and who gets it: the words of the segment become customers."""

from collections.abc import Sequence
from typing import Any

from crm_domain.campaigns import Audience, Campaign
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.name_forms import is_cjk
from crm_domain.texts import T
from handlers.reading.segment_words import criteria
from handlers.reply import Outcome, Reply

FOOTER = T(
    "You get this because you do business with us. To get no more of it, answer with STOP.",
    "您收到此邮件是因为您是我们的客户。如不想再收到，请回复“退订”。",
)
NO_SEGMENT = T(
    "“{name}” has no segment yet: who is it for? Say: send {name} to retail customers.",
    "“{name}”还没有目标客户，发给谁？可以说：把{name}发给零售客户。",
)
NO_MESSAGE = T(
    "“{name}” has no message yet. What shall it say? Make it again with “message: …”.",
    "“{name}”还没有内容。请重新新建并写上“内容：……”。",
)


def customers(crm: Crm, segment: str, me: int | None = None) -> list[Company]:
    """BadValue where the words define no segment."""
    return crm.segments.members(criteria(segment, crm, me))


def audience(crm: Crm, campaign: Campaign) -> Audience:
    """Who would get it now. BadValue where it is not ready."""
    if not campaign.segment:
        raise BadValue(NO_SEGMENT, name=campaign.name)
    if not campaign.message:
        raise BadValue(NO_MESSAGE, name=campaign.name)
    found = customers(crm, campaign.segment, campaign.owner_id)
    return crm.campaigns.audience({company.id for company in found}, campaign)


def letter(campaign: Campaign, contact: Contact) -> dict[str, Any]:
    """As the outbox keeps it; the last line says how to get no more, in the message's own language."""
    text = campaign.message or ""
    footer = FOOTER.to("zh" if any(map(is_cjk, text)) else "en")
    return Reply(Outcome.DONE, f"{text}\n\n{footer}").to_json()


def send(crm: Crm, campaign: Campaign, to: Audience) -> Sequence[Contact]:
    """Puts the letters into the outbox; whose they are."""
    return crm.campaigns.send(campaign, to, letter)
