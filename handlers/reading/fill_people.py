"""Whom an activity was with, where it is listed first: “Mario Rossi from Kingsley”, known or not."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.name_forms import is_cjk, is_firm
from handlers.context import Context
from handlers.reading.common import common_words
from handlers.reading.normalise import fold

if TYPE_CHECKING:
    from handlers.command import Param

_FROM = re.compile(r"(?:(?:with|to|w/)\s+)?(?P<who>\S+(?: \S+){0,2}) (?:from|at|of|over at) (?P<home>\S.*)", re.I)
_TITLED = re.compile(r"[A-Z][\w'’.-]*(?: (?:&|[A-Z][\w'’.-]*)){0,3}")
_LONGEST_ZH = 4  # characters of a person's name with a title
KNOWN = 0.88  # the fit of a company's name that is meant


def part_from_company(params: Sequence["Param"], pieces: list[str], context: Context) -> str:
    """Takes “jo from kingsley” apart, where there is such a company; whoever comes from there, else nothing."""
    found = _FROM.fullmatch(pieces[0]) if pieces and _meets(params) else None
    if found is None or not any(match.score >= KNOWN for match in context.names.find(found["home"], (Company,))):
        return ""
    pieces[:1] = [found["who"], found["home"]]
    return found["who"]


_AT = re.compile(r"(?P<who>\S+(?: \S+){0,3}?) (?:(?:at|from) (?P<home>\S.*)|(?:over )?(?P<there>there))", re.I)


def take_workplace(params: Sequence["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """“Jo Reeve at Marlowe”, “CFO at Marlowe”, “Jo Reeve there” of somebody new: where they work, known or not."""
    if not {"name", "company", "email"} <= {param.name for param in params} | found.keys() or "company" in found:
        return
    for place, piece in enumerate(pieces):
        if parted := _AT.fullmatch(piece):
            pieces[place], found["company"] = parted["who"], parted["home"] or "them"
            return


def take_stranger(params: Sequence["Param"], pieces: list[str], found: dict[str, str], who: str) -> None:
    """The first piece, where it is `who` or can only be a name: nobody known was named."""
    if not pieces or not _meets(params) or "contact" in found:
        return
    if pieces[0] == who or _is_name(pieces[0], alone=len(found) < 2):
        slot = "company" if is_firm(pieces[0]) and "company" not in found else "contact"
        found[slot] = pieces.pop(0)


def _meets(params: Sequence["Param"]) -> bool:
    return any(param.stranger and getattr(param.slot, "model", None) is Contact for param in params)


def _is_name(piece: str, alone: bool) -> bool:
    if is_cjk(piece):
        return is_firm(piece) or (not alone and 2 <= len(piece) <= _LONGEST_ZH)
    words = fold(piece).text.split()
    return bool(_TITLED.fullmatch(piece)) and common_words().isdisjoint(words)
