"""What a text is made of, for the linear heads: words and pairs of words, pieces of words, and marks.

Chinese needs no segmenter: every character counts as a word, so pairs of words are pairs of characters.
A typed token of a delexicalised text (xxdeal, xxstage) is a word like any other, but is not cut into pieces.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise, repeat
from math import log, sqrt
from typing import NamedTuple

import numpy as np

from handlers.reading.normalise import fold
from handlers.reading.sparse import Rows

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|(?:[^\W{_HAN}]|(?<=\w)'(?=\w))+|[^\w\s]")
_SPELT = re.compile(rf"(?!xx)[^\W{_HAN}]")  # how a word begins that is cut into pieces
_PIECES = (2, 3, 4)
_LONGEST = 40  # letters of a word that are cut into pieces: what is longer is an address or noise


class Counted(NamedTuple):
    """The features of one text and how often each is there, by kind."""

    words: Counter[str]
    pieces: Counter[str]
    marks: Counter[str]


_WEIGHTS = (1.0, 1.0, 0.5)  # of all words, all pieces, all marks of a text


def tokens(text: str) -> list[str]:
    """Words in lower case, Han characters one by one, other signs one by one."""
    return _TOKEN.findall(fold(text).text)


def count(text: str, marks: Iterable[str] = ()) -> Counted:
    """Words, pairs of neighbours (the edges of the text are neighbours too), two to four letters of a word, marks."""
    found = tokens(text)
    pairs = (f"{one} {other}" for one, other in pairwise(["", *found, ""]))
    return Counted(Counter([*found, *pairs]), Counter(chain.from_iterable(map(_pieces_of, found))), Counter(marks))


@lru_cache(1 << 13)
def _pieces_of(word: str) -> tuple[str, ...]:
    """Of one that is spelt in letters; texts are made of a few thousand words over and over."""
    return tuple(_cut(f" {word[:_LONGEST]} ")) if _SPELT.match(word) else ()


def _cut(word: str) -> Iterator[str]:
    for size in _PIECES:
        for start in range(len(word) - size + 1):
            yield word[start : start + size]


class Vocabulary:
    """Knows the features of the texts that it was made from, and how rare each is.

    A row has one block of words, one of pieces and one of marks, each of the same length whatever the text's; a
    feature weighs (1 + log count) · idf, as in Salton and Buckley (1988). Unknown features are left out.
    """

    def __init__(self, columns: Sequence[dict[str, int]], rarity: np.ndarray) -> None:
        self.columns = columns
        self.rarity = rarity
        self._rarity: list[float] = rarity.tolist()  # Python's own numbers: a message looks up some hundred

    @classmethod
    def of(cls, texts: Sequence[Counted]) -> "Vocabulary":
        """Columns are numbered in the order of first appearance, so the same examples give the same columns."""
        columns: list[dict[str, int]] = []
        often: list[int] = []
        for kind in zip(*texts, strict=True):
            seen = Counter(chain.from_iterable(kind))
            columns.append({feature: len(often) + place for place, feature in enumerate(seen)})
            often += seen.values()
        return cls(columns, np.log((1 + len(texts)) / (1 + np.array(often))) + 1)

    def row(self, text: Counted) -> tuple[list[int], list[float]]:
        """Columns and values of one text; both empty where nothing of it is known."""
        places: list[int] = []
        values: list[float] = []
        for known, block, weight in zip(self.columns, text, _WEIGHTS, strict=True):
            found = [(known[feature], often) for feature, often in block.items() if feature in known]
            weighed = [self._rarity[place] * (1 + log(often)) for place, often in found]
            length = sqrt(sum(value * value for value in weighed)) / weight
            places += [place for place, _ in found]
            values += [value / length for value in weighed]
        return places, values

    def rows(self, texts: Sequence[Counted]) -> Rows:
        """float32 [texts, features], sparse: what `row` says of each, of all at once a third of the work."""
        if not texts:
            return Rows.of([], len(self._rarity))
        kinds = zip(self.columns, zip(*texts, strict=True), _WEIGHTS, strict=True)
        blocks = [self._block(known, counters, weight) for known, counters, weight in kinds]
        row, places, values = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        order = np.argsort(row, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(texts)))])
        return Rows(starts, places[order].astype(np.int32), values[order].astype(np.float32), len(self._rarity))

    def _block(
        self, known: dict[str, int], counters: Sequence[Counter[str]], weight: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """One kind of features of all texts: the text's number, the column and the value of each."""
        lengths = np.fromiter(map(len, counters), np.int64, len(counters))
        features = map(known.get, chain.from_iterable(counters), repeat(-1))
        places = np.fromiter(features, np.int64, lengths.sum())
        often = np.fromiter(chain.from_iterable(each.values() for each in counters), np.float64, lengths.sum())
        row = np.repeat(np.arange(len(counters)), lengths)[places >= 0]
        values = (self.rarity[places] * (1 + np.log(often)))[places >= 0]
        length = np.sqrt(np.bincount(row, values * values, minlength=len(counters))) / weight
        return row, places[places >= 0], values / length[row]
