"""Forecast without a model: what is closed, and what is open at the weight of its stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome

COMMIT = 75  # percent: from this stage probability on a deal is committed
BEST_CASE = 50


@dataclass(slots=True)
class Forecast:
    """In minor units of one currency, but `open_deals`.

    `closed` is won in the period; commit and best case are what is closed with the open deals of at least that
    stage probability in full, `total` what is closed with every open deal at its stage's weight.
    """

    closed: int = 0
    unweighted: int = 0
    weighted: float = 0.0
    likely: int = 0  # open deals of at least COMMIT
    possible: int = 0  # open deals of at least BEST_CASE
    open_deals: int = 0

    @property
    def commit(self) -> int:
        return self.closed + self.likely

    @property
    def best_case(self) -> int:
        return self.closed + self.possible

    @property
    def total(self) -> float:
        return self.closed + self.weighted


def forecast(facts: Iterable[DealFact], probability: Mapping[int, int]) -> dict[str, Forecast]:
    """By currency, of won and open deals; `probability` in percent by stage."""
    found: dict[str, Forecast] = {}
    for fact in facts:
        if fact.minor is None or not fact.currency:
            continue
        part = found.setdefault(fact.currency, Forecast())
        if fact.outcome == Outcome.WON:
            part.closed += fact.minor
        elif fact.outcome == Outcome.OPEN:
            _add_open(part, fact.minor, fact.many, probability[fact.stage_id])
    return found


def _add_open(part: Forecast, minor: int, count: int, percent: int) -> None:
    part.open_deals += count
    part.unweighted += minor
    part.weighted += minor * percent / 100
    part.likely += minor if percent >= COMMIT else 0
    part.possible += minor if percent >= BEST_CASE else 0
