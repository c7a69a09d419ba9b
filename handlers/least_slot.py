"""The slot that takes the least number of records that make somebody count: 5, at least 5, more than one, 不限."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.members import Member
from handlers.context import Context
from handlers.limit_slot import LimitSlot
from handlers.reading.normalise import fold

_MORE = re.compile(r"(?:more|greater) than|over|above|exceeding|>(?!=)|超过|多于|大于|高于")
_ANY = re.compile(
    r"no (?:minimum|limit|lower limit|threshold)|any(?: number)?|all(?: of them)?|everyone|everybody|none|whatever|"
    r"doesn'?t matter|(?:都|全部?)(?:算|可以|行)?|不限(?:制)?|没有?(?:限制|要求|下限)|无所谓|随便|所有人?"
)
_NUMBER = re.compile(r"\d+|[一二两三四五六七八九十]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty)\b")


@dataclass(frozen=True)
class LeastSlot(LimitSlot):
    kinds: Sequence[str] = ("number",)

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        return said.get("least")

    def read(self, said: str, context: Context) -> int:
        folded = fold(said).text
        number = _NUMBER.search(folded)
        if number is None and _ANY.search(folded):
            return 1
        least = super().read(number.group() if number else said, context)
        return max(least + bool(_MORE.search(folded)), 1)

    def plain(self, value: int, me: Member) -> Any:
        return value
