"""A least or a greatest quantity: at least $5k · under 30 · 五万以上 · 大于10但小于20."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.reading.pieces import Piece
from handlers.reading.quantities import OTHER, Quantity, range_piece

_MORE, _LESS = "(?:more|greater|higher|larger|bigger) than", "(?:less|fewer|lower|smaller|cheaper) than"
_MIN = (
    rf"(?:equals? (?:to )?or )?{_MORE}(?: or equals? to)?|over|above|beyond|at least|(?:not?|never) {_LESS}|"
    r"(?:a )?minimum(?: of)?|min|exceed(?:s|ing|ed)?|surpass(?:es|ing|ed)?|upwards? of|north of|starting (?:at|from)|"
    r">= ?|> ?=|>|≥|大于(?:或者?)?等于|(?:等于或者?)?大于|"
    r"超过了?|超出|高于|高过|多于|不小于|不少于|不低于|不下|至少|起码|最少|最低"
)
_MAX = (
    rf"(?:equals? (?:to )?or )?{_LESS}(?: or equals? to)?|under|below|at most|up to|not exceeding|south of|"
    rf"(?:not?|never) {_MORE}|(?:a )?maximum(?: of)?|max|<= ?|< ?=|<|≤|"
    r"小于(?:或者?)?等于|(?:等于或者?)?小于|少于|低于|不到|不足|不超过|不高于|不大于|不多于|至多|最多|顶多|最高"
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
_BOTH = re.compile(r" ?(?:(?:and|but|且|并且?|而且?|但是?|同时|,) ?)?(?:is |also )?")


_RIVALS = 9  # the readings of two neighbouring limits are among so many


class Limit(NamedTuple):
    """text[start:end] gives a least or a greatest quantity."""

    start: int
    end: int
    least: bool
    quantity: Quantity


def limits(text: str, quantities: list[Quantity]) -> Iterator[Piece]:
    """At least five, 五万以上, and both of "more than 5 and less than 9"."""
    found = [limit for quantity in quantities for limit in _limited(text, quantity)]
    for limit in found:
        yield _open(limit)
    found.sort(key=lambda limit: (limit.start, limit.end))
    for place, first in enumerate(found):
        for second in found[place + 1 : place + _RIVALS]:
            joint = _BOTH.fullmatch(text, first.end, second.start) if first.end <= second.start else None
            if joint and first.least != second.least and not _opposed(first, second):
                yield _closed(first, second)


def _limited(text: str, quantity: Quantity) -> Iterator[Limit]:
    before = _LIMIT.search(text, max(0, quantity.start - 40), quantity.start)
    after = _AFTER.match(text, quantity.end)
    if OTHER.match(text, quantity.end) or (after and OTHER.match(text, after.end())):
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
    return range_piece(limit.start, limit.end, low, high, quantity.currency, quantity.money)


def _opposed(first: Limit, second: Limit) -> bool:
    """More than 50 and less than 12: two limits, but no range."""
    low, high = (first, second) if first.least else (second, first)
    return low.quantity.worth >= high.quantity.worth


def _closed(first: Limit, second: Limit) -> Piece:
    low, high = (first.quantity, second.quantity) if first.least else (second.quantity, first.quantity)
    currency = low.currency or high.currency
    return range_piece(first.start, second.end, low.worth, high.worth, currency, low.money or high.money)
