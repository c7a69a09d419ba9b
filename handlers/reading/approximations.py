"""Chinese ways to say about how much: 五六千 · 三十多万 · 一百多元; and ranks, 第三到第五."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.characters import LETTERS, chinese
from handlers.reading.money import currency_after
from handlers.reading.numerals import tidy
from handlers.reading.pieces import Piece
from handlers.reading.quantities import COUNTED, OTHER, range_piece

_PAIR = re.compile(
    rf"(?<![{LETTERS}\d第周期])(?P<head>[二三四五六七八九]?十)?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])"
    rf"(?P<tail>[十百千万亿]{{0,3}})(?![{LETTERS}\d])"
)
_ODD = re.compile(rf"(?P<n>\d{{1,9}}|[{LETTERS}]{{1,6}})多(?P<unit>[百千万亿]{{0,2}})")
_RANK = rf"\d{{1,4}}|[{LETTERS}]{{1,5}}"
_RANKS = re.compile(rf"在?第(?P<low>{_RANK})[名位]?(?:[和与到至~]|-)第(?P<high>{_RANK})[名位]?(?:之间|间)?")


def approximations(text: str) -> Iterator[Piece]:
    yield from _neighbours(text)
    yield from _odd(text)
    yield from _ranks(text)


def _neighbours(text: str) -> Iterator[Piece]:
    """五六千 is from 5000 to 6000, 十五六个 15 or 16; a currency may follow."""
    for match in _PAIR.finditer(text):
        low, high = (chinese(f"{match['head'] or ''}{match[end]}{match['tail']}") for end in "ab")
        stands = match["head"] or match["tail"] or COUNTED.match(text, match.end())
        if low and high and low < high <= low * 2 and stands and not OTHER.match(text, match.end()):
            yield _priced(text, match, tidy(low), tidy(high))


def _odd(text: str) -> Iterator[Piece]:
    """三十多万: 300,000 and something; 一百多元."""
    for match in _ODD.finditer(text):
        said = f"{match['n']}{match['unit']}"
        worth = Decimal(said) if said.isdecimal() else chinese(said)
        if worth and not OTHER.match(text, match.end()):
            yield _priced(text, match, tidy(worth), None)


def _priced(text: str, match: re.Match[str], low: Decimal, high: Decimal | None) -> Piece:
    """With the currency that may follow; 万 alone is money as well."""
    code, end = currency_after(text, match.end())
    money = code is not None or not {"万", "亿"}.isdisjoint(match[0])
    return range_piece(match.start(), end, low, high, code, money)


def _ranks(text: str) -> Iterator[Piece]:
    """第十和第十五之间, 第三到第五."""
    for match in _RANKS.finditer(text):
        low, high = (Decimal(said) if said.isdecimal() else chinese(said) for said in match.group("low", "high"))
        if low and high and low < high and not OTHER.match(text, match.end()):
            yield range_piece(match.start(), match.end(), tidy(low), tidy(high), None, False)
