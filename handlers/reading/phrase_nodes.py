"""A phrase as a chain of nodes, each of which knows what comes behind it: how it is matched on a message.

A chain is tried from the left; what fails is tried otherwise from the last choice on, as a regular expression is. It is
none, because expressions of thousands of phrases take seconds to make and each of them is needed once in a while. The
text is in small letters and single spaced (lettered.py).
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from handlers.reading.lettered import core_end, kind_of

Said = list[tuple[str, int, int]]  # slots with their places, the last one first


class Node(Protocol):
    def match(self, text: str, at: int) -> Said | None:
        """What was said for the slots from here to the end of the text; None where it does not fit."""

    def places(self, text: str, at: int) -> Iterable[int]:
        """Where it may begin, from here on; there may be more of them than fit."""


class End:
    """Nothing but a tail."""

    def match(self, text: str, at: int) -> Said | None:
        return [] if at >= core_end(text) else None

    def places(self, text: str, at: int) -> Iterable[int]:
        return range(max(at, core_end(text)), len(text) + 1)


class Literal:
    """One of these words, the first that fits first."""

    __slots__ = ("then", "words")

    def __init__(self, words: Sequence[str], then: Node) -> None:
        self.words, self.then = tuple(words), then

    def match(self, text: str, at: int) -> Said | None:
        if text.startswith(self.words, at):
            for word in self.words:
                if text.startswith(word, at) and (said := self.then.match(text, at + len(word))) is not None:
                    return said
        return None

    def places(self, text: str, at: int) -> Iterable[int]:
        return _places_of(self.words, text, at)


class Blank:
    """A blank; one that need not be there is rather taken."""

    __slots__ = ("must", "then")

    def __init__(self, then: Node, *, must: bool) -> None:
        self.then, self.must = then, must

    def match(self, text: str, at: int) -> Said | None:
        if text.startswith(" ", at):
            said = self.then.match(text, at + 1)
            if said is not None or self.must:
                return said
        return None if self.must else self.then.match(text, at)

    def places(self, text: str, at: int) -> Iterable[int]:
        behind = [place - 1 for place in self.then.places(text, at + 1) if text[place - 1] == " "]
        return behind if self.must else sorted({*behind, *self.then.places(text, at)})


class Either:
    """One of several ways on, the first that fits first."""

    __slots__ = ("ways",)

    def __init__(self, ways: Sequence[Node]) -> None:
        self.ways = ways

    def match(self, text: str, at: int) -> Said | None:
        return next((said for way in self.ways if (said := way.match(text, at)) is not None), None)

    def places(self, text: str, at: int) -> Iterable[int]:
        return sorted({place for way in self.ways for place in way.places(text, at)})


class Value:
    """A letter of one of these kinds."""

    __slots__ = ("kinds", "name", "then")

    def __init__(self, name: str, kinds: Sequence[str], then: Node) -> None:
        self.name, self.kinds, self.then = name, frozenset(kinds), then

    def match(self, text: str, at: int) -> Said | None:
        if kind_of(text[at : at + 1]) not in self.kinds:
            return None
        return _with(self.name, at, at + 1, self.then.match(text, at + 1))

    def places(self, text: str, at: int) -> Iterable[int]:
        return [place for place in range(at, len(text)) if kind_of(text[place]) in self.kinds]


class OneOf:
    """A slot's own words, which stand apart from other words."""

    __slots__ = ("name", "then", "words")

    def __init__(self, name: str, words: Sequence[str], then: Node) -> None:
        self.name, self.words, self.then = name, tuple(words), then

    def match(self, text: str, at: int) -> Said | None:
        if not text.startswith(self.words, at) or _is_inside(text, at):
            return None
        for word in self.words:
            end = at + len(word)
            if text.startswith(word, at) and not _is_inside(text, end):
                said = self.then.match(text, end)
                if said is not None:
                    return _with(self.name, at, end, said)
        return None

    def places(self, text: str, at: int) -> Iterable[int]:
        return _places_of(self.words, text, at)


class Free:
    """Any words, as few as will do; `greedy`, as many. `apart`: they do not end within a word."""

    __slots__ = ("apart", "greedy", "name", "then")

    def __init__(self, name: str, then: Node, *, apart: bool = False, greedy: bool = False) -> None:
        self.name, self.then, self.apart, self.greedy = name, then, apart, greedy

    def match(self, text: str, at: int) -> Said | None:
        ends = self.then.places(text, at + 1)
        for end in reversed([*ends]) if self.greedy else ends:
            if self.apart and _is_inside(text, end):
                continue
            if (said := self.then.match(text, end)) is not None:
                return _with(self.name, at, end, said)
        return None

    def places(self, text: str, at: int) -> Iterable[int]:
        return range(at, len(text))


def _places_of(words: Sequence[str], text: str, at: int) -> Sequence[int]:
    """Where any of the words stands, from here on."""
    found: list[int] = []
    for word in words:
        place = text.find(word, at)
        while place >= 0:
            found.append(place)
            place = text.find(word, place + 1)
    return sorted(set(found)) if len(words) > 1 else found


def _with(name: str, start: int, end: int, said: Said | None) -> Said | None:
    if said is not None:
        said.append((name, start, end))
    return said


def _is_inside(text: str, at: int) -> bool:
    """Whether this place is within a number or a latin word."""
    return 0 < at < len(text) and text[at - 1] in _LATIN and text[at] in _LATIN


_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
