"""A reply with a picture: a file for the platforms, beside it a sketch for a terminal."""

import logging

from handlers.chart import Chart
from handlers.picture import png
from handlers.reply import Reply
from handlers.turn import Turn

log = logging.getLogger(__name__)

SKETCHED = frozenset({"terminal"})  # channels that show nothing but letters


def pictured(turn: Turn, reply: Reply, name: str, chart: Chart) -> Reply:
    """`name` is what the file is called, without its kind."""
    if chart.empty:
        return reply
    try:
        path = turn.drawer.put(f"{name}.png", png(chart))
    except OSError:
        log.exception("a picture could not be kept")
        return reply
    text = f"{reply.text}\n\n{chart.sketch}" if turn.channel in SKETCHED else reply.text
    return reply.but(files=(*reply.files, path), text=text)
