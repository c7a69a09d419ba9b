"""Draws a chart as a PNG: large letters for a phone, a ground of its own for light and dark screens, Chinese too.

The library is loaded with the first picture, so that a plain command does not wait for it.
"""

import io
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from handlers.chart import Chart, Shape, compact, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT = "Noto Sans CJK SC"
GROUND, INK, FAINT, GRID = "#FBFBF8", "#1E2430", "#6B7280", "#DDDFE3"
MAIN, SECOND, WARM, PALE = "#2C6E9B", "#A9BCC9", "#C4622D", "#BFD7E6"
DOTS = 160  # per inch: 1,040 across
WIDE, LINE_HIGH = 6.5, 0.44
BIG, MIDDLE, SMALL = 15.0, 11.5, 9.5


@cache
def ready() -> None:
    """Once in a process: the font, and how everything looks."""
    from pathlib import Path

    import matplotlib as mpl
    import noto_cjk_sans_otc
    from matplotlib import font_manager

    mpl.use("agg")
    for file in Path(noto_cjk_sans_otc.__path__[0]).glob("*.ttc"):
        font_manager.fontManager.addfont(file)
    mpl.rcParams.update({
        "font.family": [FONT], "font.size": MIDDLE, "text.color": INK, "axes.labelcolor": INK, "xtick.color": FAINT,
        "ytick.color": INK, "axes.edgecolor": GRID, "axes.facecolor": GROUND, "figure.facecolor": GROUND,
        "savefig.facecolor": GROUND, "axes.spines.top": False, "axes.spines.right": False, "text.parse_math": False,
        "axes.unicode_minus": False, "legend.frameon": False, "legend.fontsize": SMALL,
    })  # fmt: skip


def png(chart: Chart) -> bytes:
    """The picture, with its words inside for those who read them aloud."""
    ready()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, _height(chart)), dpi=DOTS)
    FigureCanvasAgg(figure)
    axes = _axes(figure, chart)
    _DRAWN[chart.shape](axes, chart)
    out = io.BytesIO()
    words = {"Title": chart.title, "Description": chart.alt}
    figure.savefig(out, format="png", metadata=words, pil_kwargs={"compress_level": 4})
    return out.getvalue()


def _height(chart: Chart) -> float:
    lying = chart.shape in (Shape.BARS, Shape.FUNNEL, Shape.SHARES)
    return 1.35 + max(2, len(chart.labels)) * LINE_HIGH if lying else 4.2


def _axes(figure: "Figure", chart: Chart) -> "Axes":
    """Below a title and a note that stand at the left edge, in inches whatever the height."""
    high = figure.get_figheight()
    figure.text(0.035, 1 - 0.20 / high, chart.title, fontsize=BIG, va="top", color=INK)
    if chart.note:
        figure.text(0.035, 1 - 0.55 / high, chart.note, fontsize=SMALL, va="top", color=FAINT)
    left = 0.035 + _room(chart)
    return figure.add_axes((left, 0.45 / high, 0.965 - left, 1 - (0.45 + 0.95) / high))


def _room(chart: Chart) -> float:
    """The share of the width that the names beside the bars take."""
    if chart.shape not in (Shape.BARS, Shape.SHARES, Shape.FUNNEL):
        return 0.085
    from wcwidth import wcswidth

    return min(0.34, 0.03 + 0.0145 * max((wcswidth(label) for label in short(chart.labels)), default=0))


def _lying(axes: "Axes", chart: Chart) -> range:
    places = range(len(chart.labels))
    axes.set_yticks(list(places), short(chart.labels))
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.set_xticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return places


def _bars(axes: "Axes", chart: Chart) -> None:
    places = _lying(axes, chart)
    colours = [WARM if value < 0 else MAIN for value in chart.values]
    axes.barh(list(places), chart.values, height=0.62, color=colours)
    _beside(axes, chart)
    axes.axvline(0, color=GRID, linewidth=1)
    axes.margins(x=0)
    lowest = min(0.0, *chart.values)
    highest = max(0.0, *chart.values)
    axes.set_xlim(lowest * 1.45, highest * 1.45 or 1)


def _beside(axes: "Axes", chart: Chart, shift: float = 0.0) -> None:
    for place, (value, mark) in enumerate(zip(chart.values, chart.marks, strict=True)):
        side = -1 if value < 0 else 1
        axes.annotate(
            mark, (value + shift, place), (6 * side, 0), textcoords="offset points", va="center",
            ha="left" if side > 0 else "right", fontsize=MIDDLE, color=INK,
        )  # fmt: skip


def _funnel(axes: "Axes", chart: Chart) -> None:
    places = _lying(axes, chart)
    most = max(chart.values) or 1
    shades = _shades(len(chart.values))
    axes.barh(list(places), chart.values, left=[-value / 2 for value in chart.values], height=0.74, color=shades)
    for place, (value, mark) in enumerate(zip(chart.values, chart.marks, strict=True)):
        inside = value > most * 0.45
        axes.text(0 if inside else value / 2 + most * 0.02, place, mark, va="center", fontsize=MIDDLE,
                  ha="center" if inside else "left", color="white" if inside else INK)  # fmt: skip
    axes.set_xlim(-most * 0.55, most * 0.62)


def _shades(count: int) -> list[Any]:
    """From the main colour to a deeper one."""
    from matplotlib.colors import LinearSegmentedColormap

    ramp = LinearSegmentedColormap.from_list("steps", ["#4A8DB7", "#1F4E79"])
    return [ramp(n / max(count - 1, 1)) for n in range(count)]


def _shares(axes: "Axes", chart: Chart) -> None:
    places = _lying(axes, chart)
    target = 0.0 if chart.level is None else chart.level
    axes.barh(list(places), [100] * len(places), height=0.62, color="#E9EBEE")
    axes.barh(list(places), chart.values, height=0.62, color=[MAIN if v >= target else WARM for v in chart.values])
    for place, mark in enumerate(chart.marks):
        axes.annotate(mark, (100, place), (6, 0), textcoords="offset points", va="center", fontsize=MIDDLE)
    axes.set_xlim(0, 140)
    if chart.level is not None:
        _level(axes, chart.level, chart.level_name, upright=True)


def _level(axes: "Axes", value: float, name: str, upright: bool = False) -> None:
    draw = axes.axvline if upright else axes.axhline
    draw(value, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), label=name or None, zorder=3)
    if upright and name:
        axes.annotate(name, (value, -0.5), (0, 2), textcoords="offset points", ha="center", va="bottom",
                      fontsize=SMALL, color=INK, annotation_clip=False)  # fmt: skip


def _upright(axes: "Axes", chart: Chart) -> list[int]:
    """Periods along the bottom, amounts at the left."""
    places = list(range(len(chart.labels)))
    step = max(1, -(-len(places) // 8))
    axes.set_xticks(places[::step], chart.labels[::step])
    axes.tick_params(length=0)
    axes.yaxis.set_major_formatter(lambda value, _: compact(value, chart.lang))
    axes.tick_params(axis="y", labelcolor=FAINT)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    return places


def _columns(axes: "Axes", chart: Chart) -> None:
    places = _upright(axes, chart)
    width = 0.38 if chart.before else 0.62
    if chart.before:
        axes.bar([p - width / 2 for p in places], chart.before, width, color=SECOND, label=chart.before_name)
    shift = width / 2 if chart.before else 0.0
    axes.bar([p + shift for p in places], chart.values, width, color=MAIN, label=chart.now_name or None)
    for place, value, mark in zip(places, chart.values, chart.marks, strict=True):
        if len(places) <= 8:
            axes.annotate(mark, (place + shift, value), (0, 4), textcoords="offset points", ha="center",
                          va="bottom", fontsize=SMALL)  # fmt: skip
    _mean_band(axes, chart)
    axes.margins(y=0.16)
    _legend(axes)


def _mean_band(axes: "Axes", chart: Chart) -> None:
    if chart.level is None:
        return
    _level(axes, chart.level, chart.level_name)
    if chart.spread:
        axes.axhspan(
            chart.level - chart.spread, chart.level + chart.spread, color=PALE, alpha=0.45, linewidth=0, zorder=0.5
        )


def _line(axes: "Axes", chart: Chart) -> None:
    places = _upright(axes, chart)
    if chart.before:
        axes.plot(places[: len(chart.before)], chart.before, color=SECOND, linewidth=2.4, label=chart.before_name)
    axes.plot(places, chart.values, color=MAIN, linewidth=3, label=chart.now_name or None)
    if places:
        axes.plot(places[-1], chart.values[-1], "o", color=MAIN, markersize=8)
        axes.annotate(chart.marks[-1], (places[-1], chart.values[-1]), (-8, 8), textcoords="offset points",
                      ha="right", fontsize=MIDDLE)  # fmt: skip
    _mean_band(axes, chart)
    axes.margins(y=0.16)
    axes.set_ylim(bottom=min(0.0, *chart.values, *chart.before))
    _legend(axes)


def _fan(axes: "Axes", chart: Chart) -> None:
    """What has been as columns, what is to come as its middle with the range around it."""
    places = _upright(axes, chart)
    known = [low == high for low, high in zip(chart.low, chart.high, strict=True)]
    for place, value, low, high, sure in zip(places, chart.values, chart.low, chart.high, known, strict=True):
        axes.bar(place, value, 0.62, color=MAIN if sure else PALE)
        if not sure:
            axes.plot([place, place], [low, high], color=WARM, linewidth=5, solid_capstyle="butt", alpha=0.9)
            axes.plot([place - 0.2, place + 0.2], [value, value], color=INK, linewidth=2.5)
            axes.annotate(chart.marks[place], (place + 0.05, value), (2, -4), textcoords="offset points",
                          va="top", fontsize=SMALL)  # fmt: skip
        ends = f"{compact(low, chart.lang)} – {compact(high, chart.lang)}"
        axes.annotate(chart.marks[place] if sure else ends, (place, high), (0, 4), textcoords="offset points",
                      ha="center", va="bottom", fontsize=SMALL)  # fmt: skip
    axes.set_ylim(0, max((*chart.high, 1)) * 1.18)


def _legend(axes: "Axes") -> None:
    handles, names = axes.get_legend_handles_labels()
    if any(names):
        axes.legend(handles, names, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=3, borderaxespad=0,
                    handlelength=1.2, columnspacing=1.2)  # fmt: skip


_DRAWN: dict[Shape, Callable[["Axes", Chart], None]] = {
    Shape.BARS: _bars,
    Shape.FUNNEL: _funnel,
    Shape.COLUMNS: _columns,
    Shape.LINE: _line,
    Shape.FAN: _fan,
    Shape.SHARES: _shares,
}
