"""Companies: the accounts that the team sells to and serves."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.members import Member
from crm_domain.records import Records


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
