"""Values and the slots' own words in a sentence: by their types, and by the words that announce them."""

import re
from collections.abc import Sequence

from handlers.command import Param
from handlers.context import Context
from handlers.reading.cues import announces, refuses
from handlers.reading.gathered import Gathered
from handlers.reading.normalise import Folded, fold
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
        fitting = [p for p in fitting if _plausible(span, p, text) and not _ahead(span, p, context)]
        told = [p for p in fitting if announces(p.name, text, span.start, span.end)]
        left = told or [p for p in fitting if not refuses(p.name, text, span.start, span.end)]
        if left:
            best = min(left, key=lambda p: list(p.slot.kinds).index(span.kind))
            if _later_is_better(span, best, spans):
                continue
            found.take(best.name, text, span.start, span.end)


def _ahead(span: Span, param: Param, context: Context) -> bool:
    """What was done has been: “下周给答复” tells what was said, not when."""
    slot = param.slot
    return isinstance(slot, DaySlot) and slot.past and slot.day_of(span, context) > context.crm.today


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
    for param in params:
        slot = param.slot
        if not slot.vocabulary or param.name in found.said:
            continue
        if isinstance(slot, TeamSlot):
            continue
        for word in sorted(slot.vocabulary, key=len, reverse=True):
            if word == "记录" and "summary" not in (p.name for p in params):
                continue  # 跟进记录 is no note
            apart = isinstance(slot, WordSlot) and word in slot.apart
            place = _word_at(word, folded.text, apart, param.name, found, folded)
            if place:
                found.take(param.name, text, *place)
                break


def _word_at(word: str, text: str, apart: bool, name: str, found: Gathered, folded: Folded) -> tuple[int, int] | None:
    pattern = re.escape(fold(word).text)
    if word[0].isascii() and word[0].isalnum():
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    for match in re.finditer(pattern, text):
        if name == "by" and not announces("by", text, *match.span()) and word not in _GROUPS_ALONE:
            continue
        if apart and not announces(name, text, *match.span()) and not _stands_apart(text, *match.span()):
            continue
        start, end = folded.back(*match.span())
        if found.free(start, end):
            return start, end
    return None


_GROUPS_ALONE = listed(
    "monthly, quarterly, month by month, month-by-month, trend, trends, 逐月, 趋势, 走势, 月度, 每个月, 每月, 各月, "
    "每个季度, 每季度, 各季度"
)


def _stands_apart(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    return (not before or before[-1] in ",，;；、.。\n") and (not after or after[0] in ",，;；、.。!！\n")
