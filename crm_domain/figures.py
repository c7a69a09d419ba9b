"""The queries behind the reports: only the columns that are counted, only what the member may see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from crm_domain.activities import Activity, Kind
from crm_domain.closing import closing_day
from crm_domain.companies import Company
from crm_domain.deals import Deal, StageChange
from crm_domain.discount import Priced
from crm_domain.facts import ActivityFact, DealFact
from crm_domain.local_time import between, on_days
from crm_domain.members import Member, Role
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.rates import rates_of
from crm_domain.scope import KEYS, OF_MEMBERS, Scope, ScopedDeals, due_in, whose
from crm_domain.sold import Sold
from crm_domain.timespan import DAY, Timespan
from crm_domain.timespan import KEYS as DAYS

ENOUGH = 10_000  # deals that the chances are learned from


class Figures(ScopedDeals):
    """`by` is a word of KEYS or DAYS, or "product": it becomes the facts' key."""

    def won(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        return self._closed((Outcome.WON,), span, scope, by)

    def closed(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        """Won and lost."""
        return self._closed((Outcome.WON, Outcome.LOST), span, scope, by)

    def open(self, scope: Scope, by: str | None = None) -> list[DealFact]:
        """A deal without an amount is worth the list price of its products."""
        return self._sold.shared(self._open(self._of((Outcome.OPEN,), scope, by), by), by, scope.product)

    def open_of_several(self, scope: Scope, by: str | None = None, *, shared: bool) -> list[DealFact]:
        """Those with several products; unless these are `shared` out, only those without an amount."""
        query = Sold.of_several(self._of((Outcome.OPEN,), scope, by))
        query = query if shared else query.where(Deal.amount_minor.is_(None))
        return self._sold.shared(self._open(query, by), by, scope.product)

    def _open(self, query: Select[Any], by: str | None) -> list[DealFact]:
        facts = self._facts(query, by)
        worth = self._sold.worth([fact.id for fact in facts if fact.minor is None])
        coin = rates_of(self.desk).converted
        worths = {id: coin(money.minor, money.currency) for id, money in worth.items()}
        return [fact._replace(minor=worths[fact.id][0], currency=worths[fact.id][1])
                if fact.id in worths else fact for fact in facts]  # fmt: skip

    def of_several(
        self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None = None
    ) -> list[DealFact]:
        """Closed deals of several products."""
        return self._closed(outcomes, span, scope, by, several=True)

    def due(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        """Open deals that are expected in the span."""
        query = self._of((Outcome.OPEN,), scope, by).where(*due_in(span, self.desk.today))
        return self._sold.shared(self._open(query, by), by, scope.product)

    def begun(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        """Whatever has become of them."""
        query = self._of(tuple(Outcome), scope, by).where(*between(Deal.created_at, span, self.desk.zone))
        return self._facts(query, by)

    def stages_of(self, facts: Sequence[DealFact]) -> dict[int, set[int]]:
        """The stages that each deal went through."""
        seen: dict[int, set[int]] = defaultdict(set)
        for deal, stage, _ in self._steps(facts):
            seen[deal].add(stage)
        return seen

    def steps_of(self, facts: Sequence[DealFact]) -> dict[int, list[tuple[date, int]]]:
        """The days on which each deal came to each of its stages."""
        found: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for deal, stage, at in self._steps(facts):
            found[deal].append((at.astimezone(self.desk.zone).date(), stage))
        return found

    def engaged(self, facts: Sequence[DealFact], first: frozenset[int]) -> dict[int, date]:
        """The day on which each deal left its first stage, as far as its history tells."""
        days: dict[int, date] = {}
        for deal, stage, at in self._steps(facts):
            if stage not in first:
                days.setdefault(deal, at.astimezone(self.desk.zone).date())
        return days

    def lives(self, since: date, scope: Scope) -> tuple[list[DealFact], int]:
        """Deals that were entered since, open or closed, and one of how many this is: of very many a part is enough."""
        begun = tuple(between(Deal.created_at, Timespan(since, self.desk.today), self.desk.zone))
        query = self._of(tuple(Outcome), scope, None).where(*begun)
        bare = self.of([func.count()], tuple(Outcome), scope, member=False, company=False).where(*begun)
        count = self.desk.session.scalar(bare) or 0
        part = max(1, -(-count // ENOUGH))
        return self._facts(query.where(Deal.id % part == 0) if part > 1 else query, None), part

    def regions(self) -> Sequence[str]:
        """What the companies' regions are called."""
        here = Company.workspace_id == self.desk.workspace.id
        query = select(Company.region).where(here, Company.region.is_not(None))
        return [region for region in self.desk.session.scalars(query.distinct()) if region]

    def reps(self) -> Sequence[Member]:
        """Who sells here now."""
        query = select(Member).where(Member.workspace_id == self.desk.workspace.id, Member.active.is_(True))
        seen = self.desk.access.sees(self.desk.actor, Member)
        return self.desk.session.scalars(query.where(Member.role == Role.REP, seen).order_by(Member.name)).all()

    def activity_counts(
        self, span: Timespan, scope: Scope, kind: Kind | None = None
    ) -> list[tuple[str, str | None, int]]:
        """Kind, owner, how many."""
        groups = Activity.kind, Member.name
        query = select(*groups, func.count()).outerjoin(Member, Activity.owner_id == Member.id).group_by(*groups)
        rows = self.desk.session.execute(self._of_activities(query, span, scope, kind))
        return [(kind, owner, count) for kind, owner, count in rows]

    def activities(self, span: Timespan, scope: Scope, kind: Kind | None = None) -> list[ActivityFact]:
        query = select(Activity.kind, Member.name, Activity.at, Activity.id).outerjoin(
            Member, Activity.owner_id == Member.id
        )
        query = self._of_activities(query, span, scope, kind)
        rows = self.desk.session.execute(query)
        return [ActivityFact(kind, owner, at.astimezone(self.desk.zone).date(), id) for kind, owner, at, id in rows]

    @property
    def _sold(self) -> Sold:
        return Sold(self.desk)

    def products_of(self, deals: Sequence[int]) -> dict[int, list[str]]:
        return self._sold.names(deals)

    def worth(self, deals: Sequence[int]) -> dict[int, Money]:
        """What the products of each deal come to at their prices."""
        return self._sold.worth(deals)

    def priced(self, won: Sequence[DealFact], currency: str) -> list[Priced]:
        return self._sold.priced(won, currency)

    # -- how it is fetched -------------------------------------------------------------------------------------------

    def _of_activities(self, query: Select[Any], span: Timespan, scope: Scope, kind: Kind | None) -> Select[Any]:
        query = query.where(
            Activity.workspace_id == self.desk.workspace.id,
            self.desk.access.sees(self.desk.actor, Activity),
            *between(Activity.at, span, self.desk.zone),
            *whose(Activity, scope),
        )
        return query.where(Activity.kind == kind) if kind else query

    def _closed(
        self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None, *, several: bool = False
    ) -> list[DealFact]:
        """A deal's closing day may be told by its close date alone, so the query looks a day further at both ends."""
        wide = Timespan(span.start and span.start - DAY, span.end + DAY)
        query = self._of(outcomes, scope, by)
        query = Sold.of_several(query) if several else query
        dated = self._facts(query.where(*between(Deal.closed_at, wide, self.desk.zone)), by)
        undated = self._facts(query.where(Deal.closed_at.is_(None), *on_days(Deal.close_date, span)), by)
        return self._sold.shared([*(f for f in dated if span.holds(f.closed)), *undated], by, scope.product)

    def _of(self, outcomes: Sequence[Outcome], scope: Scope, by: str | None) -> Select[Any]:
        columns = (
            Deal.id, Deal.stage_id, Deal.amount_minor, Deal.currency, Deal.created_at, Deal.closed_at,
            Deal.close_date, Deal.owner_id, Member.tz, Deal.category, *([KEYS[by]] if by in KEYS else []),
        )  # fmt: skip
        return self.of(columns, outcomes, scope, member=True, company=by in KEYS and by not in OF_MEMBERS)

    def _facts(self, query: Select[Any], by: str | None) -> list[DealFact]:
        zone, day_key, outcomes = self.desk.zone, DAYS.get(by or ""), self.outcomes
        converted = rates_of(self.desk).converted
        facts = []
        for (
            id,
            stage,
            minor,
            currency,
            begun,
            closed_at,
            close_date,
            owner,
            tz,
            category,
            *key,
        ) in self.desk.session.execute(query):
            outcome = outcomes[stage]
            closed = None if outcome == Outcome.OPEN else closing_day(closed_at, close_date, tz, zone)
            name = day_key(closed) if day_key and closed else key[0] if key else None
            day = begun.astimezone(zone).date()
            minor, currency = converted(minor, currency, closed)
            found = (id, stage, outcome, minor, currency, day, closed, close_date, owner, name, 1, category)
            facts.append(DealFact(*found))
        return facts

    def _steps(self, facts: Sequence[DealFact]) -> Iterator[tuple[int, int, datetime]]:
        ids = [fact.id for fact in facts]
        for start in range(0, len(ids), 5000):
            part = StageChange.deal_id.in_(ids[start : start + 5000])
            query = select(StageChange.deal_id, StageChange.to_id, StageChange.at).where(part).order_by(StageChange.id)
            yield from self.desk.session.execute(query).tuples()
