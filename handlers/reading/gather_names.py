"""Names and pronouns in a sentence: which slot takes which."""

import re
from collections.abc import Sequence

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.tickets import Ticket
from handlers.command import Param
from handlers.context import Context
from handlers.reading.cues import announces
from handlers.reading.gathered import Gathered, is_free
from handlers.reading.normalise import fold
from handlers.reading.spans import Name, Span
from handlers.reading.words import CLAIMS, IT, THAT
from handlers.record_slot import RecordSlot
from handlers.team_slot import TeamSlot, teams_heard

_ME = re.compile(r"\b(?:me|my|mine|i|i'll|myself)\b|我(?!们)|自己", re.IGNORECASE)
_OF_ME = re.compile(r"\b(?:my|mine|i|i've|i'm)\b|我(?!们)的?", re.IGNORECASE)


def take_names(params: Sequence[Param], text: str, spans: Sequence[Span], found: Gathered, context: Context) -> None:
    """Names to the slots of their kind, the best fit first; a deal may be told by its company."""
    slots = [p for p in params if isinstance(p.slot, RecordSlot) and not is_free(p)]
    for span in spans:
        if span.kind == "ticket":
            _to_first(slots, Ticket, text, span, found)
    named = [span for span in spans if isinstance(span.value, Name) and found.free(span.start, span.end)]
    pairs = [(_fit(p, span), -i, p, span) for i, p in enumerate(slots) for span in named]
    for fit, _, param, span in sorted(pairs, key=lambda pair: (-_rank(pair, text), pair[3].start)):
        if fit and param.name not in found.said and found.free(span.start, span.end):
            found.take(param.name, text, span.start, span.end)
    for param in slots:
        if param.name not in found.said:
            _take_pointed(param, text, named, found)
    for team in (p for p in params if isinstance(p.slot, TeamSlot)):
        _take_team(team, text, found, context)


def _rank(pair: tuple[float, int, Param, Span], text: str) -> float:
    fit, order, param, span = pair
    told = announces(param.name, text, span.start, span.end)
    top = max((score for _, score in span.value.fits), default=0.0) if isinstance(span.value, Name) else 0.0
    return fit - 0.5 * (top - fit) + 0.3 * told + 0.02 * param.required + 0.001 * order


def _fit(param: Param, span: Span) -> float:
    """How well the name fits a record of the slot's kind."""
    if isinstance(param.slot, RecordSlot) and isinstance(span.value, Name):
        return span.value.fit(param.slot.model)
    return 0.0


def _takes(param: Param, model: type) -> bool:
    return isinstance(param.slot, RecordSlot) and param.slot.model is model


def _to_first(slots: Sequence[Param], model: type, text: str, span: Span, found: Gathered) -> None:
    fitting = [p for p in slots if _takes(p, model) and p.name not in found.said]
    if not fitting:
        return
    if len(fitting) > 1 and (announces("duplicate", text, span.start, span.end)):
        fitting = [p for p in fitting if p.name == "duplicate"] or fitting
    found.take(fitting[0].name, text, span.start, span.end)


_POINTS = re.compile(
    "|".join(
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        for word in sorted({w for words in THAT.values() for w in words} | IT, key=len, reverse=True)
    ),
    re.IGNORECASE,
)


def _take_pointed(param: Param, text: str, named: Sequence[Span], found: Gathered) -> None:
    """A deal by the name of its company; else a pronoun for it."""
    assert isinstance(param.slot, RecordSlot)
    if not param.required:
        _take_theirs(param, text, found)
        return
    if param.slot.model in (Deal, Ticket):
        company = next(
            (s for s in named if found.free(s.start, s.end) and isinstance(s.value, Name) and s.value.fit(Company)),
            None,
        )
        if company:
            found.take(param.name, text, company.start, company.end)
            return
    for match in _POINTS.finditer(text):
        if found.free(*match.span()) and param.slot.points(match[0]):
            found.take(param.name, text, *match.span())
            return


def _take_theirs(param: Param, text: str, found: Gathered) -> None:
    """“their tickets”, “her forecast”: of whom the message spoke before."""
    assert isinstance(param.slot, RecordSlot)
    pattern = _THEIRS.get(param.slot.model)
    match = pattern.search(text) if pattern else None
    if match and found.free(*match.span()):
        found.take(param.name, text, *match.span())


def _take_team(param: Param, text: str, found: Gathered, context: Context) -> None:
    low = text.lower()
    for team in teams_heard(context):
        place = low.find(team.lower())
        if place >= 0 and found.free(place, place + len(team)):
            found.take(param.name, text, place, place + len(team))
            return


def take_people(params: Sequence[Param], text: str, found: Gathered) -> None:
    """“my”, “me”, “I'll take”: the speaker."""
    for param in params:
        if not isinstance(param.slot, RecordSlot) or param.slot.model is not Member or param.name in found.said:
            continue
        if param.name == "assignee" and param.required and (claim := _claim(text)):
            found.take(param.name, text, *claim)
            continue
        pattern = _ME if param.required or announces(param.name, text, len(text), len(text)) else _OF_ME
        for match in pattern.finditer(text):
            if found.free(*match.span()) and not _asks_to_be_shown(text, match.start()):
                word = match[0].removesuffix("的")
                found.take(param.name, text, match.start(), match.start() + len(word))
                break


_SHOWN = re.compile(
    r"(?i)\b(?:show|give|send|tell|let|can|could|may|should|do|did|am|will|for|email|get|where|what|how)\s+$|(?:给|发|帮|告诉|提醒|让|请)$"
)


def _asks_to_be_shown(text: str, start: int) -> bool:
    return bool(_SHOWN.search(text[:start]))


_THEIRS: dict[type, re.Pattern[str]] = {
    Member: re.compile(r"\b(?:his|hers?|him)\b|[他她](?!们)", re.IGNORECASE),
    Company: re.compile(r"\b(?:theirs?|them|they(?!['’])|there(?!['’])|its)\b|他们|她们|人家|那边|它", re.IGNORECASE),
    Contact: re.compile(r"\b(?:her|him)\b|[他她](?!们)", re.IGNORECASE),
}
_CLAIM = re.compile(
    "|".join(
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
        for word in sorted(CLAIMS, key=len, reverse=True)
    ),
    re.IGNORECASE,
)


def _claim(text: str) -> tuple[int, int] | None:
    match = _CLAIM.search(fold(text).text if text.isascii() else text)
    return match.span() if match else None
