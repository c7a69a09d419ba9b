"""Columns that nobody has heard of, told by what stands in them: addresses, numbers, names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm_domain import cells
from crm_domain.cell_dates import Dates
from crm_domain.dialects import Dialect, plain, recognise
from crm_domain.errors import BadValue
from crm_domain.name_forms import is_cjk
from crm_domain.sheets import Sheet

MOST_OF = 0.7  # of a column's cells
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}(?:\s*(?:x|ext\.?)\s*\d+)?")
_WORDS = re.compile(r"[^\W\d_][^\W\d_'.\-]*(?:[ ,]+[^\W\d_][^\W\d_'.\-]*){1,3}")


def better_dialect(sheet: Sheet, sample: Sequence[Sequence[str]], told: Mapping[str, str]) -> Dialect:
    """As the columns are called; where that doesn't say who is meant, as they look."""
    dialect = recognise(sheet.columns, told)
    fields = dict(dialect.fields)
    for place, column in enumerate(sheet.columns):
        if place in fields or plain(column) in told:
            continue
        said = [cells.clean(row[place]) for row in sample if place < len(row) and not cells.is_nothing(row[place])]
        field = _looks_like(said)
        if field and field not in fields.values():
            fields[place] = field
    if dialect.missing and (named := _names_people(sheet, sample, fields)) is not None:
        fields[named] = "name"
    people = {"name", "first", "email", "phone", "mobile"} & set(fields.values())
    noun = "contacts" if dialect.missing and people else dialect.noun
    return replace(dialect, noun=noun, fields=fields)


def _looks_like(said: Sequence[str]) -> str | None:
    if not said:
        return None
    if sum(map(_is_email, said)) >= MOST_OF * len(said):
        return "email"
    numbers = sum(bool(_PHONE.fullmatch(cell)) and 7 <= len(re.sub(r"\D", "", cell)) <= 15 for cell in said)
    marked = sum(bool(re.search(r"[+()\-. ]", cell)) or _is_mobile(cell) for cell in said)
    dated = sum(map(_is_date, said))
    return "phone" if min(numbers, marked) >= MOST_OF * len(said) and dated < len(said) / 2 else None


def _is_mobile(cell: str) -> bool:
    return bool(re.fullmatch(r"1[3-9]\d{9}", cell))


def _is_email(cell: str) -> bool:
    try:
        return bool(cells.email(cell))
    except BadValue:
        return False


def _is_date(cell: str) -> bool:
    try:
        return bool(Dates().read(cell))
    except BadValue:
        return False


def _names_people(sheet: Sheet, sample: Sequence[Sequence[str]], fields: Mapping[int, str]) -> int | None:
    """The first column of two or three words that are hardly ever the same twice."""
    for place in (place for place in range(len(sheet.columns)) if place not in fields):
        said = [cells.clean(row[place]) for row in sample if place < len(row) and row[place].strip()]
        named = sum(bool(_WORDS.fullmatch(cell)) or (is_cjk(cell) and 2 <= len(cell) <= 4) for cell in said)
        if said and named >= MOST_OF * len(said) and len(set(said)) > len(said) / 2:
            return place
    return None
