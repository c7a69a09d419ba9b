"""A command's own phrases: `[optional]`, `(a|b)`, `{slot}`, and `{*}` for what is listed freely.

A phrase is matched on the delexicalised message, where each recognised value is one letter that tells its kind; so
`{amount}` fits an amount and nothing else, while a slot for a name or a text fits any words. `{amount!}` takes whatever
stands in an amount's place (who says “set the renewal to lots” is told what an amount looks like), and `{*!}` must name
a record: such a phrase is only for what the names prove to be ours. `{kind=rang|spoke to}` takes only these words of
its slot's vocabulary. A phrase that begins with ~ may also stand inside of
what requests are framed with (“can you show me …, please”).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.reading.lettered import Delexicalised
from handlers.reading.phrase_grammar import Grammar, Kept, Slotted, kept_once
from handlers.reading.phrase_nodes import End, Node, Said

_NAMED_FIRST = re.compile(r"(?:\[[^\[\]]*\]\s*)*\{[a-z_]+!\}")  # a name that would swallow “show me”
_OPENING = re.compile(r"(?:\[[^\[\]]*\]\s*)*\{([a-z_]+)\}")
_FEW = 8  # words of which the first is looked for


@dataclass(frozen=True, slots=True)
class Phrase:
    """Of each of `needs` one word must occur, in this order; of each of `values` one kind of value.

    `begins`, `ends`: with one of these, None where with anything. `kinds` of values its slots take; `weight`: how much
    of a message it explains. `loose`: it also takes what is no value, so the names in it must be known ones; `opening`:
    the slot of any words that it may begin with, where much that is no request may stand.
    """

    text: str
    chain: Node
    needs: tuple[Kept, ...]
    values: tuple[Kept, ...]
    begins: Kept | None
    ends: Kept | None
    kinds: frozenset[str]
    weight: float
    loose: bool
    opening: str
    framed: bool = False

    def match(self, message: Delexicalised) -> dict[str, str] | None:
        """The slots as said, or None. A slot's text is that of the original message."""
        found = self._found(message) if self._may_fit(message) else None
        return None if found is None else {name: message.said(start, end) for name, start, end in reversed(found)}

    def is_in_order(self, text: str) -> bool:
        """Whether the needed words, which are in a single spaced text, occur there one after the other."""
        place = 0
        for words in self.needs:
            if len(words) > _FEW:
                continue
            place = min((at + len(word) for word in words if (at := text.find(word, place)) >= 0), default=-1)
            if place < 0:
                return False
        return True

    def _may_fit(self, message: Delexicalised) -> bool:
        """Whether it has the values, and is the same at both ends."""
        if any(message.kinds.isdisjoint(kinds) for kinds in self.values):
            return False
        begins, closes = self.begins, self.ends
        if begins is None and closes is None:
            return True
        text, (starts, ends) = message.text, message.framed_edges if self.framed else message.edges
        if begins is not None and not any(text.startswith(begins, start) for start in starts):
            return False
        return closes is None or any(text.endswith(closes, 0, end) for end in ends)

    def _found(self, message: Delexicalised) -> Said | None:
        if not self.framed:
            return self.chain.match(message.text, 0)
        last_first = _NAMED_FIRST.match(self.text)
        frames = sorted(message.frames, key=lambda frame: -frame[0]) if last_first else message.frames
        tries = (self.chain.match(message.text[:end], start) for start, end in frames)
        return next((found for found in tries if found is not None), None)


def compile_phrase(text: str, params: Mapping[str, Slotted]) -> Phrase:
    """ValueError where the phrase is malformed or names a slot that the command has not."""
    framed, text = text.startswith("~"), text.lstrip("~")
    grammar = Grammar(text, params)
    whole = grammar.sequence(frozenset())
    certain = 6.0 if not (grammar.free or grammar.kinds or "{" in text) else 0.0  # the whole message, word for word
    weight = certain + sum(map(_worth, grammar.literals)) + 4.0 * grammar.typed - 0.5 * grammar.free
    begun = _OPENING.match(text)
    return Phrase(
        text,
        whole.link(End()),
        tuple(grammar.row),
        tuple(grammar.values),
        kept_once(whole.begins) if whole.certain and whole.begins is not None else None,
        kept_once(whole.ends) if whole.certain and whole.ends is not None else None,
        frozenset(grammar.kinds),
        weight,
        "!}" in text,
        begun[1] if begun else "",
        framed,
    )


def _worth(literal: str) -> float:
    return float(len(literal)) if literal.isascii() else 2.5 * len(literal)
