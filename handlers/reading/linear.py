"""One linear head for each intent, against all others, over sparse rows."""

from collections.abc import Iterator
from math import log2
from typing import NamedTuple

import numpy as np

from handlers.reading.sparse import Rows

_RATE = 0.1
_BIAS_RATE = 0.2 * _RATE
_FIRST_CURVATURE = 1e-6
_FACTORS = (2654435761, 2246822519, 3266489917, 668265263, 374761393, 2869860233, 1181783497, 3332679571)  # odd


class Pace(NamedTuple):
    """How often each example is seen, and how many are seen at a time."""

    passes: int
    batch: int


PACE = Pace(8, 64)
BRISK = Pace(4, 256)  # for very many examples of few words, several of them drawn from each phrase


class LinearHeads:
    """scores = rows · weights + bias; 1 is meant for "surely this intent", -1 for "surely not"."""

    def __init__(self, weights: np.ndarray, bias: np.ndarray) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def train(cls, rows: Rows, targets: np.ndarray, lots: np.ndarray, pace: Pace = PACE) -> "LinearHeads":
        """Least squared hinge loss by AdaGrad (Duchi et al. 2011), with a rate that falls to nothing.

        targets: float32 [rows, intents], 1 or -1. Stopping after few passes does what a penalty on large weights
        would do. lots: uint32 [rows], for the order of the examples: the same examples give the same heads, and a few
        others nearly the same, as all the rest keep their places.
        """
        heads = cls(np.zeros((rows.width, targets.shape[1]), np.float32), targets.mean(0))
        curvature = np.full_like(heads.weights, _FIRST_CURVATURE), np.full_like(heads.bias, _FIRST_CURVATURE)
        for batch, left in _batches(lots, pace):
            heads._step(rows.take(batch), targets[batch], left, *curvature)
        heads.weights = heads.weights.astype(np.float16)  # three digits are enough to read with, in half the memory
        return heads

    def _step(
        self, rows: Rows, targets: np.ndarray, left: float, curvature: np.ndarray, bias_curvature: np.ndarray
    ) -> None:
        """Only the weights of columns that this batch fills are touched."""
        filled = rows.filled()
        weights = self.weights[filled.used]
        short = np.maximum(1 - targets * (filled.dot(weights) + self.bias), 0)
        slope = (-targets * short) / np.float32(len(targets))
        downhill = filled.back(slope)
        steepness = curvature[filled.used]
        steepness += downhill * downhill
        curvature[filled.used] = steepness
        downhill *= np.float32(_RATE * left)
        downhill /= np.sqrt(steepness, out=steepness)
        self.weights[filled.used] = np.subtract(weights, downhill, out=weights)
        aside = slope.sum(0)
        bias_curvature += aside * aside
        self.bias -= np.float32(_BIAS_RATE * left) * aside / np.sqrt(bias_curvature)

    def taught(self, rows: Rows, targets: np.ndarray) -> "LinearHeads":
        """Other heads that also know these few rows: passive where they did, as aggressive as need be where not.

        Crammer et al. 2006. It takes milliseconds, and leaves alone whatever shares no feature with the rows.
        """
        heads = LinearHeads(self.weights.copy(), self.bias)
        for row in range(len(rows)):
            one = rows.take(np.array([row]))
            used, values = one.columns, one.values
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


def _batches(lots: np.ndarray, pace: Pace) -> Iterator[tuple[np.ndarray, float]]:
    """Row numbers of each step, and how much of the work is left: from 1 down to 0.

    A row's lot is its place, in each pass another one; the number of steps is a power of two, so that it stays.
    """
    steps = 1 << max(0, round(log2(max(len(lots), 1) / pace.batch)))
    for done in range(pace.passes):
        drawn = (lots * np.uint32(_FACTORS[done % len(_FACTORS)])) / 2**32  # wraps around
        place = (drawn * steps).astype(int)
        order = np.lexsort((drawn, place))
        for step, batch in enumerate(np.split(order, np.searchsorted(place[order], np.arange(1, steps)))):
            if len(batch):
                yield batch, 1 - (done * steps + step) / (pace.passes * steps)
