"""Ranges of numbers and of money: between 10k and 20k · 10-15k · at least $5k · 五到十万 · 三千以上 · 五六千."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from handlers.reading.approximations import approximations
from handlers.reading.limits import limits
from handlers.reading.numerals import Numeral
from handlers.reading.pieces import Piece, Scene
from handlers.reading.quantities import COUNTED, OTHER, Quantity, quantities_of, range_piece

_INCLUDED = r"(?:\(不?含\))?"
_SURE_JOINT = re.compile(rf"{_INCLUDED} {{0,2}}(?:to|through|thru|至|到|~|--|- ?-) ?")
_AND_JOINT = re.compile(r" ?(?:and|和|与|跟) ?")
_DASH_JOINT = re.compile(rf"{_INCLUDED} {{0,2}}- ?")
_BETWEEN = re.compile(r"(?<![a-z])between (?:the )?$|(?:在|介于) ?$")
_FROM = re.compile(r"(?:(?<![a-z])from|从|在) ?$")
_ABOUT = re.compile(r"(?:(?<![a-z])(?:about|around|roughly|approx\.?|costs?|price|budget|is)|大概|大约|约|有) ?$")
_WITHIN = re.compile(r" ?(?:之间|间)")
_CHANGING = re.compile(
    r"(?<![a-z])(?:rais|increas|bump|chang|mov|rose|grew|grow|drop|fell|fall|cut|up|down|went|go|jump|lower|updat)"
    r"[a-z]{0,4}(?![a-z])[^.;!?]{0,40}$|[调改涨升降提增减跌加].{0,12}$"
)
_HINTS = frozenset(
    "to through thru between and than over above least minimum min exceed exceeds exceeding exceeded surpass surpasses "
    "surpassing surpassed upwards upward north starting under below most up maximum max south more less or plus tops "
    "$ + ≥ ≤ 至 到 和 与 跟 间 于 超 少 多 过 足 低 高 上 下 内 起 封".split()
)
_SIGNS = re.compile("[-~<>]|[一二三四五六七八九两]{2}")


def amount_ranges(scene: Scene, numerals: list[Numeral], moneys: Iterable[Piece]) -> Iterator[Piece]:
    """The ranges between two quantities, above one and below one; `moneys` are the pieces of money of the message."""
    if scene.words.isdisjoint(_HINTS) and not _SIGNS.search(scene.text):
        return
    quantities = quantities_of(numerals, moneys)
    yield from _between(scene.text, quantities)
    yield from limits(scene.text, quantities)
    yield from approximations(scene.text)


def _between(text: str, quantities: list[Quantity]) -> Iterator[Piece]:
    starts: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        starts.setdefault(quantity.start, []).append(quantity)
    for low in quantities:
        for joint, sure in ((_SURE_JOINT, True), (_AND_JOINT, False), (_DASH_JOINT, False)):
            match = joint.match(text, low.end)
            for high in starts.get(match.end(), ()) if match else ():
                piece = _joined(text, low, high, sure, dash=joint is _DASH_JOINT)
                if piece:
                    yield piece


def _joined(text: str, low: Quantity, high: Quantity, sure: bool, dash: bool) -> Piece | None:
    """A range where the words around, or the two quantities, say that it is one."""
    start, end, framed = _frame(text, low, high)
    evident = sure or framed or low.money or high.money
    if dash:
        evident = evident or bool(COUNTED.match(text, high.end) or _ABOUT.search(text, 0, low.start))
        evident = evident or bool(high.numeral and high.numeral.scaled) or "," in text[high.start : high.end]
    elif not sure:
        evident = framed
    worth, currency = _shared(low, high), low.currency or high.currency
    same = low.currency == high.currency or None in (low.currency, high.currency)
    if not evident or not same or not worth < high.worth or OTHER.match(text, high.end) or _changes(text, low):
        return None
    return range_piece(start, end, worth, high.worth, currency, low.money or high.money)


def _frame(text: str, low: Quantity, high: Quantity) -> tuple[int, int, bool]:
    """Where a range with its "between … and" or 在…之间 begins and ends, and whether it has one."""
    between, within = _BETWEEN.search(text, 0, low.start), _WITHIN.match(text, high.end)
    origin = between or _FROM.search(text, 0, low.start)
    start = origin.start() if origin else low.start
    english = between is not None and between[0].startswith("between")
    return start, within.end() if within else high.end, english or within is not None


def _changes(text: str, low: Quantity) -> bool:
    """Raised from 40k to 50k is no range."""
    return bool(_FROM.search(text, 0, low.start) and _CHANGING.search(text, 0, low.start - 2))


def _shared(low: Quantity, high: Quantity) -> Decimal:
    """What the low end is worth: 10 in 10-15k is 10,000, 五 in 五到十万 is 五万; 8500到3万 says both whole."""
    unit = high.numeral.unit if high.numeral and (low.numeral is None or low.numeral.unit == 1) else 1
    while unit > 1:
        if low.worth < high.worth / unit:
            return low.worth * unit
        unit = _smaller(unit) if high.numeral and high.numeral.form == "chinese" else 1
    return low.worth


def _smaller(unit: int) -> int:
    """The unit that a compound one was said in: a 百万 is counted in 万."""
    return next((base for base in (10**8, 10**4) if unit > base and unit % base == 0), 1)
