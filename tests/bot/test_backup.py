"""Backups: made of a running database, proven, encrypted, and put back. The drill that a backup is worth."""

import asyncio
import json
import os
import threading
from pathlib import Path

import pytest

from bot.cli_backup import keep
from bot.settings_keeping import Backup
from bot.timetable import back_up, is_due
from crm_domain import backups
from crm_domain.errors import BadValue, Conflict
from crm_domain.exchange import export_workspace
from crm_domain.store import Store
from tests.people import MONDAY, Office, furnish
from tests.programs import Ran, ran

PASSPHRASE = "a horse and a stapler"


def everything(store: Store) -> dict:
    with store.transaction() as session:
        workspace = Office(store).assistant.open(session, MONDAY)
        return export_workspace(session, workspace)


@pytest.fixture
def busy(sqlite_url: str) -> Office:
    return furnish(Office(Store(sqlite_url)))


def test_the_drill_a_backup_of_a_running_database_is_put_back_equal(busy: Office, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        other = Office(Store(busy.store.url))
        for n in range(200):
            if stop.is_set():
                break
            other.crm(lambda crm, n=n: [crm.contacts.add(f"Pair {n} {half}") for half in "ab"])
        other.store.close()

    writer = threading.Thread(target=write)
    writer.start()
    backups.write_backup(busy.store, tmp_path / "one.backup", PASSPHRASE, MONDAY)
    stop.set()
    writer.join()
    raw = (tmp_path / "one.backup").read_bytes()
    assert b"Dana Wu" not in raw
    assert b"SQLite format" not in raw
    new = tmp_path / "new.db"
    backups.restore(str(new), tmp_path / "one.backup", PASSPHRASE, MONDAY)
    restored = Store(str(new))
    found = everything(restored)
    names = [contact["name"] for contact in found["contacts"]]
    assert {"Dana Wu", "王磊 (Leo Wang)"} <= set(names)
    assert len([name for name in names if name.startswith("Pair")]) % 2 == 0  # a whole number of transactions
    restored.close()


def test_what_is_restored_is_what_was_there(busy: Office, tmp_path: Path) -> None:
    before = everything(busy.store)
    path = tmp_path / "one.backup"
    backups.write_backup(busy.store, path, PASSPHRASE, MONDAY)
    busy.crm(lambda crm: crm.contacts.add("Too Late"))
    database = Path(busy.store.engine.url.database or "")
    with pytest.raises(Conflict, match="in use"):
        backups.restore(str(database), path, PASSPHRASE, MONDAY)
    assert len(everything(busy.store)["contacts"]) == len(before["contacts"]) + 1
    busy.store.close()
    backups.restore(str(database), path, PASSPHRASE, MONDAY)
    again = Store(str(database))
    assert everything(again) == before
    again.close()
    assert database.with_name(f"{database.name}.before").exists()


def test_a_wrong_passphrase_or_a_changed_byte_restores_nothing(busy: Office, tmp_path: Path) -> None:
    path = tmp_path / "one.backup"
    backups.write_backup(busy.store, path, PASSPHRASE, MONDAY)
    target = tmp_path / "target.db"
    with pytest.raises(BadValue, match="not the passphrase"):
        backups.restore(str(target), path, "another one", MONDAY)
    with pytest.raises(BadValue, match="encrypted"):
        backups.restore(str(target), path, None, MONDAY)
    raw = bytearray(path.read_bytes())
    for place in (len(raw) // 2, len(raw) - 1):
        raw[place] ^= 1
        path.write_bytes(raw)
        with pytest.raises(BadValue):
            backups.restore(str(target), path, PASSPHRASE, MONDAY)
        raw[place] ^= 1
    path.write_bytes(raw[:-40])
    with pytest.raises(BadValue):
        backups.restore(str(target), path, PASSPHRASE, MONDAY)
    path.write_text("no backup at all")
    with pytest.raises(BadValue, match="no backup"):
        backups.restore(str(target), path, PASSPHRASE, MONDAY)
    assert not target.exists()


def test_a_server_database_is_backed_up_as_its_workspaces(store: Store, tmp_path: Path) -> None:
    office = furnish(Office(store))
    path = tmp_path / "one.backup"
    about = backups.write_backup(office.store, path, None, MONDAY)
    content = tmp_path / "content"
    assert backups.unpack(path, None, content) == about
    if about.kind == "json":
        assert json.loads(content.read_text("utf-8")) == {"main": everything(store)}


def test_a_servers_backup_comes_back_into_an_empty_database_and_into_no_other(postgresql_place, cluster, tmp_path):
    office = furnish(Office(postgresql_place.store()))
    before, path, url = everything(office.store), tmp_path / "one.backup", cluster.create()
    try:
        backups.write_backup(office.store, path, PASSPHRASE, MONDAY)
        backups.restore(url, path, PASSPHRASE, MONDAY)
        store = Store(url)
        assert without_audit(everything(store)) == without_audit(before)
        store.close()
        with pytest.raises(Conflict, match="empty"):
            backups.restore(url, path, PASSPHRASE, MONDAY)
    finally:
        cluster.drop(url)
        postgresql_place.tidy()


def without_audit(data: dict) -> dict:
    return {noun: records for noun, records in data.items() if noun != "audit"}


def test_backups_are_made_by_the_clock_and_the_oldest_go(busy: Office, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    asyncio.run(back_up(busy.store, Backup(folder=folder, keep=2, passphrase=PASSPHRASE)))
    [first] = folder.iterdir()
    assert not is_due(folder, 24)
    asyncio.run(back_up(busy.store, Backup(folder=folder, keep=2, passphrase=PASSPHRASE)))
    assert list(folder.iterdir()) == [first]
    os.utime(first, (0, 0))
    assert is_due(folder, 24)
    for name in ("confab-20200101T000000Z.backup", "confab-20200102T000000Z.backup"):
        (folder / name).write_bytes(b"old")
    newest = keep(busy.store, folder, PASSPHRASE, 2)
    assert len(list(folder.iterdir())) == 2
    backups.restore(str(tmp_path / "drill.db"), newest, PASSPHRASE, MONDAY)


def test_the_command_line_backs_up_and_restores(busy: Office, tmp_path: Path) -> None:
    busy.store.close()
    database = str(busy.store.engine.url.database)
    environment = {**os.environ, "CONFAB_PASSPHRASE": PASSPHRASE}

    def crm(*arguments: str, env: dict[str, str]) -> Ran:
        return ran(*arguments, "--db", database, folder=tmp_path, env=env)

    made = crm("backup", "one.backup", env=environment)
    assert json.loads(made.stdout)["encrypted"], made.stderr
    assert crm("backup", "two.backup", env={**os.environ, "CONFAB_PASSPHRASE": ""}).returncode == 2
    done = crm("restore", "one.backup", env=environment)
    assert json.loads(done.stdout)["restored"] == database, done.stderr
