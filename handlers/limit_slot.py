"""The slot that takes how many are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.members import Member
from handlers.slots import NumberSlot


@dataclass(frozen=True)
class LimitSlot(NumberSlot):
    """“top 5”, 前二十: told as a number."""

    kinds: Sequence[str] = ("number",)

    def plain(self, value: int, me: Member) -> Any:
        return value
