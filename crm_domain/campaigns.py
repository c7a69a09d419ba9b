"""Campaigns: one message to a segment of the customers."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from crm_domain.base import Row


class Campaign(Row):
    __tablename__ = "campaigns"
    noun = "campaigns"

    name: Mapped[str]
    segment: Mapped[str | None]
    message: Mapped[str | None]
    at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        return self.name
