"""Many deals as few facts: what the database can sum up itself, without a look at each.

On which day a deal was closed depends on where its owner and whoever asks are, so only the days that are within a span
for everybody are summed here; the days at its ends are looked at one deal at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from crm_domain.deals import Deal
from crm_domain.facts import DealFact
from crm_domain.rates import Rates
from crm_domain.timespan import DAY, Timespan, keys_of

MARGIN = timedelta(days=2)  # what lies so far inside of a span is in it whatever the zones
NEVER = date.min


@dataclass(frozen=True, slots=True)
class Cut:
    """A span in three: what is inside for certain, and what is to be looked at, before and after it."""

    inside: Timespan | None
    edges: tuple[Timespan, ...]


def cut(span: Timespan) -> Cut:
    first = None if span.start is None else span.start + MARGIN
    last = span.end - MARGIN
    if first is not None and first > last:
        return Cut(None, (span,))
    after = Timespan(last + DAY, span.end)
    before = () if span.start is None or first is None else (Timespan(span.start, first - DAY),)
    return Cut(Timespan(first, last), (*before, after))


def parts_of(span: Timespan, by: str) -> Iterator[tuple[str, Timespan]]:
    """The months or quarters of a span, each with what of it is in the span."""
    assert span.start is not None
    months = 1 if by == "month" else 3
    start = span.start
    for key in keys_of(span, by):
        first = start.replace(month=start.month - (start.month - 1) % months, day=1)
        following = (first.replace(day=28) + timedelta(days=4 + 31 * (months - 1))).replace(day=1)
        yield key, Timespan(start, min(following - DAY, span.end))
        start = following


def within(span: Timespan) -> Iterator[ColumnElement[bool]]:
    """Moments of whole days in UTC."""
    if span.start is not None:
        yield Deal.closed_at >= datetime.combine(span.start, time(), UTC)
    yield Deal.closed_at < datetime.combine(span.end + DAY, time(), UTC)


def summed(query: Select[Any], key: ColumnElement[Any] | None, rates: Rates) -> Select[Any]:
    """One row for each stage, currency and group: how many deals, and what they come to."""
    columns = [Deal.stage_id, Deal.currency, *([key] if key is not None else [])]
    return query.with_only_columns(
        *columns,
        func.count(),
        func.sum(rates.by_database(Deal.amount_minor, Deal.currency)),
        maintain_column_froms=True,
    ).group_by(*columns)


def lump(row: Any, outcomes: Mapping[int, str], keyed: bool, rates: Rates) -> DealFact:
    stage, currency, *key, count, minor = row
    called = key[0] if keyed else None
    currency = rates.told(currency) if minor is not None else currency
    whole = None if minor is None else int(minor)
    return DealFact(0, stage, outcomes[stage], whole, currency, NEVER, None, None, None, called, int(count))
