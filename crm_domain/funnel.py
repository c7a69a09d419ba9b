"""Funnel: how far the deals that began in a period have come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome
from crm_domain.spread import share_pct


@dataclass(frozen=True, slots=True)
class Step:
    """`reached`: how many came at least so far; the percentages are of all that began, and of the step before."""

    stage_id: int
    reached: int
    of_all_pct: float | None
    of_before_pct: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """`engaged` deals began in the period; by now so many are won, lost, or open still."""

    engaged: int
    won: int
    lost: int
    open: int
    steps: Sequence[Step]

    @property
    def won_pct(self) -> float | None:
        return share_pct(self.won, self.engaged)


def funnel(facts: Sequence[DealFact], stages: Sequence[int], seen: Mapping[int, Iterable[int]]) -> Funnel:
    """`stages` are the ids of the open stages and then of the won one, in order; `seen` those that a deal went through.

    A deal that skipped a stage has come past it. A won deal has come through all; of a lost one its history tells.
    """
    place = {stage: n for n, stage in enumerate(stages)}
    reached = [0] * len(stages)
    for fact in facts:
        for n in range(_farthest(fact, place, seen.get(fact.id, ())) + 1):
            reached[n] += 1
    outcomes = [fact.outcome for fact in facts]
    won, lost = outcomes.count(Outcome.WON), outcomes.count(Outcome.LOST)
    return Funnel(len(facts), won, lost, len(facts) - won - lost, _steps(stages, reached, len(facts)))


def _farthest(fact: DealFact, place: Mapping[int, int], seen: Iterable[int]) -> int:
    if fact.outcome == Outcome.WON:
        return len(place) - 1
    last_open = len(place) - 2  # a deal that was won once and is lost or open now has not come through
    return max(0, min(max((place.get(stage, 0) for stage in (fact.stage_id, *seen)), default=0), last_open))


def _steps(stages: Sequence[int], reached: Sequence[int], began: int) -> list[Step]:
    before = [began, *reached[:-1]]
    counts = zip(stages, reached, before, strict=True)
    return [Step(stage, count, share_pct(count, began), share_pct(count, earlier)) for stage, count, earlier in counts]
