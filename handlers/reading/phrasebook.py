"""Which phrases may fit a message: those of whose needed words one each occurs. Most need no closer look."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from handlers.reading.phrases import Phrase

P = TypeVar("P")


class Phrasebook(Generic[P]):
    """Phrases in the order of their declaration, each with what belongs to it.

    Every word has its bit, so that whether one of many occurs is one operation on whole numbers.
    """

    def __init__(self, declared: Iterable[tuple[Phrase, P]]) -> None:
        self._declared = list(declared)
        self._bits: dict[str, int] = {}
        self._needs = [[self._mask(words) for words in phrase.needs] for phrase, _ in self._declared]
        self._sizes: dict[str, set[int]] = defaultdict(set)  # how long the words are that begin so
        for word in self._bits:
            self._sizes[word[:2]].add(len(word))
        self._by_bit: dict[int, list[int]] = defaultdict(list)
        self._always: list[int] = []
        self._index()

    def _mask(self, words: Iterable[str]) -> int:
        return sum({self._bits.setdefault(word, 1 << len(self._bits)) for word in words})

    def _index(self) -> None:
        """A phrase is looked for by those of its needed words that are the fewest and the longest."""
        for n, (phrase, _) in enumerate(self._declared):
            if not phrase.needs:
                self._always.append(n)
                continue
            for word in min(phrase.needs, key=lambda words: (len(words), -min(map(len, words)))):
                self._by_bit[self._bits[word]].append(n)

    def _occurring(self, text: str) -> list[int]:
        """The bits of all known words in the text."""
        bits, sizes = self._bits, self._sizes
        words = {
            text[start : start + size]
            for start in range(len(text))
            for beginning in (text[start : start + 2], text[start])
            for size in sizes.get(beginning, ())
        }
        return [bits[word] for word in words & bits.keys()]

    def likely(self, text: str) -> Sequence[tuple[Phrase, P]]:
        """Those worth a closer look, in the order of their declaration."""
        bits = self._occurring(text)
        here = sum(bits)
        near = {n for bit in bits for n in self._by_bit.get(bit, ())}.union(self._always)
        needs, declared = self._needs, self._declared
        return [declared[n] for n in sorted(near) if 0 not in [here & need for need in needs[n]]]
