"""All that is sealed comes under the current key, or into the open: while others work, and from where it was cut off.

What is done already tells by itself, as every sealed value names its key: so there is nothing to be remembered.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Column, Row, String, Table, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from crm_domain import seals
from crm_domain.base import Base, Json
from crm_domain.sealing import Keys, Sealed, SealedJson
from crm_domain.store import Store

AT_ONCE = 500  # rows in one transaction


def reseal(store: Store, keys: Keys) -> Iterator[tuple[str, int]]:
    """(table, rows that were written anew), each a transaction behind us. At the end nothing else is on the disk."""
    for table in Base.metadata.sorted_tables:
        yield from _table(store, keys, table)
    with store.transaction() as session:
        seals.strike_out(session, keys)
    store.sweep()  # whatever this run wrote: the one before may have been cut off just here


def _table(store: Store, keys: Keys, table: Table) -> Iterator[tuple[str, int]]:
    columns = [column for column in table.columns if isinstance(column.type, Sealed | SealedJson)]
    last: Row[Any] | None = None
    while columns:
        with store.transaction() as session:
            rows = _rows(session, table, columns, last)
            count = sum(_row(session, table, columns, keys, row) for row in rows)
        if not rows:
            break
        last = rows[-1]
        if count:
            yield table.name, count


def _rows(session: Session, table: Table, columns: Sequence[Column[Any]], last: Row[Any] | None) -> Sequence[Row[Any]]:
    """The next ones, by their key, with the columns as they stand in the database."""
    key = list(table.primary_key.columns)
    stored = (type_coerce(column, String if isinstance(column.type, Sealed) else Json) for column in columns)
    query = select(*chain(key, stored)).order_by(*key).limit(AT_ONCE).with_for_update()
    if last is not None:
        query = query.where(tuple_(*key) > tuple_(*last[: len(key)]))
    return session.execute(query).all()


def _row(session: Session, table: Table, columns: Sequence[Column[Any]], keys: Keys, row: Row[Any]) -> bool:
    key = table.primary_key.columns
    old = dict(zip(columns, row[len(key) :], strict=True))
    values = {column.name: keys.opened(value) for column, value in old.items() if not keys.is_current(value)}
    if values:
        which = (column == value for column, value in zip(key, row[: len(key)], strict=True))
        session.execute(update(table).where(*which).values(values))
    return bool(values)
