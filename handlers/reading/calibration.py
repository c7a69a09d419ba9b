"""From scores to probabilities that come true."""

import numpy as np

_COLDEST, _HOTTEST = 0.2, 50.0
_STEPS = 40
_GOLDEN = (5**0.5 - 1) / 2


def probabilities(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """softmax(sharpness · scores) over the last axis."""
    raised = np.exp(sharpness * (scores - scores.max(-1, keepdims=True)))
    shares: np.ndarray = raised / raised.sum(-1, keepdims=True)
    return shares


def surprise(scores: np.ndarray, truth: np.ndarray, sharpness: float) -> float:
    """Mean negative log probability of the true intents; scores [texts, intents], truth [texts]."""
    said = probabilities(scores, sharpness)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(said, 1e-12)).mean())


def fit_sharpness(scores: np.ndarray, truth: np.ndarray) -> float:
    """The sharpness that surprises least on held-out scores: temperature scaling (Guo et al. 2017).

    The surprise has one lowest point, so a golden-section search over the logarithm finds it.
    """
    low, high = np.log(_COLDEST), np.log(_HOTTEST)
    for _ in range(_STEPS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if surprise(scores, truth, np.exp(left)) < surprise(scores, truth, np.exp(right)):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))
