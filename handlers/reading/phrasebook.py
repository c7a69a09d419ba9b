"""Which phrases may fit a message: those that begin like it, whose needed words occur one after the other, and whose
values are there.

What a message has is looked up once, and each thing found tells of all phrases at the same time: a set of phrases is
the bits of one number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from handlers.reading.framing import lead_end
from handlers.reading.lettered import is_letter, single_spaced
from handlers.reading.phrases import Phrase

P = TypeVar("P")
_MANY = 60  # words that a phrase may begin with: more tell less than a word that it needs


class Rows:
    """Of each phrase the things that it must have, one after the other: at each place one of several."""

    def __init__(self, rows: Sequence[Sequence[Collection[str]]]) -> None:
        longest = max(map(len, rows), default=0)
        short = [sum(1 << n for n, row in enumerate(rows) if len(row) <= place) for place in range(longest)]
        told: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for place in range(longest):
            found: dict[str, list[int]] = defaultdict(list)
            for n, row in enumerate(rows):
                for thing in row[place] if place < len(row) else ():
                    found[thing].append(n)
            for thing, phrases in found.items():
                told[thing].append((place, phrases[0], _bits(phrases)))
        self._done = short  # the phrases that have nothing at this place
        # Most words are those of one command, whose phrases follow each other: few bits, and from which phrase on.
        self.told: Mapping[str, Sequence[tuple[int, int, int]]] = {thing: (*places,) for thing, places in told.items()}

    def met(self, things: Iterable[str]) -> int:
        """The phrases that have at each of their places one of these, in whatever order; -1 is all."""
        met = self._done.copy()
        for thing in things:
            for place, first, phrases in self.told.get(thing, ()):
                met[place] |= phrases << first
        found = -1
        for phrases in met:
            found &= phrases
        return found


def _bits(ascending: Sequence[int]) -> int:
    """The bits of these numbers, from the first of them on."""
    bits = 0
    for number in ascending:
        bits |= 1 << (number - ascending[0])
    return bits


class Phrasebook(Generic[P]):
    """Phrases in the order of their declaration, each with what belongs to it.

    The words of all phrases lie in one trie, which a text is read along once.
    """

    def __init__(self, declared: Iterable[tuple[Phrase, P]]) -> None:
        self._declared = list(declared)
        phrases = [phrase for phrase, _ in self._declared]
        self._begun = Rows([_begun(phrase) for phrase in phrases])
        self._needed = Rows([phrase.needs for phrase in phrases])
        self._valued = Rows([phrase.values for phrase in phrases])
        known = {*self._begun.told, *self._needed.told}
        self._trie = {word[:end]: False for word in known for end in range(1, len(word))} | dict.fromkeys(known, True)

    def _occurring(self, text: str, first: int, last: int) -> set[str]:
        """All known words that begin between two places of the text."""
        trie, found, size = self._trie, set[str](), len(text)
        for start in range(first, last):
            end = start + 1
            while end <= size and (known := trie.get(word := text[start:end])) is not None:
                if known:
                    found.add(word)
                end += 1
        return found

    def likely(self, text: str, kinds: Collection[str]) -> Iterator[tuple[Phrase, P]]:
        """Those worth a closer look, in the order of their declaration. `kinds`: of values that may be there."""
        text = single_spaced(text)
        begun = min(lead_end(text) + 1, len(text))
        opening = self._occurring(text, 0, begun)
        here = opening | self._occurring(text, begun, len(text))
        near = self._begun.met(opening) & self._needed.met(here) & self._valued.met(kinds)
        near &= (1 << len(self._declared)) - 1
        while near:
            last = near & -near
            near ^= last
            phrase, owner = self._declared[last.bit_length() - 1]
            if phrase.is_in_order(text):
                yield phrase, owner


def _begun(phrase: Phrase) -> Sequence[Collection[str]]:
    """What it must begin with, where that is told by words."""
    words = phrase.begins
    return [words] if words and len(words) <= _MANY and not any(map(is_letter, words)) else []
