"""What was imported: each run with how far it came, each foreign record with what it became here, learned columns."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert
from crm_domain.dialects import plain

if TYPE_CHECKING:
    from crm_domain.crm import Crm


class Import(Base):
    """One source's way in. `digest` is its own; `rows` are behind us, `tally` is what became of them.

    `asked`: which files of the drawer it came in, and who waits for word where; None where somebody stands by.
    """

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
    asked: Mapped[dict[str, Any] | None]


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


def told_columns(crm: "Crm") -> dict[str, str]:
    """What somebody has said that columns mean."""
    columns = LearnedColumn.__table__.c
    query = select(columns.column, columns.field).where(columns.workspace_id == crm.workspace.id)
    return dict(crm.session.execute(query).tuples().all())


def learn_column(crm: "Crm", column: str, field: str) -> None:
    """From now on a column that is called so is that field; "" where it is to be left out."""
    said = {"workspace_id": crm.workspace.id, "column": plain(column), "field": field}
    LEARN_COLUMN.run(crm.session, said)


def begin(crm: "Crm", digest: str, asked: dict[str, Any] | None = None) -> Import:
    """A run under the change that has begun."""
    change = crm.begin_change("data.import")
    run = Import(workspace_id=crm.workspace.id, digest=digest, change_id=change, tally={}, at=crm.now, asked=asked)
    crm.session.add(run)
    return run


def waiting(session: Session, workspace_id: int) -> Import | None:
    """The first run that somebody has asked for and that is not done. One process at a time goes on with it."""
    query = select(Import).where(Import.workspace_id == workspace_id, Import.done.is_(False), Import.asked.is_not(None))
    return session.scalars(query.order_by(Import.id).limit(1).with_for_update(skip_locked=True)).first()


def unfinished(session: Session, workspace_id: int, digest: str) -> Import | None:
    """A run of the same file that was cut off."""
    query = select(Import).where(Import.workspace_id == workspace_id, Import.digest == digest, Import.done.is_(False))
    return session.scalars(query.order_by(Import.id.desc()).limit(1)).first()
