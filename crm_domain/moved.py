"""What moved in the pipeline between two moments: it was this, it became that, and each deal's part in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome
from crm_domain.standings import Past, Standing, is_open


class Way(StrEnum):
    NEW = "new"  # was not there
    REOPENED = "reopened"  # was closed
    WON = "won"
    LOST = "lost"
    GROWN = "grown"
    SHRUNK = "shrunk"
    SAME = "same"  # in amount


@dataclass(frozen=True, slots=True)
class Move:
    """One deal's: by how much (`minor`, of one currency) it changed the pipeline; its close date was `pushed`."""

    fact: DealFact
    before: Standing
    after: Standing
    way: Way
    minor: int

    @property
    def pushed(self) -> int:
        if not (self.before.expected and self.after.expected):
            return 0
        return (self.after.expected - self.before.expected).days


@dataclass(frozen=True, slots=True)
class Moved:
    """In minor units of one currency: `opening` + the moves = `closing`."""

    opening: int = 0
    closing: int = 0
    deals_before: int = 0
    deals_after: int = 0
    moves: Sequence[Move] = field(default_factory=list)

    def by(self, way: Way) -> tuple[int, int]:
        """The sum and the number of the moves of one way."""
        those = [move.minor for move in self.moves if move.way == way]
        return sum(those), len(those)


def moved(past: Past, start: datetime, end: datetime, outcomes: Mapping[int, str], currency: str) -> Moved:
    """`outcomes` by stage. What is of another currency is left out; won and lost count what the deal was before."""
    opening = closing = before_deals = after_deals = 0
    moves: list[Move] = []
    for fact in past.facts:
        before, after = past.at(fact, start), past.at(fact, end)
        was, now = (_worth(standing, outcomes, currency) for standing in (before, after))
        opening, before_deals = opening + (was or 0), before_deals + (was is not None)
        closing, after_deals = closing + (now or 0), after_deals + (now is not None)
        moves += _moves(fact, before, after, (was, now), outcomes, currency)
    return Moved(opening, closing, before_deals, after_deals, moves)


def _worth(standing: Standing, outcomes: Mapping[int, str], currency: str) -> int | None:
    """What an open deal adds to the pipeline; None where it is not open, or of another currency."""
    if not is_open(standing.stage_id, outcomes) or (standing.money and standing.money.currency != currency):
        return None
    return standing.money.minor if standing.money else 0


def _moves(
    fact: DealFact,
    before: Standing,
    after: Standing,
    worth: tuple[int | None, int | None],
    outcomes: Mapping[int, str],
    currency: str,
) -> list[Move]:
    was, now = worth
    if was is not None and now is not None:
        way = Way.GROWN if now > was else Way.SHRUNK if now < was else Way.SAME
        return [Move(fact, before, after, way, now - was)] if before != after else []
    if now is not None:
        return [Move(fact, before, after, _start(before, outcomes), now)]
    if was is not None:
        return [Move(fact, before, after, _end(after, outcomes), -was)]
    return _passed_through(fact, before, after, outcomes, currency)


def _passed_through(
    fact: DealFact, before: Standing, after: Standing, outcomes: Mapping[int, str], currency: str
) -> list[Move]:
    """New in between, and closed in between."""
    closed = after.stage_id is not None and not is_open(after.stage_id, outcomes)
    if before.stage_id is not None or not closed or not after.money or after.money.currency != currency:
        return []
    minor = after.money.minor
    return [Move(fact, before, after, Way.NEW, minor), Move(fact, before, after, _end(after, outcomes), -minor)]


def _start(before: Standing, outcomes: Mapping[int, str]) -> Way:
    """What was open in other money has grown in this one."""
    if before.stage_id is None:
        return Way.NEW
    return Way.GROWN if is_open(before.stage_id, outcomes) else Way.REOPENED


def _end(after: Standing, outcomes: Mapping[int, str]) -> Way:
    if is_open(after.stage_id, outcomes):
        return Way.SHRUNK
    return Way.WON if after.stage_id and outcomes.get(after.stage_id) == Outcome.WON else Way.LOST
