"""One linear head for each intent, against all others, over sparse rows."""

from collections.abc import Iterator

import numpy as np

from handlers.reading.sparse import Rows

PASSES = 8
FEW_PASSES = 4  # for many examples of few words
_BATCH = 64
_RATE = 0.1
_BIAS_RATE = 0.2 * _RATE
_FIRST_CURVATURE = 1e-6
_SEED = 20261123


class LinearHeads:
    """scores = rows · weights + bias; 1 is meant for "surely this intent", -1 for "surely not"."""

    def __init__(self, weights: np.ndarray, bias: np.ndarray) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def train(cls, rows: Rows, targets: np.ndarray, passes: int = PASSES) -> "LinearHeads":
        """Least squared hinge loss by AdaGrad (Duchi et al. 2011), with a rate that falls to nothing.

        targets: float32 [rows, intents], 1 or -1. Stopping after few passes does what a penalty on large weights
        would do. The order of the examples is drawn with a fixed seed: the same examples give the same heads.
        """
        heads = cls(np.zeros((rows.width, targets.shape[1]), np.float32), targets.mean(0))
        curvature = np.full_like(heads.weights, _FIRST_CURVATURE), np.full_like(heads.bias, _FIRST_CURVATURE)
        for batch, left in _batches(len(rows), passes):
            heads._step(rows.take(batch), targets[batch], left, *curvature)
        heads.weights = heads.weights.astype(np.float16)  # three digits are enough to read with, in half the memory
        return heads

    def _step(
        self, rows: Rows, targets: np.ndarray, left: float, curvature: np.ndarray, bias_curvature: np.ndarray
    ) -> None:
        """Only the weights of columns that this batch fills are touched, in a small dense matrix."""
        used, full = rows.dense()
        weights = self.weights[used]
        short = np.maximum(1 - targets * (full @ weights + self.bias), 0)
        slope = (-targets * short) / np.float32(len(targets))
        downhill = full.T @ slope
        steepness = curvature[used] + downhill * downhill
        curvature[used] = steepness
        self.weights[used] = weights - np.float32(_RATE * left) * downhill / np.sqrt(steepness)
        aside = slope.sum(0)
        bias_curvature += aside * aside
        self.bias -= np.float32(_BIAS_RATE * left) * aside / np.sqrt(bias_curvature)

    def taught(self, rows: Rows, targets: np.ndarray) -> "LinearHeads":
        """Other heads that also know these few rows: passive where they did, as aggressive as need be where not.

        Crammer et al. 2006. It takes milliseconds, and leaves alone whatever shares no feature with the rows.
        """
        heads = LinearHeads(self.weights.copy(), self.bias)
        for row in range(len(rows)):
            used, full = rows.take(np.array([row])).dense()
            values = full[0]
            short = np.maximum(1 - targets[row] * (values @ heads.weights[used] + heads.bias), 0)
            length = max(float(values @ values), _FIRST_CURVATURE)
            heads.weights[used] += np.outer(values, targets[row] * short / np.float32(length))
        return heads

    def scores(self, rows: Rows) -> np.ndarray:
        """float32 [rows, intents]."""
        found: np.ndarray = rows.dot(self.weights) + self.bias
        return found

    def score(self, places: list[int], values: list[float]) -> np.ndarray:
        """Of one row, float32 [intents]."""
        found: np.ndarray = np.array(values, np.float32) @ self.weights[places] + self.bias
        return found


def _batches(count: int, passes: int) -> Iterator[tuple[np.ndarray, float]]:
    """Row numbers of each step, and how much of the work is left: from 1 down to 0."""
    order = np.random.default_rng(_SEED)
    steps = -(-count // _BATCH)
    for done in range(passes):
        shuffled = order.permutation(count)
        for step in range(steps):
            yield shuffled[step * _BATCH : (step + 1) * _BATCH], 1 - (done * steps + step) / (passes * steps)
