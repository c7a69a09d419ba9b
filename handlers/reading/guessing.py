"""What a message may ask for that fits no phrase: the intent reader's opinion, and slots filled by their types."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from handlers.command import COMMANDS, Command, Param
from handlers.context import Context
from handlers.reading.chatter import CHATTER
from handlers.reading.delexical import delexicalised, spotted
from handlers.reading.example import OUT_OF_SCOPE, Example
from handlers.reading.intents import IntentReader
from handlers.reading.readings import STANDS, Reading
from handlers.reading.samples import samples
from handlers.reading.spans import Span
from handlers.record_slot import RecordSlot

LIKELY = 0.8  # so probable, and with something known named, it is what was meant
POSSIBLE = 0.12  # worth a button
MOST = 3
NAMES = frozenset("company contact deal member email phone".split())
TELLING = NAMES | {"stage"}  # everybody speaks of days and numbers


@dataclass(frozen=True, slots=True)
class Guess:
    """A command that may have been meant. `likely`: so probable that it need not be asked."""

    reading: Reading
    probability: float
    likely: bool


@cache
def intent_reader() -> IntentReader:
    """Learns from all phrases that are declared: a second or two, when it is first asked."""
    return IntentReader.train([*_examples(), *(Example(text, OUT_OF_SCOPE) for text in CHATTER)])


def _examples() -> Iterator[Example]:
    for command in COMMANDS.values():
        for phrases in command.says.values():
            for phrase in phrases:
                yield from (Example(text, command.name) for text in samples(phrase, command.params))


def guessed(text: str, context: Context) -> list[Guess]:
    """The likeliest commands first; none where nothing that is known is named.

    In a strange message one name may be chance; a name and a value beside it are worth a question.
    """
    spans = spotted(text, context)
    telling = [span for span in spans if span.kind in TELLING]
    if NAMES.isdisjoint(span.kind for span in spans):
        return []
    opinion = intent_reader().read(delexicalised(text, spans))
    if len(telling) < (2 if opinion.out_of_scope else 1):
        return []
    possible = [ranked for ranked in opinion.ranked[:MOST] if ranked.probability >= POSSIBLE]
    guesses = (_guess(COMMANDS[ranked.intent], ranked.probability, text, spans) for ranked in possible)
    found = [guess for guess in guesses if guess]
    return [replace(guess, likely=False) for guess in found] if opinion.out_of_scope else found


def _guess(command: Command, probability: float, text: str, spans: Sequence[Span]) -> Guess | None:
    """None where nothing was said that the command could take, or what it needs has no place in a guess."""
    said = dict(_filled(command, text, spans))
    texts = (p.name for p in command.params.values() if p.required and not isinstance(p.slot, RecordSlot))
    if not said or any(name not in said for name in texts):
        return None
    reading = Reading(command, said, STANDS * probability, f"like its phrases ({probability:.2f})")
    return Guess(reading, probability, probability >= LIKELY)


def _filled(command: Command, text: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    left = list(spans)
    for param in command.params.values():
        if span := next((span for span in left if _takes(param, span)), None):
            left.remove(span)
            yield param.name, text[span.start : span.end]
        elif word := _word_of(param, text):
            yield param.name, word


def _takes(param: Param, span: Span) -> bool:
    slot = param.slot
    if isinstance(slot, RecordSlot):
        return span.kind == slot.model.__name__.lower()
    return span.kind in slot.kinds


def _word_of(param: Param, text: str) -> str | None:
    """The longest word of the slot's own vocabulary that was said."""
    words = sorted(param.slot.vocabulary, key=len, reverse=True)
    padded = f" {text.lower()} "
    return next((w for w in words if (f" {w} " if w.isascii() else w) in padded), None)
