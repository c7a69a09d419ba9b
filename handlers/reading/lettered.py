"""A message with each recognised value as one letter that tells its kind: what a phrase is matched on."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from handlers.reading.framing import frames
from handlers.reading.normalise import Folded
from handlers.reading.spans import Span

KINDS = (
    "date",
    "moment",
    "period",
    "money",
    "number",
    "percent",
    "phone",
    "email",
    "url",
    "stage",
    "recurrence",
    "duration",
)
_BLOCK = 64  # letters kept for each kind
_FIRST = 0xE000
_TAILING = ".!?,;:。！？，；~～…吧啦哈呢呀"  # what may stand behind any message
TAILING = frozenset(_TAILING).union(chr(code) for code in range(0x3001) if chr(code).isspace())
_TAILING = "".join(TAILING)
_UNEVEN = re.compile(r"\s{2,}|[^\S ]")


class Delexicalised:
    """A message with each recognised value as one letter of its kind's block."""

    def __init__(self, original: str, folded: Folded, spans: Sequence[Span]) -> None:
        self.original = original
        self.folded = folded
        self.spans = list(spans)
        self.kinds = frozenset(span.kind for span in spans)
        self._letters = list(_letters(folded, spans))
        pieces: list[str] = []
        done = 0
        for start, end, letter in self._letters:
            pieces += (folded.text[done:start], letter)
            done = end
        pieces.append(folded.text[done:])
        lettered = "".join(pieces)
        self._kept = _kept(lettered)
        self.text = lettered if self._kept is None else single_spaced(lettered)

    @cached_property
    def frames(self) -> list[tuple[int, int]]:
        return frames(self.text)

    @cached_property
    def edges(self) -> "Edges":
        """Where all of it begins and ends, blanks and tail aside."""
        return _edges(self.text, [(0, len(self.text))])

    @cached_property
    def framed_edges(self) -> "Edges":
        """The same of all frames."""
        return _edges(self.text, self.frames)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Of each letter, in the original."""
        back, places, done = self.folded.back, [], 0
        for start, end, _ in self._letters:
            places += [*(back(i, i + 1) for i in range(done, start)), back(start, end)]
            done = end
        return places + [back(i, i + 1) for i in range(done, len(self.folded.text))]

    def said(self, start: int, end: int) -> str:
        """The original words of a stretch."""
        if start >= end:
            return ""
        first, last = (start, end - 1) if self._kept is None else (self._kept[start], self._kept[end - 1])
        return self.original[self._places[first][0] : self._places[last][1]].strip(" \t\n,;:，；：、")


Edges = tuple[Sequence[int], Sequence[int]]


def _edges(text: str, frames: Sequence[tuple[int, int]]) -> Edges:
    starts = {len(text) - len(text[start:].lstrip()) for start, _ in frames}
    ends = {core_end(text[:end]) for _, end in frames}
    return tuple(starts), tuple(ends)


def single_spaced(text: str) -> str:
    return _UNEVEN.sub(" ", text)


def _kept(text: str) -> list[int] | None:
    """The places that are left where one blank stands for several; None where all are."""
    uneven = list(_UNEVEN.finditer(text))
    dropped = {place for run in uneven for place in range(run.start() + 1, run.end())}
    return [place for place in range(len(text)) if place not in dropped] if uneven else None


def core_end(text: str) -> int:
    """Where the tail begins."""
    return len(text.rstrip(_TAILING))


def _letters(folded: Folded, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Where each span stands in the folded text, and its letter."""
    counts = dict.fromkeys(KINDS, 0)
    for span in sorted(spans, key=lambda s: s.start):
        n = counts.get(span.kind, _BLOCK)
        if n >= _BLOCK:
            continue
        counts[span.kind] += 1
        start, end = _forward(folded, span.start, span.end)
        yield start, end, chr(_FIRST + KINDS.index(span.kind) * _BLOCK + n)


def _forward(folded: Folded, start: int, end: int) -> tuple[int, int]:
    if folded.origin is None:
        return start, end
    inside = [i for i, origin in enumerate(folded.origin) if start <= origin < end]
    return (inside[0], inside[-1] + 1) if inside else (start, start)


def kind_of(letter: str) -> str:
    """The kind of the value whose letter this is; empty for other letters."""
    place = ord(letter) - _FIRST if letter else -1
    return KINDS[place // _BLOCK] if 0 <= place < _BLOCK * len(KINDS) else ""


def kind_letters(kinds: Sequence[str]) -> frozenset[str]:
    """The first letter of each kind: what a message may begin with."""
    return frozenset(chr(_FIRST + KINDS.index(kind) * _BLOCK) for kind in kinds)


def is_letter(word: str) -> bool:
    """Whether this is a value's letter."""
    return _FIRST <= ord(word[0]) < _FIRST + _BLOCK * len(KINDS)
