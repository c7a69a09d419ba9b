"""What may be an end of a range: numbers, and amounts of money."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from handlers.reading.numbers import MEASURE
from handlers.reading.numerals import Numeral
from handlers.reading.pieces import Piece
from handlers.reading.spans import AmountRange, NumberRange

# What makes of 10 or 30 the amount of something that is no plain number.
OTHER = re.compile(
    r" {0,2}(?:%|percent|per cent|pct|‰|个百分点|(?:business |working )?days?|years?\b(?! old)|months?|weeks?|"
    r"hours?|hrs?|minutes?|mins?|seconds?|quarters?|[ap]\.?m\b|o'clock|[年月天周日号点秒时]|分钟|小时|工作日|星期|季度|"
    r"个(?:小时|月|星期|工作日|季度|钟头)|折|成(?!交))|[/:]\d|-\d"
)
COUNTED = re.compile(rf" ?[{MEASURE}]| (?:people|range)\b| (?!(?:is|was|its|has|does)\b)[a-z]{{3,}}s\b")


class Quantity(NamedTuple):
    """A number or an amount of money that may be an end of a range; `numeral` is how its number was written."""

    start: int
    end: int
    worth: Decimal
    currency: str | None
    money: bool
    numeral: Numeral | None

    @property
    def ranked(self) -> tuple[int, bool]:
        return self.end, self.money


def quantities_of(numerals: list[Numeral], moneys: Iterable[Piece]) -> list[Quantity]:
    """Amounts before the numbers that are in them, so that the longest is met first."""
    written = {numeral.end: numeral for numeral in numerals} | {numeral.start: numeral for numeral in numerals}
    found = [Quantity(n.start, n.end, n.worth, None, False, n) for n in numerals]
    for piece in moneys:
        numeral = written.get(piece.start) or next((n for n in numerals if piece.start <= n.start < piece.end), None)
        found.append(Quantity(piece.start, piece.end, piece.value.amount, piece.value.currency, True, numeral))
    return sorted(found, key=lambda quantity: quantity.ranked, reverse=True)


def range_piece(
    start: int, end: int, low: Decimal | None, high: Decimal | None, currency: str | None, money: bool
) -> Piece:
    if money:
        return Piece(start, end, "money_range", AmountRange(low, high, currency), "money range")
    return Piece(start, end, "number_range", NumberRange(low, high), "number range")
