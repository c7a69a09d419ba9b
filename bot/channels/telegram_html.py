"""Replies as Telegram shows them: HTML through one escaper, cut to size, with buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit
from wcwidth import grapheme_boundary_before, wcswidth

from handlers.reply import Button, Field, Reply, Table

LIMIT: Final = int(MessageLimit.MAX_TEXT_LENGTH)  # UTF-16 units of what is shown, markup not counted
PHONE: Final = 36  # columns of a <pre> line that a phone shows unbroken
KEYBOARD: Final = 34  # columns of labels that fit side by side
LABEL: Final = 64  # characters of a label; what a phone shows of it is less
IN_ROW: Final = 8
NOTHING: Final = ("", "-", "–", "—")  # how a cell says that there is no value
NUMBER: Final = re.compile(r"[-+−]?[A-Z]{0,3}[$€£¥￥]?\s?\d[\d,.]*\s?\S{0,4}")
COUNTER: Final = re.compile(r"^\s*\d+[.)、]")
WORD_END: Final = re.compile(r"\s|(?<=[，。；：！？、])")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
WIDE_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its HTML, the same without any markup, and its buttons."""

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under one tag: "" (none), "b", "i" or "pre"."""

    text: str
    tag: str = ""


def render(reply: Reply, letter: int) -> list[Page]:
    """The reply as one message or more, at most LIMIT units each; the buttons, if any, are on the last."""
    pages = paged([Run(_clean(run.text), run.tag) for run in _runs(reply)])
    if keys := keyboard(reply.buttons, letter):
        pages[-1] = Page(pages[-1].html, pages[-1].plain, keys)
    return pages


def escape(text: str) -> str:
    """The only road by which words get into HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _clean(text: str) -> str:
    """Without carriage returns, and without what no message may hold."""
    return UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


# What a reply consists of


def _runs(reply: Reply) -> list[Run]:
    blocks = [_lead(reply), _fields(reply.fields), _table(reply.table) if reply.table else []]
    joined: list[Run] = []
    for block in filter(None, blocks):
        joined += ([Run("\n\n")] if joined else []) + block
    return joined or [Run("…")]


def _lead(reply: Reply) -> list[Run]:
    """The text without those lines that the table or the fields below it show anyway."""
    shown: list[tuple[str, ...]] = [(field.label, field.value) for field in reply.fields]
    shown += [row for row in (reply.table.columns, *reply.table.rows) if any(row)] if reply.table else []
    lines = [line for line in reply.text.split("\n") if not any(_repeats(line, cells) for cells in shown)]
    text = "\n".join(lines).strip()
    return [Run(text)] if text else []


def _repeats(line: str, cells: Sequence[str]) -> bool:
    """Whether a line says nothing but these cells: what is left of it then has no letter and no digit."""
    for cell in sorted(cells, key=len, reverse=True):
        if cell not in line:
            return False
        line = line.replace(cell, "", 1)
    return not re.search(r"\w", COUNTER.sub("", line))


def _fields(fields: Sequence[Field]) -> list[Run]:
    shown = [[Run(field.label, "b"), Run(f": {field.value}")] for field in fields]
    return [run for number, line in enumerate(shown) for run in ([Run("\n"), *line] if number else line)]


def _table(table: Table) -> list[Run]:
    """Columns under each other where a phone is wide enough, otherwise a line for each row."""
    rows = [[_one_line(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(table.columns))]
    if sum(widths) + len(WIDE_GAP) * (len(widths) - 1) <= PHONE:
        return [Run(_aligned(rows, widths), "pre")]
    head, *body = (" — ".join(cell for cell in row if cell not in NOTHING) for row in rows)
    return [Run(head, "i"), Run("".join(f"\n• {line}" for line in body))]


def _one_line(cell: str) -> str:
    return re.sub(r"\s+", " ", _clean(cell)).strip()


def _width(text: str) -> int:
    """Columns on the screen: a Chinese character takes two."""
    return max(wcswidth(text), 0)


def _aligned(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    numeric = [_is_numeric([row[at] for row in rows[1:]]) for at in range(len(widths))]
    padded = ([_padded(*cell) for cell in zip(row, widths, numeric, strict=True)] for row in rows)
    return "\n".join(WIDE_GAP.join(row).rstrip() for row in padded)


def _is_numeric(cells: Sequence[str]) -> bool:
    values = [cell for cell in cells if cell not in NOTHING]
    return bool(values) and all(map(NUMBER.fullmatch, values))


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    room = " " * (width - _width(cell))
    return room + cell if to_the_right else cell + room


# Cutting to size


def paged(runs: Sequence[Run]) -> list[Page]:
    """Cuts first and escapes afterwards, so that no cut can fall inside a tag or an entity."""
    text = "".join(run.text for run in runs)
    return [_page(list(_between(runs, start, end))) for start, end in _cuts(text)] or [Page("…", "…")]


def _page(runs: Sequence[Run]) -> Page:
    return Page("".join(map(_tagged, runs)), "".join(run.text for run in runs))


def _tagged(run: Run) -> str:
    words = escape(run.text)
    return f"<{run.tag}>{words}</{run.tag}>" if run.tag and words.strip() else words


def _between(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if piece:
            yield Run(piece, run.tag)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each page. Only white space at a cut is left out: the gap between messages stands for it."""
    start = 0
    while start < len(text):
        end = _end(text, start)
        if text[start:end].strip():
            yield start, end
        start = end + (text[end : end + 1] in ("\n", " "))


def _end(text: str, start: int) -> int:
    """At a line's end, else at a word's end, else between two characters that are not one sign together."""
    full = _full(text, start)
    if full == len(text):
        return full
    half = (start + full) // 2
    line = text.rfind("\n", half, full + 1)
    if line >= 0:
        return line
    words = [match.end() if not match[0] else match.start() for match in WORD_END.finditer(text, half, full + 1)]
    return words[-1] if words and words[-1] <= full else _whole_sign(text, half, full)


def _full(text: str, start: int) -> int:
    """How far LIMIT units reach."""
    end = min(start + LIMIT, len(text))
    while (over := units(text[start:end]) - LIMIT) > 0:
        end -= (over + 1) // 2
    return end


def _whole_sign(text: str, half: int, full: int) -> int:
    """No family, flag or accented letter is torn apart, unless it alone is longer than half a page."""
    boundary = grapheme_boundary_before(text[half : full + 1], full - half + 1) + half
    return boundary if half < boundary <= full else full


# Buttons


def keyboard(buttons: Sequence[Button], letter: int) -> InlineKeyboardMarkup | None:
    """Each button carries the letter's number and its own, well below the 64 bytes allowed."""
    if not buttons:
        return None
    most = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
    keys = [
        InlineKeyboardButton(_label(button), callback_data=f"{letter}.{index}")
        for index, button in enumerate(buttons[:most])
    ]
    return InlineKeyboardMarkup(_rows(keys))


def _label(button: Button) -> str:
    label = _one_line(button.label) or _one_line(button.says) or "…"
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"


def _rows(keys: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Side by side as long as the labels can be read: Telegram makes all buttons of a row equally wide."""
    rows: list[list[InlineKeyboardButton]] = []
    for key in keys:
        if rows and _fits([*rows[-1], key]):
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def _fits(row: Sequence[InlineKeyboardButton]) -> bool:
    widest = max(_width(key.text) for key in row)
    return len(row) <= IN_ROW and len(row) * (widest + 2) <= KEYBOARD
