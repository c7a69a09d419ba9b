"""Moments as a zone's clock has them, reckoned by the database: PostgreSQL knows zones, SQLite is told the offsets."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Integer, literal_column
from sqlalchemy.sql.elements import ColumnClause

from crm_domain.timespan import DAY, Timespan

DAY_SECONDS = 86_400
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)  # the offsets between are looked up


class Clock:
    """`column` names are written out, as an expression with a parameter for each change of an offset would be slow."""

    def __init__(self, dialect: str) -> None:
        self.postgres = dialect == "postgresql"

    def seconds(self, column: str, zone: ZoneInfo) -> ColumnClause[int]:
        """Since 1 January 1970 on the clock of that zone, of a moment."""
        if self.postgres:
            local = f"{column} AT TIME ZONE '{zone.key}'"
            return literal_column(f"CAST(FLOOR(EXTRACT(EPOCH FROM ({local}))) AS BIGINT)", Integer)
        return literal_column(f"(unixepoch(substr({column}, 1, 19)) + {_offset(column, zone)})", Integer)

    def day(self, column: str, zone: ZoneInfo) -> ColumnElement[int]:
        """Days since 1 January 1970."""
        return self.seconds(column, zone) // DAY_SECONDS

    def date_seconds(self, column: str) -> ColumnClause[int]:
        """Since 1 January 1970 at the beginning of a date."""
        if self.postgres:
            return literal_column(f"CAST(EXTRACT(EPOCH FROM {column}) AS BIGINT)", Integer)
        return literal_column(f"unixepoch({column})", Integer)

    def whole_minute(self, column: str) -> ColumnClause[bool]:
        """Whether a moment has no seconds, as noon has none."""
        if self.postgres:
            return literal_column(f"(date_trunc('minute', {column}) = {column})", Boolean)
        return literal_column(f"(substr({column}, 18) = '00.000000')", Boolean)


def between(column: Any, span: Timespan, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    """Moments of these days, as the clock in `zone` has them."""
    if span.start:
        yield column >= datetime.combine(span.start, time(), zone).astimezone(UTC)
    yield column < datetime.combine(span.end + DAY, time(), zone).astimezone(UTC)


def on_days(column: Any, span: Timespan) -> Iterator[ColumnElement[bool]]:
    if span.start:
        yield column >= span.start
    yield column <= span.end


def _offset(column: str, zone: ZoneInfo) -> str:
    """The latest first: most records are of late."""
    changes = offsets(zone)
    if len(changes) == 1:
        return str(changes[0][1])
    cases = (f"WHEN {column} >= '{at:%Y-%m-%d %H:%M:%S}' THEN {offset}" for at, offset in reversed(changes[1:]))
    return f"CASE {' '.join(cases)} ELSE {changes[0][1]} END"


@cache
def offsets(zone: ZoneInfo) -> Sequence[tuple[datetime, int]]:
    """From when on the zone's clock is how many seconds ahead of UTC."""
    found, at = [(FIRST, _ahead(zone, FIRST))], FIRST
    while at < LAST:
        later = at + timedelta(days=1)
        if _ahead(zone, later) != found[-1][1]:
            found.append((_change(zone, at, later), _ahead(zone, later)))
        at = later
    return found


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset changes between the two."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (before, middle) if _ahead(zone, middle) != _ahead(zone, before) else (middle, after)
    return after


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
