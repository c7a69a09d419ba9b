"""Reminders: words that come back at a moment, once or on a recurrence (RFC 5545 RRULE)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.members import Member


class Reminder(Row):
    __tablename__ = "reminders"
    noun = "reminders"
    owned_by = ("whom_id",)

    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    repeat: Mapped[str | None]
    whom_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)

    whom: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.text
