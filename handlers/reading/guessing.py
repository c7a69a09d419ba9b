"""What a message may ask for that fits no phrase: the intent reader's opinion, weighed by how well each command's slots
explain what was recognised in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from handlers.command import COMMANDS, Command
from handlers.context import Context
from handlers.reading.chatter import CHATTER
from handlers.reading.costs import ASKED, MISSING, cost_of
from handlers.reading.delexical import delexicalised, spotted, without
from handlers.reading.example import OUT_OF_SCOPE, Example
from handlers.reading.gather import gather
from handlers.reading.gather_values import words_of
from handlers.reading.gathered import Gathered
from handlers.reading.leftover import evidence, wordings
from handlers.reading.normalise import fold
from handlers.reading.planning import EXCLAIMS
from handlers.reading.readings import Reading
from handlers.reading.samples import as_met, samples
from handlers.reading.spans import Name, Span
from handlers.record_slot import RecordSlot

if TYPE_CHECKING:
    from handlers.reading.intents import IntentReader
    from handlers.reading.intents import Reading as Opinion

LIKELY = 0.8  # so probable, and with something known named, it is what was meant
POSSIBLE = 0.12  # worth a button
EXPLAINED = 0.12  # of what was recognised, by the command
SURE = 6.0  # what a guess beyond doubt is worth, in the measure of phrases
FAIR = 0.3  # so probable, one name is worth a question where nobody else is disturbed, however strange the rest
MOST = 3
SEEMS = 0.05
STRANGEST = 0.97  # what changes something may not look stranger than this
STRANGEST_ALONE = 0.85  # nor than this where nothing that is known is named
STRANGEST_NAMELESS = 0.93  # nor a phrase about a name that nobody has
FAMILIAR = 0.8  # less strange than this, a message needs no word that tells what it asks for
FAMILIAR_CHANGE = 0.4  # nor than this, where it changes something and names nothing that is known
PLAIN = 0.9  # so probable in a familiar message, only what is missing need be asked
LEAST = 0.01  # so improbable a command is not looked at
LOOKED_AT = 6  # commands whose slots are tried
NAMES = frozenset("company contact deal member product ticket email phone".split())
TELLING = NAMES | {"stage"}  # everybody speaks of days and numbers
EVERYDAY = frozenset("win won lose lost lead".split())  # stages, and words of any talk
POINTER = re.compile(
    r"\b(?:it|its|that|this|them|their|theirs|her|his|him|there)\b|它|他|她|这个|那个|其|该", re.IGNORECASE
)
_TOKEN = re.compile(r"xx[a-z]+")

Learned = tuple[tuple[str, str], ...]  # wordings without their particulars, and the command that was chosen for each
Weighed = tuple[Gathered, Command, float]  # what was said for its slots, and how much speaks for it


@dataclass(frozen=True, slots=True)
class Guess:
    """A command that may have been meant. `likely`: so probable that it need not be asked.

    `learned`: somebody chose it for these very words, and the reader was taught so.
    """

    reading: Reading
    probability: float
    likely: bool
    learned: bool = False


@cache
def intent_reader() -> "IntentReader":
    """Knows all phrases that are declared; trained when they have changed, which takes some seconds.

    Loaded with the first message that needs it, numpy too: a quarter of a serving process's memory.
    """
    from handlers.reading.trained import kept_or_trained

    return kept_or_trained(_sources(), lambda: [*_examples(), *_strangers()])


def is_learned() -> bool:
    """Whether the reader was trained before, for what is declared now."""
    from handlers.reading.trained import is_kept

    return is_kept(_sources())


@lru_cache(maxsize=4)
def reader_for(learned: Learned) -> "IntentReader":
    """The reader, taught what was chosen."""
    taught = [Example(wording, name, marks_of(wording)) for wording, name in learned]
    return intent_reader().taught(taught) if taught else intent_reader()


def opinion_of(text: str, context: Context) -> "Opinion":
    """What the intent reader thinks of a message, whatever the phrases say."""
    wording = delexicalised(text, spotted(text, context))
    return reader_for(context.learned()).read(wording, marks_of(wording))


def nearest_phrase(wording: str, command: str | None = None) -> Example | None:
    """The sentence of all that the reader learned from that is most like this, of one command or of any."""
    known = [example for example in known_examples() if command in (None, example.intent)]
    found = process.extractOne(wording.strip().lower(), [example.text for example in known], scorer=fuzz.ratio)
    return known[found[2]] if found and found[1] > 0 else None


@cache
def known_examples() -> tuple[Example, ...]:
    """All sentences that the reader learned from, each of a command."""
    return tuple(_examples())


def _sources() -> list[str]:
    """All that the examples are made of."""
    return [
        f"{command.name} {command.says} {[(name, p.slot.vocabulary) for name, p in command.params.items()]}"
        for command in COMMANDS.values()
    ]


def _strangers() -> Iterator[Example]:
    yield from (Example(text, OUT_OF_SCOPE, marks_of(text)) for text in CHATTER)


def _examples() -> Iterator[Example]:
    for command in COMMANDS.values():
        for phrases in command.says.values():
            for phrase in phrases:
                yield from _of(command, phrase)
        for wording in wordings()[command.name]:
            yield from _of(command, wording)


def _of(command: Command, phrase: str) -> Iterator[Example]:
    for text in samples(phrase, command.params, command.name):
        met = as_met(text)
        yield Example(met, command.name, marks_of(met))


def marks_of(delexical: str) -> frozenset[str]:
    """The kinds of what was recognised."""
    return frozenset(f"has:{token[2:]}" for token in _TOKEN.findall(delexical))


Wanted = Callable[[Command], bool]


def guessed(
    text: str, context: Context, spans: Sequence[Span] | None = None, wanted: Wanted | None = None
) -> list[Guess]:
    """The likeliest commands first; none where nothing of ours is asked, nor where none that may be likely is `wanted`.

    In a strange message one name may be chance; a name and a value beside it are worth a question.
    """
    spans = spotted(text, context) if spans is None else spans
    delexical = delexicalised(text, spans)
    learned = context.learned()
    opinion = reader_for(learned).read(delexical, marks_of(delexical))
    if chosen := COMMANDS.get(dict(learned).get(delexical, "")):
        gathered = gather(chosen, text, spans, context)
        return [replace(_guess(chosen, gathered, 1.0, opinion.strangeness, 1.0, text, context), learned=True)]
    probable = (COMMANDS[one.intent] for one in opinion.ranked[:LOOKED_AT] if one.probability > EXPLAINED - SEEMS)
    if wanted and not any(map(wanted, probable)):
        return []
    kinds = TELLING if context.group else TELLING | {"money"}
    telling = [span for span in spans if span.kind in kinds and text[span.start : span.end].lower() not in EVERYDAY]
    if _is_none_of_ours(text, opinion, telling, context):
        return []
    bare = without(text, spans)
    weighed = [one for one in _weighed(text, spans, opinion, context) if _may_be_offered(one[1], bare)]
    if not telling:
        points = context.after and bool(POINTER.search(text))
        least = opinion.strangeness if _is_whole(text, context) and _is_in_our_words(bare) else 1.0
        weighed = [
            one
            for one in weighed
            if least <= (FAMILIAR_CHANGE if one[1].writes else FAMILIAR) or _says(one[1], bare, context.after, points)
        ]
    return _judged(weighed, opinion, telling, text, context)


def _is_in_our_words(bare: str) -> bool:
    """Whether half of the words that say anything are such as requests are made of: not so “my win at chess”."""
    own, all_ = evidence(None, bare)
    return own * 2 > all_ or not all_


def _may_be_offered(command: Command, bare: str) -> bool:
    """Nobody is asked whether a person's data shall be erased, who said no word of it."""
    return not command.name.endswith(".erase") or evidence(command, bare)[0] > 0


def _is_none_of_ours(text: str, opinion: "Opinion", telling: Sequence[Span], context: Context) -> bool:
    """A strange message that names too little, or an exclamation: “what a month”."""
    if EXCLAIMS.match(fold(text).text):
        return True
    fair = not context.group and opinion.ranked[0].probability >= FAIR
    carried = context.after and (telling or POINTER.search(text))
    return opinion.out_of_scope and len(telling) < (1 if fair else 2) and not carried


def _weighed(text: str, spans: Sequence[Span], opinion: "Opinion", context: Context) -> list[Weighed]:
    """The commands that are looked at, each with what the sentence says for it."""
    found: list[Weighed] = []
    for ranked in opinion.ranked[:LOOKED_AT]:
        if ranked.probability >= LEAST:
            command = COMMANDS[ranked.intent]
            gathered = gather(command, text, spans, context)
            plain = _is_plain(ranked.probability, opinion.strangeness, text, context)
            cost = cost_of(command, gathered, context, ASKED if plain else MISSING)
            found.append((gathered, command, log(ranked.probability + 1e-6) - cost))
    return found


def _judged(
    weighed: Sequence[Weighed], opinion: "Opinion", telling: Sequence[Span], text: str, context: Context
) -> list[Guess]:
    """The likeliest first; none is likely where the message is strange and names little."""
    ranked = sorted(weighed, key=lambda one: -one[2])
    total = sum(exp(score) for _, _, score in ranked)
    found = [
        _guess(command, gathered, exp(score) / total, opinion.strangeness, exp(score), text, context)
        for gathered, command, score in ranked[:MOST]
    ]
    sure = not opinion.out_of_scope or len(telling) > 1 or any(span.kind == "ticket" for span in telling)
    strange = opinion.strangeness > (STRANGEST if telling or context.after else STRANGEST_ALONE)
    return [
        guess if sure and not (strange and guess.reading.command.writes) else replace(guess, likely=False)
        for guess in found
        if guess.probability >= POSSIBLE
    ]


def is_strange(text: str, context: Context) -> bool:
    """Whether it is unlike anything that is asked for, and names nothing that is known."""
    spans = spotted(text, context)
    delexical = delexicalised(text, spans)
    strange = intent_reader().read(delexical, marks_of(delexical)).strangeness > STRANGEST_NAMELESS
    return strange and not any(isinstance(span.value, Name) or span.kind == "ticket" for span in spans)


def _says(command: Command, bare: str, after: bool, points: bool) -> bool:
    """Whether most words are the command's, and two of them where it changes something: nothing else speaks for it.
    A word alone, unlike a phrase, says nothing.

    After another request less will do, above all where it points to what was named there.
    """
    own, all_ = evidence(command, bare)
    if not command.writes:
        own += sum(len(found[0].split()) for found in _own_words(command.name).finditer(fold(bare).text))
    return own * (3 if after else 2) > all_ - after and own > ((command.writes or all_ == 1) and not points)


@cache
def _own_words(name: str) -> re.Pattern[str]:
    """The words of all slots of a command."""
    slots = (param.slot for param in COMMANDS[name].params.values())
    return re.compile("|".join(words_of(tuple(slot.vocabulary)).pattern for slot in slots))


def seems(text: str, command: Command, context: Context) -> bool:
    """Whether a text is like what this command is asked for with."""
    delexical = delexicalised(text, spotted(text, context))
    ranked = intent_reader().read(delexical, marks_of(delexical)).ranked
    return any(one.intent == command.name and one.probability >= SEEMS for one in ranked[:MOST])


def _guess(
    command: Command,
    gathered: Gathered,
    probability: float,
    strangeness: float,
    explained: float,
    text: str,
    context: Context,
) -> Guess:
    rule = f"like its phrases ({probability:.2f}, {explained:.2f}, strange {strangeness:.2f})"
    reading = Reading(command, gathered.said, SURE * probability, rule, guessed=True, strange=strangeness)
    lacking = [param.slot for param in command.params.values() if param.required and param.name not in gathered.said]
    known = all(
        isinstance(slot, RecordSlot) and (context.after or slot.model.noun in context.memory.focus) for slot in lacking
    )
    plain = _is_plain(probability, strangeness, text, context)
    return Guess(reading, probability, probability >= LIKELY and explained >= EXPLAINED and (known or plain))


def _is_plain(probability: float, strangeness: float, text: str, context: Context) -> bool:
    """Whether there is hardly a doubt what is wanted: what is missing need only be asked."""
    return probability >= PLAIN and strangeness <= FAMILIAR and _is_whole(text, context) and not context.group


def _is_whole(text: str, context: Context) -> bool:
    """A part of a message may be part of a request, and lacks what the rest of it says."""
    return len(text) >= len(context.heard) - 3
