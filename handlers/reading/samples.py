"""What a phrase may sound like: sentences of its own, with a typed token (xxdeal, xxmoney) for each slot.

A command's phrases are the reader's training data. Samples are drawn by a generator that the phrase itself seeds, so
the same phrases give the same samples.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from crm_domain.names import is_cjk
from crm_domain.pipelines import DEFAULT_STAGES
from handlers.reading.contents import contents
from handlers.reading.delexical import delexicalised
from handlers.reading.phrase_grammar import PAUSES, TOKEN, Slotted
from handlers.reading.spans import Span
from handlers.reading.values import read_values
from handlers.reading.words import stages_named

EACH = 8  # sentences of a phrase
KNOWN = 0.85  # the share of names that are known ones


_BLANKS = re.compile(r"\s+")


class _Parser:
    """Recursive descent over a phrase's tokens; a branch is a list of nodes."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text.strip())

    def branch(self, closing: str = "") -> list[object]:
        nodes: list[object] = []
        while self.tokens and self.tokens[0] not in (*closing, "|"):
            token = self.tokens.pop(0)
            nodes.append(self._choice(token) if token in "[(" else token)
        return nodes

    def _choice(self, opening: str) -> list[list[object]]:
        closing = "]" if opening == "[" else ")"
        branches = [self.branch(closing)]
        while self.tokens.pop(0) == "|":
            branches.append(self.branch(closing))
        return [*branches, []] if opening == "[" else branches


def samples(text: str, params: Mapping[str, Slotted], command: str = "") -> Iterator[str]:
    """Up to EACH different sentences; what may frame a phrase is left out."""
    text = text.removeprefix("~")
    draw = random.Random(text)
    tree = _Parser(text).branch()
    slots = Filling(command, params, draw, is_cjk(text))
    seen: set[str] = set()
    for _ in range(EACH):
        sentence = _BLANKS.sub(" ", "".join(slots.said(tree))).strip()
        if sentence and sentence not in seen:
            seen.add(sentence)
            yield sentence


def as_met(sentence: str) -> str:
    """A sample with its own values as tokens too, as a message is looked at: “today”, “two”, a stage in 赢单率."""
    stages = list(stages_named(sentence, _STAGES))
    found = read_values(sentence, _SOME_DAY) if _TIMED.search(sentence) else []
    values = (span for span in found if _apart(span, stages))
    spans = sorted([*stages, *values], key=lambda span: span.start)
    return _BLANKS.sub(" ", delexicalised(sentence, spans)).strip()


def _apart(span: Span, others: Sequence[Span]) -> bool:
    return all(span.end <= other.start or span.start >= other.end for other in others)


# What most values of a phrase's own begin with: reading all samples for all values takes longer than the training.
_TIMED = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|morning|afternoon|week|weeks?|month|quarter|year|days?|monday|friday|two|three|ten)\b"
    r"|[今明昨后]天|[本这上下]个?[周月季]|今年|去年|两个|三个|上午|下午|早上|晚上|周[一二三四五六日末]|半年|一周",
    re.IGNORECASE,
)
_SOME_DAY = datetime(2026, 1, 7, 9, tzinfo=UTC)
_STAGES = tuple(
    name for key, en, zh, spoken, *_ in DEFAULT_STAGES for name in (key, en, zh, *spoken.split("\n")) if name
)


@dataclass(frozen=True)
class Filling:
    """Draws one way to say a phrase of this command."""

    command: str
    params: Mapping[str, Slotted]
    draw: random.Random
    zh: bool

    def said(self, branch: Sequence[object]) -> Iterator[str]:
        for node in branch:
            if isinstance(node, list):
                yield from self.said(self.draw.choice(node))
            elif isinstance(node, str) and node.startswith("{"):
                yield from self.slot(node[1:-1])
            else:
                yield str(node)[0] if set(str(node)) <= PAUSES else str(node)

    def slot(self, name: str) -> Iterator[str]:
        name, _, own = name.removesuffix("!").partition("=")
        if name == "*":
            listed = [each for each in self.params if each not in ("page", "why", "who")]
            chosen = self.draw.sample(listed, min(len(listed), self.draw.randint(1, 3)))
            yield ", ".join("".join(self.slot(each)) for each in chosen)
            return
        slot = self.params[name].slot
        words = own.split("|") if own else _spoken(tuple(slot.vocabulary), self.zh)
        yield self.draw.choice(words) if words else f" {self.filled(name, slot)} "

    def filled(self, name: str, slot: object) -> str:
        """A token, or words: of free ones always, of a record now and then, as one that nobody knows is said."""
        token = token_of(slot, self.draw)
        free = contents(self.command, name)
        listed = free.zh if self.zh else free.en
        known = token and name not in ("task", "reminder", "automation", "campaign")
        return token if known and self.draw.random() < KNOWN else self.draw.choice(listed)


@cache
def _spoken(vocabulary: tuple[str, ...], zh: bool) -> list[str]:
    """The words of one language."""
    return [word for word in vocabulary if is_cjk(word) == zh]


def token_of(slot: object, draw: random.Random) -> str:
    """The typed token of a slot, by the kind of its values or of its records; of a text there is no telling."""
    if kinds := getattr(slot, "kinds", ()):
        return f"xx{draw.choice(list(kinds))}"
    model = getattr(slot, "model", None)
    return f"xx{model.__name__.lower()}" if model else ""
