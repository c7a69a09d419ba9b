"""What automations have done: one run per automation and occasion, and how far it has come.

Position, wait and outcome are in the row, so a run goes on after a restart where it stood. The unique row is also what
makes one firing of it, however many processes look.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from crm_domain.automations import Automation
from crm_domain.base import Base, upsert
from crm_domain.deals import Deal
from crm_domain.desk import Desk
from crm_domain.members import Member
from crm_domain.sealing import SealedJson
from crm_domain.ticket import Ticket


class State(StrEnum):
    WAITING = "waiting"  # for its moment, `due_at`; for somebody's word, where `asks` is set
    DONE = "done"
    ENDED = "ended"  # a condition on its way did not hold
    FAILED = "failed"
    HELD = "held"  # stopped by a guard


class RuleRun(Base):
    """`step` is the next one to be done. `log` says what came of each; `chain` are the automations that led here.

    `record` and `record_id` are what it is about, `change_id` the change that began it (its state then counts).
    """

    __tablename__ = "rule_runs"
    __table_args__ = (
        UniqueConstraint("automation_id", "occasion"),
        Index("ix_rule_runs_due", "state", "due_at"),
        Index("ix_rule_runs_when", "workspace_id", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    automation_id: Mapped[int] = mapped_column(ForeignKey("automations.id", ondelete="CASCADE"))
    occasion: Mapped[str]
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str]
    step: Mapped[int]
    tries: Mapped[int]
    record: Mapped[str | None]
    record_id: Mapped[int | None]
    change_id: Mapped[int | None]
    asks: Mapped[str | None]  # "step:member,member": whose word it waits for
    log: Mapped[list[Any]] = mapped_column(SealedJson)
    chain: Mapped[list[Any]]
    took_ms: Mapped[int]
    ended_at: Mapped[datetime | None]

    automation: Mapped[Automation] = relationship()

    def note(self, at: datetime, step: str, text: str) -> None:
        """JSON does not notice a change in place."""
        self.log = [*self.log, {"at": at.isoformat(), "step": step, "text": text}]

    def end(self, state: State, at: datetime) -> None:
        self.state, self.ended_at, self.asks = state, at, None

    def wait(self, until: datetime) -> None:
        self.due_at = until


_BEGIN = upsert(RuleRun, ["automation_id", "occasion"])
FRESH: Mapping[str, Any] = {
    "state": State.WAITING,
    "step": 0,
    "tries": 0,
    "asks": None,
    "log": [],
    "took_ms": 0,
    "ended_at": None,
}


KIN = {"contacts": "contact_id", "companies": "company_id"}


class RuleRuns:
    """The runs of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def _session(self) -> Session:
        return self.desk.session

    def begin(self, automation: Automation, occasion: str, due: datetime, **about: Any) -> bool:
        """True where nobody began it before."""
        values = dict(FRESH) | {"record": None, "record_id": None, "change_id": None, "chain": []} | about
        values |= {"workspace_id": self.desk.workspace.id, "automation_id": automation.id, "occasion": occasion}
        result = _BEGIN.run(self._session, values | {"at": due, "due_at": due})
        return bool(result.rowcount == 1)

    def falling_due(self, most: int) -> Sequence[RuleRun]:
        """Those that can go on; another process's are left to it."""
        query = select(RuleRun).where(
            RuleRun.workspace_id == self.desk.workspace.id,
            RuleRun.state == State.WAITING,
            RuleRun.due_at <= self.desk.now,
        )
        query = query.order_by(RuleRun.due_at, RuleRun.id).limit(most).with_for_update(skip_locked=True)
        return self._session.scalars(query).all()

    def waiting_for(self, heard: Mapping[str, Collection[int]]) -> Sequence[RuleRun]:
        """Those that wait about what is named (ids by table), or about a deal or ticket of the person or company."""
        own = [and_(RuleRun.record == table, RuleRun.record_id.in_(ids)) for table, ids in heard.items() if ids]
        for model in (Deal, Ticket):
            kin = [getattr(model, column).in_(heard[table]) for table, column in KIN.items() if heard.get(table)]
            if kin:
                theirs = select(model.id).where(model.workspace_id == self.desk.workspace.id, or_(*kin))
                own.append(and_(RuleRun.record == model.__tablename__, RuleRun.record_id.in_(theirs)))
        if not own:
            return []
        query = select(RuleRun).where(RuleRun.workspace_id == self.desk.workspace.id, RuleRun.state == State.WAITING)
        query = query.where(or_(*own)).order_by(RuleRun.id).with_for_update(skip_locked=True)
        return self._session.scalars(query).all()

    def of(self, automation: Automation, most: int = 100, state: State | None = None) -> Sequence[RuleRun]:
        """The latest first."""
        query = select(RuleRun).where(RuleRun.automation_id == automation.id, *_in(state))
        return self._session.scalars(query.order_by(RuleRun.at.desc(), RuleRun.id.desc()).limit(most)).all()

    def latest(self, most: int = 100, state: State | None = None) -> Sequence[RuleRun]:
        query = select(RuleRun).where(RuleRun.workspace_id == self.desk.workspace.id, *_in(state))
        query = query.options(joinedload(RuleRun.automation))
        return self._session.scalars(query.order_by(RuleRun.at.desc(), RuleRun.id.desc()).limit(most)).all()

    def asking(self, member: Member) -> Sequence[RuleRun]:
        """Those that wait for the member's word, the most pressing first."""
        query = select(RuleRun).where(RuleRun.workspace_id == self.desk.workspace.id, RuleRun.asks.is_not(None))
        query = query.where(RuleRun.state == State.WAITING, RuleRun.due_at > self.desk.now)
        found = self._session.scalars(query.order_by(RuleRun.due_at, RuleRun.id)).all()
        return [run for run in found if str(member.id) in (run.asks or "").split(",")]

    def get(self, id: int) -> RuleRun | None:
        query = select(RuleRun).where(RuleRun.workspace_id == self.desk.workspace.id, RuleRun.id == id)
        return self._session.scalars(query).first()

    def count_since(self, automation: Automation, since: datetime) -> int:
        query = select(func.count()).select_from(RuleRun)
        query = query.where(RuleRun.automation_id == automation.id, RuleRun.at > since)
        return self._session.scalar(query) or 0

    def tally(self, days: int) -> Mapping[tuple[int, str], int]:
        """How many runs of the last days, by automation and state."""
        since = self.desk.now - timedelta(days=days)
        query = select(RuleRun.automation_id, RuleRun.state, func.count()).where(
            RuleRun.workspace_id == self.desk.workspace.id, RuleRun.at > since
        )
        found = self._session.execute(query.group_by(RuleRun.automation_id, RuleRun.state)).all()
        return {(automation, state): count for automation, state, count in found}


def _in(state: State | None) -> Iterator[ColumnElement[bool]]:
    """Of all states, or of that one."""
    if state:
        yield RuleRun.state == state
