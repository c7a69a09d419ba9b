"""A message without its particulars: every value and every known name as a typed token (“move xxdeal to xxstage”)."""

import re
from collections.abc import Iterator, Sequence

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.names import is_cjk
from handlers.context import Context
from handlers.reading.spans import Span
from handlers.reading.words import stage_spans

_NAMED: tuple[type[Row], ...] = (Company, Contact, Deal, Member)
_FIRM = 0.93  # a name inside a sentence must fit this well: there a typo is more likely another word
_PART = 0.885  # a part of a name, each of its words to the letter
_LITTLE = frozenset(
    "the a an my our of at in on to for with by and or is are it this that deal ticket task company".split()
)
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’.-][^\W\u3400-\u9fff]+)*")
_LONGEST = {True: 8, False: 4}  # words of a name: Chinese characters, others
_LOOKS = 48  # places where names are looked for: enough for any sentence, and bounds a page of text


def spotted(text: str, context: Context) -> list[Span]:
    """Values, stages and names that do not overlap, in order."""
    stages = list(stage_spans(text, context.stages))
    values = [span for span in context.values(text) if _free(span.start, span.end, stages)]
    known = [*stages, *values]
    return sorted([*known, *_names(text, known, context)], key=lambda span: span.start)


def delexicalised(text: str, spans: Sequence[Span]) -> str:
    pieces, done = [], 0
    for span in spans:
        pieces += [text[done : span.start], f" xx{span.kind} "]
        done = span.end
    return "".join([*pieces, text[done:]])


def _free(start: int, end: int, taken: Sequence[Span]) -> bool:
    return all(end <= span.start or start >= span.end for span in taken)


def _names(text: str, taken: Sequence[Span], context: Context) -> Iterator[Span]:
    """The longest name that begins at each word, from the left."""
    found = [(m.start(), m.end()) for m in _WORD.finditer(text) if _free(m.start(), m.end(), taken)]
    place = 0
    while place < min(len(found), _LOOKS):
        span, used = _name_at(text, found, place, context)
        if span:
            yield span
        place += used


def _name_at(text: str, words: Sequence[tuple[int, int]], place: int, context: Context) -> tuple[Span | None, int]:
    zh = is_cjk(text[words[place][0]])
    for size in range(min(_LONGEST[zh], len(words) - place), 1 if zh else 0, -1):
        start, end = words[place][0], words[place + size - 1][1]
        if end - start > 3 * size * 8 or (zh and end - start != size):
            continue
        if model := _called(text[start:end], size, zh, context):
            return Span(start, end, model.__name__.lower(), text[start:end], "name"), size
    return None, 1


def _called(said: str, size: int, zh: bool, context: Context) -> type[Row] | None:
    """What kind of record this names: a deal by its name, all others also by a part of it."""
    if said.lower() in _LITTLE or said.split(maxsplit=1)[0].lower() in _LITTLE:
        return None
    best = next(iter(context.names.find(said, _NAMED)), None)
    if best is None:
        return None
    least = _FIRM if best.model is Deal and size < (4 if zh else 2) else _PART
    return best.model if best.score >= least else None
