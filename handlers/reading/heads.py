"""Both kinds of heads on the same texts: the linear ones on words, and on sentence vectors those by likeness."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from handlers.reading.encoder import Encoder
from handlers.reading.features import Counted, Vocabulary, count
from handlers.reading.kernel import KernelHeads
from handlers.reading.linear import PACE, LinearHeads, Pace

_TYPED = re.compile(r"(?<![a-z])xx(?=[a-z])")  # "move xxdeal to xxstage" means something without the xx
_MARKS = 0.5  # length of all marks together, where a sentence vector's is 1


class Texts(NamedTuple):
    """Texts as the heads see them: counted features, a lot drawn for each, and vectors where there is an encoder.

    lots: uint32 [texts], by the words alone. What is drawn by them is drawn alike when other texts come or go.
    """

    counted: list[Counted]
    lots: np.ndarray
    vectors: np.ndarray | None = None

    @classmethod
    def of(cls, texts: Sequence[str], marks: Sequence[frozenset[str]], encoder: Encoder | None) -> "Texts":
        counted = [count(text, sorted(marked)) for text, marked in zip(texts, marks, strict=True)]
        lots = np.array([crc32(text.encode("utf-8", "replace")) for text in texts], np.uint32)
        return cls(counted, lots, encode(encoder, texts) if encoder else None)

    def take(self, places: np.ndarray) -> "Texts":
        vectors = None if self.vectors is None else self.vectors[places]
        return Texts([self.counted[place] for place in places], self.lots[places], vectors)


def encode(encoder: Encoder, texts: Sequence[str]) -> np.ndarray:
    """float32 [texts, dimensions]; typed tokens are read as the words they are made of."""
    return encoder.vectors([_TYPED.sub("", text) for text in texts])


class Scores(NamedTuple):
    """What the heads say of each text: by words and by meaning [texts, intents], and the nearest examples' cosine."""

    words: np.ndarray
    meaning: np.ndarray | None = None
    near: np.ndarray | None = None

    def mixed(self, share: float) -> np.ndarray:
        """The scores by meaning have this share, those by words the rest."""
        if self.meaning is None or not share:
            return self.words
        return np.float32(1 - share) * self.words + np.float32(share) * self.meaning


class Heads:
    """A head of each kind for every intent."""

    def __init__(self, vocabulary: Vocabulary, linear: LinearHeads, kernel: KernelHeads | None) -> None:
        self.vocabulary = vocabulary
        self.linear = linear
        self.kernel = kernel

    @classmethod
    def train(cls, texts: Texts, targets: np.ndarray, pace: Pace = PACE) -> "Heads":
        """targets: float32 [texts, intents], 1 or -1; a text out of scope is -1 for all."""
        vocabulary = Vocabulary.of(texts.counted)
        linear = LinearHeads.train(vocabulary.rows(texts.counted), targets, texts.lots, pace)
        heads = cls(vocabulary, linear, None)
        if texts.vectors is not None:
            heads.kernel = KernelHeads.train(heads._marked(texts.counted, texts.vectors), targets)
        return heads

    def taught(self, texts: Texts, targets: np.ndarray) -> "Heads":
        """Other heads that know these few texts too, by their words."""
        return Heads(self.vocabulary, self.linear.taught(self.vocabulary.rows(texts.counted), targets), self.kernel)

    def scores(self, texts: Texts) -> Scores:
        """Of many texts at once."""
        words = self.linear.scores(self.vocabulary.rows(texts.counted))
        if self.kernel is None or texts.vectors is None:
            return Scores(words)
        return Scores(words, *self.by_meaning(texts.counted, texts.vectors))

    def by_words(self, text: Counted) -> np.ndarray:
        """Of one text, float32 [intents]."""
        return self.linear.score(*self.vocabulary.row(text))

    def by_meaning(self, counted: Sequence[Counted], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Scores float32 [texts, intents] and the nearest examples' cosine float32 [texts]."""
        assert self.kernel is not None, "trained without an encoder"
        return self.kernel.scores(self._marked(counted, vectors))

    def _marked(self, counted: Sequence[Counted], vectors: np.ndarray) -> np.ndarray:
        """The vectors with a dimension more for each known mark."""
        known = self.vocabulary.columns[-1]
        if not known:
            return vectors
        first = min(known.values())
        marks = np.zeros((len(vectors), len(known)), np.float32)
        for row, text in zip(marks, counted, strict=True):
            row[[known[mark] - first for mark in text.marks if mark in known]] = 1
        lengths = np.maximum(np.linalg.norm(marks, axis=1, keepdims=True), 1)
        return np.hstack([vectors, np.float32(_MARKS) * marks / lengths])
