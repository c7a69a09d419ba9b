"""Whatever can be imported, each kind declared once: how it is known, read and taken in stands together."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.incident_log import incident_logs_in
from crm_domain.order_lines import order_lines_in
from crm_domain.own_exports import exports_in
from crm_domain.sales_folder import sales_folders_in
from crm_domain.tables import Table, tables_in
from crm_domain.tally import Tally
from crm_domain.texts import T

NOTHING = T("There is no export in the folder {folder}.", "文件夹 {folder} 里没有可导入的文件。")
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".vcf", ".json", ".jsonl")


class Work(Protocol):
    """A source that has been opened: its portions, one after the other, each of which may be a transaction."""

    size: int  # rows or records

    def portions(self) -> Iterator[Any]: ...

    def take(self, crm: Crm, portion: Any, tally: Tally) -> None: ...

    def pass_over(self, portion: Any, tally: Tally) -> None:
        """It was taken in an earlier run."""


class Source(Protocol):
    """Something that can be imported. `order`: what others lean on comes first; `digest` knows it again."""

    @property
    def name(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def digest(self) -> str: ...

    def is_longer_than(self, rows: int) -> bool: ...

    def open(self, crm: Crm) -> Work:
        """CrmError where it can't be read, or isn't allowed."""

    def preview(self, crm: Crm, most: int | None = None) -> Tally:
        """What taking it in would do, as far as its first rows tell."""


# Asked in this order: what is told by more comes first, and any table is a table.
KINDS = (sales_folders_in, exports_in, incident_logs_in, order_lines_in)


def sources_in(paths: Sequence[Path], told: Mapping[str, str]) -> list[Source]:
    """All that the files and folders hold. BadValue or OSError where one can't be read.

    `told`: what somebody has said that columns mean.
    """
    return sorted((source for path in paths for source in _found(path, told)), key=lambda source: source.order)


def _found(path: Path, told: Mapping[str, str]) -> Sequence[Source]:
    for kind in KINDS:
        if found := kind(path, told):
            return found
    return _tables_of(path, told) if path.is_dir() else tables_in(path, told)


def _tables_of(folder: Path, told: Mapping[str, str]) -> list[Table]:
    """Whatever is a table there."""
    found: list[Table] = []
    for file in sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES):
        with suppress(BadValue):
            found += [table for table in tables_in(file, told) if not table.dialect.missing]
    if not found:
        raise BadValue(NOTHING, folder=folder.name)
    return found
