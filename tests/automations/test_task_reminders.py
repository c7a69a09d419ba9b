"""A task with an hour comes back at that hour, once, to whoever is to do it."""

from datetime import timedelta
from typing import Any

import pytest

from automations.clockwork import NUDGES
from bot.channels.jsonl import LineProtocol
from crm_domain.store import Store
from tests.people import MONDAY, Office, furnish


@pytest.fixture
def office(sqlite_store: Store) -> Office:
    return furnish(Office(sqlite_store))


def answers(office: Office, line: dict[str, Any]) -> list[dict[str, Any]]:
    """What one line of the protocol is answered with."""
    protocol = LineProtocol(office.store, office.assistant, lambda: office.now, NUDGES)
    return list(protocol.answers(line))


def say(office: Office, handle: str, text: str) -> dict[str, Any]:
    line = {"id": str(next(office.keys)), "as": handle, "chat": f"{handle}-dm", "text": text}
    (answer,) = answers(office, line | {"at": office.now.isoformat()})
    assert answer["outcome"] == "done", answer["text"]
    return answer


def pushed(office: Office, minutes: float) -> list[dict[str, Any]]:
    """What a tick of the clock pushes, so many minutes after Monday 9:00."""
    lines = answers(office, {"tick": (MONDAY + timedelta(minutes=minutes)).isoformat()})
    assert lines[-1]["pushed"] == len(lines) - 1
    return lines[:-1]


def test_a_task_comes_back_at_its_hour_and_only_once(office: Office) -> None:
    say(office, "ann", "add task: call zoe at 3pm")
    assert pushed(office, 5 * 60 + 58) == []
    (push,) = pushed(office, 6 * 60 + 1)
    assert (push["chat"], push["text"]) == ("ann-dm", "Due now: call zoe")
    assert [button["label"] for button in push["buttons"]] == ["Done", "Tomorrow"]
    assert pushed(office, 6 * 60 + 2) == []


def test_a_task_comes_back_in_the_language_of_whoever_is_to_do_it(office: Office) -> None:
    say(office, "lin", "加个任务：今天下午五点给王磊发报价")
    (push,) = pushed(office, 60)
    assert "给王磊发报价" in push["text"]
    assert [button["label"] for button in push["buttons"]] == ["完成", "明天再说"]


def test_what_was_due_while_nobody_looked_comes_late_and_says_so(office: Office) -> None:
    say(office, "ann", "add task: call zoe at 3pm")
    (push,) = pushed(office, 9 * 60)
    assert push["text"].startswith("This was due Mon 23 Nov 2026, 15:00 (London) (delivered late)")


def test_a_task_that_is_done_keeps_quiet(office: Office) -> None:
    say(office, "ann", "add task: call zoe at 3pm")
    say(office, "ann", "call zoe is done")
    assert pushed(office, 7 * 60) == []


def test_the_reminders_buttons_are_words_that_work(office: Office) -> None:
    say(office, "ann", "add task: call zoe at 3pm")
    (push,) = pushed(office, 6 * 60)
    say(office, "ann", push["buttons"][1]["says"])
    office.now = MONDAY + timedelta(hours=6)
    reply = say(office, "ann", "my tasks")
    assert any(row[1:] == ["call zoe", "Tue 24 Nov 2026, 09:00 (London)"] for row in reply["table"]["rows"])
