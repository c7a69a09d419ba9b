"""The chance that an open ticket will breach its service level, learned from those that are over.

Landmarking (van Houwelingen 2007): each ticket that is over counts as it stood when it was opened, and again for each
share of its time after which it was still unsolved; so the chance of one that is open asks only those that lasted as
long. The model is logistic regression on what is known at that moment.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_domain.odds import Columns, Odds, auc, learned

SHARES = (0.0, 0.5, 0.9)  # of the time that was promised for the solution
FEWEST, FEWEST_OF_EACH = 150, 15  # tickets that are over, and of these kept and breached, below which nothing is said
COMMON = 10  # examples, below which a word is like none
TELLS = 0.6  # the area under the curve on the latest quarter, below which the past says nothing of the present
LIKELY = 0.5
REASONS = 3
WEIGHS = 0.1  # of the log odds; what adds less is no reason

Facts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Past:
    """A ticket that is over. `within`: what was promised for the solution; None: nothing."""

    facts: Facts
    opened: datetime
    answered: datetime | None
    solved: datetime
    within: timedelta | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely, 0 to 1; `because` are the facts that raise it (name, value), the strongest first."""

    value: float
    because: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Foresight:
    """`learnt` so many tickets; `area`: how well it told those of the latest quarter apart, before it learnt these."""

    columns: Columns
    odds: Odds
    learnt: int
    area: float

    def chances(self, standings: Sequence[Facts]) -> list[Chance]:
        import numpy as np

        if not standings:
            return []
        x = self.columns.rows(_records(standings))
        weighed = (x - self.odds.mean) / self.odds.scale * self.odds.weights[1:]
        on = np.where(x > 0, weighed, 0.0)
        return [Chance(float(p), self._because(row)) for p, row in zip(self.odds.of(x), on, strict=True)]

    def _because(self, weighed: Sequence[float]) -> list[tuple[str, str]]:
        strongest = sorted(range(len(weighed)), key=lambda column: -weighed[column])[:REASONS]
        words = (self.columns.words[column] for column in strongest if weighed[column] > WEIGHS)
        return [(name, said) for name, value in words if (said := value.removeprefix(WORD))]


WORD = "="  # before every value: a category 42 is a word, no number


def standing(
    facts: Facts, opened: datetime, now: datetime, answered: datetime | None, within: timedelta | None
) -> Facts:
    """What is known of a ticket at a moment."""
    ran = (now - opened) / within if within else 0.0
    share = max((share for share in SHARES if ran >= share), default=SHARES[0])
    waits = "no" if answered and answered <= now else "yes" if share else None
    return {**facts, "share": f"{share:g}", "waits": waits, "hour": f"{opened.hour // 4}", "day": f"{opened.weekday()}"}


def foresight(pasts: Sequence[Past]) -> Foresight | None:
    """None where too few are over, or where the past says nothing of what came after it. `pasts`: the oldest first."""
    breached = sum(not past.kept for past in pasts)
    if len(pasts) < FEWEST or min(breached, len(pasts) - breached) < FEWEST_OF_EACH:
        return None
    cut = len(pasts) * 3 // 4
    before, after = _model(pasts[:cut]), pasts[cut:]
    if before is None:
        return None
    at_opening = [_at(past, SHARES[0]) for past in after]
    chances = before[1].of(before[0].rows(_records(at_opening)))
    area = auc(chances.tolist(), [not past.kept for past in after])
    whole = _model(pasts)
    return Foresight(*whole, len(pasts), area) if whole and area is not None and area >= TELLS else None


def _model(pasts: Sequence[Past]) -> tuple[Columns, Odds] | None:
    import numpy as np

    examples = [(_at(past, share), not past.kept) for past in pasts for share in SHARES if _lasted(past, share)]
    records = _records([facts for facts, _ in examples])
    often = Counter((name, word) for record in records for name, word in record.items())
    common = [
        {name: word if often[name, word] >= COMMON else WORD for name, word in record.items()} for record in records
    ]
    late = [late for _, late in examples]
    if not 0 < sum(late) < len(late):
        return None
    columns = Columns(common)
    return columns, learned(columns.rows(common), np.array(late, float))


def _at(past: Past, share: float) -> Facts:
    now = past.opened + share * past.within if past.within else past.opened
    return standing(past.facts, past.opened, now, past.answered, past.within)


def _lasted(past: Past, share: float) -> bool:
    return not share or (past.within is not None and past.solved - past.opened > share * past.within)


def _records(standings: Iterable[Facts]) -> list[dict[str, str]]:
    return [{name: f"{WORD}{value or ''}" for name, value in facts.items()} for facts in standings]
