"""The front door of the recognisers: every value of a message, in either language."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import pairwise

from handlers.reading import addresses, money, numbers
from handlers.reading.clocks import CLOCKS
from handlers.reading.dates import DATES, Day
from handlers.reading.days import DAYS, OFFSETS
from handlers.reading.moments import MOMENTS, moments
from handlers.reading.normalise import Folded, fold
from handlers.reading.periods import PERIODS, Stretch
from handlers.reading.pieces import Piece, Scene
from handlers.reading.ranges import ENDS, spans
from handlers.reading.spans import Impossible, Span

_TIME_HINTS = frozenset().union(*(rules.hints for rules in (DATES, DAYS, OFFSETS, ENDS, CLOCKS, MOMENTS, PERIODS)))
_HINTS = _TIME_HINTS | numbers.HINTS | frozenset("@") | addresses.URLS.hints

# Which of two readings of the same words counts, and how much of a letter's length each is worth.
_SURENESS = {
    "email": 0.9,
    "url": 0.8,
    "phone": 0.7,
    "moment": 0.6,
    "date": 0.5,
    "period": 0.45,
    "percent": 0.4,
    "money": 0.3,
}
_ONE_SPAN = 0.95  # fewer and longer spans win over many short ones
_WANTED = 0.05


def read_values(text: str, now: datetime, day_first: bool = True, kinds: Collection[str] | None = None) -> list[Span]:
    """The best values that do not overlap, in order; `now` is aware, in the member's own zone.

    `day_first` settles 4/12. `kinds` keeps only these; where the same words have a wanted and an
    unwanted reading (45k: money, number), the wanted one is given.
    """
    folded = fold(text)
    scene = Scene.of(folded.text, now, day_first)
    if scene.words.isdisjoint(_HINTS):
        return []
    chosen = _best([piece for piece in _pieces(scene) if piece.sure], frozenset(kinds or ()))
    found = [_span(text, folded, piece) for piece in chosen if kinds is None or piece.kind in kinds]
    return found if folded.origin is None else _apart(found)


def _apart(found: list[Span]) -> list[Span]:
    """Where one character was folded to several, two spans may share it: the first keeps it."""
    return [span for before, span in pairwise([None, *found]) if span and not (before and before.end > span.start)]


def _pieces(scene: Scene) -> Iterator[Piece]:
    """Everything anybody saw, overlapping; kinds as spans name them."""
    numerals = numbers.numerals(scene)
    if numerals:
        yield from numbers.plain(scene, numerals)
        yield from money.moneys(scene, numerals)
    yield from addresses.addresses(scene)
    if not scene.words.isdisjoint(_TIME_HINTS):
        yield from _times(scene)


def _times(scene: Scene) -> Iterator[Piece]:
    days, stretches = spans(scene)
    yield from map(_plain, stretches)
    yield from (day._replace(kind="date") for day in days if isinstance(day.value, Impossible))
    yield from map(_plain, moments(scene, days))


def _plain(piece: Piece) -> Piece:
    """A day is a date, a stretch a period."""
    if isinstance(piece.value, Day):
        return piece._replace(kind="date", value=piece.value.on)
    if isinstance(piece.value, Stretch):
        return piece._replace(kind="period", value=piece.value.period)
    return piece


def _best(pieces: list[Piece], wanted: frozenset[str]) -> list[Piece]:
    """Weighted interval selection: the set of the greatest total weight."""
    pieces.sort(key=lambda piece: (piece.end, piece.start, piece.kind))
    ends = [piece.end for piece in pieces]
    totals, befores = [0.0], []
    for place, piece in enumerate(pieces):
        before = bisect_right(ends, piece.start, 0, place)
        befores.append(before)
        totals.append(max(totals[-1], totals[before] + _weight(piece, wanted)))
    return _traced(pieces, totals, befores)


def _weight(piece: Piece, wanted: frozenset[str]) -> float:
    sureness = 1.0 if piece.kind in wanted else _SURENESS.get(piece.kind, 0.0)
    return piece.end - piece.start - _ONE_SPAN + sureness * 0.9


def _traced(pieces: list[Piece], totals: list[float], befores: list[int]) -> list[Piece]:
    chosen: list[Piece] = []
    place = len(pieces)
    while place:
        if totals[place] > totals[place - 1]:
            chosen.append(pieces[place - 1])
            place = befores[place - 1]
        else:
            place -= 1
    chosen.reverse()
    return chosen


def _span(text: str, folded: Folded, piece: Piece) -> Span:
    start, end = folded.back(piece.start, piece.end)
    value = piece.value
    if isinstance(value, Impossible):
        value = Impossible(text[start:end])
    if piece.rule in _AS_WRITTEN:
        said = text[start:end]
        value = said if said.isascii() else value
    return Span(start, end, piece.kind, value, piece.rule)


_AS_WRITTEN = frozenset(["e-mail", "web address", "phone", "phone after a word for it"])
