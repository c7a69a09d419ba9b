"""Phrases as regular expressions: the same grammar a second time, slow to make, to hold the first one against."""

import re
from collections.abc import Collection, Mapping

from handlers.reading.lettered import KINDS, is_letter, kind_of
from handlers.reading.phrase_grammar import PAUSES, TOKEN, Slotted

_APART = "(?!(?<=[0-9a-z])[0-9a-z])"
_TAIL = r"[\s.!?,;:。！？，；~～…吧啦哈呢呀]*"
_LETTERS = [chr(code) for code in range(0xE000, 0xF8FF) if is_letter(chr(code))]
_CLASSES = {kind: "".join(letter for letter in _LETTERS if kind_of(letter) == kind) for kind in KINDS}


def expression(phrase: str, params: Mapping[str, Slotted]) -> re.Pattern[str]:
    tokens = TOKEN.findall(phrase.strip())
    return re.compile(_sequence(tokens, (), params, phrase.isascii()) + _TAIL, re.DOTALL)


def _sequence(tokens: list[str], closing: Collection[str], params: Mapping[str, Slotted], ascii: bool) -> str:
    pattern, blank, certain = "", False, False
    while tokens and tokens[0] not in closing:
        token = tokens.pop(0)
        if token.isspace():
            blank = True
            continue
        firm = certain and not _is_pause(token, tokens)
        item = _branches(tokens, token, params, ascii) if token in "[(" else _item(token, params)
        space = (r"\s+" if firm else r"\s*") if blank else r"\s*" if pattern and not ascii else ""
        pattern += f"(?:{space}{item})?" if token == "[" else space + item
        certain = certain or token != "["
        blank = False
    return pattern


def _is_pause(token: str, later: list[str]) -> bool:
    if token not in ("[", "("):
        return set(token) <= PAUSES
    end = next(place for place, mark in enumerate(later) if mark in ("]", ")"))
    return any(set(inner) <= PAUSES for inner in later[:end])


def _branches(tokens: list[str], opening: str, params: Mapping[str, Slotted], ascii: bool) -> str:
    end = "]" if opening == "[" else ")"
    branches = [_sequence(tokens, ("|", end), params, ascii)]
    while tokens.pop(0) == "|":
        branches.append(_sequence(tokens, ("|", end), params, ascii))
    return f"(?:{'|'.join(sorted(branches, key=len, reverse=True))})"


def _item(token: str, params: Mapping[str, Slotted]) -> str:
    if not token.startswith("{"):
        return f"[{re.escape(token)}]" if set(token) <= PAUSES else re.escape(token.lower())
    name, _, own = token[1:-1].partition("=")
    if name.removesuffix("!") == "*":
        return "(?P<rest>.+?)"
    if name.endswith("!"):
        return f"(?P<{name[:-1]}>.+)"
    slot = params[name].slot
    words = own.split("|") if own else [] if slot.kinds else list(slot.vocabulary)
    if words:
        listed = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
        return f"{_APART}(?P<{name}>{'|'.join(map(re.escape, listed))}){_APART}"
    if slot.kinds:
        return f"(?P<{name}>[{''.join(_CLASSES[kind] for kind in slot.kinds)}])"
    return f"(?P<{name}>.+?){_APART}"
