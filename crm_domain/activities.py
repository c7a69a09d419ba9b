"""Activities: what was done with a customer, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, joinedload, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.sealing import Sealed
from crm_domain.texts import T
from crm_domain.tickets import Ticket


class Kind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    VISIT = "visit"
    NOTE = "note"


KINDS = {
    Kind.CALL: T("call", "电话"),
    Kind.MEETING: T("meeting", "会议"),
    Kind.EMAIL: T("email", "邮件"),
    Kind.VISIT: T("visit", "拜访"),
    Kind.NOTE: T("note", "备注"),
}


class Activity(Row):
    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_counted", "workspace_id", "at", "kind", "owner_id"),
        {"sqlite_autoincrement": True},
    )
    noun = "activities"
    owned_by = ("owner_id",)

    kind: Mapped[str] = mapped_column(index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    summary: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int | None]  # how long it took
    satisfaction: Mapped[int | None]  # how content the customer was with it, of 5
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)

    contact: Mapped[Contact | None] = relationship()
    company: Mapped[Company | None] = relationship()
    deal: Mapped[Deal | None] = relationship()
    ticket: Mapped[Ticket | None] = relationship()
    owner: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.summary or self.kind


QUIET_DAYS = 14  # an open deal without a word for so long has gone quiet


class Activities(Records[Activity]):
    model = Activity

    def log(self, kind: Kind, **fields: Any) -> Activity:
        """What was done; a deal or contact brings its company along."""
        deal, contact = fields.get("deal"), fields.get("contact")
        if not fields.get("company"):
            fields["company"] = (deal and deal.company) or (contact and contact.company) or None
        fields["at"] = fields.get("at") or self.desk.now
        return self.put(Activity(kind=kind, owner=self.desk.actor, **fields))

    def listed(
        self,
        about: Contact | Company | Deal | None = None,
        owner: Member | None = None,
        kind: Kind | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Activity]:
        """The latest first."""
        query = self.visible().options(
            joinedload(Activity.contact), joinedload(Activity.company), joinedload(Activity.owner)
        )
        if about is not None:
            query = query.where(ABOUT[type(about)] == about.id)
        if owner is not None:
            query = query.where(Activity.owner_id == owner.id)
        if kind is not None:
            query = query.where(Activity.kind == kind)
        if since is not None:
            query = query.where(Activity.at >= since)
        if until is not None:
            query = query.where(Activity.at < until)
        return self.all(query.order_by(Activity.at.desc(), Activity.id.desc()))

    def quiet(self, deals: Sequence[Deal], days: int = QUIET_DAYS) -> list[Deal]:
        """Those of whom nothing was heard for so many days; a deal that is younger has not had the time."""
        since = self.desk.now - timedelta(days=days)
        ids = [deal.id for deal in deals]
        heard = select(Activity.deal_id).where(Activity.deal_id.in_(ids), Activity.at >= since)
        spoken_of = set(self.desk.session.scalars(heard))
        return [deal for deal in deals if deal.id not in spoken_of and deal.created_at < since]


ABOUT: dict[type[Row], InstrumentedAttribute[int | None]] = {
    Contact: Activity.contact_id,
    Company: Activity.company_id,
    Deal: Activity.deal_id,
    Ticket: Activity.ticket_id,
}
