"""Contacts: the people at the companies."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.errors import Conflict
from crm_domain.likeness import Trait, judged, trait
from crm_domain.members import Member
from crm_domain.merging import merged
from crm_domain.records import Records
from crm_domain.sealing import Sealed, SealedJson, is_sealed, says
from crm_domain.texts import T


class Contact(Row):
    __tablename__ = "contacts"
    noun = "contacts"
    owned_by = ("owner_id",)

    name: Mapped[str] = mapped_column(Sealed(marked=True), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    title: Mapped[str | None] = mapped_column(Sealed)
    email: Mapped[str | None] = mapped_column(Sealed(marked=True), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed(marked=True))
    note: Mapped[str | None] = mapped_column(Sealed)
    birthday: Mapped[str | None] = mapped_column(Sealed)  # as in RFC 6350: 1990-05-12; --05-12 without the year
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    consent: Mapped[bool | None]  # to be written to unasked: yes, no, or never asked
    consent_at: Mapped[datetime | None]
    more: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)

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
        query = self.visible().where(says(self.desk.session, Contact.email, email))
        for other in self.all(query):
            if other is not but:
                raise Conflict(EMAIL_TAKEN, email=email, name=other.name)

    def with_email(self, email: str) -> Contact | None:
        query = self.visible().where(says(self.desk.session, Contact.email, email))
        return self.desk.session.scalars(query.order_by(Contact.id).limit(1)).first()

    def decide(self, contact: Contact, consent: bool) -> bool:
        """Whether the contact may be written to unasked; False where that was so already."""
        if contact.consent is consent:
            return False
        contact.consent, contact.consent_at = consent, self.desk.now
        return True

    def opted_out(self) -> Sequence[Contact]:
        """Those who don't want to be written to unasked, the latest first."""
        query = self.visible().where(Contact.consent.is_(False))
        return self.all(query.order_by(Contact.consent_at.desc(), Contact.id.desc()))

    def lacking(self, fact: str) -> Sequence[Contact]:
        """Those of whom we don't know that: email, phone, title, birthday, company, owner."""
        column = getattr(Contact, {"company": "company_id", "owner": "owner_id"}.get(fact, fact))
        return _by_name(self.all(self.visible().where(column.is_(None))))

    def at(self, company: Company) -> Sequence[Contact]:
        return _by_name(self.all(self.visible().where(Contact.company_id == company.id)))

    def with_birthdays(self, owner: Member) -> Sequence[Contact]:
        """Those whose birthday is known and whom the member looks after, by name or with their company."""
        query = self.visible().outerjoin(Company, Contact.company_id == Company.id)
        theirs = or_(Contact.owner_id == owner.id, Contact.owner_id.is_(None) & (Company.owner_id == owner.id))
        return self.all(query.where(Contact.birthday.is_not(None), theirs).order_by(Contact.id))

    def found(self, query: str | None, company: Company | None) -> Sequence[Contact]:
        """Those whose name, title, e-mail or phone holds every word of the query."""
        statement, words = self.visible(), (query or "").split()
        if company:
            statement = statement.where(Contact.company_id == company.id)
        if is_sealed(self.desk.session):  # then only we can read what is searched
            return _by_name([row for row in self.all(statement) if all(_holds(row, word) for word in words)])
        for word in words:
            fields = (getattr(Contact, name) for name in SEARCHED)
            statement = statement.where(or_(*(field.icontains(word, autoescape=True) for field in fields)))
        return _by_name(self.all(statement))

    def merge(self, contact: Contact, duplicate: Contact) -> int:
        """Everything that points to the duplicate points to the contact, which takes over what it lacks.

        The duplicate is deleted. Gives the number of records that moved.
        """
        return merged(self.desk, contact, duplicate, TAKEN_OVER)

    def alike(self, contact: Contact) -> Sequence[Contact]:
        """Others who may be the same person, the surest first: by name, address, number and company."""
        told = ((column, getattr(contact, column.key)) for column in (Contact.name, Contact.phone, Contact.email))
        same = [says(self.desk.session, column, value) for column, value in told if value]
        if contact.company_id is not None:
            same.append(Contact.company_id == contact.company_id)
        query = self.visible().where(Contact.id != contact.id, or_(*same)).limit(MOST_COMPARED)
        me = _trait(contact)
        found = [(judged(me, _trait(other)), other) for other in self.all(query)]
        return [other for verdict, other in sorted(found, key=lambda pair: (-pair[0], pair[1].id)) if verdict]


def _by_name(contacts: Sequence[Contact]) -> Sequence[Contact]:
    return sorted(contacts, key=lambda contact: contact.name)


def _holds(contact: Contact, word: str) -> bool:
    return any(word.lower() in (getattr(contact, name) or "").lower() for name in SEARCHED)


def _trait(contact: Contact) -> Trait:
    return trait(contact.name, [contact.email], [contact.phone], contact.company.name if contact.company else None)


TAKEN_OVER = ("company_id", "title", "email", "phone", "note", "birthday", "owner_id")
SEARCHED = ("name", "title", "email", "phone", "note")
MOST_COMPARED = 200  # people of one company or name
EMAIL_TAKEN = T(
    "{name} already has the address {email}. To change that contact, say: update {name} …",
    "{email} 已经是{name}的邮箱了。要修改，请说：修改{name}……",
)
