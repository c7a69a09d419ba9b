"""The slots that take how many are wanted, and how many of a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.slots import NumberSlot


@dataclass(frozen=True)
class LimitSlot(NumberSlot):
    """“top 5”, 前二十: told as a number."""

    kinds: Sequence[str] = ("number",)
    NUMERALS: ClassVar[str] = "零一二三四五六七八九十"

    def read(self, said: str, context: Context) -> int:
        """前三 alone is no number to the recogniser: there is nothing that it counts."""
        place = self.NUMERALS.find(said.strip()) if said.strip() else -1
        return place if place > 0 else 2 if said.strip() == "两" else super().read(said, context)

    def plain(self, value: int, me: Member) -> Any:
        return value


NOT_A_SHARE = T(
    "“{said}” is no share that can be held back. Say for example 20%; {most}% at most.",
    "“{said}”不是可用的比例，请说 20% 这样，最多 {most}%。",
)


@dataclass(frozen=True)
class ShareSlot:
    """“20%”, 两成: percent, from 0 to `most`."""

    kinds: Sequence[str] = ("percent", "number")
    vocabulary: Sequence[str] = ()
    most: int = 90

    def read(self, said: str, context: Context) -> int:
        value = next((span.value for span in context.values(said, self.kinds) if isinstance(span.value, Decimal)), None)
        if value is None or not 0 <= value <= self.most:
            raise BadValue(NOT_A_SHARE, said=said, most=self.most)
        return round(value)

    def plain(self, value: int, me: Member) -> Any:
        return value
