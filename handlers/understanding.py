"""What a message asks for, told and not done (contract, section 2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import CrmError
from handlers.command import UNSAID, Param
from handlers.context import Context
from handlers.reading.messages import read
from handlers.reading.readings import Reading
from handlers.record_slot import RecordSlot
from handlers.reply import Told
from handlers.resolve import words_of

_NEW: Mapping[str, tuple[type[Row], str]] = {
    "contact.add": (Contact, "name"),
    "company.add": (Company, "name"),
    "deal.add": (Deal, "title"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """`commands` in the order in which they were said, empty where nothing of ours was asked; `confidence` 0…1."""

    commands: tuple[Told, ...]
    confidence: float


def understood(text: str, context: Context) -> Understood:
    readings = _linked(read(text, context))
    told = tuple(Told(reading.command.name, _slots(reading, context)) for reading in readings)
    return Understood(told, min((_confidence(reading) for reading in readings), default=0.0))


def _confidence(reading: Reading) -> float:
    """How much of the message its phrase and its names explain; half of the telling ones reach nine."""
    weight = max(0.0, reading.sure + reading.fit)
    return round(weight / (weight + 3.0), 3)


def _slots(reading: Reading, context: Context) -> dict[str, Any]:
    params = reading.command.params
    words = {name: words_of(param, reading.said, context) for name, param in params.items() if name not in UNSAID}
    told = {name: _told(params[name], said, context) for name, said in words.items() if said}
    return {name: value for name, value in told.items() if value is not None}


def _told(param: Param, said: str, context: Context) -> Any:
    """A record by the name as said, anything else by its value; None where the words are none."""
    slot = param.slot
    if isinstance(slot, RecordSlot):
        return slot.named(said)
    try:
        return slot.plain(slot.read(said, context), context.crm.me)
    except CrmError:
        return None


def _linked(readings: Iterable[Reading]) -> list[Reading]:
    """A pronoun stands for what the message named before, and so does a record that was left out.

    In a conversation the focus does this, as each command is carried out.
    """
    named: dict[type[Row], str] = {}
    linked: list[Reading] = []
    for reading in readings:
        one = replace(reading, said=dict(reading.said) | dict(_pointed(reading, named)))
        named.update(_names_in(one))
        linked.append(one)
    return linked


def _pointed(reading: Reading, named: Mapping[type[Row], str]) -> Iterator[tuple[str, str]]:
    for name, slot, said in _records(reading):
        missing = said is None and reading.command.params[name].required
        if slot.model in named and (missing or (said and slot.named(said) is None)):
            yield name, named[slot.model]


def _names_in(reading: Reading) -> dict[type[Row], str]:
    """The records that a request names, the new one too."""
    found = {slot.model: said for _, slot, said in _records(reading) if said and slot.named(said)}
    model, called = _NEW.get(reading.command.name, (None, ""))
    return found | {model: reading.said[called]} if model and called in reading.said else found


def _records(reading: Reading) -> Iterator[tuple[str, RecordSlot, str | None]]:
    for name, param in reading.command.params.items():
        if isinstance(param.slot, RecordSlot):
            yield name, param.slot, reading.said.get(name)
