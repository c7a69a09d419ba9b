"""Tasks: what somebody has promised to do, and by when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.sealing import Sealed
from crm_domain.tickets import Ticket


class Task(Row):
    """`due_date` is the day; `due_at` the exact moment, where one was said."""

    __tablename__ = "tasks"
    noun = "tasks"
    owned_by = ("assignee_id", "creator_id")

    title: Mapped[str] = mapped_column(Sealed)
    due_date: Mapped[date | None] = mapped_column(index=True)
    due_at: Mapped[datetime | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    creator_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    done: Mapped[bool] = mapped_column(default=False, index=True)
    done_at: Mapped[datetime | None]

    assignee: Mapped[Member | None] = relationship(foreign_keys=[assignee_id])
    creator: Mapped[Member | None] = relationship(foreign_keys=[creator_id])
    contact: Mapped[Contact | None] = relationship()
    company: Mapped[Company | None] = relationship()
    deal: Mapped[Deal | None] = relationship()
    ticket: Mapped[Ticket | None] = relationship()

    @property
    def label(self) -> str:
        return self.title

    @property
    def due(self) -> date | datetime | None:
        return self.due_at or self.due_date

    def fall_due(self, due: date | datetime | None, zone: ZoneInfo) -> None:
        """A moment also sets the day, as the assignee's own calendar shows it."""
        if isinstance(due, datetime):
            self.due_at, self.due_date = due, due.astimezone(zone).date()
        else:
            self.due_at, self.due_date = None, due

    def finish(self, at: datetime) -> None:
        self.done, self.done_at = True, at


class Tasks(Records[Task]):
    model = Task

    def add(self, title: str, due: date | datetime | None = None, **fields: Any) -> Task:
        """A new task; for whoever adds it unless an assignee is named."""
        assignee: Member = fields.pop("assignee", None) or self.desk.me
        task = Task(title=title, assignee=assignee, creator=self.desk.actor, **fields)
        task.fall_due(due, assignee.zone)
        return self.put(task)

    def listed(self, assignee: Member | None, which: str = "all", today: date | None = None) -> Sequence[Task]:
        """Open tasks; `which` is today (overdue ones too), overdue, week (the days up to Sunday) or all."""
        day = today or self.desk.today
        until = {
            "today": day,
            "overdue": day - timedelta(days=1),
            "week": day + timedelta(days=6 - day.weekday()),
        }
        query = self.visible().where(Task.done.is_(False)).options(joinedload(Task.assignee))
        if assignee:
            query = query.where(Task.assignee_id == assignee.id)
        if last := until.get(which):
            query = query.where(Task.due_date <= last)
        return self.all(query.order_by(Task.due_date.is_(None), Task.due_date, Task.due_at, Task.id))

    def falling_due(self) -> Sequence[Task]:
        """Open tasks whose moment has come within the last week."""
        week = self.desk.now - timedelta(days=7)
        query = self.visible().where(Task.done.is_(False), Task.due_at <= self.desk.now, Task.due_at > week)
        return self.all(query.options(joinedload(Task.assignee)).order_by(Task.due_at))
