"""Plain numbers: the numerals of both languages that stand for themselves."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from handlers.reading import characters, spelled
from handlers.reading.currencies import GLUED
from handlers.reading.figures import figures
from handlers.reading.numerals import Numeral
from handlers.reading.pieces import Piece, Scene

HINTS = characters.HINTS | spelled.HINTS | frozenset("0123456789¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
MEASURE = "家个条张单笔人天间台件份位名次套部只艘组批项户倍斤吨箱包瓶辆层棵款"
_COUNTED = re.compile(f"[{MEASURE}]")
_ALONE = re.compile(rf"\W*(?P<said>(?P<zh>[一两二三四五六七八九十])[{MEASURE}]?|one)\W*")
_EQUALS = re.compile("(?:[是为]|等于) ?$")
_ENDS = re.compile(r" ?(?:$|[不,.;!?而])")
_PRICED = re.compile(rf" ?(?:[€$£]|(?:{GLUED})(?![a-z]))")
_SAME_AGAIN = re.compile(r" ?\($")


def numerals(scene: Scene) -> list[Numeral]:
    """Every number written in the message, in figures, English words or Chinese characters; they may overlap."""
    if HINTS.isdisjoint(scene.words):
        return []
    text, words = scene.text, scene.words
    return [*figures(text, words), *spelled.spelled_numerals(text, words), *characters.chinese_numerals(text, words)]


def plain(scene: Scene, found: list[Numeral]) -> Iterator[Piece]:
    """The numerals that stand for themselves; a lone Chinese digit only where it counts or answers something."""
    for numeral in found:
        if _stands(scene.text, numeral):
            yield Piece(numeral.start, numeral.end, "number", numeral.worth, numeral.form)
    yield from _said_twice(scene.text, found)
    if len(scene.text) < 6:
        yield from _answer(scene.text)


def _stands(text: str, numeral: Numeral) -> bool:
    if numeral.form == "end":
        return False
    if numeral.form == "spaced":
        return bool(_PRICED.match(text, numeral.end)) or not {".", ","}.isdisjoint(text[numeral.start : numeral.end])
    if numeral.form != "chinese" or numeral.end - numeral.start > 1:
        return True
    counts = text[numeral.start] not in "一零" and _COUNTED.match(text, numeral.end)
    return bool(
        counts or (_EQUALS.search(text, max(0, numeral.start - 4), numeral.start) and _ENDS.match(text, numeral.end))
    )


def _said_twice(text: str, found: list[Numeral]) -> Iterator[Piece]:
    """Forty-five (45): one number."""
    for before, after in pairwise(sorted(found)):
        bracket = _SAME_AGAIN.fullmatch(text, before.end, after.start)
        if bracket and before.worth == after.worth and text[after.end : after.end + 1] == ")":
            yield Piece(before.start, after.end + 1, "number", before.worth, "said twice")


def _answer(text: str) -> Iterator[Piece]:
    """A message that is nothing but a small number."""
    match = _ALONE.fullmatch(text)
    worth = characters.chinese(match["zh"]) if match and match["zh"] else Decimal(1)
    if match and worth:
        yield Piece(match.start("said"), match.end("said"), "number", worth, "answer")
