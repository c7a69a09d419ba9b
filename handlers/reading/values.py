"""The front door of the recognisers: every value of a message, in either language."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import datetime, time
from itertools import pairwise
from typing import NamedTuple

from handlers.reading import addresses, amounts, zh
from handlers.reading.clocks import CLOCKS, HOURS, SAID, Clock, within_hours
from handlers.reading.dates import DATES, Day
from handlers.reading.days import DAYS, OFFSETS
from handlers.reading.durations import DURATIONS, durations
from handlers.reading.edges import ENDS
from handlers.reading.every import EVERY, PLACES
from handlers.reading.feasts import FEASTS
from handlers.reading.hours import COMPACT, HOURS_OF_DAY
from handlers.reading.intervals import INSTANTS, INTERVALS, UNITS, part_of_day
from handlers.reading.joins import Joins, joined
from handlers.reading.moments import MOMENTS, PARTS, TIMED, next_clock, on_day
from handlers.reading.normalise import Folded, fold
from handlers.reading.offsets import COUNTED, LASTING
from handlers.reading.periods import PERIODS, Stretch
from handlers.reading.phones import PHONES
from handlers.reading.pieces import Piece, Scene
from handlers.reading.policy import MEMBER, Policy
from handlers.reading.ranges import spans
from handlers.reading.recurrences import RECURRENCES
from handlers.reading.spans import ALL_KINDS, SLOT_KINDS, Impossible, Span
from handlers.reading.stretches import STRETCHES, WEEKS
from handlers.reading.workdays import WORKDAYS

_TIME_RULES = (
    DATES,
    DAYS,
    OFFSETS,
    ENDS,
    CLOCKS,
    MOMENTS,
    PERIODS,
    DURATIONS,
    EVERY,
    WEEKS,
    INSTANTS,
    FEASTS,
    WORKDAYS,
    *zh.RULES,
)
_JOINS: tuple[Joins, ...] = (SAID, TIMED, COUNTED, STRETCHES, *zh.JOINS)
_MORE_JOINS = (*_JOINS, *zh.MORE_JOINS, HOURS_OF_DAY, LASTING, INTERVALS, RECURRENCES)
_JOINED_KINDS = ALL_KINDS - SLOT_KINDS - amounts.RANGES
_TIME_HINTS = frozenset().union(*(rules.hints for rules in _TIME_RULES), zh.HINTS)
_HINTS = _TIME_HINTS | amounts.HINTS | frozenset("@") | addresses.URLS.hints

# Which of two readings of the same words counts, and how much of a letter's length each is worth.
_SURENESS = {
    "email": 0.9,
    "url": 0.8,
    "phone": 0.7,
    "recurrence": 0.68,
    "interval": 0.65,
    "moment": 0.6,
    "time": 0.55,
    "date": 0.5,
    "period": 0.45,
    "duration": 0.42,
    "percent": 0.4,
    "money_range": 0.35,
    "money": 0.3,
    "number_range": 0.1,
}
_ONE_SPAN = 0.95  # fewer and longer spans win over many short ones
_WANTED = 0.05


def read_values(text: str, now: datetime, policy: Policy = MEMBER, kinds: Collection[str] | None = None) -> list[Span]:
    """The best values that do not overlap, in order; `now` is aware, in the member's own zone.

    `kinds` keeps only these (without it those that a slot may hold); where the same words have a wanted and
    an unwanted reading (45k: money, number), the wanted one is given. With `ALL_KINDS` the numbers inside an
    amount of money follow it: the only spans that overlap.
    """
    return look(text, now, policy, kinds).best(kinds)


class Seen(NamedTuple):
    """All that was seen in a text, overlapping. What a slot may hold is seen whichever of its kinds are wanted."""

    text: str
    folded: Folded
    pieces: list[Piece]

    def best(self, kinds: Collection[str] | None = None) -> list[Span]:
        """What `read_values` gives; of kinds for which there was no looking there are none."""
        kept = SLOT_KINDS if kinds is None else frozenset(kinds)
        preferred = frozenset() if kinds is None or kept >= ALL_KINDS else kept
        rivals = kept | SLOT_KINDS  # an unwanted length or recurrence takes no words away
        pieces = [piece for piece in self.pieces if piece.kind in rivals]
        chosen = _best(pieces, preferred)
        if kept >= ALL_KINDS:
            chosen = sorted([*chosen, *_best(amounts.numbers_inside(chosen, pieces), preferred)], key=Piece.place)
        found = [_span(self.text, self.folded, piece) for piece in chosen if piece.kind in kept]
        return found if self.folded.origin is None else _apart(found)


def look(text: str, now: datetime, policy: Policy = MEMBER, kinds: Collection[str] | None = None) -> Seen:
    """Looks for what a slot may hold, and for these kinds."""
    folded = fold(text)
    scene = Scene.of(folded.text, now, policy)
    if scene.words.isdisjoint(_HINTS):
        return Seen(text, folded, [])
    kept = SLOT_KINDS if kinds is None else frozenset(kinds)
    return Seen(text, folded, [piece for piece in _pieces(scene, kept) if piece.sure])


def compile_rules() -> None:
    """Now and not with the first sentences that need them: some 50 ms, for a process that answers many."""
    for rules in (*_TIME_RULES, HOURS, PARTS, PLACES, COMPACT):
        for rule in rules.rules:
            _ = rule.pattern
    for joins in _MORE_JOINS:
        for join in joins.rules:
            _ = join.expressions


def _apart(found: list[Span]) -> list[Span]:
    """Where one character was folded to several, two spans may share it: the first keeps it."""
    return [span for before, span in pairwise([None, *found]) if span and not (before and before.end > span.start)]


def _pieces(scene: Scene, kept: frozenset[str]) -> Iterator[Piece]:
    """Everything anybody saw, overlapping; kinds as spans name them."""
    yield from amounts.amounts(scene, kept)
    yield from addresses.addresses(scene)
    yield from PHONES.pieces(scene)
    if not scene.words.isdisjoint(_TIME_HINTS):
        yield from _times(scene, kept)


def _times(scene: Scene, kept: frozenset[str]) -> Iterator[Piece]:
    days, stretches = spans(scene)
    told = [*days, *stretches]
    told += [piece for rules in (CLOCKS, MOMENTS, PARTS, HOURS, *zh.TIMES) for piece in rules.pieces(scene)]
    told += [*durations(scene), *zh.durations(scene)]
    joins = _JOINS
    if not kept.isdisjoint(_JOINED_KINDS):
        more = (EVERY, PLACES, COMPACT, INSTANTS, UNITS, *zh.MORE_TIMES)
        told += [piece for rules in more for piece in rules.pieces(scene)]
        joins = _MORE_JOINS
    unasked = _JOINED_KINDS - kept
    for piece in joined(scene, told, joins):
        if piece.kind in _PLAIN:
            yield from (plain for plain in _plain(scene, piece, kept) if plain.kind not in unasked)


_PLAIN = frozenset("day stretch moment clock interval duration recurrence".split())


def _plain(scene: Scene, piece: Piece, kept: frozenset[str]) -> Iterator[Piece]:
    """What pieces are to those who ask: a day is a date, a stretch a period, a clock the next such moment."""
    match piece.value:
        case Impossible() as nothing:
            yield piece._replace(
                kind={"day": "date", "stretch": "period", "clock": "moment"}.get(piece.kind, piece.kind), value=nothing
            )
        case Day() as day:
            if day.part in scene.policy.parts and "interval" in kept:
                yield piece._replace(kind="interval", value=part_of_day(scene, day))
            else:
                yield piece._replace(kind="date", value=day.on, alternative=day.other)
        case Stretch() as stretch:
            yield piece._replace(kind="period", value=stretch.period)
        case Clock(today=True) as clock if "time" in kept:
            yield piece._replace(kind="moment", value=on_day(scene, scene.today, clock, ""))
        case Clock() as clock if "time" in kept and scene.policy.bare_clock == "time":
            hour = clock.hour if clock.exact else within_hours(clock.hour)
            yield piece._replace(kind="time", value=time(hour % 24, clock.minute, clock.second))
        case Clock() as clock:
            yield piece._replace(kind="moment", value=next_clock(scene, clock))
        case _:
            yield piece


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
    return Span(start, end, piece.kind, value, piece.rule, piece.alternative)


_AS_WRITTEN = frozenset(["e-mail", "web address", "phone", "phone after a word for it"])
