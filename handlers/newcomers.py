"""Who was named and was not here before: added on the way, or with one press that also does what was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.names import is_cjk
from crm_domain.texts import T
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.common import common_words
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading
from handlers.record_slot import Unknown
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

ALSO_NEW = T("New here: {names}.", "顺便新建了：{names}。")
NOT_HERE = T("{name} is not among the contacts yet.", "联系人里还没有{name}。")
ADD = T("Add {name}", "添加{name}")
# How they are added, and what the rest of the message calls them then.
_ADDING: Mapping[type, tuple[str, str]] = {
    Contact: ("contact.add", "that person"),
    Company: ("company.add", "that company"),
}


def unknown(readings: Sequence[Reading], place: int, nobody: Unknown, voice: Voice) -> Reply:
    """The refusal; its button adds who is lacking, then says the whole message."""
    buttons: tuple[Button, ...] = ()
    if nobody.model in _ADDING and readings[place].command.writes and _may_be_called(nobody.said):
        home = readings[place].said.get("company") if nobody.model is Contact else None
        lines = [_adding(nobody.model, nobody.said, home), *(_about_them(each, nobody) for each in readings)]
        buttons = (Button(voice.say(ADD, name=nobody.said), "\n".join(lines)),)
    return Reply(Outcome.REFUSED, voice.refusal(nobody), buttons=buttons, slot=nobody.slot)


def with_newcomers(
    reply: Reply, reading: Reading, values: Mapping[str, Any], change: int, context: Context, voice: Voice
) -> Reply:
    """Says which records were made because nobody was called so, and who is still not here."""
    made, context.made = context.made, []
    names, context.strangers = context.strangers, []
    if made:
        reply = reply.but(text=f"{reply.text} {voice.say(ALSO_NEW, names=[row.label for row in made])}")
    for name in names:
        button = Button(voice.say(ADD, name=name), _again_with(reading, values, name, change))
        reply = reply.but(text=f"{reply.text} {voice.say(NOT_HERE, name=name)}", buttons=(*reply.buttons, button))
    return reply


def _again_with(reading: Reading, values: Mapping[str, Any], name: str, change: int) -> str:
    """What adds them, and does once more what was done without them."""
    home = values.get("company") or getattr(values.get("deal") or values.get("ticket"), "company", None)
    again = reading.command.words(reading.said | {"contact": _ADDING[Contact][1]})
    return f"instead of {change}: {_adding(Contact, name, f'#{home.id}' if home else None)}\n{again}"


def _may_be_called(name: str) -> bool:
    """Whether none of its words is one that requests are made of: “in sick” is nobody."""
    folded = fold(name).text
    return common_words().isdisjoint([*folded.split(), *filter(is_cjk, folded)])


def _about_them(reading: Reading, nobody: Unknown) -> str:
    them = {name: _ADDING[nobody.model][1] for name, said in reading.said.items() if said == nobody.said}
    return reading.command.words(reading.said | them)


def _adding(model: type, name: str, company: str | None) -> str:
    said = {"name": name} | ({"company": company} if company else {})
    return COMMANDS[_ADDING[model][0]].words(said)
