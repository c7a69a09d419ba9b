"""Numerals in figures: 4,500.50 · 1.2M · €12.500,00 · 12 500,00 · .08 · -12e-1 · 2½."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.currencies import CODES, GLUED
from handlers.reading.numerals import SCALE, Numeral, tidy

_CODE_BEFORE = f"(?<={'|'.join(CODES)})"
_COMMA_MONEY = r"(?= ?(?:€|eur|nok|sek|dkk|chf|pln|zł|kr\b|kč|[km]\b|mio))"
_SCALES = "|".join(sorted((name for name in SCALE if len(name) > 1), key=len, reverse=True))
_FIGURES = re.compile(
    r"(?:(?P<cur>[$€£¥]) ?)?"
    r"(?:(?<![^\s(:=,<>$€£¥≥≤成为到是])(?P<minus>-)|^(?P<dash>- {1,3})|(?P<less>负|(?<![a-z])minus )|"
    rf"(?<![a-z0-9_#./@-])(?<!\d[:,])(?<!<>)"
    rf"|{_CODE_BEFORE}|(?<=\brm|\brs)|(?<=\brs\.))"
    r"(?:(?P<n>\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,15})?|\d{1,3}(?:'\d{3}){1,6}(?:\.\d{1,2})?)"
    r"|(?P<eu>\d{1,3}(?:\.\d{3}){1,6},\d{1,2}|\d{1,3}(?:\.\d{3}){2,6}|(?<=€)\d{1,3}\.\d{3}"
    rf"|(?<=€)\d{{1,9}},\d{{1,2}}|\d{{1,9}},\d{{1,2}}{_COMMA_MONEY}|\d{{1,9}},00)"
    r"|(?P<p>\d{1,30}(?:\.\d{1,20})?|\.\d{1,20}))(?:e(?P<e>[+-]?\d{1,2}))?(?!\d|[.,]\d)"
    rf"(?: {{0,2}}(?P<scale>{_SCALES}|k|[mb](?= ?(?:[€£$]|(?:{GLUED})(?![a-z])))|(?(cur)[mb]|(?!)))"
    r"(?![a-z0-9])|(?P<letter>[mw])(?![a-z0-9])|(?![a-z_]|[:/-][a-z0-9])|"
    rf"(?=(?:[km]?(?:{GLUED}))(?![a-z])))"
)
_PLAIN = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_DASHED = re.compile(
    rf"(?<![a-z0-9_#./@:,-])(?<!\d )(?P<low>{_PLAIN})(?P<scale>{_SCALES}|[kmb])?-[$€£¥]?"
    rf"(?P<high>{_PLAIN}) ?(?P<scale2>{_SCALES}|[kmb])?(?![\d/-]|[.,:]\d|(?!{GLUED})[a-z])"
)
_SPACED = re.compile(
    r"(?<![a-z0-9_#./@-])(?<!\d[ ,:])(?P<whole>\d{1,3}(?: \d{3}){1,6})(?:[.,](?P<part>\d{1,2}))?(?![a-z0-9]|[ .,:/-]\d)"
)
_MIXED = re.compile(
    rf"(?<![a-z0-9_#./@:,-])(?P<whole>\d{{1,4}}) (?P<top>[1-3])/(?P<part>[2-48])"
    rf" (?P<scale>{_SCALES}|dollars|euros)(?![a-z])"
)
_VULGAR = re.compile(r"(?<![\d./])(?:(?P<whole>\d{1,6}) ?)?(?P<part>[¼-¾⅐-⅞])")
_VULGAR_HINTS = frozenset("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")


def figures(text: str, words: frozenset[str]) -> Iterator[Numeral]:
    """Every numeral in figures; 12 500 is given as one and as two."""
    yield from map(_figure, _FIGURES.finditer(text))
    yield from map(_spaced, _SPACED.finditer(text))
    yield from map(_mixed, _MIXED.finditer(text))
    for match in _DASHED.finditer(text):
        yield from _ends(match)
    if not words.isdisjoint(_VULGAR_HINTS):
        yield from map(_vulgar, _VULGAR.finditer(text))


def _figure(match: re.Match[str]) -> Numeral:
    scale = SCALE.get(match["scale"] or match["letter"] or "", 1)
    minus = match["minus"] or match["dash"] or match["less"] or ""
    worth = _worth(match) * scale
    start = max(match.start(group) for group in ("n", "eu", "p")) - len(minus)
    return Numeral(start, match.end(), tidy(-worth if minus else worth), "figures", scale >= 1000, scale)


def _worth(match: re.Match[str]) -> Decimal:
    """4,500.50, 4'500.50 and 12.500,00 alike."""
    if match["eu"]:
        return Decimal(match["eu"].replace(".", "").replace(",", "."))
    return Decimal((match["n"] or match["p"]).replace(",", "").replace("'", "") + f"E{match['e'] or 0}")


def _mixed(match: re.Match[str]) -> Numeral:
    """2 1/2 million."""
    unit = SCALE.get(match["scale"], 1)
    worth = (int(match["whole"]) + Decimal(match["top"]) / int(match["part"])) * unit
    end = match.end() if unit > 1 else match.end("part")
    return Numeral(match.start(), end, tidy(worth), "fraction", unit >= 1000, unit)


def _ends(match: re.Match[str]) -> Iterator[Numeral]:
    """Both ends of 10-15k, which mean something only together."""
    for part, scale in (("low", "scale"), ("high", "scale2")):
        unit = SCALE.get(match[scale] or "", 1)
        worth = Decimal(match[part].replace(",", "")) * unit
        yield Numeral(match.start(part), max(match.end(part), match.end(scale)), tidy(worth), "end", unit > 1, unit)


def _spaced(match: re.Match[str]) -> Numeral:
    worth = Decimal(f"{match['whole'].replace(' ', '')}.{match['part'] or 0}")
    return Numeral(match.start(), match.end(), tidy(worth), "spaced", False)


def _vulgar(match: re.Match[str]) -> Numeral:
    """½ and 2½; an eighth has three decimal places, a third as many as a float."""
    worth = int(match["whole"] or 0) + Decimal(repr(unicodedata.numeric(match["part"])))
    return Numeral(match.start(), match.end(), tidy(worth), "fraction", False)
