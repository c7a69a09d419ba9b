"""Ranges of numbers and of money: between 10k and 20k · 10-15k · at least $5k · 五到十万 · 三千以上 · 五六千."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from handlers.reading.characters import LETTERS, chinese
from handlers.reading.numbers import MEASURE
from handlers.reading.numerals import Numeral, tidy
from handlers.reading.pieces import Piece, Scene
from handlers.reading.spans import AmountRange, NumberRange

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
# What makes of 10 or 30 the amount of something that is no plain number.
_OTHER = re.compile(
    r" {0,2}(?:%|percent|per cent|pct|‰|个百分点|(?:business |working )?days?|years?\b(?! old)|months?|weeks?|"
    r"hours?|hrs?|minutes?|mins?|seconds?|quarters?|[ap]\.?m\b|o'clock|[年月天周日号点秒时]|分钟|小时|工作日|星期|季度|"
    r"个(?:小时|月|星期|工作日|季度|钟头)|折|成(?!交))|[/:]\d|-\d"
)
_COUNTED = re.compile(rf" ?[{MEASURE}]| people\b| (?!(?:is|was|its|has|does)\b)[a-z]{{3,}}s\b")
_MIN = (
    r"(?:more|greater|higher|larger|bigger) than(?: or equal to)?|over|above|at least|not? (?:less|fewer|lower) than|"
    r"(?:a )?minimum(?: of)?|min|exceed(?:s|ing|ed)?|surpass(?:es|ing|ed)?|upwards? of|north of|starting (?:at|from)|"
    r">= ?|> ?=|>|≥|大于(?:或者?)?等于|大于|超过了?|超出|高于|高过|多于|不小于|不少于|不低于|不下|至少|起码|最少|最低"
)
_MAX = (
    r"(?:less|fewer|lower|smaller|cheaper) than(?: or equal to)?|under|below|at most|up to|not exceeding|south of|"
    r"not? (?:more|greater|higher) than|(?:a )?maximum(?: of)?|max|<= ?|< ?=|<|≤|"
    r"小于(?:或者?)?等于|小于|少于|低于|不到|不足|不超过|不高于|不大于|不多于|至多|最多|顶多|最高"
)
_ABOUT_IT = r"(?: ?(?:about|around|the|an?(?= (?:hundred|thousand|million))|有|了|达|是))?"
_LIMIT = re.compile(rf"(?<![a-z<>])(?:(?P<max>{_MAX})|(?P<min>{_MIN})){_ABOUT_IT} {{0,2}}$")
_OF_THEM = r"[个次人家名条台件岁单位]?(?:\(含\))?(?:或者?|及其?|和)?"
_MIN_AFTER = (
    r" ?(?:or|and) (?:more|above|up|over|higher|greater(?: than)?|larger|better)| ?plus(?![a-z])| ?at least(?![a-z])"
    rf"| ?\+(?!\d)|{_OF_THEM}以上|[个元]?起(?![来床到码])|多(?=[个家人条张单件台份位名次块元套部种])"
)
_MAX_AFTER = (
    r" ?(?:or|and) (?:less|below|under|fewer|lower|smaller)| ?at most(?![a-z])| tops(?![a-z])| max(?![a-z])"
    rf"|{_OF_THEM}(?:以下|以内|之内)|封顶"
)
_AFTER = re.compile(f"(?P<min>{_MIN_AFTER})|(?P<max>{_MAX_AFTER})")
_AGE = re.compile(r" (?:years?|yrs?) old| ?岁")
_BOTH = re.compile(r" ?(?:and|but|且|并且?|而且?|,) ?(?:is |also )?")
_PAIR = re.compile(
    rf"(?<![{LETTERS}\d第周期])(?P<head>[二三四五六七八九]?十)?(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])"
    rf"(?P<tail>[十百千万亿]{{0,3}})(?![{LETTERS}\d])"
)
_ODD = re.compile(rf"(?P<n>\d{{1,9}}|[{LETTERS}]{{1,6}})多(?P<unit>[百千万亿]{{1,2}})")
_HINTS = frozenset(
    "to through thru between and than over above least minimum min exceed exceeds exceeding exceeded surpass surpasses "
    "surpassing surpassed upwards upward north starting under below most up maximum max south more less or plus tops "
    "$ + ≥ ≤ 至 到 和 与 跟 间 于 超 少 多 过 足 低 高 上 下 内 起 封".split()
)
_SIGNS = re.compile("[-~<>]|[一二三四五六七八九两]{2}")


class Quantity(NamedTuple):
    """A number or an amount of money that may be an end of a range; `numeral` is how its number was written."""

    start: int
    end: int
    worth: Decimal
    currency: str | None
    money: bool
    numeral: Numeral | None

    @property
    def ranked(self) -> tuple[int, bool]:
        return self.end, self.money


class Limit(NamedTuple):
    """text[start:end] gives a least or a greatest quantity."""

    start: int
    end: int
    least: bool
    quantity: Quantity


def amount_ranges(scene: Scene, numerals: list[Numeral], moneys: Iterable[Piece]) -> Iterator[Piece]:
    """The ranges between two quantities, above one and below one; `moneys` are the pieces of money of the message."""
    if scene.words.isdisjoint(_HINTS) and not _SIGNS.search(scene.text):
        return
    quantities = _quantities(numerals, moneys)
    yield from _between(scene.text, quantities)
    yield from _limits(scene.text, quantities)
    yield from _neighbours(scene.text)
    yield from _odd(scene.text)


def _quantities(numerals: list[Numeral], moneys: Iterable[Piece]) -> list[Quantity]:
    """Amounts before the numbers that are in them, so that the longest is met first."""
    written = {numeral.end: numeral for numeral in numerals} | {numeral.start: numeral for numeral in numerals}
    found = [Quantity(n.start, n.end, n.worth, None, False, n) for n in numerals]
    for piece in moneys:
        numeral = written.get(piece.start) or next((n for n in numerals if piece.start <= n.start < piece.end), None)
        found.append(Quantity(piece.start, piece.end, piece.value.amount, piece.value.currency, True, numeral))
    return sorted(found, key=lambda quantity: quantity.ranked, reverse=True)


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
        evident = evident or bool(_COUNTED.match(text, high.end) or _ABOUT.search(text, 0, low.start))
        evident = evident or bool(high.numeral and high.numeral.scaled) or "," in text[high.start : high.end]
    elif not sure:
        evident = framed
    worth, currency = _shared(low, high), low.currency or high.currency
    same = low.currency == high.currency or None in (low.currency, high.currency)
    if not evident or not same or not worth < high.worth or _OTHER.match(text, high.end) or _changes(text, low):
        return None
    return _range(start, end, worth, high.worth, currency, low.money or high.money)


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


def _range(start: int, end: int, low: Decimal | None, high: Decimal | None, currency: str | None, money: bool) -> Piece:
    if money:
        return Piece(start, end, "money_range", AmountRange(low, high, currency), "money range")
    return Piece(start, end, "number_range", NumberRange(low, high), "number range")


def _limits(text: str, quantities: list[Quantity]) -> Iterator[Piece]:
    """At least five, 五万以上, and both of "more than 5 and less than 9"."""
    limits = [limit for quantity in quantities for limit in _limited(text, quantity)]
    for limit in limits:
        yield _open(limit)
    for first in limits:
        for second in limits:
            joint = _BOTH.fullmatch(text, first.end, second.start) if first.end <= second.start else None
            if joint and first.least != second.least and not _opposed(first, second):
                yield _closed(first, second)


def _limited(text: str, quantity: Quantity) -> Iterator[Limit]:
    before = _LIMIT.search(text, max(0, quantity.start - 40), quantity.start)
    after = _AFTER.match(text, quantity.end)
    if _OTHER.match(text, quantity.end) or (after and _OTHER.match(text, after.end())):
        return
    age = _AGE.match(text, quantity.end)
    spoken = age.end() if age else quantity.end
    if before:
        end = after.end() if after and bool(after["min"]) == bool(before["min"]) else spoken
        yield Limit(before.start(), end, bool(before["min"]), quantity)
    elif after:
        yield Limit(quantity.start, after.end(), bool(after["min"]), quantity)


def _open(limit: Limit) -> Piece:
    quantity = limit.quantity
    low, high = (quantity.worth, None) if limit.least else (None, quantity.worth)
    return _range(limit.start, limit.end, low, high, quantity.currency, quantity.money)


def _opposed(first: Limit, second: Limit) -> bool:
    """More than 50 and less than 12: two limits, but no range."""
    low, high = (first, second) if first.least else (second, first)
    return low.quantity.worth >= high.quantity.worth


def _closed(first: Limit, second: Limit) -> Piece:
    low, high = (first.quantity, second.quantity) if first.least else (second.quantity, first.quantity)
    currency = low.currency or high.currency
    return _range(first.start, second.end, low.worth, high.worth, currency, low.money or high.money)


def _neighbours(text: str) -> Iterator[Piece]:
    """五六千 is from 5000 to 6000, 十五六个 15 or 16; a currency may follow."""
    for match in _PAIR.finditer(text):
        low, high = (chinese(f"{match['head'] or ''}{match[end]}{match['tail']}") for end in "ab")
        stands = match["head"] or match["tail"] or _COUNTED.match(text, match.end())
        if low and high and low < high <= low * 2 and stands and not _OTHER.match(text, match.end()):
            yield _priced(text, match, tidy(low), tidy(high))


def _odd(text: str) -> Iterator[Piece]:
    """三十多万: 300,000 and something."""
    for match in _ODD.finditer(text):
        worth = chinese(f"{match['n']}{match['unit']}")
        if worth and not _OTHER.match(text, match.end()):
            yield _priced(text, match, tidy(worth), None)


_PRICE = re.compile(r"(?:元|块钱?|人民币)|(?P<usd>美[元金刀])")


def _priced(text: str, match: re.Match[str], low: Decimal, high: Decimal | None) -> Piece:
    price = _PRICE.match(text, match.end())
    if price is None:
        return _range(match.start(), match.end(), low, high, None, not set("万亿").isdisjoint(match[0]))
    return _range(match.start(), price.end(), low, high, "USD" if price["usd"] else "CNY", True)
