"""The slots of a rule's sentence: each takes the words as they are, to be read together with the others'."""

from dataclasses import dataclass
from typing import Any

from crm_domain.members import Member
from handlers.context import Context
from handlers.slots import TextSlot


@dataclass(frozen=True)
class Clause:
    """Words, and what they are to be read against."""

    text: str
    context: Context


@dataclass(frozen=True)
class ClauseSlot(TextSlot):
    """For Annotated[Clause, ClauseSlot()]."""

    def read(self, said: str, context: Context) -> Any:
        return Clause(said.strip(" \t\n"), context)

    def plain(self, value: Any, me: Member) -> Any:
        return value.text
