"""Segments: customers who have something in common, kept under a name by the words that define them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from crm_domain.activities import Activity, Kind
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.pipelines import Outcome, Stage
from crm_domain.purchases import Purchase, Purchases, leading
from crm_domain.records import Records
from crm_domain.rfm import Standing, buyers, graded


class Segment(Row):
    __tablename__ = "segments"
    noun = "segments"

    name: Mapped[str]
    definition: Mapped[str]

    @property
    def label(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the customers have in common; None, or nothing, asks for nothing. Amounts are minor units of `currency`."""

    region: str | None = None
    industry: str | None = None
    team: str | None = None
    owner_id: int | None = None
    standing: Standing | None = None
    bought: bool | None = None  # ever, or never
    product_id: int | None = None
    without_id: int | None = None  # a product they have not bought
    no_order_days: int | None = None
    order_days: int | None = None  # an order within so many days
    no_contact_days: int | None = None
    least_orders: int | None = None
    least_minor: int | None = None
    most_minor: int | None = None
    currency: str | None = None
    open_deals: bool | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))


class Buying(NamedTuple):
    """What one customer has bought: the day of the last, how many times, for how much, which products."""

    last: date
    times: int
    minor: int
    products: frozenset[int]


class Segments(Records[Segment]):
    model = Segment

    def called(self, name: str) -> Segment | None:
        return next((row for row in self.all() if row.name.casefold() == name.casefold()), None)

    def members(self, wanted: Criteria) -> list[Company]:
        """By name."""
        query = select(Company).outerjoin(Member, Company.owner_id == Member.id)
        query = query.where(
            Company.workspace_id == self.desk.workspace.id, self.desk.access.sees(self.desk.actor, Company)
        )
        if wanted.region:
            query = query.where(func.lower(func.coalesce(Company.region, Member.team)) == wanted.region.lower())
        if wanted.team:
            query = query.where(Member.team == wanted.team)
        if wanted.industry:
            query = query.where(func.lower(Company.industry) == wanted.industry.lower())
        if wanted.owner_id is not None:
            query = query.where(Company.owner_id == wanted.owner_id)
        found = self.desk.session.scalars(query.order_by(Company.name, Company.id)).all()
        return self._of_their_dealings(self._of_their_buying(found, wanted), wanted)

    def _of_their_buying(self, companies: Sequence[Company], wanted: Criteria) -> list[Company]:
        if wanted == Criteria(wanted.region, wanted.industry, wanted.team, wanted.owner_id):
            return list(companies)
        today = self.desk.today
        purchases = Purchases(self.desk).by_orders(today)
        currency = wanted.currency or leading(self.desk.workspace.base_currency, purchases)
        bought = _buying(self._products(purchases, wanted, today), currency)
        found = [company for company in companies if _fits(bought.get(company.id), wanted, today)]
        if wanted.standing is None:
            return found
        standings = {grade.buyer.company_id: grade.standing for grade in graded(buyers(purchases, today))}
        return [company for company in found if standings.get(company.id) == wanted.standing]

    def _products(self, purchases: list[Purchase], wanted: Criteria, today: date) -> list[Purchase]:
        asked = wanted.product_id is not None or wanted.without_id is not None
        return Purchases(self.desk).lines(today) if asked else purchases

    def _of_their_dealings(self, companies: list[Company], wanted: Criteria) -> list[Company]:
        if wanted.no_contact_days is not None:
            since = self.desk.now - timedelta(days=wanted.no_contact_days)
            heard = select(Activity.company_id).where(
                Activity.workspace_id == self.desk.workspace.id, Activity.at >= since, Activity.kind != Kind.NOTE
            )
            touched = set(self.desk.session.scalars(heard))
            companies = [company for company in companies if company.id not in touched]
        if wanted.open_deals is not None:
            query = select(Deal.company_id).join(Stage, Deal.stage_id == Stage.id)
            query = query.where(Deal.workspace_id == self.desk.workspace.id, Stage.outcome == Outcome.OPEN)
            working = set(self.desk.session.scalars(query))
            companies = [company for company in companies if (company.id in working) == wanted.open_deals]
        return companies


def _buying(purchases: Iterable[Purchase], currency: str) -> dict[int, Buying]:
    groups: dict[int, list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        if not purchase.is_refund:
            groups[purchase.company_id].append(purchase)
    return {
        company: Buying(
            max(p.day for p in bought),
            len({p.basket for p in bought}),
            sum(p.minor or 0 for p in bought if p.currency == currency),
            frozenset(p.product_id for p in bought if p.product_id),
        )
        for company, bought in groups.items()
    }


def _fits(buying: Buying | None, wanted: Criteria, today: date) -> bool:
    if buying is None:
        return _fits_without(wanted)
    age = (today - buying.last).days
    return (
        wanted.bought is not False
        and (wanted.no_order_days is None or age >= wanted.no_order_days)
        and (wanted.order_days is None or age <= wanted.order_days)
        and (wanted.least_orders is None or buying.times >= wanted.least_orders)
        and (wanted.least_minor is None or buying.minor >= wanted.least_minor)
        and (wanted.most_minor is None or buying.minor <= wanted.most_minor)
        and (wanted.product_id is None or wanted.product_id in buying.products)
        and (wanted.without_id is None or wanted.without_id not in buying.products)
    )


def _fits_without(wanted: Criteria) -> bool:
    """Whether one who has never bought is among them. Who has had no order for 90 days had one before."""
    asked = (wanted.order_days, wanted.no_order_days, wanted.least_orders, wanted.least_minor, wanted.product_id,
             wanted.standing)  # fmt: skip
    return wanted.bought is not True and all(part is None for part in asked)
