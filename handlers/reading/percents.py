"""Percentages: 15% · five percent · 百分之十五 · 万分之三 · 三成五 · 八五折."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.characters import LETTERS, chinese
from handlers.reading.numerals import SCALE, Numeral, tidy
from handlers.reading.pieces import Piece, Scene

_SIGN = re.compile(r" {0,3}(?:%|percent\b|per cent\b|pct\b|percentage points?\b|个 ?百 ?分 ?点)")
_MILLE = re.compile(" ?‰")
_PARTS = re.compile(
    rf"(?P<minus>负|-)?(?P<part>[百千万佰仟]+|百 ?万|佰) ?分 ?之 ?"
    rf"(?:(?P<n>\d{{1,6}}(?:\.\d{{1,6}})?)(?P<k>k)?|(?P<zh>(?:(?!百分)[{LETTERS}点 ]){{1,16}}))"
)
_TENTHS = re.compile(
    r"(?<![a-z\d.])(?:(?P<half>对|半)|(?P<n>\d{1,2}(?:\.\d)?)|(?P<zh>[一二两三四五六七八九陆柒捌玖壹贰叁肆伍十])"
    r"(?: ?(?:点|\.)? ?(?P<zh2>[一二三四五六七八九]))?) ?折(?![叠扣腾返中线旧断])"
    r"|(?<![第分做变构组生现养合促完收达周期\d])"
    r"(?P<tenths>[一二两三四五六七八九十]|\d) ?成(?P<more>[一二三四五六七八九半])?(?![交为立功员本品都果])"
)
HINTS = frozenset("%折成之‰")


def percents(scene: Scene, found: list[Numeral]) -> Iterator[Piece]:
    """Numerals before a percent sign or its words, and the Chinese ways to name a part of a hundred or of ten."""
    for numeral in found:
        if sign := _SIGN.match(scene.text, numeral.end):
            yield Piece(numeral.start, sign.end(), "percent", numeral.worth, "percent")
        elif sign := _MILLE.match(scene.text, numeral.end):
            yield Piece(numeral.start, sign.end(), "percent", numeral.worth / 10, "per mille")
    if "之" in scene.words:
        yield from _parts(scene.text)
    if not scene.words.isdisjoint("折成"):
        yield from _tenths(scene.text)


def _parts(text: str) -> Iterator[Piece]:
    for match in _PARTS.finditer(text):
        said = (match["zh"] or "").rstrip("点 ")
        top = Decimal(match["n"]) if match["n"] else Decimal(100) if said == "百" else chinese(said)
        whole = chinese("一" + match["part"].replace(" ", ""))
        if top is None or not whole:
            continue
        worth = top * (SCALE["k"] if match["k"] else 1) * 100 / whole
        end = match.start("zh") + len(said) if match["zh"] else match.end()
        yield Piece(match.start(), end, "percent", tidy(-worth if match["minus"] else worth), "parts of a hundred")


def _tenths(text: str) -> Iterator[Piece]:
    """三成 is 30 %; 八五折 is 85 % of the price."""
    for match in _TENTHS.finditer(text):
        worth = _tenth(match)
        if worth is not None and 0 < worth <= 100:
            yield Piece(match.start(), match.end(), "percent", tidy(worth), "tenths")


def _tenth(match: re.Match[str]) -> Decimal | None:
    if match["half"]:
        return Decimal(50)
    if match["n"]:
        return Decimal(match["n"]) * (1 if len(match["n"]) == 2 else 10)
    first, second = match["tenths"] or match["zh"], match["more"] or match["zh2"]
    if first is None:
        return None
    rest = Decimal(5) if second == "半" else (chinese(second) or Decimal(0)) if second else Decimal(0)
    return (Decimal(first) if first.isdecimal() else chinese(first) or Decimal(0)) * 10 + rest
