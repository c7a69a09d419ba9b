"""Reminders as records: what waits, what has come, whose they are, and how they travel in files."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from sqlalchemy import text

from crm_domain.crm import Crm, open_workspace
from crm_domain.exchange import export_workspace, import_workspace
from crm_domain.migrations import config
from crm_domain.reminders import Reminder

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def crm(sqlite_store):
    with sqlite_store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", NOON), None, NOON)
        crm.members.add("Ann", "rep", "ann")
        yield crm


def added(crm: Crm, **fields: Any) -> Reminder:
    return crm.reminders.add("call", NOON, whom=crm.members.by_handle("ann"), zone=UTC_ZONE, **fields)


def test_one_that_has_come_waits_no_more(crm):
    reminder = added(crm)
    assert list(crm.reminders.falling_due()) == [reminder]
    reminder.fire(NOON)
    crm.session.flush()
    assert (reminder.waiting, reminder.at, reminder.fired_at) == (False, NOON, NOON)
    assert list(crm.reminders.falling_due()) == []


def test_one_that_repeats_waits_for_what_is_still_ahead(crm):
    reminder = added(crm, repeat="FREQ=DAILY")
    late = NOON + timedelta(days=3, hours=1)
    assert reminder.missed(late) == 3
    reminder.fire(late)
    assert (reminder.waiting, reminder.at, reminder.starts) == (True, NOON + timedelta(days=4), NOON)
    assert reminder.missed(late) == 0


def test_done_ends_what_comes_once_and_not_what_repeats(crm):
    once, daily = added(crm), added(crm, repeat="FREQ=DAILY")
    once.finish(NOON)
    daily.finish(NOON)
    assert (once.waiting, daily.waiting) == (False, True)


def test_one_that_was_done_waits_again_when_it_is_put_off(crm):
    reminder = added(crm)
    reminder.fire(NOON)
    reminder.finish(NOON)
    reminder.wait_until(NOON + timedelta(hours=1))
    assert (reminder.waiting, reminder.done_at, reminder.at) == (True, None, NOON + timedelta(hours=1))


def brought_in(store, data):
    with store.transaction() as session:
        tally = import_workspace(session, open_workspace(session, "main", NOON), data, None, NOON)
        return tally, export_workspace(session, open_workspace(session, "main", NOON))["reminders"]


MEMBERS = [{"handle": "ann", "name": "Ann", "role": "rep", "tz": "Asia/Shanghai"}]


def test_a_reminder_comes_out_of_a_file_as_it_went_in(sqlite_store):
    asked = {
        "id": 1,
        "text": "call",
        "at": "2026-11-27T09:00:00+08:00",
        "repeat": "FREQ=WEEKLY;BYDAY=FR",
        "whom": "ann",
    }
    asked |= {"starts": "2026-11-20T09:00:00+08:00", "zone": "Asia/Shanghai", "channel": "slack", "chat": "C1"}
    over = {"id": 2, "text": "pay", "at": "2026-11-20T09:00:00+08:00", "whom": "ann", "waiting": False}
    tally, written = brought_in(sqlite_store, {"members": MEMBERS, "reminders": [asked, over]})
    assert tally.problems == []
    stamps = {"created_at", "updated_at"}
    assert [{name: value for name, value in row.items() if name not in stamps} for row in written] == [asked, over]


@pytest.mark.parametrize("wrong", [{"repeat": "whenever"}, {"repeat": "FREQ=SECONDLY"}, {"zone": "Mars/Olympus"}])
def test_what_could_never_come_is_not_let_in(sqlite_store, wrong):
    reminder = {"text": "call", "at": "2026-11-27T09:00:00+08:00", "whom": "ann"} | wrong
    tally, written = brought_in(sqlite_store, {"members": MEMBERS, "reminders": [reminder]})
    assert (tally.rejected, written) == (1, [])


def test_a_reminder_of_an_older_database_still_waits(store):
    brought_in(store, {"members": MEMBERS, "reminders": [{"text": "call", "at": "2026-11-27T09:00", "whom": "ann"}]})
    with store.engine.connect() as connection:
        command.downgrade(config(connection), "0002")
        assert connection.execute(text("select text from reminders")).all() == [("call",)]
        connection.commit()
    store.upgrade()
    with store.transaction() as session:
        assert [(row.label, row.waiting) for row in session.query(Reminder)] == [("call", True)]
