"""Draws a rule or workflow as a picture: what sets it off, then its steps from top to bottom, branches to the side."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from crm_domain.names import is_cjk
from handlers.picture import DOTS, FAINT, GRID, INK, MIDDLE, PALE, SMALL, WARM, WIDE, ready

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEP_HIGH = 0.85  # inches from box to box
LETTERS, NARROW = 70, 52  # in a line of a box, and of one with something beside it; a Chinese character counts for two
STRAIGHT = str.maketrans("“”‘’", "\"\"''")  # the font draws the curly ones as wide as a Chinese character


@dataclass(frozen=True, slots=True)
class Box:
    """`kind` is start, act, wait or check; `aside` what happens where a check does not hold; `inset`: only then."""

    text: str
    kind: str
    aside: str = ""
    inset: bool = False


def png_of(title: str, boxes: Sequence[Box]) -> bytes:
    """The picture, with its words inside for those who read them aloud."""
    ready()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    high = 0.8 + len(boxes) * STEP_HIGH
    figure = Figure(figsize=(WIDE, high), dpi=DOTS)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDE), ylim=(0, high))
    axes.axis("off")
    axes.text(0.25, high - 0.3, title, fontsize=MIDDLE, color=INK, va="center")
    for place, box in enumerate(boxes):
        _draw(axes, box, high - 0.95 - place * STEP_HIGH, last=place == len(boxes) - 1)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": title, "Description": "\n".join(box.text for box in boxes)})
    return out.getvalue()


_LOOKS: dict[str, dict[str, Any]] = {
    "start": {"facecolor": PALE, "edgecolor": PALE},
    "act": {"facecolor": "white", "edgecolor": GRID},
    "wait": {"facecolor": "none", "edgecolor": "none"},
    "check": {"facecolor": "#FBEFE7", "edgecolor": WARM},
}


def _draw(axes: "Axes", box: Box, y: float, last: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    left = 0.75 if box.inset else 0.3
    wide = 4.1 if box.aside else 5.4
    axes.add_patch(
        FancyBboxPatch(
            (left, y - 0.24), wide - (left - 0.3), 0.48, boxstyle="round,pad=0.04", linewidth=1.2, **_LOOKS[box.kind]
        )
    )
    color, size = (FAINT, SMALL) if box.kind == "wait" else (INK, SMALL + 0.5)
    words = _wrapped(box.text, NARROW if box.aside else LETTERS)
    axes.text(left + 0.12, y, words, fontsize=size, color=color, va="center", linespacing=1.3)
    if box.aside:
        axes.annotate(
            "", (left + wide + 0.35, y), (left + wide + 0.05, y), arrowprops={"arrowstyle": "->", "color": WARM}
        )
        axes.text(left + wide + 0.45, y, box.aside, fontsize=SMALL, color=WARM, va="center")
    if not last:
        axes.annotate("", (0.9, y - STEP_HIGH + 0.3), (0.9, y - 0.3), arrowprops={"arrowstyle": "->", "color": FAINT})


def _wrapped(text: str, letters: int) -> str:
    """On two lines at most. Chinese may be parted anywhere, and then counts by its width."""
    if not is_cjk(text):
        return "\n".join(textwrap.wrap(text.translate(STRAIGHT), letters, max_lines=2, placeholder="…")) or text
    first = _fitting(text, letters)
    rest = text[first:]
    second = rest if _fitting(rest, letters) == len(rest) else f"{rest[: _fitting(rest, letters - 2)]}…"
    return f"{text[:first]}\n{second}" if rest else text


def _fitting(text: str, letters: int) -> int:
    """How many of its characters fit."""
    widths = accumulate(2 if ord(letter) > 0x2000 else 1 for letter in text)
    return sum(width <= letters for width in widths)
