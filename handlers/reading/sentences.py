"""A message whose stretches are read, each as one request: by phrases, else by what is like them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from crm_domain.names import is_cjk
from handlers.context import Context
from handlers.reading.common import common_words
from handlers.reading.delexical import spotted, without
from handlers.reading.guessing import Guess, guessed
from handlers.reading.leftover import evidence
from handlers.reading.normalise import fold
from handlers.reading.reader import fit_of, politely, read_one
from handlers.reading.readings import Reading
from handlers.reading.rule_sentences import rule_in, schedule_in
from handlers.reading.spans import Span
from handlers.record_slot import RecordSlot
from handlers.slots import StageSlot

_JOINED = frozenset("ticket deal company contact member stage product".split())
_JOINS = re.compile(r"\s*(?:,|，|、|&|\+|/|and|和|跟|与|及|还有|,\s*and)\s*", re.IGNORECASE)
WEAK = 3.0  # so little a phrase may explain that what is like other phrases counts more
BOTH = 5.0  # what it is worth that both of two things can be read alike


class Sentence:
    """A message whose stretches are read, each as one request: by its phrases, else by what is like them."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context

    @cached_property
    def spans(self) -> list[Span]:
        return spotted(self.text, self.context)

    def read(self, start: int, end: int) -> Reading | None:
        """One request, or one of several things: “assign 1013 and 1021 to Priya”."""
        self.context.after = start > 0
        best = self._one(start, end)
        if best and not best.command.name.endswith(".merge") and (pair := self._pair(start, end)):
            one, other = (self._without(start, end, *span) for span in pair)
            if one and other and one.alone and _alike(one, other):
                return replace(other, also=(one,), sure=other.sure + BOTH)
        return best

    def _pair(self, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Two names of one kind that are joined, each with what joins it."""
        inside = [span for span in self.spans if start <= span.start and span.end <= end]
        for one, other in pairwise(inside):
            if one.kind == other.kind and one.kind in _JOINED and _JOINS.fullmatch(self.text[one.end : other.start]):
                return (one.start, other.start), (one.end, other.end)
        return None

    def _without(self, start: int, end: int, first: int, last: int) -> Reading | None:
        """The same request without one of the two things."""
        return Sentence(self.text[start:first] + self.text[last:end], self.context).one()

    def one(self) -> Reading | None:
        return self._one(0, len(self.text))

    def _one(self, start: int, end: int) -> Reading | None:
        part = politely(self.text[start:end])
        by_phrase = rule_in(part, self.context) or schedule_in(part, self.context) or read_one(part, self.context)
        numbered = any(span.kind == "ticket" and start <= span.start < end for span in self.spans)
        if by_phrase and by_phrase.command.name == "ticket.open" and numbered:
            by_phrase = None  # that ticket is there already
        if by_phrase and by_phrase.certain:
            return by_phrase
        guess = self._guess(part, start)
        if guess is None or (by_phrase and not _better(guess.reading, by_phrase, self.spans, self.text)):
            return by_phrase
        return guess.reading

    def _guess(self, part: str, start: int) -> Guess | None:
        """What the stretch is likely to ask for; a name alone asks for nothing beside other words."""
        offset = self.text.find(part, start)
        inside = [s for s in self.spans if offset <= s.start and s.end <= offset + len(part)]
        spans = [replace(s, start=s.start - offset, end=s.end - offset) for s in inside]
        if len(part) < len(self.text) - 3 and _only_names(part, spans):
            return None
        best = next(iter(guessed(part, self.context, spans)), None)
        if best is None or not best.likely:
            return None
        if len(part) < len(self.text) - 3 and not evidence(best.reading.command, without(part, spans))[0]:
            return None
        best.reading.fit = fit_of(best.reading, self.context)
        return best


def _alike(one: Reading, other: Reading) -> bool:
    """The same command of two things: what differs is a record or a stage."""
    if one.command is not other.command or one.said.keys() != other.said.keys():
        return False
    differing = [name for name in one.said if one.said[name] != other.said[name]]
    return bool(differing) and all(
        isinstance(one.command.params[name].slot, RecordSlot | StageSlot) for name in differing
    )


def _only_names(part: str, spans: list[Span]) -> bool:
    return not re.search(r"\w", without(part, spans))


def _better(guess: Reading, phrase: Reading, spans: Sequence[Span], text: str) -> bool:
    """Whether a likely guess counts more than a phrase that is not beyond doubt: where a name would be a sentence."""
    if phrase.fit < 0:
        return any(_no_name(phrase, name, said, spans, text) for name, said in phrase.said.items())
    return phrase.worth < WEAK and phrase.worth < guess.worth


def _no_name(reading: Reading, slot: str, said: str, spans: Sequence[Span], text: str) -> bool:
    """Words that are long, or hold a name that is known beside words that are in no name."""
    if not isinstance(reading.command.params[slot].slot, RecordSlot):
        return False
    if len(said) > (10 if is_cjk(said[0]) else 40) or len(said.split()) > 5:
        return True
    start = text.find(said)
    inside = [s for s in spans if start <= s.start and s.end <= start + len(said) and s.end - s.start < len(said)]
    if not inside or start < 0:
        return False
    left = "".join(
        letter if all(not s.start <= start + i < s.end for s in inside) else " " for i, letter in enumerate(said)
    )
    return any(span.kind == "ticket" for span in inside) or any(
        fold(word).text in common_words() for word in re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", left)
    )
