"""“no wait, 345k”: what a correction replaces in the command that was carried out last."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm_domain.members import Member
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.memory import Last, Memory
from handlers.reading.delexical import spotted
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading
from handlers.reading.recognised import recognised
from handlers.reading.slot_labels import labelled
from handlers.reading.spans import Amount
from handlers.record_slot import RecordSlot
from handlers.rescheduling import rescheduled
from handlers.slots import AmountSlot, DaySlot, Slot, TextSlot, WordSlot

LONGEST = 80  # characters; a longer message is a request of its own
ADDITION = "addition"  # the rule of a reading that says more than the command before did
_MISTAKES = (
    r"(?:no wait|no|nope|nah|wait|hang on|hold on|sorry|oops|whoops|actually|correction|my bad|my mistake|typo"
    r"|i (?:actually )?meant(?: to (?:say|write))?|meant(?: to say)?|i mean|scratch that|not that"
    r"|wrong (?:one|number|amount|date|day|person|deal))(?![a-z])"
)
_MISTAKES_ZH = (
    r"(?:不对|不是的|不是|错了|弄错了?|搞错了?|说错了?|写错了?|打错了?|记错了?|看错了?|口误|更正(?:一下)?"
    r"|纠正(?:一下)?|我是说|我说的是"
    r"|我的意思是|应该是|应该|不(?=[,，])|哦不|噢不|不好意思|抱歉|等等|等下|等一下|不不|算了)"
)
_PUTS = (
    r"(?:make (?:it|that)|change (?:it|that) to|should (?:be|have been)|it (?:should|was supposed to) be"
    r"|(?:it|that)(?:'?s| is| was)|(?:leave|keep) (?:it|that)(?: at| in| on| with| for| as)?"
    r"|(?:give|hand) (?:it|that) back(?: to)?|just|rather|better|that one|this one|or)(?![a-z])"
)
_PUTS_ZH = r"(?:(?:还是)?(?:留给|还给|留在|放在|保持)|要改成|改成|改为|改到|改|换成|换|还是|其实|是)"
# “Her phone is …” tells more of a record that is there; it takes back nothing.
_OF_ONE = re.compile(r"^\W*(?:(?:and|also)\s+)?(?:his|her|their|its)\b|^\W*[他她它]们?的", re.I)
_MARKS = r"[\s,，.。!！:：、;；]*"
_OH = r"(?:(?:oh|ah|uh|um|er|hmm+|argh|damn|ugh)(?![a-z])[\s,，.!]*|[哦噢喔啊呃嗯唉哎]+[\s,，]*)?"
_BEGINNING = re.compile(rf"^{_OH}(?:(?:{_MISTAKES}|{_MISTAKES_ZH}|{_PUTS}|{_PUTS_ZH}){_MARKS})+", re.I)
# Who begins so takes back what was done; “make it 45k” may as well go on from there.
_MISTAKEN = re.compile(rf"^\W*{_OH}(?:(?:{_MISTAKES}|{_MISTAKES_ZH}){_MARKS})+", re.I)
_ENDING = re.compile(
    r"(?:\s+(?:please|pls|instead|then|actually|sorry|rather)|(?:才对|吧|啦|哈|呢|的))?[\s.!。！,，]*$", re.I
)
_LEADING = re.compile(
    r"^(?:(?:to|at|on|for|by|with|until|till|about|into|as)\s+)?(?:(?:the|an?)\s+(?=\D))?|^(?:跟|和|给|到|成|为|在)\s*",
    re.I,
)
_NOT_THIS = re.compile(
    r"^(?:not|不是)\s*(?P<wrong>[^,，;]+?)\s*(?:[,，;]\s*(?:but|it'?s|make it|是|而是|要)?|\bbut\b|而是|是)\s*"
    r"(?P<right>.+)$",
    re.I,
)
_AGAINST = (
    re.compile(
        r"^(?P<right>.+?)[,，;]?\s*(?:\bnot\b|(?<!是)不是|而不是|\binstead of\b|\brather than\b)\s*(?P<wrong>.+)$", re.I
    ),
    _NOT_THIS,
)


def corrected(text: str, memory: Memory, context: Context, values: bool) -> tuple[Reading, int | None] | None:
    """The command of before with one slot replaced, and the change that it takes back.

    By a bare value, else (`values` False) by a name where a correction was announced. What was asked for last is
    corrected before what was changed before that.
    """
    if _OF_ONE.match(text):
        return None
    for last in _correctable(memory):
        reading = Reading(COMMANDS[last.command], last.said)
        if last.change is None and not (announced(text) and _of_said(text, reading, context)):
            continue
        if better := _better(text, reading, context, (values,)):
            return better, last.change
    return None


def announced(text: str) -> bool:
    """Whether somebody says that something was wrong."""
    return bool(_MISTAKEN.match(text))


def after_announcement(text: str) -> str:
    """The request behind “actually” and “sorry, I meant”: nothing where none was announced."""
    begun = _MISTAKEN.match(text)
    return text[begun.end() :].strip(" ,，.。!！:：;；、") if begun else ""


def amended(reading: Reading, text: str, context: Context) -> Reading | None:
    """A command with one slot replaced by what the same message says after it."""
    return _better(text, reading, context, (True, False))


SENT = frozenset({"ticket.reply", "campaign.send"})  # no half a word tells somebody outside something else


def _correctable(memory: Memory) -> Iterator[Last]:
    """What was looked at last, then what was changed: of a message with several commands the last one first."""
    recent = [each for each in memory.recent if each.command not in SENT]
    asked = [each for each in reversed(recent) if each.change is None]
    changed = [each for each in reversed(recent) if each.change is not None]
    yield from asked
    yield from changed
    last = memory.last
    if last and last.change is not None and last not in changed and last.command not in SENT:
        yield last


def _of_said(text: str, reading: Reading, context: Context) -> bool:
    """Whether a value of the kind that was asked with is put right: “no, next month”."""
    better = _better(text, reading, context, (True, False))
    return better is not None and any(better.said[name] != said for name, said in reading.said.items())


def _better(text: str, reading: Reading, context: Context, ways: Sequence[bool]) -> Reading | None:
    begun = _BEGINNING.match(text)
    rest = _ENDING.sub("", text[begun.end() :] if begun else text).strip()
    denied = _NOT_THIS.match(_ENDING.sub("", text).strip())
    told = bool(begun or denied)
    rest, wrong = (denied["right"], denied["wrong"]) if denied else _set_against(rest) if told else (rest, "")
    if not rest or len(text) > LONGEST:
        return None
    named, value = labelled(rest, reading.command.params)
    told = told or bool(named)
    bare = _LEADING.sub("", value).strip() or value
    for values in ways:
        find = _slot_of_value if values else _slot_of_name
        if (slot := _slot_holding(wrong, reading)) and slot not in named:
            said = _apart(wrong).sub(lambda _: rest, reading.said[slot], count=1)
            return replace(reading, said=reading.said | {slot: said}, rule="correction")
        if told and not values and (moved := _with_number(rest, reading)):
            return replace(reading, said=reading.said | moved, rule="correction")
        if slot := _slot_of_wrong(wrong, reading) or find(bare, reading, context, told, named):
            rule = "correction" if slot in reading.said else ADDITION
            return replace(reading, said=reading.said | {slot: _put_right(slot, bare, reading, context)}, rule=rule)
    return None


_LAST_NUMBER = re.compile(r"\d{1,2}(?::\d\d)?(?=\s*(?:am|pm|o'?clock)?$)", re.I)


def _with_number(rest: str, reading: Reading) -> dict[str, str]:
    """A bare number, of the only time that was said, is its last one: “actually 10” of “tomorrow at 9”."""
    days = [name for name in reading.said if isinstance(reading.command.params[name].slot, DaySlot)]
    if not (rest.isdigit() and len(rest) <= 2 and len(days) == 1):
        return {}
    moved, times = _LAST_NUMBER.subn(rest, reading.said[days[0]])
    return {days[0]: moved} if times else {}


def _set_against(text: str) -> tuple[str, str]:
    """What is right and what was wrong: “1013 not 1004”, 不是周四，是周五."""
    found = next((match for pattern in _AGAINST if (match := pattern.match(text))), None)
    return (found["right"].strip(" ,，"), found["wrong"].strip(" ,，.。!！")) if found else (text, "")


def _slot_of_wrong(wrong: str, reading: Reading) -> str | None:
    """The slot that holds what is said to be wrong."""
    bare = fold(wrong).text.lstrip("#")
    return next((name for name, said in reading.said.items() if bare and bare == fold(said).text.lstrip("#")), None)


def _slot_holding(wrong: str, reading: Reading) -> str | None:
    """The one slot in whose words the wrong ones stand: “not 9, 10” of “tomorrow 9am”."""
    params = reading.command.params
    whole = (RecordSlot, AmountSlot)
    said = {name: words for name, words in reading.said.items() if not isinstance(params[name].slot, whole)}
    holding = [name for name, words in said.items() if wrong and _apart(wrong).search(words)]
    return holding[0] if len(holding) == 1 and reading.said[holding[0]] != wrong else None


def _apart(words: str) -> re.Pattern[str]:
    """Finds the words where they are no part of a longer number or word."""
    if words[-1:].isdigit():
        return re.compile(rf"(?<!\d){re.escape(words)}(?!\d)")
    edges = (r"\b", r"\b") if words.isascii() else ("", "")
    return re.compile(f"{edges[0]}{re.escape(words)}{edges[1]}", re.I)


def _put_right(slot: str, bare: str, reading: Reading, context: Context) -> str:
    """The new words for the slot, with what was not taken back of the old ones."""
    before, kind = reading.said.get(slot, ""), reading.command.params[slot].slot
    if isinstance(kind, DaySlot) and before:
        return rescheduled(before, bare, context)
    if isinstance(kind, AmountSlot):
        return _in_its_currency(before, bare, context)
    if type(kind) is TextSlot and before and not kind.kinds:
        return _with_another_name(before, bare, context)
    return bare


def _in_its_currency(before: str, after: str, context: Context) -> str:
    """“no, 14k” of what was 12k GBP: the currency was not taken back."""
    old, new = (
        next((span.value for span in context.values(text, ("money", "number"))), None) for text in (before, after)
    )
    kept = isinstance(old, Amount) and old.currency and not (isinstance(new, Amount) and new.currency)
    return f"{after} {old.currency}" if kept and isinstance(old, Amount) and new is not None else after


def _with_another_name(before: str, after: str, context: Context) -> str:
    """“sorry, I meant Dana” of “call Colin about the PO”: only the name was wrong."""
    new = [span for span in spotted(after, context) if span.end - span.start == len(after)]
    old = [span for span in spotted(before, context) if new and span.kind == new[0].kind]
    return before[: old[0].start] + after + before[old[0].end :] if len(old) == 1 else after


def _slot_of_value(rest: str, last: Reading, context: Context, told: bool, named: Sequence[str]) -> str | None:
    params = last.command.params
    spans = recognised(rest, context).spans
    whole = [span for span in spans if span.end - span.start >= len(rest) - 1]
    fitting = [n for n, p in params.items() if whole and whole[0].kind in p.slot.kinds and (not named or n in named)]
    said = [name for name in fitting if name in last.said]
    return next(iter(said), fitting[0] if fitting and told else None)


def _slot_of_name(rest: str, last: Reading, context: Context, told: bool, named: Sequence[str]) -> str | None:
    if not told:
        return None
    params = {name: p.slot for name, p in last.command.params.items() if not named or name in named}
    said = {name: slot for name, slot in params.items() if name in last.said}
    records = (n for n, slot in said.items() if _names_one(slot, rest, context))
    words = (
        n for n, slot in {**said, **params}.items() if isinstance(slot, WordSlot) and fold(rest).text in slot.meanings
    )
    others = (n for n, slot in params.items() if _is_called(slot, rest, context))
    texts = (n for n, slot in said.items() if isinstance(slot, TextSlot) and not slot.kinds)
    return next(records, None) or next(words, None) or next(others, None) or next(texts, None)


def _names_one(slot: Slot, rest: str, context: Context) -> bool:
    if not isinstance(slot, RecordSlot):
        return False
    return slot.numbered(rest) is not None or slot.points(rest) or bool(slot.candidates(rest, context))


def _is_called(slot: Slot, rest: str, context: Context) -> bool:
    """Whether this is beyond doubt the name of one, or oneself."""
    if isinstance(slot, RecordSlot) and slot.model is Member and slot.points(rest):
        return True
    return isinstance(slot, RecordSlot) and any(match.score >= 0.93 for match in slot.matches(rest, context))
