"""Values as plain JSON for other programs: the fields of `crm values` (contract, section 4).

Ranges are half-open; an open end is null. Times are wall clocks in the zone they were read in.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from handlers.reading.spans import (
    Amount,
    AmountRange,
    Duration,
    Impossible,
    Interval,
    NumberRange,
    Period,
    Recurrence,
    Span,
)

Told = dict[str, Any]


def told(spans: Iterable[Span]) -> list[Told]:
    """Each value in order; what no such value exists for is left out."""
    return [_told(span) for span in spans if not isinstance(span.value, Impossible)]


def _told(span: Span) -> Told:
    match span.value:
        case Period(start, end):
            return {"kind": "range", "start": _day(start), "end": _day(end and end + timedelta(days=1))}
        case Interval(start, end):
            return {"kind": "range", "start": _clock(start), "end": _clock(end)}
        case Duration() as duration:
            return {"kind": "duration", "duration": iso(duration)}
        case Recurrence(rrule):
            return {"kind": "recurrence", "recurrence": rrule}
        case Amount(amount, currency):
            return _amount(_number(amount), currency, span)
        case AmountRange(low, high, currency):
            return _amount([_end(low), _end(high)], currency, span, "_range")
        case NumberRange(low, high):
            return {"kind": "number_range", "amount": [_end(low), _end(high)]}
        case Decimal() as amount:
            return {"kind": span.kind, "amount": _number(amount)}
        case datetime() | date() | time() as when:
            return {"kind": {"moment": "datetime"}.get(span.kind, span.kind), "start": _clock(when)}
    return {"kind": span.kind, "value": span.value}


def _amount(amount: Any, currency: str | None, span: Span, what: str = "") -> Told:
    """45k is money to a slot that wants money; by itself it is a number as long as no currency is said."""
    if currency is None and span.rule != "money":
        return {"kind": f"number{what}", "amount": amount}
    return {"kind": f"money{what}", "amount": amount, "currency": currency}


def _end(amount: Decimal | None) -> int | float | None:
    return None if amount is None else _number(amount)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(when: date | time | None) -> str | None:
    """2026-11-27, 2026-11-27T09:00 or 09:00, with seconds where there are any."""
    if isinstance(when, (datetime, time)):
        wall = when.replace(tzinfo=None)
        return wall.isoformat(timespec="seconds" if wall.second else "minutes")
    return _day(when)


def _number(amount: Decimal) -> int | float:
    whole = amount.to_integral_value()
    return int(whole) if whole == amount else float(amount)


def iso(duration: Duration) -> str:
    """ISO 8601, working days as BD: P2Y3M, P10D, PT1H45M, P5BD."""
    years, months = divmod(duration.months, 12)
    hours, rest = divmod(duration.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    whole = _parts((years, "Y"), (months, "M"), (duration.business_days, "BD"), (duration.days, "D"))
    clock = _parts((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "P" + whole + (f"T{clock}" if clock else "") if whole or clock else "PT0S"


def _parts(*parts: tuple[Decimal, str]) -> str:
    return "".join(_written(parts))


def _written(parts: Iterable[tuple[Decimal, str]]) -> Iterator[str]:
    yield from (f"{_number(number)}{letter}" for number, letter in parts if number)
