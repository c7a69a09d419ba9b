"""What goes along with wins: how many deals came to each stage in a month, and how many were won in it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from crm_domain.deals import Deal, StageChange
from crm_domain.formulas import Fit, ols
from crm_domain.pipelines import Outcome, Stage
from crm_domain.records import Records
from crm_domain.timespan import month_key

MOST = 104  # the latest weeks, or months, that are looked at
FEWEST = 8  # a line through fewer proves nothing


@dataclass(frozen=True, slots=True)
class Step:
    """A deal came to this stage on this day."""

    stage_id: int
    day: date


@dataclass(frozen=True)
class Drivers:
    """`columns` are the stages that tell something, in their order; `won` the wins of each unit of time."""

    unit: str
    columns: Sequence[Stage]
    counts: Sequence[Sequence[float]]
    won: Sequence[float]
    fit: Fit | None


class Regressions(Records[Deal]):
    model = Deal

    def steps(self, owner_id: int | None) -> list[Step]:
        """The way of every deal that the member may see."""
        query = select(StageChange.to_id, StageChange.at).join(Deal, StageChange.deal_id == Deal.id)
        query = query.where(
            Deal.workspace_id == self.desk.workspace.id,
            self.desk.access.sees(self.desk.actor, Deal),
            StageChange.at <= self.desk.now,
        )
        if owner_id is not None:
            query = query.where(Deal.owner_id == owner_id)
        return [Step(stage, at.astimezone(self.desk.zone).date()) for stage, at in self.desk.session.execute(query)]


def week_key(day: date) -> str:
    """The Monday it begins with."""
    return (day - timedelta(days=day.weekday())).isoformat()


def drivers(steps: Sequence[Step], stages: Sequence[Stage], today: date) -> Drivers:
    """By month where there are enough, else by week. The unit that has only begun is left out."""
    open_stages = [stage for stage in stages if stage.outcome == Outcome.OPEN]
    won = {stage.id for stage in stages if stage.outcome == Outcome.WON}
    monthly = _table("month", steps, open_stages, won, today)
    weekly = _table("week", steps, open_stages, won, today)
    return monthly if len(monthly.won) >= max(FEWEST, len(monthly.columns) + 3) else weekly


KEYS = {"month": month_key, "week": week_key}


def _table(unit: str, steps: Sequence[Step], stages: Sequence[Stage], won: set[int], today: date) -> Drivers:
    key = KEYS[unit]
    seen = Counter((key(step.day), "won" if step.stage_id in won else str(step.stage_id)) for step in steps)
    units = list(_units(unit, steps, today))[-MOST:]
    columns = list(_telling(stages, seen, units))
    counts = [[float(seen[name, str(stage.id)]) for stage in columns] for name in units]
    wins = [float(seen[name, "won"]) for name in units]
    enough = len(units) >= FEWEST and bool(columns)
    return Drivers(unit, columns, counts, wins, ols(counts, wins) if enough else None)


def _units(unit: str, steps: Sequence[Step], today: date) -> Iterator[str]:
    """All from the first step to the last whole one."""
    day = min((step.day for step in steps), default=today)
    while (name := KEYS[unit](day)) != KEYS[unit](today) and day < today:
        yield name
        day += timedelta(days=7)
        while unit == "month" and KEYS[unit](day) == name:
            day += timedelta(days=7)


def _telling(stages: Sequence[Stage], seen: Mapping[tuple[str, str], int], units: Sequence[str]) -> Iterator[Stage]:
    """Those to which not always equally many came, and not the same as to one before."""
    columns: set[tuple[int, ...]] = set()
    for stage in stages:
        column = tuple(seen.get((name, str(stage.id)), 0) for name in units)
        if len(set(column)) > 1 and column not in columns:
            columns.add(column)
            yield stage
