"""Purchases: what each customer bought and when, from the orders and the won deals, as plain facts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select

from crm_domain.closing import closing_day
from crm_domain.companies import Company
from crm_domain.deals import Deal, DealLine
from crm_domain.members import Member
from crm_domain.orders import Order
from crm_domain.pipelines import Outcome, Stage
from crm_domain.products import Product
from crm_domain.rates import rates_of
from crm_domain.records import Records

NOT_WARES = ("shipping", "postage", "fee", "fees", "discount", "adjustment", "运费", "邮费", "手续费", "折扣")


class Purchase(NamedTuple):
    """`basket` tells what was bought together; `minor` below zero, or a quantity, is a refund."""

    company_id: int
    company: str
    day: date
    minor: int | None
    currency: str | None
    basket: str
    product_id: int | None = None
    quantity: int = 1

    @property
    def is_refund(self) -> bool:
        return self.quantity < 0 or (self.minor or 0) < 0


class Purchases(Records[Order]):
    """A sale is often kept twice, as a won deal and as an order: of each customer only one kind is counted."""

    model = Order

    def orders(self, until: date, nameless: bool = False) -> list[Purchase]:
        """`nameless`: those too of which nobody knows the customer."""
        query = self.visible().with_only_columns(
            Order.id, Company.id, Company.name, Order.at, Order.amount_minor, Order.currency,
            Order.number, Order.product_id, Order.quantity,
        )  # fmt: skip
        theirs = and_(Order.company_id == Company.id, self._sees(Company))
        query = query.join(Company, theirs, isouter=nameless).where(Order.at <= until)
        coin = rates_of(self.desk).converted
        return [
            Purchase(
                company or 0,
                name or "",
                day,
                *coin(minor, currency, day),
                number or f"{day}·{company or id}",
                product,
                quantity,
            )
            for id, company, name, day, minor, currency, number, product, quantity in self._rows(query, Order.id)
        ]

    def deals(self, until: date) -> list[Purchase]:
        """Won deals of a named company, by the day they were closed."""
        query = (
            select(Deal.id, Company.id, Company.name, Deal.amount_minor, Deal.currency, Deal.closed_at, Deal.close_date,
                   Member.tz)
            .join(Stage, Deal.stage_id == Stage.id)
            .join(Company, and_(Deal.company_id == Company.id, self._sees(Company)))
            .outerjoin(Member, Deal.owner_id == Member.id)
            .where(Deal.workspace_id == self.desk.workspace.id, self._sees(Deal), Stage.outcome == Outcome.WON)
        )  # fmt: skip
        found, coin = [], rates_of(self.desk).converted
        for id, company, name, minor, currency, closed_at, close_date, tz in self._rows(query, Deal.id):
            day = closing_day(closed_at, close_date, tz, self.desk.zone)
            if day and day <= until:
                found.append(Purchase(company, name, day, *coin(minor, currency, day), f"deal {id}"))
        return found

    def by_orders(self, until: date) -> list[Purchase]:
        """Orders; of customers without any, their won deals."""
        return _first(self.orders(until), self.deals(until))

    def by_deals(self, until: date) -> list[Purchase]:
        """Won deals; of customers without any, their orders."""
        return _first(self.deals(until), self.orders(until))

    def lines(self, until: date) -> list[Purchase]:
        """One for each product: of orders, and of the won deals of customers without orders."""
        orders = self.orders(until, nameless=True)
        return _first([line for line in orders if line.product_id], self._deal_lines(until))

    def _deal_lines(self, until: date) -> list[Purchase]:
        deals = {purchase.basket: purchase for purchase in self.deals(until)}
        query = select(DealLine.deal_id, DealLine.product_id, DealLine.quantity)
        query = query.where(DealLine.workspace_id == self.desk.workspace.id).order_by(DealLine.id)
        found = []
        for deal, product, quantity in self.desk.session.execute(query):
            if of := deals.get(f"deal {deal}"):
                found.append(of._replace(product_id=product, quantity=quantity))
        return found

    def product_names(self, ids: Iterable[int]) -> dict[int, str]:
        wanted = set(ids)
        query = select(Product.id, Product.name).where(Product.workspace_id == self.desk.workspace.id)
        return {id: name for id, name in self.desk.session.execute(query) if id in wanted}

    def not_wares(self) -> set[int]:
        """Postage, fees and the like: they go with everything."""
        query = select(Product.id).where(Product.workspace_id == self.desk.workspace.id)
        return set(self.desk.session.scalars(query.where(func.lower(Product.category).in_(NOT_WARES))))

    def traits(self, trait: str) -> dict[int, str]:
        """The industry, region or owner of each company."""
        column: Any = {"industry": Company.industry, "region": Company.region, "owner": Member.name}[trait]
        query = select(Company.id, column).outerjoin(Member, Company.owner_id == Member.id)
        query = query.where(Company.workspace_id == self.desk.workspace.id, self._sees(Company))
        return {id: value or "" for id, value in self.desk.session.execute(query)}

    def _sees(self, model: Any) -> Any:
        return self.desk.access.sees(self.desk.actor, model)

    def _rows(self, query: Select[Any], order: Any) -> Any:
        return self.desk.session.execute(query.order_by(order))


def _first(preferred: Sequence[Purchase], others: Sequence[Purchase]) -> list[Purchase]:
    known = {purchase.company_id for purchase in preferred}
    return [*preferred, *(purchase for purchase in others if purchase.company_id not in known)]


def leading(base: str, purchases: Iterable[Purchase]) -> str:
    """The workspace's currency, else the one in which most was bought."""
    counts = Counter(p.currency for p in purchases if p.currency and p.minor is not None)
    return base if base in counts else max(sorted(counts), key=lambda code: counts[code], default=base)
