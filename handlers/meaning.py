"""What a message means after the ones before it: an answer, a correction, the same again, or a new request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.aiming import aimed, pointed_out, points_only
from handlers.answers import answers, bared, completed, declines, interrupts
from handlers.command import COMMANDS, Param
from handlers.context import Context
from handlers.corrections import ADDITION, after_announcement, amended, announced, corrected
from handlers.followups import followed, wondered
from handlers.list_followups import narrowed
from handlers.memory import Pending
from handlers.reading.guessing import Guess, guessed
from handlers.reading.messages import read
from handlers.reading.pointers import place_of
from handlers.reading.readings import Reading
from handlers.reading.slips import mended as slips_mended
from handlers.reading.words import NO, SMALL_TALK, YES
from handlers.record_slot import RecordSlot
from handlers.repeats import repeated
from handlers.report_followups import refined

# A question changes nothing: “its amount?” is not a new title. “Can it wait until Monday?” asks for something.
_WONDERS = re.compile(
    r"[?？]\s*$|是不是|是否|有没有|^\W*(?:(?:and|but|so)\s+)?(?:is|are|was|were|does|isn't|aren't|wasn't|doesn't|didn't"
    r"|hasn't|haven't|did (?:we|you|they|he|she|i|it)|has (?:he|she|it|any\w+)|have (?:we|they|you))\s+(?!an?\b)",
    re.I,
)
_REQUESTS = re.compile(
    r"^\W*(?:can|could|would|will|shall|please|pls|mind|能|可以|可否|帮|麻烦)|(?:吗|行不|好不好)\W*$", re.I
)
_THERE = re.compile(r"\b(?<!at )(?<!from )(?:over )?there\b(?=[\s?.!]*$)", re.I)
_NONE_OF = re.compile(r"^\W*no \w", re.I)  # “no minimum” is an answer
_PUTS = re.compile(r"^\W*(?:make (?:it|that)|change (?:it|that) to|改成|改为|换成)", re.I)
_MAKES = (".add", ".log", ".open", ".set", ".note", ".reply", ".schedule")  # said twice, it is there twice


@dataclass(frozen=True, slots=True)
class Meant:
    """`readings` are to be carried out, `replaces` is the change that is taken back first; else `guesses` may be meant.

    `answered`: the open question was answered; `declined`: it was dropped; `denied`: it says only what not to do.
    """

    readings: Sequence[Reading] = ()
    replaces: int | None = None
    guesses: Sequence[Guess] = field(default=())
    answered: bool = False
    declined: bool = False
    denied: bool = False


def meant(text: str, context: Context) -> Meant:
    """Changes nothing, not even what is remembered."""
    mended = slips_mended(text, context)
    found = _meant(mended.text, context)
    return replace(found, readings=mended.as_written(found.readings)) if mended.changes else found


def _meant(text: str, context: Context) -> Meant:
    memory = context.memory
    wonders = _wonders(text)
    outright = text.lstrip().startswith("/")
    if memory.pending is None and not outright and (leaning := _leaning(text, wonders, context)):
        return leaning
    readings = [reading for reading in read(text, context) if not (wonders and _changes(reading))]
    if memory.pending and _waits(memory.pending, text, readings, context):
        return _answer(memory.pending, text, context)
    return _request(text, readings, wonders, context)


def _wonders(text: str) -> bool:
    return bool(_WONDERS.search(text)) and not _REQUESTS.search(text)


def _changes(reading: Reading) -> bool:
    """Whether it does what a question would not ask for; one may well be what shall be written to somebody."""
    return reading.command.writes and "text" not in reading.said


def _leaning(text: str, wonders: bool, context: Context) -> Meant | None:
    """What makes no sense without the message before it."""
    memory = context.memory
    if refining := refined(text, context) or narrowed(text, context):
        return Meant([refining])
    if not wonders and (better := corrected(text, memory, context, values=True)):
        more = better[0].rule == ADDITION and not announced(text)
        further = followed(text, context) if more else None  # “close date 18 Dec” after the amount: both hold
        return Meant([further]) if further else Meant([better[0]], better[1])
    if not wonders and (better := _another_name(text, context)):
        return Meant([better[0]], better[1])
    if again := repeated(text, memory.recent, context):
        return Meant(again)
    if not wonders and (further := followed(text, context)):
        return Meant([further])
    return None


def _another_name(text: str, context: Context) -> tuple[Reading, int | None] | None:
    """“make that Globex”: who is named outright in the place of another was meant by the last command."""
    better = corrected(text, context.memory, context, values=False) if _PUTS.match(text) else None
    last = context.memory.last
    if better is None or last is None or better[1] != last.change:
        return None
    new = {name: said for name, said in better[0].said.items() if last.said.get(name) not in (None, said)}
    slots = ((better[0].command.params[name].slot, said) for name, said in new.items())
    named = (isinstance(s, RecordSlot) and any(m.score >= 0.93 for m in s.matches(said, context)) for s, said in slots)
    return better if any(named) else None


def _waits(pending: Pending, text: str, readings: Sequence[Reading], context: Context) -> bool:
    """Whether this is what the open question waits for: it looks like an answer, or like nothing else."""
    if interrupts(readings, pending):
        return False
    return answers(pending, text, context) or not (pending.refused or readings)


def _answer(pending: Pending, text: str, context: Context) -> Meant:
    if declines(pending, text):
        return Meant(declined=True)
    if announced(text) and pending.left is None and not _NONE_OF.match(text):
        if better := amended(Reading(COMMANDS[pending.command], pending.said), text, context):
            return Meant(_with(pending, better), pending.replaces, answered=True)
        text = after_announcement(text) or text
    return Meant(completed(pending, text, context), pending.replaces, answered=True)


def _with(pending: Pending, better: Reading) -> list[Reading]:
    """The whole message once more, one of its requests put right; what was asked is asked again."""
    plan = [Reading(COMMANDS[name], said, rule=better.rule) for name, said in pending.plan]
    return [better if place == pending.at else reading for place, reading in enumerate(plan)]


def _request(text: str, readings: list[Reading], wonders: bool, context: Context) -> Meant:
    """A request of its own; where it names nothing that is known, perhaps what only the talk before it explains."""
    if context.denied and not readings:
        return Meant(denied=True)
    readings = [] if points_only(text) else [aimed(reading, context) for reading in readings]
    if readings and not readings[0].guessed and not _lost(readings[0], context):
        return Meant(readings, _taken_back(text, readings, context))
    doubtful = len(readings) == 1 and readings[0].doubtful
    return _by_the_talk(text, wonders, context) or (
        Meant(readings, _taken_back(text, readings, context))
        if readings and not doubtful
        else Meant(guesses=() if bared(text) in SMALL_TALK else guessed(text, context))
    )


def _lost(reading: Reading, context: Context) -> bool:
    """Whether it names nothing that is known, or needs a record that nobody spoke of."""
    params = [param for param in reading.command.params.values() if isinstance(param.slot, RecordSlot)]
    return reading.fit < 0 or any(_unspoken(param, reading.said.get(param.name), context) for param in params)


def _unspoken(param: Param, said: str | None, context: Context) -> bool:
    slot = param.slot
    assert isinstance(slot, RecordSlot)
    if said is None:
        return param.required and slot.model.noun not in context.memory.focus
    return slot.named(said) is None and not slot.is_known(said, context) and not slot.candidates(said, context)


def _by_the_talk(text: str, wonders: bool, context: Context) -> Meant | None:
    if shown := pointed_out(text, context) or wondered(text, context):
        return Meant([shown])
    if not wonders and (better := corrected(text, context.memory, context, values=False)):
        return Meant([better[0]], better[1])
    for said in dict.fromkeys((after_announcement(text), _there(text, context))):
        instead = said and said != text and (followed(said, context) or next(iter(read(said, context)), None))
        if instead and not (wonders and instead.command.writes):
            return Meant([instead], _taken_back(text, [instead], context))
    return None


def _there(text: str, context: Context) -> str:
    """“who do we know there” is “… at them”, where a company was spoken of."""
    return _THERE.sub("at them", text) if "companies" in context.memory.focus else ""


def _taken_back(text: str, readings: Sequence[Reading], context: Context) -> int | None:
    """“sorry, log a meeting with Dana” after a call was logged: it is not to be there twice."""
    last = context.memory.last
    again = last and announced(text) and len(readings) == 1 and readings[0].command.name == last.command
    return last.change if last and again and last.command.endswith(_MAKES) else None


def chosen(text: str, choices: Sequence[tuple[str, str]]) -> str | None:
    """What the button says that is chosen in words: by number, place or label, or “yes” where there is one."""
    bare = bared(text).lstrip("#")
    if not choices:
        return None
    place = int(bare) - 1 if bare.isascii() and bare.isdigit() and len(bare) < 3 else place_of(text)
    if place is not None:
        return choices[place][1] if -len(choices) <= place < len(choices) else None
    if bare in YES or bare in NO:
        return choices[0 if bare in YES else -1][1] if len(choices) == 2 else None
    labelled = [says for label, says in choices if bare and bare == bared(label)]
    within = [says for label, says in choices if len(bare) > 1 and bare in label.lower()]
    return next(iter(labelled), within[0] if len(within) == 1 else None)
