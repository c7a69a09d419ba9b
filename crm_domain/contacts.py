"""Contacts: the people at the companies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row, references_to
from crm_domain.companies import Company
from crm_domain.errors import Conflict
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.texts import T


class Contact(Row):
    __tablename__ = "contacts"
    noun = "contacts"
    owned_by = ("owner_id",)

    name: Mapped[str] = mapped_column(index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    title: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None]
    note: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    consent: Mapped[bool | None]  # to be written to unasked: yes, no, or never asked
    consent_at: Mapped[datetime | None]
    more: Mapped[dict[str, Any] | None]

    company: Mapped[Company | None] = relationship()
    owner: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.name


class Contacts(Records[Contact]):
    model = Contact

    def add(self, name: str, **fields: Any) -> Contact:
        if email := fields.get("email"):
            self.refuse_taken(email)
        return self.put(Contact(name=name, owner=self.desk.actor, **fields))

    def refuse_taken(self, email: str, but: Contact | None = None) -> None:
        """An e-mail address belongs to one contact."""
        query = self.visible().where(func.lower(Contact.email) == email.lower())
        for other in self.all(query):
            if other is not but:
                raise Conflict(EMAIL_TAKEN, email=email, name=other.name)

    def decide(self, contact: Contact, consent: bool) -> bool:
        """Whether the contact may be written to unasked; False where that was so already."""
        if contact.consent is consent:
            return False
        contact.consent, contact.consent_at = consent, self.desk.now
        return True

    def at(self, company: Company) -> Sequence[Contact]:
        return self.all(self.visible().where(Contact.company_id == company.id).order_by(Contact.name))

    def found(self, query: str | None, company: Company | None) -> Sequence[Contact]:
        """Those whose name, title, e-mail or phone holds every word of the query."""
        statement = self.visible().order_by(Contact.name)
        if company:
            statement = statement.where(Contact.company_id == company.id)
        for word in (query or "").split():
            fields = (Contact.name, Contact.title, Contact.email, Contact.phone, Contact.note)
            statement = statement.where(or_(*(field.icontains(word, autoescape=True) for field in fields)))
        return self.all(statement)

    def merge(self, contact: Contact, duplicate: Contact) -> int:
        """Everything that points to the duplicate points to the contact, which takes over what it lacks.

        The duplicate is deleted. Gives the number of records that moved.
        """
        session, moved = self.desk.session, 0
        for column in references_to(Contact):
            for row in session.scalars(select(column.class_).where(column == duplicate.id)):
                setattr(row, column.key, contact.id)
                moved += 1
        for name in ("company_id", "title", "email", "phone", "note", "owner_id"):
            if getattr(contact, name) is None:
                setattr(contact, name, getattr(duplicate, name))
        session.flush()
        session.expire_all()
        session.delete(duplicate)
        session.flush()
        return moved


EMAIL_TAKEN = T(
    "{name} already has the address {email}. To change that contact, say: update {name} …",
    "{email} 已经是{name}的邮箱了。要修改，请说：修改{name}……",
)
