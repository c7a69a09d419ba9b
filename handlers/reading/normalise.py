"""Folding a message for the recognisers, with the way back to the original offsets."""

import re
import unicodedata
from typing import NamedTuple

from crm_domain.hanzi import simplified

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー"), "-")
_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u2009\u202f\u3000"), " ")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("。"): ".", ord("、"): ",", ord("～"): "~", ord("〇"): "零"}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE: dict[int, str] = {
    **simplified(),
    **_FULL_WIDTH,
    **_DASHES,
    **_BLANKS,
    **_QUOTES,
    ord("￥"): "¥",
}
_MOVED = frozenset(map(chr, _TABLE))  # few texts have one: looking costs a tenth of translating
_DIGIT = re.compile("[0-9]")


class Folded(NamedTuple):
    """Lower-case, half-width, simplified; `origin[i]` is where text[i] stood, None where nothing moved."""

    text: str
    origin: list[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as a stretch of the original one."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def fold(text: str) -> Folded:
    """One pass; the offset map is only built where a character becomes several."""
    if text.isascii():
        return Folded(text.translate(_BLANKS).lower() if "\t" in text else text.lower(), None)
    folded = text.lower() if _MOVED.isdisjoint(text) else text.translate(_TABLE).lower()
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", folded):
        return Folded(folded, None)
    return _slowly(text)


def _slowly(text: str) -> Folded:
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        for piece in _letter(letter):
            letters.append(piece)
            origin.append(place)
    return Folded("".join(letters), origin)


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter.translate(_BLANKS).lower()
    plain = unicodedata.normalize("NFKC", letter.translate(_TABLE)).translate(_TABLE).lower()
    if _DIGIT.search(plain) and not letter.isdecimal():  # ½, ², ⑩ are not the digits they are drawn with
        return letter
    return plain
