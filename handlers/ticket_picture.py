"""A report on tickets as a picture: its groups as bars, its months as columns; else what came and went."""

from collections.abc import Sequence

from crm_domain.texts import T
from handlers.chart import Shape
from handlers.ticket_report import NOW, THEN, Counts

TICKETS, OPENED, RESOLVED = T("Tickets", "工单"), T("Opened", "新开"), T("Resolved", "解决")
BY = T("{what} by {by}", "{what}（按{by}）")
MOST = 12


def drawn(counts: Counts, columns: Sequence[T], rows: Sequence[Sequence[object]]) -> None:
    voice = counts.report.turn.voice
    note = voice.write(counts.span)
    numbers = [(str(row[0]), row[-1] if counts.best else row[1]) for row in rows if len(row) > 1]
    groups = [(name, float(n), f"{n:,}") for name, n in numbers if isinstance(n, int | float)][:MOST]
    if groups:
        shape = Shape.COLUMNS if counts.by in ("month", "quarter") else Shape.BARS
        counts.report.picture(shape, voice.say(BY, what=TICKETS, by=columns[0]), rows=groups, note=note)
    elif "opened" in counts.report.figures:
        _came_and_went(counts, note)


def _came_and_went(counts: Counts, note: str) -> None:
    """This period beside the one before."""
    voice, figures = counts.report.turn.voice, counts.report.figures
    names = {"opened": OPENED, "resolved": RESOLVED}
    rows = [(voice.write(label), figures[name], f"{figures[name]:,}") for name, label in names.items()]
    then = tuple(float(figures.get(f"prev_{name}", 0)) for name in names)
    before = {"before": then, "before_name": voice.write(THEN), "now_name": voice.write(NOW)} if any(then) else {}
    counts.report.picture(Shape.COLUMNS, voice.write(TICKETS), rows=rows, note=note, **before)
