"""How likely an open deal is won within so many weeks: what became of others at that age, of that owner, of late.

Each week of each deal's life is one observation: was it won in that week, lost in it, or still open after it? Two
logistic regressions over these weeks, the newer ones weighing more, give a chance for every week to come. Only what is
known while a deal is open goes in: its age, its owner, its product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

WEEK = 7
AGES = (0, 1, 2, 3, 5, 7, 9, 11, 13, 16, 20)  # weeks from which on a deal is of the next age
HALF_LIFE = 8.0  # weeks after which an observation weighs half
RIDGE = 2.0
SEASONS = 6  # parts of a quarter: many deals are signed at its end
COLUMNS = 4
STEPS = 12
LEAST = 30  # won deals below which nothing is said


@dataclass(frozen=True, slots=True)
class Life:
    """A deal as the model sees it: the days it began and was closed, whether it was won, and of what kind it is."""

    begun: date
    closed: date | None
    won: bool
    owner: str
    kind: str


@dataclass(frozen=True)
class Chances:
    """The fitted weekly chances; `won`, `lost` hold the weights, `places` where each owner and kind stands in them."""

    places: dict[tuple[str, str], int]
    won: "Array"
    lost: "Array"

    def within(self, lives: Sequence[Life], today: date, weeks: int) -> "Array":
        """[deals, weeks] the chance that each is won by the end of each week from today on."""
        import numpy as np

        alive, total = np.ones(len(lives)), np.zeros((len(lives), weeks))
        for week in range(weeks):
            ages = np.array([(today - life.begun).days // WEEK + week for life in lives])
            rows = _rows(lives, ages, _season(np.full(len(lives), today.toordinal() + WEEK * week + 3)), self.places)
            win, lose = _chance(rows, self.won), _chance(rows, self.lost)
            total[:, week] = (total[:, week - 1] if week else 0) + alive * win
            alive = alive * np.clip(1 - win - lose, 0, 1)
        return total


def fit(lives: Sequence[Life], today: date) -> Chances | None:
    """From what was known on `today`; None where too few deals were won to say anything."""
    import numpy as np

    known = [_as_known(life, today) for life in lives if life.begun <= today]
    if sum(life.won for life in known) < LEAST:
        return None
    places = _places(known)
    index, ages, won, lost, past = _weeks(known, today)
    moments = today.toordinal() - np.rint(past * WEEK).astype(int)
    rows = _rows([known[i] for i in index], ages, _season(moments), places)
    weights = np.exp2(-past / HALF_LIFE)
    return Chances(places, _regress(rows, won, weights), _regress(rows, lost, weights))


def _as_known(life: Life, today: date) -> Life:
    """A deal that is closed later is open on that day."""
    if life.closed is None or life.closed <= today:
        return life
    return Life(life.begun, None, False, life.owner, life.kind)


def _places(lives: Sequence[Life]) -> dict[tuple[str, str], int]:
    """A column for each owner and each kind, behind those of the ages."""
    names = sorted({("owner", life.owner) for life in lives} | {("kind", life.kind) for life in lives})
    return {name: place for place, name in enumerate(names, len(AGES) + SEASONS)}


def _season(days: "Array") -> "Array":
    """Which part of its quarter each day (counted as the calendar counts) lies in."""
    import numpy as np

    each, where = np.unique(days, return_inverse=True)
    found: Array = np.array([_PARTS.get(int(day)) or _part(int(day)) for day in each])[where]
    return found


def _part(day: int) -> int:
    moment = date.fromordinal(day)
    first = moment.replace(month=moment.month - (moment.month - 1) % 3, day=1)
    _PARTS[day] = len(AGES) + min((moment - first).days * SEASONS // 91, SEASONS - 1)
    return _PARTS[day]


_PARTS: dict[int, int] = {}


def _weeks(lives: Sequence[Life], today: date) -> "tuple[Array, Array, Array, Array, Array]":
    """One observation for every week that a deal was open: whose, at which age, with which end, how long ago."""
    import numpy as np

    days = np.array([((life.closed or today) - life.begun).days for life in lives])
    count = np.maximum(days, 0) // WEEK + 1
    index = np.repeat(np.arange(len(lives)), count)
    ages = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    last = ages == count[index] - 1
    won = last & np.array([life.won for life in lives])[index]
    lost = last & np.array([life.closed is not None and not life.won for life in lives])[index]
    begun = np.array([(today - life.begun).days / WEEK for life in lives])[index]
    return index, ages, won, lost, np.maximum(begun - ages, 0.0)


def _rows(lives: Sequence[Life], ages: "Array", season: "Array", places: dict[tuple[str, str], int]) -> "Array":
    """[observations, 4] the columns that are one: those of the age, the season, the owner, the kind."""
    import numpy as np

    none = len(AGES) + SEASONS + len(places)  # a column that never counts, for who was not seen before
    owners = np.array([places.get(("owner", life.owner), none) for life in lives])
    kinds = np.array([places.get(("kind", life.kind), none) for life in lives])
    return np.stack([np.searchsorted(AGES, ages, side="right") - 1, season, owners, kinds], axis=1)


def _chance(rows: "Array", weights: "Array") -> "Array":
    import numpy as np

    padded = np.append(weights, 0.0)
    chance: Array = 1.0 / (1.0 + np.exp(-np.clip(padded[rows].sum(axis=1), -30, 30)))
    return chance


def _regress(rows: "Array", ended: "Array", weights: "Array") -> "Array":
    """Ridge logistic regression by Newton's steps; every row has as many columns that are one."""
    import numpy as np

    size = int(rows.max()) + 1
    ridge = np.full(size, RIDGE)
    ridge[: len(AGES)] = 0.1
    found = np.zeros(size)
    found[: len(AGES)] = -3.0
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(found[rows].sum(axis=1), -30, 30)))
        slope = np.zeros(size)
        curve = np.zeros((size, size))
        pull, bend = weights * (ended - chance), weights * chance * (1 - chance)
        for column in range(COLUMNS):
            slope += np.bincount(rows[:, column], pull, size)
            for other in range(COLUMNS):
                flat = np.bincount(rows[:, column] * size + rows[:, other], bend, size * size)
                curve += flat.reshape(size, size)
        step = np.linalg.solve(curve + np.diag(ridge), slope - ridge * found)
        found = found + np.clip(step, -4, 4)
        if np.abs(step).max() < 1e-6:
            break
    return found
