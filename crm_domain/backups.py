"""Backups: a consistent copy of a running database in one file, compressed, checked, encrypted under a passphrase.

The file: a line that names the format, a line of JSON about the content, then blocks, each with its length before it.
Encrypted blocks are AES-GCM under a key that scrypt makes of the passphrase; each block is bound to that line and its
own place, so that none can be left out, added, or swapped.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select, text

from crm_domain.errors import BadValue, Conflict
from crm_domain.exchange import export_workspace, import_workspace
from crm_domain.store import Store, as_url
from crm_domain.texts import T
from crm_domain.workspaces import Workspace

FORMAT = b"confab backup 1\n"
BLOCK = 1024 * 1024
HARDNESS = 2**15  # of scrypt: a tenth of a second and 32 MB for each guess
NO_BACKUP = T("{file} is no backup of this program.", "{file} 不是本程序的备份文件。")
DAMAGED = T("{file} is damaged: it can't be restored.", "{file} 已损坏，无法恢复。")
WRONG = T("That is not the passphrase of {file}, or the file is damaged.", "口令不对，或者 {file} 已损坏。")
NEEDS_ONE = T("{file} is encrypted: give its passphrase.", "{file} 已加密，请提供口令。")
RUNNING = T(
    "The database is in use. Stop the program first: a restore replaces it under everybody's feet.",
    "数据库正在使用。请先停止程序再恢复。",
)
NOT_EMPTY = T(
    "That database already has records. Restore into an empty one.", "这个数据库里已有数据，请恢复到空数据库。"
)
OTHER_KIND = T(
    "{file} holds {kind}; it can't be restored into this kind of database.",
    "{file} 里是 {kind}，无法恢复到这种数据库。",
)


@dataclass(frozen=True)
class About:
    """`kind`: sqlite (the file itself) or json (every workspace's export). `digest` is the content's."""

    kind: str
    at: str
    size: int
    digest: str
    salt: str = ""
    nonce: str = ""

    @property
    def line(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode() + b"\n"


# -- writing -----------------------------------------------------------------------------------------------------------


def write_backup(store: Store, path: Path, passphrase: str | None, now: datetime) -> About:
    """A copy as of one moment, while others go on writing. All of it or nothing is at `path`."""
    kind = store.engine.dialect.name
    with _beside(path) as (file, place), tempfile.TemporaryDirectory(dir=path.absolute().parent) as folder:
        content = Path(folder) / "content"
        _copy_sqlite(store, content) if kind == "sqlite" else _copy_records(store, content)
        salt, nonce = (os.urandom(16).hex(), os.urandom(4).hex()) if passphrase else ("", "")
        size, digest = content.stat().st_size, _digest(content)
        about = About("sqlite" if kind == "sqlite" else "json", now.isoformat(), size, digest, salt, nonce)
        _write_blocks(file, content, about, passphrase)
        file.flush()
        os.fsync(file.fileno())
        os.replace(place, path)
    return about


@contextmanager
def _beside(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    handle, place = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, place
    finally:
        Path(place).unlink(missing_ok=True)


def _copy_sqlite(store: Store, content: Path) -> None:
    database = store.engine.url.database or ""
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(content)) as copy,
    ):
        source.backup(copy, pages=2_000)
        copy.execute("PRAGMA journal_mode=DELETE")


def _copy_records(store: Store, content: Path) -> None:
    """A server's database as its workspaces' exports, read in one transaction."""
    with store.transaction() as session:
        session.execute(text("set transaction isolation level repeatable read"))
        spaces = session.scalars(select(Workspace).order_by(Workspace.id)).all()
        data = {space.name: export_workspace(session, space) for space in spaces}
    content.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _digest(content: Path) -> str:
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_blocks(file: BinaryIO, content: Path, about: About, passphrase: str | None) -> None:
    file.write(FORMAT + about.line)
    cipher = _cipher(about, passphrase) if passphrase else None
    with content.open("rb") as source:
        for number, block in enumerate(iter(lambda: source.read(BLOCK), b"")):
            packed = zlib.compress(block)
            sealed = cipher.encrypt(_nonce(about, number), packed, about.line) if cipher else packed
            file.write(len(sealed).to_bytes(4, "big") + sealed)


def _cipher(about: About, passphrase: str) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    key = Scrypt(salt=bytes.fromhex(about.salt), length=32, n=HARDNESS, r=8, p=1).derive(passphrase.encode())
    return AESGCM(key)


def _nonce(about: About, number: int) -> bytes:
    return bytes.fromhex(about.nonce) + number.to_bytes(8, "big")


# -- reading -----------------------------------------------------------------------------------------------------------


def about_backup(path: Path) -> About:
    with path.open("rb") as file:
        return _about(file, path)


def _about(file: BinaryIO, path: Path) -> About:
    if file.read(len(FORMAT)) != FORMAT:
        raise BadValue(NO_BACKUP, file=path.name)
    try:
        return About(**json.loads(file.readline(4096)))
    except (ValueError, TypeError) as error:
        raise BadValue(DAMAGED, file=path.name) from error


def unpack(path: Path, passphrase: str | None, content: Path) -> About:
    """The content, proven to be what was written. BadValue where it is not, or the passphrase is another."""
    with path.open("rb") as file, content.open("wb") as out:
        about = _about(file, path)
        if about.salt and not passphrase:
            raise BadValue(NEEDS_ONE, file=path.name)
        cipher = _cipher(about, passphrase or "") if about.salt else None
        for number, sealed in enumerate(_blocks(file, path)):
            out.write(_opened(sealed, cipher, about, number, path))
    if content.stat().st_size != about.size or _digest(content) != about.digest:
        raise BadValue(DAMAGED, file=path.name)
    return about


def _blocks(file: BinaryIO, path: Path) -> Iterator[bytes]:
    while length := file.read(4):
        size = int.from_bytes(length, "big")
        sealed = file.read(size) if size <= 2 * BLOCK else b""
        if len(sealed) != size:
            raise BadValue(DAMAGED, file=path.name)
        yield sealed


def _opened(sealed: bytes, cipher: Any, about: About, number: int, path: Path) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        packed = cipher.decrypt(_nonce(about, number), sealed, about.line) if cipher else sealed
        return zlib.decompressobj().decompress(packed, BLOCK + 1)
    except InvalidTag as error:
        raise BadValue(WRONG, file=path.name) from error
    except zlib.error as error:
        raise BadValue(DAMAGED, file=path.name) from error


# -- restoring ---------------------------------------------------------------------------------------------------------


def restore(url: str, path: Path, passphrase: str | None, now: datetime) -> About:
    """Puts a backup in the place of a database that nobody uses. What was there stays beside it, as `.before`."""
    database = _sqlite_path(url)
    with tempfile.TemporaryDirectory(dir=(database or path).absolute().parent) as folder:
        content = Path(folder) / "content"
        about = unpack(path, passphrase, content)
        if (about.kind == "sqlite") != (database is not None):
            raise BadValue(OTHER_KIND, file=path.name, kind=about.kind)
        if database is not None:
            _put_in_place(database, content, path)
        else:
            _put_records(url, content, now)
    return about


def _sqlite_path(url: str) -> Path | None:
    whole = as_url(url)
    return Path(whole.partition(":///")[2]) if whole.startswith("sqlite") else None


def _put_in_place(database: Path, content: Path, path: Path) -> None:
    with closing(sqlite3.connect(content)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BadValue(DAMAGED, file=path.name)
    if database.exists():
        _refuse_running(database)
        os.replace(database, database.with_name(f"{database.name}.before"))
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    os.replace(content, database)


def _refuse_running(database: Path) -> None:
    """SQLite gives up its log only to the last one who has the database open."""
    with closing(sqlite3.connect(database, timeout=0.2)) as connection:
        try:
            alone = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
        except sqlite3.OperationalError as error:
            raise Conflict(RUNNING) from error
    if alone != ("delete",):
        raise Conflict(RUNNING)


def _put_records(url: str, content: Path, now: datetime) -> None:
    from crm_domain.crm import open_workspace

    store = Store(url)
    with store.transaction() as session:
        others = text(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        if session.scalar(others):
            raise Conflict(RUNNING)
        if session.scalar(text("select count(*) from changes")):
            raise Conflict(NOT_EMPTY)
        for name, data in json.loads(content.read_text("utf-8")).items():
            import_workspace(session, open_workspace(session, name, now), data, None, now)
    store.close()
