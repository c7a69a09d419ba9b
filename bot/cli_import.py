"""`crm import`: our own export, folders that are known, and the tables of other programs."""

import gc
import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.cli import BadUsage, settings_of
from bot.cli_data import replace
from bot.cli_members import member_called, say
from bot.house import House, now, open_house
from bot.incident_file import IncidentFile, incident_files
from bot.order_file import OrderFile
from bot.tables import SalesFolder, is_sales_folder
from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.exchange import Tally, import_workspace
from crm_domain.exchange_files import document_in, is_document, own_table
from crm_domain.exchange_tables import NOUNS as EXPORTED
from crm_domain.import_run import TableFile, in_order, previewed, table_files, taken_in_steps, told_columns
from crm_domain.incident_log import document as incident_document
from crm_domain.order_lines import order_document
from crm_domain.sales_folder import known_here, make_room, sales_document
from crm_domain.table_intake import TableTally
from crm_domain.table_row import Problem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_domain.workspaces import Workspace

Source = dict[str, Any] | SalesFolder | IncidentFile | OrderFile
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".vcf", ".json")
COUNTS = ("read", "created", "updated", "unchanged", "rejected")


@dataclass
class Result:
    """`rejects` are lines of the reject file: records of documents, rows and cells of tables."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    rejects: list[dict[str, Any]] = field(default_factory=list)

    def add(self, counts: dict[str, int], rejects: Sequence[dict[str, Any]]) -> None:
        self.counts = {name: self.counts[name] + counts[name] for name in COUNTS}
        self.rejects += rejects


def take_in(args: Namespace) -> None:
    """The last line on standard output is the tally."""
    gc.disable()  # rows leave no cycles behind, and a process that ends soon need not look for any over and over
    house = open_house(settings_of(args))
    documents, tables = _sources(house, args.paths)
    if sys.stdin.isatty() and sys.stdout.isatty() and not args.yes:
        _preview(house, documents, tables, args.handle)
    result = Result()
    if documents:
        with house.store.transaction() as session:
            tally = _taken_in(house, session, documents, args.handle)
            result.add(tally.counts(), _rejects(tally))
            if not tables:
                file = _rejects_file(result, args.paths[0])  # where it cannot be written, nothing is imported
    for table in tables:
        taken = taken_in_steps(house.store.transaction, _desk(house, args.handle), table, _told(table))
        result.add(taken.counts(), _problems(table, taken))
    if tables:
        file = _rejects_file(result, args.paths[0])
    say(json.dumps(result.counts | {"reject_file": str(file) if file else None}, ensure_ascii=False))


def _desk(house: House, handle: str | None) -> Any:
    def desk(session: "Session") -> Crm:
        crm = house.crm(session)
        return Crm(session, crm.workspace, member_called(crm, handle), now(), house.settings.rules()) if handle else crm

    return desk


def _told(table: TableFile) -> Any:
    """Progress on standard error, where a person looks."""

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{table.sheet.name}: {done} of {of} rows", end="\n" if done == of else "", file=sys.stderr)  # noqa: T201

    return told


# -- what is there -----------------------------------------------------------------------------------------------------


def _sources(house: House, paths: Sequence[Path]) -> tuple[list[Source], list[TableFile]]:
    documents: list[Source] = []
    others: list[Path] = []
    for path in paths:
        found = documents_in(path)
        documents += found or []
        others += [] if found else [path]
    if not others:
        return documents, []
    with house.store.transaction() as session:
        told = told_columns(house.crm(session))
    return documents, in_order(table for path in others for table in _tables(path, told))


def documents_in(path: Path) -> list[Source] | None:
    """A folder or a file in a form of its own; None where it is to be read as a table."""
    if path.is_dir() and is_sales_folder(path):
        return [SalesFolder.read(path)]
    if files := incident_files(path):
        return [IncidentFile.read(file) for file in files]
    if orders := OrderFile.read(path):
        return [orders]
    if path.is_dir() and (tables := [own for noun in EXPORTED if (own := _own(path / f"{noun}.csv"))]):
        return [{noun: records for table in tables for noun, records in table.items()}]
    if path.is_dir():
        ours = [document_in(file) for file in sorted(path.glob("*.json")) if is_document(file)]
        return [*ours] if ours else None
    document = document_in(path) if is_document(path) else None
    return [document] if document else None


def _own(path: Path) -> dict[str, Any] | None:
    return own_table(path) if path.is_file() else None


def _tables(path: Path, told: Mapping[str, str]) -> list[TableFile]:
    """Of a folder, whatever is a table; a file must be one."""
    if not path.is_dir():
        return table_files([path], told)
    found: list[TableFile] = []
    for file in sorted(path.iterdir()):
        if file.suffix.lower() in TABLES:
            with suppress(BadValue):
                found += [table for table in table_files([file], told) if not table.dialect.missing]
    if not found:
        raise BadUsage(f"{path}: there is no export in this folder")
    return found


# -- documents ---------------------------------------------------------------------------------------------------------


class Unwanted(Exception):
    """Undoes a preview."""


def _preview(house: House, documents: Sequence[Source], tables: Sequence[TableFile], handle: str | None) -> None:
    """Counts what would become of it, and asks."""
    result = Result()
    if documents:
        with suppress(Unwanted), house.store.transaction() as session:
            result.add(_taken_in(house, session, documents, handle).counts(), [])
            raise Unwanted
    for table in tables:
        with suppress(Unwanted), house.store.transaction() as session:
            tally = previewed(_desk(house, handle)(session), table)
            result.add(tally.counts(), _problems(table, tally))
            raise Unwanted
        say(f"{table.sheet.name}: {table.dialect.noun}; {', '.join(_columns(table))}")
    counts = [f"{count} {name}" for name, count in result.counts.items()]
    say(f"This would be: {', '.join(counts)}.")
    for line in result.rejects[:5]:
        say(f"  row {line['row']}, {line['column'] or 'the whole row'}: {line['reason']}")
    if not _agreed("Go ahead? [y/N] "):
        raise BadUsage("nothing was imported")


def _columns(table: TableFile) -> list[str]:
    return [f"{table.sheet.columns[place]} is {field}" for place, field in sorted(table.dialect.fields.items())]


def _agreed(question: str) -> bool:
    with suppress(EOFError):
        return input(question).strip().lower() in ("y", "yes", "是", "好")
    return False


def _taken_in(house: House, session: "Session", documents: Sequence[Source], handle: str | None) -> Tally:
    crm = house.crm(session)
    actor = member_called(crm, handle) if handle else None
    found = (_written(session, crm.workspace, document) for document in documents)
    tally = Tally()
    for document in found:
        tally = tally.with_(import_workspace(session, crm.workspace, document, actor, now()))
    return tally


def _written(session: "Session", workspace: "Workspace", source: Source) -> dict[str, Any]:
    if isinstance(source, IncidentFile):
        return incident_document(source.lines, ZoneInfo(workspace.tz))
    if isinstance(source, OrderFile):
        return order_document(source.lines, source.columns)
    if not isinstance(source, SalesFolder):
        return source
    document = sales_document(source.tables, known_here(session, workspace))
    make_room(session, workspace, document)
    return document


# -- what was not taken ------------------------------------------------------------------------------------------------


def _rejects(tally: Tally) -> list[dict[str, Any]]:
    return [{"noun": noun, "id": id, "reason": reason.en} for noun, id, reason in tally.rejected]


def _problems(table: TableFile, tally: TableTally) -> list[dict[str, Any]]:
    return [_problem(table, problem) for problem in tally.problems]


def _problem(table: TableFile, problem: Problem) -> dict[str, Any]:
    told = {"file": table.sheet.name, "row": problem.row, "column": problem.column, "value": problem.value}
    return told | {"reason": problem.reason.to("en")}


def _rejects_file(result: Result, source: Path) -> Path | None:
    """One line for each record, row or cell that was not taken, beside the source: what it was, and why not."""
    if not result.rejects:
        return None
    places = (source.absolute().parent, Path.cwd(), Path(gettempdir()))
    folder = next(place for place in places if os.access(place, os.W_OK))
    file = folder / f"{source.name}.rejected.jsonl"
    replace(file, "".join(json.dumps(reject, ensure_ascii=False) + "\n" for reject in result.rejects))
    return file
