"""A number as it was written, whatever the script."""

from decimal import Decimal
from typing import NamedTuple

SCALE = {"k": 10**3, "w": 10**4, "m": 10**6, "mm": 10**6, "mn": 10**6, "mil": 10**6, "mio": 10**6, "mln": 10**6}
SCALE |= {"b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12, "tln": 10**12}
LARGE = {"hundred": 100, "dozen": 12, "grand": 1000, "thousand": 1000, "lakh": 10**5, "million": 10**6}
LARGE |= {"crore": 10**7, "billion": 10**9, "trillion": 10**12}
SCALE |= LARGE | {f"{name}s": worth for name, worth in LARGE.items() if name != "grand"}


class Numeral(NamedTuple):
    """text[start:end] is worth `worth`.

    `form`: figures, spaced (12 500), end (of 10-15, and nothing alone), words, article (a, one), chinese or
    fraction. `scaled` says that k, M, 万, thousand … was said. `unit`: what `worth` was counted in (10-15k: 15 in
    1000), 1 where nothing was said.
    """

    start: int
    end: int
    worth: Decimal
    form: str
    scaled: bool
    unit: int = 1


def tidy(value: Decimal) -> Decimal:
    """Without trailing zeros and exponents: 1200000, 12.5."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value.normalize()
