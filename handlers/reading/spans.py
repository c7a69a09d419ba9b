"""A piece of a message that was recognised: where it stands, what it is, what it is worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as said: the currency is None where none was named."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class AmountRange:
    """From `low` up to `high` of one currency, both included; None is an open end."""

    low: Decimal | None
    high: Decimal | None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """From `low` up to `high`, both included; None is an open end."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included; None is an open end."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` up to, not including, `end`: aware datetimes in one zone; None is an open end."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Duration:
    """How long: the parts add up, but none is a number of another (a day may have 23 hours)."""

    months: Decimal = Decimal(0)
    days: Decimal = Decimal(0)
    business_days: Decimal = Decimal(0)
    seconds: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An RFC 5545 recurrence rule without DTSTART; hours and minutes are local ones."""

    rrule: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """Said like a value, but no such value exists (30 February, 25:00)."""

    said: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a span may name: kinds of records, each with how well it fits, the likeliest first."""

    fits: tuple[tuple[type[Any], float], ...]

    def fit(self, model: type[Any]) -> float:
        return next((score for each, score in self.fits if each is model), 0.0)


Value = (
    date
    | datetime
    | time
    | Period
    | Interval
    | Duration
    | Recurrence
    | Amount
    | AmountRange
    | NumberRange
    | Decimal
    | str
    | Impossible
    | Name
)

# What a command's slot may hold. The others are read only where they are asked for by name: they would
# otherwise take the words away from a day or a moment inside them.
SLOT_KINDS = frozenset("date moment period money number percent phone email url".split())
TIME_KINDS = ("recurrence", "date", "moment", "period")  # what may say when something is to come
ALL_KINDS = SLOT_KINDS | frozenset("time interval duration recurrence money_range number_range".split())


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] of the message; `kind` names the type of `value`:

    date → datetime.date · moment → aware datetime · time → datetime.time, no day said · period → Period ·
    interval → Interval · duration → Duration · recurrence → Recurrence · money → Amount · number → Decimal ·
    money_range → AmountRange · number_range → NumberRange · percent → Decimal ·
    phone, email, url → str. `value` is Impossible where no such value exists.
    `rule` is what recognised it, for `why`. `alternative` is the other value, of the same kind, that a person
    would ask about.
    """

    start: int
    end: int
    kind: str
    value: Value
    rule: str
    alternative: Value | None = None


_COUNTS = "一二三四五六七八九十百千万亿两半零几点年月日号周天"
_ON = rf"[^\W\u3400-\u9fff]|[{_COUNTS}]"
_RUNS_ON = re.compile(rf".?(?:{_ON})\0(?:(?:{_ON})|[%+]|[.,:/-][0-9A-Za-z])|.?[.,:/$€£¥#@+-]\0(?:{_ON})")


def part_of(whole: str, part: str) -> tuple[int, int] | None:
    """Where a part stands in a message; None where it stands there twice, or words or numbers go on at its ends."""
    start = whole.find(part)
    end = start + len(part)
    if start < 0 or not part or whole.find(part, start + 1) >= 0:
        return None
    runs_on = any(_RUNS_ON.match(f"{whole[max(at - 2, 0) : at]}\0{whole[at : at + 2]}") for at in (start, end))
    return None if runs_on else (start, end)


def within(spans: Sequence[Span], start: int, end: int) -> list[Span] | None:
    """Those of a part of the message, by their places in it; None where one lies across its edge."""
    if any(span.start < edge < span.end for span in spans for edge in (start, end)):
        return None
    inside = (span for span in spans if start <= span.start and span.end <= end)
    return [replace(span, start=span.start - start, end=span.end - start) for span in inside]
