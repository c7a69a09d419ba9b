"""A command's own phrases: `[optional]`, `(a|b)`, `{slot}`, and `{*}` for what is listed freely.

A phrase is matched on the delexicalised message, where each recognised value is one letter that tells its kind; so
`{amount}` fits an amount and nothing else, while a slot for a name or a text fits any words. `{amount!}` takes whatever
stands in an amount's place (who says “set the renewal to lots” is told what an amount looks like), and `{*!}` must name
a record: such a phrase is only for what the names prove to be ours. `{kind=rang|spoke to}` takes only these words of
its slot's vocabulary. A phrase that begins with ~ may also stand inside of
what requests are framed with (“can you show me …, please”).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from handlers.reading.framing import frames
from handlers.reading.normalise import Folded
from handlers.reading.spans import Span

KINDS = (
    "date",
    "moment",
    "period",
    "money",
    "number",
    "percent",
    "phone",
    "email",
    "url",
    "stage",
    "recurrence",
    "duration",
)
REST = "rest"  # the group of {*}
_BLOCK = 64  # letters kept for each kind
_FIRST = 0xE000
_APART = "(?!(?<=[0-9a-z])[0-9a-z])"  # nothing that was said begins or ends within a number or a latin word
_TAIL = r"[\s.!?,;:。！？，；~～…吧啦哈呢呀]*"
PAUSES = frozenset(",，:：;；。、")  # a run of these in a phrase stands for any of them
TOKEN = re.compile(r"\s+|[\[\](|)]|\{[a-z_*]+(?:=[^{}]+)?!?\}|[,，:：;；。、]+|[^\s\[\](|){},，:：;；。、]+")


_NAMED_FIRST = re.compile(r"(?:\[[^\[\]]*\]\s*)*\{[a-z_]+!\}")  # a name that would swallow “show me”
_OPENING = re.compile(r"(?:\[[^\[\]]*\]\s*)*\{([a-z_]+)\}")


class Takes(Protocol):
    """What a phrase must know of a slot: the kinds of values it takes, else its own words, else any text."""

    @property
    def kinds(self) -> Sequence[str]: ...

    @property
    def vocabulary(self) -> Sequence[str]: ...


class Slotted(Protocol):
    @property
    def slot(self) -> Takes: ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """Of each of `needs` one word must occur, of each of `values` one kind of value.

    `kinds` of values its slots take; `weight`: how much of a message it explains. `loose`: it also takes what is no
    value, so the names in it must be known ones; `opening`: the slot of any words that it may begin with, where much
    that is no request may stand.
    """

    text: str
    pattern: str
    needs: tuple[frozenset[str], ...]
    values: tuple[frozenset[str], ...]
    kinds: frozenset[str]
    weight: float
    loose: bool
    opening: str
    framed: bool = False

    def match(self, message: "Delexicalised") -> dict[str, str] | None:
        """The slots as said, or None. A slot's text is that of the original message."""
        if any(message.kinds.isdisjoint(kinds) for kinds in self.values) or not (found := self._found(message)):
            return None
        return {name: message.said(*found.span(name)) for name, part in found.groupdict().items() if part is not None}

    def _found(self, message: "Delexicalised") -> re.Match[str] | None:
        pattern = _compiled(self.pattern)
        if not self.framed:
            return pattern.fullmatch(message.text)
        ends = message.frames if not _NAMED_FIRST.match(self.text) else sorted(message.frames, key=lambda e: -e[0])
        for start, end in ends:
            if found := pattern.fullmatch(message.text, start, end):
                return found
        return None


class Delexicalised:
    """A message with each recognised value as one letter of its kind's block."""

    def __init__(self, original: str, folded: Folded, spans: Sequence[Span]) -> None:
        self.original = original
        self.folded = folded
        self.spans = list(spans)
        self.kinds = frozenset(span.kind for span in spans)
        self._letters = list(_letters(folded, spans))
        pieces: list[str] = []
        done = 0
        for start, end, letter in self._letters:
            pieces += (folded.text[done:start], letter)
            done = end
        pieces.append(folded.text[done:])
        self.text = "".join(pieces)

    @cached_property
    def frames(self) -> list[tuple[int, int]]:
        return frames(self.text)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Of each letter, in the original."""
        back, places, done = self.folded.back, [], 0
        for start, end, _ in self._letters:
            places += [*(back(i, i + 1) for i in range(done, start)), back(start, end)]
            done = end
        return places + [back(i, i + 1) for i in range(done, len(self.folded.text))]

    def said(self, start: int, end: int) -> str:
        """The original words of a stretch."""
        if start >= end:
            return ""
        return self.original[self._places[start][0] : self._places[end - 1][1]].strip(" \t\n,;:，；：、")


def _letters(folded: Folded, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Where each span stands in the folded text, and its letter."""
    counts = dict.fromkeys(KINDS, 0)
    for span in sorted(spans, key=lambda s: s.start):
        n = counts.get(span.kind, _BLOCK)
        if n >= _BLOCK:
            continue
        counts[span.kind] += 1
        start, end = _forward(folded, span.start, span.end)
        yield start, end, chr(_FIRST + KINDS.index(span.kind) * _BLOCK + n)


def _forward(folded: Folded, start: int, end: int) -> tuple[int, int]:
    if folded.origin is None:
        return start, end
    inside = [i for i, origin in enumerate(folded.origin) if start <= origin < end]
    return (inside[0], inside[-1] + 1) if inside else (start, start)


def kind_class(kinds: Sequence[str]) -> str:
    """A regular expression for one letter of these kinds."""
    starts = [_FIRST + KINDS.index(kind) * _BLOCK for kind in kinds]
    return "[" + "".join(f"{chr(start)}-{chr(start + _BLOCK - 1)}" for start in starts) + "]"


def compile_phrase(text: str, params: Mapping[str, Slotted]) -> Phrase:
    """ValueError where the phrase is malformed or names a slot that the command has not."""
    framed, text = text.startswith("~"), text.lstrip("~")
    reader = _Reader(text, params)
    pattern = reader.sequence(frozenset())
    certain = 6.0 if not (reader.free or reader.kinds or "{" in text) else 0.0  # the whole message, word for word
    weight = certain + sum(_worth(literal) for literal in reader.literals) + 4.0 * reader.typed - 0.5 * reader.free
    needs = (*(frozenset([literal]) for literal in reader.literals), *reader.needs)
    begun = _OPENING.match(text)
    opening = begun[1] if begun else ""
    return Phrase(
        text,
        pattern + _TAIL,
        needs,
        tuple(reader.values),
        frozenset(reader.kinds),
        weight,
        "!}" in text,
        opening,
        framed,
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Only when a message comes near: most phrases are never looked at, and each costs a millisecond."""
    return re.compile(pattern, re.DOTALL)


def _worth(literal: str) -> float:
    return float(len(literal)) if literal.isascii() else 2.5 * len(literal)


class _Reader:
    """Recursive descent over a phrase; what it finds on the way is kept in its fields."""

    def __init__(self, text: str, params: Mapping[str, Slotted]) -> None:
        self.text = text
        self.params = params
        self.tokens = TOKEN.findall(text.strip())
        self.literals: list[str] = []
        self.needs: list[frozenset[str]] = []  # a word of each branch of a choice that must be made
        self.values: list[frozenset[str]] = []  # the kinds of a value that must be there
        self.kinds: set[str] = set()
        self.taken: set[str] = set()  # slots that it has
        self.typed = 0
        self.free = 0
        self._optional = 0
        if "".join(self.tokens) != text.strip():
            raise ValueError(f"phrase {text!r}: cannot be read")

    def sequence(self, closing: frozenset[str]) -> str:
        """Items up to a closing mark. A blank goes with the item behind it, so that both can be left out."""
        pattern, blank, certain = "", False, False
        while self.tokens and self.tokens[0] not in closing:
            token = self.tokens.pop(0)
            if token.isspace():
                blank = True
                continue
            firm = certain and not self._is_pause(token)
            item = self._item(token)
            space = (r"\s+" if firm else r"\s*") if blank else self._seam(pattern)
            pattern += f"(?:{space}{item})?" if token == "[" else space + item
            certain = certain or token != "["
            blank = False
        return pattern

    def _is_pause(self, token: str) -> bool:
        """A comma needs no blank before it, nor does a choice that may be one."""
        if token not in ("[", "("):
            return set(token) <= PAUSES
        end = next((i for i, later in enumerate(self.tokens) if later in ("]", ")")), 0)
        return any(set(inner) <= PAUSES for inner in self.tokens[:end])

    def _seam(self, pattern: str) -> str:
        """Chinese is written without blanks, but people put some."""
        return r"\s*" if pattern and not self.text.isascii() else ""

    def _item(self, token: str) -> str:
        if token == "[":
            return self._optionally()
        if token == "(":
            return self._choice()
        if token in ("]", ")", "|"):
            raise ValueError(f"phrase {self.text!r}: unexpected {token!r}")
        if token.startswith("{"):
            return self._slot(token[1:-1])
        if set(token) <= PAUSES:
            return f"[{re.escape(token)}]"
        if self._optional == 0:
            self.literals.append(token.lower())
        return re.escape(token.lower())

    def _optionally(self) -> str:
        self._optional += 1
        inner = self._branches("]")
        self._optional -= 1
        return inner

    def _choice(self) -> str:
        words = self._optional == 0
        self._optional += 1
        inner = self._branches(")", words)
        self._optional -= 1
        self.typed += 1 if self._optional == 0 else 0
        return inner

    def _branches(self, end: str, words: bool = False) -> str:
        branches: list[str] = []
        heads: list[str] = []
        while not branches or (self.tokens and self.tokens[0] == "|"):
            if branches:
                self.tokens.pop(0)
            heads.append(self.tokens[0].lower() if self.tokens else "")
            branches.append(self.sequence(frozenset({"|", end})))
        if words and all(head and head[0] not in "[({" and not set(head) <= PAUSES for head in heads):
            self.needs.append(frozenset(heads))
        if not self.tokens or self.tokens.pop(0) != end:
            raise ValueError(f"phrase {self.text!r}: a bracket is not closed")
        return f"(?:{'|'.join(sorted(branches, key=len, reverse=True))})"  # 看看 before 看

    def _slot(self, name: str) -> str:
        if name.removesuffix("!") == "*":
            self.free += 1
            return f"(?P<{REST}>.+?)"
        name, _, own = name.partition("=")
        if name.removesuffix("!") not in self.params:
            raise ValueError(f"phrase {self.text!r}: no slot {name!r}")
        if name.removesuffix("!") in self.taken:
            raise ValueError(f"phrase {self.text!r}: slot {name!r} twice")
        self.taken.add(name.removesuffix("!"))
        if name.endswith("!"):
            self.free += 1
            return f"(?P<{name[:-1]}>.+)"
        slot = self.params[name].slot
        if own:
            return self._one_of(name, own.split("|"), slot.vocabulary or own.split("|"))
        if slot.kinds:
            self.typed += 1
            self.kinds.update(slot.kinds)
            self.values += [frozenset(slot.kinds)] if self._optional == 0 else []
            return f"(?P<{name}>{kind_class(slot.kinds)})"
        if slot.vocabulary:
            return self._one_of(name, slot.vocabulary, slot.vocabulary)
        self.free += 1
        return f"(?P<{name}>.+?){_APART}"

    def _one_of(self, name: str, words: Sequence[str], vocabulary: Sequence[str]) -> str:
        if unknown := set(words).difference(vocabulary):
            raise ValueError(f"phrase {self.text!r}: {name} does not know {sorted(unknown)}")
        self.typed += 1
        if self._optional == 0:
            self.needs.append(frozenset(word.lower() for word in words))
        longest_first = sorted({word.lower() for word in words}, key=len, reverse=True)
        return f"{_APART}(?P<{name}>{'|'.join(map(re.escape, longest_first))}){_APART}"
