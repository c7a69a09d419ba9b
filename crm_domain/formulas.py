"""The formulas that the reports are made of: plain numbers in, plain numbers out. What is undefined is None."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crm_domain.spread import spread

ROUNDING = 1e-12  # what deviates by no more than this share of itself does not deviate


def softmax(x: Sequence[float], a: float = 1.0) -> list[float]:
    """P(i) = exp(a·xᵢ) / Σ exp(a·xⱼ), however large the numbers are."""
    scaled = [a * value for value in x]
    top = max(scaled, default=0.0)
    parts = [math.exp(value - top) for value in scaled]
    total = math.fsum(parts)
    return [part / total for part in parts]


@dataclass(frozen=True, slots=True)
class Deviation:
    """`sd_sample` divides by n - 1, `sd_population` by n."""

    n: int
    mean: float | None
    sd_sample: float | None
    sd_population: float | None


def mean_sd(x: Sequence[float]) -> Deviation:
    found = spread(x)
    if found.mean is None:
        return Deviation(0, None, None, None)
    squares = math.fsum((value - found.mean) ** 2 for value in x)
    return Deviation(found.n, found.mean, found.sd, math.sqrt(squares / found.n))


def standardised(x: Sequence[float]) -> list[float]:
    """How many standard deviations (of the population) each lies above the mean; all 0 where none deviates."""
    found = mean_sd(x)
    least = ROUNDING * max(map(abs, x), default=0.0)
    if found.mean is None or found.sd_population is None or found.sd_population <= least:
        return [0.0 for _ in x]
    return [(value - found.mean) / found.sd_population for value in x]


def weighted_value(w: Sequence[float], v: Sequence[float]) -> float | None:
    """Σ w·v / Σ w; None where the weights come to nothing."""
    total = math.fsum(w)
    return math.fsum(a * b for a, b in zip(w, v, strict=True)) / total if total else None


def half_life(age: float, half: float) -> float:
    """The weight of something so old: 1 today, a half after `half`."""
    return math.exp2(-age / half)


@dataclass(frozen=True, slots=True)
class Communication:
    """`score` = Σ minutes × satisfaction; `time_weighted_mean` is the satisfaction of the average minute."""

    score: float
    time_weighted_mean: float | None


def communication(minutes: Sequence[float], satisfaction: Sequence[float]) -> Communication:
    score = math.fsum(a * b for a, b in zip(minutes, satisfaction, strict=True))
    return Communication(score, weighted_value(minutes, satisfaction))


@dataclass(frozen=True, slots=True)
class Fit:
    """y ≈ intercept + Σ coef·x. `r2`: the share of y's variance that it explains; None where y does not vary."""

    intercept: float
    coef: tuple[float, ...]
    r2: float | None
    n: int


def ols(x: Sequence[Sequence[float]], y: Sequence[float]) -> Fit | None:
    """Least squares. None where the rows are too few, or the columns too alike, to tell one answer."""
    import numpy as np

    n = len(y)
    width = len(x[0]) if n else 0
    if n < width + 2:
        return None
    target = np.asarray(y, float)
    columns = np.asarray(x, float).reshape(n, width)
    centre = columns.mean(axis=0)
    coef, _, rank, _ = np.linalg.lstsq(columns - centre, target - target.mean(), rcond=None)
    if rank < width or not np.isfinite(coef).all():
        return None
    total = float(((target - target.mean()) ** 2).sum())
    residual = float((((target - target.mean()) - (columns - centre) @ coef) ** 2).sum())
    return Fit(
        float(target.mean() - centre @ coef), tuple(map(float, coef)), 1 - residual / total if total else None, n
    )
