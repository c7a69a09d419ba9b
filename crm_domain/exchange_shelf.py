"""One table's rows of a workspace while a file is read into it: which row a record is, and which ids are free."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import Session

from crm_domain.base import Row
from crm_domain.errors import Conflict
from crm_domain.exchange_forms import Form
from crm_domain.journal import Change
from crm_domain.texts import T
from crm_domain.workspaces import Workspace

SAME = T("“{key}” is in the file twice.", "“{key}”在文件里出现了两次。")


class Shelf:
    """The rows that were there before, and the new ones until `store` writes them."""

    def __init__(self, session: Session, workspace: Workspace, form: Form, *more: str) -> None:
        """`more` are columns beside the form's that tell its records apart."""
        self.session, self.form, self._columns = session, form, (*form.columns, *more)
        rows = session.scalars(select(form.model).where(form.model.workspace_id == workspace.id)).all()
        self.rows = {row.id: row for row in rows}
        self._by_key = {self._key(row): row for row in rows} if form.key else {}
        self._foreign = foreign_ids(session, workspace, form.model)
        self._keys: set[tuple[Any, ...]] = set()
        self._claimed: set[int] = set()
        self._twins: dict[str, list[Row]] | None = None
        self._numbered: list[Row] = []
        self._unnumbered: list[Row] = []

    def claim(self, id: int | None, values: dict[str, Any]) -> Row | None:
        """The row that a record with this id and these column values is already kept in.

        Conflict where another record of the file has the same key.
        """
        if self.form.key:
            row = self._by_key.get(self._once(tuple(values[column] for column in self.form.key)))
        elif id is not None and id not in self._foreign:
            row = self.rows.get(id)
        else:  # the record had to take another number when it came in: it is known by what it says
            row = self._twin(values)
        if row:
            self._claimed.add(row.id)
        return row

    def _once(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        if key in self._keys:
            raise Conflict(SAME, key=key[-1])
        self._keys.add(key)
        return key

    def _key(self, row: Row) -> tuple[Any, ...]:
        return tuple(getattr(row, column) for column in self.form.key)

    def _twin(self, values: dict[str, Any]) -> Row | None:
        if self._twins is None:
            self._twins = {}
            for row in reversed(self.rows.values()):
                self._twins.setdefault(self._print(vars(row)), []).append(row)
        alike = self._twins.get(self._print(values), [])
        while alike:
            if (row := alike.pop()).id not in self._claimed:
                return row
        return None

    def _print(self, values: dict[str, Any]) -> str:
        return repr([values.get(column) for column in self._columns])

    def add(self, row: Row, id: int | None) -> None:
        """A new row, under its own id if that is free in the whole database."""
        if id is None or id in self.rows or id in self._foreign:
            self._unnumbered.append(row)
            return
        row.id = id
        self.rows[id] = row
        self._numbered.append(row)

    def store(self) -> None:
        """Writes the new rows: first those that bring their id, so that none is given away."""
        self.session.add_all(self._numbered)
        self.session.flush()
        if self._numbered:
            advance_sequence(self.session, self.form.model.__table__)
        for row in self._unnumbered:
            self.session.add(row)
        self.session.flush()
        self._numbered, self._unnumbered = [], []

    def unclaimed(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row.id not in self._claimed]


def foreign_ids(session: Session, workspace: Workspace, model: type[Row] | type[Change]) -> frozenset[int]:
    """The ids that other workspaces of the database use."""
    return frozenset(session.scalars(select(model.id).where(model.workspace_id != workspace.id)))


def advance_sequence(session: Session, table: Any) -> None:
    """PostgreSQL counts only the ids that it gave itself; SQLite sees them all."""
    if session.get_bind().dialect.name != "postgresql":
        return
    assert isinstance(table, Table)
    highest = session.scalar(select(func.max(table.c.id)))
    sequence = session.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    session.execute(
        text(f"select setval(:sequence, :highest) from {sequence} where last_value <= :highest"),
        {"sequence": sequence, "highest": highest},
    )
