"""Numerals in English words: forty-five thousand · two and a half million · three and one fourth."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.numerals import LARGE, SCALE, Numeral, tidy

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS_WORDS = frozenset([*_TENS.split(), "fourty"])
_SMALL = {word: value for value, word in enumerate(_ONES.split())}
_SMALL |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)} | {"a": 1, "fourty": 40}
_PLURALS = {f"{word}s": word for word in ("thousand", "million", "billion", "crore", "lakh")}
_WORD = "|".join(sorted([*_SMALL, *LARGE, *_PLURALS, "half", "point"], key=len, reverse=True))
_GAP = r"(?: {0,2}- {0,2}| {1,3}| {1,2}and {1,2}| and a )"
_WORDS = re.compile(
    rf"(?P<minus>(?<![a-z])(?:minus|negative) )?(?<![a-z-])"
    rf"(?P<said>(?:{_WORD})(?:{_GAP}(?:{_WORD})(?![a-z])){{0,25}})(?![a-z])"
)
_LETTERS = re.compile("[a-z]+")
_NO_NUMBER = (["one"], ["a"], ["half"], ["a", "half"])
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_PARTS = {word: value for value, word in enumerate(_ORDINALS.split(), start=1)}
_PARTS |= {"twentieth": 20, "hundredth": 100, "thousandth": 1000, "millionth": 10**6}
_SMALL_WORD = "one|two|three|four|five|six|seven|eight|nine"
_FRACTION = re.compile(
    rf"(?<![a-z-])(?:(?P<whole>(?:{_WORD})(?:[ -](?:{_WORD})){{0,5}}) and )?"
    rf"(?:(?P<top>{_SMALL_WORD})[ -]|(?P<a>an? ))(?:(?P<tens>{'|'.join(_TENS_WORDS)})[ -])?"
    rf"(?P<part>{'|'.join(_PARTS)})(?P<many>s)?(?![a-z])"
)
_QUARTERS = re.compile(
    r"(?<![a-z])(?P<top>a|one|three)[ -]quarters?(?: of)?(?: an?)?[ -](?P<scale>million|billion)(?![a-z])"
)
_OF = re.compile(r" of(?![a-z])|\W*$")
_VAGUE = re.compile(r"(?<![a-z])(?:(?P<couple>(?:a )?couple (?:of )?)|(?:a )?few |several |many )$")
_LARGE_WORDS = tuple(LARGE)
_ARTICLE = re.compile(r"(?<![a-z])(?:an?|one) (?=[a-z])")
_PARTS_HINTS = frozenset(_PARTS).union(f"{part}s" for part in _PARTS)
SPELLED = frozenset([*_SMALL, *LARGE, *_PLURALS, "half"]) - {"a"}
HINTS = SPELLED | _PARTS_HINTS


def spelled_numerals(text: str, words: frozenset[str]) -> Iterator[Numeral]:
    """Every numeral in words; fractions also overlap the words that they are made of."""
    if not words.isdisjoint(_PARTS_HINTS):
        yield from _fractions(text)
    if "million" in words or "billion" in words:
        yield from _quarters(text)
    if not words.isdisjoint(SPELLED):
        yield from _numerals(text)


def articles(text: str) -> Iterator[Numeral]:
    """The a of "a dollar", which is a number only of money."""
    for match in _ARTICLE.finditer(text):
        yield Numeral(match.start(), match.end() - 1, Decimal(1), "article", False)


def _numerals(text: str) -> Iterator[Numeral]:
    match = _WORDS.search(text)
    while match:
        length, worth, scale = _longest(match["said"]) or (0, None, 1)
        vague = (
            _VAGUE.search(text, max(0, match.start() - 16), match.start())
            if match["said"].startswith(_LARGE_WORDS)
            else None
        )
        if worth is not None and (vague is None or vague["couple"]):
            start = vague.start() if vague else match.start()
            worth *= (-1 if match["minus"] else 1) * (2 if vague else 1)
            yield Numeral(start, match.start("said") + length, tidy(worth), "words", scale >= 1000, scale)
        match = _WORDS.search(text, match.start("said") + length if length else match.end())


def _longest(said: str) -> tuple[int, Decimal, int] | None:
    """The longest beginning that is one number: its length, worth, and its greatest scale word."""
    tokens = list(_LETTERS.finditer(said))
    while tokens:
        words = [token[0] for token in tokens]
        worth = spelled(words)
        if worth is not None and words[-1] not in ("and", "a") and words not in _NO_NUMBER:
            return tokens[-1].end(), worth, max(SCALE.get(word, 1) for word in words)
        tokens.pop()
    return None


def spelled(words: list[str]) -> Decimal | None:
    """["two", "and", "a", "half", "million"] → 2500000; None for what is not one number."""
    total, current, last = Decimal(0), Decimal(0), ""
    for place, said in enumerate(words):
        word = _PLURALS.get(said, said)
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
        return None if last == "half" or last in LARGE else current + Decimal("0.5")
    if word in LARGE:
        return (current or Decimal(1)) * LARGE[word] if last or word in ("hundred", "thousand", "million") else None
    value = _SMALL[word]
    follows = not last or last in LARGE or (last in _TENS_WORDS and 0 < value < 10)
    return current + value if follows else None


def _with_fraction(total: Decimal, current: Decimal, words: list[str]) -> Decimal | None:
    """The digits after "point" (or "seventy-one"), and the scale that may follow them."""
    words = [_PLURALS.get(word, word) for word in words]
    scale = LARGE[words.pop()] if words and words[-1] in LARGE else 1
    small = [_SMALL.get(word, 100) for word in words]
    if all(digit < 10 for digit in small):
        digits = "".join(map(str, small))
    else:
        worth = spelled(words)
        digits = str(worth) if worth is not None and worth < 100 else ""
    return total + (current + Decimal(f"0.{digits}")) * scale if digits and "a" not in words else None


def _quarters(text: str) -> Iterator[Numeral]:
    """A quarter million, three quarters of a million."""
    for match in _QUARTERS.finditer(text):
        unit = LARGE[match["scale"]]
        worth = Decimal(_SMALL[match["top"]]) / 4 * unit
        yield Numeral(match.start(), match.end(), tidy(worth), "fraction", True, unit)


def _fractions(text: str) -> Iterator[Numeral]:
    """two thirds, one and a fourth; "a fifth" only where something is divided ("a third party" is not)."""
    for match in _FRACTION.finditer(text):
        whole = spelled(_LETTERS.findall(match["whole"])) if match["whole"] else Decimal(0)
        if whole is not None and _divides(match):
            part = _SMALL.get(match["tens"] or "", 0) + _PARTS[match["part"]]
            worth = whole + Decimal(_SMALL[match["top"] or "a"]) / part
            yield Numeral(match.start(), match.end(), tidy(worth), "fraction", False)


def _divides(match: re.Match[str]) -> bool:
    """The first and the second of something are no parts of it, nor is the twenty-first."""
    if match["part"] in ("first", "second") or match["tens"]:
        return bool(match["tens"] and match["many"]) and match["part"] != "second"
    plural = bool(match["many"]) == (_SMALL[match["top"] or "a"] > 1)
    return plural and bool(match["top"] or match["whole"] or _OF.match(match.string, match.end()))
