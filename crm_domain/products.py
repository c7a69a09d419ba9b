"""Products: what is sold, at which list price."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from crm_domain.base import Row
from crm_domain.money import Money
from crm_domain.records import Records


class Product(Row):
    __tablename__ = "products"
    noun = "products"

    name: Mapped[str]
    category: Mapped[str | None]
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]

    @property
    def label(self) -> str:
        return self.name

    @property
    def price(self) -> Money | None:
        return None if self.price_minor is None else Money(self.price_minor, self.currency or "USD")

    @price.setter
    def price(self, price: Money | None) -> None:
        self.price_minor, self.currency = (price.minor, price.currency) if price else (None, None)


class Products(Records[Product]):
    model = Product
