"""Where deals stood at any moment: told by the history of their stages and, for amounts and dates, by the journal.

Nothing is laid down for it, so any week that ever was can be asked for, exactly. A deal counts for its owner of today.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from crm_domain.deals import Deal, StageChange
from crm_domain.facts import DealFact
from crm_domain.figures import Figures, Scope
from crm_domain.journal import Change, ChangeLine, typed
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.records import Records
from crm_domain.timespan import Timespan


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one deal at one moment; `stage_id` is None where it was not there yet."""

    stage_id: int | None
    money: Money | None
    expected: date | None


@dataclass(frozen=True, slots=True)
class Push:
    """A close date that was moved."""

    deal_id: int
    at: datetime
    before: date
    after: date

    @property
    def days(self) -> int:
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class Past:
    """`facts` of the deals that were open at any time since; what was changed about each since, the first change first.

    `steps` hold the stage that was left, `edits` the columns' values from before, `worth` the products' list prices.
    """

    facts: Sequence[DealFact]
    steps: Mapping[int, Sequence[tuple[datetime, int | None]]]
    edits: Mapping[int, Sequence[tuple[datetime, Mapping[str, Any]]]]
    worth: Mapping[int, Money]

    def at(self, fact: DealFact, moment: datetime) -> Standing:
        steps = self.steps.get(fact.id, ())
        stage = next((left for at, left in steps if at >= moment), fact.stage_id)
        if fact.begun >= moment.date():
            stage = None
        old = self._before(fact.id, moment)
        minor, currency = old.get("amount_minor", fact.minor), old.get("currency", fact.currency)
        money = Money(minor, currency) if minor is not None and currency else self.worth.get(fact.id)
        return Standing(stage, money, old.get("close_date", fact.expected))

    def _before(self, deal: int, moment: datetime) -> Mapping[str, Any]:
        """The columns that were changed later, as they were at that moment."""
        found: dict[str, Any] = {}
        for at, before in self.edits.get(deal, ()):
            if at >= moment:
                found = dict(before) | found
        return found

    def pushes(self) -> Iterable[Push]:
        """Every close date that was moved, the first one first."""
        for fact in self.facts:
            moved = [(at, old["close_date"]) for at, old in self.edits.get(fact.id, ()) if "close_date" in old]
            days = [*(day for _, day in moved), fact.expected]
            for (at, before), after in zip(moved, days[1:], strict=True):
                if before and after and before != after:
                    yield Push(fact.id, at, before, after)


class Standings(Records[Deal]):
    model = Deal

    def since(self, day: date, scope: Scope) -> Past:
        """Of the deals that were open at the beginning of that day or later."""
        start = self.moment(day)
        facts = self._facts(day, scope)
        ids = {fact.id for fact in facts}
        edits = self._edits(start, ids)
        unpriced = [fact.id for fact in facts if fact.minor is None or "amount_minor" in self._touched(edits, fact.id)]
        return Past(facts, self._steps(start, ids), edits, Figures(self.desk).worth(unpriced))

    def moment(self, day: date) -> datetime:
        """The beginning of the day, where the member's clock stands."""
        return datetime.combine(day, time(), self.desk.zone)

    def _facts(self, day: date, scope: Scope) -> list[DealFact]:
        figures = Figures(self.desk)
        return [*figures.open(scope), *figures.closed(Timespan(day, self.desk.today), scope)]

    def _touched(self, edits: Mapping[int, Sequence[tuple[datetime, Mapping[str, Any]]]], deal: int) -> set[str]:
        return {column for _, before in edits.get(deal, ()) for column in before}

    def _steps(self, start: datetime, ids: set[int]) -> dict[int, list[tuple[datetime, int | None]]]:
        query = select(StageChange.deal_id, StageChange.at, StageChange.from_id).where(
            StageChange.workspace_id == self.desk.workspace.id, StageChange.at >= start.astimezone(UTC)
        )
        found: dict[int, list[tuple[datetime, int | None]]] = defaultdict(list)
        for deal, at, left in self.desk.session.execute(query.order_by(StageChange.at, StageChange.id)):
            if deal in ids:
                found[deal].append((at, left))
        return found

    def _edits(self, start: datetime, ids: set[int]) -> dict[int, list[tuple[datetime, Mapping[str, Any]]]]:
        query = select(ChangeLine.record_id, Change.at, ChangeLine.before).join(
            Change, Change.id == ChangeLine.change_id
        )
        query = query.where(
            ChangeLine.workspace_id == self.desk.workspace.id,
            ChangeLine.record == Deal.__tablename__,
            Change.at >= start.astimezone(UTC),
        )
        found: dict[int, list[tuple[datetime, Mapping[str, Any]]]] = defaultdict(list)
        for deal, at, before in self.desk.session.execute(query.order_by(ChangeLine.id)):
            if deal in ids and before:
                found[deal].append((at, {name: typed(Deal, name, before[name]) for name in _TOLD if name in before}))
        return found


_TOLD = ("amount_minor", "currency", "close_date")


def is_open(stage_id: int | None, outcomes: Mapping[int, str]) -> bool:
    return stage_id is not None and outcomes.get(stage_id) == Outcome.OPEN
