"""Statements of the plumbing: taken in, remembered, journaled, posted. Compiled once, and carried out by the driver.

What every message executes costs SQLAlchemy's Core 35 to 45 us a statement, of which the database has three; this way
it is 12. Types are bound and read as Core does it. What a domain asks of its records stays with the ORM.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Column, CursorResult, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Process = Callable[[Any], Any]


class Statement:
    """A select, insert or update. Its columns to be written are those that it is given values for."""

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        self._compiled: dict[tuple[str, object, tuple[str, ...]], _Compiled] = {}

    def run(self, session: Session, values: Values) -> CursorResult[Any]:
        """Once; for its row count."""
        compiled = self._for(session, values)
        return session.connection().exec_driver_sql(compiled.words, compiled.bound(values))

    def run_all(self, session: Session, rows: Sequence[Values]) -> None:
        """Once for each of the rows, which have values for the same columns."""
        compiled = self._for(session, rows[0])
        session.connection().exec_driver_sql(compiled.words, [compiled.bound(row) for row in rows])

    def number(self, session: Session, values: Values) -> int:
        """Inserts a row; the number that it got."""
        result = self.run(session, values)
        return int(result.scalar_one() if result.returns_rows else result.lastrowid)

    def rows(self, session: Session, values: Values) -> list[tuple[Any, ...]]:
        """What it selects, typed."""
        compiled = self._for(session, values)
        result = session.connection().exec_driver_sql(compiled.words, compiled.bound(values))
        found = result.cursor.fetchall()  # rows as the driver gives them, not wrapped once more
        result.close()
        return [compiled.read(row) for row in found]

    def _for(self, session: Session, values: Values) -> "_Compiled":
        dialect = session.get_bind().dialect
        key = dialect.name, getattr(dialect, "keys", None), tuple(values)  # what is sealed is bound to its keys
        if (compiled := self._compiled.get(key)) is None:
            compiled = self._compiled[key] = _Compiled(self._clause, dialect, list(values))
        return compiled


class _Compiled:
    """A statement in the words of one database, for values of these names."""

    def __init__(self, clause: ClauseElement, dialect: Dialect, names: list[str]) -> None:
        compiled = clause.compile(dialect=dialect, column_keys=names)
        assert isinstance(compiled, SQLCompiler)
        self.words = compiled.string
        self._given = {name: value for name, value in compiled.params.items() if name not in names}
        self._given |= {column.key: _usual(column) for column in compiled.insert_prefetch}
        binds = {name: _binding(bind.type, dialect) for bind, name in compiled.bind_names.items()}
        self._places = [(name, binds[name]) for name in compiled.positiontup or binds]
        self._by_name = compiled.positiontup is None
        columns = clause.selected_columns if isinstance(clause, Select) else ()
        self._readings = [_reading(column.type, dialect) for column in columns]

    def bound(self, values: Values) -> Any:
        """By place or by name, as the driver wants them."""
        if self._given:
            values = {**self._given, **values}
        bound = [process(values[name]) if process else values[name] for name, process in self._places]
        return dict(zip((name for name, _ in self._places), bound, strict=True)) if self._by_name else tuple(bound)

    def read(self, row: Iterable[Any]) -> tuple[Any, ...]:
        pairs = zip(row, self._readings, strict=True)
        return tuple([value if process is None else process(value) for value, process in pairs])


def _usual(column: Column[Any]) -> Any:
    assert isinstance(column.default, ScalarElementColumnDefault), f"{column} needs a value"
    return column.default.arg


def _binding(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reading(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)
