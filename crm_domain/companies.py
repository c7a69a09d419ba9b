"""Companies: the accounts that the team sells to and serves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.likeness import company_core
from crm_domain.members import Member
from crm_domain.merging import merged
from crm_domain.records import Records

MOST_COMPARED = 200


class Company(Row):
    __tablename__ = "companies"
    noun = "companies"
    owned_by = ("owner_id",)

    name: Mapped[str] = mapped_column(index=True)
    industry: Mapped[str | None]
    website: Mapped[str | None]
    phone: Mapped[str | None]
    region: Mapped[str | None]
    tier: Mapped[str | None]  # which service level it has
    tz: Mapped[str | None]  # where its clock stands
    renews_on: Mapped[date | None]  # when its contract runs out or is renewed
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    more: Mapped[dict[str, Any] | None]

    owner: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.name


class Companies(Records[Company]):
    model = Company

    def add(self, name: str, **fields: Any) -> Company:
        """A new company; it belongs to whoever adds it unless an owner is named."""
        owner = fields.pop("owner", None) or self.desk.actor
        return self.put(Company(name=name, owner=owner, **fields))

    def renewing(self, owner: Member | None, first: date, last: date) -> Sequence[Company]:
        """The owner's, or all, that are to renew within these days, the next one first."""
        query = self.visible().where(Company.renews_on.between(first, last))
        query = query.where(Company.owner_id == owner.id) if owner else query
        return self.all(query.order_by(Company.renews_on, Company.id))

    def merge(self, company: Company, duplicate: Company) -> int:
        """The duplicate's people, deals and the rest go over to the company. The number of records that moved."""
        return merged(
            self.desk, company, duplicate, ("industry", "website", "phone", "region", "renews_on", "owner_id")
        )

    def alike(self, company: Company) -> Sequence[Company]:
        """Others of the same name but for what the law adds: Quillon and Quillon Ltd."""
        core = company_core(company.name)
        begun = company.name.split()[0] if company.name.isascii() else company.name[:2]
        query = self.visible().where(Company.id != company.id, Company.name.istartswith(begun, autoescape=True))
        return [other for other in self.all(query.limit(MOST_COMPARED)) if company_core(other.name) == core]
