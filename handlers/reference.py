"""Writes docs/commands.md from the declarations: python -m handlers.reference > docs/commands.md"""

import sys

from handlers import commands  # noqa: F401 - declares every command
from handlers.command import COMMANDS, UNSAID, Command
from handlers.commands.helping import NOUNS

HEAD = """\
# Commands

Written by `python -m handlers.reference`; a test holds it against the declarations.

Nobody has to know these names: each command is understood in plain words, in English and Chinese. After a slash word
its slots may simply be listed (`/deal new Acme, shelf labels, 18k GBP, close 15 Jan`), and `/name slot=value …` says a
command exactly, as buttons do. A slot in **bold** is asked for where it was not said.
"""
COLUMNS = ("Command", "Slots", "What it does", "For example", "Slash words")


def reference() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(_section(noun) for noun in NOUNS)])


def _section(noun: str) -> str:
    title = NOUNS[noun]
    rows = [_row(command) for command in COMMANDS.values() if command.noun == noun]
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_line, rows)]
    return "\n".join([f"## {title.en} · {title.zh}", "", *lines, ""])


def _row(command: Command) -> list[str]:
    example = command.example
    return [
        f"`{command.name}`",
        ", ".join(_slots(command)),
        f"{command.help.en}<br>{command.help.zh}",
        f"{example.en}<br>{example.zh}",
        ", ".join(f"`/{word}`" for word in command.slash),
    ]


def _slots(command: Command) -> list[str]:
    said = (param for param in command.params.values() if param.name not in UNSAID)
    return [f"**{param.name}**" if param.required else param.name for param in said]


def _line(cells: "list[str] | tuple[str, ...]") -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
