"""A command as a form, derived from its declaration: shown at once where a platform can, else asked line by line.

The words `/form /ticket.open …` ask for it, `/form left=company,priority /ticket.open …` go on with the asking.
"""

import re
from collections.abc import Mapping, Sequence

from crm_domain.pipelines import Stage
from crm_domain.texts import T
from handlers.answers import bared
from handlers.command import COMMANDS, UNSAID, Command, Param
from handlers.memory import Pending
from handlers.offers import CANCEL_BUTTON
from handlers.reply import Blank, Button, Form, Outcome, Reply
from handlers.resolve import ANYTHING, QUESTIONS
from handlers.slots import StageSlot, WordSlot
from handlers.voice import Voice

FILL_IN = T("Fill in a form", "填写表单")
SUBMIT, CLOSE = T("Save", "提交"), T("Cancel", "取消")
SKIP, THAT_IS_ALL = T("Skip", "跳过"), T("That's all", "就这些")
FEWEST = 3  # slots, below which a question is quicker than a form
MAKES = (".add", ".open", ".log")  # something new; what changes a record is quicker said
LONG = ("description", "note", "text", "message", "comment", "summary")  # what may take more than a line
LABELS = {
    ("contact.add", "title"): T("What is their job title?", "职位是什么？"),
    ("automation.add", "if"): T("Only if what?", "有什么前提条件？"),
}

WANTED = re.compile(r"/form(?: left=(?P<left>[a-z_,]*))? (?P<words>/[a-z]+\.[a-z]+.*)", re.DOTALL)
_NAMED = re.compile(
    r"(?:(?:open|show|give me|fill in|fill out|use|get)\s+)?(?:(?:the|a|an|new)\s+)*"
    r"(?P<en>ticket|contact|company|deal|task)\s+form"
    r"|(?:打开|填|填写|用|给我)?(?:新)?(?P<zh>工单|联系人|公司|商机|任务)的?表单",
    re.IGNORECASE,
)
_FORMS = {"ticket": "ticket.open", "工单": "ticket.open", "联系人": "contact.add", "公司": "company.add",
          "商机": "deal.add", "任务": "task.add"}  # fmt: skip
_ASKS = frozenset({*map(bared, (FILL_IN.en, FILL_IN.zh)), "form", "a form", "use a form", "表单", "填表", "用表单"})
_SKIPS = frozenset("skip|next|none|nothing|no|n/a|-|跳过|没有|无|不填|不知道|下一个|略过".split("|"))
_ENDS = frozenset("that's all|thats all|that is all|done|finish|就这些|没了|好了|完了|就这样".split("|"))


def named(text: str) -> str | None:
    """The words that ask for a form by what it is for: “ticket form”."""
    found = _NAMED.fullmatch(bared(text))
    noun = found and (found["en"] or found["zh"])
    return f"/form /{_FORMS.get(noun.lower(), f'{noun.lower()}.add')}" if noun else None


def asks_for_form(text: str) -> bool:
    """Whether somebody who is asked one thing would rather see all of them."""
    return bared(text) in _ASKS


def slots_of(command: Command) -> list[Param]:
    """What can be filled in, what must be first."""
    params = [param for name, param in command.params.items() if name not in UNSAID | {"sure"}]
    return sorted(params, key=lambda param: not param.required)


def has_form(command: Command) -> bool:
    return command.name.endswith(MAKES) and len(slots_of(command)) >= FEWEST


def wanted(command: Command, said: Mapping[str, str]) -> str:
    """The words that ask for the form with this in it."""
    return f"/form {command.words(said)}"


def form_of(command: Command, said: Mapping[str, str], voice: Voice, stages: Sequence[Stage]) -> Form:
    blanks = tuple(_blank(command, param, said, voice, stages) for param in slots_of(command))
    return Form(command.name, voice.say(command.help), voice.say(SUBMIT), voice.say(CLOSE), blanks)


def _blank(command: Command, param: Param, said: Mapping[str, str], voice: Voice, stages: Sequence[Stage]) -> Blank:
    return Blank(
        param.name,
        voice.say(_question(command, param.name), slot=param.name),
        param.required,
        said.get(param.name, ""),
        param.name in LONG,
        tuple(choices_of(param, voice, stages)),
    )


def _question(command: Command, slot: str) -> T:
    return LABELS.get((command.name, slot)) or QUESTIONS.get(slot, ANYTHING)


def choices_of(param: Param, voice: Voice, stages: Sequence[Stage]) -> list[tuple[str, str]]:
    """What may be answered, each as it is shown and as it is said; empty where any words do."""
    if isinstance(param.slot, StageSlot):
        return [(voice.write(stage), stage.key) for stage in stages]
    named = param.slot.labels if isinstance(param.slot, WordSlot) else {}
    return [(voice.write(label), str(word)) for word, label in named.items()]


# Line by line


def left_of(command: Command, said: Mapping[str, str], left: str | None) -> list[str]:
    """The slots still to be asked: those of the words, else all that were not said."""
    names = [param.name for param in slots_of(command)] if left is None else left.split(",")
    return [name for name in names if name in command.params and name not in said]


def ends(text: str) -> bool:
    return bared(text) in _ENDS


def skips(text: str, pending: Pending) -> bool:
    """Whether a line is left empty; what must be filled in cannot be."""
    return bared(text) in _SKIPS and not COMMANDS[pending.command].params[pending.slot].required


def next_line(pending: Pending, voice: Voice, stages: Sequence[Stage], fault: str = "") -> Reply:
    """The question for one slot. Its buttons say where the asking goes on, so that they hold however late."""
    command, left = COMMANDS[pending.command], pending.left or []
    param = command.params[pending.slot]
    asked = voice.say(_question(command, param.name), slot=param.name)
    buttons = [
        Button(label, _on(command, left, pending.said | {param.name: word}))
        for label, word in choices_of(param, voice, stages)
    ]
    if not param.required:
        buttons += [Button(voice.say(SKIP), _on(command, left, pending.said))]
    if not any(command.params[name].required for name in (param.name, *left)):
        buttons += [Button(voice.say(THAT_IS_ALL), command.words(pending.said))]
    buttons += [Button(voice.say(CANCEL_BUTTON), voice.say(CANCEL_BUTTON).lower())]
    return Reply(Outcome.ASKED, f"{fault}\n{asked}".strip(), buttons=tuple(buttons))


def _on(command: Command, left: Sequence[str], said: Mapping[str, str]) -> str:
    return f"/form left={','.join(left)} {command.words(said)}"
