"""Tables as people have them, whatever program wrote them: rows of cells under columns, a row at a time.

Encoding and separator are found out from the file; no line, no archive and no cell may be larger than a person's.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from crm_domain.encodings import encoding_of
from crm_domain.errors import BadValue
from crm_domain.html_tables import html_rows
from crm_domain.texts import T
from crm_domain.vcards import COLUMNS as CARD_COLUMNS
from crm_domain.vcards import cards_in
from crm_domain.workbooks import DAMAGED, NOT_TEXT, OLE, guard, sheet_names, workbook_rows, written

LONGEST_LINE = 1024 * 1024  # characters
LARGEST_JSON = 256 * 1024 * 1024
HEADER_WITHIN = 12  # rows
SEPARATORS = ",;\t|"
_HTML = re.compile(r"<(?:!doctype html|html|table|head|meta|\?xml[^>]*>\s*<html)", re.I)

EMPTY = T("{file} is empty.", "{file} 是空文件。")
NO_ROWS = T("{file} has a header and nothing below it.", "{file} 只有表头，没有数据。")
LONG_LINE = T(
    "Line {line} of {file} is longer than a million characters. It is damaged, or no table.",
    "{file} 第 {line} 行超过一百万个字符：文件已损坏，或者不是表格。",
)
TOO_LARGE = T("{file} is too large for JSON; send it as CSV.", "{file} 作为 JSON 太大了，请改用 CSV。")

Rows = Iterator[list[str]]


@dataclass(frozen=True)
class Sheet:
    """`rows()` begins anew each time, so that a file may be read twice and is never in memory as a whole."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Rows]
    separator: str = ","


def read_sheets(path: Path, known: Callable[[Sequence[str]], int]) -> list[Sheet]:
    """The tables of a file. `known` counts the cells that are columns it has heard of: that finds headers."""
    if not path.stat().st_size:
        raise BadValue(EMPTY, file=path.name)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((b"PK", OLE)):
        return _excel(path, known)
    if (encoding := encoding_of(path)) is None:
        raise BadValue(NOT_TEXT, file=path.name)
    begun = _begun(path, encoding)
    if begun[:1] in "[{" and path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return [_json(path, encoding)]
    if begun[:11].upper() == "BEGIN:VCARD":
        return [_checked(Sheet(path.name, CARD_COLUMNS, lambda: cards_in(path, encoding)))]
    if _HTML.match(begun):
        return [_with_header(path.name, lambda: html_rows(path, encoding), known, ",")]
    return [_text(path, encoding, known)]


def first_row(file: IO[str]) -> list[str]:
    """The cells of its first line; none where that is longer than a line is: to look at a file must stay cheap."""
    line = file.readline(LONGEST_LINE)
    try:
        return next(csv.reader([line]), []) if line.endswith("\n") or len(line) < LONGEST_LINE else []
    except csv.Error:
        return []


def _begun(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace") as file:
        return file.read(4096).lstrip("\ufeff \r\n\t")


# -- text --------------------------------------------------------------------------------------------------------------


def _text(path: Path, encoding: str, known: Callable[[Sequence[str]], int]) -> Sheet:
    separator = _separator(path, encoding)

    def rows() -> Rows:
        return _csv_rows(path, encoding, separator)

    return _with_header(path.name, rows, known, separator)


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for number in range(1, 2**62):
            line = file.readline(LONGEST_LINE + 1)
            if not line:
                return
            if len(line) > LONGEST_LINE:
                raise BadValue(LONG_LINE, file=path.name, line=number)
            yield line.replace("\x00", "") if "\x00" in line else line


def _csv_rows(path: Path, encoding: str, separator: str) -> Rows:
    csv.field_size_limit(LONGEST_LINE)
    try:
        yield from csv.reader(_lines(path, encoding), delimiter=separator)
    except csv.Error as error:
        raise BadValue(DAMAGED, file=path.name, why=str(error)) from error


def _separator(path: Path, encoding: str) -> str:
    """The one by which most lines have as many cells as the most usual line."""
    sample: list[str] = []
    for line in _lines(path, encoding):
        sample.append(line)
        if len(sample) == 60:
            break
    if sample and (said := sample[0].strip().lower()).startswith("sep=") and len(said) == 5:
        return said[-1]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: list[str], separator: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if any(row))
    except csv.Error:
        return (0.0, 0)
    width, often = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1], default=(1, 0))
    return (often / max(1, widths.total()), width)


# -- Excel -------------------------------------------------------------------------------------------------------------


def _excel(path: Path, known: Callable[[Sequence[str]], int]) -> list[Sheet]:
    guard(path)
    names = sheet_names(path)
    sheets = []
    for name in names:

        def rows(name: str = name) -> Rows:
            return workbook_rows(path, name)

        title = path.name if len(names) == 1 else f"{path.name}: {name}"
        try:
            sheets.append(_with_header(title, rows, known, ","))
        except BadValue:
            if len(names) == 1:
                raise
    if not sheets:
        raise BadValue(EMPTY, file=path.name)
    return sheets


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json(path: Path, encoding: str) -> Sheet:
    if path.stat().st_size > LARGEST_JSON:
        raise BadValue(TOO_LARGE, file=path.name)
    text = path.read_text(encoding, errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        found = _json_lines(text)
        if found is None:
            raise BadValue(NOT_TEXT, file=path.name) from error
    records = [_flat(record) for record in _records(found) if isinstance(record, dict)]
    columns = tuple(dict.fromkeys(name for record in records for name in record))
    if not columns:
        raise BadValue(NOT_TEXT, file=path.name)
    return Sheet(path.name, columns, lambda: iter([[record.get(name, "") for name in columns] for record in records]))


def _json_lines(text: str) -> list[Any] | None:
    """One record a line; None where it isn't that."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _records(found: Any) -> list[Any]:
    """The list, or the one under the key that most programs call it by: results, records, data."""
    if isinstance(found, list):
        return found
    lists = [value for value in found.values() if isinstance(value, list)] if isinstance(found, dict) else []
    return max(lists, key=len, default=[found])


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """{"properties": {"email": …}} is email; a list is its parts one after the other."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, "" if name in ("properties", "attributes") else f"{name} ")
        elif isinstance(value, list):
            cells[f"{prefix}{name}"] = "; ".join(str(item) for item in value if not isinstance(item, dict | list))
        elif value is not None:
            cells[f"{prefix}{name}"] = written(value)
    return cells


# -- headers -----------------------------------------------------------------------------------------------------------


def _with_header(name: str, rows: Callable[[], Rows], known: Callable[[Sequence[str]], int], separator: str) -> Sheet:
    """The header is the row with the most columns that are known; else the first that is not empty."""
    first = _first(rows)
    if not any(map(any, first)):
        raise BadValue(EMPTY, file=name)
    scores = [known(row) for row in first]
    best = max(range(len(first)), key=lambda n: (scores[n], -n))
    place = best if scores[best] > 1 else next(n for n, row in enumerate(first) if any(row))

    def below() -> Rows:
        found = rows()
        for _ in range(place + 1):
            next(found)
        return found

    return _checked(Sheet(name, _told_apart(first[place]), below, separator))


def _first(rows: Callable[[], Rows]) -> list[list[str]]:
    found = []
    for row in rows():
        found.append(row)
        if len(found) == HEADER_WITHIN:
            break
    return found


def _told_apart(columns: Sequence[str]) -> tuple[str, ...]:
    """Two columns of one name are the name and “name 2”; one without a name stays without."""
    seen: Counter[str] = Counter()
    named = []
    for column in (cell.strip().strip("\ufeff") for cell in columns):
        seen[column.lower()] += 1 if column else 0
        named.append(f"{column} {seen[column.lower()]}" if seen[column.lower()] > 1 else column)
    return tuple(named)


def _checked(sheet: Sheet) -> Sheet:
    if next(sheet.rows(), None) is None:
        raise BadValue(NO_ROWS, file=sheet.name)
    return sheet
