"""The intent reader: learns from labelled examples what a short text asks for, in any language that they are in.

Linear heads read words and pieces of words; where a sentence encoder is given, heads by likeness of meaning join them,
and are asked only where the words leave a doubt. Probabilities and the border of the scope come from held-out examples.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from handlers.reading import ridge
from handlers.reading.encoder import Encoder
from handlers.reading.example import Example, intents_of
from handlers.reading.features import Counted, count
from handlers.reading.heads import Heads, Scores, Texts, encode
from handlers.reading.heldout import held_out
from handlers.reading.judgement import Judge, Opinion, at_home, best_share, lead, wide_lead
from handlers.reading.linear import PACE, Pace

RANKED = 16  # more than these have nothing to say of any text

_NO_MARKS: frozenset[str] = frozenset()


class Ranked(NamedTuple):
    intent: str
    probability: float


@dataclass(frozen=True)
class Reading:
    """What a text may mean: the RANKED likeliest intents, and whether it means any of them.

    strangeness: the share of messages in scope that look more familiar than this text, 0 to 1.
    """

    ranked: tuple[Ranked, ...]
    out_of_scope: bool
    strangeness: float


@dataclass
class IntentReader:
    """Made by `train`. The same examples give the same reader, and the same text the same reading."""

    intents: list[str]
    heads: Heads
    by_words: Judge
    by_both: Judge | None
    enough: float
    encoder: Encoder | None

    @classmethod
    def train(cls, examples: Sequence[Example], encoder: Encoder | None = None, pace: Pace = PACE) -> "IntentReader":
        """Learns from the examples; the name of an intent is one more example of it.

        Raises Untrainable where there are no two intents to tell apart.
        """
        intents = intents_of(examples)
        shown = [*examples, *(Example(_spelt_out(intent), intent) for intent in intents)]
        texts = Texts.of([each.text for each in shown], [each.marks for each in shown], encoder)
        targets = _targets([each.intent for each in shown], intents)
        if ridge.suits(texts.counted):
            return cls._of_long_texts(intents, texts.counted, targets, len(examples))
        places, scores = held_out(texts, targets, len(intents), pace)
        truth = np.where(targets[places].max(1) > 0, targets[places].argmax(1), -1)
        by_both, enough = None, float("-inf")
        if encoder:
            share = best_share(scores, truth)
            by_both, enough = Judge.fit(scores, truth, share), wide_lead(scores, truth, share)
        return cls(intents, Heads.train(texts, targets, pace), Judge.fit(scores, truth, 0), by_both, enough, encoder)

    @classmethod
    def _of_long_texts(
        cls, intents: list[str], counted: list[Counted], targets: np.ndarray, own: int
    ) -> "IntentReader":
        """Where no example is out of scope, nothing is: such a set sorts whatever comes in."""
        found = ridge.fit(counted, targets)
        truth = np.where(targets[:own].max(1) > 0, targets[:own].argmax(1), -1)
        judge = Judge.fit(Scores(found.unseen[:own]), truth, 0)
        if (truth >= 0).all():
            judge.scope.least = 0.0
        return cls(intents, found.heads, judge, None, float("-inf"), None)

    def taught(self, examples: Sequence[Example]) -> "IntentReader":
        """A reader that knows these few examples too, of intents that it knows: in milliseconds, not trained anew."""
        known = [example for example in examples if example.intent in self.intents]
        texts = Texts.of([each.text for each in known], [each.marks for each in known], None)
        heads = self.heads.taught(texts, _targets([each.intent for each in known], self.intents))
        return replace(self, heads=heads)

    def read(self, text: str, marks: frozenset[str] = _NO_MARKS) -> Reading:
        """Never fails: of a text without a known word it says that it is strange."""
        opinion = self._opinion(text, marks)
        order = np.argsort(-opinion.probabilities, kind="stable")[:RANKED]
        ranked = tuple(map(Ranked, [self.intents[at] for at in order], opinion.probabilities[order].tolist()))
        return Reading(ranked, not opinion.in_scope, 1 - opinion.rank)

    def _opinion(self, text: str, marks: frozenset[str]) -> Opinion:
        counted = count(text, sorted(marks))
        words = self.heads.by_words(counted)[None]
        first = self.by_words.opinion(Scores(words))
        if self.encoder is None or self.by_both is None or (lead(words)[0] >= self.enough and at_home(first)):
            return first
        meaning = self.heads.by_meaning([counted], encode(self.encoder, [text]))
        return self.by_both.opinion(Scores(words, *meaning))


def _spelt_out(intent: str) -> str:
    """ "card_arrival" is "card arrival"."""
    return " ".join(re.findall(r"[^\W_]+", intent))


def _targets(said: Sequence[str], intents: list[str]) -> np.ndarray:
    """float32 [texts, intents]: 1 for the intent, -1 for all others; -1 everywhere for what is out of scope."""
    column = {intent: place for place, intent in enumerate(intents)}
    targets = np.full((len(said), len(intents)), -1, np.float32)
    for row, intent in zip(targets, said, strict=True):
        if intent in column:
            row[column[intent]] = 1
    return targets
