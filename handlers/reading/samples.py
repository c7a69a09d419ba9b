"""What a phrase may sound like: sentences of its own, with a typed token (xxdeal, xxmoney) for each slot.

A command's phrases are the reader's training data. Samples are drawn by a generator that the phrase itself seeds, so
the same phrases give the same samples.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from crm_domain.names import is_cjk
from handlers.reading.phrases import PAUSES, TOKEN, Slotted

EACH = 6  # sentences of a phrase


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


def samples(text: str, params: Mapping[str, Slotted]) -> Iterator[str]:
    """Up to EACH different sentences; what may frame a phrase is left out."""
    text = text.removeprefix("~")
    draw = random.Random(text)
    tree = _Parser(text).branch()
    seen: set[str] = set()
    for _ in range(EACH):
        sentence = _BLANKS.sub(" ", "".join(_said(tree, params, draw, is_cjk(text)))).strip()
        if sentence and sentence not in seen:
            seen.add(sentence)
            yield sentence


def _said(branch: Sequence[object], params: Mapping[str, Slotted], draw: random.Random, zh: bool) -> Iterator[str]:
    for node in branch:
        if isinstance(node, list):
            yield from _said(draw.choice(node), params, draw, zh)
        elif isinstance(node, str) and node.startswith("{"):
            yield from _slot(node[1:-1], params, draw, zh)
        else:
            yield str(node)[0] if set(str(node)) <= PAUSES else str(node)


def _slot(name: str, params: Mapping[str, Slotted], draw: random.Random, zh: bool) -> Iterator[str]:
    name, _, own = name.removesuffix("!").partition("=")
    if name == "*":
        listed = [each for each in params if each != "page"]
        chosen = draw.sample(listed, min(len(listed), draw.randint(1, 3)))
        yield ", ".join("".join(_slot(each, params, draw, zh)) for each in chosen)
        return
    slot = params[name].slot
    words = own.split("|") if own else _spoken(slot.vocabulary, zh)
    yield draw.choice(words) if words else f" {token_of(slot, draw)} "


def _spoken(vocabulary: Sequence[str], zh: bool) -> list[str]:
    """The words of one language."""
    return [word for word in vocabulary if is_cjk(word) == zh]


def token_of(slot: object, draw: random.Random) -> str:
    """The typed token of a slot, by the kind of its values or of its records; of a text there is no telling."""
    if kinds := getattr(slot, "kinds", ()):
        return f"xx{draw.choice(list(kinds))}"
    model = getattr(slot, "model", None)
    return f"xx{model.__name__.lower()}" if model else ""
