"""Reads one request: the command, and what was said for each of its slots."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Role
from crm_domain.name_forms import spoken_words
from crm_domain.names import is_cjk
from crm_domain.tickets import Ticket
from handlers.command import COMMANDS, Command
from handlers.context import Context
from handlers.reading.fill import FIRM, fill
from handlers.reading.fits import fit_of, known_fit, name_fit
from handlers.reading.phrase_grammar import REST
from handlers.reading.phrasebook import Phrasebook
from handlers.reading.politeness import politely
from handlers.reading.readings import Reading
from handlers.reading.recognised import Recognised, recognised
from handlers.reading.words import ASKING
from handlers.record_slot import RecordSlot
from handlers.segment_slot import SegmentSlot
from handlers.slots import Slot
from handlers.team_slot import TeamSlot
from handlers.what_slot import NO_LIST, WhatSlot

TICKET = re.compile(r"\b(?:tickets?|case)\b|工单|单子|张单")
UNSLASHED = 7.0  # what a slash word without its slash is worth: what follows it may be more than its slots
_SLASH = re.compile(r"^[/＋+]\s*([\w.\u4e00-\u9fff]+)(?:@\w+)?\s*(.*)$", re.DOTALL)
_SLOT = re.compile(r"([a-z_]+)=(\"[^\"]*\"|#\d+|\S+)")


def slashed(text: str, context: Context) -> list[Reading] | None:
    """What a slash and a word begin; None for free text."""
    slash = _SLASH.match(text)
    if slash is None:
        return None
    listed = _lines(text) if "\n" in text else []
    return listed or _slash(slash[1].lower(), slash[2].strip(), context)


def read_one(text: str, context: Context) -> Reading | None:
    """One command in free words; None where it is none of ours."""
    bare = politely(text)
    if word := _by_slash_word().get(bare.lower().rstrip(".!?。！？")):
        return Reading(word, {}, 5.0, "slash word")
    if best := _best(list(by_phrases(bare, context)), context):
        return best
    first, _, rest = bare.partition(" ")
    listed = _slash(first.lower(), rest, context, bare) if first.isalpha() else []
    best = next((reading for reading in listed if reading.said or not rest), None)
    return replace(best, sure=min(best.sure, UNSLASHED)) if best else None


@cache
def _by_slash_word() -> dict[str, Command]:
    return {word: command for command in COMMANDS.values() for word in command.slash}


@cache
def _slashes() -> dict[str, Command]:
    """The first command that has such a slash word."""
    return {word: command for command in reversed(COMMANDS.values()) for word in command.slash}


def _lines(text: str) -> list[Reading]:
    """Several commands in their own words, as a button may say them; empty where it is anything else."""
    words = [_SLASH.match(line) for line in text.split("\n")]
    commands = [(COMMANDS.get(match[1].lower()), match[2].strip()) for match in words if match]
    readings = [reading for command, rest in commands if command and (reading := _exact(command, rest))]
    return readings if len(readings) == len(words) else []


def _slash(word: str, rest: str, context: Context, tried: str = "") -> list[Reading]:
    """“/deal.move deal=#12 stage=won” exactly; “/deal new …” and “log call …” as lists. No phrase fits `tried`."""
    if command := COMMANDS.get(word):
        if exact := _exact(command, rest):
            return [exact]
        return [Reading(command, fill(command, {}, rest, context), 9.0, f"slash:{word}")]
    if word in ("deal", "商机") and (readings := _deal(rest, context)):
        return readings
    if word in ("ticket", "工单") and RecordSlot(Ticket).numbered(rest) is not None:
        return [Reading(COMMANDS["ticket.show"], {"ticket": rest}, 9.0, f"slash:{word}")]
    second, _, after = rest.partition(" ")
    for name, tail in ((f"{word} {second.lower()}", after), (word, rest)):
        if command := _slashes().get(name):
            return [_listed(command, tail.strip(), name, context)]
    text = f"{word} {rest}".strip()
    return _best_list(text, context) if text != tried else []


def _deal(rest: str, context: Context) -> list[Reading]:
    """“/deal acme renewal 45k negotiation”: changes that deal where there is one, else adds it."""
    add, update, move = COMMANDS["deal.add"], COMMANDS["deal.update"], COMMANDS["deal.move"]
    said = fill(add, {}, rest, context)
    values = {name: text for name, text in said.items() if add.params[name].slot.kinds}
    first = rest.partition(" ")[0].lower()
    if not values or any(slash.endswith(f" {first}") for command in COMMANDS.values() for slash in command.slash):
        return []
    matches = context.names.find(said.get("title", ""), (Deal,))
    if not matches or matches[0].score < FIRM:
        return [Reading(add, said, 9.0, "slash:deal")]
    name = said["title"]
    changes = {slot: text for slot, text in values.items() if slot in update.params}
    readings = [Reading(update, {"deal": name, **changes}, 9.0, "slash:deal")] if changes else []
    if "stage" in values:
        readings.append(Reading(move, {"deal": name, "stage": values["stage"]}, 9.0, "slash:deal"))
    return readings


def _best_list(text: str, context: Context) -> list[Reading]:
    best = _best(list(by_phrases(text, context)), context)
    return [best] if best else []


def _exact(command: Command, rest: str) -> Reading | None:
    """Only slot=value pairs, as buttons say them."""
    pairs = _SLOT.findall(rest)
    if _SLOT.sub("", rest).strip() or any(name not in command.params for name, _ in pairs):
        return None
    return Reading(command, {name: value.strip('"') for name, value in pairs}, 99.0, "exact")


def _listed(command: Command, rest: str, word: str, context: Context) -> Reading:
    return Reading(command, fill(command, {}, rest, context) if rest else {}, 9.0, f"slash:{word}")


def by_phrases(text: str, context: Context) -> Iterator[Reading]:
    message = recognised(text, context)
    for phrase, command in _phrasebook().likely(message.folded.text, message.kinds):
        said = phrase.match(message.by(phrase.kinds))
        if said is None:
            continue
        rest = said.pop(REST, None)
        if rest:
            said = fill(command, said, rest, context)
            if not said:
                continue
        if not all(map(str.strip, said.values())) or (phrase.loose and not _names_known(command, said, context)):
            continue
        if phrase.opening in said and not _begins_well(
            command.params[phrase.opening].slot, said[phrase.opening], context
        ):
            continue
        if any(text for name, text in said.items() if _is_no_list(command.params[name].slot, text, context)):
            continue
        said = _longest_name(command, _aside(command, said), text, context)
        if _speaks_of_a_ticket(command, said, message, context):
            yield Reading(command, said, phrase.weight, phrase.text, loose=phrase.loose)


def _aside(command: Command, said: dict[str, str]) -> dict[str, str]:
    """“…: labels print blank. high”: the priority behind what is the matter."""
    priority = command.params.get("priority")
    found = _LAST.match(said.get("subject", ""))
    if found is None or priority is None or "priority" in said:
        return said
    word = found["last"].lower().removesuffix(" priority").removeprefix("优先级")
    return said | {"subject": found["head"], "priority": word} if word in priority.slot.vocabulary else said


_LAST = re.compile(r"(?P<head>.+?)\s*[.,;，。；]\s*(?P<last>[^.,;，。；]+)[.。!！]?$")


def _longest_name(command: Command, said: dict[str, str], text: str, context: Context) -> dict[str, str]:
    """“lost the scanner refresh to a cheaper vendor”: a name goes on as long as it fits better than cut short."""
    name, free = NAME_THEN_WORDS.get(command.name, ("", ""))
    if name not in said or free not in said:
        return said
    if f"{said[name]} {said[free]}" not in text:
        return said
    slot, words = command.params[name].slot, f"{said[name]} {said[free]}".split()
    assert isinstance(slot, RecordSlot)
    least = len(said[name].split())
    ends = range(least, min(len(words), least + MOST_MORE + 1))
    best = max(ends, key=lambda end: (round(name_fit(slot, " ".join(words[:end]), context), 2), -end))
    return {**said, name: " ".join(words[:best]), free: " ".join(words[best:])}


MOST_MORE = 4  # words that a name may be longer
NAME_THEN_WORDS = {"deal.lose": ("deal", "reason"), "ticket.reply": ("who", "text")}  # with nothing between


def _begins_well(slot: Slot, said: str, context: Context) -> bool:
    """What a message begins with is a name, or short enough to be one."""
    if not isinstance(slot, RecordSlot) or name_fit(slot, said, context) > 0:
        return True
    if slot.model is Ticket or said.lower() in ASKING:  # tickets are looked at on their own
        return slot.model is Ticket
    if any(span.kind == "period" and span.end - span.start >= len(said.strip()) for span in context.values(said)):
        return False  # “上个月丢了…”: nobody is called last month
    return len(said.split()) <= 3 and len(said) <= (6 if is_cjk(said) else 24) and not said.startswith("@")


def _is_no_list(slot: Slot, said: str, context: Context) -> bool:
    """A whole sentence, where something to take in or out should be named."""
    return isinstance(slot, WhatSlot) and slot.fit(said, context) <= NO_LIST


def _speaks_of_a_ticket(command: Command, said: dict[str, str], message: Recognised, context: Context) -> bool:
    """A ticket has a number or a subject that we know; else it is a few words, and somebody says that it is one."""
    if command.name == "ticket.reply" and "who" in said and "ticket" not in said:
        return _has_open_tickets(said["who"], context)
    for name, text in said.items():
        slot = command.params[name].slot
        if not isinstance(slot, RecordSlot) or slot.model is not Ticket:
            continue
        if not slot.points(text) and not _is_subject(slot, text, message, context):
            return False
    return True


def _has_open_tickets(who: str, context: Context) -> bool:
    people = (row for row in RecordSlot(Contact).candidates(who, context) if isinstance(row, Contact))
    return any(context.crm.tickets.of(person) for person in people)


def _is_subject(slot: RecordSlot, said: str, message: Recognised, context: Context) -> bool:
    if TICKET.search(message.folded.text):
        return len(said.split()) <= 5 and len(said) <= 40
    words = spoken_words(said)
    return name_fit(slot, said, context) > 0 and (len(words) > 1 or is_cjk(words[0]))


def _names_known(command: Command, said: dict[str, str], context: Context) -> bool:
    """Whether records are named, and each is there."""
    named = any(isinstance(command.params[name].slot, RecordSlot | TeamSlot | SegmentSlot) for name in said)
    return named and _all_known(command, said, context)


def _all_known(command: Command, said: dict[str, str], context: Context) -> bool:
    slots = [(command.params[name].slot, text) for name, text in said.items()]
    named = [(slot, text) for slot, text in slots if isinstance(slot, RecordSlot | TeamSlot | SegmentSlot)]
    return all(known_fit(slot, text, context) > 0 for slot, text in named)


@cache
def _phrasebook() -> Phrasebook[Command]:
    """What is said so in both languages is in it once."""
    once = ((dict.fromkeys(chain.from_iterable(c.phrases.values())), c) for c in COMMANDS.values())
    return Phrasebook((phrase, command) for phrases, command in once for phrase in phrases)


def _closing(best: Reading, readings: Sequence[Reading]) -> Reading:
    """A deal that is moved to won is won: where somebody may have meant it so, that says more."""
    if best.command.name != "deal.move":
        return best
    closing = (r for r in readings if r.command.name in ("deal.win", "deal.lose"))
    return next((r for r in closing if r.said.keys() <= {"deal"} and r.fit >= best.fit - 1.0), best)


def _shows(other: Reading, best: Reading) -> bool:
    """Whether this takes the same words for the name of another kind of record."""
    return other.command.name.endswith(".show") and [*other.said.values()] == [*best.said.values()]


def _best(readings: Sequence[Reading], context: Context) -> Reading | None:
    """The phrase that explains most, among those whose names exist before those whose names don't."""
    for reading in readings:
        reading.fit = fit_of(reading, context)
    best = max(readings, key=lambda reading: reading.sure + reading.fit, default=None)
    if best and best.fit < 0 and best.command.name.endswith(".show"):
        best.vague = any(other.command is not best.command and _shows(other, best) for other in readings)
    return best and _at_their_desk(_closing(best, readings), readings, context)


# 单子 is a deal to who sells and a ticket to who supports.
_SHEETS = re.compile(r"^(?!.*(?:工单|商机|ticket|deal)).*单子", re.IGNORECASE)
_NEAR = 6.0  # so little less a phrase may explain


def _at_their_desk(best: Reading, readings: Sequence[Reading], context: Context) -> Reading:
    if best.command.name not in ("deal.list", "ticket.list") or not _SHEETS.search(context.heard):
        return best
    wanted = "ticket.list" if context.crm.me.role == Role.AGENT else "deal.list"
    theirs = (
        one for one in readings if one.command.name == wanted and one.sure + one.fit >= best.sure + best.fit - _NEAR
    )
    return max(theirs, key=lambda one: one.sure + one.fit, default=best)
