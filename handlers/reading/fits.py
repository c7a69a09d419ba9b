"""How well what was said for a slot fits it, in the measure of phrases: below zero it rather means something else."""

import re

from crm_domain.automations import Automation
from crm_domain.companies import Company
from crm_domain.members import Member
from handlers.any_record_slot import KINDS, AnyRecordSlot
from handlers.context import Context
from handlers.reading.delexical import spotted
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading
from handlers.reading.unknown_people import UNKNOWN_NAME
from handlers.reading.words import IT, LITTLE, THEIRS
from handlers.record_slot import RecordSlot
from handlers.segment_slot import SegmentSlot
from handlers.slots import LabelSlot, Slot, StageSlot, WordSlot
from handlers.team_slot import TeamSlot
from handlers.what_slot import WhatSlot

_TO_ME = re.compile(r"\b(?:show|list) me\b", re.I)  # who shall see the list owns nothing of it
LONGEST_LABEL = 3  # words; more than that is no category but the rest of a sentence


def known_fit(slot: RecordSlot | TeamSlot | SegmentSlot, said: str, context: Context) -> float:
    return slot.fit(said, context) if isinstance(slot, TeamSlot | SegmentSlot) else name_fit(slot, said, context)


def fit_of(reading: Reading, context: Context) -> float:
    """How well the names that were said name something; a long text in a name slot hardly does."""
    total = 0.0
    for name, said in reading.said.items():
        param = reading.command.params[name]
        slot: Slot = param.slot
        if isinstance(slot, RecordSlot):
            fit = name_fit(slot, said, context)
            total += max(fit, 0.0) if param.new else fit
        elif isinstance(slot, AnyRecordSlot) and not said.isdigit():  # “undo 2” is the second change
            total += max(name_fit(RecordSlot(kind), said, context) for kind in KINDS)
        elif isinstance(slot, TeamSlot | SegmentSlot | WhatSlot):
            total += slot.fit(said, context)
        elif isinstance(slot, StageSlot | WordSlot):
            total += 1.0
        elif isinstance(slot, LabelSlot) and len(said.split()) > LONGEST_LABEL:
            total -= 8.0
    return total


def _it_fit(slot: RecordSlot, context: Context) -> float:
    """“it” is what was spoken of last, else any record that can be meant."""
    if context.memory.subject == slot.model.noun:
        return 6.0
    if context.after:
        return 4.0
    return 4.0 if slot.model.noun in context.memory.focus else -2.0


_SEVERAL_THINGS = re.compile(r"\b(?:and|then|but)\b|[,，。;；]|然后|看看|并且")


def _automation_fit(slot: RecordSlot, said: str, context: Context) -> float:
    """People name them as they like; a few words may be such a name, also where none is called so."""
    matches = slot.matches(said, context)
    if matches:
        return 8.0 * matches[0].score
    if slot.points(said):
        return max(_it_fit(slot, context), 0.0)
    short = len(said.split()) <= 6 and len(said) <= 40 and not _SEVERAL_THINGS.search(said)
    return 0.0 if short else -4.0 - 0.05 * len(said)


def _stands_as_name(slot: RecordSlot, said: str, context: Context) -> bool:
    """Whether nobody is called so, but a name of that kind stands there: “called Zed Zulu”."""
    placed = (span for span in spotted(context.heard, context) if span.rule == UNKNOWN_NAME)
    return any(
        span.kind == slot.model.__name__.lower() and context.heard[span.start : span.end] == said for span in placed
    )


def name_fit(slot: RecordSlot, said: str, context: Context) -> float:
    if (number := slot.numbered(said)) is not None:
        return 7.0 if context.holds(slot.model, number) else 1.0
    if slot.model is Automation or slot.model.__tablename__ == "campaigns":
        return _automation_fit(slot, said, context)
    if slot.model is Member and said.lower() == "me" and _TO_ME.search(context.heard):
        return -4.0
    if slot.points(said):
        return 4.0 if fold(said).text not in IT else _it_fit(slot, context)
    if context.after and fold(said).text in THEIRS:
        return 4.0
    matches = [] if said.lower() in LITTLE else slot.matches(said, context)
    if not matches and _stands_as_name(slot, said, context):
        return 2.0
    if not matches:
        return -4.0 - 0.05 * len(said) - (0.3 if slot.model is Company else 0.0)  # a new name is rather a person's
    return 8.0 * matches[0].score + (0.6 if slot.model is Company else 0.0)  # “show acme”: before its deals
