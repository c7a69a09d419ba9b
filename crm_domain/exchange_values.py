"""Single values of an exchange file, checked: what every database can hold, and nothing that only looks right.

Each takes plain JSON and raises ValueError, TypeError, LookupError or ArithmeticError where it makes no sense.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from crm_domain.money import Money, is_currency
from crm_domain.recurrences import checked
from crm_domain.support import support_of

MORNING = time(9)  # a moment given as a day only
LARGEST_NUMBER = 2**31 - 1
A_DAY = len("2026-11-27")


def text(value: Any) -> str:
    """Text that every database takes; a number is read as written."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(value)
    written = str(value)
    written.encode()  # a lone surrogate is no text
    if "\x00" in written:
        raise ValueError(value)
    return written


def sound(value: Any) -> Any:
    """JSON that every database takes: no NUL in its texts, no endless number."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(value)
    if isinstance(value, dict):
        return {text(key): sound(item) for key, item in value.items()}
    return [sound(item) for item in value] if isinstance(value, list) else value


def whole(value: Any) -> int:
    if isinstance(value, bool) or int(value) != Decimal(value) or abs(int(value)) > LARGEST_NUMBER:
        raise ValueError(value)
    return int(value)


def rating(value: Any) -> int:
    """Stars: 1 to 5."""
    if whole(value) not in range(1, 6):
        raise ValueError(value)
    return whole(value)


def clock(value: Any) -> str:
    """A time of day: 09:00."""
    return f"{time.fromisoformat(value):%H:%M}"


def recurrence(value: Any) -> str:
    """An RFC 5545 rule."""
    return checked(text(value))


def yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def labels(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(value)
    return [text(each) for each in value]


def support_settings(value: Any) -> dict[str, Any]:
    """As they are, where they make sense."""
    support_of(value)
    return dict(value)


def mapping(value: Any) -> dict[str, Any]:
    """As it is: an address means something to its platform alone."""
    return {str(name): part for name, part in value.items()}


def one_of(choices: Collection[str]) -> Callable[[Any], str]:
    words = [str(choice) for choice in choices]
    return lambda value: words[words.index(value)]


def moment(raw: Any, zone: ZoneInfo) -> datetime:
    """In UTC. Without an offset it is read in `zone`; a day alone means that morning."""
    value = datetime.fromisoformat(raw)
    if len(raw) <= A_DAY:
        value = datetime.combine(value, MORNING)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def money(raw: Any, base: str) -> Money:
    """A bare number is in the base currency."""
    amount, code = (raw["amount"], raw.get("currency") or base) if isinstance(raw, dict) else (raw, base)
    if isinstance(amount, bool):
        raise ValueError(raw)
    return Money.of(Decimal(str(amount)), currency(code))


def decimal(value: Any) -> str:
    """A number above zero, as it was written."""
    if not Decimal(text(value)) > 0:
        raise ValueError(value)
    return text(value)


def currency(value: Any) -> str:
    code: str = value.upper()
    if not is_currency(code):
        raise ValueError(value)
    return code


def money_facts(money: Money) -> dict[str, Any]:
    amount = money.amount
    return {
        "amount": int(amount) if amount == amount.to_integral_value() else float(amount),
        "currency": money.currency,
    }


def shown(value: object) -> str:
    """A value for a sentence, cut where it is long."""
    written = value if isinstance(value, str) else repr(value)
    return written if len(written) <= 60 else written[:59] + "…"
