"""A form in a conversation: shown at once where the platform can, else filled in question by question."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_domain.errors import CrmError
from handlers import forms
from handlers.command import COMMANDS
from handlers.memory import Pending
from handlers.reading.messages import read
from handlers.reading.readings import Reading
from handlers.reply import Outcome, Reply
from handlers.resolve import value_of
from handlers.turn import Ask

if TYPE_CHECKING:
    from handlers.conversation import Conversation


def filling_in(talk: "Conversation", text: str) -> Reply | None:
    """The answer to words that are about a form; None where they are not."""
    if wanted := forms.WANTED.fullmatch(forms.named(text) or text):
        return _form(talk, wanted["words"], wanted["left"])
    pending = talk.turn.memory.pending
    if pending and len(pending.plan) == 1 and forms.asks_for_form(text):
        return _form(talk, COMMANDS[pending.command].words(pending.said), None)
    if pending is None or pending.left is None:
        return None
    if forms.ends(text):
        return _next(talk, pending.command, pending.said, ())
    return _next(talk, pending.command, pending.said, pending.left) if forms.skips(text, pending) else None


def _form(talk: "Conversation", words: str, left: str | None) -> Reply | None:
    reading = next(iter(read(words, talk.context)), None)
    if reading is None:
        return None
    command, said = reading.command, reading.said
    talk.permit(command)
    if talk.turn.forms and left is None:
        form = forms.form_of(command, said, talk.turn.voice, talk.context.stages)
        return Reply(Outcome.ASKED, form.title, form=form)
    return _next(talk, command.name, said, forms.left_of(command, said, left))


def one_line_more(talk: "Conversation", reading: Reading, pending: Pending) -> Reply:
    """What was answered for one slot. What cannot be read is asked for again, and the lines before it stay."""
    param, left, said = reading.command.params[pending.slot], pending.left or (), reading.said
    try:
        if not param.new:
            value_of(param, said[pending.slot], talk.context)
    except CrmError as refusal:
        before = {name: text for name, text in said.items() if name != pending.slot}
        return _next(talk, pending.command, before, (pending.slot, *left), talk.turn.voice.refusal(refusal))
    except Ask:
        pass  # which of several is meant is asked at the end
    return _next(talk, pending.command, said, left)


def _next(talk: "Conversation", command: str, said: dict[str, str], left: Sequence[str], fault: str = "") -> Reply:
    """Asks for the next slot, and carries out the command after the last one."""
    memory, params = talk.turn.memory, COMMANDS[command].params
    missing = [name for name, param in params.items() if param.required and name not in said]
    first, *rest = [name for name in left or missing if name not in said] or [""]
    memory.pending = Pending([(command, said)], 0, first, left=rest) if first else None
    if memory.pending is None:
        return talk.run_all([Reading(COMMANDS[command], said, rule="form")])
    return forms.next_line(memory.pending, talk.turn.voice, talk.context.stages, fault)
