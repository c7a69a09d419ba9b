"""Orders: what was bought."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.products import Product
from crm_domain.records import Records


class Order(Row):
    __tablename__ = "orders"
    noun = "orders"
    owned_by = ("owner_id",)

    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    number: Mapped[str | None]  # of the order or invoice: what has the same one was bought together
    quantity: Mapped[int] = mapped_column(default=1)
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    at: Mapped[date] = mapped_column(index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)

    company: Mapped[Company | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    product: Mapped[Product | None] = relationship()
    owner: Mapped[Member | None] = relationship()

    @property
    def amount(self) -> Money | None:
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency or "USD")

    @amount.setter
    def amount(self, amount: Money | None) -> None:
        self.amount_minor, self.currency = (amount.minor, amount.currency) if amount else (None, None)


class Orders(Records[Order]):
    model = Order
