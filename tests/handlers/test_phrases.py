"""A phrase takes what its regular expression takes, and what tells it from others at a glance never refuses that."""

import random
import re
from collections.abc import Mapping

import pytest

from handlers import commands  # noqa: F401 - declares every command
from handlers.command import COMMANDS
from handlers.reading.lettered import KINDS, Delexicalised
from handlers.reading.normalise import fold
from handlers.reading.phrase_grammar import Grammar, Slotted
from handlers.reading.phrasebook import Phrasebook
from handlers.reading.phrases import Phrase, compile_phrase
from handlers.reading.samples import samples
from handlers.reading.spans import Span
from handlers.slots import NumberSlot, WordSlot
from tests.handlers.expressions import expression

EVERY = 23  # of so many phrases one is said: making its expression takes a millisecond
_TOKEN = re.compile(f"xx({'|'.join(KINDS)})")
DECLARED = [
    (phrase, command)
    for command in COMMANDS.values()
    for phrases in command.phrases.values()
    for phrase in phrases
    if "{segment!}" not in phrase.text  # who is meant is drawn from names here: no words that define anybody
]


def message(text: str) -> Delexicalised:
    """Each token xxmoney is a value of that kind."""
    spans = [Span(found.start(), found.end(), found[1], "", "test") for found in _TOKEN.finditer(text)]
    return Delexicalised(text, fold(text), spans)


def slots_by_expression(phrase: Phrase, params: Mapping[str, Slotted], said: Delexicalised) -> dict[str, str] | None:
    """What the slower way to match finds in the first frame that fits."""
    one = expression(phrase.text, params)
    frames = [*said.frames] if phrase.framed else [(0, len(said.text))]
    if re.match(r"(?:\[[^\[\]]*\]\s*)*\{[a-z_]+!\}", phrase.text):  # a name that would swallow “show me”
        frames.sort(key=lambda frame: -frame[0])
    found = next((found for frame in frames if (found := one.fullmatch(said.text, *frame))), None)
    return found and {
        name: said.said(*found.span(name)) for name, part in found.groupdict().items() if part is not None
    }


def ways_to_say(text: str) -> list[str]:
    loud = re.sub("XX[A-Z]+", lambda token: token[0].lower(), text.upper())
    return [text, loud, text.replace(" ", "  ") + "\n", f" {text}?!", f"{text}吧。"]


@pytest.mark.parametrize("first", range(3))
def test_what_fits_a_phrase_is_looked_for_and_found(first: int):
    book = Phrasebook(DECLARED)
    draw = random.Random(first)
    said = fitting = 0
    for phrase, command in DECLARED[first * 7 :: EVERY * 3]:
        text = draw.choice([*samples(phrase.text, command.params, command.name)])
        for way in ways_to_say(text):
            one = message(way)
            said += 1
            found = slots_by_expression(phrase, command.params, one)
            assert phrase.match(one) == found, (phrase.text, way)
            if found is not None:
                fitting += 1
                assert phrase in [likely for likely, _ in book.likely(one.folded.text, one.kinds)], (phrase.text, way)
    assert fitting > said / 2


def test_a_phrase_knows_what_it_begins_and_ends_with():
    class Param:
        def __init__(self, slot: object) -> None:
            self.slot = slot

    params = {"kind": Param(WordSlot({"call": "call", "long call": "call"})), "limit": Param(NumberSlot())}
    phrase = compile_phrase("[please] (look  at|see) the {kind} [again]", params)
    assert set(phrase.begins or ()) == {"please", "look at", "see"}
    assert set(phrase.ends or ()) == {"call", "long call", "again"}
    assert phrase.match(message("see the long call")) == {"kind": "long call"}
    assert phrase.match(message("see the long chat")) is None
    assert compile_phrase("{limit} of them", params).match(message("xxnumber of them")) == {"limit": "xxnumber"}
    with pytest.raises(ValueError, match="not closed"):
        Grammar("[please", params).sequence(frozenset())
