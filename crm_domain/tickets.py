"""Tickets: what customers need from support."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.members import Member
from crm_domain.records import Records


class Ticket(Row):
    __tablename__ = "tickets"
    noun = "tickets"
    owned_by = ("assignee_id",)

    subject: Mapped[str]
    description: Mapped[str | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    priority: Mapped[str] = mapped_column(default="normal")
    category: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="new", index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    score: Mapped[int | None]
    comment: Mapped[str | None]

    contact: Mapped[Contact | None] = relationship()
    company: Mapped[Company | None] = relationship()
    assignee: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.subject


class Tickets(Records[Ticket]):
    model = Ticket
