"""The table of a web page: many programs write one and call it .xls."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

BLOCK = 64 * 1024  # characters read at a time


class _Cells(HTMLParser):
    """Gathers the rows that have ended."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._end_cell()
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append("".join(self._cell).strip())
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self.rows.append(self._row)
        self._row = None


def html_rows(path: Path, encoding: str) -> Iterator[list[str]]:
    """A row at a time; an unclosed one ends with the next."""
    cells = _Cells()
    with path.open(encoding=encoding, errors="replace") as file:
        while block := file.read(BLOCK):
            cells.feed(block)
            yield from cells.rows
            cells.rows.clear()
    cells.close()
    yield from cells.rows
