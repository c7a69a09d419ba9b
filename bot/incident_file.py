"""A service desk's incident log as a file: recognised by its columns, whatever it is called."""

import csv
from dataclasses import dataclass
from pathlib import Path

from crm_domain.incident_log import is_incident_log
from crm_domain.sheets import first_row


@dataclass(frozen=True)
class IncidentFile:
    lines: list[dict[str, str]]

    @classmethod
    def read(cls, file: Path) -> "IncidentFile":
        with file.open(encoding="utf-8-sig", newline="", errors="replace") as written:
            return cls(list(csv.DictReader(written)))


def incident_files(path: Path) -> list[Path]:
    """The file itself, or those in the folder, as far as they are incident logs."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return [file for file in files if file.suffix.lower() == ".csv" and file.is_file() and _is_one(file)]


def _is_one(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as written:
        return is_incident_log(name.strip() for name in first_row(written))
