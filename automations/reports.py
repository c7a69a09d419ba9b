"""Runs a report or a list for somebody who is not there to ask: in their language, with what they may see."""

from crm_domain.crm import Crm
from crm_domain.errors import CrmError
from crm_domain.members import Member
from crm_domain.names import NameIndex
from crm_domain.texts import T
from handlers.context import Context
from handlers.memory import Memory
from handlers.reading.reader import slashed
from handlers.reply import Button, Outcome, Reply
from handlers.report_slot import TITLES
from handlers.resolve import resolve
from handlers.turn import Ask, Turn
from handlers.voice import Voice

NOTHING = T("{title}: nothing to report.", "{title}：没有内容。")
WHOLE = T("{title} in full", "{title}全文")
FAILED = T("{title}: it could not be made. {why}", "{title}：没能生成。{why}")


def report_for(crm: Crm, reader: Member | None, words: str, group: bool = False, lines: int | None = None) -> Reply:
    """The report as `reader` would see it; says so where it is empty or cannot be made.

    With `lines` no more of its text than so many, and a button for the whole.
    """
    if reader is None:
        raise ValueError("a report without a reader")
    own = Crm(crm.session, crm.workspace, reader, crm.now, crm.access)
    voice = Voice(reader.language, reader.zone)
    try:
        reply = _made(own, voice, words, group)
        return _in_brief(reply, voice, words, lines, group) if lines else reply
    finally:
        crm.session.info["desk"] = crm


def _in_brief(reply: Reply, voice: Voice, words: str, lines: int, group: bool) -> Reply:
    title, *rest = reply.text.splitlines()
    whole = () if group or len(rest) <= lines else (Button(voice.say(WHOLE, title=title), words),)
    return reply.but(text="\n".join([title, *rest[:lines]]), buttons=(*reply.buttons, *whole))


def _made(crm: Crm, voice: Voice, words: str, group: bool) -> Reply:
    names = NameIndex(crm.workspace.id)
    names.refresh(crm.session)
    context = Context(crm, names, Memory(), crm.pipelines.stages())
    [reading] = slashed(words, context) or []
    title, turn = (
        voice.say(TITLES.get(reading.command.name, reading.command.help)),
        Turn(crm, voice, Memory(), group=group),
    )
    turn.again = words
    try:
        reply = reading.command.run(turn, **resolve(reading.command, reading.said, context))
    except CrmError as refusal:
        return Reply(Outcome.DONE, voice.say(FAILED, title=title, why=voice.refusal(refusal)))
    except Ask as ask:
        return Reply(Outcome.DONE, voice.say(FAILED, title=title, why=voice.say(ask.question, **ask.values)))
    if reading.command.noun != "report" and reply.table is None:
        return Reply(Outcome.DONE, voice.say(NOTHING, title=title))
    return reply.but(text=f"{title}\n{reply.text}", buttons=() if group else reply.buttons)
