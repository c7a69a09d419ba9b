"""Money as the bank counts it: an exact number of minor units of one currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_currency_precision, list_currencies


@cache
def precision(currency: str) -> int:
    """Decimal places of a currency (ISO 4217): 2 for USD, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


def is_currency(code: str) -> bool:
    return code in list_currencies()


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units of `currency`: Money(4_500_000, "USD") is 45,000 dollars."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """From major units; what lies below the smallest coin is rounded half up."""
        scaled = Decimal(amount).scaleb(precision(currency))
        return cls(int(scaled.quantize(Decimal(1), ROUND_HALF_UP)), currency)

    @property
    def amount(self) -> Decimal:
        """In major units, exact."""
        return Decimal(self.minor).scaleb(-precision(self.currency))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
