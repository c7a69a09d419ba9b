"""Slips of the fingers in the words that requests are made of: “reimnd me”, “pipline”, 建个任物, ｆｏｒｅｃａｓｔ.

The message is read as it was meant; what somebody wrote freely, and names, stay as they were written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handlers.command import Param
from handlers.context import Context
from handlers.reading.gathered import is_free
from handlers.reading.misheard import misheard
from handlers.reading.misspelt import misspelt
from handlers.reading.readings import Reading
from handlers.record_slot import RecordSlot

_JOINS = (", ", "，")  # what free words are joined with that stood apart


@dataclass(frozen=True, slots=True)
class Mended:
    """A message as it was meant; `changes` are the places in it, in order, with what was written there."""

    text: str
    changes: Sequence[tuple[int, int, str]] = ()

    def as_written(self, readings: Iterable[Reading]) -> list[Reading]:
        """The readings of the mended text, with names and free words as they were written."""
        return [self._written(reading) for reading in readings]

    def _written(self, reading: Reading) -> Reading:
        said = {name: self._slot(reading.command.params[name], words) for name, words in reading.said.items()}
        return replace(reading, said=said) if said != reading.said else reading

    def _slot(self, param: Param, said: str) -> str:
        named = isinstance(param.slot, RecordSlot) and not param.slot.points(said)  # “I'll takke” is still me
        return self._back(said) if named or is_free(param) else said

    def _back(self, said: str) -> str:
        """These words of the mended text, where they stand in it, or each part of them."""
        start = self.text.find(said)
        if start >= 0:
            return self._stretch(start, start + len(said))
        for joint in _JOINS:
            if joint in said:
                return joint.join(self._back(part) for part in said.split(joint))
        for first, last, was in self.changes:  # something was taken out of the middle
            said = said.replace(self.text[first:last], was, 1)
        return said

    def _stretch(self, start: int, end: int) -> str:
        written, done = [], start
        for first, last, was in self.changes:
            if start <= first and last <= end:
                written += [self.text[done:first], was]
                done = last
        return "".join([*written, self.text[done:end]])


def mended(text: str, context: Context) -> Mended:
    """The message with each slip written as what was meant."""
    found = sorted([*misspelt(text, context), *misheard(text, context)])
    pieces, changes, done, length = [], [], 0, 0
    for start, end, meant in found:
        pieces += [text[done:start], meant]
        length += start - done
        changes.append((length, length + len(meant), text[start:end]))
        length += len(meant)
        done = end
    return Mended("".join([*pieces, text[done:]]), changes)
