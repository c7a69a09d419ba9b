"""What a message asks for, told and not done (contract, section 2)."""

from dataclasses import dataclass
from typing import Any

from crm_domain.errors import CrmError
from handlers.command import Param
from handlers.context import Context
from handlers.reading.reader import Reading, read
from handlers.record_slot import RecordSlot
from handlers.reply import Told


@dataclass(frozen=True, slots=True)
class Understood:
    """`commands` in the order in which they were said, empty where nothing of ours was asked; `confidence` 0…1."""

    commands: tuple[Told, ...]
    confidence: float


def understood(text: str, context: Context) -> Understood:
    readings = read(text, context)
    told = tuple(Told(reading.command.name, _slots(reading, context)) for reading in readings)
    return Understood(told, min((_confidence(reading) for reading in readings), default=0.0))


def _confidence(reading: Reading) -> float:
    """How much of the message its phrase and its names explain; half of the telling ones reach nine."""
    weight = max(0.0, reading.sure + reading.fit)
    return round(weight / (weight + 3.0), 3)


def _slots(reading: Reading, context: Context) -> dict[str, Any]:
    params = reading.command.params
    told = {name: _told(params[name], said, context) for name, said in reading.said.items() if name != "page"}
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
