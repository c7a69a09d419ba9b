"""The odds of yes or no, learned from examples: logistic regression, and how well it tells them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

RIDGE = 1.0  # how much is held against a large weight
ROUNDS = 50
CLOSE = 1e-9
RARE = 5  # a word that fewer examples have tells nothing


@dataclass(frozen=True)
class Odds:
    """Weights for standardised columns."""

    weights: "Matrix"
    mean: "Matrix"
    scale: "Matrix"

    def of(self, x: "Matrix") -> "Matrix":
        """The chances of yes."""
        import numpy as np

        z = self.weights[0] + ((x - self.mean) / self.scale) @ self.weights[1:]
        chances: Matrix = 1 / (1 + np.exp(-np.clip(z, -35, 35)))
        return chances


def learned(x: "Matrix", y: "Matrix", ridge: float = RIDGE) -> Odds:
    """By Newton's method; the ridge keeps it steady where columns say the same, or one says all."""
    import numpy as np

    mean, spread = x.mean(axis=0), x.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    a = np.hstack([np.ones((len(x), 1)), (x - mean) / scale])
    held = np.full(a.shape[1], ridge)
    held[0] = 1e-6
    weights = np.zeros(a.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(a @ weights, -35, 35)))
        slope = a.T @ (y - p) - held * weights
        bend = (a * (p * (1 - p))[:, None]).T @ a + np.diag(held)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if float(np.abs(step).max()) < CLOSE:
            break
    return Odds(weights, mean, scale)


def auc(chances: Sequence[float], happened: Sequence[bool]) -> float | None:
    """How often a yes was given the higher chance than a no, equals counting half; None where all are alike."""
    import numpy as np

    p, y = np.asarray(chances, float), np.asarray(happened, bool)
    yes, no = int(y.sum()), int((~y).sum())
    if not yes or not no:
        return None
    order = np.argsort(p, kind="stable")
    _, first, counts = np.unique(p[order], return_index=True, return_counts=True)
    middles = np.repeat(first + (counts + 1) / 2, counts)
    ranks = np.empty(len(p))
    ranks[order] = middles
    return float((ranks[y].sum() - yes * (yes + 1) / 2) / (yes * no))


def brier(chances: Sequence[float], happened: Sequence[bool]) -> float | None:
    """The mean square of how far each chance was from what came; None of nothing."""
    import numpy as np

    if not len(chances):
        return None
    return float(((np.asarray(chances, float) - np.asarray(happened, float)) ** 2).mean())


class Columns:
    """Records of numbers and words as rows of numbers: a word has a column of its own, a number also its logarithm."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self.numbers = [name for name in records[0] if all(_is_number(record[name]) for record in records)]
        words: dict[tuple[str, str], int] = {}
        for record in records:
            for name in record:
                if name not in self.numbers:
                    key = name, str(record[name])
                    words[key] = words.get(key, 0) + 1
        self.words = sorted(key for key, count in words.items() if RARE <= count < len(records))

    def rows(self, records: Sequence[Mapping[str, Any]]) -> "Matrix":
        import numpy as np

        numbers = np.array([[float(record[name] or 0) for name in self.numbers] for record in records])
        numbers = numbers.reshape(len(records), len(self.numbers))
        logs = np.sign(numbers) * np.log1p(np.abs(numbers))
        said = np.zeros((len(records), len(self.words)))
        place = {key: column for column, key in enumerate(self.words)}
        named = {name for name, _ in self.words}
        for row, record in enumerate(records):
            for name in named:
                if (column := place.get((name, str(record[name])))) is not None:
                    said[row, column] = 1.0
        return np.hstack([numbers, logs, said])


def _is_number(value: Any) -> bool:
    if isinstance(value, int | float):
        return True
    try:
        float(str(value) or "0")
    except ValueError:
        return False
    return True
