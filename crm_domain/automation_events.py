"""What has happened and may concern an automation: one row per change, written in the change's own commit.

A change that nobody waits for leaves no row. Whoever works the rows off deletes them in the commit that begins the
runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, bindparam, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, Json
from crm_domain.journal import Change, ChangeLine
from crm_domain.statements import Statement


class AutomationEvent(Base):
    """`chain` are the automations through whose doing the change came about: the guard against loops."""

    __tablename__ = "automation_events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"))
    chain: Mapped[list[Any]]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: deal.moved of deal 7, from one stage to another."""

    name: str
    record: str
    record_id: int
    change_id: int
    at: datetime
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


# What a line of the journal means, by table: (event, the column that says so); "" is a new record.
MEANING: dict[str, tuple[tuple[str, str], ...]] = {
    "deals": (
        ("deal.added", ""),
        ("deal.moved", "stage_id"),
        ("deal.amount", "amount_minor"),
        ("deal.worth", "amount_minor"),
        ("deal.owner", "owner_id"),
        ("deal.date", "close_date"),
    ),
    "tickets": (
        ("ticket.opened", ""),
        ("ticket.moved", "status"),
        ("ticket.priority", "priority"),
        ("ticket.assigned", "assignee_id"),
        ("ticket.rated", "score"),
    ),
    "contacts": (("contact.added", ""),),
    "companies": (("company.added", ""), ("company.owner", "owner_id")),
    "activities": (("activity.logged", ""),),
    "tasks": (("task.added", ""), ("task.done", "done")),
    "orders": (("order.added", ""),),
}
ALSO_NEW = frozenset({"deal.moved", "deal.worth", "ticket.priority"})  # a new record has come to its first stage too
EVENTS = tuple(name for events in MEANING.values() for name, _ in events)
_TABLES = ", ".join(f"'{table}'" for table in MEANING)

HEARD = ("activities", "ticket_messages")  # in which a customer's answer may stand
_RAISE = Statement(
    text(
        "INSERT INTO automation_events (workspace_id, change_id, chain) SELECT :workspace, :change, :chain "
        "WHERE ((:told OR EXISTS "
        "(SELECT 1 FROM automations WHERE workspace_id = :workspace AND enabled AND event IS NOT NULL)) "
        f"AND EXISTS (SELECT 1 FROM change_lines WHERE change_id = :change AND record IN ({_TABLES}))) "
        "OR (EXISTS (SELECT 1 FROM rule_runs WHERE workspace_id = :workspace AND state = 'waiting') AND EXISTS "
        "(SELECT 1 FROM change_lines WHERE change_id = :change AND record IN ('activities', 'ticket_messages')))"
    ).bindparams(bindparam("chain", type_=Json), bindparam("told", type_=Boolean))
)


def raise_event(session: Session, workspace_id: int, change_id: int, chain: Sequence[int], *, told: bool) -> None:
    """Notes a change for the automations, where any is on that waits for events; `told`: webhooks wait for all."""
    values = {"workspace": workspace_id, "change": change_id, "chain": list(chain), "told": told}
    _RAISE.run(session, values)


def waiting(session: Session, workspace_id: int, most: int) -> Sequence[AutomationEvent]:
    """The oldest first; another process's are left to it."""
    query = select(AutomationEvent).where(AutomationEvent.workspace_id == workspace_id)
    query = query.order_by(AutomationEvent.id).limit(most).with_for_update(skip_locked=True)
    return session.scalars(query).all()


def settle(session: Session, event: AutomationEvent) -> None:
    session.execute(delete(AutomationEvent).where(AutomationEvent.id == event.id))


def happenings(lines: Sequence[ChangeLine], at: datetime) -> Iterator[Happening]:
    """What the lines of a change mean."""
    for line in lines:
        for name, column in MEANING.get(line.record, ()):
            if _means(line, name, column):
                yield Happening(
                    name, line.record, line.record_id, line.change_id, at, line.before or {}, line.after or {}
                )


def _means(line: ChangeLine, name: str, column: str) -> bool:
    if line.after is None:
        return False
    if line.before is None:
        return not column or name in ALSO_NEW
    if name == "task.done":
        return bool(line.after.get("done"))
    return bool(column) and column in line.after


def changes_since(
    session: Session, workspace_id: int, table: str, since: datetime
) -> Iterator[tuple[Change, Sequence[ChangeLine]]]:
    """The changes of that table's records, in their order, each with its lines."""
    query = select(Change).where(Change.workspace_id == workspace_id, Change.at > since)
    touched = select(ChangeLine.change_id).where(ChangeLine.record == table)
    for change in session.scalars(query.where(Change.id.in_(touched)).order_by(Change.id)).all():
        yield change, [line for line in lines_of(session, [change.id]) if line.record == table]


def lines_of(session: Session, change_ids: Sequence[int]) -> Sequence[ChangeLine]:
    query = select(ChangeLine).where(ChangeLine.change_id.in_(change_ids)).order_by(ChangeLine.id)
    return session.scalars(query).all()
