"""An answer to the question that is open: whether a message is one, and what it makes of the message before."""

import re
from collections.abc import Sequence

from crm_domain.errors import CrmError
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.memory import Pending
from handlers.reading.fill import fill
from handlers.reading.normalise import fold
from handlers.reading.pointers import place_of
from handlers.reading.readings import Reading
from handlers.reading.recognised import recognised
from handlers.reading.words import CANCEL, NO, YES
from handlers.record_slot import RecordSlot
from handlers.slots import Leaning, Slot, TextSlot

_MARKS = re.compile("[,，.。!！;；]+")
SURE = 7.0  # a phrase this telling is a new request, even while a question is open


def bared(text: str) -> str:
    """As the small words are listed: lower case, simplified, without marks around it."""
    return fold(text).text.strip(" .!。！~～,，")


def cancels(text: str) -> bool:
    """“算了，不用了！”: nothing but words that drop what is open."""
    parts = [bared(part) for part in _MARKS.split(text) if bared(part)]
    return bared(text) in CANCEL or (
        any(part in CANCEL for part in parts) and all(part in CANCEL | NO for part in parts)
    )


def interrupts(readings: Sequence[Reading], pending: Pending) -> bool:
    """Whether this is a request of its own rather than the answer that is waited for."""
    if not readings or readings[0].guessed:
        return False
    free = isinstance(_slot(pending), TextSlot) and not _is_numbered(readings[0])
    return readings[0].sure + (0 if free else readings[0].fit) >= SURE


def _is_numbered(reading: Reading) -> bool:
    """“close 1002” names a record by its number: no free words begin a request so by chance."""
    slots = ((reading.command.params[name].slot, said) for name, said in reading.said.items())
    return any(isinstance(slot, RecordSlot) and slot.numbered(said) is not None for slot, said in slots)


def declines(pending: Pending, text: str) -> bool:
    """“no”; and anything but agreement, where only that was asked for."""
    plain = bared(text)
    if pending.slot == "sure":
        return not _agrees(pending, plain)
    return plain in NO and not isinstance(_slot(pending), TextSlot)


def answers(pending: Pending, text: str, context: Context) -> bool:
    """Whether what was overheard can be the answer."""
    slot, plain = _slot(pending), bared(text)
    if cancels(text) or plain in NO or pending.slot == "sure":
        return cancels(text) or plain in NO or plain in YES
    if pending.among:
        return among(pending, text, context) in pending.among
    if isinstance(slot, RecordSlot):
        named = fill(COMMANDS[pending.command], pending.said, text, context).get(pending.slot, text)
        return slot.points(named) or bool(context.names.find(named, (slot.model,)))
    return not slot.kinds or bool(recognised(text, context).of(slot.kinds)) or _is_read(slot, text, context)


def _is_read(slot: Slot, text: str, context: Context) -> bool:
    """“no minimum” is no number, and yet what such a slot takes."""
    if not isinstance(slot, Leaning):
        return False
    try:
        slot.read(text, context)
    except CrmError:
        return False
    return True


_CALLED = re.compile(r"^(?:(?:let'?s )?(?:just )?(?:call|name) it|it'?s called|就?叫做?)\s*[:：]?\s*(?=\S)", re.I)


def completed(pending: Pending, text: str, context: Context) -> list[Reading]:
    """All that the message before asked for, with the answer in its place."""
    plan = pending.answered(**_said(pending, text, context))
    return [Reading(COMMANDS[name], said, rule="answer") for name, said in plan]


def _said(pending: Pending, text: str, context: Context) -> dict[str, str]:
    """What the answer says for the slot, and for others that are still open."""
    slot = _slot(pending)
    if pending.slot == "sure":
        return {"sure": "yes"}
    if pending.among:
        return {pending.slot: among(pending, text, context)}
    if slot.kinds or slot.vocabulary:
        return {pending.slot: _value(slot, text, context)}
    said = fill(COMMANDS[pending.command], pending.said, text, context)
    params = COMMANDS[pending.command].params
    further = [params[name].slot for name in said.keys() - pending.said.keys()]
    told_another = any(isinstance(slot, RecordSlot) for slot in further)  # “Juniper”: says whose ticket it is
    return said if pending.slot in said or told_another else said | {pending.slot: _CALLED.sub("", text) or text}


def _value(slot: Slot, text: str, context: Context) -> str:
    """The value in the answer's sentence; all of it where there is none, for the refusal to quote."""
    if isinstance(slot, Leaning):
        return text
    spans = recognised(text, context).of(slot.kinds)
    words = sorted((word for word in slot.vocabulary if word in bared(text)), key=len)
    return text[spans[0].start : spans[0].end] if spans else words[-1] if words else text


def among(pending: Pending, text: str, context: Context) -> str:
    """Which of the records asked between the answer names: by number, by words, else by name at large."""
    bare = text.strip().lstrip("#")
    if bare.isascii() and bare.isdigit() and len(bare) < 3 and 0 < int(bare) <= len(pending.among):
        return pending.among[int(bare) - 1]
    if (place := place_of(text)) is not None and -len(pending.among) <= place < len(pending.among):
        return pending.among[place]
    slot = _slot(pending)
    assert isinstance(slot, RecordSlot)
    named = context.names.find(text, (slot.model,))
    return next((f"#{match.id}" for match in named if f"#{match.id}" in pending.among), text)


def _agrees(pending: Pending, plain: str) -> bool:
    """“yes”, or what is to be done once more: “merge”, “send” where the button says “Send to Dana”."""
    once_more = (words.split() for words in COMMANDS[pending.command].slash)
    return plain in YES or any(plain in words for words in once_more) or plain in _openings(bared(pending.button))


def _openings(label: str) -> set[str]:
    """What a button's label may be cut short to: its first word, 发送 of 发送给李若楠."""
    return {label, label.partition(" ")[0], label.partition("给")[0]} - {""}


def _slot(pending: Pending) -> Slot:
    return COMMANDS[pending.command].params[pending.slot].slot
