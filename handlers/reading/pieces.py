"""What every recogniser is made of: a scene to look at, rules to look with, pieces that were seen."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any, NamedTuple

from handlers.reading.policy import MEMBER, Policy

_WORD = re.compile(r"[a-z]+|\d|[^\x00-\x7f]|[$@+]")

Digits = "0 1 2 3 4 5 6 7 8 9"


@dataclass(frozen=True, slots=True)
class Scene:
    """A folded message and the moment it is read at; `words` tells rules whether looking is worth while."""

    text: str
    now: datetime
    policy: Policy = MEMBER
    words: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, text: str, now: datetime, policy: Policy) -> "Scene":
        return cls(text, now, policy, frozenset(_WORD.findall(text)))

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def zone(self) -> tzinfo | None:
        return self.now.tzinfo


class Piece(NamedTuple):
    """text[start:end] is worth `value`; one that is not `sure` counts only as part of something larger.

    `alternative` is its value if the day in it was meant the other way.
    """

    start: int
    end: int
    kind: str
    value: Any
    rule: str
    sure: bool = True
    alternative: Any = None

    def place(self) -> tuple[int, int]:
        """Orders pieces; what lies in another comes after it."""
        return self.start, -self.end

    def lies_in(self, other: "Piece") -> bool:
        return other.start <= self.start and self.end <= other.end


Read = Callable[[re.Match[str], Scene], Any]


@dataclass
class Rule:
    """`read` gives the value of a match, None where it was none; group `v` is the part that counts."""

    name: str
    source: str
    hints: frozenset[str]
    read: Read
    sure: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: a hundred patterns would cost every start 30 ms."""
        return re.compile(self.source)

    @cached_property
    def part(self) -> int:
        return self.pattern.groupindex.get("v", 0)

    def pieces(self, kind: str, scene: Scene) -> Iterator[Piece]:
        for match in self.pattern.finditer(scene.text):
            value = self._value(match, scene)
            if value is not None:
                yield Piece(match.start(self.part), match.end(self.part), kind, value, self.name, self.sure)

    def _value(self, match: re.Match[str], scene: Scene) -> Any:
        try:
            return self.read(match, scene)
        except (ValueError, OverflowError):  # beyond the calendar: year 0, a billion weeks
            return None


class Rules:
    """The rules of one kind, in the order they were written."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.rules: list[Rule] = []
        self.hints: set[str] = set()  # of all of them

    def rule(self, name: str, pattern: str, hints: str, *, sure: bool = True) -> Callable[[Read], Read]:
        """Register a reader; it is asked only where one of `hints` (words, or characters) occurs."""

        def add(read: Read) -> Read:
            self.rules.append(Rule(name, pattern, frozenset(hints.split()), read, sure))
            self.hints.update(self.rules[-1].hints)
            return read

        return add

    def pieces(self, scene: Scene) -> Iterator[Piece]:
        if self.hints.isdisjoint(scene.words):
            return
        for rule in self.rules:
            if not rule.hints.isdisjoint(scene.words):
                yield from rule.pieces(self.kind, scene)


def by_start(pieces: Iterable[Piece]) -> dict[int, list[Piece]]:
    """Pieces by where they begin, for joining neighbours."""
    index: dict[int, list[Piece]] = {}
    for piece in pieces:
        index.setdefault(piece.start, []).append(piece)
    return index
