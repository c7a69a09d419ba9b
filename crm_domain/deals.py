"""Deals: what may be sold, to whom, for how much, and how far it has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.errors import BadValue
from crm_domain.local_time import between, on_days
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.pipelines import Outcome, Stage
from crm_domain.products import Product
from crm_domain.records import Records
from crm_domain.sealing import Sealed, SealedJson
from crm_domain.texts import T
from crm_domain.timespan import Timespan

NEGATIVE = T(
    "A deal's amount can't be negative. Say it again with the amount, for example 45k or 12,500 EUR.",
    "商机金额不能是负数。请重新说金额，例如 4.5万 或 12500 欧元。",
)
TOO_LARGE = T("That amount is larger than any deal. Check the number.", "这个金额太大了，请核对一下数字。")
LARGEST = 10**15  # minor units: ten trillion dollars; keeps sums inside 64 bits


class Deal(Row):
    __tablename__ = "deals"
    __table_args__ = (
        Index(
            "ix_deals_summed",
            "workspace_id",
            "stage_id",
            "closed_at",
            "close_date",
            "owner_id",
            "company_id",
            "currency",
            "amount_minor",
            "created_at",
        ),
        Index("ix_deals_begun", "workspace_id", "created_at", "stage_id"),
        Index(
            "ix_deals_bought",
            "company_id",
            "workspace_id",
            "stage_id",
            "closed_at",
            "close_date",
            "currency",
            "amount_minor",
            "owner_id",
        ),
        {"sqlite_autoincrement": True},
    )
    noun = "deals"
    owned_by = ("owner_id",)

    title: Mapped[str] = mapped_column(Sealed, index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    close_date: Mapped[date | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    reason: Mapped[str | None]
    category: Mapped[str | None]  # in the forecast, where it was said: else that of its stage
    more: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)

    company: Mapped[Company | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    stage: Mapped[Stage] = relationship()
    owner: Mapped[Member | None] = relationship()
    history: Mapped[list["StageChange"]] = relationship(
        back_populates="deal", order_by="StageChange.id", cascade="all, delete-orphan"
    )
    lines: Mapped[list["DealLine"]] = relationship(back_populates="deal", cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        return self.title

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency or "USD")

    @amount.setter
    def amount(self, amount: Money | None) -> None:
        if amount and amount.minor < 0:
            raise BadValue(NEGATIVE)
        if amount and amount.minor > LARGEST:
            raise BadValue(TOO_LARGE)
        self.amount_minor, self.currency = (amount.minor, amount.currency) if amount else (None, None)

    @property
    def is_open(self) -> bool:
        return self.stage.outcome == Outcome.OPEN

    def move_to(self, stage: Stage, at: datetime) -> "StageChange | None":
        """To another stage, with the step kept in the history; None where it stands there already."""
        if stage.id == self.stage_id:
            return None
        step = StageChange(
            workspace_id=self.workspace_id, deal_id=self.id, from_id=self.stage_id, to_id=stage.id, at=at
        )
        self.stage_id, self.stage = stage.id, stage
        self.closed_at = None if stage.outcome == Outcome.OPEN else at
        if stage.outcome != Outcome.LOST:
            self.reason = None
        return step


class StageChange(Row):
    """One step of a deal through its pipeline; `from_id` is None where it began."""

    __tablename__ = "stage_changes"
    noun = "deals"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    at: Mapped[datetime]

    deal: Mapped[Deal] = relationship(back_populates="history")


class DealLine(Row):
    """A product in a deal: how many, at what price each (None: the list price)."""

    __tablename__ = "deal_lines"
    noun = "deals"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]

    deal: Mapped[Deal] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()


def totals(deals: Sequence[Deal]) -> list[Money]:
    """The sum per currency, largest first; currencies are never mixed into one number."""
    sums: dict[str, int] = {}
    for deal in deals:
        if deal.amount:
            sums[deal.amount.currency] = sums.get(deal.amount.currency, 0) + deal.amount.minor
    return sorted((Money(minor, currency) for currency, minor in sums.items()), key=lambda m: -m.amount)


@dataclass(frozen=True, slots=True)
class DealFilter:
    """What a list of deals is asked for; `standing` is one of open, won, lost, overdue."""

    company: Company | None = None
    owner: Member | None = None
    stage: Stage | None = None
    first_day: date | None = None
    last_day: date | None = None
    least: Money | None = None
    most: Money | None = None
    standing: str | None = None


class Deals(Records[Deal]):
    model = Deal

    def add(self, title: str, stage: Stage, **fields: Any) -> Deal:
        """A new deal at its first stage; it belongs to whoever adds it unless an owner is named."""
        amount = fields.pop("amount", None)
        owner = fields.pop("owner", None) or self.desk.actor
        deal = Deal(title=title, stage_id=stage.id, stage=stage, owner=owner, **fields)
        deal.amount = amount
        deal.closed_at = None if stage.outcome == Outcome.OPEN else self.desk.now
        self.put(deal)
        self.desk.session.add(StageChange(deal_id=deal.id, from_id=None, to_id=stage.id, at=self.desk.now))
        return deal

    def move(self, deal: Deal, stage: Stage, at: datetime | None = None) -> bool:
        """False where it stands there already."""
        step = deal.move_to(stage, at or self.desk.now)
        if step is None:
            return False
        self.desk.session.add(step)
        return True

    def usual(self, company: Company | None) -> Money | None:
        """The last amount of this company, else of the member: its currency is meant where none is said."""
        query = self.visible().where(Deal.amount_minor.is_not(None)).order_by(Deal.id.desc()).limit(1)
        own = query.where(Deal.owner_id == self.desk.me.id)
        found = list(self.all(query.where(Deal.company_id == company.id))) if company else []
        return next((deal.amount for deal in found or self.all(own)), None)

    def of(self, company: Company, only_open: bool = False) -> Sequence[Deal]:
        return self.listed(DealFilter(company=company, standing="open" if only_open else None))

    def listed(self, wanted: DealFilter) -> Sequence[Deal]:
        """Those that fit, the next to close first; an amount bound compares within its own currency."""
        query = self.visible().options(joinedload(Deal.company), joinedload(Deal.owner), joinedload(Deal.stage))
        for condition in self._conditions(wanted):
            query = query.where(condition)
        deals = self.all(query.order_by(Deal.close_date.is_(None), Deal.close_date, Deal.id))
        return [deal for deal in deals if _within(deal.amount, wanted.least, wanted.most)]

    def _conditions(self, wanted: DealFilter) -> Iterator[ColumnElement[bool]]:
        if wanted.company:
            yield Deal.company_id == wanted.company.id
        if wanted.owner:
            yield Deal.owner_id == wanted.owner.id
        if wanted.stage:
            yield Deal.stage_id == wanted.stage.id
        if wanted.first_day or wanted.last_day:
            yield from self._dated(wanted)
        if wanted.standing:
            yield from self._standing(wanted.standing)

    def _dated(self, wanted: DealFilter) -> Iterator[ColumnElement[bool]]:
        """An open deal is looked for by the day it is expected to close, one that is over by the day it was closed."""
        if (wanted.stage.outcome if wanted.stage else wanted.standing) in (Outcome.WON, Outcome.LOST):
            span = Timespan(wanted.first_day, wanted.last_day or self.desk.today)
            moment = and_(*between(Deal.closed_at, span, self.desk.zone))
            yield or_(moment, and_(Deal.closed_at.is_(None), *on_days(Deal.close_date, span)))
            return
        if wanted.first_day:
            yield Deal.close_date >= wanted.first_day
        if wanted.last_day:
            yield Deal.close_date <= wanted.last_day

    def _standing(self, standing: str) -> Iterator[ColumnElement[bool]]:
        outcome = standing if standing in (Outcome.WON, Outcome.LOST) else Outcome.OPEN
        yield Deal.stage_id.in_(select(Stage.id).where(Stage.outcome == outcome))
        if standing == "overdue":
            yield Deal.close_date < self.desk.today


def _within(amount: Money | None, least: Money | None, most: Money | None) -> bool:
    if amount is None:
        return least is None and most is None
    value = amount.amount
    return (least is None or value >= least.amount) and (most is None or value <= most.amount)
