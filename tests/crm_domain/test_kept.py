"""What is kept between messages is never older than the database, whoever changed it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from crm_domain.deals import Deal
from crm_domain.store import Store
from tests.people import Office, done, furnish, refused


@pytest.fixture
def office(store: Store) -> Office:
    return furnish(Office(store))


@pytest.fixture
def elsewhere(office: Office) -> Iterator[Office]:
    """The same company, served by another process."""
    store = Store(office.store.engine.url.render_as_string(hide_password=False))
    yield Office(store)
    store.close()


def statements(office: Office, say: str) -> list[str]:
    seen: list[str] = []

    def listener(*args: Any) -> None:
        seen.append(args[2])

    event.listen(office.store.engine, "before_cursor_execute", listener)
    done(office.person("ann").says(say))
    event.remove(office.store.engine, "before_cursor_execute", listener)
    return seen


def test_members_and_stages_are_read_once_and_kept(office: Office) -> None:
    ann = office.person("ann")
    for _ in range(2):
        done(ann.says("my deals"))
    later = statements(office, "move acme renewal to negotiation")
    assert [words for words in later if "FROM members" in words or "FROM stages" in words] == []


def test_a_role_taken_away_elsewhere_is_gone_with_the_next_message(office: Office, elsewhere: Office) -> None:
    root = office.person("root")
    for _ in range(2):
        done(root.says("members"))
    elsewhere.crm(lambda crm: setattr(crm.members.by_handle("root"), "role", "rep"))
    refused(root.says("add member Zoe Zed as rep"))


def test_a_member_who_left_elsewhere_is_a_stranger_with_the_next_message(office: Office, elsewhere: Office) -> None:
    ann = office.person("ann")
    for _ in range(2):
        done(ann.says("my deals"))
    elsewhere.crm(lambda crm: setattr(crm.members.by_handle("ann"), "active", False))
    refused(ann.says("my deals"))


def test_a_stage_renamed_elsewhere_is_shown_by_its_new_name(office: Office, elsewhere: Office) -> None:
    ann = office.person("ann")
    for _ in range(2):
        done(ann.says("show deal acme renewal"))
    elsewhere.crm(lambda crm: setattr(crm.pipelines.stage("negotiation"), "name_en", "Haggling"))
    assert "Haggling" in done(ann.says("move acme renewal to negotiation")).text


def test_what_a_rolled_back_transaction_loaded_is_not_kept(office: Office) -> None:
    ann = office.person("ann")
    done(ann.says("my deals"))
    with office.store.transaction() as session:
        office.assistant.answer(session, ann.message("move acme renewal to negotiation"))
        session.rollback()
    assert office.facts(Deal, "Acme renewal", "stage.key") == "proposal"
    done(ann.says("move acme renewal to negotiation"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


def test_following_the_journal_costs_the_same_however_long_it_is(office: Office) -> None:
    """A search by an index of the workspace would walk all of it."""
    if office.store.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    done(office.person("ann").says("my deals"))
    follow = next(words for words in statements(office, "my deals") if "FROM change_lines" in words)
    with office.store.engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {follow.replace('?', '0')}")).all()
    assert ["rowid>" in step.detail for step in plan] == [True]
