"""Whether a text is any of the intents at all."""

import numpy as np

_NEAREST = 1.5  # weight of the nearest examples' likeness beside the lead of the best score
_REFUSED = 0.04  # share of messages in scope that may be taken for strangers, where no stranger is known
_STEPS = np.linspace(0, 1, 201)
_DEAR = 1.5  # a request that is refused, in strangers that are taken for one
_NEARLY = 0.01  # of what a border is worth


def familiarity(scores: np.ndarray, near: np.ndarray | None = None) -> np.ndarray:
    """How much each text is like the examples, float [texts]; scores [texts, intents].

    The best score's lead over the average one, and the mean cosine of the three nearest examples, where known. (The
    lead over the second best says less: two intents that are close to each other are no sign of a stranger.)
    """
    lead: np.ndarray = scores.max(-1) - scores.mean(-1)
    return lead if near is None else lead + _NEAREST * near


class Scope:
    """Places a text's familiarity among that of held-out messages which are in scope."""

    def __init__(self, known: np.ndarray, least: float) -> None:
        self.known = known
        self.least = least

    @classmethod
    def fit(cls, inside: np.ndarray, outside: np.ndarray) -> "Scope":
        """From the familiarity of held-out messages in scope and, if there are any, out of scope."""
        scope = cls(np.quantile(inside, _STEPS), _REFUSED)
        if len(outside):
            scope.least = _best_border(scope.rank(inside), scope.rank(outside))
        return scope

    @classmethod
    def unknown(cls) -> "Scope":
        """Where nothing could be held out: everything is in scope."""
        return cls(np.full(len(_STEPS), -np.inf), 0.0)

    def rank(self, familiar: np.ndarray) -> np.ndarray:
        """The share of messages in scope that look stranger than this: 0 to 1."""
        if np.isneginf(self.known[0]):
            return np.ones_like(familiar)
        found: np.ndarray = np.interp(familiar, self.known, _STEPS)
        return found


def _best_border(inside: np.ndarray, outside: np.ndarray) -> float:
    """The rank below which the share of strangers found, less half as much again of others refused, is the largest.

    Of borders that are nearly as good, their mean: which of them is best a single example may decide.
    """
    found = (outside[:, None] < _STEPS).mean(0)
    refused = (inside[:, None] < _STEPS).mean(0)
    worth = found - _DEAR * refused
    weights = np.exp((worth - worth.max()) / _NEARLY)
    return float(weights @ _STEPS / weights.sum())
