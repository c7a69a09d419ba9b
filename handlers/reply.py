"""What goes out, the same to every platform: poor on purpose, every part readable as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    DONE = "done"  # did it, or answered it
    ASKED = "asked"  # a question back; nothing changed yet
    REFUSED = "refused"  # understood, not allowed or not possible; nothing changed
    UNCLEAR = "unclear"  # not understood; says what it can do
    FAILED = "failed"  # a fault of ours; nothing changed


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it is the same as saying its words."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of written-out cells, each as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """A command that the reply carried out or asks about; its slots as plain JSON."""

    name: str
    slots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Blank:
    """One line of a form, called as its slot; `choices` are (label, word) to choose from, else any words fit."""

    name: str
    label: str
    required: bool
    value: str = ""
    long: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A command to be filled in, for a platform that can show such a thing at once."""

    command: str
    title: str
    submit: str
    close: str
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is the whole answer in plain words; table and fields say the same where they can be shown.

    `form` and `slot` (what a question or a refusal is about) are for whoever asked right now: no letter keeps them.
    """

    outcome: Outcome
    text: str
    table: Table | None = None
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    files: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    commands: tuple[Told, ...] = ()
    private: bool = False  # only the asker may read it
    form: Form | None = field(default=None, compare=False)
    slot: str = field(default="", compare=False)

    def but(self, **changes: Any) -> "Reply":
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """As a letter keeps it."""
        return {
            "outcome": str(self.outcome),
            "text": self.text,
            "table": self.table and {"columns": self.table.columns, "rows": self.table.rows},
            "fields": [{"label": item.label, "value": item.value} for item in self.fields],
            "buttons": [{"label": button.label, "says": button.says} for button in self.buttons],
            "files": self.files,
            "figures": self.figures,
            "commands": [{"name": told.name, "slots": told.slots} for told in self.commands],
            "private": self.private,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Reply":
        """What it does not say is empty: a letter to another system has words alone."""
        table = body.get("table")
        return cls(
            outcome=Outcome(body["outcome"]),
            text=body["text"],
            table=table and Table(tuple(table["columns"]), tuple(tuple(row) for row in table["rows"])),
            fields=tuple(Field(**item) for item in body.get("fields", ())),
            buttons=tuple(Button(**button) for button in body.get("buttons", ())),
            files=tuple(body.get("files", ())),
            figures=body.get("figures", {}),
            commands=tuple(Told(**told) for told in body.get("commands", ())),
            private=body.get("private", False),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message, once it is committed. `repeated`: it had been taken in before."""

    reply: Reply | None
    letter: int | None
    repeated: bool = False

    @property
    def is_new_letter(self) -> bool:
        return self.letter is not None and not self.repeated


def _numbered(reply: Reply, n: int) -> Reply:
    """Each of several changes has an undo of its own."""
    named = (Button(f"{b.label} {n}", b.says) if b.says.startswith("undo ") else b for b in reply.buttons)
    return reply.but(buttons=tuple(named))


def joined(replies: Sequence[Reply]) -> Reply:
    """One reply for all that a message asked for; the last one's outcome, table and buttons."""
    if len(replies) == 1:
        return replies[0]
    last = replies[-1]
    replies = [_numbered(reply, n) for n, reply in enumerate(replies, 1)]
    return last.but(
        text="\n".join(reply.text for reply in replies),
        fields=tuple(item for reply in replies for item in reply.fields),
        buttons=tuple(button for reply in replies for button in reply.buttons)[:8],
        commands=tuple(told for reply in replies for told in reply.commands),
    )
