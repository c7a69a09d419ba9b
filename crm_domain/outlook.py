"""The range in which the won amount of a coming period is likely to lie, and how far such forecasts were off before.

Two views are blended, each weighing by how well it did on this very history: the same days a quarter ago, and the
chance of every open deal and of those that will begin (hazard.py). The range is as wide as the blend's own past errors
say (conformal prediction), so that it holds what it promises whatever the model is worth.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_domain.hazard import LEAST, WEEK, Life, fit
from crm_domain.timespan import DAY, Timespan, quarter_of

HISTORY = 90  # days of won deals below which nothing is said
ORIGINS = 8  # past forecasts that are looked back at, a week apart
FEWEST = 4  # of them, below which no range is given
RECENT = 8  # weeks of which the deals that begin are taken as typical
COVERED = 0.8
WORST = 3.0  # a forecast so many times off counts as that


@dataclass(frozen=True, slots=True)
class Past:
    """A deal's life, what it brought or would bring, in one currency."""

    life: Life
    amount: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """`middle` is of `existing` and `new` deals; `error` the mean share by which such forecasts were off."""

    low: float
    middle: float
    high: float
    existing: float
    new: float
    error: float
    origins: int


@dataclass(frozen=True, slots=True)
class View:
    """Two forecasts of a span: as a quarter ago (None without such a past), and by the deals' chances."""

    season: float | None
    existing: float
    new: float

    @property
    def chances(self) -> float:
        return self.existing + self.new


def outlook(past: Sequence[Past], today: date, span: Timespan) -> Outlook | None:
    """Of the days of `span` after `today`; None where the history is too thin for it."""
    ahead = Timespan(max(span.start or today + DAY, today + DAY), span.end)
    if ahead.days < 1 or not _is_enough(past, today):
        return None
    looked = [_look_back(past, today, ahead, weeks) for weeks in range(1, ORIGINS + 1)]
    tried = [(view, truth) for found in looked if found for view, truth in [found] if truth > 0]
    now = _view(past, today, ahead)
    if now is None or len(tried) < FEWEST:
        return None
    alike = [(view, truth) for view, truth in tried if (view.season is None) == (now.season is None)]
    tried = alike if len(alike) >= FEWEST else tried  # errors of a forecast that had no season to go by say little
    weight = _weight([view for view, _ in tried], [truth for _, truth in tried], now)
    errors = [abs(math.log(max(_blend(view, weight), 1e-9) / truth)) for view, truth in tried]
    middle, wide = _blend(now, weight), math.exp(min(_quantile(errors), math.log(WORST)))
    share = now.existing / now.chances if now.chances else 1.0
    off = sum(min(abs(_blend(view, weight) / truth - 1), WORST) for view, truth in tried) / len(tried)
    return Outlook(middle / wide, middle, middle * wide, middle * share, middle * (1 - share), off, len(tried))


def _is_enough(past: Sequence[Past], today: date) -> bool:
    days = [one.life.closed for one in past if one.life.won and one.life.closed and one.life.closed <= today]
    return len(days) >= LEAST and (today - min(days)).days >= HISTORY


def _look_back(past: Sequence[Past], today: date, ahead: Timespan, weeks: int) -> tuple[View, float] | None:
    """The forecast of as many days as one would have made so many weeks before they were over, and what came true."""
    assert ahead.start is not None
    origin = today - timedelta(days=(ahead.end - today).days + WEEK * (weeks - 1))
    days = Timespan(origin + (ahead.start - today), origin + (ahead.end - today))
    view = _view(past, origin, days)
    return (view, _won(past, days)) if view else None


def _won(past: Sequence[Past], span: Timespan) -> float:
    return sum(one.amount for one in past if one.life.won and span.holds(one.life.closed))


def _view(past: Sequence[Past], today: date, ahead: Timespan) -> View | None:
    """Only with what was known on `today`."""
    assert ahead.start is not None
    chances = fit([one.life for one in past], today)
    if chances is None:
        return None
    near, far = (ahead.start - today).days - 1, (ahead.end - today).days
    weeks = max(math.ceil(far / WEEK), 1)
    opened = [one for one in past if _is_open(one.life, today)]
    existing = 0.0
    if opened:
        won = chances.within([one.life for one in opened], today, weeks)
        existing = sum(one.amount * (_at(row, far) - _at(row, near)) for one, row in zip(opened, won, strict=True))
    return View(_a_quarter_ago(past, today, ahead), existing, _of_new(past, today, near, far))


def _is_open(life: Life, today: date) -> bool:
    return life.begun <= today and (life.closed is None or life.closed > today)


def _at(won: Sequence[float], days: int) -> float:
    """The chance by the end of so many days, between the weeks."""
    week, rest = divmod(days, WEEK)
    before = float(won[week - 1]) if week else 0.0
    after = float(won[week]) if week < len(won) else before
    return before + (after - before) * rest / WEEK


def _of_new(past: Sequence[Past], today: date, near: int, far: int) -> float:
    """What deals that begin from now on will bring: as those that began in the weeks before, by the age they reach."""
    since = today - timedelta(days=WEEK * RECENT)
    begun = [one for one in past if since - timedelta(days=far) < one.life.begun <= since]
    if not begun or far <= 0:
        return 0.0
    quick = 0.0
    for one in begun:  # had it begun on any day of the span: was it won in what was left of it?
        closed = one.life.closed
        if one.life.won and closed and closed <= today and (took := (closed - one.life.begun).days) < far:
            quick += one.amount * (far - max(took, near)) / far
    return quick


def _a_quarter_ago(past: Sequence[Past], today: date, ahead: Timespan) -> float | None:
    """What was won on the same days of the quarter before: None where that reaches before the history."""
    assert ahead.start is not None
    span = Timespan(_earlier(ahead.start), _earlier(ahead.end))
    first = min((one.life.closed for one in past if one.life.won and one.life.closed), default=today)
    if span.start is None or span.start < first or span.end > today or span.days < 1:
        return None
    return _won(past, span) * ahead.days / span.days


def _earlier(day: date) -> date:
    """The same day of the quarter before, counted from its beginning."""
    first = quarter_of(day).start
    assert first is not None
    before = quarter_of(first - DAY)
    assert before.start is not None
    return min(before.start + (day - first), before.end)


def _weight(views: Sequence[View], truths: Sequence[float], now: View) -> float:
    """How much the season weighs beside the chances: by the squares of their past errors."""
    pairs = [(view, truth) for view, truth in zip(views, truths, strict=True) if view.season]
    if now.season is None or len(pairs) < FEWEST - 1:
        return 0.0
    season = sum(_square(view.season or 0.0, truth) for view, truth in pairs)
    chances = sum(_square(view.chances, truth) for view, truth in pairs)
    return chances / (season + chances) if season + chances else 0.5


def _square(said: float, truth: float) -> float:
    return math.log(max(said, 1e-9) / truth) ** 2 + 1e-4


def _blend(view: View, weight: float) -> float:
    season = view.chances if view.season is None else view.season
    return weight * season + (1 - weight) * view.chances


def _quantile(errors: Sequence[float]) -> float:
    """The error that COVERED of the next forecasts stay below, for so few that were seen."""
    ranked = sorted(errors)
    place = min(math.ceil(COVERED * (len(ranked) + 1)), len(ranked))
    return ranked[place - 1]


def open_lives(past: Sequence[Past], today: date) -> Iterator[Past]:
    return (one for one in past if _is_open(one.life, today))
