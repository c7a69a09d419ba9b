"""The public questions on public data: every wording, in both languages, answered with the exact numbers."""

import json
import math
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crm_domain.crm import Crm
from crm_domain.store import Store
from tests.maven import FOLDER, MAVEN, TODAY, load_maven
from tests.people import Office, Person, done

pytestmark = pytest.mark.skipif(not MAVEN.exists(), reason="the Maven data of ../shared is not here")

LATER: dict[str, str] = {}
QUESTIONS = [json.loads(line) for line in (FOLDER / "questions.jsonl").open(encoding="utf-8")] if MAVEN.exists() else []
WORDINGS = [
    pytest.param(question, lang, words, id=f"{question['id']}-{lang}{n}")
    for question in QUESTIONS
    if question["id"] not in LATER
    for lang in ("en", "zh")
    for n, words in enumerate(question[lang])
]


@pytest.fixture(scope="module")
def boss(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A manager of the Maven company on its last day."""
    path = tmp_path_factory.mktemp("maven") / "maven.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(str(path))
    office = Office(store, now=TODAY)

    def work(crm: Crm) -> None:
        crm.members.add("The Boss", "manager", "boss", tz="UTC")
        load_maven(crm)

    office.crm(work)
    yield office.person("boss")
    store.close()


def found(figures: Any, path: str) -> list[Any]:
    """The values under a path of the question's form: a dot is a level, * any name, [] any place."""
    values = [figures]
    for step in path.replace("[]", ".[]").split("."):
        if not step:
            continue
        if step == "[]":
            values = [item for value in values for item in value]
        elif step == "*":
            values = [value[name] for value in values for name in sorted(value)]
        else:
            values = [value[int(step)] if isinstance(value, list) else value[step] for value in values]
    return values


def equal(said: Any, meant: Any) -> bool:
    if isinstance(meant, str):
        return bool(said == meant)
    return math.isclose(said, meant, abs_tol=0.0051)


@pytest.mark.parametrize(("question", "lang", "words"), WORDINGS)
def test_a_public_question_is_answered_exactly(boss, question, lang, words):
    assert datetime.fromisoformat(question["today"]).date() == TODAY.date()
    figures = done(boss.says(words)).figures
    for path in question["required"]:
        answer = question["answer"]
        names = sorted(answer)
        ours = {name: figures[name] for name in names} if path.startswith("*") else figures
        said, meant = found(ours, path), found(answer, path)
        assert len(said) == len(meant), path
        assert [(s, m) for s, m in zip(said, meant, strict=True) if not equal(s, m)] == [], path
