"""Exchange rates: what one unit of a currency is worth in the workspace's own, since a day.

A report's amounts are in the workspace's currency at the latest rate; what has no rate is named and never added.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Mapped

from crm_domain.base import Row
from crm_domain.desk import Desk
from crm_domain.errors import BadValue
from crm_domain.money import is_currency, precision
from crm_domain.records import Records
from crm_domain.texts import T

PLACES = 6  # decimal places of a rate: so the sums stay whole numbers of 64 bits
NOT_A_RATE = T("{worth} is no exchange rate. It must be above zero.", "{worth} 不是有效的汇率，汇率必须大于零。")
NOT_A_CURRENCY = T(
    "“{code}” is no currency that I know. Use its code, such as EUR.", "没有“{code}”这种货币，请用代码，例如 EUR。"
)
OWN = T("{code} is the currency that everything is counted in; it needs no rate.", "{code} 就是本位币，不需要汇率。")


class Rate(Row):
    """`worth`: so much of `base` for one unit of `currency`, as a decimal number; from `day` on."""

    __tablename__ = "rates"
    noun = "rates"

    currency: Mapped[str]
    base: Mapped[str]
    worth: Mapped[str]
    day: Mapped[date]

    @property
    def label(self) -> str:
        return f"1 {self.currency} = {self.worth} {self.base}"


class Rates(Records[Rate]):
    """`used`: the currencies that have been converted since the desk was laid."""

    model = Rate

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.used: set[str] = set()

    @property
    def base(self) -> str:
        return self.desk.workspace.base_currency

    def give(self, currency: str, worth: Decimal, day: date) -> Rate:
        """The rate from that day on; another of the same day is replaced. BadValue for what is none."""
        _check(currency, worth, self.base)
        of_it = (Rate.currency == currency, Rate.base == self.base, Rate.day == day)
        rate = self.desk.session.scalars(self.visible().where(*of_it)).first() or Rate(
            currency=currency, base=self.base, day=day
        )
        rate.worth = f"{worth.quantize(Decimal(1).scaleb(-PLACES)).normalize():f}"
        self.__dict__.pop("current", None)
        return self.put(rate)

    def listed(self) -> Sequence[Rate]:
        """The latest of each currency, by its code."""
        return sorted(self.current.values(), key=lambda rate: rate.currency)

    @cached_property
    def current(self) -> Mapping[str, Rate]:
        """By currency, as of today."""
        until = select(Rate).where(Rate.workspace_id == self.desk.workspace.id, Rate.base == self.base)
        rows = self.desk.session.scalars(until.where(Rate.day <= self.desk.today).order_by(Rate.day, Rate.id))
        return {rate.currency: rate for rate in rows}

    def converted(self, minor: int | None, currency: str | None) -> tuple[int | None, str | None]:
        """An amount in minor units in the workspace's currency, rounded half up; as it is where there is no rate."""
        if minor is None or currency is None or currency == self.base or currency not in self.current:
            return minor, currency
        self.used.add(currency)
        times, parts = self._factor(currency)
        return (2 * minor * times + parts) // (2 * parts), self.base

    def by_database(self, minor: Any, currency: Any) -> ColumnElement[Any]:
        """The same, reckoned by the database for each record, amounts being zero or more."""
        factors = {code: self._factor(code) for code in self.current}
        worths = [
            (currency == code, (2 * minor * times + parts) // (2 * parts)) for code, (times, parts) in factors.items()
        ]
        return case(*worths, else_=minor) if worths else minor

    def told(self, currency: str | None) -> str | None:
        """The currency that what the database reckoned is in."""
        if currency is None or currency == self.base or currency not in self.current:
            return currency
        self.used.add(currency)
        return self.base

    def _factor(self, currency: str) -> tuple[int, int]:
        """A rate as a fraction of minor units."""
        worth = Decimal(self.current[currency].worth).scaleb(precision(self.base) - precision(currency))
        return worth.as_integer_ratio()


def rates_of(desk: Desk) -> Rates:
    """One for all that is done at a desk: what it converted is told with the answer."""
    rates: Rates = desk.__dict__.setdefault("_rates", Rates(desk))
    return rates


def _check(currency: str, worth: Decimal, base: str) -> None:
    if not is_currency(currency):
        raise BadValue(NOT_A_CURRENCY, code=currency)
    if currency == base:
        raise BadValue(OWN, code=currency)
    if not worth.is_finite() or worth.quantize(Decimal(1).scaleb(-PLACES)) <= 0:
        raise BadValue(NOT_A_RATE, worth=str(worth))
