"""A folder of sales tables on disk: recognised by the names of its files, read whole."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli import BadUsage
from crm_domain.sales_folder import STAGES, TABLES

COLUMNS = {
    "accounts": ("account",),
    "products": ("product", "sales_price"),
    "sales_teams": ("sales_agent", "regional_office"),
    "sales_pipeline": (
        "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value",
    ),
    STAGES: ("stage", "order", "probability"),
}  # fmt: skip


def is_sales_folder(folder: Path) -> bool:
    return all((folder / f"{name}.csv").is_file() for name in TABLES)


@dataclass(frozen=True, slots=True)
class SalesFolder:
    tables: Mapping[str, Sequence[Mapping[str, str]]]

    @classmethod
    def read(cls, folder: Path) -> "SalesFolder":
        names = [*TABLES, *([STAGES] if (folder / f"{STAGES}.csv").is_file() else [])]
        tables = {name: _read(folder / f"{name}.csv", COLUMNS[name]) for name in names}
        for row in tables.get(STAGES, ()):
            _check_numbers(folder / f"{STAGES}.csv", row)
        return cls(tables)


def _read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """BadUsage where it is no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{name or "": (value or "").strip() for name, value in row.items() if isinstance(value, str | None)}
                    for row in csv.DictReader(file)]  # fmt: skip
    except (UnicodeDecodeError, csv.Error):
        raise BadUsage(f"{path}: not a table in UTF-8 with commas") from None
    if lacking := [name for name in columns if rows and name not in rows[0]]:
        raise BadUsage(f"{path}: lacks the column {', '.join(lacking)}")
    return rows


def _check_numbers(path: Path, row: Mapping[str, str]) -> None:
    try:
        fine = 0 <= float(row["probability"]) <= 1 and int(row["order"]) >= 0
    except ValueError:
        fine = False
    if not fine:
        raise BadUsage(f"{path}: the stage {row['stage']!r} needs an order (1, 2 …) and a probability from 0 to 1")
