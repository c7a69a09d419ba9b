"""Whose and which deals are counted, and over which days: as conditions for a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func

from crm_domain.activities import Activity
from crm_domain.companies import Company
from crm_domain.deals import Deal
from crm_domain.local_time import on_days
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Pipelines, Stage
from crm_domain.products import Product
from crm_domain.records import Records
from crm_domain.sold import Sold
from crm_domain.timespan import Timespan

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


class ScopedDeals(Records[Deal]):
    model = Deal

    @property
    def outcomes(self) -> dict[int, str]:
        return {stage.id: stage.outcome for stage in Pipelines(self.desk).stages()}

    def of(
        self, columns: Sequence[Any], outcomes: Sequence[Outcome], scope: Scope, member: bool, company: bool
    ) -> Select[Any]:
        """The `columns` of the deals in scope; `member`, `company`: these are joined, as the columns speak of them."""
        stages = [id for id, outcome in self.outcomes.items() if outcome in outcomes]
        there = Deal.stage_id == stages[0] if len(stages) == 1 else Deal.stage_id.in_(stages)  # one needs no grouping
        query = self.visible().select_from(Deal).with_only_columns(*columns).where(there)
        if member or scope.team or scope.region:
            query = query.outerjoin(Member, Deal.owner_id == Member.id)
        if company or scope.region:
            seen = self.desk.access.sees(self.desk.actor, Company)
            query = query.outerjoin(Company, and_(Deal.company_id == Company.id, seen))
        query = query.where(*whose(Deal, scope))
        if scope.company:
            query = query.where(Deal.company_id == scope.company.id)
        if scope.product:
            query = query.where(Deal.id.in_(Sold.with_product(scope.product)))
        if scope.region:
            query = query.where(REGION.in_([scope.region]))
        return query.where(Deal.stage_id == scope.stage.id) if scope.stage else query


def whose(model: type[Deal] | type[Activity], scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.owner:
        yield model.owner_id == scope.owner.id
    if scope.team:
        yield Member.team == scope.team


def due_in(span: Timespan, today: date) -> Iterator[ColumnElement[bool]]:
    """Expected in the span; what should have closed already is expected from today on."""
    late = span.start is None or span.start <= today
    yield from on_days(Deal.close_date, Timespan(None if late else span.start, span.end))
    if span.end < today:
        yield false()
