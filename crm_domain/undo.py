"""Undo: the exact values from before a change, put back; what was edited since is kept and named."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Text, and_, case, cast, exists, func, null, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm_domain.base import Base, Row, references_to
from crm_domain.desk import Desk
from crm_domain.errors import Conflict, NotAllowed, NotFound
from crm_domain.journal import SILENT, Change, ChangeLine, plain, typed
from crm_domain.members import Role
from crm_domain.texts import T
from crm_domain.undo_sets import MANY, UndoSets, only_ones

NO_CHANGE = T(
    "There is no change number {id} here. “history of …” lists a record's changes.",
    "没有编号为 {id} 的改动。说“……的历史”可以查看某条记录的改动。",
)
WENT_OUT = T(
    "Change {id} can't be taken back: letters to customers have gone out with it.",
    "改动 {id} 无法撤销：发给客户的邮件已经发出。",
)
NOTHING = T("There is nothing of yours to undo.", "没有可以撤销的改动。")
NOTHING_UNDONE = T("You have undone nothing that could be redone.", "没有可以恢复的撤销。")
ALREADY = T("Change {id} is undone already.", "改动 {id} 已经撤销过了。")
ERASED = T(
    "Change {id} erased a person for good; nothing was kept that could come back.",
    "改动 {id} 是永久删除，数据没有保留，无法恢复。",
)
NOT_MERGED = T(
    "There is no merge to take apart. “history of …” shows what became of a record.",
    "没有可以拆开的合并。说“……的历史”可以查看记录的来龙去脉。",
)
NOT_IMPORTED = T("There is no import to take back.", "没有可以撤销的导入。")
MERGES, IMPORTS = ("contact.merge", "company.merge", "ticket.merge"), ("data.import",)
KINDS = {"merge": (MERGES, NOT_MERGED), "import": (IMPORTS, NOT_IMPORTED)}
FINAL = "privacy.erase"  # the command that cannot be taken back
NOT_YOUR_CHANGE = T(
    "Change {id} was made by {name}. They or a manager can undo it.",
    "改动 {id} 是{name}做的，请本人或经理来撤销。",
)


@dataclass(slots=True)
class Undone:
    """`restored` were put back; `kept` (record, column) stay because they were edited or their like taken since."""

    change: Change
    restored: list[Row] = field(default_factory=list)
    many: int = 0  # records that were put back in sets, besides
    kept: list[tuple[Row, str]] = field(default_factory=list)


def models() -> dict[str, type[Row]]:
    """The journaled classes by their table's name."""
    return {m.class_.__tablename__: m.class_ for m in Base.registry.mappers if issubclass(m.class_, Row)}


class Changes:
    """The changes that the member may look at and take back."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get(self, id: int) -> Change:
        change = self.desk.session.get(Change, id)
        if change is None or change.workspace_id != self.desk.workspace.id:
            raise NotFound(NO_CHANGE, id=id)
        return change

    def latest(self) -> Change:
        """The member's last change that still stands and is not itself an undo."""
        query = select(Change).where(
            Change.workspace_id == self.desk.workspace.id,
            Change.member_id == self.desk.me.id,
            Change.undone_by_id.is_(None),
            Change.undoes_id.is_(None),
            Change.command != FINAL,
        )
        change = self.desk.session.scalars(query.order_by(Change.id.desc()).limit(1)).first()
        if change is None:
            raise NotFound(NOTHING)
        return change

    def latest_kind(self, kind: str, rows: Sequence[Row] = ()) -> Change:
        """The last merge or import that still stands, of any of these records where there are some; one's own first."""
        commands, none = KINDS[kind]
        query = select(Change).where(
            Change.workspace_id == self.desk.workspace.id,
            Change.command.in_(commands),
            Change.undone_by_id.is_(None),
            Change.undoes_id.is_(None),
        )
        if rows:
            theirs = [and_(ChangeLine.record == row.__tablename__, ChangeLine.record_id == row.id) for row in rows]
            query = query.where(exists().where(ChangeLine.change_id == Change.id, or_(*theirs)))
        others = case((Change.member_id == self.desk.me.id, 0), else_=1)
        change = self.desk.session.scalars(query.order_by(others, Change.id.desc()).limit(1)).first()
        if change is None:
            raise NotFound(none)
        return change

    def imports(self, most: int) -> Sequence[tuple[Change, int]]:
        """The last imports, each with how many records it made or changed, undone or not; the latest first."""
        count = select(func.count()).where(ChangeLine.change_id == Change.id).scalar_subquery()
        query = select(Change, count).where(
            Change.workspace_id == self.desk.workspace.id, Change.command.in_(IMPORTS), Change.undoes_id.is_(None)
        )
        return self.desk.session.execute(query.order_by(Change.id.desc()).limit(most)).tuples().all()

    def latest_undoing(self) -> Change:
        """The member's last undo that still stands, to be undone in turn."""
        query = select(Change).where(
            Change.workspace_id == self.desk.workspace.id,
            Change.member_id == self.desk.me.id,
            Change.undone_by_id.is_(None),
            Change.undoes_id.is_not(None),
        )
        change = self.desk.session.scalars(query.order_by(Change.id.desc()).limit(1)).first()
        if change is None:
            raise NotFound(NOTHING_UNDONE)
        return change

    def latest_of(self, row: Row) -> Change | None:
        """The member's last change of a record that still stands and is not itself an undo."""
        query = select(Change).where(
            Change.workspace_id == self.desk.workspace.id,
            Change.member_id == self.desk.me.id,
            Change.undone_by_id.is_(None),
            Change.undoes_id.is_(None),
            Change.id.in_(
                select(ChangeLine.change_id).where(
                    ChangeLine.workspace_id == self.desk.workspace.id,
                    ChangeLine.record == row.__tablename__,
                    ChangeLine.record_id == row.id,
                )
            ),
        )
        return self.desk.session.scalars(query.order_by(Change.id.desc()).limit(1)).first()

    def lines(self, change: Change) -> Sequence[ChangeLine]:
        return self.desk.session.scalars(
            select(ChangeLine).where(ChangeLine.change_id == change.id).order_by(ChangeLine.id)
        ).all()

    def _touched(self, change: Change) -> Counter[tuple[str, bool]]:
        """How many lines of each table the change has; those of new records apart."""
        new = or_(ChangeLine.before.is_(null()), cast(ChangeLine.before, Text) == "null")
        query = select(ChangeLine.record, new, func.count()).where(ChangeLine.change_id == change.id)
        rows = self.desk.session.execute(query.group_by(ChangeLine.record, new))
        return Counter({(record, bool(is_new)): count for record, is_new, count in rows})

    def of(self, row: Row) -> Sequence[tuple[Change, ChangeLine]]:
        """A record's history, the latest first; it outlives the record."""
        query = (
            select(Change, ChangeLine)
            .join(ChangeLine, ChangeLine.change_id == Change.id)
            .where(
                ChangeLine.workspace_id == self.desk.workspace.id,
                ChangeLine.record == row.__tablename__,
                ChangeLine.record_id == row.id,
            )
            .order_by(ChangeLine.id.desc())
        )
        return [(change, line) for change, line in self.desk.session.execute(query)]

    def undo(self, change: Change) -> Undone:
        """Puts back all that the change did; the journal takes the undoing as a change of its own."""
        self._guard(change)
        undone, sets = Undone(change), UndoSets(self.desk, change)
        touched = self._touched(change)
        if any(models()[record].sent for record, is_new in touched if is_new):
            raise Conflict(WENT_OUT, id=change.id)
        if not touched:
            self.desk.begin_change("record.undo")  # a long import that has only begun is not gone on with
        if sum(touched.values()) >= MANY:
            sets.run({models()[record] for record, _ in touched})
            undone.many = sets.put_back
        lines = sorted(sets.rest(), key=_turn)
        self.desk.given_away = frozenset(self._given_away(change, lines))
        for line in lines:
            _put_back(self.desk.session, line, undone)
        self.desk.session.flush()
        self.desk.given_away = frozenset()
        self.desk.session.expire_all()  # what was loaded through a changed key is stale now
        return undone

    def _given_away(self, change: Change, lines: Sequence[ChangeLine]) -> Iterator[tuple[str, int]]:
        """What was the member's own until this change of theirs gave it to somebody else, who has it still."""
        me = self.desk.actor
        for line in lines if me and change.member_id == me.id else ():
            before, after, model = line.before or {}, line.after or {}, models()[line.record]
            owners = [name for name in model.owned_by if me and before.get(name) == me.id]
            row = self.desk.session.get(model, line.record_id) if owners else None
            if row and all(getattr(row, name) == after.get(name) for name in owners):
                yield line.record, line.record_id

    def _guard(self, change: Change) -> None:
        if change.undone_by_id is not None:
            raise Conflict(ALREADY, id=change.id)
        if change.command == FINAL:
            raise Conflict(ERASED, id=change.id)
        me = self.desk.actor
        if me and change.member_id != me.id and me.role not in (Role.ADMIN, Role.MANAGER):
            owner = self.desk.session.get_one(_member(), change.member_id) if change.member_id else None
            raise NotAllowed(NOT_YOUR_CHANGE, id=change.id, name=owner.label if owner else "Confab")


def _member() -> type[Row]:
    return models()["members"]


def _turn(line: ChangeLine) -> tuple[int, int]:
    """First deleted records come back, the leaned-on ones first; then edits; then new records go, in reverse."""
    depth = [table.name for table in Base.metadata.sorted_tables].index(line.record)
    if line.after is None:
        return 0, depth
    return (2, -depth) if line.before is None else (1, depth)


def _put_back(session: Session, line: ChangeLine, undone: Undone) -> None:
    model = models()[line.record]
    row = session.get(model, line.record_id)
    if line.before is None:
        _unmake(session, line, row, undone)
    elif line.after is None:
        _remake(session, model, line, row, undone)
    elif row is not None:
        _unedit(session, model, line, row, undone)


def _unmake(session: Session, line: ChangeLine, row: Row | None, undone: Undone) -> None:
    """Takes a new record away, unless it was edited since or others lean on it."""
    if row is None:
        return
    after = line.after or {}
    edited = [name for name in after if name not in SILENT and plain(getattr(row, name)) != after[name]]
    if edited or _leaned_on(session, row) or not _taken(session, partial(session.delete, row)):
        undone.kept.append((row, edited[0] if edited else "id"))
        return
    undone.restored.append(row)


def _remake(session: Session, model: type[Row], line: ChangeLine, row: Row | None, undone: Undone) -> None:
    if row is not None:
        undone.kept.append((row, "id"))
        return
    before = line.before or {}
    values = {name: typed(model, name, value) for name, value in before.items() if name != "version"}
    lost = _lost(session, model, values)
    row = model(**values | dict.fromkeys(lost))
    if any(not model.__table__.c[name].nullable for name in lost) or not _taken(session, partial(session.add, row)):
        undone.kept.append((row, "id"))
        return
    undone.kept.extend((row, name) for name in lost)
    undone.restored.append(row)


def _unedit(session: Session, model: type[Row], line: ChangeLine, row: Row, undone: Undone) -> None:
    before, after = line.before or {}, line.after or {}
    values = {name: typed(model, name, value) for name, value in before.items() if name not in SILENT}
    kept = [name for name in values if plain(getattr(row, name)) != after[name]]
    kept += _lost(session, model, {name: value for name, value in values.items() if name not in kept})
    put = {name: value for name, value in values.items() if name not in kept}
    if not kept and "updated_at" in before and plain(row.updated_at) == after["updated_at"]:
        put["updated_at"] = typed(model, "updated_at", before["updated_at"])
    if not _set(session, row, put):
        kept = list(values)
    undone.kept.extend((row, name) for name in kept)
    if len(kept) < len(values):
        undone.restored.append(row)


def _set(session: Session, row: Row, values: dict[str, Any]) -> bool:
    """False where another record has by now what only one may have."""
    put = partial(_put, row, values)
    if only_ones(type(row)).isdisjoint(values):
        put()
        return True
    return _taken(session, put)


def _put(row: Row, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _taken(session: Session, act: Callable[[], None]) -> bool:
    """Whether the database takes what `act` does to the session; as if it had never been where it doesn't."""
    try:
        with session.begin_nested():
            act()
    except IntegrityError:
        return False
    return True


def _lost(session: Session, model: type[Row], values: dict[str, Any]) -> list[str]:
    """The columns whose values point to a record that has gone since."""
    return [
        name
        for name, value in values.items()
        for key in model.__table__.c[name].foreign_keys
        if value is not None and not session.scalar(select(exists().where(key.column == value)))
    ]


def _leaned_on(session: Session, row: Row) -> bool:
    """Whether another record still points to this one."""
    return any(
        session.scalar(select(func.count()).select_from(column.class_).where(column == row.id))
        for column in references_to(type(row))
    )
