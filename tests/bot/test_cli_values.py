"""`crm values`: one answer for each line, whatever the line is."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import cli_values
from bot.cli import main

ROOT = Path(__file__).parents[2]
LINE = {"id": "v1", "text": "pay $45k", "lang": "en", "reference": "2026-11-23T09:00:00", "tz": "Asia/Shanghai"}
MONEY = [{"kind": "money", "amount": 45000, "currency": "USD"}, {"kind": "number", "amount": 45000}]


def ask(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    cli_values.run_values(io.StringIO("\n".join(lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def line(**changes: Any) -> str:
    return json.dumps({key: value for key, value in (LINE | changes).items() if value is not None})


def test_a_line_is_answered_with_the_values_of_its_sentence() -> None:
    chinese = line(id="v2", text="十一月二十七号付二十万元", lang="zh")
    assert ask(line(), "", chinese) == [
        {"id": "v1", "values": MONEY},
        {
            "id": "v2",
            "values": [
                {"kind": "date", "start": "2026-11-27"},
                {"kind": "money", "amount": 200000, "currency": "CNY"},
                {"kind": "number", "amount": 200000},
            ],
        },
    ]


def test_relative_days_count_from_the_reference_in_the_zone_that_is_named() -> None:
    late = line(text="tomorrow", reference="2026-11-23T20:00:00+00:00")
    assert ask(late)[0]["values"] == [{"kind": "date", "start": "2026-11-25"}]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("no json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not a JSON object"),
        (line(text=None), "text"),
        (line(text=7), "text"),
        (line(lang="fr"), "lang"),
        (line(tz="Mars/Base"), "tz"),
        (line(tz="../etc/passwd"), "tz"),
        (line(reference=None), "reference"),
        (line(reference="soon"), "reference"),
        (line(reference="0001-01-01T00:00:00+14:00", tz="Pacific/Niue"), "reference"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_next_one_is_answered(bad: str, complaint: str) -> None:
    wrong, right = ask(bad, line())
    assert complaint in wrong["error"]
    assert wrong["id"] in (None, "v1")
    assert right == {"id": "v1", "values": MONEY}


def test_a_fault_in_the_reader_costs_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli_values, "read_values", fail)
    assert ask(line()) == [{"id": "v1", "error": "a fault of ours: ZeroDivisionError"}]


def test_the_program_answers_while_its_input_is_open_and_loads_no_platform_or_database() -> None:
    code = (
        "import sys; from bot.cli import main; main(['values', '--jsonl']); "
        "print(sorted(set(sys.modules) & {'sqlalchemy', 'slack_bolt', 'telegram', 'pydantic', 'numpy'}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(line(id="\ud800") + "\n")
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["values"] == MONEY
        program.stdin.close()
        assert program.stdout.read() == "[]\n"


def test_without_its_option_it_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["values"])
    assert ended.value.code == 2
    assert "--jsonl" in capsys.readouterr().err
