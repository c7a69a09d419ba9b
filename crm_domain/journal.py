"""The journal: who changed what, from what, to what, by which message. History, undo and audit read it.

One `Change` is all that one message changed; one `ChangeLine` is what that did to one record.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, event, insert, inspect, select, update
from sqlalchemy.orm import LoaderCallableStatus, Mapped, Mapper, Session, mapped_column

from crm_domain.base import Base, Row, insert_plainly
from crm_domain.sealing import SealedJson
from crm_domain.statements import Statement

SILENT = frozenset({"version", "updated_at", "created_at"})  # they follow from a change, they are not one


@event.listens_for(Mapper, "mapper_configured")
def _keep_old_values(mapper: Mapper[Any], model: type[Any]) -> None:
    """A record that was expired is read again before a column of it is set: undo needs the old value."""
    if issubclass(model, Row):
        for column in mapper.column_attrs:
            getattr(model, column.key).impl.active_history = True


class Change(Base):
    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_by_member", "workspace_id", "member_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    command: Mapped[str]
    chat: Mapped[str | None]
    message_key: Mapped[str | None] = mapped_column(index=True)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"))


class ChangeLine(Base):
    """`before` is None for a new record, `after` for a deleted one; else both hold the changed columns only."""

    __tablename__ = "change_lines"
    __table_args__ = (
        Index("ix_change_lines_record", "workspace_id", "record", "record_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    record: Mapped[str]  # the table's name
    record_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    after: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)


def plain(value: object) -> object:
    """A column's value as JSON holds it; a moment in UTC, as it is read back, whatever zone it was said in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def typed(model: type[Row], column: str, value: Any) -> Any:
    """The value of `column` back from JSON."""
    if not isinstance(value, str):
        return value
    kind = model.__table__.c[column].type.python_type
    return kind.fromisoformat(value) if kind in (datetime, date) else value


class Line:
    """What has been done to one record since the message began; several flushes fold into one line."""

    __slots__ = ("after", "before", "created", "deleted", "row")

    def __init__(self, row: Row, created: bool) -> None:
        self.row, self.created, self.deleted = row, created, False
        self.before: dict[str, object] = {}
        self.after: dict[str, object] = {}

    def changed(self, column: str, old: object, new: object) -> None:
        self.before.setdefault(column, plain(old))
        self.after[column] = plain(new)

    def values(self) -> tuple[dict[str, object] | None, dict[str, object] | None] | None:
        """What the journal keeps, or None where nothing is different in the end."""
        if self.created and self.deleted:
            return None
        if self.created:
            return None, snapshot(self.row)
        if self.deleted:
            return snapshot(self.row) | self.before, None
        moved = {name for name in self.after if self.after[name] != self.before[name]}
        if not moved - SILENT:
            return None
        return {n: self.before[n] for n in sorted(moved)}, {n: self.after[n] for n in sorted(moved)}


def snapshot(row: Row) -> dict[str, object]:
    return {name: plain(getattr(row, name)) for name in _columns(type(row))}


@cache
def _columns(model: type[Row]) -> tuple[str, ...]:
    return tuple(column.key for column in inspect(model).column_attrs)


class Journal:
    """Listens to one session's flushes and writes the change that they amount to."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], Line] = {}
        self.opened: int | None = None  # a change whose first lines are written already

    def note(self, session: Session) -> None:
        """After a flush, while the histories still stand."""
        for row in _rows(session.new):
            self._line(row, created=True)
        for row in _rows(session.dirty):
            self._note_update(row)
        for row in _rows(session.deleted):
            self._note_update(row)
            self._line(row, created=False).deleted = True

    def _note_update(self, row: Row) -> None:
        state = inspect(row)
        for name, old in state.committed_state.items():
            if name in _columns(type(row)) and name != "version" and old != (new := getattr(row, name)):
                self._line(row, created=False).changed(name, None if old is LoaderCallableStatus.NO_VALUE else old, new)

    def _line(self, row: Row, created: bool) -> Line:
        return self._lines.setdefault((row.__tablename__, row.id), Line(row, created))

    def write(self, session: Session, change: dict[str, object]) -> int | None:
        """One Change with its lines; the id, or None where nothing changed."""
        lines = [
            {"record": record, "record_id": id, "before": values[0], "after": values[1]}
            for (record, id), line in self._lines.items()
            if (values := line.values())
        ]
        self._lines.clear()
        opened, self.opened = self.opened, None
        if opened:
            said = {
                name: change[name]
                for name in ("command", "chat", "message_key", "undoes_id")
                if change[name] is not None
            }
            session.execute(update(Change).where(Change.id == opened).values(said))
        if not lines:
            return opened
        change_id = opened or insert_plainly(session, Change, change)
        common = {"workspace_id": change["workspace_id"], "change_id": change_id}
        _LINES.run_all(session, [common | line for line in lines])
        return change_id

    def forget(self) -> None:
        """The message's savepoint was rolled back: nothing happened."""
        self._lines.clear()
        self.opened = None


_LINES = Statement(insert(ChangeLine).inline())  # their numbers are not asked for


def _rows(objects: Iterable[object]) -> list[Row]:
    return [row for row in objects if isinstance(row, Row)]


def change_by_message(session: Session, workspace_id: int, key: str) -> int | None:
    """The number of the change that a message made and that still stands."""
    query = select(Change.id).where(
        Change.workspace_id == workspace_id,
        Change.message_key == key,
        Change.undone_by_id.is_(None),
        Change.undoes_id.is_(None),
    )
    return session.scalars(query.order_by(Change.id.desc()).limit(1)).first()
