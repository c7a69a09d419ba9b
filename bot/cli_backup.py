"""`crm backup` and `crm restore`: the whole database as one file, and back."""

import getpass
import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from bot.cli import BadUsage, settings_of
from bot.cli_members import say
from bot.house import now, open_store, sqlite_file
from crm_domain import backups
from crm_domain.store import Store

VARIABLE = "CONFAB_PASSPHRASE"


def backup(args: Namespace) -> None:
    settings = settings_of(args)
    file = sqlite_file(settings.database)
    if file and not file.exists():
        raise BadUsage(f"{file}: there is no database to back up")
    passphrase = None if args.plain else _passphrase(args, again=True)
    store = open_store(settings)
    about = backups.write_backup(store, args.file, passphrase, now())
    store.close()
    say(
        json.dumps({"file": str(args.file), "bytes": about.size, "sha256": about.digest, "encrypted": bool(passphrase)})
    )


def restore(args: Namespace) -> None:
    settings = settings_of(args)
    about = backups.about_backup(args.file)
    passphrase = _passphrase(args, again=False) if about.salt else None
    backups.restore(settings.database, args.file, passphrase, now())
    store = Store(settings.database, create=False)
    say(json.dumps({"restored": settings.database, "of": about.at, "version": store.version()}))
    store.close()


def _passphrase(args: Namespace, again: bool) -> str:
    """From the file that is named, the environment, or whoever sits at the terminal."""
    if args.passphrase_file:
        return _sound(args.passphrase_file.read_text("utf-8").strip("\r\n"))
    if found := os.environ.get(VARIABLE):
        return _sound(found)
    if not sys.stdin.isatty():
        raise BadUsage(f"a backup is encrypted: set {VARIABLE}, name a --passphrase-file, or (not advised) say --plain")
    said = getpass.getpass("Passphrase: ")
    if again and getpass.getpass("Once more: ") != said:
        raise BadUsage("these were two different passphrases")
    return _sound(said)


def _sound(passphrase: str) -> str:
    if len(passphrase) < 8:
        raise BadUsage("a passphrase has eight characters or more")
    return passphrase


def keep(store: Store, folder: Path, passphrase: str | None, most: int) -> Path:
    """A backup under the moment's name; the oldest go, so that `most` stay."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"confab-{now():%Y%m%dT%H%M%SZ}.backup"
    backups.write_backup(store, path, passphrase, now())
    for old in sorted(folder.glob("confab-*.backup"))[:-most]:
        old.unlink(missing_ok=True)
    return path
