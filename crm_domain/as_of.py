"""A record as it was: the journal, read backwards from what it is now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from crm_domain.base import Row
from crm_domain.journal import Change, ChangeLine, typed

Columns = dict[str, Any]


def now_of(row: Row) -> Columns:
    """All its columns as they are."""
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def as_of(
    session: Session, model: type[Row], id: int, moment: datetime, change_id: int | None = None
) -> Columns | None:
    """The columns after that change, else at that moment; None where the record was not there."""
    row = session.get(model, id)
    columns: Columns | None = now_of(row) if row else None
    for line in _later(session, model, id, moment, change_id):
        if line.before is None:
            return None
        before = {name: typed(model, name, value) for name, value in line.before.items() if name in model.__table__.c}
        columns = (columns or {}) | before
    return columns


def _later(
    session: Session, model: type[Row], id: int, moment: datetime, change_id: int | None
) -> Sequence[ChangeLine]:
    """The lines of that record which came later, the last one first."""
    query = select(ChangeLine).where(ChangeLine.record == model.__tablename__, ChangeLine.record_id == id)
    if change_id is not None:
        query = query.where(ChangeLine.change_id > change_id)
    else:
        query = query.join(Change, Change.id == ChangeLine.change_id).where(Change.at > moment)
    return session.scalars(query.order_by(ChangeLine.id.desc())).all()
