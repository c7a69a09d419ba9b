"""What scores are worth: fitted on held-out examples, then applied to every message."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from handlers.reading.calibration import fit_sharpness, probabilities, surprise
from handlers.reading.heads import Scores
from handlers.reading.outofscope import Scope, familiarity

_SHARES = np.linspace(0.4, 0.9, 11)
_SHARE, _SHARPNESS = 0.7, 6.0  # where nothing could be held out
_LOSS = 0.001  # share of messages that may be read worse because the encoder was not asked
_AT_HOME = 0.3  # rank of familiarity below which the encoder is asked in any case


class Opinion(NamedTuple):
    """Of one text: a probability for each intent, and the share of messages in scope that look stranger."""

    probabilities: np.ndarray
    rank: float
    in_scope: bool


@dataclass
class Judge:
    """Turns scores into an opinion; `share` is what the scores by meaning have in it."""

    share: float
    sharpness: float
    scope: Scope

    @classmethod
    def fit(cls, scores: Scores, truth: np.ndarray, share: float) -> "Judge":
        """truth: the intent of each held-out text, -1 where it is out of scope."""
        inside = truth >= 0
        if not inside.any():
            return cls(share, _SHARPNESS, Scope.unknown())
        mixed = scores.mixed(share)
        familiar = familiarity(mixed, scores.near if share else None)
        return cls(share, fit_sharpness(mixed[inside], truth[inside]), Scope.fit(familiar[inside], familiar[~inside]))

    def opinion(self, scores: Scores) -> Opinion:
        """scores: of one text."""
        mixed = scores.mixed(self.share)
        rank = float(self.scope.rank(familiarity(mixed, scores.near if self.share else None))[0])
        return Opinion(probabilities(mixed[0], self.sharpness), rank, rank >= self.scope.least)


def best_share(scores: Scores, truth: np.ndarray) -> float:
    """The share of meaning whose probabilities surprise least on held-out examples."""
    inside = truth >= 0
    if not inside.any():
        return _SHARE

    def cost(share: float) -> float:
        mixed = scores.mixed(share)[inside]
        return surprise(mixed, truth[inside], fit_sharpness(mixed, truth[inside]))

    return min(map(float, _SHARES), key=cost)


def wide_lead(scores: Scores, truth: np.ndarray, share: float) -> float:
    """The lead of the best score by words from which on asking the encoder has nothing to add; inf if there is none."""
    leads = lead(scores.words)
    right = scores.words.argmax(1) == truth
    better = scores.mixed(share).argmax(1) == truth
    order = np.argsort(-leads)
    lost = np.cumsum((better & ~right)[order])
    harmless = np.flatnonzero(lost <= _LOSS * len(truth))
    return float(leads[order][harmless[-1]]) if len(harmless) else float("inf")


def lead(scores: np.ndarray) -> np.ndarray:
    """How far the best score is ahead of the second best, float [texts]."""
    two = np.partition(scores, -2, axis=-1)
    ahead: np.ndarray = two[..., -1] - two[..., -2]
    return ahead


def at_home(opinion: Opinion) -> bool:
    """Whether the words alone leave no doubt that this is in scope."""
    return opinion.rank >= _AT_HOME
