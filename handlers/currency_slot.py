"""The slot that takes a currency, by its code or what people call it: EUR, euros, 欧元."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.reading.currencies import AFTER, BEFORE, CODES
from handlers.slots import WordSlot

# Every name of a currency that is a word; signs and what stands for several are left out.
NAMES: Mapping[str, str] = {
    name: code for name, code in (*BEFORE.items(), *AFTER.items()) if len(name) > 1 and name[-1] not in "$€£¥"
} | {code: code.upper() for code in CODES}


@dataclass(frozen=True)
class CurrencySlot(WordSlot):
    meanings: Mapping[str, str] = field(default_factory=lambda: NAMES)
