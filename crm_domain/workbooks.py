"""Excel files: guarded against harm, then read a row at a time."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.texts import T

OLE = b"\xd0\xcf\x11\xe0"  # how Excel's old files begin, and those with a password
LARGEST_PACKED = 600 * 1024 * 1024  # bytes that an Excel file may unpack to
LARGEST_ENVELOPE = 32 * 1024 * 1024  # bytes that are searched
SWOLLEN = 400  # times; a file that unpacks to more was made to harm
MOST_COLUMNS = 2_000

NOT_TEXT = T(
    "{file} is no table that I can read. Send CSV, Excel (.xlsx), vCard or JSON.",
    "{file} 不是我能读的表格。请发 CSV、Excel（.xlsx）、vCard 或 JSON。",
)
OLD_EXCEL = T(
    "{file} is in Excel's old format. Save it as .xlsx or CSV and send it again.",
    "{file} 是旧版 Excel 格式。请另存为 .xlsx 或 CSV 再发一次。",
)
LOCKED = T(
    "{file} is protected by a password. Save it without one and send it again.",
    "{file} 有密码保护。请去掉密码另存后再发一次。",
)
SWELLS = T("{file} unpacks to far more than it should. I did not open it.", "{file} 解压后异常巨大，我没有打开它。")
DAMAGED = T("{file} is damaged: {why}.", "{file} 已损坏：{why}。")


def guard(path: Path) -> None:
    """BadValue for what is no workbook, is locked, or was made to harm."""
    with path.open("rb") as file:
        if file.read(4) == OLE:
            raise BadValue(LOCKED if _is_locked(path) else OLD_EXCEL, file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if not any(member.filename.startswith("xl/") for member in archive.infolist()):
                raise BadValue(NOT_TEXT, file=path.name)
    except (zipfile.BadZipFile, OSError) as error:
        raise BadValue(DAMAGED, file=path.name, why=str(error)) from error
    if unpacked > LARGEST_PACKED or unpacked > SWOLLEN * max(path.stat().st_size, 20_000):
        raise BadValue(SWELLS, file=path.name)


def _book(path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(path.open("rb"), read_only=True, data_only=True)  # by a path it judges the name
    except Exception as error:  # whatever a damaged file does to the library
        raise BadValue(DAMAGED, file=path.name, why=type(error).__name__) from error


def sheet_names(path: Path) -> list[str]:
    """Those that are not hidden."""
    book = _book(path)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()


def workbook_rows(path: Path, name: str) -> Iterator[list[str]]:
    book = _book(path)
    try:
        for row in book[name].iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield [written(cell) for cell in row]
    finally:
        book.close()


def written(cell: object) -> str:
    """As a person would write it."""
    match cell:
        case None:
            return ""
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case bool():
            return "true" if cell else "false"
    return str(cell)


def _is_locked(path: Path) -> bool:
    """Whether it is the envelope that Excel puts around a file with a password."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(LARGEST_ENVELOPE)
