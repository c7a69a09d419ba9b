"""How fast open deals are won and lost: by age, part of the quarter, owner and product; and how many never will be.

A piecewise exponential model of competing risks: a rate for each band of ages and part of the quarter, times how the
owner and the product do against what was expected of them, each drawn towards one where little was seen. Some deals are
left lying and never decided (a mixture cure model, fitted by expectation and maximisation): how many of them differs by
owner and by when they began, and the older an open deal, the likelier it is one. What was over before the records begin
was never seen, so only the weeks since the first recorded closing count (left truncation). Nothing that is written down
after the outcome goes in.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_domain.lives import LEAST, PARTS, WEEK, Book, parts_of_quarter

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

BANDS = 12  # of ages, each with as many closings
HALF_LIFE = 26 * WEEK  # after so long an observation weighs half: two quarters, as the season has to be seen
HELD_NAME = 20.0
HELD = {  # closings as expected that are added to those seen, by the axes that are summed
    (1, 2): 0.5,  # of an age
    (0, 2): 2.0,  # of a season
    (2,): 5.0,  # of both
    (0, 1): HELD_NAME,  # of an owner, as of a kind
}
HELD_OWNER, HELD_COHORT = 2.0, 30.0  # usual deals that are added to an owner's, and to those of an owner and fortnight
LEFT = 0.3  # of all deals, as a first guess of those that are never decided
ROUNDS, STEPS = 2, 8


@dataclass(frozen=True, slots=True)
class Rates:
    """Closings a week: `base` [bands, parts of the quarter], times the factors of the owner and the kind."""

    base: "Array"
    owner: "Array"
    kind: "Array"

    def of(self, cells: "Array", owners: "Array", kinds: "Array") -> "Array":
        rates: Array = self.base.ravel()[cells] * (self.owner[owners] * self.kind[kinds])
        return rates


@dataclass(frozen=True, slots=True)
class Left:
    """How many deals are never decided: `owners`, and each deal's share of them as its owner and its cohort go."""

    owners: "Array"
    deals: "Array"

    @classmethod
    def guess(cls, book: Book) -> "Left":
        import numpy as np

        return cls(np.full(len(book.owners), LEFT), np.full(len(book.begun), LEFT))

    @classmethod
    def of(cls, book: Book, never: "Array", among: "Array") -> "Left":
        """`never` of `among` deals of each place were left."""
        usual = (never.sum() + 0.5) / (among.sum() + 1)
        owners = _share(book.owner, never, among, HELD_OWNER, usual)
        return cls(owners, _share(book.cohorts, never, among, HELD_COHORT, owners[book.owner], each=True))


@dataclass(frozen=True, slots=True)
class Hazard:
    """`edges` are the first days of the bands of ages; `alive` [deals] the chance that each is decided one day."""

    today: int
    edges: "Array"
    won: Rates
    lost: Rates
    left: Left
    alive: "Array"

    def cells(self, ages: "Array", days: "Array") -> "Array":
        """Where in the base rates deals of these ages stand on these days."""
        return _cells(self.edges, ages, days)


def fit(book: Book, today: int) -> Hazard | None:
    """From what was known on `today`; None where too few deals were won by then."""
    if int(book.won_by(today).sum()) < LEAST:
        return None
    seen = Seen(book, today)
    left = Left.guess(book)
    alive = 1 - left.deals
    won, lost = (Fitting(seen, ended, seen.exposed(alive)) for ended in (seen.won, seen.lost))
    for _ in range(STEPS):
        exposed = seen.exposed(alive)
        won.step(exposed)
        lost.step(exposed)
        left, alive = seen.decided(won.rate + lost.rate, left)
    return Hazard(today, seen.edges, won.rates(alive), lost.rates(alive), left, alive)


class Seen:
    """[rows] the weeks of lives as they were known on a day, up to twice the age of the oldest deal that was closed."""

    def __init__(self, book: Book, today: int) -> None:
        import numpy as np

        self.book, self.begun, self.over = book, book.begun <= today, book.closed <= today
        ages = np.maximum(book.closed - book.begun, 0)[self.over]
        self.edges = np.unique(np.append(np.quantile(ages, np.arange(1, BANDS) / BANDS).astype(int), 0))
        weeks = book.weeks
        known = (weeks.start <= today) & (weeks.age <= 2 * ages.max())
        self.who, start = weeks.who[known], weeks.start[known]
        self.place = _cells(self.edges, weeks.age[known], start) * len(book.owners) + book.owner[self.who]
        end = np.minimum(book.closed, today)[self.who] + 1
        until = np.minimum(start + WEEK, end)
        self.lasted = (until - start) / WEEK
        self.unseen = np.clip(int(book.closed.min()) - start, 0, until - start) / WEEK
        self.decay = np.exp2((start - today) / HALF_LIFE)
        self.weight = (self.lasted - self.unseen) * self.decay
        over, won = self.over[self.who], book.won[self.who]
        self.won, self.lost = (np.flatnonzero(over & (until == end) & how) for how in (won, ~won))
        self.opened, self.early = np.flatnonzero(~over), np.flatnonzero(self.unseen)
        self.of_over = self.summed(np.flatnonzero(over), self.weight)

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.edges), PARTS, len(self.book.owners)

    def summed(self, rows: "Array", what: "Array") -> "Array":
        """[bands, parts, owners]"""
        import numpy as np

        return np.bincount(self.place[rows], what[rows], math.prod(self.shape)).reshape(self.shape)

    def exposed(self, alive: "Array") -> "Array":
        """Weeks of deals that can end at all: of an open one so much as it is likely to be one."""
        return self.of_over + self.summed(self.opened, self.weight * alive[self.who])

    def decided(self, rate: "Array", left: Left) -> "tuple[Left, Array]":
        """Which open deals will still be decided, and what that says of how many never are."""
        import numpy as np

        share = left.deals
        never = np.where(self.over, 0.0, share / (share + (1 - share) * self._survived(rate, self.opened, self.lasted)))
        unseen = self._survived(rate, self.early, self.unseen)
        hidden = (1 - share) * (1 - unseen) / (share + (1 - share) * unseen)  # others, over before the records begin
        return Left.of(self.book, never * self.begun, (1 + hidden) * self.begun), 1 - never

    def _survived(self, rate: "Array", rows: "Array", weeks: "Array") -> "Array":
        import numpy as np

        ended = rate.ravel()[self.place[rows]] * weeks[rows]
        survived: Array = np.exp(-np.bincount(self.who[rows], ended, len(self.begun)))
        return survived


class Fitting:
    """The rates of one way to end, [bands, parts, owners], by iterative proportional fitting."""

    def __init__(self, seen: Seen, ended: "Array", exposed: "Array") -> None:
        import numpy as np

        self.seen, self.ended = seen, ended
        self.happened = seen.summed(ended, seen.decay)
        self.rate = np.full(seen.shape, self.happened.sum() / exposed.sum())
        self.factors = {axes: np.ones_like(self.happened.sum(axes, keepdims=True)) for axes in HELD}
        self.known = {axes: self.happened.sum(axes, keepdims=True) + held for axes, held in HELD.items()}

    def step(self, exposed: "Array") -> None:
        for _ in range(ROUNDS):
            for axes, held in HELD.items():
                factor = self.factors[axes]
                better = self.known[axes] / ((self.rate * exposed).sum(axes, keepdims=True) / factor + held)
                self.rate *= better / factor
                self.factors[axes] = better

    def rates(self, alive: "Array") -> Rates:
        """With the factor of each kind, against what was expected of its deals."""
        import numpy as np

        seen, kind = self.seen, self.seen.book.kind[self.seen.who]
        expected = self.rate.ravel()[seen.place] * seen.weight * alive[seen.who]
        happened = np.bincount(kind[self.ended], seen.decay[self.ended], len(seen.book.kinds))
        due, owner = np.bincount(kind, expected, len(happened)), self.factors[0, 1].ravel()
        return Rates(self.rate[:, :, 0] / owner[0], owner, (happened + HELD_NAME) / (due + HELD_NAME))


def _share(groups: "Array", part: "Array", whole: "Array", held: float, usual: Any, each: bool = False) -> "Array":
    """Of each group (`each`: of each one's), drawn to the usual share as if so many more had been seen."""
    import numpy as np

    parts, wholes = np.bincount(groups, part), np.bincount(groups, whole)
    if each:
        parts, wholes = parts[groups], wholes[groups]
    share: Array = (parts + held * usual) / (wholes + held)
    return share


def _cells(edges: "Array", ages: "Array", days: "Array") -> "Array":
    """By the middle of the week that begins so."""
    import numpy as np

    table = np.searchsorted(edges, np.arange(int(ages.max(initial=0)) + 1) + WEEK // 2, side="right") - 1
    cells: Array = table[ages] * PARTS + parts_of_quarter(days + WEEK // 2)
    return cells
