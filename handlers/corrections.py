"""“no wait, 345k”: what a correction replaces in the command that was carried out last."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.memory import Last
from handlers.reading.normalise import fold
from handlers.reading.reader import Recognised
from handlers.reading.readings import Reading
from handlers.reading.spans import Amount
from handlers.record_slot import RecordSlot
from handlers.slots import Slot, TextSlot, WordSlot

LONGEST = 60  # characters; a longer message is a request of its own
_BEGINNING = re.compile(
    r"^(?:(?:no wait|no|nope|wait|sorry|oops|whoops|actually|correction|my bad|i meant|meant|i mean|make (?:it|that)"
    r"|should be|it'?s|that'?s|just|rather|better|scratch that|or|不对|不是|错了|搞错了|说错了|应该是|改成|改为|换成|换"
    r"|还是|其实|是|哦不|等等|等下|不不)(?![a-z])[\s,，.。!！:：]*)+",
    re.I,
)
_ENDING = re.compile(r"(?:[,，]?\s*(?:not|不是)\s+.*|[\s.!。！]+)$")


def corrected(text: str, last: Last | None, context: Context, values: bool) -> Reading | None:
    """The last command with one slot replaced: by a bare value, else by a name where a correction was announced."""
    if last is None or last.change is None:
        return None
    return _better(text, Reading(COMMANDS[last.command], last.said), context, (values,))


def amended(reading: Reading, text: str, context: Context) -> Reading | None:
    """A command with one slot replaced by what the same message says after it."""
    return _better(text, reading, context, (True, False))


def _better(text: str, reading: Reading, context: Context, ways: Sequence[bool]) -> Reading | None:
    begun = _BEGINNING.match(text)
    rest = _ENDING.sub("", text[begun.end() :] if begun else text).strip()
    if not rest or len(text) > LONGEST:
        return None
    for values in ways:
        find = _slot_of_value if values else _slot_of_name
        if slot := find(rest, reading, context, bool(begun)):
            better = _in_its_currency(reading.said.get(slot, ""), rest, context)
            return replace(reading, said=reading.said | {slot: better}, rule="correction")
    return None


def _in_its_currency(before: str, after: str, context: Context) -> str:
    """“no, 14k” of what was 12k GBP: the currency was not taken back."""
    old, new = (
        next((span.value for span in context.values(text, ("money", "number"))), None) for text in (before, after)
    )
    kept = isinstance(old, Amount) and old.currency and not (isinstance(new, Amount) and new.currency)
    return f"{after} {old.currency}" if kept and isinstance(old, Amount) and new is not None else after


def _slot_of_value(rest: str, last: Reading, context: Context, told: bool) -> str | None:
    params = last.command.params
    spans = Recognised(rest, context).spans
    whole = [span for span in spans if span.end - span.start >= len(rest) - 1]
    fitting = [name for name, p in params.items() if whole and whole[0].kind in p.slot.kinds]
    said = [name for name in fitting if name in last.said]
    return next(iter(said), fitting[0] if fitting and told else None)


def _slot_of_name(rest: str, last: Reading, context: Context, told: bool) -> str | None:
    if not told:
        return None
    said = {name: last.command.params[name].slot for name in last.said}
    named = (n for n, slot in said.items() if _names_one(slot, rest, context))
    words = (n for n, slot in said.items() if isinstance(slot, WordSlot) and fold(rest).text in slot.meanings)
    texts = (n for n, slot in said.items() if isinstance(slot, TextSlot) and not slot.kinds)
    return next(named, None) or next(words, None) or next(texts, None)


def _names_one(slot: Slot, rest: str, context: Context) -> bool:
    if not isinstance(slot, RecordSlot):
        return False
    return slot.numbered(rest) is not None or bool(slot.matches(rest, context))
