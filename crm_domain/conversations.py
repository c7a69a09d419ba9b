"""What was spoken of: one memory per conversation and account, so that “move it” and “cancel” know what they mean."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert
from crm_domain.sealing import SealedJson
from crm_domain.statements import Statement

PLACE = ("workspace_id", "channel", "chat", "account")


class Conversation(Base):
    __tablename__ = "conversations"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    memory: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    at: Mapped[datetime]


_COLUMNS = Conversation.__table__.c
_RECALL = Statement(select(_COLUMNS.memory).where(*(_COLUMNS[name] == bindparam(name) for name in PLACE)))
_REMEMBER = upsert(Conversation, PLACE, fresh=("memory", "at"))


def recall(session: Session, workspace_id: int, channel: str, chat: str, account: str) -> dict[str, Any]:
    """The memory, empty at first."""
    place = dict(zip(PLACE, (workspace_id, channel, chat, account), strict=True))
    found = _RECALL.rows(session, place)
    return found[0][0] if found else {}


def remember(session: Session, **columns: Any) -> None:
    _REMEMBER.run(session, columns)


def forget_before(session: Session, moment: datetime) -> None:
    """What was spoken of so long ago is no longer meant by “it”."""
    session.execute(delete(Conversation).where(Conversation.at < moment))


def move(session: Session, workspace_id: int, channel: str, old: str, new: str) -> None:
    """A platform gave a chat another id: what was spoken of there goes along, its threads too."""
    query = select(Conversation).where(
        Conversation.workspace_id == workspace_id,
        Conversation.channel == channel,
        or_(Conversation.chat == old, Conversation.chat.startswith(f"{old}/")),
    )
    for row in session.scalars(query).all():
        place = {"channel": channel, "chat": new + row.chat.removeprefix(old), "account": row.account}
        remember(session, **place, workspace_id=workspace_id, memory=row.memory, at=row.at)
        session.delete(row)
