"""The edges of a stretch of days: end of January, mid-March, the first day of next week, eom, 月底."""

import re
from collections.abc import Iterator
from datetime import date

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Piece, Rules, Scene
from handlers.reading.spans import Period

_EDGE = re.compile(
    r"(?<![a-z])(?:the )?(?P<e>end|close|last day|start|beginning|first day|first|middle|mid)"
    r"(?:[ -]| (?:of|in) (?:the )?)$"
)
_EDGE_AFTER = re.compile(
    r"(?:[ -](?P<en>end)(?![a-z])|(?:的|年)?(?P<zh>底|末尾?|初|伊始|中旬|中(?![国间文心]))(?![清促大特]))"
)


def said_before(pattern: re.Pattern[str], scene: Scene, piece: Piece) -> re.Match[str] | None:
    return pattern.search(scene.text, max(0, piece.start - 24), piece.start)


ENDS = Rules("day")


@ENDS.rule("edge", r"(?<![a-z])eo(?P<u>[wmqy])(?![a-z])", "eow eom eoq eoy")
def end_of(match: re.Match[str], scene: Scene) -> Day:
    unit = {"w": "week", "m": "month", "q": "quarter", "y": "year"}[match["u"]]
    return Day(whole(almanac.SPAN[unit](scene.today, 0))[1])


def edges(scene: Scene, stretches: list[Piece]) -> Iterator[Piece]:
    for piece in stretches:
        before = said_before(_EDGE, scene, piece)
        after = None if before else _EDGE_AFTER.match(scene.text, piece.end)
        if before and _is_edge(before):
            yield Piece(before.start(), piece.end, "day", _edge(scene, piece.value, before["e"]), "edge")
        elif after and (after["zh"] or piece.rule == "the unit"):
            edge = after["en"] or after["zh"]
            yield Piece(piece.start, after.end(), "day", _edge(scene, piece.value, edge), "edge")


def _is_edge(before: re.Match[str]) -> bool:
    """“the close of October”; what we close in October is another matter, and so is the first October."""
    if before["e"] in ("close", "start", "end"):
        return " in " not in before[0] and (before["e"] == "end" or " of " in before[0])
    return before["e"] != "first" or " of " in before[0] or " in " in before[0]


def _edge(scene: Scene, stretch: Stretch, edge: str) -> Day:
    """Its first, middle or last day; of an unnamed year or month the next one at or after today."""
    found = _edge_day(stretch.period, edge)
    if stretch.loose and found < scene.today:
        found = _edge_day(moved(stretch.period, stretch.loose, 1), edge)
    return Day(found, stretch.loose)


def _edge_day(period: Period, edge: str) -> date:
    first, last = whole(period)
    if edge in ("end", "close", "last day", "底", "末", "末尾"):
        return last
    if edge in ("mid", "middle", "中", "中旬"):
        return first.replace(day=15) if first.day == 1 and (last - first).days < 31 else first + (last - first) // 2
    return first


def whole(period: Period) -> tuple[date, date]:
    assert period.start is not None
    assert period.end is not None
    return period.start, period.end


def moved(period: Period, unit: str, number: int) -> Period:
    """By whole units; ends of months stay ends of months."""
    first, last = whole(period)
    return Period(almanac.add(first, number, unit), almanac.add(last + almanac.DAY, number, unit) - almanac.DAY)
