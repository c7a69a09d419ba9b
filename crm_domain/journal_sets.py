"""Lines of the journal by the thousand: written by the database itself, from the rows as they stand in it."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from crm_domain.base import Json, Moment, Row
from crm_domain.bulk import in_parts
from crm_domain.sealing import SealedJson


def enter_new(connection: Connection, model: type[Row], ids: Collection[int], change_id: int) -> None:
    """One line for each of these new records, with all that it says: what a flush would have told the journal."""
    sqlite = connection.dialect.name == "sqlite"
    place = "?" if sqlite else "%s"
    for part in in_parts(list(ids)):
        words = (
            "INSERT INTO change_lines (workspace_id, change_id, record, record_id, after)"
            f" SELECT workspace_id, {place}, '{model.__tablename__}', id, {_snapshot(model, sqlite)}"
            f" FROM {model.__tablename__} WHERE id IN ({', '.join([place] * len(part))}) ORDER BY id"
        )
        connection.exec_driver_sql(words, (change_id, *part))


@cache
def _snapshot(model: type[Row], sqlite: bool) -> str:
    """The record as JSON, its values written as `journal.plain` writes them."""
    written, build = (_SQLITE, "json_object") if sqlite else (_POSTGRESQL, "jsonb_build_object")
    pairs = (f"'{column.key}', {_written(column.name, column.type, written)}" for column in model.__table__.columns)
    return f"{build}({', '.join(pairs)})"


Written = Mapping[type, Callable[[str], str]]


def _written(name: str, kind: TypeEngine[Any], written: Written) -> str:
    json = isinstance(kind, type(Json) | SealedJson)
    of = type(Json) if json else type(kind) if isinstance(kind, Moment) else kind.python_type
    return written[of](f'"{name}"') if of in written else f'"{name}"'


_SQLITE: Written = {
    bool: lambda name: f"json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)",
    type(Json): lambda name: f"json({name})",
    Moment: lambda name: (
        f"replace(substr({name}, 1, CASE substr({name}, 21) WHEN '000000' THEN 19 ELSE 26 END), ' ', 'T') || '+00:00'"
    ),
}
_ISO = 'YYYY-MM-DD"T"HH24:MI:SS.US'
_POSTGRESQL: Written = {
    Moment: lambda name: f"regexp_replace(to_char({name} AT TIME ZONE 'UTC', '{_ISO}'), '[.]000000$', '') || '+00:00'",
}
