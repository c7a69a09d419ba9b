"""A message without its particulars: every value and every known name as a typed token (“move xxdeal to xxstage”)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.names import NAMED, is_cjk
from crm_domain.pipelines import DEFAULT_STAGES
from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from handlers.context import Context
from handlers.reading.common import ENDS_NO_NAME, FILLERS, common_words
from handlers.reading.normalise import fold
from handlers.reading.spans import Name, Span, part_of, within
from handlers.reading.unknown_people import other_namesakes, unknown_people

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:[’.&-][^\W\u3400-\u9fff]+)*")
_LONGEST = {True: 9, False: 5}  # words of a name: Chinese characters, others
_LOOKS = 48  # places where names are looked for: enough for any sentence, and bounds a page of text
_LEAST = 0.885  # a part of a name, each of its words to the letter
_LEAST_ALONE = {True: 0.905, False: 0.9}  # two characters, one word: as often as not something else
_LEAST_TYPO = 0.845  # a long word that is no common one is rather a name with a slip
_ANOTHER_WORD = {True: 0.014, False: 0.03}  # what a longer name is worth
_TICKET = re.compile(
    r"(?i)(?:(?<![\w#])(?:#|(?:t|tkt)-)\s?|(?:\b(?:ticket|case|tkt)s?|工单|工單)\s*(?:#|no\.?|number|号)?\s*)$"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,:/$€£¥+-])(?:#|[tT]-)?([0-9]{1,6})(?![0-9A-Za-z%]|[.,:/-][0-9])(?!\s?[kKwW万萬%年月点點号號块元](?!单|單))"
)
_TOKENS = re.compile(r"(?<![a-z])xx[a-z]+")
EVEN = 0.06
_FIRM = 0.93
_BEFORE_DEALS = 0.03
_STOPS = re.compile(r"[,，。;；:：!！?？\n]|\.\s")
_CLOSING = frozenset(
    fold(word).text
    for key, en, zh, said, *_ in DEFAULT_STAGES
    if key in ("won", "lost")
    for word in (key, en, zh, *said.split("\n"))
)
_PARTICLES = frozenset("的了在是和跟与给把将到吗呢吧请我你他她它这那就都也还再又已没不要去来说让")


@cache
def models() -> tuple[type[Row], ...]:
    """Whose names stand in the middle of sentences; tasks, reminders and tickets are called by whole sentences."""
    return tuple(model for model in NAMED if model not in (Task, Reminder, Ticket))


def spotted(text: str, context: Context) -> list[Span]:
    """Values, stages, ticket numbers and names that do not overlap, in order."""
    if text not in context.spotted:
        inside = part_of(context.heard, text) if context.heard in context.spotted else None
        known = within(context.spotted[context.heard], *inside) if inside else None
        context.spotted[text] = _spotted(text, context) if known is None else known
    return context.spotted[text].copy()


def _spotted(text: str, context: Context) -> list[Span]:
    stages = context.stages_in(text)
    tickets = [span for span in _tickets(text, context) if _free(span.start, span.end, stages)]
    values = [span for span in context.values(text) if _free(span.start, span.end, [*stages, *tickets])]
    known = [*stages, *tickets, *values]
    known += _names(text, known, context)
    others = [*other_namesakes(text, known, lambda name: _is_called(name, context))]
    known = [span for span in known if _free(span.start, span.end, others)] + others
    return sorted([*known, *unknown_people(text, known)], key=lambda span: span.start)


def _is_called(name: str, context: Context) -> bool:
    return any(match.score >= _LEAST_TYPO for match in context.names.find(name, (Contact,))[:1])


def delexicalised(text: str, spans: Sequence[Span]) -> str:
    pieces, done = [], 0
    for span in spans:
        if span.kind == "stage" and fold(text[span.start : span.end]).text in _CLOSING:
            continue  # what is won and what is lost differs more than a token tells
        pieces += [text[done : span.start], f" xx{span.kind} "]
        done = span.end
    return "".join([*pieces, text[done:]])


def without(text: str, spans: Sequence[Span]) -> str:
    """What was said around them."""
    return _TOKENS.sub(" ", delexicalised(text, spans))


def _free(start: int, end: int, taken: Sequence[Span]) -> bool:
    return all(end <= span.start or start >= span.end for span in taken)


def _tickets(text: str, context: Context) -> Iterator[Span]:
    """Bare numbers that are a ticket's, and all that are said to be."""
    for found in _NUMBER.finditer(text):
        said = bool(_TICKET.search(text[: found.start(1)]))
        if said or (len(found[1]) > 2 and context.holds(Ticket, int(found[1]))):
            yield Span(found.start(), found.end(), "ticket", found[1], "ticket number")


def _names(text: str, taken: Sequence[Span], context: Context) -> Iterator[Span]:
    """The best names that do not overlap: what fits better, and what is longer, before the others."""
    found = [(m.start(), m.end()) for m in _WORD.finditer(text) if _free(m.start(), m.end(), taken)]
    candidates = [c for place in range(min(len(found), _LOOKS)) for c in _names_at(text, found, place, context)]
    candidates.sort(key=lambda candidate: (-candidate[0], candidate[1].start - candidate[1].end))
    chosen: list[Span] = []
    for _, span in candidates:
        if _free(span.start, span.end, chosen):
            chosen.append(span)
            yield span


def _names_at(
    text: str, words: Sequence[tuple[int, int]], place: int, context: Context
) -> Iterator[tuple[float, Span]]:
    """The names that begin at a word, each with its rank; a common word at its end adds nothing to it."""
    start = words[place][0]
    zh = is_cjk(text[start])
    first = text[start : words[place][1]]
    opens = _is_common(first)
    if (opens and (zh or fold(first).text in FILLERS)) or not context.names.may_begin(first, models()):
        return
    telling = 0
    for size in range(1, min(_LONGEST[zh], len(words) - place) + 1):
        end = words[place + size - 1][1]
        said = text[start:end]
        if _STOPS.search(said) or len(said) > 32 * size:
            return
        telling += not _is_common(text[words[place + size - 1][0] : end])
        if (zh and size < 2) or said[-1] in _PARTICLES or (opens and not telling) or ENDS_NO_NAME.search(said):
            continue
        if fits := _fits(said, size, zh, context):
            rank = fits[0][1] + _ANOTHER_WORD[zh] * (telling - 1)
            yield rank, Span(start, end, fits[0][0].__name__.lower(), Name(fits), "name")


@lru_cache(4096)
def _is_common(word: str) -> bool:
    return fold(word).text in common_words()


def _fits(said: str, size: int, zh: bool, context: Context) -> tuple[tuple[type[Row], float], ...]:
    """The kinds of records that may be called so, the likeliest first; a company before its deals."""
    best: dict[type[Row], float] = {}
    for match in context.names.find(said, models()):
        if match.model is not Deal or match.score >= _FIRM or size >= (4 if zh else 2):
            best.setdefault(match.model, match.score)
    top = max(best.values(), default=0.0)
    least = _LEAST_ALONE[zh] if size == (2 if zh else 1) else _LEAST
    if top < least and not (top >= _LEAST_TYPO and not zh and len(said) >= 7):
        return ()
    near = ((m, s) for m, s in best.items() if s >= top - EVEN)
    return tuple(sorted(near, key=lambda pair: -pair[1] - (_BEFORE_DEALS if pair[0] is Company else 0.0)))
