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


@pytest.fixture
def office(furnished_template: Path, tmp_path: Path) -> Iterator[Office]:
    """The office on SQLite."""
    path = tmp_path / "office.db"
    shutil.copyfile(furnished_template, path)
    store = Store(str(path))
    yield Office(store)
    store.close()


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
