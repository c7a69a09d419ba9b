"""Personal data at rest: nothing of it can be read in the files, and all goes on working."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from crm_domain.backups import restore, write_backup
from crm_domain.contacts import Contact
from crm_domain.errors import BadValue
from crm_domain.exchange import export_workspace, import_workspace
from crm_domain.resealing import reseal
from crm_domain.sealing import Key, Keys, new_key
from crm_domain.store import Store
from tests.people import MONDAY, Office, asked, done, furnish, refused, shown
from tests.programs import Program, Ran, crm, ran
from tests.waiting import eventually

OLD, NEW = new_key(), new_key()
UNDER_OLD, UNDER_NEW = Keys(Key(OLD)), Keys(Key(NEW))
GOING_OVER = Keys(Key(NEW), [Key(OLD)])
PERSONAL = (
    "Solbakk",
    "ingrid.s@fjell",
    "40219900",
    "divorce",
    "waterproof",
    "Dana Wu",
    "王磊",
    "索尔巴克",
    "prefers",
)
CSV = "Name,Email,Phone\nDana Wu,DANA@acme.example,\nNew Person,new@fjell.example,\n"


def lived_in(store: Store) -> Office:
    """An office in which Ingrid was spoken of in every way."""
    office = furnish(Office(store))
    ann, lin = office.person("ann"), office.person("lin")
    office.crm(
        lambda crm: crm.contacts.add(
            "Ingrid Solbakk (索尔巴克)",
            email="ingrid.s@fjell.example",
            phone="+4740219900",
            note="prefers tea",
            more={"wechat": "索尔巴克"},
        )
    )
    done(ann.says("log a call with Ingrid Solbakk: she asked for a divorce lawyer"))
    done(ann.says("new ticket for Ingrid Solbakk: the waterproof cover leaks"))
    done(ann.says("remind me tomorrow at 9 to write to Ingrid Solbakk"))
    done(lin.says("看看联系人索尔巴克"))
    return office


def on_the_disk(store: Store) -> bytes:
    """The files of an SQLite database; of a server's all that its tables hold."""
    if path := store.engine.url.database if store.engine.dialect.name == "sqlite" else None:
        return b"".join(file.read_bytes() for file in Path(path).parent.glob(f"{Path(path).name}*"))
    with store.engine.connect() as connection:
        tables = connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
        return b"".join(
            str(connection.execute(text(f'select t::text from "{table}" t')).scalars().all()).encode()
            for table in tables
        )


def readable(store: Store) -> list[str]:
    raw = on_the_disk(store)
    ways = {word: (word.encode(), word.encode("unicode_escape")) for word in PERSONAL}
    return [word for word, forms in ways.items() if any(form in raw for form in forms)]


def everything(store: Store) -> dict:
    with store.transaction() as session:
        return export_workspace(session, Office(store).assistant.open(session, MONDAY))


@pytest.fixture
def sealed(store: Store) -> Store:
    """The same database, opened with a key."""
    opened = Store(store.url, keys=UNDER_OLD)
    yield opened
    opened.close()


def test_nothing_personal_is_readable_on_the_disk_and_lookups_work(sealed):
    office = lived_in(sealed)
    ann, root = office.person("ann"), office.person("root")
    assert readable(sealed) == []
    assert "ingrid.s@fjell.example" in shown(done(ann.says("show contact Solbakk"))).values()
    assert "Ingrid" in str(done(ann.says("find contacts fjell.example")).table)
    assert "Ingrid" in refused(ann.says("add contact Someone Else, Ingrid.S@Fjell.example")).text  # of one e-mail one
    twin = done(ann.says("add contact Ingrid Solbakk, +47 40 21 99 00"))
    assert "Ingrid Solbakk" in twin.text, "by the same phone number"
    done(ann.says("undo"))
    before = done(ann.says("history of contact Solbakk")).text
    done(ann.says("change the phone of Ingrid Solbakk to +47 40 21 99 11"))
    done(ann.says("undo"))
    assert "ingrid.s@fjell.example" in shown(done(ann.says("show contact Solbakk"))).values()
    assert len(done(ann.says("history of contact Solbakk")).text) > len(before)
    known = done(root.says("/privacy.export contact=Solbakk"))
    assert "divorce lawyer" in Path(known.files[0]).read_text("utf-8")
    asked(root.says("erase all personal data of Ingrid Solbakk"))
    done(root.says("yes"))
    assert "Solbakk" not in str(everything(sealed))
    assert readable(sealed) == []


def test_a_merge_is_taken_apart_and_what_leaves_comes_back_equal(sealed, tmp_path):
    office = lived_in(sealed)
    ann = office.person("ann")
    office.crm(lambda crm: crm.contacts.add("Ingrid Solbakke", phone="+474021990099"))
    before = everything(sealed)
    asked(ann.says("merge contact Ingrid Solbakke into Ingrid Solbakk"))
    done(ann.says("yes"))
    done(ann.says("undo"))
    after = everything(sealed)
    assert {noun: rows for noun, rows in after.items() if noun != "audit"} == {
        noun: rows for noun, rows in before.items() if noun != "audit"
    }
    other = Store(str(tmp_path / "other.db"), keys=UNDER_NEW)
    with other.transaction() as session:
        import_workspace(session, Office(other).assistant.open(session, MONDAY), after, None, MONDAY)
    assert everything(other) == after
    assert readable(other) == []
    other.close()


def test_a_table_is_imported_under_the_key_and_taken_back(sealed, tmp_path):
    office = lived_in(sealed)
    ann = office.person("ann")
    file = tmp_path / "people.csv"
    file.write_text(CSV, "utf-8")
    ann.says("import this", files=[str(file)])
    done(ann.says("yes"))
    names = {row.name for row in office.rows(Contact)}
    assert "New Person" in names
    assert len([row for row in office.rows(Contact) if row.name == "Dana Wu"]) == 1, "known by the address"
    assert b"new@fjell" not in on_the_disk(sealed)
    done(ann.says("undo"))
    assert "New Person" not in {row.name for row in office.rows(Contact)}


def test_too_few_keys_are_told_at_once_with_what_to_do(sealed):
    lived_in(sealed)
    for keys in (None, UNDER_NEW):
        with pytest.raises(BadValue) as told:
            Store(sealed.url, keys=keys)
        assert UNDER_OLD.current.name in told.value.to("en")
        assert "CONFAB_ENCRYPTION__KEY" in told.value.to("en")
        assert "CONFAB_ENCRYPTION__KEY" in told.value.to("zh")


def test_a_plain_database_goes_under_a_key_to_another_and_back_and_stays_the_same(store):
    lived_in(store)
    before = everything(store)
    assert set(readable(store)) >= {"Solbakk", "divorce", "王磊"}
    for keys in (UNDER_OLD, GOING_OVER):
        opened = Store(store.url, keys=keys)
        assert everything(opened) == before, "while some is still as it was"
        assert [*reseal(opened, keys)]
        assert [*reseal(opened, keys)] == [], "it is through"
        assert everything(opened) == before
        opened.close()
        assert readable(opened) == []
    with pytest.raises(BadValue) as told:
        Store(store.url, keys=UNDER_OLD)
    assert UNDER_NEW.current.name in told.value.to("en")
    opened = Store(store.url, keys=UNDER_NEW.only_to_open)
    assert [*reseal(opened, UNDER_NEW.only_to_open)]
    opened.close()
    assert everything(Store(store.url)) == before


async def test_a_change_of_keys_that_is_killed_goes_on_where_it_was(sqlite_url, tmp_path):
    """By the program, from the environment: kill -9 after the first rows, people at work in between, then again."""
    start = Store(sqlite_url, keys=UNDER_OLD)
    office = lived_in(start)
    office.crm(lambda crm: [crm.contacts.add(f"Solbakk {n}", email=f"s{n}@fjell.example") for n in range(1200)])
    start.close()
    environment = {**os.environ, "CONFAB_ENCRYPTION__KEY": NEW, "CONFAB_ENCRYPTION__OLD_KEYS": OLD}
    words = "db", "encrypt", "--db", sqlite_url
    log = tmp_path / "log"
    program = Program(crm, *words, cwd=tmp_path, out=log, env=environment)
    await eventually(lambda: log.exists() and "contacts: 500" in log.read_text())
    program.kill()
    program.wait(60)
    between = Store(sqlite_url, keys=GOING_OVER)
    worker = Office(between).person("ann")
    assert "Solbakk 3" in refused(worker.says("add contact Somebody, s3@fjell.example", key="a")).text
    assert "Solbakk 1199" in refused(worker.says("add contact Somebody, s1199@fjell.example", key="b")).text
    done(worker.says("add contact Late Solbakk", key="c"))
    before = everything(between)
    between.close()
    assert ran(*words, folder=tmp_path, env=environment).returncode == 0
    after = Store(sqlite_url, keys=UNDER_NEW)
    assert everything(after) == before
    after.close()
    assert UNDER_OLD.current.name.encode() not in on_the_disk(after)


def test_the_program_says_what_is_wrong_with_a_key(sqlite_url, tmp_path):
    def told(*words: str, key: str = "", **more: str) -> Ran:
        return ran(*words, folder=tmp_path, env={**os.environ, "CONFAB_ENCRYPTION__KEY": key, **more})

    made = told("db", "key").stdout.strip()
    assert "CONFAB_ENCRYPTION__KEY" in told("db", "encrypt", "--db", sqlite_url).stderr
    assert "crm db key" in told("export", "-", "--db", sqlite_url, key="short").stderr
    assert told("db", "encrypt", "--db", sqlite_url, key=made).returncode == 0
    refusal = told("export", "-", "--db", sqlite_url)
    assert refusal.returncode == 2
    assert "CONFAB_ENCRYPTION__KEY" in refusal.stderr
    assert told("db", "decrypt", "--db", sqlite_url, key=made).returncode == 0
    assert told("export", "-", "--db", sqlite_url).returncode == 0


def test_a_backup_of_a_sealed_database_needs_the_key_again(sqlite_url, tmp_path):
    start = Store(sqlite_url, keys=UNDER_OLD)
    lived_in(start)
    before = everything(start)
    write_backup(start, tmp_path / "one.backup", None, MONDAY)
    start.close()
    restore(str(tmp_path / "new.db"), tmp_path / "one.backup", None, MONDAY)
    with pytest.raises(BadValue, match="CONFAB_ENCRYPTION__KEY"):
        Store(str(tmp_path / "new.db"))
    assert everything(Store(str(tmp_path / "new.db"), keys=UNDER_OLD)) == before
