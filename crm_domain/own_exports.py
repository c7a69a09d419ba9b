"""Our own exports as people hand them in: JSON, or one CSV for each noun."""

import csv
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from crm_domain.documents import Document
from crm_domain.errors import BadValue
from crm_domain.exchange import NOUNS
from crm_domain.sheets import first_row
from crm_domain.texts import T

OURS = T("an export of this program", "本程序的导出文件")
LARGEST = 512 * 1024 * 1024  # bytes; a whole workspace is read at once
NOT_OURS = T(
    "{file}: not an export of this program; one is JSON with lists such as companies, contacts, deals.",
    "{file}：不是本程序的导出文件。导出文件是 JSON，里面有 companies、contacts、deals 等列表。",
)
TOO_LARGE = T("{file}: too large ({size} MB).", "{file}：文件太大（{size} MB）。")


def is_document(path: Path) -> bool:
    """Whether it may be one of our own exports rather than a table: JSON with a noun of ours at its head."""
    if own_table(path):
        return True
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head.startswith(b"{") or path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return False
    try:
        found = json.loads(path.read_bytes()) if path.stat().st_size <= LARGEST else None
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and not set(NOUNS).isdisjoint(found)


def own_table(path: Path) -> dict[str, Any] | None:
    """A table that we wrote ourselves (deals.csv of an export), as the document that it was; None for any other."""
    if path.suffix.lower() != ".csv" or path.stem not in NOUNS or path.stat().st_size > LARGEST:
        return None
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        names = first_row(file)
        if not {"id", "created_at", "updated_at"} <= set(names):
            return None
        return {path.stem: [_facts(row) for row in csv.DictReader(file, names)]}


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    """Cells back as values: an amount with its currency, yes and no, lists."""
    said = {name: _value(cell) for name, cell in row.items() if isinstance(cell, str) and cell and name}
    for name in [name for name in said if f"{name}_currency" in said]:
        said[name] = {"amount": said[name], "currency": said.pop(f"{name}_currency")}
    return said


def _value(cell: str) -> Any:
    if cell in ("True", "False"):
        return cell == "True"
    if cell[0] in "[{":
        with suppress(ValueError):
            return json.loads(cell)
    return cell[1:] if cell[0] == "'" and cell[1:2] in tuple("=+-@\t\r") else cell


def document_in(path: Path) -> dict[str, Any]:
    """The exchange document that a file holds; BadValue where it holds none."""
    if own := own_table(path):
        return own
    if (size := path.stat().st_size) > LARGEST:
        raise BadValue(TOO_LARGE, file=path.name, size=size // 2**20)
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadValue(NOT_OURS, file=path.name) from None
    if not isinstance(document, dict) or set(NOUNS).isdisjoint(document):
        raise BadValue(NOT_OURS, file=path.name)
    return document


def exports_in(path: Path, told: Mapping[str, str]) -> list[Document]:
    """A file, or all that lies in a folder; the tables of one export are one document."""
    if not path.is_dir():
        return [_document(path, document_in(path))] if is_document(path) else []
    written = [path / f"{noun}.csv" for noun in NOUNS if (path / f"{noun}.csv").is_file()]
    tables = {noun: records for file in written if (own := own_table(file)) for noun, records in own.items()}
    if tables:
        return [_document(path, tables)]
    return [_document(file, document_in(file)) for file in sorted(path.glob("*.json")) if is_document(file)]


def _document(path: Path, data: dict[str, Any]) -> Document:
    return Document(OURS, path, lambda crm: data, sum(len(v) for v in data.values() if isinstance(v, list)))
