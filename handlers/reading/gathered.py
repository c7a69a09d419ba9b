"""What was said for a command's slots, as it is found in a sentence."""

from dataclasses import dataclass, field

from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from handlers.command import Param
from handlers.reading.spans import Span
from handlers.record_slot import RecordSlot
from handlers.slots import TextSlot


@dataclass(slots=True)
class Gathered:
    """`said` for the slots; `unused`: what was recognised and has no place in this command."""

    said: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    unused: list[Span] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return all(end <= first or start >= last for first, last in self.taken)

    def take(self, name: str, text: str, start: int, end: int) -> None:
        self.said[name] = text[start:end]
        self.taken.append((start, end))


def is_free(param: Param) -> bool:
    slot = param.slot
    if isinstance(slot, RecordSlot):
        return slot.model in (Task, Reminder)
    return isinstance(slot, TextSlot) and not slot.kinds
