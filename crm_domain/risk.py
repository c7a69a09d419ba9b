"""Who will not come back: learned from how customers bought before, and from who came back then.

The past is looked at on several days, each time only with what was known by then; what came after that day says who
stayed away. Where the past is too thin, nothing is said but how overdue a customer is by their own habit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from crm_domain.odds import Odds, auc, brier, learned
from crm_domain.purchases import Purchase

HORIZON = 90  # days in which somebody comes back, or does not
STEP = 30  # days between the days that are looked back on
LOOKS = 6
FEWEST = 60  # examples
FEWEST_OF_EACH = 12  # … who stayed away, and who came back


@dataclass(frozen=True, slots=True)
class Habit:
    """How a customer buys: the days of the purchases, in order, and what they came to."""

    company_id: int
    company: str
    days: tuple[date, ...]
    minor: int

    @property
    def gap(self) -> float | None:
        """The usual days between two purchases."""
        gaps = [(later - day).days for day, later in zip(self.days, self.days[1:], strict=False)]
        return median(gaps) if gaps else None

    @property
    def expected(self) -> date | None:
        """When the next purchase would come by habit; of three purchases at least."""
        return self.days[-1] + timedelta(days=round(self.gap)) if self.gap and len(self.days) > 2 else None

    def until(self, day: date) -> "Habit | None":
        known = tuple(each for each in self.days if each <= day)
        return Habit(self.company_id, self.company, known, self.minor) if known else None

    def features(self, day: date) -> list[float]:
        recency, tenure = (day - self.days[-1]).days, (day - self.days[0]).days
        gap = self.gap or float(max(tenure, HORIZON))
        lately = [sum(1 for each in self.days if (day - each).days <= span) for span in (30, 90, 180)]
        return [recency, min(recency, HORIZON), recency / max(gap, 1.0), len(self.days) ** 0.5, tenure, gap, *lately]


@dataclass(frozen=True, slots=True)
class Risk:
    """`chance` of no purchase within the horizon; None where the past is too thin to learn from."""

    habit: Habit
    recency: int
    chance: float | None

    @property
    def overdue(self) -> float | None:
        """How many of their usual gaps have passed since the last purchase."""
        return self.recency / self.habit.gap if self.habit.gap else None


@dataclass(frozen=True)
class Outlook:
    """`auc` and `brier` are of the last look back, told by what was known before it."""

    risks: Sequence[Risk]
    examples: int
    auc: float | None
    brier: float | None


def habits(purchases: Iterable[Purchase]) -> list[Habit]:
    days: dict[tuple[int, str], set[date]] = defaultdict(set)
    spent: dict[tuple[int, str], int] = defaultdict(int)
    for purchase in purchases:
        if not purchase.is_refund:
            days[purchase.company_id, purchase.company].add(purchase.day)
            spent[purchase.company_id, purchase.company] += purchase.minor or 0
    return [Habit(*who, tuple(sorted(found)), spent[who]) for who, found in days.items()]


def outlook(found: Sequence[Habit], today: date) -> Outlook:
    """The likeliest to stay away first, the best customers first among equals."""
    looks = [today - timedelta(days=HORIZON + STEP * n) for n in range(LOOKS)]
    examples = [(look, *example) for look in looks for example in _examples(found, look)]
    odds = _odds([(x, away) for _, x, away in examples])
    measured = _measured(examples, looks[0])
    chances = odds.of(_matrix([habit.features(today) for habit in found])).tolist() if odds and found else None
    risks = [
        Risk(habit, (today - habit.days[-1]).days, chances[n] if chances else None) for n, habit in enumerate(found)
    ]
    risks.sort(key=lambda risk: (-(risk.chance if risk.chance is not None else risk.overdue or 0), -risk.habit.minor))
    return Outlook(risks, len(examples) if odds else 0, *measured)


def _examples(found: Sequence[Habit], look: date) -> Iterable[tuple[list[float], bool]]:
    """Who bought by that day, and whether they stayed away in the days after it."""
    until = look + timedelta(days=HORIZON)
    for habit in found:
        if known := habit.until(look):
            yield known.features(look), not any(look < day <= until for day in habit.days)


def _odds(examples: Sequence[tuple[list[float], bool]]) -> Odds | None:
    away = sum(1 for _, stayed_away in examples if stayed_away)
    if len(examples) < FEWEST or min(away, len(examples) - away) < FEWEST_OF_EACH:
        return None
    return learned(_matrix([x for x, _ in examples]), _matrix([[float(y)] for _, y in examples])[:, 0])


def _measured(examples: Sequence[tuple[date, list[float], bool]], last: date) -> tuple[float | None, float | None]:
    """Learned on what had ended before the last look, judged on that."""
    before = [(x, away) for look, x, away in examples if look + timedelta(days=HORIZON) <= last]
    now = [(x, away) for look, x, away in examples if look == last]
    odds = _odds(before)
    if odds is None or not now:
        return None, None
    chances = odds.of(_matrix([x for x, _ in now])).tolist()
    return auc(chances, [away for _, away in now]), brier(chances, [away for _, away in now])


def _matrix(rows: Sequence[Sequence[float]]):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.asarray(rows, float)
