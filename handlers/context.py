"""What words are read against."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.names import NameIndex
from crm_domain.pipelines import Stage
from handlers.memory import Memory
from handlers.reading.policy import Policy
from handlers.reading.spans import SLOT_KINDS, Span, part_of, within
from handlers.reading.values import Seen, look
from handlers.reading.words import stages_named

if TYPE_CHECKING:
    from handlers.reading.recognised import Recognised


@dataclass(slots=True)
class Context:
    """What words are read against: the member's CRM, its names, its stages, and what was spoken of."""

    crm: Crm
    names: NameIndex
    memory: Memory
    stages: Sequence[Stage] = ()
    near: dict[str, int] = field(default_factory=dict)  # records said in the same sentence: settle a tie
    numbered: dict[tuple[type[Row], int], bool] = field(default_factory=dict)  # what was looked up by its number
    after: bool = False  # something was named before, in the same message: “it” may be that
    places: list[str] | None = None  # what the team calls its regions, once somebody may have named one
    denied: bool = False  # the message says of something that it is not to be done
    group: bool = False  # others read along: what is not clearly for us is left alone
    made: list[Row] = field(default_factory=list)  # records made on the way, because nobody was called so
    strangers: list[str] = field(default_factory=list)  # who was named, and is called so by no record
    teams: list[str] | None = None  # what the teams were called when the message came
    customers: Sequence[tuple[str, str, Any]] | None = None  # what customers may be called by in a segment
    defined: dict[str, float] = field(default_factory=dict)  # how much of these words defines a segment
    heard: str = ""  # the whole message, once it is read: its parts are not read again for their values
    recognised: dict[str, "Recognised"] = field(default_factory=dict)
    spotted: dict[str, list[Span]] = field(default_factory=dict)  # what was recognised in words that were looked at
    _learned: tuple[tuple[str, str], ...] | None = None
    _values: dict[tuple[str, frozenset[str] | None], list[Span]] = field(default_factory=dict)
    _seen: dict[str, Seen] = field(default_factory=dict)  # of what slots may hold
    _stage_names: tuple[str, ...] | None = None
    _stages: dict[str, list[Span]] = field(default_factory=dict)

    def holds(self, model: type[Row], id: int) -> bool:
        """Whether the member can see such a record, by its number."""
        if (model, id) not in self.numbered:
            number = min(id, 2**31 - 1)
            there = self.names.holds(model, number)  # an amount is hardly a ticket's number: not worth a query
            self.numbered[model, id] = there and bool(getattr(self.crm, model.noun).by_ids([number]))
        return self.numbered[model, id]

    def values(self, text: str, kinds: Collection[str] | None = None) -> list[Span]:
        """The values of these kinds; the same words are often looked at again."""
        asked = text, None if kinds is None else frozenset(kinds)
        if asked not in self._values:
            known = self._known(*asked)
            self._values[asked] = self._read(*asked) if known is None else known
        return self._values[asked].copy()

    def _known(self, text: str, kinds: frozenset[str] | None) -> list[Span] | None:
        """The values of a part of the message, where all of it was read for them."""
        if text == self.heard or (kinds is not None and (self.heard, kinds) not in self._values):
            return None
        inside = part_of(self.heard, text)
        return within(self.values(self.heard, kinds), *inside) if inside else None

    def _read(self, text: str, kinds: frozenset[str] | None) -> list[Span]:
        if kinds is not None and not kinds <= SLOT_KINDS:
            return self._look(text, kinds).best(kinds)
        if text not in self._seen:
            self._seen[text] = self._look(text, SLOT_KINDS)
        return self._seen[text].best(kinds)

    def _look(self, text: str, kinds: frozenset[str]) -> Seen:
        return look(text, self.crm.now.astimezone(self.crm.zone), self._policy(), kinds)

    def stages_in(self, text: str) -> list[Span]:
        """The stages that are named."""
        if text not in self._stages:
            if self._stage_names is None:
                self._stage_names = tuple(name for stage in self.stages for name in stage.words())
            self._stages[text] = list(stages_named(text, self._stage_names))
        return self._stages[text]

    def learned(self) -> tuple[tuple[str, str], ...]:
        """What the reader was taught here; asked for once a message."""
        if self._learned is None:
            self._learned = self.crm.examples.learned()
        return self._learned

    def _policy(self) -> Policy:
        """The member's conventions."""
        me, calendar = self.crm.me, self.crm.calendar()
        return Policy(day_first=me.day_first, coming_weekday=me.next_weekday == "coming", calendar=calendar)
