"""Talks with customers that have a length and a rating: what the communication score is made of."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import and_

from crm_domain.activities import Activity
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.formulas import Communication, communication
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.timespan import Timespan


class Talk(NamedTuple):
    """`customer` is the company, else the contact."""

    customer: str
    day: date
    minutes: int
    satisfaction: int


class Talks(Records[Activity]):
    model = Activity

    def rated(
        self,
        span: Timespan | None = None,
        owner: Member | None = None,
        company: Company | None = None,
        contact: Contact | None = None,
    ) -> list[Talk]:
        seen = self.desk.access.sees(self.desk.actor, Company)
        query = self.visible().with_only_columns(
            Company.name, Contact.name, Activity.at, Activity.minutes, Activity.satisfaction
        )
        query = query.outerjoin(Company, and_(Activity.company_id == Company.id, seen))
        query = query.outerjoin(Contact, Activity.contact_id == Contact.id)
        query = query.where(Activity.minutes.is_not(None), Activity.satisfaction.is_not(None))
        if span:
            first = datetime.combine(span.start, time(), self.desk.zone) if span.start else None
            last = datetime.combine(span.end + timedelta(days=1), time(), self.desk.zone)
            query = query.where(Activity.at < last.astimezone(UTC), *([Activity.at >= first] if first else []))
        for column, row in ((Activity.owner_id, owner), (Activity.company_id, company), (Activity.contact_id, contact)):
            if row is not None:
                query = query.where(column == row.id)
        return [
            Talk(name or other or "", at.astimezone(self.desk.zone).date(), minutes, satisfaction)
            for name, other, at, minutes, satisfaction in self.desk.session.execute(query.order_by(Activity.at))
        ]

    def latest(self, contact: Contact | None, company: Company | None) -> Activity | None:
        """The last one of the member's own, with whom it was said."""
        query = self.visible().where(Activity.at <= self.desk.now, Activity.owner_id == self.desk.me.id)
        if contact:
            query = query.where(Activity.contact_id == contact.id)
        if company:
            query = query.where(Activity.company_id == company.id)
        return self.desk.session.scalars(query.order_by(Activity.at.desc(), Activity.id.desc()).limit(1)).first()


def scored(talks: Sequence[Talk]) -> Communication:
    return communication([float(t.minutes) for t in talks], [float(t.satisfaction) for t in talks])


def by_customer(talks: Iterable[Talk]) -> list[tuple[str, Communication, int]]:
    """The highest score first."""
    groups: dict[str, list[Talk]] = {}
    for talk in talks:
        groups.setdefault(talk.customer, []).append(talk)
    found = [(name, scored(part), len(part)) for name, part in groups.items()]
    return sorted(found, key=lambda entry: (-entry[1].score, entry[0]))


__all__ = ["Talk", "Talks", "by_customer", "scored"]
