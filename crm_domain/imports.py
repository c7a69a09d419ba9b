"""What was imported: each run with how far it came, each foreign record with what it became here, learned columns."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert


class Import(Base):
    """One file's way in. `digest` is the file's own; `rows` are behind us, `tally` is what became of them."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("workspace_id", "digest", "change_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    digest: Mapped[str] = mapped_column(index=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"))
    rows: Mapped[int] = mapped_column(default=0)
    tally: Mapped[dict[str, Any]]
    done: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class Imported(Base):
    """A foreign record, by a fingerprint of what tells it; `content` is a fingerprint of what it said."""

    __tablename__ = "imported"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    contact_id: Mapped[int | None]
    deal_id: Mapped[int | None]
    company_id: Mapped[int | None]


class LearnedColumn(Base):
    """What somebody has said that a column means; "" where it is to be left out."""

    __tablename__ = "learned_columns"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    column: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str]


LEARN_COLUMN = upsert(LearnedColumn, ["workspace_id", "column"], fresh=["field"])


def learned_columns(session: Session, workspace_id: int) -> dict[str, str]:
    columns = LearnedColumn.__table__.c
    query = select(columns.column, columns.field).where(columns.workspace_id == workspace_id)
    return dict(session.execute(query).tuples().all())


def learn_column(session: Session, workspace_id: int, column: str, field: str) -> None:
    LEARN_COLUMN.run(session, {"workspace_id": workspace_id, "column": column, "field": field})


def unfinished(session: Session, workspace_id: int, digest: str) -> Import | None:
    """A run of the same file that was cut off."""
    query = select(Import).where(Import.workspace_id == workspace_id, Import.digest == digest, Import.done.is_(False))
    return session.scalars(query.order_by(Import.id.desc()).limit(1)).first()
