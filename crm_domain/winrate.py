"""Win rate: won deals of all that were closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome
from crm_domain.spread import share_pct


@dataclass(frozen=True, slots=True)
class WinRate:
    won: int
    lost: int

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def pct(self) -> float | None:
        """None where nothing was closed."""
        return share_pct(self.won, self.closed)


def win_rate(facts: Iterable[DealFact]) -> WinRate:
    counts = dict.fromkeys(Outcome, 0)
    for fact in facts:
        counts[Outcome(fact.outcome)] += fact.many
    return WinRate(counts[Outcome.WON], counts[Outcome.LOST])


def change_pp(now: WinRate, before: WinRate) -> float | None:
    """In percentage points."""
    return None if now.pct is None or before.pct is None else now.pct - before.pct


def best_first(groups: Mapping[str, Iterable[DealFact]], least: int = 1) -> list[tuple[str, WinRate]]:
    """Groups with at least so many closed deals, the highest rate first; ties: more wins, then the name."""
    rates = [(name, win_rate(facts)) for name, facts in groups.items()]
    known = [(name, rate, rate.pct) for name, rate in rates if rate.closed >= max(least, 1) and rate.pct is not None]
    return [(name, rate) for name, rate, pct in sorted(known, key=lambda r: (-r[2], -r[1].won, r[0]))]
