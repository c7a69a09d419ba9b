"""The queries behind the reports: only the columns that are counted, only what the member may see."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select

from crm_domain.activities import Activity, Kind
from crm_domain.closing import closing_day
from crm_domain.companies import Company
from crm_domain.deals import Deal, StageChange
from crm_domain.discount import Priced
from crm_domain.facts import ActivityFact, DealFact
from crm_domain.lumps import BY_DAY, lump, on_the_minute, summed, unit_of
from crm_domain.members import Member, Role
from crm_domain.money import Money
from crm_domain.pipelines import Outcome, Pipelines, Stage
from crm_domain.products import Product
from crm_domain.rates import rates_of
from crm_domain.records import Records
from crm_domain.sold import Sold
from crm_domain.timespan import DAY, Timespan
from crm_domain.timespan import KEYS as DAYS

ENOUGH = 10_000  # deals that the chances are learned from
OF_MEMBERS = frozenset({"owner", "team"})

REGION: ColumnElement[Any] = func.coalesce(Company.region, Member.team)

# What a group is called, by the word of the contract. A month is told from the day, a product from the deal's lines.
KEYS: dict[str, ColumnElement[Any]] = {
    "owner": Member.name.expression,
    "company": Company.name.expression,
    "industry": Company.industry.expression,
    "region": REGION,
    "team": Member.team.expression,
    "parent": func.coalesce(func.nullif(Company.more["subsidiary_of"].as_string(), ""), Company.name),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose and which deals; None is all that the member may see."""

    owner: Member | None = None
    team: str | None = None
    company: Company | None = None
    product: Product | None = None
    stage: Stage | None = None
    region: str | None = None


class Figures(Records[Deal]):
    """`by` is a word of KEYS or DAYS, or "product": it becomes the facts' key."""

    model = Deal

    def won(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        return self._closed((Outcome.WON,), span, scope, by)

    def closed(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        """Won and lost."""
        return self._closed((Outcome.WON, Outcome.LOST), span, scope, by)

    def open(self, scope: Scope, by: str | None = None) -> list[DealFact]:
        """A deal without an amount is worth the list price of its products."""
        facts = self._facts(self._of((Outcome.OPEN,), scope, by), by)
        worth = self._sold.worth([fact.id for fact in facts if fact.minor is None])
        coin = rates_of(self.desk).converted
        worths = {id: coin(money.minor, money.currency) for id, money in worth.items()}
        priced = (fact._replace(minor=worths[fact.id][0], currency=worths[fact.id][1])
                  if fact.id in worths else fact for fact in facts)  # fmt: skip
        return self._sold.shared(list(priced), by, scope.product)

    def summed(
        self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None = None, *, apart: bool = False
    ) -> list[DealFact]:
        """What was closed, many deals as one fact where their own days do not matter; `apart`: those of one amount."""
        if by == "product" or scope.product or (by in DAYS and span.start is None):
            return self._closed(outcomes, span, scope, by)
        key = unit_of(span, by, self.desk.zone) if by in DAYS else KEYS.get(by or "")
        query = self._of(outcomes, scope, by)
        exact = query.where(*between(Deal.closed_at, span, self.desk.zone), ~on_the_minute(Deal.closed_at))
        more = [Deal.amount_minor] if apart else []
        noons = self._noons(query, span, by, more)
        return [*self._lumps(exact, key, more), *noons, *self._undated(outcomes, span, scope, by)]

    def _noons(self, query: Select[Any], span: Timespan, by: str | None, more: Sequence[Any]) -> Iterator[DealFact]:
        """Deals that may have been closed at noon of a day, summed by that day."""
        rates, outcomes, zone, day_key = rates_of(self.desk), self._outcomes, self.desk.zone, DAYS.get(by or "")
        wide = Timespan(span.start and span.start - DAY, span.end + DAY)
        noon = query.where(*between(Deal.closed_at, wide, zone), on_the_minute(Deal.closed_at))
        keys = [KEYS[by]] if by in KEYS else []
        for stage, currency, at, day, tz, *key, many, minor in self.desk.session.execute(
            summed(noon, rates, *BY_DAY, *keys, *more)
        ):
            closed = closing_day(at, day, tz, zone)
            if closed and span.holds(closed):
                name = day_key(closed) if day_key else key[0] if keys else None
                yield lump(stage, outcomes, rates, (minor, currency), many, name, closed)

    def open_summed(self, scope: Scope, by: str | None = None) -> list[DealFact]:
        """The same of what is open: a deal without an amount is still looked at, for its products."""
        if by == "product" or scope.product:
            return self.open(scope, by)
        query = self._of((Outcome.OPEN,), scope, by)
        if self.desk.session.scalar(query.where(Deal.amount_minor.is_(None)).with_only_columns(Deal.id).limit(1)):
            return self.open(scope, by)
        return list(self._lumps(query, KEYS.get(by or "")))

    def _lumps(
        self, query: Select[Any], key: ColumnElement[Any] | None, more: Sequence[Any] = ()
    ) -> Iterator[DealFact]:
        rates, outcomes = rates_of(self.desk), self._outcomes
        keys = [] if key is None else [key.label("key")]
        for stage, currency, *name, many, minor in self.desk.session.execute(summed(query, rates, *keys, *more)):
            yield lump(stage, outcomes, rates, (minor, currency), many, name[0] if keys else None)

    def _undated(self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None) -> list[DealFact]:
        """Closed deals of which nothing but the day is known."""
        query = self._of(outcomes, scope, by).where(Deal.closed_at.is_(None), *_days(Deal.close_date, span))
        return self._facts(query, by)

    @property
    def _outcomes(self) -> dict[int, str]:
        return {stage.id: stage.outcome for stage in Pipelines(self.desk).stages()}

    def categories(self) -> dict[int, str]:
        """The forecast category of the deals that were given one by hand."""
        query = self.visible().with_only_columns(Deal.id, Deal.category).where(Deal.category.is_not(None))
        return {id: category for id, category in self.desk.session.execute(query) if category}

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
        count = self.desk.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
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
            *_whose(Activity, scope),
        )
        return query.where(Activity.kind == kind) if kind else query

    def _closed(self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None) -> list[DealFact]:
        """A deal's closing day may be told by its close date alone, so the query looks a day further at both ends."""
        wide = Timespan(span.start and span.start - DAY, span.end + DAY)
        query = self._of(outcomes, scope, by).where(*between(Deal.closed_at, wide, self.desk.zone))
        facts = [fact for fact in self._facts(query, by) if span.holds(fact.closed)]
        return self._sold.shared([*facts, *self._undated(outcomes, span, scope, by)], by, scope.product)

    def _of(self, outcomes: Sequence[Outcome], scope: Scope, by: str | None) -> Select[Any]:
        columns = (
            Deal.id, Deal.stage_id, Deal.amount_minor, Deal.currency, Deal.created_at, Deal.closed_at,
            Deal.close_date, Deal.owner_id, Member.tz, *([KEYS[by]] if by in KEYS else []),
        )  # fmt: skip
        query = self.visible().with_only_columns(*columns)
        stages = [id for id, outcome in self._outcomes.items() if outcome in outcomes]
        query = query.outerjoin(Member, Deal.owner_id == Member.id).where(Deal.stage_id.in_(stages))
        if scope.region or (by in KEYS and by not in OF_MEMBERS):
            seen = self.desk.access.sees(self.desk.actor, Company)
            query = query.outerjoin(Company, and_(Deal.company_id == Company.id, seen))
        query = query.where(*_whose(Deal, scope))
        if scope.company:
            query = query.where(Deal.company_id == scope.company.id)
        if scope.product:
            query = query.where(Deal.id.in_(Sold.with_product(scope.product)))
        if scope.region:
            query = query.where(REGION.in_([scope.region]))
        return query.where(Deal.stage_id == scope.stage.id) if scope.stage else query

    def _facts(self, query: Select[Any], by: str | None) -> list[DealFact]:
        zone, day_key, outcomes = self.desk.zone, DAYS.get(by or ""), self._outcomes
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
            *key,
        ) in self.desk.session.execute(query):
            outcome = outcomes[stage]
            closed = None if outcome == Outcome.OPEN else closing_day(closed_at, close_date, tz, zone)
            name = day_key(closed) if day_key and closed else key[0] if key else None
            day = begun.astimezone(zone).date()
            minor, currency = converted(minor, currency)
            facts.append(DealFact(id, stage, outcome, minor, currency, day, closed, close_date, owner, name))
        return facts

    def _steps(self, facts: Sequence[DealFact]) -> Iterator[tuple[int, int, datetime]]:
        ids = [fact.id for fact in facts]
        for start in range(0, len(ids), 5000):
            part = StageChange.deal_id.in_(ids[start : start + 5000])
            query = select(StageChange.deal_id, StageChange.to_id, StageChange.at).where(part).order_by(StageChange.id)
            yield from self.desk.session.execute(query).tuples()


def _whose(model: type[Deal] | type[Activity], scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.owner:
        yield model.owner_id == scope.owner.id
    if scope.team:
        yield Member.team == scope.team


def between(column: Any, span: Timespan, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    """Moments of these days, as the clock in `zone` has them."""
    if span.start:
        yield column >= datetime.combine(span.start, time(), zone).astimezone(UTC)
    yield column < datetime.combine(span.end + DAY, time(), zone).astimezone(UTC)


def _days(column: Any, span: Timespan) -> Iterator[ColumnElement[bool]]:
    if span.start:
        yield column >= span.start
    yield column <= span.end
