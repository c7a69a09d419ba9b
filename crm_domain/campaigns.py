"""Campaigns: one message to a segment of the customers, sent once, to those who may be written to.

A share of the customers may be held back, by lot: only against them does a campaign have an effect that can be told.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain import outbox
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.errors import Conflict
from crm_domain.mail import mail_to
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.texts import T

SENT_ALREADY = T(
    "“{name}” went out on {at}. To write to them again, make a new campaign.",
    "“{name}”已于{at}发出。要再次发送，请新建一个营销活动。",
)
NAME_TAKEN = T(
    "There is a campaign called “{name}” already. Choose another name.", "已经有叫“{name}”的营销活动了，请换个名字。"
)


class Campaign(Row):
    """`at` is when it is to go out, or went; `waiting`: it is confirmed and goes out by itself then.

    `holdout` percent of the customers get nothing.
    """

    __tablename__ = "campaigns"
    noun = "campaigns"

    name: Mapped[str]
    segment: Mapped[str | None]
    message: Mapped[str | None]
    at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    waiting: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    holdout: Mapped[int] = mapped_column(default=0)

    owner: Mapped[Member | None] = relationship()
    recipients: Mapped[list["Recipient"]] = relationship(back_populates="campaign", cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        return self.name


class Recipient(Row):
    """One who gets a campaign, or of whom it was `held` back."""

    __tablename__ = "campaign_recipients"
    noun = "campaigns"
    sent = True

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    held: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]

    campaign: Mapped[Campaign] = relationship(back_populates="recipients")
    contact: Mapped[Contact | None] = relationship()
    company: Mapped[Company | None] = relationship()


Writer = Callable[[Campaign, Contact], dict[str, Any]]


@dataclass(slots=True)
class Audience:
    """`reached` can be written to; the others opted out, or have no e-mail address. `unasked`: never said yes or no.

    `held`: companies that get nothing, drawn by lot.
    """

    companies: int = 0
    reached: list[Contact] = field(default_factory=list)
    opted_out: list[Contact] = field(default_factory=list)
    without_address: list[Contact] = field(default_factory=list)
    held: set[int] = field(default_factory=set)

    @property
    def unasked(self) -> int:
        return sum(1 for contact in self.reached if contact.consent is None)

    @property
    def written_to(self) -> list[Contact]:
        return [contact for contact in self.reached if contact.company_id not in self.held]


class Campaigns(Records[Campaign]):
    model = Campaign

    def add(self, name: str, **facts: object) -> Campaign:
        query = self.visible().where(Campaign.name == name)
        if self.all(query):
            raise Conflict(NAME_TAKEN, name=name)
        return self.put(Campaign(name=name, owner=self.desk.actor, **facts))

    def audience(self, companies: Collection[int], campaign: Campaign | None = None) -> Audience:
        """The contacts of these companies, each address once."""
        query = select(Contact).where(
            Contact.workspace_id == self.desk.workspace.id,
            self.desk.access.sees(self.desk.actor, Contact),
            Contact.company_id.is_not(None),
        )
        found, seen = Audience(len(companies)), set[str]()
        for contact in self.desk.session.scalars(query.order_by(Contact.id)):
            if contact.company_id not in companies:
                continue
            address = (contact.email or "").strip().lower()
            if contact.consent is False:
                found.opted_out.append(contact)
            elif "@" not in address:
                found.without_address.append(contact)
            elif address not in seen:
                seen.add(address)
                found.reached.append(contact)
        opted = {(contact.email or "").strip().lower() for contact in found.opted_out} - {""}
        found.reached = [contact for contact in found.reached if (contact.email or "").strip().lower() not in opted]
        if campaign and campaign.holdout:
            found.held = _drawn({c.company_id for c in found.reached if c.company_id}, campaign)
        return found

    def send(self, campaign: Campaign, audience: Audience, write: Writer) -> list[Contact]:
        """Puts a letter into the outbox for each who is written to; whose they are."""
        self.refuse_sent(campaign)
        now = self.desk.now
        for contact in audience.reached:
            held = contact.company_id in audience.held
            campaign.recipients.append(
                Recipient(contact_id=contact.id, company_id=contact.company_id, held=held, at=now)
            )
            if not held:
                self._post(campaign, contact, write(campaign, contact))
        campaign.sent_at, campaign.waiting = now, False
        campaign.at = campaign.at or now
        return audience.written_to

    def refuse_sent(self, campaign: Campaign) -> None:
        if campaign.sent_at:
            raise Conflict(SENT_ALREADY, name=campaign.name, at=campaign.sent_at)

    def _post(self, campaign: Campaign, contact: Contact, body: dict[str, Any]) -> None:
        outbox.post(
            self.desk.session,
            workspace_id=self.desk.workspace.id,
            **mail_to(contact.email or "", campaign.name),
            body=body,
            at=self.desk.now,
        )

    def due(self) -> Sequence[Campaign]:
        """Confirmed, and their time has come."""
        waiting = self.visible().where(Campaign.waiting.is_(True), Campaign.sent_at.is_(None))
        return self.all(waiting.where(Campaign.at <= self.desk.now).order_by(Campaign.at, Campaign.id))


def _drawn(companies: Collection[int], campaign: Campaign) -> set[int]:
    """The same ones whenever it is asked for the same campaign."""
    order = sorted(companies)
    count = round(len(order) * campaign.holdout / 100)
    return set(Random(campaign.id).sample(order, count))
