"""Numerals in Chinese characters, alone or with figures: 二十万 · 28万5 · 1.2亿 · 壹仟零伍 · 卅三 · 三分之一."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.numerals import Numeral, tidy

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_DIGITS |= {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
LETTERS = "零一二三四五六七八九十百千万亿兆两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
HINTS = frozenset(LETTERS)
_NUMERAL = re.compile(
    r"(?<![\d.a-z#第周期拜初])(?:负|(?:(?<![\d\w)-])|(?<=[成为到是]))-)?"
    rf"(?:\d{{1,12}}(?:\.\d{{1,6}})? ?(?=[{LETTERS}])|(?=[{LETTERS}]))"
    rf"(?:[{LETTERS}]|点(?=[{LETTERS}])|(?<=[{LETTERS}])\d{{1,4}}(?![\d.,:]|[月号日年点]|[a-z%])"
    rf"|(?<=[{LETTERS}点]) {{1,2}}(?=[{LETTERS}])(?![{LETTERS}][月号日年])| {{1,2}}点 {{1,2}}(?=[{LETTERS}])){{1,24}}"
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")
_FRACTION = re.compile(
    rf"(?:(?P<whole>[{LETTERS}]{{1,6}})又)?(?P<part>[{LETTERS}]{{1,6}}|\d{{1,6}}) ?分 ?之 ?"
    rf"(?P<top>[{LETTERS}]{{1,6}}|\d{{1,6}})"
)
_OF_HUNDRED = re.compile("[百千万佰仟]+")
_TRAILING = re.compile("[百千万亿兆佰仟]+$")


def chinese_numerals(text: str, words: frozenset[str]) -> Iterator[Numeral]:
    """Every numeral that has a Chinese character in it; where blanks join what is not one number, each part."""
    if words.isdisjoint(HINTS):
        return
    for match in _NUMERAL.finditer(text):
        whole = _numeral(match[0], match.start())
        if whole:
            yield whole
        elif " " in match[0]:
            parts = (_numeral(part[0], match.start() + part.start()) for part in re.finditer("[^ ]+", match[0]))
            yield from filter(None, parts)
    if "之" in words:
        yield from _fractions(text)


def _numeral(written: str, start: int) -> Numeral | None:
    said = written.rstrip("点 ")
    minus = said[:1] in ("负", "-")
    worth = chinese(said[1:] if minus else said)
    if worth is None:
        return None
    scaled = not HINTS.isdisjoint(said) and any(unit in said for unit in "万亿兆")
    return Numeral(start, start + len(said), tidy(-worth if minus else worth), "chinese", scaled, _counted_in(said))


def _counted_in(said: str) -> int:
    """三百万 → 1000000; 三十 is counted in ones."""
    trailing = _TRAILING.search(said)
    unit = 1
    for char in trailing[0] if trailing else "":
        unit *= _UNITS[char]
    return unit


def _fractions(text: str) -> Iterator[Numeral]:
    """三分之一, 一又二分之一; those of a hundred, a thousand … are percentages."""
    for match in _FRACTION.finditer(text):
        whole, part, top = (_whole(match[group]) for group in ("whole", "part", "top"))
        if part and top is not None and not _OF_HUNDRED.fullmatch(match["part"]):
            yield Numeral(match.start(), match.end(), tidy((whole or 0) + top / part), "fraction", False)


def _whole(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said) if said.isdecimal() else chinese(said)


def chinese(said: str) -> Decimal | None:
    """十六万五 → 165000, 一千零五 → 1005, 1.2亿, 二零二六 → 2026; None for what is not one number."""
    if len(said) > 1 and all(char in _DIGITS for char in said):
        return Decimal("".join(str(_DIGITS[char]) for char in said)) if len(said) > 2 else None
    return _Sum().read(said.replace(" ", "").translate(_TENS))


class _Sum:
    """Adds up one Chinese numeral from left to right."""

    def __init__(self) -> None:
        self.total = self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.unit = 1
        self.short = True  # 两百五 is 250: the last digit belongs to the unit below, unless 零 stands between

    def read(self, said: str) -> Decimal | None:
        whole, point, fraction = said.partition("点")
        tokens = _TOKEN.findall(whole) + ([point + fraction] if point else [])
        return self._end() if tokens and all(self._take(token) for token in tokens) else None

    def _take(self, token: str) -> bool:
        if token[0] == "点":
            return self._fraction(token[1:])
        if token in _UNITS:
            return self._unit(_UNITS[token])
        if token == "零":
            self.short = False
            return self.digit is None
        self.short = self.short and token[0] != "0"
        free, self.digit = self.digit is None, Decimal(_DIGITS.get(token, token))
        return free

    def _unit(self, unit: int) -> bool:
        said = self.digit is not None
        if unit < 10**4:
            self.section += (self.digit if self.digit is not None else 1) * unit
            good = (said or unit == 10) and (unit < self.unit or self.unit in (1, 10**4, 10**8, 10**12))
        else:
            whole = self.section + (self.digit or 0)
            good = whole > 0 or self.total > 0
            self.total, self.section = self._raised(whole, unit), Decimal(0)
        self.digit, self.unit, self.short = None, unit, True
        return good

    def _raised(self, whole: Decimal, unit: int) -> Decimal:
        """A unit counts what was said since a greater one: 五兆六十二亿; 万亿 and 万万 multiply."""
        below = self.total % unit
        counted = below + whole
        return self.total - below + counted * unit if counted else self.total * unit

    def _fraction(self, said: str) -> bool:
        digits = said.rstrip("万亿兆")
        if not digits or any(char not in _DIGITS for char in digits):
            return False
        self.section += (self.digit or 0) + Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))
        self.digit = None
        return all(self._unit(_UNITS[char]) for char in said[len(digits) :])

    def _end(self) -> Decimal:
        rest = self.digit or Decimal(0)
        if self.short and self.unit > 10 and rest == rest.to_integral_value() and rest < 10:
            rest *= self.unit // 10
        return self.total + self.section + rest
