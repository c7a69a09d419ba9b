"""One head for each intent over sentence vectors: least squares on the likeness to a number of known sentences."""

import numpy as np

_LANDMARKS = 3000
_PENALTY = 0.1
_ROUNDING = 1e-3  # keeps the system of equations solvable in spite of sentences that are there twice
_AT_ONCE = 1000
_NEAREST = 3


class KernelHeads:
    """scores = likeness to the landmarks · weights + offset, where likeness = exp(cosine) - 1 of centred vectors.

    That is kernel ridge regression with Nyström's approximation (Williams and Seeger 2001); where all examples are
    landmarks it is exact.
    """

    def __init__(self, centre: np.ndarray, landmarks: np.ndarray, weights: np.ndarray, offset: np.ndarray) -> None:
        self.centre = centre
        self.landmarks = landmarks
        self.weights = weights
        self.offset = offset

    @classmethod
    def train(cls, vectors: np.ndarray, targets: np.ndarray) -> "KernelHeads":
        """vectors: float32 [examples, dimensions]; targets: float32 [examples, intents], 1 or -1."""
        centre = vectors.mean(0)
        unit = _unit(vectors - centre)
        landmarks = unit[_spread(targets)]
        offset = targets.mean(0)
        system = _PENALTY * np.expm1(landmarks @ landmarks.T, dtype=float)
        system[np.diag_indices_from(system)] += _ROUNDING
        right = np.zeros((len(landmarks), targets.shape[1]))
        for start in range(0, len(unit), _AT_ONCE):  # each product in float32, their sum in float64
            alike = np.expm1(unit[start : start + _AT_ONCE] @ landmarks.T)
            system += alike.T @ alike
            right += alike.T @ (targets[start : start + _AT_ONCE] - offset)
        return cls(centre, landmarks, np.linalg.solve(system, right).astype(np.float32), offset)

    def scores(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """float32 [texts, intents], and the mean cosine of the three nearest landmarks, float32 [texts]."""
        cosines = _unit(vectors - self.centre) @ self.landmarks.T
        nearest = min(_NEAREST, cosines.shape[1])
        near = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(1)
        return np.expm1(cosines) @ self.weights + self.offset, near


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths: np.ndarray = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: np.ndarray = vectors / np.maximum(lengths, 1e-9)
    return unit


def _spread(targets: np.ndarray) -> np.ndarray:
    """The examples to be landmarks: the first of each intent, then the second of each, and so on; none out of scope."""
    belongs, intent = np.nonzero(targets > 0)
    order = np.argsort(intent, kind="stable")
    starts = np.searchsorted(intent[order], intent[order])
    turn = np.empty(len(order), int)
    turn[order] = np.arange(len(order)) - starts
    return np.sort(belongs[np.argsort(turn, kind="stable")[:_LANDMARKS]])
