"""Exchange rates: what one unit of a currency is worth in the workspace's own, since a day.

A report's amounts are in the workspace's currency, each at the rate of its own day: that on which a deal was closed, an
order placed; today's for what is open. What has no rate is named and never added.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, select
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
    """`used`: the rates that amounts have been converted at since the desk was laid."""

    model = Rate

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.used: set[Rate] = set()

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
        self.__dict__.pop("history", None)
        return self.put(rate)

    def listed(self) -> Sequence[Rate]:
        """The latest of each currency, by its code."""
        return [rates[-1] for _, rates in sorted(self.history.items())]

    @cached_property
    def history(self) -> Mapping[str, Sequence[Rate]]:
        """By currency, the earliest first, up to today."""
        until = select(Rate).where(Rate.workspace_id == self.desk.workspace.id, Rate.base == self.base)
        found: dict[str, list[Rate]] = {}
        for rate in self.desk.session.scalars(until.where(Rate.day <= self.desk.today).order_by(Rate.day, Rate.id)):
            found.setdefault(rate.currency, []).append(rate)
        return found

    def at(self, currency: str | None, day: date | None) -> Rate | None:
        """The rate in force on that day (None: today); before the first one it is the first."""
        known = self.history.get(currency or "", ()) if currency != self.base else ()
        return next((rate for rate in reversed(known) if day is None or rate.day <= day), known[0] if known else None)

    def converted(
        self, minor: int | None, currency: str | None, day: date | None = None
    ) -> tuple[int | None, str | None]:
        """An amount in minor units in the workspace's currency at the rate of that day (None: today).

        It is rounded half up, and stays as it is where there is no rate.
        """
        rate = self.at(currency, day)
        if minor is None or rate is None:
            return minor, currency
        self.used.add(rate)
        times, parts = self._factor(rate)
        return (2 * minor * times + parts) // (2 * parts), self.base

    def applied(self, currency: Any, since: Callable[[date], ColumnElement[bool]] | None) -> ColumnElement[Any] | None:
        """The same, reckoned by the database: the number of the rate of each record; None where no rate is known.

        `since` tells whether a record is of that day or later; None: all are of today.
        """
        cases = []
        for code, known in self.history.items():
            if since:
                cases += [(and_(currency == code, since(rate.day)), rate.id) for rate in reversed(known[1:])]
            cases.append((currency == code, known[0 if since else -1].id))
        return case(*cases, else_=None) if cases else None

    def by_database(self, minor: Any, applied: ColumnElement[Any] | None) -> Any:
        """What each record is worth at the rate of that number, amounts being zero or more."""
        if applied is None:
            return minor
        factors = {rate.id: self._factor(rate) for known in self.history.values() for rate in known}
        worths = {id: (2 * minor * times + parts) // (2 * parts) for id, (times, parts) in factors.items()}
        return case(worths, value=applied, else_=minor)

    def told(self, currency: str | None, applied: int | None) -> str | None:
        """The currency that what the database reckoned is in."""
        rate = next((rate for rate in self.history.get(currency or "", ()) if rate.id == applied), None)
        if rate is None:
            return currency
        self.used.add(rate)
        return self.base

    def _factor(self, rate: Rate) -> tuple[int, int]:
        """A rate as a fraction of minor units."""
        worth = Decimal(rate.worth).scaleb(precision(self.base) - precision(rate.currency))
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
