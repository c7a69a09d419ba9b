"""What is sent to people unasked: one row per message, with why it came, and what became of it.

A notice that may go at once becomes a letter at once. One that has to wait, for the morning or because enough has come
today, is held; those held for one member leave together.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, case, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, insert_all, insert_plainly, upsert
from crm_domain.outbox import Letter, Post
from crm_domain.sealing import SealedJson


class Fate(StrEnum):
    SENT = "sent"
    HELD = "held"  # until `not_before`, then together with the others
    BUNDLED = "bundled"  # gone in a letter with others
    MUTED = "muted"
    UNREACHED = "unreached"  # nobody can be written to there yet


class Notice(Base):
    """`cause` names what it came of, “automation 12”, “digest”: what a mute is about. `why` tells it to a person."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_of_member", "workspace_id", "member_id", "at"),
        Index("ix_notices_held", "fate", "not_before"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    channel: Mapped[str | None]  # where it goes, if to nobody alone
    chat: Mapped[str | None]
    cause: Mapped[str]
    why: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    body: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    pressing: Mapped[str]  # asked, rule, nudge or urgent: how much it may intrude
    fate: Mapped[str]
    at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)
    acted_at: Mapped[datetime | None]  # a button of it was pressed
    moved: Mapped[bool]  # it went through another door, for the first one was shut


class Mute(Base):
    """A member who does not want to hear of this cause any more."""

    __tablename__ = "mutes"
    __table_args__ = (UniqueConstraint("member_id", "cause"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    cause: Mapped[str]
    at: Mapped[datetime]


_MUTE = upsert(Mute, ["member_id", "cause"])
_TABLE = Notice.__table__
_SENT_AS = update(_TABLE).where(_TABLE.c.id == bindparam("notice")).values(letter_id=bindparam("letter"))  # type: ignore[arg-type]


OWN = frozenset(
    {"import", "reminder", "task", "campaign", "rating"}
)  # causes of what was asked for, and says so itself
A_HANDFUL = 5  # messages
USUAL: dict[str, Any] = {
    **dict.fromkeys(("member_id", "channel", "chat", "not_before", "letter_id", "acted_at")),
    "moved": False,
}


def keep(session: Session, **notice: Any) -> int:
    return insert_plainly(session, Notice, USUAL | notice)


def keep_all(session: Session, notices: Sequence[Mapping[str, Any]]) -> None:
    insert_all(session, Notice, [{**USUAL, **one} for one in notices])


def sent_as(session: Session, id: int, letter_id: int) -> None:
    session.connection().execute(_SENT_AS, {"notice": id, "letter": letter_id})


def get(session: Session, workspace_id: int, id: int) -> Notice | None:
    return session.scalars(select(Notice).where(Notice.workspace_id == workspace_id, Notice.id == id)).first()


def last_to(session: Session, workspace_id: int, member_id: int) -> Notice | None:
    """The last one that reached the member."""
    query = select(Notice).where(
        Notice.workspace_id == workspace_id, Notice.member_id == member_id, Notice.fate.in_((Fate.SENT, Fate.BUNDLED))
    )
    return session.scalars(query.order_by(Notice.id.desc()).limit(1)).first()


def sent_since(session: Session, workspace_id: int, member_id: int, since: datetime) -> int:
    """How many letters that they did not ask for the member has got."""
    query = select(func.count(func.distinct(Notice.letter_id))).where(
        Notice.workspace_id == workspace_id,
        Notice.member_id == member_id,
        Notice.pressing != "asked",
        Notice.fate.in_((Fate.SENT, Fate.BUNDLED)),
        Notice.at >= since,
    )
    return session.scalar(query) or 0


def lately(session: Session, workspace_id: int, to: Mapping[str, Any], cause: str, since: datetime) -> int:
    """How many of this cause went alone to that member or that chat."""
    query = select(func.count()).select_from(Notice)
    query = query.where(
        Notice.workspace_id == workspace_id, Notice.cause == cause, Notice.at > since, Notice.fate == Fate.SENT
    )
    for column, value in to.items():
        query = query.where(getattr(Notice, column) == value)
    return session.scalar(query) or 0


def held(session: Session, workspace_id: int, now: datetime, most: int) -> Sequence[Notice]:
    """Those whose waiting is over; another process's are left to it."""
    query = select(Notice).where(
        Notice.workspace_id == workspace_id, Notice.fate == Fate.HELD, Notice.not_before <= now
    )
    query = (
        query.order_by(Notice.member_id, Notice.channel, Notice.chat, Notice.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).all()


def shut_doors(session: Session, workspace_id: int, since: datetime) -> Sequence[tuple[Notice, Letter]]:
    """Notices whose letter was refused for good and that did not go another way yet."""
    query = select(Notice, Letter).join(Letter, Letter.id == Notice.letter_id)
    query = query.where(
        Notice.workspace_id == workspace_id, Notice.moved.is_(False), Notice.at > since, Letter.state == Post.DEAD
    )
    return [(notice, letter) for notice, letter in session.execute(query.with_for_update(skip_locked=True)).tuples()]


def with_it(session: Session, notice: Notice) -> Sequence[Notice]:
    """Those that went in the same letter, it among them."""
    if notice.letter_id is None:
        return [notice]
    return session.scalars(select(Notice).where(Notice.letter_id == notice.letter_id).order_by(Notice.id)).all()


def mute(session: Session, workspace_id: int, member_id: int, cause: str, at: datetime) -> bool:
    values = {"workspace_id": workspace_id, "member_id": member_id, "cause": cause, "at": at}
    return _MUTE.run(session, values).rowcount == 1


def mutes_of(session: Session, member_id: int) -> Sequence[Mute]:
    return session.scalars(select(Mute).where(Mute.member_id == member_id).order_by(Mute.id)).all()


def is_muted(session: Session, member_id: int, cause: str) -> bool:
    query = select(Mute.id).where(Mute.member_id == member_id, Mute.cause == cause)
    return session.scalars(query).first() is not None


def unmute(session: Session, member_id: int, cause: str | None = None) -> int:
    """All of them, or that one; how many there were."""
    found = [mute for mute in mutes_of(session, member_id) if cause in (None, mute.cause)]
    for one in found:
        session.delete(one)
    return len(found)


class Taken(NamedTuple):
    """How the messages of one cause were taken: so many came, had a button pressed, were kept back by a mute."""

    sent: int
    acted: int
    muted: int

    @property
    def is_ignored(self) -> bool:
        """Of a handful nobody can say that they are."""
        return self.sent >= A_HANDFUL and self.acted * 10 < self.sent


def taken(session: Session, workspace_id: int, since: datetime) -> dict[str, Taken]:
    """By cause, but for what was asked for: a report is read, and no button of it need be pressed."""
    sent, muted = Notice.fate.in_((Fate.SENT, Fate.BUNDLED)), Notice.fate == Fate.MUTED
    counts = [func.coalesce(func.sum(case((so, 1), else_=0)), 0) for so in (sent, Notice.acted_at.is_not(None), muted)]
    query = select(Notice.cause, *counts).where(
        Notice.workspace_id == workspace_id, Notice.at > since, Notice.pressing != "asked"
    )
    return {cause: Taken(*numbers) for cause, *numbers in session.execute(query.group_by(Notice.cause)).all()}


def mark_acted(session: Session, workspace_id: int, letter_id: int, now: datetime) -> None:
    """A button of that letter was pressed."""
    query = select(Notice).where(Notice.workspace_id == workspace_id, Notice.letter_id == letter_id)
    for notice in session.scalars(query):
        notice.acted_at = notice.acted_at or now
