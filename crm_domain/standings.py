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
from crm_domain.figures import Figures
from crm_domain.journal import Change, ChangeLine, typed
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.records import Records
from crm_domain.scope import Scope
from crm_domain.timespan import Timespan

Edit = tuple[datetime, Mapping[str, Any]]  # when, and what the columns that it changed were before


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
    edits: Mapping[int, Sequence[Edit]]
    worth: Mapping[int, Money]

    def at(self, fact: DealFact, moment: datetime) -> Standing:
        """A deal that is over and brought nothing was worth the list price while it was open."""
        steps = self.steps.get(fact.id, ())
        stage = next((left for at, left in steps if at >= moment), fact.stage_id)
        if fact.begun >= moment.date():
            stage = None
        old = self._before(fact.id, moment)
        minor, currency = old.get("amount_minor", fact.minor), old.get("currency", fact.currency)
        said = Money(minor, currency) if minor is not None and currency else None
        money = said if said and (said.minor or fact.outcome == Outcome.OPEN) else self.worth.get(fact.id, said)
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
        edits = self._edits(start, facts)
        unpriced = [fact.id for fact in facts if not fact.minor or "amount_minor" in self._touched(edits, fact.id)]
        return Past(facts, self._steps(start, ids), edits, Figures(self.desk).worth(unpriced))

    def moment(self, day: date) -> datetime:
        """The beginning of the day, where the member's clock stands."""
        return datetime.combine(day, time(), self.desk.zone)

    def _facts(self, day: date, scope: Scope) -> list[DealFact]:
        figures = Figures(self.desk)
        return [*figures.open(scope), *figures.closed(Timespan(day, self.desk.today), scope)]

    def _touched(self, edits: Mapping[int, Sequence[Edit]], deal: int) -> set[str]:
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

    def _edits(self, start: datetime, known: Sequence[DealFact]) -> dict[int, list[Edit]]:
        ids = {fact.id for fact in known}
        columns = ChangeLine.record_id, Change.at, ChangeLine.before
        query = select(*columns).join(Change, Change.id == ChangeLine.change_id)
        query = query.where(
            ChangeLine.workspace_id == self.desk.workspace.id,
            ChangeLine.record == Deal.__tablename__,
            Change.at >= start.astimezone(UTC),
        )
        found: dict[int, list[Edit]] = defaultdict(list)
        for deal, at, before in self.desk.session.execute(query.order_by(ChangeLine.id)):
            if deal in ids and before and (told := {n: typed(Deal, n, before[n]) for n in _TOLD if n in before}):
                found[deal].append((at, told))
        deals, facts = self.by_ids(found), {fact.id: fact for fact in known}
        return {id: in_one_money(edits, deals[id], facts[id]) for id, edits in found.items()}


def in_one_money(edits: Sequence[Edit], deal: Deal, fact: DealFact) -> list[Edit]:
    """Where an amount or its currency was changed, both are told; in the fact's, where the deal's is converted."""
    minor, currency, found = deal.amount_minor, deal.currency, list[Edit]()
    for at, before in reversed(edits):
        minor, currency = before.get("amount_minor", minor), before.get("currency", currency)
        money = _as_told(minor, currency, deal, fact)
        found.append((at, {**before, **(money if before.keys() & money.keys() else {})}))
    return found[::-1]


def _as_told(minor: int | None, currency: str | None, deal: Deal, fact: DealFact) -> dict[str, Any]:
    if minor is not None and currency == deal.currency != fact.currency and deal.amount_minor and fact.minor:
        minor, currency = round(minor * fact.minor / deal.amount_minor), fact.currency
    return {"amount_minor": minor, "currency": currency}


_TOLD = ("amount_minor", "currency", "close_date")


def is_open(stage_id: int | None, outcomes: Mapping[int, str]) -> bool:
    return stage_id is not None and outcomes.get(stage_id) == Outcome.OPEN
