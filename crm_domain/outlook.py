"""The range in which the won amount of a coming period is likely to lie, and how far such forecasts were off before.

Two views are blended: the same days a quarter ago, and the chances of every open deal and of those that will begin
(hazard.py, chances.py). How much each counts, and how much too high or low the chances run, is learned from what they
would have said in the weeks before. The range is as wide as the blend's own past errors, and never narrower than the
luck of the deals alone (futures.py), so that it holds what it promises whatever the model is worth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_domain.chances import by_day, of_new, within
from crm_domain.futures import futures
from crm_domain.hazard import Hazard, fit
from crm_domain.lives import WEEK, Book, Life
from crm_domain.timespan import DAY, Timespan, quarter_of

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FARTHEST = 366  # days ahead beyond which nothing is said
LOOKS = 12  # past forecasts that are looked back at, at most
WEEKS = 8  # over which their days end
FEWEST = 4  # of them, below which no range is given
BOTH = 3  # that both views spoke of, below which they count alike
RECENT = (
    13 * WEEK
)  # days of which the deals that begin are taken as typical: a quarter, as beginnings have a season too
DOUBT = 4  # past forecasts without a bias that are added to those seen
WORST = math.log(3.0)  # a forecast so many times off counts as that
NOTHING = 0.02  # of the usual amount: added to what was won and said, as a past span may have been empty
SURE = 1e-3  # squared error below which no view is trusted more
NINTH = 1.2815515655446004  # standard deviations below which nine of ten cases lie
DRAWN = 400  # of the deals that may begin, so many stand for all

# How many standard errors hold eight of ten cases where these rest on 1, 2, 3 … independent past errors (Student's t).
STUDENT = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356)


@dataclass(frozen=True, slots=True)
class Outlook:
    """`middle` is of `existing` and `new` deals; `error` the mean share by which such forecasts were off.

    `origins` past forecasts were looked back at, of which `held` came to lie in a range as wide as this one.
    """

    low: float
    middle: float
    high: float
    existing: float
    new: float
    error: float
    origins: int
    held: int


def chance_of(least: float, low: float, middle: float, high: float) -> float:
    """0…1 that as much comes in, where this is the range of 8 in 10 cases: half a normal distribution on each side."""
    side = high - middle if least > middle else middle - low
    if side <= 0:
        return float(least <= middle)
    return 0.5 * math.erfc((least - middle) / side * NINTH / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Deals:
    """[deals] chances and amounts of the open deals and of those that may begin."""

    existing: "Array"
    amounts: "Array"
    new: "Array"
    new_amounts: "Array"

    @property
    def expected(self) -> tuple[float, float]:
        return float(self.existing @ self.amounts), float(self.new @ self.new_amounts)


@dataclass(frozen=True, slots=True)
class Days:
    """From the `near`th day after the `origin` to the `far`th."""

    origin: int
    near: int
    far: int

    @property
    def first(self) -> int:
        return self.origin + self.near

    @property
    def last(self) -> int:
        return self.origin + self.far


def outlook(past: Sequence[Life], today: date, span: Timespan) -> Outlook | None:
    """Of the days of `span` after `today`; None where the history is too thin or the span ends too far ahead."""
    ahead = Timespan(max(span.start or today + DAY, today + DAY), span.end)
    book = Book(past, today)
    if ahead.days < 1 or (ahead.end - today).days > FARTHEST or not book.tells_enough(book.today):
        return None
    assert ahead.start is not None
    now = Days(book.today, (ahead.start - today).days, (ahead.end - today).days)
    said, came = _looked_back(book, now)
    hazard = fit(book, now.origin)
    if hazard is None or len(came) < FEWEST:
        return None
    deals = chances(hazard, book, now)
    return _blended(deals, _a_quarter_ago(book, now), said, came, now)


def chances(hazard: Hazard, book: Book, days: Days) -> Deals:
    """Of being won in these days: only with what was known on their origin."""
    import numpy as np

    weeks = -(-days.far // WEEK)
    opened = book.open_on(days.origin)
    begun = np.flatnonzero((book.begun > days.origin - RECENT) & (book.begun <= days.origin))
    existing = _between(within(hazard, book, opened, weeks), days)
    new = _between(of_new(hazard, book, begun, weeks), days) * (days.far / RECENT)
    return Deals(existing, book.amount[opened], new, book.amount[begun])


def _between(won: "Array", days: Days) -> "Array":
    """[deals] of [deals, weeks]: by the end of the last day less by the eve of the first."""
    return by_day(won, days.far) - by_day(won, days.near - 1)


def _looked_back(book: Book, now: Days) -> "tuple[Array, Array]":
    """[looks, 2] what both views would have said, [looks] what came true.

    Of spans that are over by now: as long as the one asked for, and shorter ones that ended today.
    """
    import numpy as np

    said, came, long = [], [], now.far // WEEK
    step = -(-(WEEKS + long) // LOOKS) * WEEK
    for back in range((WEEKS + long) * WEEK, 0, -step):
        days = Days(now.origin - back, now.near, min(now.far, back))
        hazard = fit(book, days.origin) if days.far - days.near >= WEEK - 1 else None
        if hazard:
            said.append((_a_quarter_ago(book, days), sum(chances(hazard, book, days).expected)))
            came.append(book.brought(days.first, days.last))
    return np.array(said).reshape(-1, 2), np.array(came)


def _a_quarter_ago(book: Book, days: Days) -> float:
    """What was won on the same days of the quarter before: NaN where that reaches before the history."""
    first, last = (_earlier(date.fromordinal(day)).toordinal() for day in (days.first, days.last))
    if first < int(book.closed.min()) or last > days.origin or last < first:
        return math.nan
    return book.brought(first, last) * (days.last - days.first + 1) / (last - first + 1)


def _earlier(day: date) -> date:
    """The same day of the quarter before, counted from its beginning."""
    first = quarter_of(day).start
    assert first is not None
    before = quarter_of(first - DAY)
    assert before.start is not None
    return min(before.start + (day - first), before.end)


def _blended(deals: Deals, season: float, said: "Array", came: "Array", now: Days) -> Outlook:
    import numpy as np

    little = NOTHING * float(came.mean()) + 1e-9
    errors = np.clip(np.log((said + little) / (came + little)[:, None]), -WORST, WORST)
    bias = float(errors[:, 1].sum()) / (len(errors) + DOUBT)
    errors[:, 1] -= bias
    existing, new = deals.expected
    views = np.log(np.array([season, (existing + new) * math.exp(-bias)]) + little)
    weights = np.where(np.isnan(views), 0.0, _weights(errors))
    middle = max(float(np.exp(_mean(views[None, :], weights)[0])) - little, 0.0)
    off = _mean(errors, weights)
    wide = math.exp(min(float(np.sqrt((off**2).mean())) * _student(len(off), now), WORST))
    low, high = _luck(deals, middle, now.origin)
    low, high = min(low, middle / wide), max(high, middle * wide)
    share = existing / (existing + new) if existing + new else 1.0
    held = int((np.abs(off) <= math.log(wide)).sum())
    error = float(np.abs(np.expm1(off)).mean())
    return Outlook(low, middle, high, middle * share, middle * (1 - share), error, len(off), held)


def _weights(errors: "Array") -> "Array":
    """[2] how much each view counts: by the squares of its past errors, where both spoke."""
    import numpy as np

    both = errors[~np.isnan(errors).any(axis=1)]
    trust = 1 / ((both**2).mean(axis=0) + SURE) if len(both) >= BOTH else np.ones(2)
    weights: Array = trust / trust.sum()
    return weights


def _mean(views: "Array", weights: "Array") -> "Array":
    """[rows] of [rows, 2], of those that spoke."""
    import numpy as np

    each = np.where(np.isnan(views), 0.0, weights)
    each = np.where(each.sum(axis=1, keepdims=True) > 0, each, [0.0, 1.0])
    mean: Array = (each * np.nan_to_num(views)).sum(axis=1) / each.sum(axis=1)
    return mean


def _student(looks: int, now: Days) -> float:
    """Spans that overlap are hardly more than one: as many as fit side by side count, less one for the bias learned."""
    apart = round(WEEK * looks / (now.far - now.near + 1)) - 1
    return STUDENT[min(max(apart, 2), len(STUDENT)) - 1]


def _luck(deals: Deals, middle: float, seed: int) -> tuple[float, float]:
    """The first and the last tenth of the simulated futures, around the middle."""
    import numpy as np

    order = np.argsort(deals.new_amounts, kind="stable")
    every = max(1, len(order) // DRAWN)
    picked = order[every // 2 :: every]
    chance = np.concatenate([deals.existing, np.minimum(deals.new[picked] * every, 1.0)])
    drawn = futures(chance, np.concatenate([deals.amounts, deals.new_amounts[picked]]), seed)
    low, high = np.quantile(drawn, (0.1, 0.9))
    scale = middle / mean if (mean := float(drawn.mean())) else 1.0
    return float(low) * scale, float(high) * scale
