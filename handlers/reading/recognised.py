"""What is recognised in a message, once for all phrases that it is held against."""

import re
from collections.abc import Collection

from handlers.context import Context
from handlers.reading.lettered import KINDS, Delexicalised
from handlers.reading.normalise import fold
from handlers.reading.spans import SLOT_KINDS, Span

_PICTURES = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_USUAL = SLOT_KINDS | {"stage"}
_ASKED_FOR = frozenset(KINDS) - _USUAL  # not looked for until a phrase takes one: may be there


class Recognised:
    """A message's values, and the message as a phrase sees it that takes only some kinds of them."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        folded = fold(text)
        self.folded = folded._replace(text=_PICTURES.sub(" ", folded.text))
        stages = context.stages_in(text)
        values = [v for v in context.values(text) if all(v.end <= s.start or v.start >= s.end for s in stages)]
        self.spans = [*stages, *values]
        self.kinds = {span.kind for span in self.spans} | _ASKED_FOR
        self._seen: dict[frozenset[str], Delexicalised] = {}

    def by(self, kinds: frozenset[str]) -> Delexicalised:
        """So “lost” is a stage to `{stage}` and a word to “lost {deal}”."""
        if kinds not in self._seen:
            self._seen[kinds] = Delexicalised(self.text, self.folded, self.of(kinds))
        return self._seen[kinds]

    def of(self, kinds: Collection[str]) -> list[Span]:
        """The values of these kinds. A recurrence takes the days in it only where one is asked for."""
        spans = self.spans if _USUAL.issuperset(kinds) else self.context.values(self.text, kinds)
        return [span for span in spans if span.kind in kinds]


def recognised(text: str, context: Context) -> Recognised:
    """Once in a message, for all who ask what is in these words."""
    if text not in context.recognised:
        context.recognised[text] = Recognised(text, context)
    return context.recognised[text]
