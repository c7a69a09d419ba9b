"""The grammar of phrases: reads one, and gives the regular expression for it and what a message that fits it must have.

A regular expression costs a millisecond to make and is asked last: a message that begins otherwise, ends otherwise or
has not the words in their order is none of its own.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.reading.lettered import TAILING, is_letter, kind_class, kind_letters

REST = "rest"  # the group of {*}
PAUSES = frozenset(",，:：;；。、")  # a run of these in a phrase stands for any of them
_MARKS = r"\s+|[\[\](|)]|\{[a-z_*]+(?:=[^{}]+)?!?\}|[,，:：;；。、]+"
_WORD = r"[^\s\[\](|){},，:：;；。、]+"
TOKEN = re.compile(f"{_MARKS}|{_WORD}")
_TOKENS = re.compile(rf"{_MARKS}|{_WORD}(?:\s+{_WORD})*")  # words in a row are one token: who says one says the next
_APART = "(?!(?<=[0-9a-z])[0-9a-z])"  # nothing that was said begins or ends within a number or a latin word

Words = frozenset[str]


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


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase. `begins` and `ends`: one of these it begins and ends with, None where with anything.

    `certain`: it cannot be left out.
    """

    pattern: str
    begins: Words | None = frozenset()
    ends: Words | None = frozenset()
    certain: bool = True


def _either(parts: Iterable[Part], edge: Callable[[Part], Words | None]) -> Words | None:
    edges = [edge(part) for part in parts]
    return frozenset().union(*filter(None, edges)) if None not in edges else None


def _outer(parts: Iterable[Part], edge: Callable[[Part], Words | None]) -> Words | None:
    """The edge of a row: that of its first part, and of the next as long as those before it can be left out."""
    reached: list[Part] = []
    for part in parts:
        reached.append(part)
        if part.certain:
            break
    return _either(reached, edge)


def _begins(part: Part) -> Words | None:
    return part.begins


def _ends(part: Part) -> Words | None:
    return part.ends


def _literally(words: Iterable[str], pattern: str) -> Part:
    """One of these words. What a tail may hold tells nothing at the end."""
    begun = frozenset(words)
    return Part(pattern, begun, None if any(word[-1] in TAILING for word in begun) else begun)


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
        self.row: list[Words] = []
        self.values: list[Words] = []
        self.kinds: set[str] = set()
        self.taken: set[str] = set()  # slots that it has
        self.typed = 0
        self.free = 0
        self._optional = 0
        if "".join(self.tokens) != text.strip():
            raise ValueError(f"phrase {text!r}: cannot be read")

    def sequence(self, closing: Words) -> Part:
        """Items up to a closing mark. A blank goes with the item behind it, so that both can be left out."""
        pattern, blank, certain = "", False, False
        parts: list[Part] = []
        while self.tokens and self.tokens[0] not in closing:
            token = self.tokens.pop(0)
            if token.isspace():
                blank = True
                continue
            firm = certain and not self._is_pause(token)
            part = self._item(token)
            space = (r"\s+" if firm else r"\s*") if blank else self._seam(pattern)
            pattern += f"(?:{space}{part.pattern})?" if token == "[" else space + part.pattern
            certain = certain or token != "["
            blank = False
            parts.append(part)
        begins, ends = _outer(parts, _begins), _outer(reversed(parts), _ends)
        return Part(pattern, begins, ends, any(part.certain for part in parts))

    def _is_pause(self, token: str) -> bool:
        """A comma needs no blank before it, nor does a choice that may be one."""
        if token not in ("[", "("):
            return set(token) <= PAUSES
        end = next((i for i, later in enumerate(self.tokens) if later in ("]", ")")), 0)
        return any(set(inner) <= PAUSES for inner in self.tokens[:end])

    def _seam(self, pattern: str) -> str:
        """Chinese is written without blanks, but people put some."""
        return r"\s*" if pattern and not self.text.isascii() else ""

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
            return _literally(token, f"[{re.escape(token)}]")
        return self._literal(token.lower().split())

    def _literal(self, words: Sequence[str]) -> Part:
        said = " ".join(words)
        if self._optional == 0:
            self.literals += words
            self.row.append(frozenset([said]))
        return _literally([said], r"\s+".join(map(re.escape, words)))

    def _optionally(self) -> Part:
        self._optional += 1
        inner = self._branches("]")
        self._optional -= 1
        return Part(inner.pattern, inner.begins, inner.ends, certain=False)

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
        longest_first = sorted((branch.pattern for branch in branches), key=len, reverse=True)  # 看看 before 看
        certain = all(branch.certain for branch in branches)
        begins = _either(branches, _begins)
        if words and certain and begins and not any(is_letter(word) or set(word) <= PAUSES for word in begins):
            self.row.append(begins)
        return Part(f"(?:{'|'.join(longest_first)})", begins, _either(branches, _ends), certain)

    def _slot(self, name: str) -> Part:
        if name.removesuffix("!") == "*":
            return self._freely(f"(?P<{REST}>.+?)")
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
                self.row.append(frozenset(needs))
            return self._freely(f"(?P<{bare}>.+)")
        if own or (slot.vocabulary and not slot.kinds):
            words = own.split("|") if own else slot.vocabulary
            return self._one_of(name, words, slot.vocabulary or words)
        return self._value(name, slot.kinds) if slot.kinds else self._freely(f"(?P<{name}>.+?){_APART}")

    def _freely(self, pattern: str) -> Part:
        self.free += 1
        return Part(pattern, None, None)

    def _value(self, name: str, kinds: Sequence[str]) -> Part:
        self.typed += 1
        self.kinds.update(kinds)
        if self._optional == 0:
            self.values.append(frozenset(kinds))
        return Part(f"(?P<{name}>{kind_class(kinds)})", kind_letters(kinds), None)

    def _one_of(self, name: str, words: Sequence[str], vocabulary: Sequence[str]) -> Part:
        if unknown := set(words).difference(vocabulary):
            raise ValueError(f"phrase {self.text!r}: {name} does not know {sorted(unknown)}")
        self.typed += 1
        if self._optional == 0:
            self.row.append(frozenset(word.lower() for word in words))
        longest_first = sorted({word.lower() for word in words}, key=len, reverse=True)
        pattern = f"{_APART}(?P<{name}>{'|'.join(map(re.escape, longest_first))}){_APART}"
        return _literally(longest_first, pattern)
