"""Where a message with several requests may be parted, and the best way to do it.

A message is a row of pieces between breaks. Every run of neighbouring pieces may be one segment; a dynamic programme
chooses the segments that together explain most. One command more must be worth more than `ANOTHER`, so that “and” in a
title parts nothing; a piece that says nothing of ours may be left over only beside segments that are beyond doubt.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from handlers.reading.readings import Reading

ANOTHER = 4.0  # what a further command costs
LEFT_OVER = 1.5  # what a piece costs that belongs to nothing
MOST = 9  # pieces; a message of more is cut at its strongest breaks only

_CJK = "\u3400-\u9fff"
_LINK = r"(?:and then|and also|then also|and|then|also|plus|afterwards|after that|btw|oh and|&|\+)"
_LINK_ZH = r"(?:然后|接着|顺便|順便|另外|并且|並且|还有|還有|再|并|也|同时)"
_STRONG = rf"(?:[.!?…]+(?=\s|$)|[;；。！？\n]|(?<=[{_CJK}])[.!?])\s*(?:{_LINK}\s+|{_LINK_ZH})?"
_WEAK = (
    rf"(?:,(?!\d)|，)\s*(?:{_LINK}\s+|{_LINK_ZH})?|\s+{_LINK}\s+|\s*[+&]\s+|\s*(?:然后|接着|顺便|順便|另外|并且|並且)|\s+-\s+"
    rf"|(?<=[{_CJK}])\s+(?:{_LINK_ZH})?(?=[{_CJK}A-Za-z])"
)
_BREAK = re.compile(rf"\s*(?P<strong>{_STRONG})|{_WEAK}")
_TRAILING = re.compile(r"(?:[,，]?\s+(?:too|as well|also)|也)?[\s.!。！,，;；]*$")


class Piece(NamedTuple):
    """text[start:end] between two breaks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The segments' readings, in order; `worth` is what all of them explain, `spare` the pieces left over."""

    worth: float
    readings: tuple[Reading, ...] = ()
    spare: int = 0


def pieces_of(text: str) -> list[Piece]:
    """The message between its breaks; of many breaks only the ends of sentences count."""
    breaks = list(_BREAK.finditer(text))
    if len(breaks) >= MOST:
        breaks = [found for found in breaks if found["strong"]][: MOST - 1]
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    return [Piece(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def parted(text: str, one: Callable[[str], Reading | None]) -> tuple[Reading, ...]:
    """The best readings of the message's segments, one after the other; empty where it asks for nothing.

    `one` reads a segment as a single command. A whole that is understood is parted only for more.
    """
    pieces = pieces_of(text)
    read = cache(one)
    whole = read(text)
    if len(pieces) < 2:
        return (whole,) if whole else ()
    plans = [Plan(0.0)]
    for end in range(1, len(pieces) + 1):
        plans.append(_best_until(end, pieces, plans, text, read))
    best = plans[-1]
    if whole and (len(best.readings) < 2 or best.worth <= whole.worth):
        return (whole,)
    return best.readings if _beyond_doubt(best) else (whole,) if whole else ()


def _best_until(
    end: int, pieces: list[Piece], plans: list[Plan], text: str, read: Callable[[str], Reading | None]
) -> Plan:
    """The best plan for the first `end` pieces."""
    before = plans[end - 1]
    best = Plan(before.worth - LEFT_OVER, before.readings, before.spare + 1)
    for start in range(end):
        reading = read(_TRAILING.sub("", text[pieces[start].start : pieces[end - 1].end]))
        if reading is None or not reading.alone:
            continue
        earlier = plans[start]
        worth = earlier.worth + reading.worth - (ANOTHER if earlier.readings else 0.0)
        if worth > best.worth:
            best = Plan(worth, (*earlier.readings, reading), earlier.spare)
    return best


def _beyond_doubt(plan: Plan) -> bool:
    """Among words that ask for nothing, only what is a request whatever stands around it."""
    if len(plan.readings) == 1 or plan.spare:
        return bool(plan.readings) and all(reading.certain for reading in plan.readings)
    return True
