"""How long open deals have been worked on: since they left the first stage, as far as their history tells."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from crm_domain.deals import Deal, StageChange
from crm_domain.facts import DealFact
from crm_domain.figures import Figures
from crm_domain.local_time import Clock
from crm_domain.pipelines import Outcome, Pipelines
from crm_domain.scope import Scope
from crm_domain.tallies import Tallies
from crm_domain.timespan import DAY

EPOCH = date(1970, 1, 1)
OLD = "old"


@dataclass(frozen=True, slots=True)
class Aged:
    """An open deal that is being worked on, since when and for how many days."""

    id: int
    title: str
    owner_id: int | None
    since: date
    days: int


class Ages(Tallies):
    def count(self, scope: Scope) -> int:
        return self._count(self._worked_on(scope))

    def listed(self, scope: Scope, day: date) -> list[DealFact]:
        """Each open deal that has been past the first stage since that day or before."""
        facts = [fact for fact in Figures(self.desk).open(scope, "owner") if fact.stage_id not in self._first]
        since = self._since(facts)
        return [fact for fact in facts if since[fact.id] <= day]

    def summed(self, scope: Scope, day: date) -> list[DealFact]:
        """The same as few facts, with the key OLD where a deal has been worked on since that day or before."""
        key = case((self._left < self._end(day), OLD))
        unpriced = self._any(self._unpriced(scope))
        several = Figures(self.desk).open_of_several(scope, shared=False) if unpriced else []
        worked = [fact for fact in several if fact.stage_id not in self._first]
        since = self._since(worked)
        old = (fact._replace(key=OLD if since[fact.id] <= day else None) for fact in worked)
        return [*self._priced(self._worked_on(scope), key, scope, None), *old]

    def oldest(self, scope: Scope, limit: int) -> list[Aged]:
        """Of the same day by their titles."""
        aged = self._aged(scope)
        query = select(aged.c.id, aged.c.title, aged.c.owner_id, aged.c.day)
        query = query.order_by(aged.c.day, aged.c.title, aged.c.id).limit(limit)
        days = ((*row[:3], EPOCH + timedelta(days=row[3])) for row in self.desk.session.execute(query))
        return [Aged(id, title, owner, since, (self.desk.today - since).days) for id, title, owner, since in days]

    def days(self, scope: Scope) -> list[int]:
        """For how many days each has been worked on."""
        aged = self._aged(scope)
        query = select(aged.c.day, func.count()).group_by(aged.c.day)
        today = (self.desk.today - EPOCH).days
        return [today - day for day, count in self.desk.session.execute(query) for _ in range(count)]

    @cached_property
    def _first(self) -> frozenset[int]:
        stages = Pipelines(self.desk).stages()
        return frozenset(s.id for s in stages if s.position == min(stage.position for stage in stages))

    def _since(self, facts: list[DealFact]) -> dict[int, date]:
        left = Figures(self.desk).engaged(facts, self._first)
        return {fact.id: left.get(fact.id, fact.begun) for fact in facts}

    def _end(self, day: date) -> datetime:
        return datetime.combine(day + DAY, time(), self.desk.zone).astimezone(UTC)

    @cached_property
    def _left(self) -> ColumnElement[datetime]:
        """When each deal was first seen past the first stage."""
        steps = select(StageChange.at).where(StageChange.deal_id == Deal.id, StageChange.to_id.not_in(self._first))
        return func.coalesce(steps.order_by(StageChange.id).limit(1).scalar_subquery(), Deal.created_at)

    def _worked_on(self, scope: Scope) -> Select[Any]:
        columns = [Deal.id, Deal.title, Deal.owner_id, self._left.label("since")]
        query = self.of(columns, (Outcome.OPEN,), scope, member=False, company=False)
        return query.where(Deal.stage_id.not_in(self._first))

    def _aged(self, scope: Scope) -> Any:
        begun = self._worked_on(scope).subquery("aged")
        day = Clock(self.desk.session.get_bind().dialect.name).day("aged.since", self.desk.zone)
        return select(begun.c.id, begun.c.title, begun.c.owner_id, day.label("day")).subquery("days")
