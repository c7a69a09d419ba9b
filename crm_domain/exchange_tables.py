"""Records as tables, for people and their spreadsheets: CSV, Excel. What looks like a formula is made plain text."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select

from crm_domain.access import owned_by
from crm_domain.crm import Crm
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_forms import FORMS
from crm_domain.records import NOUNS as CALLED

NOUNS = tuple("companies contacts deals activities tickets tasks reminders products orders campaigns members".split())
STAMPS = ("created_at", "updated_at")
# A cell that a spreadsheet would calculate. A sign before digits is a number or a phone number.
_FORMULA = re.compile(r"^[=@\t\r]|^[+\-](?![\d\s().,/-]*$)")
_Cell = str | int | float | bool | None


def records_of(
    crm: Crm, noun: str, after: int = 0, limit: int | None = None, *, own: bool = False
) -> list[dict[str, Any]]:
    """The noun's records that the member may see, or the `own` ones, as a file has them, without their parts."""
    form, directory = next(form for form in FORMS if form.noun == noun), Directory(crm.session, crm.workspace)
    seen = crm.access.sees(crm.actor, form.model)
    seen = and_(seen, owned_by(crm.me, form.model)) if own else seen
    query = select(form.model).where(form.model.workspace_id == crm.workspace.id, form.model.id > after, seen)
    return [
        form.write(row, directory) | {name: getattr(row, name).isoformat() for name in STAMPS}
        for row in crm.session.scalars(query.order_by(form.model.id).limit(limit))
    ]


def table_of(records: Sequence[Mapping[str, Any]], noun: str) -> tuple[list[str], list[list[_Cell]]]:
    """Columns and rows: the columns in the order of the noun's fields, money as an amount and its currency."""
    flat = [_flat(record) for record in records]
    form = next(form for form in FORMS if form.noun == noun)
    usual = ["id", *(name for field in form.fields for slot in field.slots for name in (slot, f"{slot}_currency"))]
    said = {name: None for record in flat for name in record}
    columns = [name for name in usual if name in said]
    columns += [name for name in said if name not in columns and name not in STAMPS]
    columns += [name for name in STAMPS if name in said]
    return columns or ["id"], [[record.get(name) for name in columns] for record in flat]


def _flat(record: Mapping[str, Any]) -> dict[str, _Cell]:
    cells: dict[str, _Cell] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
            cells |= {name: value["amount"], f"{name}_currency": value["currency"]}
        elif isinstance(value, dict | list):
            cells[name] = json.dumps(value, ensure_ascii=False)
        else:
            cells[name] = value
    return cells


def plain_cell(value: Any) -> Any:
    """A text that a spreadsheet would calculate gets an apostrophe before it, as Excel writes such texts itself."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ",") -> bytes:
    """UTF-8 with a mark at its head, by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([plain_cell(name) for name in columns])
    writer.writerows([["" if cell is None else plain_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (columns, *rows):
        sheet.append([_xlsx_cell(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _xlsx_cell(cell: Any) -> Any:
    """Without what no Excel file may hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", plain_cell(cell)) if isinstance(cell, str) else cell


def as_json(records: object) -> bytes:
    return (json.dumps(records, ensure_ascii=False, indent=1, default=str) + "\n").encode()


__all__ = ["CALLED", "NOUNS", "as_csv", "as_json", "as_xlsx", "plain_cell", "records_of", "table_of"]
