"""How people really write, in messages that were written down before the phrases were looked at.

Which commands are read in them; slots are measured by `python -m benchmarks.perturbations`.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crm_domain.crm import Crm, open_workspace
from crm_domain.exchange import import_workspace
from crm_domain.members import Member
from crm_domain.names import NameIndex
from crm_domain.store import Store
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.memory import Memory
from handlers.understanding import understood

CORPORA = Path(__file__).parents[1] / "corpora"

START = datetime(2026, 11, 23, tzinfo=UTC)

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    lines = (CORPORA / "wordings" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


class Reader:
    """Reads messages as the members of the talk corpus's world."""

    def __init__(self, session: Any, now: datetime) -> None:
        self.session = session
        self.workspace = open_workspace(session, "main", now)
        world = json.loads((CORPORA / "talk" / "world.json").read_text("utf-8"))
        import_workspace(session, self.workspace, world, None, now)
        self.names = NameIndex(self.workspace.id)
        self.names.refresh(session)
        self.members = {member.handle: member for member in session.scalars(select(Member))}

    def names_of(self, row: Row) -> list[str]:
        crm = Crm(self.session, self.workspace, self.members[row["as"]], datetime.fromisoformat(row["at"]))
        found = understood(row["text"], Context(crm, self.names, Memory(), crm.pipelines.stages()))
        return sorted(told.name for told in found.commands)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Store(str(tmp_path_factory.mktemp("world") / "world.db")).transaction() as session:
        yield Reader(session, START)


def wanted(row: Row) -> list[list[str]]:
    return [sorted(one["name"] for one in asked) for asked in (row["gold"], *row.get("alt", []))]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("file", "least"), [("fresh", 0.8), ("later", 0.8), ("desk", 0.85)])
def test_most_hurried_messages_are_read_as_the_commands_that_they_ask_for(reader, file, lang, least):
    asked = [row for row in rows(file) if row["lang"] == lang]
    right = sum(reader.names_of(row) in wanted(row) for row in asked)
    assert right / len(asked) >= least


def test_what_colleagues_tell_each_other_changes_hardly_anything(reader):
    changing = [
        (row["text"], name) for row in rows("chatter") for name in reader.names_of(row) if COMMANDS[name].writes
    ]
    assert len(changing) <= 6, changing
