"""A grammar over pieces: "(?:from|between) {clock} (?:to|and) {clock}" makes one piece of neighbours.

Outside braces a template is a regular expression; a slot takes a piece of any of its kinds. What a rule makes may
fill the slots of others, so rules are tried over again on what is new, a few rounds at most.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from handlers.reading.dates import Day
from handlers.reading.pieces import Piece, Scene
from handlers.reading.spans import Impossible

_SLOT = re.compile(r"\{([a-z]+(?:\|[a-z]+)*)\}")
_ROUNDS = 4
_GIVEN_BACK = 12  # letters of a gap that may begin the next piece: "on the " before "the end of May"


class Joined(NamedTuple):
    """What a template met: the pieces in its slots, and what its expressions matched."""

    scene: Scene
    pieces: tuple[Piece, ...]
    said: tuple[re.Match[str], ...]
    start: int
    end: int

    @property
    def values(self) -> tuple[Any, ...]:
        return tuple(piece.value for piece in self.pieces)

    def __getattr__(self, name: str) -> str:
        """The named group of whichever expression has it; "" where it did not take part."""
        return next((match[name] or "" for match in self.said if name in match.re.groupindex), "")


Read = Callable[[Joined], Any]


def _other(piece: Piece) -> Piece:
    value = piece.value
    return piece._replace(value=Day(value.other)) if isinstance(value, Day) and value.other else piece


class Chart:
    """All pieces of a message so far."""

    def __init__(self, scene: Scene, pieces: Iterable[Piece]) -> None:
        self.scene = scene
        self.pieces: list[Piece] = []
        self._starts: dict[tuple[str, int], list[Piece]] = {}
        self._kinds: dict[str, list[Piece]] = {}
        self._known: set[tuple[int, int, str]] = set()
        self._matches: dict[str, list[re.Match[str]]] = {}
        for piece in pieces:
            self.add(piece, again=True)

    def add(self, piece: Piece, *, again: bool = False) -> bool:
        """The first reading of the same words as the same kind counts, unless `again`."""
        key = (piece.start, piece.end, piece.kind)
        if key in self._known and not again:
            return False
        self._known.add(key)
        self.pieces.append(piece)
        if isinstance(piece.value, Impossible):
            return True
        self._starts.setdefault((piece.kind, piece.start), []).append(piece)
        self._kinds.setdefault(piece.kind, []).append(piece)
        return True

    def at(self, kinds: Iterable[str], start: int) -> Iterator[Piece]:
        for kind in kinds:
            yield from self._starts.get((kind, start), ())

    def of(self, kinds: Iterable[str]) -> Iterator[Piece]:
        for kind in kinds:
            yield from self._kinds.get(kind, ())

    def kinds(self) -> frozenset[str]:
        return frozenset(self._kinds)

    def holds(self, kinds: frozenset[str]) -> bool:
        return not kinds.isdisjoint(self._kinds)

    def matches(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        if pattern.pattern not in self._matches:
            self._matches[pattern.pattern] = list(pattern.finditer(self.scene.text))
        return self._matches[pattern.pattern]


@dataclass
class Join:
    """One template; `read` gives the value, None where it was none. Without a name it has those of its pieces."""

    name: str
    source: str
    kind: str
    hints: frozenset[str]
    read: Read
    sure: bool

    @cached_property
    def expressions(self) -> list[re.Pattern[str] | None]:
        return [re.compile(part) if part else None for part in _SLOT.split(self.source)[::2]]

    @cached_property
    def slots(self) -> list[tuple[str, ...]]:
        """The kinds that each slot takes, in the order in which they are tried."""
        return [tuple(part.split("|")) for part in _SLOT.split(self.source)[1::2]]

    @cached_property
    def needs(self) -> list[frozenset[str]]:
        return [frozenset(kinds) for kinds in self.slots]

    @cached_property
    def takes(self) -> frozenset[str]:
        return frozenset().union(*self.needs)

    def pieces(self, chart: Chart) -> Iterator[Piece]:
        for kinds in self.needs:
            if not chart.holds(kinds):
                return
        for pieces, said, start, end in self._begun(chart):
            yield from self._extended(chart, pieces, said, start, end)

    def _begun(self, chart: Chart) -> Iterator[tuple[tuple[Piece, ...], tuple[re.Match[str], ...], int, int]]:
        first = self.expressions[0]
        if first:
            for match in chart.matches(first):
                yield (), (match,), match.start(), match.end()
        else:
            for piece in list(chart.of(self.slots[0])):
                yield from self._gap(chart, (piece,), (), piece.start, piece.end)

    def _gap(
        self, chart: Chart, pieces: tuple[Piece, ...], said: tuple[re.Match[str], ...], start: int, end: int
    ) -> Iterator[tuple[tuple[Piece, ...], tuple[re.Match[str], ...], int, int]]:
        """After a slot: the expression that follows it, where there is one."""
        expression = self.expressions[len(pieces)]
        if expression is None:
            yield pieces, said, start, end
        elif match := expression.match(chart.scene.text, end):
            yield pieces, (*said, match), start, match.end()

    def _extended(
        self, chart: Chart, pieces: tuple[Piece, ...], said: tuple[re.Match[str], ...], start: int, end: int
    ) -> Iterator[Piece]:
        if len(pieces) == len(self.slots):
            value = self._value(Joined(chart.scene, pieces, said, start, end))
            if value is not None:
                name = self.name or ", ".join(piece.rule for piece in pieces)
                made = Piece(start, end, self.kind, value, name, self.sure)
                others = tuple(_other(piece) for piece in pieces)
                yield made if others == pieces else self._doubted(made, Joined(chart.scene, others, said, start, end))
            return
        for piece in self._next(chart, pieces, said, end):
            for further in self._gap(chart, (*pieces, piece), said, start, piece.end):
                yield from self._extended(chart, *further)

    def _doubted(self, made: Piece, other: Joined) -> Piece:
        """With what it is worth if its day was meant the other way."""
        value = self._value(other)
        if isinstance(made.value, Day):
            return made._replace(value=made.value._replace(other=value.on)) if isinstance(value, Day) else made
        return made._replace(alternative=value)

    def _next(self, chart: Chart, pieces: tuple[Piece, ...], said: tuple[re.Match[str], ...], end: int) -> list[Piece]:
        """Pieces for the next slot, where the gap ends or, if its last words belong to the piece, before that."""
        kinds, gap = self.slots[len(pieces)], said[-1] if said and said[-1].end() == end else None
        found = list(chart.at(kinds, end))
        if gap is None:
            return found
        for place in range(end - 1, max(gap.start() - 1, end - _GIVEN_BACK), -1):
            found += (piece for piece in chart.at(kinds, place) if gap.re.fullmatch(gap.string, gap.start(), place))
        return found

    def _value(self, joined: Joined) -> Any:
        try:
            return self.read(joined)
        except (ValueError, OverflowError):  # beyond the calendar
            return None


class Joins:
    """Templates in the order they were written."""

    def __init__(self) -> None:
        self.rules: list[Join] = []

    def rule(
        self, name: str, template: str, kind: str, hints: str = "", *, sure: bool = True
    ) -> Callable[[Read], Read]:
        """Register a reader; with `hints` it is asked only where one of these words or characters occurs."""

        def add(read: Read) -> Read:
            self.rules.append(Join(name, template, kind, frozenset(hints.split()), read, sure))
            return read

        return add


def joined(scene: Scene, pieces: Iterable[Piece], grammars: Iterable[Joins]) -> list[Piece]:
    """These pieces and all that can be made of them."""
    chart = Chart(scene, pieces)
    rules = [
        rule for joins in grammars for rule in joins.rules if not rule.hints or not rule.hints.isdisjoint(scene.words)
    ]
    fresh = chart.kinds()
    for _ in range(_ROUNDS):
        made = [piece for rule in rules if not rule.takes.isdisjoint(fresh) for piece in rule.pieces(chart)]
        fresh = frozenset(piece.kind for piece in made if chart.add(piece))
        if not fresh:
            break
    return chart.pieces
