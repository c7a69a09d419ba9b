"""Everything that is counted: money, numbers, percentages, and ranges of them."""

from collections.abc import Iterator, Sequence

from handlers.reading import money, numbers, percents
from handlers.reading.amount_ranges import amount_ranges
from handlers.reading.pieces import Piece, Scene

RANGES = frozenset(["money_range", "number_range"])
HINTS = numbers.HINTS | money.HINTS | percents.HINTS


def amounts(scene: Scene, kept: frozenset[str]) -> Iterator[Piece]:
    """All readings, overlapping; ranges only where they are among the `kept` kinds."""
    if HINTS.isdisjoint(scene.words):
        return
    numerals = numbers.numerals(scene)
    moneys = list(money.moneys(scene, numerals))
    yield from moneys
    yield from numbers.plain(scene, numerals)
    yield from percents.percents(scene, numerals)
    if not kept.isdisjoint(RANGES):
        yield from amount_ranges(scene, numerals, moneys)


def numbers_inside(chosen: Sequence[Piece], pieces: Sequence[Piece]) -> list[Piece]:
    """Who asks for all kinds asks for each: the 100,000 in an amount of money is a number as well."""
    moneys = [piece for piece in chosen if piece.kind == "money" and piece.rule == "money"]
    return [piece for piece in pieces if piece.kind == "number" and any(map(piece.lies_in, moneys))]
