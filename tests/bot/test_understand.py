"""`crm understand --jsonl`: what messages ask for, told and not done."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.people import Office, furnish
from tests.programs import ran

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def understand(sqlite_store: Any) -> Ask:
    """The program, given lines of text or whole objects as Ann says them on Monday morning."""
    office = furnish(Office(sqlite_store))
    database = Path(office.store.engine.url.database or "")

    def run(*said: str | dict[str, Any]) -> list[dict[str, Any]]:
        usual = {"as": "ann", "at": "2026-11-23T09:00:00+00:00"}
        objects = [one if isinstance(one, dict) else {"text": one} for one in said]
        lines = [{"id": str(n), **usual, **one} for n, one in enumerate(objects)]
        text = "\n".join(json.dumps(line) for line in lines) + "\nnot json\n"
        done = ran("understand", "--jsonl", "--db", str(database), folder=database.parent, said=text)
        assert done.returncode == 0, done.stderr
        *answers, broken = map(json.loads, done.stdout.splitlines())
        assert broken["error"].startswith("not JSON")
        return answers

    return run


def test_commands_are_told_with_what_was_said_for_their_slots(understand: Ask) -> None:
    english, chinese = understand(
        "move the acme renewal to negotiation", {"text": "加个任务：发报价，周五前", "as": "lin"}
    )
    assert english["commands"] == [{"name": "deal.move", "slots": {"deal": "acme renewal", "stage": "negotiation"}}]
    assert chinese["commands"] == [{"name": "task.add", "slots": {"title": "发报价", "due": "2026-11-27"}}]
    assert 0.5 < english["confidence"] <= 1


def test_nothing_is_done_and_nothing_asked(understand: Ask) -> None:
    first, again, unknown = understand("add contact Zoe Zed", "add contact Zoe Zed", "show zoe zed")
    assert first["commands"] == again["commands"] == [{"name": "contact.add", "slots": {"name": "Zoe Zed"}}]
    assert unknown["commands"] == [{"name": "contact.show", "slots": {"contact": "zoe zed"}}]


def test_what_is_no_request_is_no_command(understand: Ask) -> None:
    assert [(a["commands"], a["confidence"]) for a in understand("wow what a weekend", "今天好冷啊")] == [([], 0.0)] * 2


def test_a_line_that_cannot_be_read_is_told_so_and_the_next_has_its_turn(understand: Ask) -> None:
    nobody, timeless, good = understand(
        {"text": "my deals", "as": "nobody"}, {"text": "my deals", "at": "noon"}, {"text": "my deals"}
    )
    assert "nobody" in nobody["error"]
    assert "2026-11-23T09:00:00+08:00" in timeless["error"]
    assert good["commands"] == [{"name": "deal.list", "slots": {"owner": "me"}}]
