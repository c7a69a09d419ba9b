"""Slips of the keyboard in the words that requests are made of: “reimnd me”, “pipline”."""

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.context import Context
from handlers.reading.common import common_words
from handlers.reading.delexical import spotted
from handlers.reading.spans import Span

_WORD = re.compile(r"(?<![\w@./'-])[a-z]{4,}(?![\w@/'-]|\.\w)")


def mended(text: str, context: Context) -> str:
    """The text with each word that is no name and nearly one of ours written as that one."""
    words = common_words()
    slips = [found for found in _WORD.finditer(text) if found[0] not in words]
    spans = spotted(text, context) if slips else []
    for found in reversed(slips):
        near = None if _taken(found, spans) else _nearest(found[0])
        if near:
            text = text[: found.start()] + near + text[found.end() :]
    return text


def _taken(found: re.Match[str], spans: list[Span]) -> bool:
    return any(found.start() < span.end and span.start < found.end() for span in spans)


@cache
def _choices() -> list[str]:
    return sorted(word for word in common_words() if len(word) > 3 and word.isascii())


def _nearest(word: str) -> str | None:
    best = process.extractOne(word, _choices(), scorer=OSA.distance, score_cutoff=1)
    return best[0] if best else None
