"""A file of order lines (shop or ERP export), recognised by its columns; it may be packed with gzip."""

import csv
import gzip
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crm_domain.order_lines import columns_of
from crm_domain.sheets import first_row


@dataclass(frozen=True)
class OrderFile:
    lines: list[dict[str, str]]
    columns: Mapping[str, str]

    @classmethod
    def read(cls, file: Path) -> "OrderFile | None":
        """None where these are no lines of orders."""
        if not file.is_file() or not file.name.lower().endswith((".csv", ".csv.gz")):
            return None
        with suppress(UnicodeDecodeError, csv.Error, OSError), _opened(file) as written:
            names = first_row(written)
            columns = columns_of(names)
            return cls(list(csv.DictReader(written, names)), columns) if columns else None
        return None


def _opened(file: Path) -> IO[str]:
    if file.suffix.lower() == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")
