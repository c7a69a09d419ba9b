"""Scores of examples by heads that have not seen them: what calibration may look at."""

import numpy as np

from handlers.reading.heads import Heads, Scores, Texts
from handlers.reading.linear import PACE, Pace

_PARTS = 5
_ENOUGH = 1500  # held-out examples, after which no further part is held out


def held_out(texts: Texts, targets: np.ndarray, always: int, pace: Pace = PACE) -> tuple[np.ndarray, Scores]:
    """The places of the examples that were held out, and their scores.

    The last `always` texts, and examples that are the only one of their intent, are learnt from and never held out.
    One fifth after the other is held out, until there are enough; large sets need only one, small ones all five.
    """
    part = _parts(targets[: len(targets) - always], texts.lots)
    places: list[np.ndarray] = []
    scores: list[Scores] = []
    for one in range(_PARTS):
        mine = np.flatnonzero(part == one)
        if sum(map(len, places)) < _ENOUGH and len(mine):
            rest = np.setdiff1d(np.arange(len(targets)), mine)
            heads = Heads.train(texts.take(rest), targets[rest], pace)
            places.append(mine)
            scores.append(heads.scores(texts.take(mine)))
    if not places:
        return np.zeros(0, int), Scores(np.zeros((0, targets.shape[1]), np.float32))
    return np.concatenate(places), _joined(scores)


def _parts(targets: np.ndarray, lots: np.ndarray) -> np.ndarray:
    """The part of each example, 0 to 4, by its lot, so that it stays when others come or go; -1 for one without a like.

    The few examples of an intent that drew the same part are dealt out in turn.
    """
    kinds = np.where(targets.max(1) > 0, targets.argmax(1), targets.shape[1])
    part = (lots[: len(kinds)] / 2**32 * _PARTS).astype(int)
    for kind in np.unique(kinds):
        mine = np.flatnonzero(kinds == kind)
        if len(mine) == 1:
            part[mine] = -1
        elif len(set(part[mine])) == 1:
            part[mine] = np.arange(len(mine)) % _PARTS
    return part


def _joined(scores: list[Scores]) -> Scores:
    words, meaning, near = zip(*scores, strict=True)
    if meaning[0] is None:
        return Scores(np.concatenate(words))
    return Scores(np.concatenate(words), np.concatenate(meaning), np.concatenate(near))
