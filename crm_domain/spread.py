"""How numbers lie: their mean, their median, their standard deviation."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """`n` numbers; what cannot be said of so few is None (no mean of none, no deviation of one)."""

    n: int
    mean: float | None
    median: float | None
    sd: float | None  # of a sample: the squares divided by n - 1


def spread(numbers: Sequence[float]) -> Spread:
    n = len(numbers)
    return Spread(
        n,
        statistics.fmean(numbers) if n else None,
        float(statistics.median(numbers)) if n else None,
        statistics.stdev(numbers) if n > 1 else None,
    )


def change_pct(now: float | None, before: float | None) -> float | None:
    """By how many percent of what was before it is more now; None where there was nothing before."""
    return None if now is None or not before else 100.0 * (now / before - 1.0)


def share_pct(part: float, whole: float) -> float | None:
    """None of nothing."""
    return 100.0 * part / whole if whole else None


def quantile(ordered: Sequence[float], q: float) -> float | None:
    """Between the two neighbours in proportion (linear interpolation); None of none."""
    if not ordered:
        return None
    place = q * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])
