"""What a picture shows, before it is drawn; the same in words for who cannot see it, and in signs for a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wcwidth import wcswidth

from crm_domain.texts import Lang

BAR = 24  # signs of the longest bar in a terminal
_EIGHTHS = " ▏▎▍▌▋▊▉"


class Shape(StrEnum):
    BARS = "bars"  # lying, one under the other: who, which, where
    FUNNEL = "funnel"  # centred, narrowing
    COLUMNS = "columns"  # standing: one per period
    LINE = "line"  # over time, with what it was before
    FAN = "fan"  # over time, and on as a range
    SHARES = "shares"  # lying bars up to 100 %, with a line where it should be


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels`, `values` and `marks` (each value as it is read) are of one length.

    before  a second value for each label, called `before_name`
    level   a line across (the mean, the target), called `level_name`, `spread` to both sides of it
    low, high  for a fan: the range around each value; where both are the value itself, it has been
    """

    shape: Shape
    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    marks: tuple[str, ...]
    note: str = ""
    now_name: str = ""
    before: tuple[float, ...] = ()
    before_name: str = ""
    level: float | None = None
    level_name: str = ""
    spread: float | None = None
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    lang: Lang = "en"

    @property
    def empty(self) -> bool:
        """Nothing would be seen: no values, or zeros alone."""
        return not any(self.values) and not any(self.before)

    @property
    def alt(self) -> str:
        """The picture in words."""
        parts = [f"{label}: {mark}" for label, mark in zip(self.labels, self.marks, strict=True) if mark]
        return f"{self.title}. {'; '.join(parts)}"

    @property
    def sketch(self) -> str:
        """The picture in signs: a bar for each value."""
        most = max((abs(value) for value in self.values), default=0) or 1
        width = max((wcswidth(label) for label in self.labels), default=0)
        rows = zip(self.labels, self.values, self.marks, strict=True)
        return "\n".join(f"{padded(label, width)} {bar(abs(value) / most)} {mark}" for label, value, mark in rows)


def bar(part: float) -> str:
    """`part` of the whole length, to an eighth of a sign."""
    eighths = round(part * BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()).ljust(1, "▏" if part else " ")


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - wcswidth(text))


def short(names: Sequence[str], most: int = 22) -> tuple[str, ...]:
    """Names that leave room for what is beside them."""
    return tuple(name if wcswidth(name) <= most else _cut(name, most) for name in names)


def _cut(name: str, most: int) -> str:
    while wcswidth(name) >= most:
        name = name[:-1]
    return f"{name.rstrip()}…"


_LARGE: Mapping[Lang, Sequence[tuple[float, str]]] = {
    "en": ((1e9, "B"), (1e6, "M"), (1e3, "k")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}


def compact(value: float, lang: Lang) -> str:
    """1.24M, 697k or 124万: what fits above a column."""
    for size, sign in _LARGE[lang]:
        if abs(value) >= size:
            part = value / size
            return f"{part:,.0f}{sign}" if abs(part) >= 100 else f"{part:.3g}{sign}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
