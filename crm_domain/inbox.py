"""What was taken in: each message's key once, so that a redelivered one finds its answer instead of acting again."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert


class TakenIn(Base):
    __tablename__ = "taken_in"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


_TAKE_IN = upsert(TakenIn, ["workspace_id", "key"])


def take_in(session: Session, workspace_id: int, key: str, at: datetime) -> bool:
    """True the first time a key is seen."""
    values = {"workspace_id": workspace_id, "key": key, "at": at}
    return _TAKE_IN.run(session, values).rowcount == 1


def give_back(session: Session, workspace_id: int, key: str) -> None:
    """As if it had never come: it may come again, mended."""
    session.execute(delete(TakenIn).where(TakenIn.workspace_id == workspace_id, TakenIn.key == key))


def forget_before(session: Session, moment: datetime) -> None:
    """Platforms redeliver for hours, not weeks: older keys may go."""
    session.execute(delete(TakenIn).where(TakenIn.at < moment))
