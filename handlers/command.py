"""A command is one function: its name, permission, help, phrases and typed slots stand together.

Every surface is derived from the declaration: free text, slash command, question by question, button, help page.
A bad phrase or an unknown slot fails when the module is imported.
"""

import inspect
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

from crm_domain.texts import Lang, T
from handlers.reading.phrases import Phrase, compile_phrase
from handlers.reply import Reply
from handlers.slots import New, Slot, Stranger, slot_of

Run = Callable[..., Reply]


@dataclass(frozen=True, slots=True)
class Param:
    """One slot of a command, from its function's signature."""

    name: str
    slot: Slot
    required: bool
    new: bool = False  # an unknown name becomes a new record
    stranger: bool = False  # an unknown name may be left out


@dataclass(frozen=True)
class Command:
    name: str
    run: Run
    needs: str | None
    help: T
    example: T
    params: Mapping[str, Param]
    phrases: Mapping[Lang, tuple[Phrase, ...]]
    says: Mapping[Lang, tuple[str, ...]]
    slash: tuple[str, ...]

    @property
    def noun(self) -> str:
        return self.name.partition(".")[0]

    @property
    def writes(self) -> bool:
        return bool(self.needs) and not str(self.needs).endswith(".read")

    def words(self, said: Mapping[str, str]) -> str:
        """The command in its own words, which are read back exactly: what buttons say."""
        return spelled(self.name, said)


def spelled(name: str, said: Mapping[str, str]) -> str:
    """A command of this name with these slots, exactly."""
    return " ".join([f"/{name}", *(f"{slot}={_quoted(text)}" for slot, text in said.items())])


def _quoted(text: str) -> str:
    if text.startswith("#") and text[1:].isdigit():
        return text
    return '"' + text.replace('"', "'").replace("\n", " ") + '"'


COMMANDS: dict[str, Command] = {}
# Our own slots, which nobody else is told of.
UNSAID = frozenset("about best column file named order page source silence sure top view why who".split())


def command(
    name: str,
    *,
    help: T,
    example: T,
    needs: str | None = None,
    en: Sequence[str] = (),
    zh: Sequence[str] = (),
    slash: Sequence[str] = (),
) -> Callable[[Run], Run]:
    """Declares a command. `slash` are the words after which its slots may simply be listed (“/deal new …”)."""

    def declare(run: Run) -> Run:
        if name in COMMANDS:
            raise ValueError(f"two commands are called {name}")
        params = dict(_params(name, run))
        says: dict[Lang, tuple[str, ...]] = {"en": tuple(en), "zh": tuple(zh)}
        phrases = {lang: tuple(compile_phrase(text, params) for text in texts) for lang, texts in says.items()}
        COMMANDS[name] = Command(
            name, _renaming(run, params), needs, help, example, params, phrases, says, tuple(slash)
        )
        return run

    return declare


def _renaming(run: Run, params: Mapping[str, Param]) -> Run:
    """A slot that is called like a word of Python (`if`) is the function's `if_`."""
    reserved = [name for name in params if iskeyword(name)]
    if not reserved:
        return run

    def renamed(turn: Any, **values: Any) -> Reply:
        return run(turn, **{f"{name}_" if name in reserved else name: value for name, value in values.items()})

    return renamed


def _params(name: str, run: Run) -> "typing.Iterator[tuple[str, Param]]":
    hints = typing.get_type_hints(run, include_extras=True)
    for parameter in list(inspect.signature(run).parameters.values())[1:]:
        hint = hints[parameter.name]
        slot = slot_of(hint, f"{name}: {parameter.name}")
        extras = {type(extra) for extra in typing.get_args(hint)}
        called = parameter.name.removesuffix("_")
        required = parameter.default is inspect.Parameter.empty
        yield called, Param(called, slot, required, New in extras, Stranger in extras)


def plain_slots(command: Command, values: Mapping[str, Any], me: Any) -> dict[str, Any]:
    """The slots as plain JSON, for those who listen in (contract, section 5)."""
    told = (name for name in values if name not in UNSAID)
    return {name: command.params[name].slot.plain(values[name], me) for name in told}
