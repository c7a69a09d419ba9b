"""What a campaign changed: those who got it against those who did not, with the interval in which the truth may lie.

What is compared are customers, each with one number, never the rows behind them: a shop's four weeks are one shop.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from crm_domain.formulas import mean_sd

LEAST = 2  # of one alone nothing is known of how they differ
CONFIDENCE = 0.95
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference of the means and its interval (Welch): `lift_pct` of the others' mean."""

    treated: int
    control: int
    treated_mean: float
    control_mean: float
    diff: float
    lift_pct: float | None
    t: float | None
    df: float | None
    p: float | None
    ci95: tuple[float, float] | None

    @property
    def is_certain(self) -> bool:
        """Whether chance alone would hardly make such a difference."""
        return self.p is not None and self.p < 1 - CONFIDENCE


def by_unit(rows: Iterable[tuple[Hashable, float]]) -> list[float]:
    """One number for each unit: the mean of its rows."""
    groups: dict[Hashable, list[float]] = {}
    for unit, value in rows:
        groups.setdefault(unit, []).append(value)
    return [math.fsum(values) / len(values) for values in groups.values()]


def effect(treated: Sequence[float], control: Sequence[float]) -> Effect | None:
    """None where there are too few on either side."""
    if min(len(treated), len(control)) < LEAST:
        return None
    one, other = mean_sd(treated), mean_sd(control)
    mean, base = one.mean or 0.0, other.mean or 0.0
    parts = [(found.sd_sample or 0.0) ** 2 / found.n for found in (one, other)]
    error = math.sqrt(sum(parts))
    diff = mean - base
    lift = 100 * diff / base if base else None
    if not error:
        return Effect(one.n, other.n, mean, base, diff, lift, None, None, None, None)
    df = sum(parts) ** 2 / sum(part**2 / (found.n - 1) for part, found in zip(parts, (one, other), strict=True))
    t = diff / error
    half = t_quantile(0.5 + CONFIDENCE / 2, df) * error
    return Effect(one.n, other.n, mean, base, diff, lift, t, df, t_tails(t, df), (diff - half, diff + half))


def t_tails(t: float, df: float) -> float:
    """How likely Student's t lies as far from 0, on either side."""
    return _beta(df / (df + t * t), df / 2, 0.5)


def t_quantile(p: float, df: float) -> float:
    """The t below which it lies with the chance p > 0.5."""
    low, high = 0.0, 2.0
    while 1 - t_tails(high, df) / 2 < p and high < 1e12:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - t_tails(middle, df) / 2 < p else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return max(0.0, min(x, 1.0))
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, 400):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _apart(1 + step * d)
            c = _apart(1 + step / c)
            result *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return result


def _apart(value: float) -> float:
    """From nought."""
    return value if abs(value) > _TINY else _TINY
