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
        for joint in (_SURE_JOINT, _AND_JOINT, _DASH_JOINT):
            match = joint.match(text, low.end)
            highs = starts.get(match.end(), ()) if match else ()
            yield from filter(None, (_joined(text, low, high, joint) for high in highs))


def _joined(text: str, low: Quantity, high: Quantity, joint: re.Pattern[str]) -> Piece | None:
    """A range where the words around, or the two quantities, say that it is one."""
    start, end, framed = _frame(text, low, high)
    evident = framed or joint is _SURE_JOINT or (joint is _DASH_JOINT and _dash_joins(text, low, high))
    worth = _shared(low, high)
    currencies = {low.currency, high.currency} - {None}
    if not evident or len(currencies) > 1 or worth >= high.worth:
        return None
    if OTHER.match(text, high.end) or _changes(text, low):
        return None
    money = low.money or high.money or _scaled(high)
    return range_piece(start, end, worth, high.worth, next(iter(currencies), None), money)


def _dash_joins(text: str, low: Quantity, high: Quantity) -> bool:
    """10-12 is a date, 10-12k, 3-5 people, about 3-5 and 10,000-12,000 are not."""
    counted = COUNTED.match(text, high.end) or _ABOUT.search(text, max(0, low.start - 20), low.start)
    return low.money or high.money or _scaled(high) or bool(counted) or "," in text[high.start : high.end]


def _scaled(quantity: Quantity) -> bool:
    return bool(quantity.numeral and quantity.numeral.scaled)


def _frame(text: str, low: Quantity, high: Quantity) -> tuple[int, int, bool]:
    """Where a range with its "between … and" or 在…之间 begins and ends, and whether it has one."""
    between, within = _BETWEEN.search(text, max(0, low.start - 20), low.start), _WITHIN.match(text, high.end)
    origin = between or _FROM.search(text, max(0, low.start - 20), low.start)
    start = origin.start() if origin else low.start
    english = between is not None and between[0].startswith("between")
    return start, within.end() if within else high.end, english or within is not None


def _changes(text: str, low: Quantity) -> bool:
    """Raised from 40k to 50k is no range."""
    return bool(
        _FROM.search(text, max(0, low.start - 20), low.start)
        and _CHANGING.search(text, max(0, low.start - 60), low.start - 2)
    )


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
