"""A labelled text: what the intent reader learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "oos"


class Untrainable(ValueError):
    """There is nothing to be learnt from these examples; the message says why."""


@dataclass(frozen=True)
class Example:
    """A text of this intent. Marks are what else was seen, such as "has:deal" or "expecting:amount"."""

    text: str
    intent: str
    marks: frozenset[str] = frozenset()


def intents_of(examples: Sequence[Example]) -> list[str]:
    """The intents to choose from, by name; out of scope is none of them.

    Raises Untrainable where there is no choice.
    """
    intents = sorted({example.intent for example in examples} - {OUT_OF_SCOPE})
    if not examples:
        raise Untrainable("there are no examples")
    if len(intents) < 2:
        only = f"all examples in scope are of {intents[0]!r}" if intents else "all examples are out of scope"
        raise Untrainable(f"{only}: two different intents are the least that can be told apart")
    return intents
