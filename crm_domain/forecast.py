"""Forecast without a model: what is closed, and what is open at the weight of its stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome
from crm_domain.texts import T

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


class Category(StrEnum):
    """What an open deal is counted as; a won one is closed."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"


CATEGORIES = {
    Category.PIPELINE: T("pipeline", "管道"),
    Category.BEST_CASE: T("best case", "最好情况"),
    Category.COMMIT: T("commit", "承诺"),
}


def category_of(percent: int) -> Category:
    """That of a stage with this probability."""
    return Category.COMMIT if percent >= COMMIT else Category.BEST_CASE if percent >= BEST_CASE else Category.PIPELINE


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
            percent = probability[fact.stage_id]
            _add_open(part, fact, percent, Category(fact.category or category_of(percent)))
    return found


def _add_open(part: Forecast, fact: DealFact, percent: int, category: Category) -> None:
    minor = fact.minor or 0
    part.open_deals += fact.many
    part.unweighted += minor
    part.weighted += minor * percent / 100
    part.likely += minor if category is Category.COMMIT else 0
    part.possible += minor if category is not Category.PIPELINE else 0
