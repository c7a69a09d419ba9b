"""Where a message with several requests may be parted, and the best way to do it.

A message is a row of pieces between breaks. Every run of neighbouring pieces may be one segment; a dynamic programme
chooses the segments that together explain most. One command more must be worth more than `ANOTHER`, so that “and” in a
title parts nothing; a piece that says nothing of ours may be left over only beside segments that are beyond doubt.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from crm_domain.hanzi import simplified
from crm_domain.members import Member
from handlers.reading.gather import NOTE
from handlers.reading.readings import Reading
from handlers.record_slot import RecordSlot

ANOTHER = 4.0  # what a further command costs
SOFT = 1.5  # what it costs to part at a word that as often joins (和)
TAKES_MORE = (".add", ".open", ".update", ".log", ".lose", ".note", ".reply", ".rate")  # details, or free words
GOES_ON = 6.0  # what a second request costs that may be the rest of the first
OVER_AN_END = 5.0  # what it costs a reading to go over the end of a sentence
OVER_A_LINK = 2.0  # or over “and then”
OVER_A_PAUSE = 0.4  # or over a comma
LEFT_OVER = 1.5  # what a piece costs that belongs to nothing
MOST = 9  # pieces; a message of more is cut at its strongest breaks only

_CJK = "\u3400-\u9fff"
_LINK = (
    r"(?:(?:and |oh,? and |but )?(?:then|also|afterwards|after that|finally|lastly|while you're at it)(?: also)?"
    r"|as well as|and|plus|btw|oh and|&|\+)"
)
_LINK_ZH = r"(?:然后|接着|跟着|顺便|順便|另外|并且|並且|还有|還有|再|并|也|同时)"
_STRONG = rf"(?:[.!?…]+(?=\s|$)|[;；。！？\n]|(?<=[{_CJK}])[.!?])\s*(?:{_LINK}\s+|{_LINK_ZH})?"
_WEAK = (
    rf"(?:(?<!\d),|,(?!\d)|，)\s*(?:{_LINK}\s+|{_LINK_ZH})?|\s+{_LINK}\s+|\s*[+&]\s+|\s*(?:然后|接着|顺便|順便|另外|并且|並且)|\s+-\s+"
    rf"|(?<=[{_CJK}])\s+(?:{_LINK_ZH})?(?=[{_CJK}A-Za-z])"
)
_SOFT = rf"(?<=[{_CJK}A-Za-z0-9])\s*(?:以及|和|及|、)\s*(?=[{_CJK}A-Za-z0-9])"
_BREAK = re.compile(rf"\s*(?P<strong>{_STRONG})|(?P<weak>{_WEAK})|(?P<soft>{_SOFT})", re.IGNORECASE)
_LINKED = re.compile(rf"^[\s,，]*(?:{_LINK}|{_LINK_ZH})\s*$", re.IGNORECASE)
_SIMPLIFIED = {code: sign for code, sign in simplified().items() if len(sign) == 1}
_QUOTED = re.compile(r"[\"“「『][^\"”」』]{2,300}[\"”」』]")
_DETAIL = re.compile(  # what begins so rather says more of what was asked for before it
    r"(?:closing|to close|close date|due|worth|valued at|expected|expecting|probably|hopefully)\b"
    r"|预计|签约|大概|估计|金额",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:contact|company|owner|deal|ticket)\b|联系人|公司|负责人|客户", re.IGNORECASE
)  # before its value
_UNFINISHED = re.compile(r"[跟和与给对把让向为]\s+$")  # 跟 Cheryl: a blank ends nothing there
_TRAILING = re.compile(r"(?:[,，]?\s+(?:too|as well|also)|也)?[\s.!。！,，;；]*$")


class Piece(NamedTuple):
    """text[start:end] between two breaks; what it costs to begin a request here, or to read on over this place."""

    start: int
    end: int
    begin: float = 0.0
    over: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The segments' readings, in order; `worth` is what all of them explain, `spare` the pieces left over."""

    worth: float
    readings: tuple[Reading, ...] = ()
    spare: int = 0


def pieces_of(text: str) -> list[Piece]:
    """The message between its breaks; of many breaks only the ends of sentences count."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    plain = text if text.isascii() else text.translate(_SIMPLIFIED)
    breaks = [b for b in _BREAK.finditer(plain) if not any(start < b.start() < end for start, end in quoted)]
    if len(breaks) >= MOST:
        breaks = [found for found in breaks if not found["soft"]]
    if len(breaks) >= MOST:
        breaks = [found for found in breaks if found["strong"]][: MOST - 1]
    breaks = [found for found in breaks if not _UNFINISHED.search(plain, 0, found.end())]
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    costs = [(0.0, 0.0), *(_costs(found) for found in breaks)]
    pieces = zip(starts, ends, costs, strict=True)
    return [Piece(start, end, *cost) for start, end, cost in pieces if text[start:end].strip()]


def _costs(found: re.Match[str]) -> tuple[float, float]:
    if found["soft"]:
        return SOFT, 0.0
    if found["strong"]:
        return 0.0, OVER_AN_END
    return 0.0, OVER_A_LINK if _LINKED.match(found[0]) else OVER_A_PAUSE


def parted(text: str, one: Callable[[int, int], Reading | None]) -> tuple[Reading, ...]:
    """The best readings of the message's segments, one after the other; empty where it asks for nothing.

    `one` reads text[start:end] as a single command. A whole that is understood is parted only for more.
    """
    pieces = pieces_of(text)
    read = cache(one)
    whole = read(0, len(text))
    if len(pieces) < 2:
        return (whole,) if whole else ()
    plans = [Plan(0.0)]
    for end in range(1, len(pieces) + 1):
        plans.append(_best_until(end, pieces, plans, text, read))
    best = plans[-1]
    if whole and (len(best.readings) < 2 or best.worth <= whole.worth - sum(piece.over for piece in pieces)):
        return (whole,)
    if _beyond_doubt(best):
        return best.readings
    return (whole,) if whole else _logged(text, pieces, read)


def _logged(text: str, pieces: list[Piece], read: Callable[[int, int], Reading | None]) -> tuple[Reading, ...]:
    """“Just called Zoe at Acme, legal still has to look at it”: what follows and asks for nothing is what was said."""
    for end in range(len(pieces) - 1, 0, -1):
        log = read(pieces[0].start, pieces[end - 1].end)
        if log and log.command.name == "activity.log" and log.alone and not log.doubtful and "summary" not in log.said:
            return (replace(log, said=log.said | {"summary": text[pieces[end].start :].strip()}),)
    return ()


def _best_until(
    end: int, pieces: list[Piece], plans: list[Plan], text: str, read: Callable[[int, int], Reading | None]
) -> Plan:
    """The best plan for the first `end` pieces."""
    before = plans[end - 1]
    best = Plan(before.worth - LEFT_OVER, before.readings, before.spare + 1)
    for start in range(end):
        stretch = _TRAILING.sub("", text[pieces[start].start : pieces[end - 1].end])
        reading = read(pieces[start].start, pieces[start].start + len(stretch))
        if reading is None or not reading.alone:
            continue
        earlier = plans[start]
        over = sum(piece.over for piece in pieces[start + 1 : end])
        another = 0.0
        if earlier.readings:
            another = ANOTHER + pieces[start].begin + _goes_on(earlier, reading, stretch)
        worth = earlier.worth + reading.worth - over - another
        if worth > best.worth:
            best = Plan(worth, (*earlier.readings, reading), earlier.spare)
    return best


def _goes_on(earlier: Plan, reading: Reading, stretch: str) -> float:
    """What is like the request before, but says of nothing new that it is meant, rather belongs to that one."""
    before = earlier.readings[-1]
    if before.command.name.endswith(TAKES_MORE) or before.command.name == "deal.move":
        if _FIELD.match(stretch) and (reading.guessed or reading.command.name.endswith(".show")):
            return 2 * GOES_ON  # “new deal …, contact Hugh”
        if reading.guessed and _tells_more(before, reading):
            return 2 * GOES_ON
    slots = [reading.command.params[name].slot for name in reading.said]
    if any(isinstance(slot, RecordSlot) and slot.model is not Member for slot in slots):
        return 0.0
    takes_more = reading.guessed and before.command.name.endswith(TAKES_MORE)
    more = takes_more and (_DETAIL.match(stretch) or reading.command.writes or not reading.said)
    return GOES_ON if more or before.command is reading.command else 0.0


def _tells_more(before: Reading, reading: Reading) -> bool:
    """A guess that is made of what the request before leaves open.

    The title and the address of a new contact; an industry that would be a company's name; what was said on a call.
    """
    name = reading.command.name
    if before.command is reading.command and (name == "contact.add" or reading.said.get("kind") == NOTE):
        return True
    wished = name == "deal.add" and before.command.name == "activity.log" and "amount" not in reading.said
    return reading.fit < 0 or (wished and "summary" not in before.said)


def _beyond_doubt(plan: Plan) -> bool:
    """Among words that ask for nothing, only what is a request whatever stands around it."""
    if len(plan.readings) == 1 or plan.spare > len(plan.readings):
        return bool(plan.readings) and all(reading.certain for reading in plan.readings)
    return not plan.spare or any(reading.certain for reading in plan.readings)
