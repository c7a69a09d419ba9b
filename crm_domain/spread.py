"""How numbers lie: their mean, their median, their standard deviation."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """`n` numbers; what cannot be said of so few is None (no mean of none, no deviation of one)."""

    n: int
    mean: float | None
    median: float | None
    sd: float | None  # of a sample: the squares divided by n - 1


def spread(numbers: Sequence[float]) -> Spread:
    """In two passes, the second corrected for what the mean was rounded by (Chan, Golub, LeVeque 1983)."""
    n = len(numbers)
    if not n:
        return Spread(0, None, None, None)
    mean = math.fsum(numbers) / n
    off = [number - mean for number in numbers]
    squares = max(math.fsum(x * x for x in off) - math.fsum(off) ** 2 / n, 0.0)
    return Spread(n, mean, float(statistics.median(numbers)), math.sqrt(squares / (n - 1)) if n > 1 else None)


def change_pct(now: float | None, before: float | None) -> float | None:
    """By how many percent of what was before it is more now; None where that was nothing, or refunds."""
    return None if now is None or before is None or before <= 0 else 100.0 * (now / before - 1.0)


def share_pct(part: float, whole: float) -> float | None:
    """None of nothing, and of refunds."""
    return 100.0 * part / whole if whole > 0 else None


def quantile(ordered: Sequence[float], q: float) -> float | None:
    """Between the two neighbours in proportion (linear interpolation); None of none."""
    if not ordered:
        return None
    place = q * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


@dataclass(frozen=True, slots=True)
class Bin:
    """So many numbers from `low` on, up to the next bin's."""

    low: float
    count: int


def histogram(numbers: Sequence[float], bins: int = 8) -> list[Bin]:
    """Equal bins with round bounds, no more than about so many; the last one takes the rest."""
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    step = _round_up((high - low) / bins) if high > low else 1.0
    first = math.floor(low / step)
    places = [min(math.floor(number / step) - first, 2 * bins) for number in numbers]
    return [Bin((first + n) * step, places.count(n)) for n in range(max(places) + 1)]


def _round_up(step: float) -> float:
    """To 1, 2 or 5 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(step))
    return next((size * digit for digit in (1, 2, 5) if size * digit >= step), size * 10)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A number far above the others, whose mean and standard deviation these are."""

    name: str
    value: float
    mean: float
    sd: float


def outstanding(numbers: Mapping[str, float], deviations: float = 2.0) -> Outlier | None:
    """The largest of at least three, where it is further above the others' mean than so many of their deviations."""
    if len(numbers) < 3:
        return None
    name = max(numbers, key=lambda name: (numbers[name], name))
    rest = spread([value for other, value in numbers.items() if other != name])
    if rest.mean is None or rest.sd is None or numbers[name] <= rest.mean + deviations * rest.sd:
        return None
    return Outlier(name, numbers[name], rest.mean, rest.sd)
