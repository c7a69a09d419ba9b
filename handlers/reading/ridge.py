"""Linear heads for long texts of not too many examples, in closed form: the ridge regression of all against each.

Descent in few passes, which is best for short messages, falls behind on tickets of forty words and more. Here every
example's score by the heads that have not seen it follows from the same inverse (leave-one-out), so nothing need be
held out: the penalty and the weight of pairs of words are chosen, and the scores calibrated, by them.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from handlers.reading.features import Counted, Vocabulary
from handlers.reading.heads import Heads
from handlers.reading.linear import LinearHeads
from handlers.reading.sparse import Rows

LONG = 20  # words of a text on average, from which on texts are long
MOST = 6000  # examples: the matrix of all pairs must fit
_PENALTIES = (0.5, 1.0, 2.0, 4.0)
_PAIRS = (0.0, 1.0)  # what pairs of words weigh in a long text, beside its words
_PIECES = 0.5  # what pieces of words weigh
_MARKS = 2.0  # the vocabulary's block of marks is half as long as the others
_AT_ONCE = 4096  # columns


class LongVocabulary(Vocabulary):
    """Has pairs of words as a block of their own, so that they take nothing away from the words."""

    @classmethod
    def of(cls, texts: Sequence[Counted]) -> "LongVocabulary":
        found = Vocabulary.of([_parted(text) for text in texts])
        return cls(found.columns, found.rarity)

    def row(self, text: Counted) -> tuple[list[int], list[float]]:
        return super().row(_parted(text))

    def rows(self, texts: Sequence[Counted]) -> Rows:
        return super().rows([_parted(text) for text in texts])


def _parted(text: Counted) -> Counted:
    words = Counter({word: often for word, often in text.words.items() if " " not in word})
    pairs = Counter({word: often for word, often in text.words.items() if " " in word})
    return Counted(words, text.pieces, pairs + text.marks)


class Fit(NamedTuple):
    heads: Heads
    unseen: np.ndarray  # float32 [examples, intents]: each by heads that have not seen it


def suits(texts: list[Counted]) -> bool:
    words = sum(text.words.total() for text in texts) / 2  # pairs are counted too
    return len(texts) <= MOST and words >= LONG * len(texts)


def fit(texts: list[Counted], targets: np.ndarray) -> Fit:
    """targets: float32 [texts, intents], 1 or -1."""
    vocabulary = LongVocabulary.of(texts)
    rows = vocabulary.rows(texts)
    _, pieces, pairs = (_place(columns, rows.width) for columns in vocabulary.columns)
    plain = _alike(_scaled(rows, np.where(pairs, 0, np.where(pieces, _PIECES, 1)))) + np.float32(1)  # the bias
    paired = _alike(_scaled(rows, np.where(pairs, _MARKS, 0)))
    best, chosen = float("-inf"), (np.zeros_like(targets), np.zeros_like(targets), 0.0)
    for weight, penalty in product(_PAIRS, _PENALTIES):
        shares, unseen = _solved(plain + np.float32(weight**2) * paired, targets, penalty)
        if (worth := _worth(unseen, targets)) > best:
            best, chosen = worth, (shares, unseen, weight)
    shares, unseen, weight = chosen
    scale = np.where(pairs, weight * _MARKS, np.where(pieces, _PIECES, 1)).astype(np.float32)
    weights = _weights(_scaled(rows, scale), shares) * scale[:, None]
    return Fit(Heads(vocabulary, LinearHeads(weights, shares.sum(0)), None), unseen)


def unseen_scores(texts: list[Counted], targets: np.ndarray, penalty: float = 1.0) -> np.ndarray:
    """float32 [texts, intents]: what heads that were trained on all others say of each short text."""
    vocabulary = Vocabulary.of(texts)
    return _solved(_alike(vocabulary.rows(texts)) + np.float32(1), targets, penalty)[1]


def _place(columns: dict[str, int], width: int) -> np.ndarray:
    """Which columns are of a block."""
    found = np.zeros(width, bool)
    found[list(columns.values())] = True
    return found


def _scaled(rows: Rows, scale: np.ndarray) -> Rows:
    return Rows(rows.starts, rows.columns, rows.values * scale[rows.columns].astype(np.float32), rows.width)


def _alike(rows: Rows) -> np.ndarray:
    """The product of each row with each. A column that one row alone fills matters to that row's own square only."""
    often = np.bincount(rows.columns[rows.values != 0], minlength=rows.width)
    place = np.cumsum(often > 1) - 1
    owner = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    shared = (often[rows.columns] > 1) & (rows.values != 0)
    columns, values, owners = place[rows.columns[shared]], rows.values[shared], owner[shared]
    found = np.zeros((len(rows), len(rows)), np.float32)
    for start in range(0, int(place[-1]) + 1 if len(place) else 0, _AT_ONCE):
        inside = (columns >= start) & (columns < start + _AT_ONCE)
        block = np.zeros((len(rows), _AT_ONCE), np.float32)
        block[owners[inside], columns[inside] - start] = values[inside]
        found += block @ block.T
    np.fill_diagonal(found, np.bincount(owner, rows.values**2, len(rows)))
    return found


def _solved(alike: np.ndarray, targets: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """The share of each example in each head, and the scores of the examples by heads that have not seen them."""
    inverse = np.linalg.inv(alike + np.float32(penalty) * np.eye(len(alike), dtype=np.float32))
    shares = inverse @ targets
    return shares, targets - shares / np.diag(inverse)[:, None]


def _worth(scores: np.ndarray, targets: np.ndarray) -> float:
    """The share of right answers, and that share of each intent: a rare one counts as much there."""
    inside = targets.max(1) > 0
    truth, right = targets[inside].argmax(1), scores[inside].argmax(1) == targets[inside].argmax(1)
    if not len(truth):
        return 0.0
    of_each = np.bincount(truth, right) / np.maximum(np.bincount(truth), 1)
    return float(2 * right.mean() + of_each[np.bincount(truth) > 0].mean())


def _weights(rows: Rows, shares: np.ndarray) -> np.ndarray:
    weights = np.zeros((rows.width, shares.shape[1]), np.float32)
    for row, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        weights[rows.columns[start:end]] += rows.values[start:end, None] * shares[row]
    return weights
