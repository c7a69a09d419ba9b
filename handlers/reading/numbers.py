"""Numerals of both languages: 4,500.50 · €12.500,00 · forty five thousand · 二十万 · 28万5 · 1.2亿."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from handlers.reading.pieces import Piece, Scene

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS_WORDS = frozenset([*_TENS.split(), "fourty"])
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_SMALL |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)} | {"a": 1, "fourty": 40}
_LARGE = {"hundred": 100, "dozen": 12, "grand": 1000, "thousand": 1000, "million": 10**6, "billion": 10**9}
SCALE = {"k": 10**3, "w": 10**4, "m": 10**6, "mm": 10**6, "mn": 10**6, "mil": 10**6, "mio": 10**6, "bn": 10**9}
SCALE |= {"b": 10**9, **_LARGE}
SCALE |= {name + "s": SCALE[name] for name in ("thousand", "million", "billion")}
_ZH_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_ZH_DIGITS |= {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}

_CODE_BEFORE = "(?<=usd|eur|gbp|cny|rmb|hkd|sgd|twd|ntd|jpy|nok|sek|dkk|chf|aud|cad|inr|myr)"
_COMMA_MONEY = r"(?= ?(?:€|eur|nok|sek|dkk|chf|pln|kr\b|[km]\b|mio))"
_FIGURES = re.compile(
    r"(?:(?P<cur>[$€£¥]) ?)?"
    rf"(?:(?<![^\s(:=,>$€£¥])(?P<minus>-)|(?P<less>负|(?<![a-z])minus )|(?<![a-z0-9_#./@-])(?<!\d:)"
    rf"|{_CODE_BEFORE}|(?<=\brm|\brs))"
    r"(?:(?P<n>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?)"
    r"|(?P<eu>\d{1,3}(?:\.\d{3}){1,6},\d{1,2}|\d{1,3}(?:\.\d{3}){2,6}|(?<=€)\d{1,3}\.\d{3}"
    rf"|(?<=€)\d{{1,9}},\d{{1,2}}|\d{{1,9}},\d{{1,2}}{_COMMA_MONEY})"
    r"|(?P<p>\d{1,15}(?:\.\d{1,6})?))(?!\d|\.\d)"
    r"(?: ?(?P<scale>thousands?|millions?|billions?|hundred|dozen|grand|mil|mio|mn|mm|bn|k|(?(cur)[mb]|(?!)))"
    r"(?![a-z0-9])|(?P<letter>[mw])(?![a-z0-9])|(?![a-z_]|[:/-][a-z0-9])|"
    r"(?=(?:usd|eur|gbp|cny|rmb|hkd|sgd|twd|ntd|jpy|nok|sek|dkk|chf|aud|cad|inr|myr)(?![a-z])))"
)
_WORD = "|".join(sorted([*_SMALL, *_LARGE, "half", "point"], key=len, reverse=True))
_WORDS = re.compile(rf"(?<![a-z-])(?:{_WORD})(?:(?:-| | and | and a )(?:{_WORD})(?![a-z])){{0,15}}(?![a-z])")
_ZH = "零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_CHINESE = re.compile(
    rf"(?<![\d.a-z#第周期拜初])(?:负|-)?(?:\d{{1,12}}(?:\.\d{{1,6}})? ?(?=[{_ZH}])|(?=[{_ZH}]))"
    rf"(?:[{_ZH}]|点(?=[{_ZH}])|(?<=[{_ZH}])\d{{1,4}}(?![\d.,:]|[月号日年点]|[a-z%])){{1,24}}"
)
_LETTERS = re.compile("[a-z]+")
_NO_NUMBER = (["one"], ["a"], ["half"], ["a", "half"])
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")
_PERCENT = re.compile(r" ?(?:%|percent\b|per cent\b|pct\b|个百分点)")
_ZH_PERCENT = re.compile(rf"百分之 ?(?P<n>\d{{1,6}}(?:\.\d{{1,4}})?|[{_ZH.replace('亿', '')}点]{{1,12}})")
_COUNTED = re.compile("[家个条张单笔人天间台件份位名次套部只艘组批项户倍]")
_ZH_HINTS = frozenset(_ZH)
_SPELLED = frozenset([*_SMALL, *_LARGE, "half"]) - {"a"}
HINTS = _ZH_HINTS | _SPELLED | frozenset("0123456789")


class Numeral(NamedTuple):
    """A number as written; `scaled` says that k, M, 万, thousand … was said; `form` figures, words or chinese."""

    start: int
    end: int
    worth: Decimal
    form: str
    scaled: bool


def tidy(value: Decimal) -> Decimal:
    """Without trailing zeros and exponents: 1200000, 12.5."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()


def numerals(scene: Scene) -> list[Numeral]:
    """Every number written in the message, in figures, English words or Chinese characters; they may overlap."""
    if HINTS.isdisjoint(scene.words):
        return []
    return [*_figures(scene.text), *_english(scene), *_chinese(scene)]


def _figures(text: str) -> Iterator[Numeral]:
    for match in _FIGURES.finditer(text):
        scale = SCALE.get(match["scale"] or match["letter"] or "", 1)
        minus = match["minus"] or match["less"] or ""
        worth = _worth(match) * scale
        start = max(match.start(group) for group in ("n", "eu", "p")) - len(minus)
        yield Numeral(start, match.end(), tidy(-worth if minus else worth), "figures", scale >= 1000)


def _worth(match: re.Match[str]) -> Decimal:
    """4,500.50 and 12.500,00 alike."""
    if match["eu"]:
        return Decimal(match["eu"].replace(".", "").replace(",", "."))
    return Decimal((match["n"] or match["p"]).replace(",", ""))


def _english(scene: Scene) -> Iterator[Numeral]:
    if scene.words.isdisjoint(_SPELLED):
        return
    match = _WORDS.search(scene.text)
    while match:
        length, worth, scaled = _longest(match[0]) or (0, None, False)
        if worth is not None:
            yield Numeral(match.start(), match.start() + length, tidy(worth), "words", scaled)
        match = _WORDS.search(scene.text, match.start() + length if length else match.end())


def _longest(said: str) -> tuple[int, Decimal, bool] | None:
    """The longest beginning that is one number: its length, worth, and whether it holds a scale word."""
    tokens = list(_LETTERS.finditer(said))
    while tokens:
        words = [token[0] for token in tokens]
        worth = spelled(words)
        if worth is not None and words[-1] not in ("and", "a") and words not in _NO_NUMBER:
            return tokens[-1].end(), worth, any(SCALE.get(word, 0) >= 1000 for word in words)
        tokens.pop()
    return None


def spelled(words: list[str]) -> Decimal | None:
    """["two", "and", "a", "half", "million"] → 2500000; None for what is not one number."""
    total, current, last = Decimal(0), Decimal(0), ""
    for place, word in enumerate(words):
        if word == "point":
            return _with_fraction(total, current, words[place + 1 :])
        if word == "and" or (word == "a" and place and words[place - 1] in ("and", "half")):
            continue
        stepped = _step(current, last, word)
        if stepped is None:
            return None
        current = stepped
        if SCALE.get(word, 0) >= 1000:
            total, current = total + current, Decimal(0)
        last = word
    return total + current if last else None


def _step(current: Decimal, last: str, word: str) -> Decimal | None:
    """`current` after one more word; None where the word cannot follow."""
    if word == "half":
        return None if last == "half" or last in _LARGE else current + Decimal("0.5")
    if word in _LARGE:
        return (current or Decimal(1)) * _LARGE[word] if last or word in ("hundred", "thousand", "million") else None
    value = _SMALL[word]
    follows = not last or last in _LARGE or (last in _TENS_WORDS and 0 < value < 10)
    return current + value if follows else None


def _with_fraction(total: Decimal, current: Decimal, words: list[str]) -> Decimal | None:
    """The digits after "point", and the scale that may follow them."""
    digits = ""
    while words and _SMALL.get(words[0], 10) < 10 and words[0] != "a":
        digits, words = digits + str(_SMALL[words[0]]), words[1:]
    if not digits or len(words) > 1 or (words and words[0] not in _LARGE):
        return None
    return total + (current + Decimal("0." + digits)) * (_LARGE[words[0]] if words else 1)


def _chinese(scene: Scene) -> Iterator[Numeral]:
    if scene.words.isdisjoint(_ZH_HINTS):
        return
    for match in _CHINESE.finditer(scene.text):
        said = match[0].rstrip("点 ")
        minus = said[0] in "负-"
        worth = chinese(said[1:] if minus else said)
        if worth is not None:
            scaled = "万" in said or "亿" in said
            yield Numeral(match.start(), match.start() + len(said), tidy(-worth if minus else worth), "chinese", scaled)


def chinese(said: str) -> Decimal | None:
    """十六万五 → 165000, 一千零五 → 1005, 1.2亿, 二零二六 → 2026; None for what is not one number."""
    if len(said) > 1 and all(char in _ZH_DIGITS for char in said):
        return Decimal("".join(str(_ZH_DIGITS[char]) for char in said)) if len(said) > 2 else None
    return _Chinese().read(said.replace(" ", ""))


class _Chinese:
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
        if token in _ZH_UNITS:
            return self._unit(_ZH_UNITS[token])
        if token == "零":
            self.short = False
            return self.digit is None
        free, self.digit = self.digit is None, Decimal(_ZH_DIGITS.get(token, token))
        return free

    def _unit(self, unit: int) -> bool:
        said = self.digit is not None
        if unit < 10**4:
            self.section += (self.digit if self.digit is not None else 1) * unit
            good = (said or unit == 10) and (unit < self.unit or self.unit in (1, 10**4, 10**8))
        else:
            whole = self.section + (self.digit or 0)
            good = whole > 0 or self.total > 0
            self.total, self.section = self._raised(whole, unit), Decimal(0)
        self.digit, self.unit, self.short = None, unit, True
        return good

    def _raised(self, whole: Decimal, unit: int) -> Decimal:
        return (self.total + whole) * unit if unit == 10**8 else self.total + whole * unit

    def _fraction(self, said: str) -> bool:
        digits = said.rstrip("万亿")
        if not digits or any(char not in _ZH_DIGITS for char in digits):
            return False
        self.section += (self.digit or 0) + Decimal("0." + "".join(str(_ZH_DIGITS[char]) for char in digits))
        self.digit = None
        return all(self._unit(_ZH_UNITS[char]) for char in said[len(digits) :])

    def _end(self) -> Decimal:
        rest = self.digit or Decimal(0)
        if self.short and self.unit > 10 and rest == rest.to_integral_value() and rest < 10:
            rest *= self.unit // 10
        return self.total + self.section + rest


def plain(scene: Scene, found: list[Numeral]) -> Iterator[Piece]:
    """Numbers and percentages; a lone Chinese digit only where something is counted."""
    for numeral in found:
        percent = _PERCENT.match(scene.text, numeral.end)
        if percent:
            yield Piece(numeral.start, percent.end(), "percent", numeral.worth, "percent")
        elif _stands(scene.text, numeral):
            yield Piece(numeral.start, numeral.end, "number", numeral.worth, numeral.form)
    yield from _parts_of_hundred(scene)


def _stands(text: str, numeral: Numeral) -> bool:
    lone = numeral.form == "chinese" and numeral.end - numeral.start == 1
    return not lone or (text[numeral.start] not in "一零" and bool(_COUNTED.match(text, numeral.end)))


def _parts_of_hundred(scene: Scene) -> Iterator[Piece]:
    if "百" not in scene.words:
        return
    for match in _ZH_PERCENT.finditer(scene.text):
        worth = Decimal(match["n"]) if match["n"].isascii() else chinese(match["n"])
        if worth is not None:
            yield Piece(match.start(), match.end(), "percent", tidy(worth), "percent")
