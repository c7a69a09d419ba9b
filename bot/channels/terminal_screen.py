"""How the terminal shows a reply: text, fields, a table, and buttons with their numbers."""

import os
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from bot.channels.terminal_images import inline
from crm_domain.members import ROLES, Member, Role
from crm_domain.texts import T
from handlers.reply import Button, Field, Outcome, Reply, Table

WELCOME = T(
    "You are {name} ({role}). Say in plain words what you need.", "你是{name}（{role}）。需要什么，直接说就行。"
)
KEYS = T(
    "Tab completes names and commands, a number presses a button, :quit leaves.",
    "Tab 键补全名称和命令，输入编号即按下按钮，:quit 退出。",
)
TRY = T("For example:", "比如：")
HINTS = (T("my deals", "我的商机"), T("what is due today", "今天有什么任务"), T("help", "帮助"))
STYLES = {Outcome.REFUSED: "yellow", Outcome.UNCLEAR: "yellow", Outcome.FAILED: "red"}
# A record's name must not steer the screen: no control characters but tab and newline, no turning of the direction.
UNPRINTED = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Screen:
    """Shows replies on a console, be it a terminal or a file."""

    def __init__(self, console: Console, environ: Mapping[str, str] | None = None) -> None:
        """`environ` is a terminal's own, by which it is known whether pictures can be shown in it."""
        self.console, self.environ = console, environ or {}

    def greet(self, member: Member, hints: Sequence[str]) -> None:
        lang = member.language
        self.note(WELCOME.to(lang, name=member.name, role=ROLES[Role(member.role)].to(lang)), "bold")
        self.note(TRY.to(lang), "dim")
        for hint in hints or [text.to(lang) for text in HINTS]:
            self.note(f"  {hint}", "cyan")
        self.note(KEYS.to(lang), "dim")

    def show(self, reply: Reply, pushed: bool = False) -> None:
        """`pushed`: nobody asked for it just now, so it is set off by a mark."""
        mark = written("» " if pushed else "", "magenta")
        self.console.print(mark + written(reply.text, STYLES.get(reply.outcome, "")))
        for part in self._parts(reply):
            self.console.print(part)
        for file in reply.files:
            if picture := inline(file, self.environ):
                self.console.file.write(picture + "\n")
                self.console.file.flush()

    def _parts(self, reply: Reply) -> Iterator[RenderableType]:
        if reply.fields:
            yield field_grid(reply.fields)
        if reply.table:
            yield table_grid(reply.table, ruled=self.console.is_terminal)
        for file in reply.files:
            yield written(f"→ {file}", "green")
        if reply.buttons:
            yield button_line(reply.buttons)

    def note(self, text: str, style: str) -> None:
        self.console.print(written(text, style))


def written(text: str, style: str = "") -> Text:
    return Text(text.translate(UNPRINTED), style)


def field_grid(fields: Sequence[Field]) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for item in fields:
        grid.add_row(written(item.label, "dim"), written(item.value))
    return grid


def table_grid(table: Table, ruled: bool) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD if ruled else None, pad_edge=False, header_style="bold")
    for column in table.columns:
        grid.add_column(written(column))
    for row in table.rows:
        grid.add_row(*map(written, row))
    return grid


def button_line(buttons: Sequence[Button]) -> Text:
    """[1] Undo  [2] Show"""
    numbered = (
        Text.assemble((f"[{number}]", "cyan"), " ", written(button.label)) for number, button in enumerate(buttons, 1)
    )
    return Text("  ").join(numbered)


def screen_for(at_keyboard: bool) -> Screen:
    """Scripts get neither colours nor line breaks of ours."""
    if at_keyboard:
        return Screen(Console(highlight=False), os.environ)
    return Screen(Console(force_terminal=False, color_system=None, highlight=False, width=100_000))
