"""`crm export`, `crm import` and `crm db …`: the records as a whole."""

import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.cli import BadUsage, settings_of
from bot.cli_members import member_called, say
from bot.house import House, now, open_house, sqlite_file
from bot.incident_file import IncidentFile, incident_files
from bot.tables import SalesFolder, is_sales_folder
from crm_domain.exchange import Tally, export_workspace, import_workspace
from crm_domain.incident_log import document as incident_document
from crm_domain.sales_folder import known_here, make_room, sales_document
from crm_domain.store import HEAD, Store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_domain.workspaces import Workspace

Source = dict[str, Any] | SalesFolder | IncidentFile
NOUNS = frozenset(
    "companies contacts deals activities tickets tasks reminders products orders segments campaigns members".split()
)


def export(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        data = export_workspace(session, house.crm(session).workspace)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if args.file == "-":
        sys.stdout.write(text)
    else:
        replace(Path(args.file), text)
    _tell_of(data, house)


def _tell_of(data: dict[str, Any], house: House) -> None:
    """On standard error: an empty file is no backup, and the records may be in another workspace."""
    count = sum(len(rows) for noun, rows in data.items() if noun in NOUNS)
    line = f"{count} records of the workspace {house.settings.workspace!r}"
    print(line if count else f"{line}: is it the right database and workspace?", file=sys.stderr)  # noqa: T201


def replace(path: Path, text: str) -> None:
    """All of it or, where the disk is full, what was there before."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BadUsage(f"{path}: not the path of a file in a folder that is there")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        try:
            file.write(text)
            file.close()
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise


def take_in(args: Namespace) -> None:
    """The last line on standard output is the tally."""
    documents = [document for path in args.paths for document in documents_in(path)]
    house = open_house(settings_of(args))
    if sys.stdin.isatty() and sys.stdout.isatty() and not args.yes:
        _preview(house, documents, args.handle)
    with house.store.transaction() as session:
        tally = _taken_in(house, session, documents, args.handle)
        rejects = _rejects_file(tally, args.paths[0])  # where it cannot be written, nothing is imported
    say(json.dumps(_shown(tally, rejects), ensure_ascii=False))


class Unwanted(Exception):
    """Undoes a preview."""


def _preview(house: House, documents: Sequence[Source], handle: str | None) -> None:
    """Imports, counts, and undoes it."""
    with suppress(Unwanted), house.store.transaction() as session:
        tally = _taken_in(house, session, documents, handle)
        raise Unwanted
    counts = [f"{count} {name}" for name, count in _shown(tally, None).items() if name != "reject_file"]
    say(f"This would be: {', '.join(counts)}.")
    if not _agreed("Go ahead? [y/N] "):
        raise BadUsage("nothing was imported")


def _agreed(question: str) -> bool:
    with suppress(EOFError):
        return input(question).strip().lower() in ("y", "yes", "是", "好")
    return False


def _taken_in(house: House, session: "Session", documents: Sequence[Source], handle: str | None) -> Tally:
    crm = house.crm(session)
    actor = member_called(crm, handle) if handle else None
    found = (_written(session, crm.workspace, document) for document in documents)
    tallies = [import_workspace(session, crm.workspace, document, actor, now()) for document in found]
    return Tally(
        read=sum(tally.read for tally in tallies),
        created=sum(tally.created for tally in tallies),
        updated=sum(tally.updated for tally in tallies),
        unchanged=sum(tally.unchanged for tally in tallies),
        rejected=[reject for tally in tallies for reject in tally.rejected],
    )


def _written(session: "Session", workspace: "Workspace", source: Source) -> dict[str, Any]:
    if isinstance(source, IncidentFile):
        return incident_document(source.lines, ZoneInfo(workspace.tz))
    if not isinstance(source, SalesFolder):
        return source
    document = sales_document(source.tables, known_here(session, workspace))
    make_room(session, workspace, document)
    return document


def _shown(tally: Tally, reject_file: Path | None) -> dict[str, Any]:
    """As the contract writes it (section 8)."""
    counts = {name: getattr(tally, name) for name in ("read", "created", "updated", "unchanged")}
    return counts | {"rejected": len(tally.rejected), "reject_file": str(reject_file) if reject_file else None}


def _rejects_file(tally: Tally, source: Path) -> Path | None:
    """One line for each record that was not taken, beside the source: what it was, and why not."""
    if not tally.rejected:
        return None
    rejects = [{"noun": noun, "id": id, "reason": reason.en} for noun, id, reason in tally.rejected]
    file = source.absolute().with_name(f"{source.name}.rejected.jsonl")
    replace(file, "".join(json.dumps(reject, ensure_ascii=False) + "\n" for reject in rejects))
    return file


def documents_in(path: Path) -> list[Source]:
    """The exports that a file or a folder holds."""
    if path.is_dir() and is_sales_folder(path):
        return [SalesFolder.read(path)]
    if files := incident_files(path):
        return [IncidentFile.read(file) for file in files]
    if path.is_dir():
        found = [document for file in sorted(path.glob("*.json")) for document in documents_in(file)]
        if not found:
            raise BadUsage(f"{path}: there is no export in this folder")
        return found
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadUsage(f"{path}: not an export of this program (JSON)") from None
    if not isinstance(document, dict) or NOUNS.isdisjoint(document):
        raise BadUsage(f"{path}: not an export of this program; one has lists such as companies, contacts, deals")
    return [document]


def upgrade(args: Namespace) -> None:
    store = Store(settings_of(args).database, create=False)
    store.upgrade()
    say(f"The database is at version {store.version()}.")


def version(args: Namespace) -> None:
    """Looks without creating anything."""
    database = settings_of(args).database
    file = sqlite_file(database)
    found = None if file and not file.exists() else Store(database, create=False).version()
    say(f"The database is at version {found or 'none (it is empty or not there)'}; this program needs {HEAD}.")
