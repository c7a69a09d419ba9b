"""A table in plain characters: in columns as long as they fit, else a line for each row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wcwidth import wcswidth

Rows = Sequence[Sequence[str]]  # the head first; every cell is one line

GAP: Final = "  "
NOTHING: Final = ("", "-", "–", "—")  # how a cell says that there is no value
NUMBER: Final = re.compile(
    r"[-+−]?[A-Z]{0,3}\s?[$€£¥￥]?\s?\d[\d,.]*\s?(?:%|[A-Z]{3}|[$€£¥￥]|天|\w{0,3}元|days?|d|h)?"
)


def aligned(rows: Rows, most: int) -> list[str] | None:
    """The lines of a table in columns, numbers to the right; None if that takes more than `most` columns."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + len(GAP) * (len(widths) - 1) > most:
        return None
    numeric = [_is_numeric(column[1:]) for column in zip(*rows, strict=True)]
    padded = ([_padded(*cell) for cell in zip(row, widths, numeric, strict=True)] for row in rows)
    return [GAP.join(row).rstrip() for row in padded]


def listed(rows: Rows) -> list[str]:
    """The head as a line, and under it one for each row, without the cells that have no value."""
    head, *body = (" — ".join(cell for cell in row if cell not in NOTHING) for row in rows)
    return [head, *(f"• {line}" for line in body)]


def _width(text: str) -> int:
    """Columns on the screen: a Chinese character takes two."""
    return max(wcswidth(text), 0)


def _is_numeric(cells: Sequence[str]) -> bool:
    values = [cell for cell in cells if cell not in NOTHING]
    return bool(values) and all(map(NUMBER.fullmatch, values))


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    room = " " * (width - _width(cell))
    return room + cell if to_the_right else cell + room
