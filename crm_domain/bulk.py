"""Many rows of one table at once, past what SQLAlchemy does for each of them: a third of its cost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from crm_domain.base import Base

Values = Sequence[Any]
V = TypeVar("V")
PART = 500  # values in one statement


def in_parts(values: Sequence[V], size: int = PART) -> Iterator[Sequence[V]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def insert_rows(
    connection: Connection, table: type[Base], columns: Mapping[str, Values], key: Sequence[str] = ()
) -> None:
    """`columns` by their names, all of one length; what is None is NULL.

    With a `key`, a row that is there already takes the new values of its other columns.
    """
    dialect = connection.dialect
    types = table.__table__.c
    columns = {
        n: values for n, values in columns.items() if types[n].server_default or values.count(None) < len(values)
    }
    written = [_bound(types[name].type, connection, values) for name, values in columns.items()]
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(["?" if dialect.name == "sqlite" else "%s"] * len(columns))
    words = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({places})"
    if key:
        fresh = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
        words += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {fresh}"
    if rows := list(zip(*written, strict=True)):
        connection.exec_driver_sql(words, rows)


def _bound(kind: TypeEngine[Any], connection: Connection, values: Values) -> Values:
    """As the driver takes them."""
    dialect = connection.dialect
    process: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if issubclass(kind.python_type, date):  # a moment is one too; there are far fewer of them than rows
        known: dict[Any, Any] = {value: process(value) for value in set(values) if value is not None}
        return [known.get(value) for value in values]
    return [None if value is None else process(value) for value in values]


def look_up(connection: Connection, table: type[Base], column: str, values: Values, workspace: int) -> Sequence[Any]:
    """The rows of a workspace with one of these values in `column`, as they stand in the database."""
    place = "?" if connection.dialect.name == "sqlite" else "%s"
    places = ", ".join([place] * len(values))
    words = f'SELECT * FROM {table.__tablename__} WHERE workspace_id = {place} AND "{column}" IN ({places})'
    return connection.exec_driver_sql(words, (workspace, *values)).all()
