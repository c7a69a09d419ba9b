"""New records by the thousand: written past the ORM, with their numbers and their lines in the journal."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select, text

from crm_domain.base import Row
from crm_domain.bulk import insert_rows
from crm_domain.crm import Crm
from crm_domain.journal_sets import enter_new

IMAGINED = 2**40  # no table has so many
BLOCK = 500  # numbers asked for at a time


class BulkDesk:
    """Gives each new record its number at once, and writes all of them when told to."""

    def __init__(self, crm: Crm, dry: bool = False) -> None:
        """`dry`: nothing is written, and the numbers are none of the database's."""
        self.crm, self.dry = crm, dry
        self._free: dict[type[Row], Iterator[int]] = {}
        self._rows: dict[type[Row], dict[int, dict[str, Any]]] = {}

    def add(self, model: type[Row], values: Mapping[str, Any], created: datetime | None = None) -> int:
        id = self._number(model)
        at = (created or self.crm.now).astimezone(UTC)
        row = {**_blank(model), **values}
        row["id"], row["workspace_id"], row["version"] = id, self.crm.workspace.id, 1
        row["created_at"] = row["updated_at"] = at
        self._rows.setdefault(model, {})[id] = row
        return id

    def pending(self, model: type[Row], id: int) -> dict[str, Any] | None:
        """A record that is new in this batch: it may still be filled."""
        return self._rows.get(model, {}).get(id)

    def _number(self, model: type[Row]) -> int:
        """The next number of the table; PostgreSQL gives them out one by one, SQLite is ours alone while we write."""
        if not self._free.get(model):
            self._free[model] = self._more_numbers(model)
        return next(self._free[model])

    def _more_numbers(self, model: type[Row]) -> Iterator[int]:
        session, table = self.crm.session, model.__tablename__
        if self.dry:
            yield from range(IMAGINED, 2 * IMAGINED)
        if session.get_bind().dialect.name == "postgresql":
            while True:
                block = select(func.nextval(func.pg_get_serial_sequence(table, "id"))).select_from(
                    func.generate_series(1, BLOCK)
                )
                yield from self.crm.session.scalars(block).all()
        used = session.scalar(text("select seq from sqlite_sequence where name = :table"), {"table": table}) or 0
        highest = session.scalar(select(func.max(model.id))) or 0
        yield from range(max(int(used), highest) + 1, IMAGINED)

    def write(self) -> None:
        """Everything that was added, what others lean on first."""
        if self.dry:
            self._rows.clear()
            return
        connection = self.crm.session.connection()
        for model in sorted(self._rows, key=_depth):
            if rows := self._rows[model]:
                insert_rows(connection, model, {name: [row[name] for row in rows.values()] for name in _names(model)})
                enter_new(connection, model, rows, self.crm.begin_change("data.import"))
        self._rows.clear()
        self._free.clear()  # somebody else may write before the next batch


@cache
def _blank(model: type[Row]) -> Mapping[str, Any]:
    """To be copied."""
    return dict.fromkeys(_names(model))


@cache
def _names(model: type[Row]) -> tuple[str, ...]:
    return tuple(column.key for column in model.__table__.columns)


@cache
def _depth(model: type[Row]) -> int:
    from crm_domain.base import Base

    return [table.name for table in Base.metadata.sorted_tables].index(model.__tablename__)
