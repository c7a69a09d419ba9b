"""A piece of a message that was recognised: where it stands, what it is, what it is worth."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as said: the currency is None where none was named."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included; None is an open end."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Impossible:
    """Said like a value, but no such value exists (30 February, 25:00)."""

    said: str


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] of the message; `kind` names the type of `value`:

    date → datetime.date · moment → aware datetime · period → Period · money → Amount · number → Decimal ·
    percent → Decimal · phone, email, url → str. `value` is Impossible where no such value exists.
    `rule` is what recognised it, for `why`.
    """

    start: int
    end: int
    kind: str
    value: date | datetime | Period | Amount | Decimal | str | Impossible
    rule: str
