"""What was spoken of: one memory per conversation and account, so that “move it” and “cancel” know what they mean."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert

PLACE = ("channel", "chat", "account")


class Conversation(Base):
    __tablename__ = "conversations"

    channel: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    memory: Mapped[dict[str, Any]]
    at: Mapped[datetime]


_COLUMNS = Conversation.__table__.c
_RECALL = select(_COLUMNS.memory).where(*(_COLUMNS[name] == bindparam(name) for name in PLACE))
_REMEMBER = upsert(Conversation, PLACE, fresh=("memory", "at"))


def recall(session: Session, channel: str, chat: str, account: str) -> dict[str, Any]:
    """The memory, empty at first."""
    place = {"channel": channel, "chat": chat, "account": account}
    return session.connection().execute(_RECALL, place).scalar() or {}


def remember(session: Session, **columns: Any) -> None:
    session.connection().execute(_REMEMBER, columns)
