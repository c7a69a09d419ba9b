"""What speaks against a command: recognised things that it has no use for, and what it lacks."""

from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from handlers.command import Command
from handlers.context import Context
from handlers.reading.gathered import Gathered
from handlers.reading.spans import Name
from handlers.record_slot import RecordSlot

_UNUSED = {
    "money": 2.0,
    "ticket": 2.5,
    "phone": 2.5,
    "email": 2.5,
    "stage": 1.0,
    "percent": 1.0,
    "url": 1.5,
    "number": 0.3,
}
_UNUSED_NAME = 1.2
_UNUSED_TIME = 0.7
MISSING = 2.5
ASKED = 1.2  # what is missing where there is hardly a doubt what is wanted: it is asked for
_CARRIED = 0.5  # a record that the request before may have named


def cost_of(command: Command, gathered: Gathered, context: Context, missing: float = MISSING) -> float:
    """What speaks against a command: recognised things that it has no use for, and what it lacks."""
    unused = sum(
        _UNUSED_NAME if isinstance(s.value, Name) else _UNUSED.get(s.kind, _UNUSED_TIME) for s in gathered.unused
    )
    required = {name for name, param in command.params.items() if param.required}
    lacking = required - gathered.said.keys()
    changes = command.name.endswith(".update") and gathered.said.keys() <= required
    carried = {name for name in lacking if context.after and isinstance(command.params[name].slot, RecordSlot)}
    lacking -= carried
    return unused + _CARRIED * len(carried) + missing * (len(lacking) + changes + _nameless(command, gathered, context))


def _nameless(command: Command, gathered: Gathered, context: Context) -> int:
    """How many of the tasks and reminders that were said are none."""
    slots = ((param.slot, gathered.said.get(name)) for name, param in command.params.items())
    return sum(
        isinstance(slot, RecordSlot)
        and slot.model in (Task, Reminder)
        and not slot.points(said)
        and not slot.matches(said, context)
        for slot, said in slots
        if said
    )
