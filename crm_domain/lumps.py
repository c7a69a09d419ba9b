"""Many deals as few facts: what the database can sum up itself, without a look at each.

On which day a deal was closed is told by the moment it was closed at, as the asker's clock has it. Only where a day
alone was said the deal was closed at noon of it, where its owner is: such deals are summed by that moment and zone, and
their day is found afterwards.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Select, case, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm_domain.deals import Deal
from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.rates import Rates
from crm_domain.timespan import DAY, Timespan, keys_of

NEVER = date.min


class on_the_minute(FunctionElement[bool]):  # noqa: N801 - named as SQLAlchemy names functions
    """Whether a moment has no seconds, as noon has none."""

    inherit_cache = True
    type = Boolean()


@compiles(on_the_minute)
def _truncated(element: Any, compiler: Any, **options: Any) -> str:
    [moment] = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(date_trunc('minute', {moment}) = {moment})"


@compiles(on_the_minute, "sqlite")
def _written(element: Any, compiler: Any, **options: Any) -> str:
    [moment] = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(substr({moment}, 18) = '00.000000')"


BY_DAY = (Deal.closed_at, Deal.close_date, Member.tz)  # what the day of a deal that was closed at noon is told by


def unit_of(span: Timespan, by: str, zone: ZoneInfo) -> ColumnElement[Any]:
    """The month or quarter in which a deal was closed, as the clock in `zone` has it."""
    assert span.start is not None
    units = list(_units(span.start, span.end, by))
    ends = [(Deal.closed_at < datetime.combine(end + DAY, time(), zone).astimezone(UTC), key) for key, end in units]
    return case(*ends[:-1], else_=ends[-1][1]) if len(ends) > 1 else literal(ends[0][1])


def _units(start: date, end: date, by: str) -> Sequence[tuple[str, date]]:
    """Each key with the last day of its month or quarter."""
    ends = {key: day for day in _month_ends(start, end) for key in keys_of(Timespan(day, day), by)}
    return list(ends.items())


def _month_ends(start: date, end: date) -> Sequence[date]:
    found, first = [], start.replace(day=1)
    while first <= end:
        first = (first.replace(day=28) + 4 * DAY).replace(day=1)
        found.append(first - DAY)
    return found


def summed(query: Select[Any], rates: Rates, *keys: Any) -> Select[Any]:
    """One row for each stage, currency and the `keys`: how many deals, and what they come to."""
    columns = [Deal.stage_id, Deal.currency, *keys]
    worth = func.sum(rates.by_database(Deal.amount_minor, Deal.currency))
    return query.with_only_columns(*columns, func.count(), worth, maintain_column_froms=True).group_by(*columns)


def lump(
    stage: int, outcomes: Mapping[int, str], rates: Rates, money: tuple[int | None, str | None], many: int,
    key: str | None = None, closed: date | None = None,
) -> DealFact:  # fmt: skip
    minor, currency = money
    currency = rates.told(currency) if minor is not None else currency
    whole = None if minor is None else int(minor)
    return DealFact(0, stage, outcomes[stage], whole, currency, NEVER, closed, None, None, key, int(many))
