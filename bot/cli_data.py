"""`crm export` and `crm db …`: the records as a whole."""

import json
import os
import sys
import tempfile
import zipfile
from argparse import Namespace
from pathlib import Path
from typing import Any

from bot.cli import BadUsage, settings_of
from bot.cli_members import say
from bot.house import House, open_house, sqlite_file
from bot.settings import Settings
from crm_domain.exchange import export_workspace
from crm_domain.exchange_tables import NOUNS as TABLES
from crm_domain.exchange_tables import as_csv, records_of, table_of
from crm_domain.resealing import reseal
from crm_domain.sealing import Keys, new_key
from crm_domain.store import HEAD, Store

NOUNS = frozenset(
    "companies contacts deals activities tickets tasks reminders products orders segments campaigns members".split()
)


def export(args: Namespace) -> None:
    house = open_house(settings_of(args))
    if args.format == "csv":
        _export_tables(house, Path(args.file))
        return
    with house.store.transaction() as session:
        data = export_workspace(session, house.crm(session).workspace)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if args.file == "-":
        sys.stdout.write(text)
    else:
        replace(Path(args.file), text)
    _tell_of(data, house)


def _export_tables(house: House, path: Path) -> None:
    """One table for each kind of record, in a folder or zipped. What a spreadsheet would calculate is text."""
    with house.store.transaction() as session:
        crm = house.crm(session)
        found = {noun: records for noun in TABLES if (records := records_of(crm, noun))}
    files = {f"{noun}.csv": as_csv(*table_of(records, noun)) for noun, records in found.items()}
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        path.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (path / name).write_bytes(content)
    _tell_of(found, house)


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


def upgrade(args: Namespace) -> None:
    store = Store(settings_of(args).database, create=False)
    store.upgrade()
    say(f"The database is at version {store.version()}.")


def key(_: Namespace) -> None:
    say(new_key())


def encrypt(args: Namespace) -> None:
    """Brings all under the current key, whichever it was under; after a stop it goes on."""
    settings = settings_of(args)
    keys = settings.encryption.keys()
    if keys is None or keys.current is None:
        raise BadUsage("set CONFAB_ENCRYPTION__KEY (or encryption.key_file) to a key first; crm db key makes one")
    _reseal(settings, keys)
    say(f"All personal data is encrypted under the key {keys.current.name}; no other key is needed any more.")


def decrypt(args: Namespace) -> None:
    settings = settings_of(args)
    keys = settings.encryption.keys()
    if keys is None:
        raise BadUsage("set CONFAB_ENCRYPTION__KEY (or encryption.key_file) to the key that it is encrypted under")
    _reseal(settings, keys.only_to_open)
    say("Nothing in the database is encrypted any more. Take the key out of the settings before anything is served.")


def _reseal(settings: Settings, keys: Keys) -> None:
    store = Store(settings.database, keys=keys)
    for table, count in reseal(store, keys):
        print(f"{table}: {count}", file=sys.stderr, flush=True)  # noqa: T201 - whoever waits sees that it goes on
    store.close()


def version(args: Namespace) -> None:
    """Looks without creating anything."""
    database = settings_of(args).database
    file = sqlite_file(database)
    found = None if file and not file.exists() else Store(database, create=False).version()
    say(f"The database is at version {found or 'none (it is empty or not there)'}; this program needs {HEAD}.")
