"""Fills what somebody is to be reminded of: “max tomorrow at 9 to send the deck”, 明天上午九点叫我给王磊回电话.

When it is stands before the words, behind them, or among them after “at”, “on”, “by”; a day and an hour may stand
apart. What is left is the text.
"""

import re
from collections.abc import Iterator, Mapping

from crm_domain.members import Member
from crm_domain.names import is_cjk
from handlers.context import Context
from handlers.reading.clocks import is_clock
from handlers.reading.spans import TIME_KINDS, Span
from handlers.reading.words import EVERYBODY, ME
from handlers.receiver_slot import addressed

_NAMED = 0.88  # a member's name at the beginning must fit this well
_CUE = re.compile(
    r"(?:(?<![a-z])(?:at|on|by|in|around|about|from|for|it'?s|be|is)(?![a-z])|[\s@,，:：–—-]|[在于到])+$", re.I
)
_FIRM_CUE = re.compile(r"(?:(?<![a-z])(?:at|on|by|in)|@)\s*$", re.I)
_CUED = re.compile(r"(?:by|before|until|till|on|at|in)(?![a-z])", re.I)
_NOT_WHEN = re.compile(r"(?:(?<![a-z])(?:due|since|the|last|of)|['’]s|[上的])\s*$", re.I)
_IS_PART = re.compile(r"^(?:['’]s|的|那|会议|例会)")
_END = re.compile(
    r"^(?:[\s,，.。!！?？~～;；:：]|(?<![a-z])(?:please|pls|thanks|thx|ok)(?![a-z])|之?前|的?时候?|左右|[吧啊哦呢])*$",
    re.I,
)
_LEAD = re.compile(
    r"^(?:[\s,，.:：;；、!！–—-]+|(?:that )?(?:i|we|you)(?: need| have| want| ought| am supposed| should| must"
    r"|['’]ve got| gotta)(?: to)?(?![a-z])"
    r"|(?:to|that|about|for|re|regarding|concerning|remind(?: me)?|please|pls|don['’]?t forget(?: to)?)(?![a-z])"
    r"|一下子?|一声|我?(?:该|得|需要|记得|别忘了|不要忘了|要记得)|要(?!求|点)|关于|说(?!明|服))+",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,，.:：;；、!！。?？~～–—-]+|(?<![a-z])(?:please|pls|thanks|thx|ok|okay|and|at|on|by|in)(?![a-z]))+$"
    r"|(?:这件?事|这个)?[吧啊哦呢]?[。！~～]*$",
    re.I,
)
_BEFORE_NAME = re.compile(r"^[\s,，:：]*(?:(?:for|@|让|叫)\s*)?", re.I)
_SOMEBODY = re.compile(r"^(?:[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff](?:总|经理|哥|姐|工))(?=\S)")
_FIRST_WORDS = re.compile(r"[A-Za-zÀ-ɏ0-9'’.@-]+")
_NOT_OURS = re.compile(
    r"^\s*(?:me|us)?\s*(?:what|who|whom|whose|where|which|why|how|whether)(?![a-z])"
    r"|^\s*(?:me|us)?[\s,]*(?:when|whenever|if|unless|every time|each time|as soon as)(?![a-z])"
    r"|^(?:我|我们)?(?:当|每当|如果|要是|一旦|假如)",
    re.I,
)


_AHEAD = re.compile(
    r"(?:an?|\w+) (?:minutes?|mins?|hours?|days?|weeks?) (?:before|ahead of|prior to)(?![a-z])"
    r"|提前[\d一二两三四五六七八九十半]",
    re.I,
)


def fill_reminder(said: Mapping[str, str], rest: str, context: Context) -> dict[str, str]:
    """The slots as said, with those that the rest of the message gives."""
    if _NOT_OURS.match(rest):  # “remind me who owns Acme” asks for an answer now; “ping me when …” is a rule
        return {}
    found = dict(said)
    if "whom" not in found:
        rest = _take_whom(found, rest, context)
    rest = _take_when(found, rest, context)
    if "whom" not in found:
        rest = _take_whom(found, rest, context)
    text = _TAIL.sub("", _LEAD.sub("", rest)).strip(' "“”「」')
    if _AHEAD.match(text):  # of something of which we don't know when it is
        found.pop("at", None)
    return {"text": text} | found if text else found


def _take_whom(found: dict[str, str], rest: str, context: Context) -> str:
    """Whoever is named first; what is left of the words."""
    begun = _BEFORE_NAME.match(rest)
    bare = rest[begun.end() :] if begun else rest
    if there := addressed(bare):
        found["whom"], left = there
        return left
    for end in _ends(bare):
        name = bare[:end].strip("@ ")
        matches = context.names.find(name, (Member,))
        if name.lower() in ME | EVERYBODY or (matches and matches[0].score >= _NAMED):
            found["whom"] = name
            return bare[end:]
    return rest


def _ends(text: str) -> Iterator[int]:
    """Where a name at the beginning may end, the farthest first."""
    if is_cjk(text[:1]):
        yield from range(min(len(text), 6), 0, -1)
    else:
        yield from (place.end() for place in list(_FIRST_WORDS.finditer(text[:60]))[2::-1] if text[0] != " ")


def _take_when(found: dict[str, str], rest: str, context: Context) -> str:
    placed = [span for span in context.values(rest, TIME_KINDS) if _placed(span, rest)]
    if "at" in found:
        known = context.values(found["at"], TIME_KINDS)
        chosen = [span for span in placed if known and _completes(span, known[0])][-1:]
        found["at"] = _joined([found["at"], *(rest[span.start : span.end] for span in chosen)])
    else:
        chosen = _chosen(placed, rest)
        if chosen:
            found["at"] = _joined([rest[span.start : span.end] for span in chosen])
    for span in sorted(chosen, key=lambda span: -span.start):
        rest = _without(rest, span)
    return rest


def _placed(span: Span, text: str) -> bool:
    """Whether it says when, rather than being part of what is said: “the Friday report”, 周五的会."""
    before, after = text[: span.start], text[span.end :]
    if _NOT_WHEN.search(before) or _IS_PART.match(after):
        return False
    at_edge = not _CUE.sub("", before).strip() or bool(_END.match(after))
    cued = _FIRM_CUE.search(before) or _CUED.match(text, span.start) or is_cjk(text[span.start])
    return at_edge or span.kind == "recurrence" or bool(cued)


def _chosen(placed: list[Span], text: str) -> list[Span]:
    """The one that counts, and the day or the hour that it lacks."""
    if not placed:
        return []
    ranked = sorted(placed, key=lambda span: (span.kind != "recurrence", not _begins(span, text), -span.end))
    main, others = ranked[0], ranked[1:]
    completing = [span for span in others if _completes(span, main) or _completes(main, span)]
    return sorted([main, *completing[:1]], key=is_clock)


def _begins(span: Span, text: str) -> bool:
    return not _CUE.sub("", text[: span.start]).strip()


def _completes(clock: Span, day: Span) -> bool:
    """“every Friday … at 4”, “tomorrow … 3pm”."""
    return is_clock(clock) and day.kind != "moment" and "BYHOUR" not in str(day.value)


def _joined(parts: list[str]) -> str:
    return ("" if is_cjk(parts[0]) else " at ").join(parts)


def _without(text: str, span: Span) -> str:
    before, after = _CUE.sub("", text[: span.start]), text[span.end :]
    gap = "" if is_cjk(before[-1:] + after[:1]) else " "
    return f"{before}{gap}{after.lstrip()}"
