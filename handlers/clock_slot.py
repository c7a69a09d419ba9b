"""The slot that takes a time of day alone: 9, 9:30, 8pm, noon, 晚上八点半."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.names import is_cjk
from crm_domain.texts import T
from handlers.context import Context

NO_CLOCK = T("“{said}” is no time of day. Write it like 20:00 or 8pm.", "“{said}”不是时间。请写成 20:00 或 晚上8点。")
NOON = 12
_DIGITS = re.compile(r"(?P<h>\d{1,2})(?:[:：点时](?P<m>\d{2})?分?)?\s*(?P<half>[ap]\.?m\.?)?", re.I)


@dataclass(frozen=True)
class ClockSlot:
    """`later`: a bare hour before noon is meant in the afternoon, as in “no messages after 8”."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    later: bool = False

    def read(self, said: str, context: Context) -> time:
        bare = said.strip(" .,，。")
        digits = _DIGITS.fullmatch(bare)
        if digits is None:
            return _in_words(bare, context)
        hour, minute, half = int(digits["h"]), int(digits["m"] or 0), (digits["half"] or "").lower()[:1]
        hour = hour % NOON if half == "a" and hour <= NOON else hour
        afternoon = half == "p" or (self.later and not half and digits["h"][0] != "0")
        hour += NOON if afternoon and hour < NOON else 0
        if hour > 24 or minute > 59:
            raise BadValue(NO_CLOCK, said=said)
        return time(hour % 24, minute)

    def plain(self, value: time, me: Member) -> Any:
        return f"{value:%H:%M}"


def _in_words(said: str, context: Context) -> time:
    for asked in (said, f"{said}点" if any(map(is_cjk, said)) else f"at {said}"):
        for span in context.values(asked, ("moment",)):
            if isinstance(span.value, datetime):
                return span.value.time().replace(second=0, microsecond=0)
    raise BadValue(NO_CLOCK, said=said)
