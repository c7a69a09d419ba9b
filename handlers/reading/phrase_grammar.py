"""The grammar of phrases: reads one, and gives the chain that matches it and what a message that fits it must have.

Matching is asked last: a message that begins otherwise, ends otherwise or has not the words in their order is none of
a phrase's own.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from handlers.reading.lettered import TAILING, is_letter, kind_letters
from handlers.reading.phrase_nodes import Blank, Either, Free, Literal, Node, OneOf, Value

REST = "rest"  # the group of {*}
PAUSES = frozenset(",，:：;；。、")  # a run of these in a phrase stands for any of them
_MARKS = r"\s+|[\[\](|)]|\{[a-z_*]+(?:=[^{}]+)?!?\}|[,，:：;；。、]+"
_WORD = r"[^\s\[\](|){},，:：;；。、]+"
_FREE = 20  # how long a slot is held to be
TOKEN = re.compile(f"{_MARKS}|{_WORD}")
_TOKENS = re.compile(rf"{_MARKS}|{_WORD}(?:\s+{_WORD})*")  # words in a row are one token: who says one says the next

Words = frozenset[str]
Kept = tuple[str, ...]  # a third of the memory of a set, of which a thousand phrases have several each
Link = Callable[[Node], Node]  # from what comes behind to the whole


class Takes(Protocol):
    """What a phrase must know of a slot: the kinds of values it takes, else its own words, else any text.

    A slot may also have `needs`: words of which one is said wherever its name is known.
    """

    @property
    def kinds(self) -> Sequence[str]: ...

    @property
    def vocabulary(self) -> Sequence[str]: ...


class Slotted(Protocol):
    @property
    def slot(self) -> Takes: ...


class Part(NamedTuple):
    """A piece of a phrase. `begins` and `ends`: one of these it begins and ends with, None where with anything.

    `certain`: it cannot be left out. `size`: of several ways to go on the longest is tried first.
    """

    link: Link
    begins: Words | None = frozenset()
    ends: Words | None = frozenset()
    certain: bool = True
    size: int = 0


@cache
def _longest_first(words: Kept) -> Kept:
    return tuple(sorted({word.lower() for word in words}, key=lambda word: (-len(word), word)))


@cache
def _once(words: Kept) -> Kept:
    return words


def kept_once(words: Iterable[str]) -> Kept:
    """The same words in many phrases, as one."""
    return _once(tuple(sorted(words)))


def _either(parts: Sequence[Part], edge: Callable[[Part], Words | None]) -> Words | None:
    if len(parts) == 1:
        return edge(parts[0])
    edges = [edge(part) for part in parts]
    return frozenset().union(*filter(None, edges)) if None not in edges else None


def _outer(parts: Sequence[Part], edge: Callable[[Part], Words | None]) -> Words | None:
    """The edge of a row: that of its first part, and of the next as long as those before it can be left out."""
    certain = next((place for place, part in enumerate(parts) if part.certain), len(parts))
    return _either(parts[: certain + 1], edge)


def _begins(part: Part) -> Words | None:
    return part.begins


def _ends(part: Part) -> Words | None:
    return part.ends


def _literally(words: Sequence[str], link: Link) -> Part:
    """One of these words. What a tail may hold tells nothing at the end."""
    begun = frozenset(words)
    ends = begun if TAILING.isdisjoint([word[-1] for word in words]) else None
    return Part(link, begun, ends, size=len(words[0]))


def _nothing(then: Node) -> Node:
    return then


def _behind(first: Link, blank: bool | None, item: Part, optional: bool) -> Link:
    """An item behind others; `blank` between them: True where there must be one, None where none can be."""

    def link(then: Node) -> Node:
        node = item.link(then)
        if blank is not None:
            node = Blank(node, must=blank)
        return first(Either([node, then]) if optional else node)

    return link


class Grammar:
    """Recursive descent over a phrase; what it finds on the way is kept in its fields.

    `row` has, in their order, what must occur: a word, or one of several; `values` the kinds of a value that must be
    there.
    """

    def __init__(self, text: str, params: Mapping[str, Slotted]) -> None:
        self.text = text
        self.params = params
        self.tokens = _TOKENS.findall(text.strip())
        self.literals: list[str] = []
        self.row: list[Kept] = []
        self.values: list[Kept] = []
        self.kinds: set[str] = set()
        self.taken: set[str] = set()  # slots that it has
        self.typed = 0
        self.free = 0
        self._optional = 0
        if "".join(self.tokens) != text.strip():
            raise ValueError(f"phrase {text!r}: cannot be read")

    def sequence(self, closing: Words) -> Part:
        """Items up to a closing mark. A blank goes with the item behind it, so that both can be left out."""
        link: Link = _nothing
        blank = certain = loose = False
        parts: list[Part] = []
        while self.tokens and self.tokens[0] not in closing:
            token = self.tokens.pop(0)
            if token.isspace():
                blank = True
                continue
            must = certain and blank and not self._is_pause(token)
            may = blank or (parts and not self.text.isascii())  # Chinese is written without blanks, but people put some
            part = self._item(token)
            link = _behind(link, must if may else None, part, token == "[")
            loose = loose or blank or token == "["
            certain = certain or token != "["
            blank = False
            parts.append(part)
        if len(parts) == 1 and not loose:
            return parts[0]
        begins, ends = _outer(parts, _begins), _outer(parts[::-1], _ends)
        return Part(link, begins, ends, any(part.certain for part in parts), sum(part.size for part in parts))

    def _is_pause(self, token: str) -> bool:
        """A comma needs no blank before it, nor does a choice that may be one."""
        if token not in ("[", "("):
            return set(token) <= PAUSES
        end = next((i for i, later in enumerate(self.tokens) if later in ("]", ")")), 0)
        return any(set(inner) <= PAUSES for inner in self.tokens[:end])

    def _item(self, token: str) -> Part:
        if token == "[":
            return self._optionally()
        if token == "(":
            return self._choice()
        if token in ("]", ")", "|"):
            raise ValueError(f"phrase {self.text!r}: unexpected {token!r}")
        if token.startswith("{"):
            return self._slot(token[1:-1])
        if set(token) <= PAUSES:
            return _literally(token, lambda then: Literal(token, then))
        return self._literal(token.lower().split())

    def _literal(self, words: Sequence[str]) -> Part:
        said = _once((" ".join(words),))
        if self._optional == 0:
            self.literals += words
            self.row.append(said)
        return _literally(said, lambda then: Literal(said, then))

    def _optionally(self) -> Part:
        self._optional += 1
        inner = self._branches("]")
        self._optional -= 1
        return inner._replace(certain=False)

    def _choice(self) -> Part:
        words = self._optional == 0
        self._optional += 1
        inner = self._branches(")", words)
        self._optional -= 1
        self.typed += 1 if self._optional == 0 else 0
        return inner

    def _branches(self, end: str, words: bool = False) -> Part:
        branches: list[Part] = []
        while not branches or (self.tokens and self.tokens[0] == "|"):
            if branches:
                self.tokens.pop(0)
            branches.append(self.sequence(frozenset({"|", end})))
        if not self.tokens or self.tokens.pop(0) != end:
            raise ValueError(f"phrase {self.text!r}: a bracket is not closed")
        certain = all(branch.certain for branch in branches)
        begins = _either(branches, _begins)
        if words and certain and begins and not any(is_letter(word) or set(word) <= PAUSES for word in begins):
            self.row.append(kept_once(begins))
        longest_first = sorted(branches, key=_size, reverse=True)  # 看看 before 看
        ends = _either(branches, _ends)
        return Part(lambda then: _any_of(longest_first, then), begins, ends, certain, max(map(_size, branches)))

    def _slot(self, name: str) -> Part:
        if name.removesuffix("!") == "*":
            return self._freely(lambda then: Free(REST, then))
        name, _, own = name.partition("=")
        bare = name.removesuffix("!")
        if bare not in self.params:
            raise ValueError(f"phrase {self.text!r}: no slot {name!r}")
        if bare in self.taken:
            raise ValueError(f"phrase {self.text!r}: slot {name!r} twice")
        self.taken.add(bare)
        slot = self.params[bare].slot
        if name.endswith("!"):
            if (needs := getattr(slot, "needs", ())) and self._optional == 0:
                self.row.append(kept_once(needs))
            return self._freely(lambda then: Free(bare, then, greedy=True))
        if own or (slot.vocabulary and not slot.kinds):
            words = own.split("|") if own else slot.vocabulary
            return self._one_of(name, words, slot.vocabulary or words)
        return self._value(name, slot.kinds) if slot.kinds else self._freely(lambda then: Free(name, then, apart=True))

    def _freely(self, link: Link) -> Part:
        self.free += 1
        return Part(link, None, None, size=_FREE)

    def _value(self, name: str, kinds: Sequence[str]) -> Part:
        self.typed += 1
        self.kinds.update(kinds)
        if self._optional == 0:
            self.values.append(kept_once(kinds))
        return Part(lambda then: Value(name, kinds, then), kind_letters(kinds), None, size=_FREE)

    def _one_of(self, name: str, words: Sequence[str], vocabulary: Sequence[str]) -> Part:
        if unknown := set(words).difference(vocabulary):
            raise ValueError(f"phrase {self.text!r}: {name} does not know {sorted(unknown)}")
        self.typed += 1
        longest_first = _longest_first(tuple(words))
        if self._optional == 0:
            self.row.append(longest_first)
        return _literally(longest_first, lambda then: OneOf(name, longest_first, then))


def _any_of(branches: Sequence[Part], then: Node) -> Node:
    """Words alone are tried at once."""
    ways = [branch.link(then) for branch in branches]
    words = [way.words[0] for way in ways if isinstance(way, Literal) and way.then is then and len(way.words) == 1]
    return Literal(words, then) if len(words) == len(ways) else Either(ways)


def _size(part: Part) -> int:
    return part.size
