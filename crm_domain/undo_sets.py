"""Undo by the thousand: new records that nobody has touched since go, and come back, in a few statements a table.

What was edited since, or has others leaning on it, is left to be looked at one by one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    UniqueConstraint,
    and_,
    cast,
    delete,
    exists,
    insert,
    inspect,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from crm_domain.access import Reach
from crm_domain.base import Base, Row, references_to
from crm_domain.bulk import in_parts, insert_rows
from crm_domain.desk import Desk
from crm_domain.journal import Change, ChangeLine, typed
from crm_domain.journal_sets import enter_new
from crm_domain.members import Role

MANY = 500  # lines; below it each record is looked at on its own


class UndoSets:
    """One change taken back as far as that goes in sets; `put_back` counts the records."""

    def __init__(self, desk: Desk, change: Change) -> None:
        self.desk, self.session, self.change = desk, desk.session, change
        self._dealt: dict[str, set[int]] = {}

    @property
    def put_back(self) -> int:
        return sum(map(len, self._dealt.values()))

    def run(self, models: Iterable[type[Row]]) -> None:
        """`models`: those that the change's lines speak of."""
        order = [table.name for table in Base.metadata.sorted_tables]
        ordered = sorted(filter(self._is_plain, models), key=lambda model: order.index(model.__tablename__))
        for model in ordered:
            self._bring_back(model)
        for model in reversed(ordered):
            self._take_away(model)
        if self.put_back:
            self.session.expire_all()

    def rest(self) -> Sequence[ChangeLine]:
        """The lines that have not been dealt with."""
        columns = select(ChangeLine.id, ChangeLine.record, ChangeLine.record_id)
        all_of = self.session.execute(columns.where(ChangeLine.change_id == self.change.id).order_by(ChangeLine.id))
        left = [id for id, record, record_id in all_of if record_id not in self._dealt.get(record, ())]
        query = select(ChangeLine).order_by(ChangeLine.id)
        return [line for part in in_parts(left) for line in self.session.scalars(query.where(ChangeLine.id.in_(part)))]

    def _is_plain(self, model: type[Row]) -> bool:
        """Whether the member may change any of them, and no two of them must differ."""
        me = self.desk.actor
        reach = self.desk.access.reach(Role(me.role), model.noun)[1] if me else Reach.ALL
        return reach == Reach.ALL and not only_ones(model)

    @property
    def _undoing(self) -> int:
        return self.desk.begin_change("record.undo")

    def _lines(self, model: type[Row], nothing: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """New records have nothing before, deleted ones nothing after."""
        of_it = and_(
            ChangeLine.workspace_id == self.change.workspace_id,  # with which the index by records begins
            ChangeLine.change_id + 0 == self.change.id,  # not by the index of changes: this one has them all
            ChangeLine.record == model.__tablename__,
        )
        return and_(of_it, or_(nothing.is_(null()), cast(nothing, Text) == "null"))

    def _take_away(self, model: type[Row]) -> None:
        lines = self._lines(model, ChangeLine.before)
        alone = [~exists().where(column == model.id) for column in references_to(model)]
        untouched = select(model.id).where(model.id.in_(select(ChangeLine.record_id).where(lines)), model.version == 1)
        ids = self.session.scalars(untouched.where(*alone)).all()
        for part in in_parts(ids):
            told = (ChangeLine.workspace_id, literal(self._undoing), ChangeLine.record, ChangeLine.record_id)
            said = select(*told, ChangeLine.after).where(lines, ChangeLine.record_id.in_(part)).order_by(ChangeLine.id)
            names = ["workspace_id", "change_id", "record", "record_id", "before"]
            connection = self.session.connection()
            connection.execute(insert(_LINES).from_select(names, said, include_defaults=False))
            connection.execute(delete(model.__table__).where(model.id.in_(part)))  # type: ignore[arg-type]
        self._dealt.setdefault(model.__tablename__, set()).update(ids)

    def _bring_back(self, model: type[Row]) -> None:
        absent = ~exists().where(model.id == ChangeLine.record_id)
        query = select(ChangeLine.before).where(self._lines(model, ChangeLine.after), absent).order_by(ChangeLine.id)
        for part in in_parts(self.session.scalars(query).all()):
            rows = [{name: typed(model, name, value) for name, value in (before or {}).items()} for before in part]
            standing = [row | {"version": 1} for row in self._standing(model, rows)]
            names = [column.name for column in model.__table__.columns]
            insert_rows(self.session.connection(), model, {name: [row.get(name) for row in standing] for name in names})
            enter_new(self.session.connection(), model, [row["id"] for row in standing], self._undoing)
            self._dealt.setdefault(model.__tablename__, set()).update(row["id"] for row in standing)

    def _standing(self, model: type[Row], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of which everything that they point to is there."""
        for column in model.__table__.columns:
            for key in column.foreign_keys:
                wanted = {row[column.name] for row in rows if row.get(column.name) is not None}
                there = set(self.session.scalars(select(key.column).where(key.column.in_(wanted))))
                rows = [row for row in rows if row.get(column.name) is None or row[column.name] in there]
        return rows


def only_ones(model: type[Row]) -> set[str]:
    """The columns whose values no two records share."""
    constraints = inspect(model).local_table.constraints  # type: ignore[attr-defined]  # a declared class's table is one
    return {column.key for each in constraints if isinstance(each, UniqueConstraint) for column in each.columns}


_LINES: Any = ChangeLine.__table__
