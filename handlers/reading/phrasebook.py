"""Which phrases may fit a message: those that begin like it, and whose needed words occur one after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from handlers.reading.framing import lead_end
from handlers.reading.lettered import is_letter, single_spaced
from handlers.reading.phrases import Phrase

P = TypeVar("P")
_MANY = 60  # words that a phrase may begin with: more tell less than a word that it needs


class Phrasebook(Generic[P]):
    """Phrases in the order of their declaration, each with what belongs to it.

    The words of all phrases lie in one trie, which a text is read along once. A phrase is looked up by the words that
    it may begin with, else by a word that it needs, else for every text.
    """

    def __init__(self, declared: Iterable[tuple[Phrase, P]]) -> None:
        self._declared = list(declared)
        self._begun: dict[str, list[int]] = defaultdict(list)
        self._needed: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for n, (phrase, _) in enumerate(self._declared):
            self._index(n, phrase)
        known = {word for phrase, _ in self._declared for words in phrase.needs for word in words}.union(self._begun)
        self._trie = {word[:end]: False for word in known for end in range(1, len(word))} | dict.fromkeys(known, True)

    def _index(self, n: int, phrase: Phrase) -> None:
        """Of its needed words those that are the fewest and the longest."""
        if phrase.begins and len(phrase.begins) <= _MANY and not any(map(is_letter, phrase.begins)):
            for word in phrase.begins:
                self._begun[word].append(n)
        elif phrase.needs:
            for word in min(phrase.needs, key=lambda words: (len(words), -min(map(len, words)))):
                self._needed[word].append(n)
        else:
            self._always.append(n)

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

    def likely(self, text: str) -> Sequence[tuple[Phrase, P]]:
        """Those worth a closer look, in the order of their declaration."""
        text = single_spaced(text)
        begun = min(lead_end(text) + 1, len(text))
        opening = self._occurring(text, 0, begun)
        here = opening | self._occurring(text, begun, len(text))
        near = {n for word in opening for n in self._begun.get(word, ())}
        near.update(n for word in here for n in self._needed.get(word, ()))
        near.update(self._always)
        declared = [self._declared[n] for n in sorted(near)]
        return [(phrase, owner) for phrase, owner in declared if phrase.may_be_in(text, here)]
