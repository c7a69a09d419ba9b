"""What a measure is named by."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Measure(NamedTuple):
    """`said` names it for sure; `hinted` is taken for it where nothing else is named."""

    report: str
    said: re.Pattern[str]
    hinted: re.Pattern[str] | None = None
    slots: Mapping[str, str] = MappingProxyType({})  # what comes with it
    beside: re.Pattern[str] | None = None  # what must be spoken of too
    other: re.Pattern[str] | None = None  # and what must not

    def named_in(self, text: str) -> bool:
        beside = self.beside is None or bool(self.beside.search(text))
        return beside and not (self.other and self.other.search(text)) and bool(self.said.search(text))


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


BUYER = r"\b(?:customers?|accounts?|clients?|buyers?|companies)\b"
TICKET = r"\b(?:(?:support|open|closed|resolved|solved) )*(?:tickets?|cases?|incidents?|issues?|requests?)\b"
