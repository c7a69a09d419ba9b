import importlib
import multiprocessing
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import crm_domain
from crm_domain.base import Base
from crm_domain.crm import open_workspace
from crm_domain.errors import CrmError
from crm_domain.migrations import config
from crm_domain.store import HEAD, Store


def all_tables():
    """Those of every module of the floor, whether or not anything else imports it."""
    for module in pkgutil.iter_modules(crm_domain.__path__, "crm_domain."):
        importlib.import_module(module.name)
    return Base.metadata


def test_the_migrations_make_exactly_the_tables_of_the_models(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, all_tables()) == []


def test_opening_the_crm_is_enough_to_know_every_table():
    asked = "from crm_domain.crm import Base; print(*Base.metadata.tables)"
    known = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert set(known) == set(all_tables().tables)


def test_head_is_the_newest_script():
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_a_new_database_stands_at_head(store):
    assert store.version() == HEAD


def test_the_numbers_of_deleted_records_are_not_given_out_again(sqlite_store):
    with sqlite_store.engine.connect() as connection:
        made = connection.execute(text("select name, sql from sqlite_master where type = 'table'")).all()
    statements = dict(made)
    for table in all_tables().tables.values():
        if table.dialect_options["sqlite"]["autoincrement"]:
            assert "AUTOINCREMENT" in statements[table.name], table.name


def test_an_older_database_is_refused_with_the_sentence_that_says_what_to_run(store):
    with store.transaction() as session:
        session.execute(text("update alembic_version set version_num = '0000'"))
    with pytest.raises(CrmError) as refusal:
        Store(store.engine.url.render_as_string(hide_password=False))
    assert refusal.value.to("en") == (
        f"The database is at version 0000, this program needs {HEAD}. Run: crm db upgrade"
    )
    assert "crm db upgrade" in refusal.value.to("zh")


def test_an_older_database_can_still_be_opened_to_upgrade_it(store):
    with store.engine.connect() as connection:
        command.downgrade(config(connection), "base")
        connection.commit()
    again = Store(store.engine.url.render_as_string(hide_password=False), create=False)
    again.upgrade()
    assert again.version() == HEAD
    again.close()


def test_what_the_migrations_made_they_take_away_again(store):
    with store.engine.connect() as connection:
        command.downgrade(config(connection), "base")
        connection.commit()
    with store.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def opened(url, barrier):
    """Another process: opens the database and makes itself at home there."""
    barrier.wait(60)
    store = Store(url)
    with store.transaction() as session:
        open_workspace(session, "main", datetime(2026, 11, 23, tzinfo=UTC))
    store.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_new_database_may_be_opened_by_several_processes_at_once(request, kind, tmp_path):
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/new.db"
    else:
        cluster = request.getfixturevalue("cluster")
        url = cluster.create("template0")
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(4)
    running = [fork.Process(target=opened, args=(url, barrier)) for _ in range(4)]
    for one in running:
        one.start()
    for one in running:
        one.join(120)
    assert [one.exitcode for one in running] == [0] * 4
    store = Store(url)
    with store.transaction() as session:
        assert store.version() == HEAD
        assert session.scalars(text("select count(*) from workspaces")).all() == [1]
        assert session.scalars(text("select count(*) from pipelines")).all() == [1]
    store.close()
    if kind == "postgresql":
        cluster.drop(url)


def test_a_new_database_may_be_opened_by_several_at_once(tmp_path):
    path = str(tmp_path / "new.db")
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(Store, [path] * 4))
    assert {store.version() for store in stores} == {HEAD}
    for store in stores:
        store.close()
