"""A reminder comes back at its moment, once, to whom it is for; one that repeats comes again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automations.clockwork import NUDGES, run_due
from bot.channels.jsonl import LineProtocol
from crm_domain.crm import Crm
from crm_domain.outbox import Letter
from crm_domain.recurrences import counted
from crm_domain.reminders import Reminder
from crm_domain.store import Store
from tests.people import MONDAY, Office, furnish

THREE = MONDAY + timedelta(hours=6)  # Monday, 15:00


@pytest.fixture
def office(sqlite_store: Store) -> Office:
    return furnish(Office(sqlite_store))


def says(office: Office, handle: str, text: str, chat: str = "", **line: Any) -> dict[str, Any]:
    """The answer of a program that begins anew with every line, as after a restart."""
    line |= {"id": str(next(office.keys)), "as": handle, "chat": chat or f"{handle}-dm", "at": office.now.isoformat()}
    return next(iter(answers(office, line | ({"text": text} if text else {}))))


def answers(office: Office, line: dict[str, Any]) -> list[dict[str, Any]]:
    return list(LineProtocol(office.store, office.assistant, lambda: office.now, NUDGES).answers(line))


def pushed(office: Office, moment: datetime) -> list[dict[str, Any]]:
    office.now = moment
    lines = answers(office, {"tick": moment.isoformat()})
    assert lines[-1]["pushed"] == len(lines) - 1
    return lines[:-1]


def test_a_reminder_comes_at_its_moment_and_only_once(office: Office) -> None:
    says(office, "ann", "remind me at 3pm to call zoe about the redlines")
    assert pushed(office, THREE - timedelta(minutes=2)) == []
    (push,) = pushed(office, THREE + timedelta(minutes=1))
    assert (push["chat"], push["text"]) == ("ann-dm", "Reminder: call zoe about the redlines")
    assert [button["label"] for button in push["buttons"]] == ["Done", "In 10 minutes", "In 1 hour", "Tomorrow"]
    assert pushed(office, THREE + timedelta(minutes=30)) == []
    assert says(office, "ann", "my reminders")["text"].startswith("No reminders.")


@pytest.mark.parametrize(
    ("who", "words", "comes"),
    [
        ("ann", "remind #sales at 3pm to update the pipeline", "Reminder: update the pipeline"),
        ("lin", "今晚十一点提醒#sales 更新管道", "提醒：更新管道"),
        ("lin", "今晚十一点提醒#sales更新管道", "提醒：更新管道"),
    ],
)
def test_a_reminder_may_be_for_another_channel(office: Office, who: str, words: str, comes: str) -> None:
    assert "#sales" in says(office, who, words)["text"]
    (push,) = pushed(office, THREE + timedelta(minutes=1))
    assert (push["chat"].lstrip("#"), push["text"]) == ("sales", comes)


def test_a_reminder_comes_in_the_language_of_whoever_gets_it(office: Office) -> None:
    says(office, "lin", "下午六点提醒我给王磊发报价")  # in Shanghai it is five in the afternoon
    (push,) = pushed(office, MONDAY + timedelta(minutes=61))
    assert push["text"] == "提醒：给王磊发报价"
    assert [button["label"] for button in push["buttons"]] == ["完成", "10分钟后", "1小时后", "明天"]


def test_a_recurrence_comes_every_time_on_the_wall_clock(office: Office) -> None:
    office.now = datetime(2026, 10, 19, 8, tzinfo=UTC)  # a Monday; on the 25th London's clocks go back
    says(office, "ann", "remind me every Friday at 4pm to send the report")
    came = []
    for day in range(22):
        for hour in (14.9, 15.1, 15.9, 16.1):
            now = datetime(2026, 10, 19, tzinfo=UTC) + timedelta(days=day, hours=hour)
            came += [now for _ in pushed(office, now)]
    assert [moment.isoformat()[:16] for moment in came] == ["2026-10-23T15:06", "2026-10-30T16:06", "2026-11-06T16:06"]


def test_after_each_occurrence_the_list_says_the_next(office: Office) -> None:
    says(office, "ann", "remind me every Friday at 4pm to send the report")
    pushed(office, MONDAY + timedelta(days=4, hours=7))
    assert says(office, "ann", "my reminders")["table"]["rows"][0][2] == "Fri 4 Dec 2026, 16:00 (London)"


def test_what_was_due_while_nobody_looked_comes_late_and_says_so(office: Office) -> None:
    says(office, "ann", "remind me at 3pm to call zoe")
    says(office, "lin", "下午六点提醒我发报价")
    first, second = sorted(pushed(office, THREE + timedelta(days=2)), key=lambda push: push["chat"])
    assert first["text"] == "Reminder: call zoe\n(It was due Mon 23 Nov 2026, 15:00 (London); delivered late.)"
    assert second["text"] == "提醒：发报价\n（原定2026年11月23日（周一）18:00（上海时间），补发。）"


def test_what_was_missed_several_times_comes_once_and_says_how_often(office: Office) -> None:
    says(office, "ann", "remind me daily at 5pm to check the queue")
    (push,) = pushed(office, MONDAY + timedelta(days=3, hours=9))
    assert "(It was due Mon 23 Nov 2026, 17:00 (London); delivered late, with 3 more since then.)" in push["text"]
    assert len(pushed(office, MONDAY + timedelta(days=4, hours=8, minutes=1))) == 1


def test_a_recurrence_that_ends_comes_no_more(office: Office) -> None:
    says(office, "ann", '/reminder.set text="stretch" repeat="FREQ=DAILY;COUNT=2" at="2026-11-23T17:00"')
    assert [len(pushed(office, MONDAY + timedelta(days=day, hours=8, minutes=1))) for day in range(4)] == [1, 1, 0, 0]


def test_a_colleague_reads_who_reminds_them_on_their_own_clock(office: Office) -> None:
    says(office, "bo", "hello")
    says(office, "ann", "remind Bo at 3pm to sign the contract")
    (push,) = pushed(office, THREE + timedelta(hours=1))
    assert push["chat"] == "bo-dm"
    assert push["text"] == (
        "Reminder from Ann Lee: sign the contract\n(It was due Mon 23 Nov 2026, 10:00 (New York); delivered late.)"
    )


def test_who_cannot_be_reached_yet_is_reminded_as_soon_as_they_can(office: Office) -> None:
    says(office, "ann", "remind Bo at 3pm to sign the contract")
    assert pushed(office, THREE) == []
    says(office, "bo", "hello")
    (push,) = pushed(office, THREE + timedelta(hours=2))
    assert "sign the contract" in push["text"]


def test_a_channel_is_reminded_in_the_channel(office: Office) -> None:
    says(office, "ann", "remind us at 3pm about the standup", chat="sales", kind="group")
    (push,) = pushed(office, THREE)
    assert (push["chat"], push["text"], push["private"]) == ("sales", "Reminder: the standup", False)
    answer = says(office, "ann", "", chat="sales", kind="group", press=0)
    assert answer["text"] == "Done: the standup"


def test_who_only_spoke_in_a_channel_is_reminded_there_and_alone(office: Office) -> None:
    says(office, "ann", "remind me at 3pm to call zoe", chat="sales", kind="group")
    (push,) = pushed(office, THREE)
    assert (push["chat"], push["private"]) == ("sales", True)


@pytest.mark.parametrize(
    ("who", "words", "button", "later"),
    [
        ("ann", "remind me at 3pm to call zoe", "In 10 minutes", THREE + timedelta(minutes=10)),
        ("ann", "remind me at 3pm to call zoe", "In 1 hour", THREE + timedelta(hours=1)),
        ("ann", "remind me at 3pm to call zoe", "Tomorrow", MONDAY + timedelta(days=1)),
        ("ann", "remind me daily at 3pm to call zoe", "In 1 hour", THREE + timedelta(hours=1)),
        ("lin", "今晚11点提醒我call zoe", "10分钟后", THREE + timedelta(minutes=10)),
    ],
)
def test_a_reminder_can_be_put_off_by_its_buttons(
    office: Office, who: str, words: str, button: str, later: datetime
) -> None:
    says(office, who, words)
    (push,) = pushed(office, THREE)
    place = [shown["label"] for shown in push["buttons"]].index(button)
    assert says(office, who, "", press=place)["outcome"] == "done"
    assert pushed(office, later - timedelta(minutes=1)) == []
    (again,) = pushed(office, later)
    assert "call zoe" in again["text"]


@pytest.mark.parametrize(
    ("who", "asks", "over"), [("ann", "why did I get this", "done"), ("lin", "为什么提醒我", "搞定了")]
)
def test_done_is_said_of_the_reminder_that_has_just_come_whatever_was_spoken_of_before(
    office: Office, who: str, asks: str, over: str
) -> None:
    says(office, who, "remind me at 3pm to call zoe" if who == "ann" else "今晚11点提醒我call zoe")
    says(office, who, "/ticket.open subject=labels")
    pushed(office, THREE)
    assert says(office, who, asks)["commands"][0]["name"] == "notice.why"
    assert says(office, who, over)["commands"][0]["name"] == "reminder.done"


def test_putting_off_is_said_in_words_and_undone(office: Office) -> None:
    says(office, "ann", "remind me at 3pm to call zoe")
    pushed(office, THREE)
    assert says(office, "ann", "remind me again in an hour")["fields"] == {"When": "Mon 23 Nov 2026, 16:00 (London)"}
    says(office, "ann", "undo")
    assert pushed(office, THREE + timedelta(hours=2)) == []


def test_a_recurrence_goes_on_after_done_and_after_a_delay(office: Office) -> None:
    says(office, "ann", "remind me daily at 3pm to call zoe")
    pushed(office, THREE)
    assert says(office, "ann", "", press=0)["text"] == "Done: call zoe"
    assert len(pushed(office, THREE + timedelta(days=1))) == 1


def test_a_cancelled_reminder_keeps_quiet_and_comes_once_it_is_back(office: Office) -> None:
    says(office, "ann", "remind me at 3pm to call zoe")
    says(office, "ann", "cancel the last reminder")
    assert pushed(office, THREE) == []
    says(office, "ann", "undo")
    assert len(pushed(office, THREE + timedelta(minutes=1))) == 1


def test_a_reminder_that_has_come_is_history_and_nobody_elses_change(office: Office) -> None:
    says(office, "ann", "remind me daily at 3pm to call zoe")
    changes = office.changes()
    pushed(office, THREE)
    pushed(office, THREE + timedelta(minutes=1))
    assert office.changes() == changes + 1


def test_two_processes_at_once_remind_once(store: Store) -> None:
    office = furnish(Office(store))
    for n in range(20):
        says(office, "ann", f"remind me at 3pm to call customer {n}")

    def tick(_: int) -> int:
        with office.store.transaction() as session:
            return run_due(session, office.assistant.workspace, THREE, off=NUDGES)

    with ThreadPoolExecutor(2) as pool:
        written = sum(pool.map(tick, range(2)))
    assert written == 20
    assert len(letters(office)) == 20


def letters(office: Office) -> list[str]:
    """What was pushed, in order."""
    with office.store.transaction() as session:
        return [letter.body["text"] for letter in session.query(Letter).filter(Letter.answers.is_(None))]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=HOURLY;INTERVAL=5", "FREQ=DAILY;BYHOUR=1,2,3"]),
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Shanghai", "America/Santiago"]),
    st.sampled_from([datetime(2026, 3, 27, 2, 30), datetime(2026, 10, 30, 1, 30), datetime(2026, 4, 3, 1, 45)]),  # noqa: DTZ001
    st.lists(st.integers(1, 60 * 40), min_size=2, max_size=25),
)
def test_each_occurrence_comes_once_or_is_counted_as_missed(
    office: Office, rule: str, key: str, wall: datetime, steps: list[int]
) -> None:
    """Whatever the moments at which a process happens to be there, and however often it begins anew."""
    zone = ZoneInfo(key)
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    office.now = start - timedelta(hours=1)
    says(office, "ann", "my reminders")

    def work(crm: Crm) -> None:
        for old in crm.session.query(Reminder):
            crm.session.delete(old)
        crm.session.flush()
        crm.reminders.add("look", start, rule, whom=crm.members.by_handle("ann"), zone=zone)

    office.crm(work)
    before = len(letters(office))
    now, ticks = start, []
    for step in steps:
        now += timedelta(minutes=step)
        ticks.append(len(pushed(office, now)))
    assert all(count <= 1 for count in ticks)
    assert sum(1 + _missed(text) for text in letters(office)[before:]) == 1 + counted(rule, start, zone, start, now)


def _missed(text: str) -> int:
    return int(text.partition("with ")[2].partition(" ")[0] or 0)
