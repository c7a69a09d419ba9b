"""Reads a whole message: the requests in it, and what is taken back on the way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.corrections import amended
from handlers.reading.contests import contested
from handlers.reading.fill import fill
from handlers.reading.gathered import is_free
from handlers.reading.linking import linked, merged, once, shared, spread, told_to
from handlers.reading.planning import planned
from handlers.reading.politeness import politely
from handlers.reading.reader import read_one, slashed
from handlers.reading.readings import Reading
from handlers.reading.segments import parted
from handlers.reading.sentences import Sentence
from handlers.reading.slips import mended
from handlers.reading.views import asked_to_see, viewed
from handlers.reading.words import IT, THAT
from handlers.record_slot import RecordSlot

_TAKEN_BACK = re.compile(
    r"[\s,，.。…!！;；-]+(?=(?:no,? wait|wait,? no|no,? no|scratch that|actually|sorry|oops|whoops|i mean|i meant"
    r"|or rather|make that|哦不|不(?=[,，])|不对|不不|等等|等下|说错了|搞错了|错了|应该是)(?![a-z]))",
    re.IGNORECASE,
)
_LISTS = {  # “export the deals, and the contacts too”
    "contact.find": "contacts",
    "contact.show": "contacts",
    "company.show": "companies",
    "deal.list": "deals",
    "ticket.list": "tickets",
    "activity.list": "activities",
    "task.list": "tasks",
    "member.list": "members",
}
NAMED = 4.0  # the fit of a record that is named or pointed to
_SHOWS = ("contact.show", "company.show", "deal.show")


def read(text: str, context: Context) -> list[Reading]:
    """The commands that the message asks for, in order; empty where it asks for none of ours."""
    meant = mended(text, context)
    if not meant.changes:
        return _read(text, context)
    found = meant.as_written(_read(meant.text, context))
    return found or [reading for reading in _read(text, context) if reading.fit >= 0]  # a slip makes no new name


def _read(text: str, context: Context) -> list[Reading]:
    said = slashed(text.strip(), context)
    if said:
        return said
    bare = politely(text if said is None else text.strip()[1:])  # a word of one's own behind the slash
    context.heard = context.heard or bare
    if (seen := _to_be_seen(bare, context)) is not None:
        return [seen]
    if (better := _taken_back(bare, context) or contested(bare, context)) is not None:
        return [better]
    readings = [one for each in parted(bare, Sentence(bare, context).read) for one in _with_details(each, context)]
    context.after = False
    each = _shown(one for reading in readings for one in (*reading.also, reading))
    found = _undenied(once(shared(spread(merged(linked(told_to(each)))))), context)
    if not any(_settles(reading) for reading in found) and (question := planned(bare, context)):
        return [question]
    return _one_question(bare, found, context) or found


def _with_details(reading: Reading, context: Context) -> Iterator[Reading]:
    """“move it to negotiation, 41k, close 20 Dec”: what follows the stage is to be changed too."""
    stage, *details = _PAUSES.split(reading.said.get("stage", ""), maxsplit=1)
    if reading.command.name != "deal.move" or not details:
        yield reading
        return
    yield replace(reading, said=reading.said | {"stage": stage})
    update, deal = COMMANDS["deal.update"], {"deal": reading.said["deal"]} if "deal" in reading.said else {}
    said = fill(update, deal, details[0], context)
    if said.keys() - {"deal"}:
        yield replace(reading, command=update, said=said)


_PAUSES = re.compile(r"\s*(?:,\s|，|\sand\s)\s*", re.IGNORECASE)


def _settles(reading: Reading) -> bool:
    """Whether it is no question for figures: “reopen that ticket”, or “customers with no order for 90 days”."""
    changes = reading.command.writes and reading.alone and reading.fit >= NAMED and not reading.doubtful
    return reading.certain or changes or (reading.command.name == "segment.show" and not reading.guessed)


def _undenied(readings: list[Reading], context: Context) -> list[Reading]:
    """Without what is not to be done; whom it named is still meant by “it”: “1004 isn't urgent, make it normal”."""
    named: dict[str, str] = {}
    left: list[Reading] = []
    for reading in readings:
        if reading.denied:
            named |= {name: said for name, said in reading.said.items() if _names(reading, name, said)}
        else:
            params = reading.command.params.keys() & named.keys()
            meant = {name: named[name] for name in params if not _names(reading, name, reading.said.get(name, "it"))}
            left.append(replace(reading, said=reading.said | meant) if meant else reading)
    context.denied = len(left) < len(readings)
    return left


def _names(reading: Reading, name: str, said: str) -> bool:
    """Whether a record is named, not just pointed to."""
    slot = reading.command.params[name].slot
    return isinstance(slot, RecordSlot) and slot.named(said) is not None


def _one_question(text: str, found: list[Reading], context: Context) -> list[Reading]:
    """“open deals by stage, count and value” asks for one report, though its parts may ask for others."""
    if len(found) < 2 or any(reading.command.noun != "report" for reading in found):
        return []
    whole = read_one(text, context)
    if whole and whole.certain and whole.command.noun == "report":
        return [whole]
    question = planned(text, context)
    apart = all(reading.certain for reading in found) and len({reading.command.name for reading in found}) > 1
    side_by_side = question is not None and question.said.get("by") == "region"
    return [question] if question and (side_by_side or not apart) else []


def _to_be_seen(text: str, context: Context) -> Reading | None:
    """“revenue by month as a chart”: a report, and how it is to be seen."""
    if (found := viewed(text)) is None:
        return None
    rest, view = found
    readings = read(rest, context)
    return asked_to_see(readings[0], view) if len(readings) == 1 else None


def _taken_back(text: str, context: Context) -> Reading | None:
    """“move it to won… no wait, just negotiation” counts in its final form only."""
    for found in reversed(list(_TAKEN_BACK.finditer(text))):
        first = read_one(text[: found.start()], context)
        better = amended(first, text[found.end() :], context) if first and first.alone else None
        if first and better and not _says_more(first, better):
            return better
    return None


def _says_more(first: Reading, better: Reading) -> bool:
    """“…, sorry for the mix-up” in what is told a customer takes nothing back."""
    changed = [name for name, said in better.said.items() if first.said.get(name) != said]
    return any(is_free(better.command.params[name]) for name in changed) and not first.command.name.endswith(".update")


def _is_bare_note(reading: Reading) -> bool:
    """“assign 1011 to Yating, note: they are at sea”: a note on nobody, which is on the ticket before."""
    return (
        reading.command.name == "activity.log"
        and reading.said.keys() == {"kind", "summary"}
        and (reading.said["kind"].lower() in NOTES)
    )


NOTES = frozenset({"note", "备注", "備註", "memo"})


def _says_again(before: Reading, reading: Reading) -> bool:
    """“erase Dana's data, she wants to be forgotten”: the second half asks for the same once more."""
    same = reading.command is before.command and reading.command.noun == "privacy"
    return same and all(said.lower() in THAT["contacts"] for said in reading.said.values())


def _shown(readings: Iterable[Reading]) -> list[Reading]:
    """“then show it” shows what the request before it was about."""
    found: list[Reading] = []
    for reading in readings:
        about = f"{found[-1].command.noun}.show" if found else ""
        if about in _SHOWS and reading.command.name in _SHOWS and all(said in IT for said in reading.said.values()):
            shown = COMMANDS[about]
            reading = replace(reading, command=shown, said={shown.noun: "it"})
        if reading.said.get("report") == "that" and found:  # “…, and send me that every Monday”
            before = found[-1]
            reading = replace(reading, said=dict(reading.said) | {"report": before.command.words(before.said)})
        if (
            found
            and found[-1].command.name == "reminder.cancel"
            and reading.command.name == "task.list"
            and not reading.said
        ):
            reading = replace(reading, command=COMMANDS["reminder.list"])  # “cancel reminder 2 and show me what's left”
        if found and found[-1].command.noun == "data" and not reading.said and reading.command.name in _LISTS:
            reading = replace(reading, command=found[-1].command, said={"what": _LISTS[reading.command.name]})
        if found and found[-1].command.noun == "ticket" and _is_bare_note(reading):
            reading = replace(reading, command=COMMANDS["ticket.note"], said={"text": reading.said["summary"]})
        if not (found and _says_again(found[-1], reading)):
            found.append(reading)
    return found
