"""The furnished office and the people in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_domain.store import Store
from tests.people import Office, Person, furnish


@pytest.fixture(scope="session")
def furnished_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file in which the office stands: copied for each test."""
    path = tmp_path_factory.mktemp("furnished") / "confab.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(str(path))
    furnish(Office(store))
    store.close()  # the last connection writes the log back into the file
    return path


@pytest.fixture(scope="session")
def office_store(furnished_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One for all tests, so that its statements are compiled once; its file is another one for each test."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copyfile(furnished_template, path)
    store = Store(str(path))
    yield store
    store.close()


@pytest.fixture
def office(office_store: Store, furnished_template: Path) -> Office:
    """The office on SQLite, as it was in the beginning."""
    office_store.close()
    path = Path(office_store.engine.url.database or "")
    for rest in (f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(rest).unlink(missing_ok=True)
    shutil.copyfile(furnished_template, path)
    return Office(office_store)


@pytest.fixture
def each_office(store: Store) -> Office:
    """The office on SQLite and on PostgreSQL: for what the databases might do differently."""
    return furnish(Office(store))


@pytest.fixture
def ann(office: Office) -> Person:
    """A rep of team North."""
    return office.person("ann")


@pytest.fixture
def bo(office: Office) -> Person:
    """A rep of team South."""
    return office.person("bo")


@pytest.fixture
def max_(office: Office) -> Person:
    """The manager of team North."""
    return office.person("max")


@pytest.fixture
def ivy(office: Office) -> Person:
    """An agent."""
    return office.person("ivy")


@pytest.fixture
def root(office: Office) -> Person:
    """The admin."""
    return office.person("root")


@pytest.fixture
def lin(office: Office) -> Person:
    """林晓琳，北区的销售，说中文。"""
    return office.person("lin")
