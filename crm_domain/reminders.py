"""Reminders: words that come back at a moment, once or on a recurrence (RFC 5545 RRULE)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ForeignKey, Index, or_, tuple_
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.calendars import Calendar
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.recurrences import counted, next_after
from crm_domain.sealing import Sealed

PAGE = 300


class Reminder(Row):
    """`at` is when it comes next, or came last where it is not `waiting` to come any more.

    `starts` is the first occurrence of one that repeats: what `repeat` is counted from, on the clocks of `zone`.
    `whom` None means everybody in the chat where it was set; `channel` and `chat` say which one that was.
    """

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_due", "waiting", "at"), {"sqlite_autoincrement": True})
    noun = "reminders"
    owned_by = ("whom_id", "creator_id")

    text: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(index=True)
    repeat: Mapped[str | None]
    starts: Mapped[datetime | None]
    zone: Mapped[str | None]
    whom_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    creator_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    channel: Mapped[str | None]
    chat: Mapped[str | None]
    waiting: Mapped[bool] = mapped_column(default=True)
    fired_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    whom: Mapped[Member | None] = relationship(foreign_keys=[whom_id])
    creator: Mapped[Member | None] = relationship(foreign_keys=[creator_id])

    @property
    def label(self) -> str:
        return self.text

    @property
    def done(self) -> bool:
        return not self.waiting

    @property
    def clock(self) -> ZoneInfo:
        """On whose clocks a recurrence is counted."""
        receiver = self.whom or self.creator
        return ZoneInfo(self.zone or (receiver.tz if receiver else "UTC"))

    def concerns(self, member: Member) -> bool:
        """Whether it is for them, or set by them."""
        return member.id in (self.whom_id, self.creator_id)

    def missed(self, now: datetime, calendar: Calendar | None = None) -> int:
        """How many occurrences there have been since the one it waits for."""
        return counted(self.repeat, self.starts or self.at, self.clock, self.at, now, calendar) if self.repeat else 0

    def fire(self, now: datetime, calendar: Calendar | None = None) -> None:
        """It has come; `at` becomes the first occurrence that is still ahead."""
        self.fired_at, self.done_at = now, None
        coming = next_after(self.repeat, self.starts or self.at, self.clock, now, calendar) if self.repeat else None
        self.waiting = coming is not None
        self.starts = self.starts or (self.at if self.repeat else None)
        self.at = coming or self.at

    def finish(self, now: datetime) -> None:
        """It was dealt with. One that repeats comes again all the same."""
        self.done_at, self.waiting = now, self.waiting and self.repeat is not None

    def wait_until(self, moment: datetime) -> None:
        self.at, self.waiting, self.done_at = moment, True, None


class Reminders(Records[Reminder]):
    model = Reminder

    def add(
        self,
        text: str,
        at: datetime,
        repeat: str | None = None,
        *,
        whom: Member | None,
        zone: ZoneInfo,
        channel: str | None = None,
        chat: str | None = None,
    ) -> Reminder:
        """`at` is the first occurrence; `whom` None: everybody in that chat."""
        reminder = Reminder(text=text, at=at, repeat=repeat, starts=at if repeat else None, zone=zone.key)
        reminder.whom, reminder.creator = whom, self.desk.actor
        reminder.channel, reminder.chat = channel, chat
        return self.put(reminder)

    def again(self, reminder: Reminder, at: datetime) -> Reminder:
        """One that repeats, once more and apart from its recurrence."""
        return self.add(
            reminder.text,
            at,
            whom=reminder.whom,
            zone=reminder.clock,
            channel=reminder.channel,
            chat=reminder.chat,
        )

    def mine(self) -> Sequence[Reminder]:
        """Those still to come that are for the member or were set by them, the next one first."""
        query = self.visible().where(Reminder.waiting, self._concerns_me()).options(joinedload(Reminder.whom))
        return self.all(query.order_by(Reminder.at, Reminder.id))

    def last_set(self) -> Reminder | None:
        """Of those still to come, the one that the member set last."""
        mine = Reminder.creator_id == self.desk.me.id
        query = self.visible().where(Reminder.waiting, mine).order_by(Reminder.created_at.desc(), Reminder.id.desc())
        return next(iter(self.all(query.limit(1))), None)

    def last_come(self) -> Reminder | None:
        """The one that reached the member last."""
        query = self.visible().where(Reminder.fired_at.is_not(None), self._concerns_me())
        return next(iter(self.all(query.order_by(Reminder.fired_at.desc(), Reminder.id.desc()).limit(1))), None)

    def falling_due(self) -> Iterator[Reminder]:
        """Those whose moment has come, the longest due first; read a page at a time, as far as anybody looks.

        What another process has in hand is left to it.
        """
        query = self.visible().where(Reminder.waiting, Reminder.at <= self.desk.now)
        query = query.options(joinedload(Reminder.whom), joinedload(Reminder.creator))
        query = query.order_by(Reminder.at, Reminder.id).limit(PAGE).with_for_update(skip_locked=True, of=Reminder)
        last: tuple[datetime, int] | None = None
        while page := self.all(query if last is None else query.where(tuple_(Reminder.at, Reminder.id) > last)):
            last = page[-1].at, page[-1].id
            yield from page

    def _concerns_me(self) -> ColumnElement[bool]:
        me = self.desk.me.id
        return or_(Reminder.whom_id == me, Reminder.creator_id == me)
