"""A question back: what is asked, the buttons that answer it, and the rest of the message that waits meanwhile."""

from collections.abc import Iterable, Sequence

from crm_domain.errors import CrmError
from crm_domain.pipelines import Stage
from handlers import forms
from handlers.command import COMMANDS
from handlers.memory import Pending
from handlers.offers import CANCEL_BUTTON, labelled
from handlers.reading.readings import Reading
from handlers.reply import Button, Outcome, Reply
from handlers.turn import Ask, Turn

MOST_BUTTONS = 8


def question(pending: Pending, ask: Ask, turn: Turn, stages: Sequence[Stage]) -> Reply:
    """The rest of the message is kept until this is answered."""
    turn.memory.pending = pending
    for row in ask.choices[:1]:
        turn.memory.list_out(row.noun, (each.id for each in ask.choices))
    turn.shown.update(row.noun for row in ask.choices)
    voice = turn.voice
    buttons = [Button(label, _words(pending, says)) for label, says in _choices(pending, ask, turn, stages)]
    if ask.sure:
        pending.button = buttons[0].label
        buttons.append(Button(voice.say(CANCEL_BUTTON), voice.say(CANCEL_BUTTON).lower()))
    buttons = buttons[:MOST_BUTTONS]
    if not ask.sure and not ask.choices and len(pending.plan) == 1 and forms.has_form(COMMANDS[pending.command]):
        buttons.append(Button(voice.say(forms.FILL_IN), forms.wanted(COMMANDS[pending.command], pending.said)))
    return Reply(Outcome.ASKED, voice.say(ask.question, **ask.values), buttons=tuple(buttons), slot=ask.slot)


def left_open(readings: Sequence[Reading], place: int, refusal: CrmError, replaces: int | None) -> Pending | None:
    """“31 feb doesn't exist”: the next message may say just the day. A name that nobody has is said anew."""
    command, slot = readings[place].command, refusal.slot or ""
    if slot not in readings[place].said or not command.params[slot].slot.kinds:
        return None
    plan = [(each.command.name, dict(each.said)) for each in readings]
    return Pending(plan, place, slot, replaces=replaces, refused=True)


def _choices(pending: Pending, ask: Ask, turn: Turn, stages: Sequence[Stage]) -> Iterable[tuple[str, str]]:
    """What may be answered: each as it is shown, and as it is said."""
    if ask.sure:
        return [(turn.voice.say(ask.sure), "yes")]
    if ask.choices:
        return zip(labelled(ask.choices), pending.among, strict=True)
    return forms.choices_of(COMMANDS[pending.command].params[pending.slot], turn.voice, stages)


def _words(pending: Pending, answer: str) -> str:
    """The whole message with this answer, as its button says it."""
    said = "\n".join(COMMANDS[name].words(said) for name, said in pending.answered(**{pending.slot: answer}))
    return f"instead of {pending.replaces}: {said}" if pending.replaces else said
