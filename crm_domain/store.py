"""The database: one SQLite file or one PostgreSQL, opened, checked, and written in transactions."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from crm_domain import seals
from crm_domain.errors import CrmError
from crm_domain.sealing import Keys, hand_to
from crm_domain.texts import T

__all__ = ["FAULTS", "Session", "Store"]

# What the database may raise whatever was asked of it: locks, lost connections, a row changed by another process.
FAULTS = (DBAPIError, StaleDataError)

ATTEMPTS_TO_SWITCH = 250  # five seconds: another process may be making its tables just now

HEAD = "0025"  # the newest migration; a test holds it against the scripts

OLD = T(
    "The database is at version {found}, this program needs {head}. Run: crm db upgrade",
    "数据库版本是 {found}，程序需要 {head}。请运行：crm db upgrade",
)


_UPGRADING = Lock()  # alembic keeps what it works on in globals


class Store:
    """Opens the database at `url`: an SQLAlchemy URL or the path of an SQLite file. Creates it where it is missing."""

    def __init__(self, url: str, create: bool = True, keys: Keys | None = None) -> None:
        """`keys` seal what is personal. Raises CrmError where one is missing."""
        self.url = as_url(url)
        self.engine = _engine(self.url)
        self.keys = keys
        hand_to(self.engine.dialect, keys)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False, autoflush=True)
        event.listen(self.sessions, "before_flush", _before_flush)
        event.listen(self.sessions, "after_flush", _after_flush)
        event.listen(self.sessions, "after_soft_rollback", _after_rollback)
        event.listen(self.sessions, "after_commit", self._sweep_erased)
        if create:
            self._ensure()

    def _ensure(self) -> None:
        found = self.version()
        if found is None:
            self.upgrade()
        elif found != HEAD and (found := self._settled()) != HEAD:
            raise CrmError(OLD, found=found, head=HEAD)
        with self.transaction() as session:
            seals.open_with(session, self.keys)

    def _settled(self) -> str | None:
        """The version once whoever is moving the database has come to an end."""
        with _UPGRADING:
            return self.version()

    def version(self) -> str | None:
        """The migration that the database stands at; None where it is empty."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("select version_num from alembic_version")).scalar()

    def upgrade(self) -> None:
        from alembic import command

        from crm_domain.migrations import config

        # Begun before alembic looks where the database stands: left to itself, it looks in one transaction and
        # migrates in others, between which another process may have migrated.
        with _UPGRADING, self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(4815162342)"))
            command.upgrade(config(connection), "head")

    @contextmanager
    def transaction(self, durable: bool = True) -> Iterator[Session]:
        """All or nothing; the only place that commits.

        One that is not `durable` outlives the process, but may be lost with the machine's power until a durable one
        follows it: for what can be found out again. It does not wait for the disk.
        """
        with self.sessions() as session, session.begin():
            if not durable:
                session.connection(execution_options={"durable": False})
            yield session

    def _sweep_erased(self, session: Session) -> None:
        """Somebody was erased: what deleting leaves behind in the database's files goes too."""
        if not session.in_nested_transaction() and session.info.pop("erased", False):
            self.sweep()

    def sweep(self) -> None:
        """Writes the database anew without anything that was deleted. Takes seconds for a large one."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("VACUUM FULL")
                return
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("COMMIT") if raw.in_transaction else None
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def as_url(url: str) -> str:
    return url if "://" in url else f"sqlite:///{Path(url).absolute()}"


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        event.listen(engine, "begin", _begin_postgresql)
        return _with_plain_savepoints(engine)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # isolation_level None: the driver must not begin on its own, else savepoints misbehave.
    engine = create_engine(url, connect_args={"isolation_level": None, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return _with_plain_savepoints(engine)


def _with_plain_savepoints(engine: Engine) -> Engine:
    """Every message has one, and SQLAlchemy compiles its words anew each time: half of what it costs."""
    for name, words in (("do_savepoint", "SAVEPOINT"), ("do_release_savepoint", "RELEASE SAVEPOINT")):
        setattr(engine.dialect, name, partial(_say, words))
    return engine


def _say(words: str, connection: Connection, savepoint: str) -> None:
    connection.exec_driver_sql(f"{words} {savepoint}")


def _is_durable(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("durable", True))


def _begin_postgresql(connection: Connection) -> None:
    if not _is_durable(connection):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")


def _begin_sqlite(connection: Connection) -> None:
    """How it will commit must be said before it begins, and stays so for the transactions after it."""
    durable = _is_durable(connection)
    if connection.info.get("durable", True) != durable:
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.info["durable"] = durable
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout=15000")
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Where two switch a new file at once, SQLite tells one of them "locked" and does not wait: so we do."""
    for attempt in range(ATTEMPTS_TO_SWITCH):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if attempt == ATTEMPTS_TO_SWITCH - 1:
                raise
            sleep(0.02)


def _before_flush(session: Session, _: UOWTransaction, __: object) -> None:
    if desk := session.info.get("desk"):
        desk.before_flush()


def on_rollback(session: Session, forget: Callable[[], None], savepoints: bool = False) -> None:
    """Calls `forget` when the session's transaction is rolled back: what was learned in it may never have been.

    With `savepoints` when one of those is, instead.
    """
    session.info.setdefault("on_savepoint" if savepoints else "on_rollback", set()).add(forget)


def _after_rollback(session: Session, ended: SessionTransaction) -> None:
    for forget in session.info.get("on_savepoint" if ended.nested else "on_rollback", ()):
        forget()


def _after_flush(session: Session, _: UOWTransaction) -> None:
    if desk := session.info.get("desk"):
        desk.journal.note(session)
