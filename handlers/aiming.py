"""Which kind of record is meant: “show the other one” of two deals is a deal, “show the redwater ticket” a ticket."""

import re
from dataclasses import replace

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.pointers import is_other, place_of
from handlers.reading.readings import Reading
from handlers.reading.words import IT
from handlers.record_slot import RecordSlot

NOUNS = {"contacts": "contact", "companies": "company", "deals": "deal", "tickets": "ticket", "tasks": "task"}
_KIND = {
    "deal": re.compile(r"\s+(?:deal|opportunity|opp)$|的?(?:商机|单子|那单|这单|案子)$", re.I),
    "ticket": re.compile(r"\s+(?:ticket|case|issue)$|的?(?:工单|那张单)$", re.I),
}


def aimed(reading: Reading, context: Context) -> Reading:
    """The reading, with a command that shows something turned to the kind that its words name or point to."""
    noun, _, verb = reading.command.name.partition(".")
    if verb != "show" or set(reading.said) - {noun} or noun not in NOUNS.values():
        return reading
    said = reading.said.get(noun, "")
    meant, words = _named(said, context) or (_pointed(said, context), said)
    if meant is None or meant == noun or f"{meant}.show" not in COMMANDS:
        return reading
    return replace(reading, command=COMMANDS[f"{meant}.show"], said={meant: words}, fit=0.0, vague=False)


def _named(said: str, context: Context) -> tuple[str, str] | None:
    """“redwater ticket”: the kind by its own word, where one is called so or somebody called so has one."""
    for kind, pattern in _KIND.items():
        bare = pattern.sub("", said)
        slot = COMMANDS[f"{kind}.show"].params[kind].slot
        if bare and bare != said and isinstance(slot, RecordSlot) and slot.candidates(bare, context):
            return kind, bare
    return None


def _pointed(said: str, context: Context) -> str | None:
    memory = context.memory
    bare = said.strip(" ?？!！.。").lower()
    if place_of(bare) is not None or is_other(bare):
        noun = next(reversed(memory.lists), None) or memory.subject
    elif bare in IT or not bare:
        noun = memory.subject
    else:
        return None
    return NOUNS.get(noun or "")


def points_only(text: str) -> bool:
    """“the second one”: no request, unless something was listed."""
    bare = text.strip(" ?？!！.。").lower()
    return place_of(bare) is not None or is_other(bare)


def pointed_out(text: str, context: Context) -> Reading | None:
    """“the second one”, right after a list: that one is to be shown."""
    bare = text.strip(" ?？!！.。").lower()
    noun = _pointed(bare, context) if points_only(bare) else None
    if noun is None or f"{noun}.show" not in COMMANDS:
        return None
    slot = COMMANDS[f"{noun}.show"].params[noun].slot
    known = isinstance(slot, RecordSlot) and slot.is_known(bare, context)
    return Reading(COMMANDS[f"{noun}.show"], {noun: bare}, rule="one of the list") if known else None
