"""Values and the slots' own words in a sentence: by their types, and by the words that announce them."""

import re
from collections.abc import Sequence
from functools import cache

from handlers.command import Param
from handlers.context import Context
from handlers.reading.cues import announces, refuses
from handlers.reading.fill import tells_when
from handlers.reading.gathered import Gathered
from handlers.reading.normalise import fold
from handlers.reading.spans import Amount, Span
from handlers.reading.words import listed
from handlers.slots import DaySlot, PeriodSlot, WordSlot
from handlers.team_slot import TeamSlot

_BARE_AMOUNT = 100  # a smaller number without a word for it is rather a count


def take_values(params: Sequence[Param], text: str, spans: Sequence[Span], found: Gathered, context: Context) -> None:
    """Each value goes to the slot that its words announce, else to the first that takes its kind."""
    for span in spans:
        if not found.free(span.start, span.end):
            continue
        fitting = [p for p in params if p.name not in found.said and span.kind in p.slot.kinds]
        fitting = [p for p in fitting if _plausible(span, p, text) and not _ahead(span, p, text, context)]
        told = [p for p in fitting if announces(p.name, text, span.start, span.end)]
        left = told or [p for p in fitting if not refuses(p.name, text, span.start, span.end)]
        if left:
            best = min(left, key=lambda p: list(p.slot.kinds).index(span.kind))
            if _later_is_better(span, best, spans):
                continue
            found.take(best.name, text, span.start, span.end)


def _ahead(span: Span, param: Param, text: str, context: Context) -> bool:
    """What was done has been: “下周给答复” tells what was said, not when."""
    slot = param.slot
    if not isinstance(slot, DaySlot) or not slot.past:
        return False
    return slot.day_of(span, context) > context.crm.today or not tells_when(span, text)


def _later_is_better(span: Span, param: Param, spans: Sequence[Span]) -> bool:
    """A date is a period only where no period was said."""
    return (
        isinstance(param.slot, PeriodSlot)
        and span.kind == "date"
        and any(other.kind == "period" and other is not span for other in spans)
    )


def _plausible(span: Span, param: Param, text: str) -> bool:
    if span.kind != "number" or "amount" not in param.name:
        return True
    value = span.value.amount if isinstance(span.value, Amount) else span.value
    return isinstance(value, int | float) or (
        str(value).replace(".", "").isdigit() and float(str(value)) >= _BARE_AMOUNT
    )


def take_words(params: Sequence[Param], text: str, found: Gathered) -> None:
    """One of a slot's own words, the longest first; a group (“by region”) must be announced."""
    folded = fold(text)
    logs = any(param.name == "summary" for param in params)
    for param in params:
        slot = param.slot
        if not slot.vocabulary or param.name in found.said or isinstance(slot, TeamSlot):
            continue
        places = [match.span() for match in words_of(tuple(slot.vocabulary)).finditer(folded.text)]
        for place in sorted(places, key=lambda place: place[0] - place[1]):
            word = folded.text[slice(*place)]
            start, end = folded.back(*place)
            kept = word == "记录" and not logs  # 跟进记录 is no note
            if not kept and found.free(start, end) and _is_meant(param, word, folded.text, *place):
                found.take(param.name, text, start, end)
                break


@cache
def words_of(vocabulary: tuple[str, ...]) -> re.Pattern[str]:
    """Any of a slot's words, the longest first."""
    folded = sorted({fold(word).text for word in vocabulary}, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in folded if word[:1].isascii())
    others = "|".join(re.escape(word) for word in folded if not word[:1].isascii())
    return re.compile(rf"(?<![a-z0-9])(?:{latin or '(?!)'})(?![a-z0-9])|{others or '(?!)'}")


def _is_meant(param: Param, word: str, text: str, start: int, end: int) -> bool:
    if param.name == "by":
        return word in _GROUPS_ALONE or announces("by", text, start, end)
    apart = isinstance(param.slot, WordSlot) and word in param.slot.apart
    return not apart or announces(param.name, text, start, end) or _stands_apart(text, start, end)


_GROUPS_ALONE = listed(
    "monthly, quarterly, month by month, month-by-month, trend, trends, 逐月, 趋势, 走势, 月度, 每个月, 每月, 各月, "
    "每个季度, 每季度, 各季度"
)


def _stands_apart(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    return (not before or before[-1] in ",，;；、.。\n") and (not after or after[0] in ",，;；、.。!！\n")
