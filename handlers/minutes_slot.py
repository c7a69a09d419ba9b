"""The slot that takes how long something took, and the words for a rating of five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.spans import Duration
from handlers.reading.talk_words import MOST_MINUTES

NOT_A_LENGTH = T(
    "“{said}” is no length of a talk. Say for example 45 minutes; a day at most.",
    "“{said}”不是沟通时长，请说 45分钟 这样，最长一天。",
)
_WORDS = ("zero", "one", "two", "three", "four", "five")
_NUMERALS = "零一二三四五"
SCORES: Mapping[str, str] = {
    said: str(n)
    for n in range(6)
    for said in (
        *(f"{n}{of}" for of in ("", "/5", " /5", " / 5", " of 5", " out of 5", " out of five", " stars", "分", " 分")),
        *(f"{_WORDS[n]}{of}" for of in ("", " of five", " out of five")),
        f"{_NUMERALS[n]}分",
        f"{_NUMERALS[n]}颗星",
    )
}


@dataclass(frozen=True)
class MinutesSlot:
    """“45 minutes”, 半小时: told in minutes."""

    kinds: Sequence[str] = ("duration",)
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> int:
        value = next((span.value for span in context.values(said, self.kinds)), None)
        minutes = round(value.seconds / 60) if isinstance(value, Duration) and not value.days else 0
        if not 0 < minutes <= MOST_MINUTES:
            raise BadValue(NOT_A_LENGTH, said=said)
        return minutes

    def plain(self, value: int, me: Member) -> Any:
        return value
