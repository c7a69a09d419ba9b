"""The one road out: every reply, reminder, report and alert is a letter here before any platform hears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, insert_all, insert_plainly
from crm_domain.members import Member
from crm_domain.membership import HANDLE_PLATFORMS, Identity
from crm_domain.sealing import SealedJson
from crm_domain.statements import Statement


class Post(StrEnum):
    """Where a letter is. `sending` after a crash means: maybe sent."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    MAYBE = "maybe"  # its answer was lost: not repeated where the platform cannot tell a repetition
    DEAD = "dead"  # refused for good; `crm doctor` and the admins see it


OVER = (Post.SENT, Post.DEAD, Post.MAYBE)  # nothing more is done about it


class Letter(Base):
    """`chat` is the conversation it belongs to and keeps its order in; `address` what the platform needs to reach it.

    `answers` is the key of the message it replies to (None: pushed). `account` is whom its buttons belong to;
    `direct`: nobody else reads the chat.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_waiting", "state", "channel", "id"),
        Index("ix_letters_answers", "answers"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    channel: Mapped[str]
    chat: Mapped[str]
    account: Mapped[str | None] = mapped_column(index=True)
    direct: Mapped[bool] = mapped_column(default=True)
    answers: Mapped[str | None]
    address: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    body: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    state: Mapped[str] = mapped_column(default=Post.DUE)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    error: Mapped[str | None]
    sent_as: Mapped[str | None]  # the platform's own id of the message
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


def post(session: Session, **letter: Any) -> int:
    """Puts a letter into the outbox; its number."""
    return insert_plainly(session, Letter, {"state": Post.DUE, "tries": 0, "direct": True, **letter})


def post_all(session: Session, letters: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """The same for many, in one go; their numbers, in their order."""
    return insert_all(session, Letter, [{"state": Post.DUE, "tries": 0, "direct": True, **one} for one in letters])


def letter(session: Session, workspace_id: int, id: int) -> Letter | None:
    return session.scalars(select(Letter).where(Letter.workspace_id == workspace_id, Letter.id == id)).first()


def answer_to(session: Session, workspace_id: int, key: str) -> Letter | None:
    """The reply that a message already got."""
    query = select(Letter).where(Letter.workspace_id == workspace_id, Letter.answers == key)
    return session.scalars(query.order_by(Letter.id).limit(1)).first()


def last_in(session: Session, workspace_id: int, channel: str, chat: str) -> Letter | None:
    """The last letter of a conversation."""
    query = select(Letter).where(Letter.workspace_id == workspace_id, Letter.channel == channel, Letter.chat == chat)
    return session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()


_TABLE = Letter.__table__
_BODY = Statement(select(_TABLE.c.body).where(_TABLE.c.id == bindparam("letter")))
_WAITING = (
    select(*(_TABLE.c[name] for name in ("id", "chat", "account", "address", "tries", "not_before")))
    .where(
        _TABLE.c.workspace_id == bindparam("workspace"),
        _TABLE.c.channel == bindparam("channel"),
        _TABLE.c.state == Post.DUE,
    )
    .order_by(_TABLE.c.id)
    .limit(bindparam("most"))
)
_MARK = Statement(update(Letter.__table__).where(_TABLE.c.id == bindparam("letter")))  # type: ignore[arg-type]
_EARLIER = _TABLE.alias("earlier")
_CLAIM = Statement(
    update(Letter.__table__)  # type: ignore[arg-type]
    .where(
        _TABLE.c.id == bindparam("letter"),
        ~exists().where(
            _EARLIER.c.workspace_id == bindparam("of_workspace"),
            _EARLIER.c.channel == bindparam("of_channel"),
            _EARLIER.c.chat == bindparam("of_chat"),
            _EARLIER.c.state == Post.DUE,
            _EARLIER.c.id < bindparam("letter"),
        ),
    )
    .values(state=Post.SENDING, tries=1)
)


def waiting(session: Session, workspace_id: int, channel: str, limit: int = 200) -> Sequence[Any]:
    """The letters of a channel that are still to be sent, oldest first, without their bodies.

    Past the ORM, as `mark` is: a postman asks for every letter, and sees it again and again while it waits.
    """
    return session.connection().execute(_WAITING, {"workspace": workspace_id, "channel": channel, "most": limit}).all()


def pending(session: Session, workspace_id: int, channel: str, limit: int = 100_000) -> Sequence[Letter]:
    """The same, whole: for channels that read the outbox themselves."""
    query = select(Letter).where(
        Letter.workspace_id == workspace_id, Letter.channel == channel, Letter.state == Post.DUE
    )
    return session.scalars(query.order_by(Letter.id).limit(limit)).all()


def body(session: Session, id: int) -> dict[str, Any]:
    """What a letter says."""
    found: dict[str, Any] = _BODY.rows(session, {"letter": id})[0][0]
    return found


def mark(session: Session, id: int, state: Post, **columns: Any) -> None:
    _MARK.run(session, {"letter": id, "state": state, **columns})


def mark_returned(session: Session, workspace_id: int, id: int, why: str) -> None:
    """An e-mail came back: it had been sent, and did not arrive."""
    ours = (Letter.id == id, Letter.workspace_id == workspace_id, Letter.channel == "email")
    session.execute(update(Letter).where(*ours, Letter.state == Post.SENT).values(state=Post.DEAD, error=why[:200]))


def claim(session: Session, workspace_id: int, id: int, channel: str, chat: str) -> bool:
    """Marks a new letter as being sent, for the first time; not where another of its chat comes before it."""
    place = {"letter": id, "of_workspace": workspace_id, "of_channel": channel, "of_chat": chat}
    return _CLAIM.run(session, place).rowcount == 1


def recover(session: Session, workspace_id: int, channel: str, repeatable: bool) -> int:
    """After a crash, what was being sent is sent again where a repetition does no harm; else it is maybe sent."""
    state = Post.DUE if repeatable else Post.MAYBE
    result = session.execute(
        update(Letter)
        .where(Letter.workspace_id == workspace_id, Letter.channel == channel, Letter.state == Post.SENDING)
        .values(state=state)
    )
    return int(getattr(result, "rowcount", 0))


def forget_before(session: Session, moment: datetime) -> int:
    """What was said so long ago goes, as far as it has been delivered or given up. How many letters."""
    columns = (column for table in Base.metadata.tables.values() for column in table.columns)
    pointing = [c for c in columns if any(key.column.table is Letter.__table__ for key in c.foreign_keys)]
    unneeded = [~exists().where(column == Letter.id) for column in pointing]
    result = session.execute(delete(Letter).where(Letter.at < moment, Letter.state.in_(OVER), *unneeded))
    return int(getattr(result, "rowcount", 0))


def tally(session: Session, workspace_id: int) -> Mapping[str, int]:
    """How many letters are in which state."""
    query = select(Letter.state, func.count()).where(Letter.workspace_id == workspace_id).group_by(Letter.state)
    return dict(session.execute(query).tuples().all())


def dead(session: Session, workspace_id: int, limit: int = 20) -> Sequence[Letter]:
    query = select(Letter).where(Letter.workspace_id == workspace_id, Letter.state.in_((Post.DEAD, Post.MAYBE)))
    return session.scalars(query.order_by(Letter.id.desc()).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody can be reached unasked; `direct`: nobody else reads there."""

    channel: str
    chat: str
    account: str
    address: dict[str, Any]
    direct: bool = False


def door_of(session: Session, workspace_id: int, member: Member) -> Door | None:
    """The direct chat in which the member is written to; None for one who never wrote to us."""
    return next(iter(doors_of(session, workspace_id, member)), None)


def doors_of(session: Session, workspace_id: int, member: Member) -> Sequence[Door]:
    """All direct chats with the member, the last used one of each platform.

    The platform they prefer comes first, then the one used last; one that refused our last letter comes last of all.
    """
    latest = select(func.max(Letter.id)).where(Letter.workspace_id == workspace_id, Letter.direct.is_(True))
    latest = latest.where(_is_theirs(member)).group_by(Letter.channel)
    found = session.scalars(select(Letter).where(Letter.id.in_(latest)).order_by(Letter.id.desc())).all()
    ranked = sorted(found, key=lambda last: (last.state == Post.DEAD, last.channel != member.app))
    return [Door(last.channel, last.chat, last.account or "", last.address, direct=True) for last in ranked]


def knew(session: Session, workspace_id: int, member: Member, before: datetime) -> bool:
    """Whether the member had been written to, alone, before that moment."""
    query = select(Letter.id).where(Letter.workspace_id == workspace_id, Letter.direct.is_(True), Letter.at < before)
    return session.scalars(query.where(_is_theirs(member)).limit(1)).first() is not None


def _is_theirs(member: Member) -> ColumnElement[bool]:
    known = select(Identity.id).where(
        Identity.member_id == member.id, Identity.platform == Letter.channel, Identity.account == Letter.account
    )
    return or_(
        Letter.channel.in_(HANDLE_PLATFORMS) & (Letter.account == member.handle),
        Letter.channel.not_in(HANDLE_PLATFORMS) & known.exists(),
    )


def door_called(session: Session, workspace_id: int, name: str, channel: str, member: Member | None) -> Door | None:
    """The group chat of that name, on this platform rather than on another.

    Where we have not spoken there yet, a platform that knows chats by their names is trusted with the name.
    """
    names = (name, f"#{name}", name.lower(), f"#{name.lower()}")
    query = select(Letter).where(Letter.workspace_id == workspace_id, Letter.direct.is_(False), Letter.chat.in_(names))
    last = session.scalars(query.order_by((Letter.channel == channel).desc(), Letter.id.desc()).limit(1)).first()
    if last:
        return Door(
            last.channel, last.chat, (member and _account_on(session, member, last.channel)) or "", last.address
        )
    account = (member and _account_on(session, member, channel)) or ""
    if channel == "slack":
        return Door(channel, f"#{name}", account, {"channel": f"#{name}", "thread_ts": None, "user": account})
    return Door(channel, f"#{name}", account, {}) if channel in HANDLE_PLATFORMS else None


def has_spoken_in(session: Session, workspace_id: int, name: str) -> bool:
    """Whether we have said anything in a chat of that name."""
    names = (name, f"#{name}", name.lower(), f"#{name.lower()}")
    query = select(Letter.id).where(
        Letter.workspace_id == workspace_id, Letter.direct.is_(False), Letter.chat.in_(names)
    )
    return session.scalars(query.limit(1)).first() is not None


def door_to(session: Session, workspace_id: int, channel: str, chat: str, member: Member | None) -> Door | None:
    """A chat in which we have spoken before; `member` is whose the buttons will be."""
    last = last_in(session, workspace_id, channel, chat)
    if last is None:
        return None
    return Door(channel, chat, (member and _account_on(session, member, channel)) or "", last.address)


def _account_on(session: Session, member: Member, channel: str) -> str | None:
    if channel in HANDLE_PLATFORMS:
        return member.handle
    query = select(Identity.account).where(Identity.member_id == member.id, Identity.platform == channel)
    return session.scalars(query.order_by(Identity.id)).first()
