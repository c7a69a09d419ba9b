"""The program `crm` from outside: what it prints, which code it ends with; complaints are one line, never a trace."""

import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from crm_domain.store import HEAD


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line of a call that the caller can mend."""
        assert (self.code, self.out, self.err.count("\n")) == (2, "", 1), self
        return self.err.rstrip("\n")


Crm = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without the project's config.yaml; the log's handlers are put back, their streams end with the test."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def crm(capsys: pytest.CaptureFixture[str]) -> Crm:
    def call(*words: str) -> Ran:
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as end:  # the way in which the grammar refuses
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def team(crm: Crm, sqlite_template: Path) -> Crm:
    """With Ann and 王芳 as members."""
    Path("var").mkdir()
    shutil.copyfile(sqlite_template, "var/confab.db")
    crm("member", "add", "ann", "--name", "Ann Lee", "--role", "admin", "--tz", "Europe/London")
    crm("member", "add", "fang", "--name", "王芳", "--role", "rep", "--team", "north", "--email", "fang@example.com")
    return crm


def program(*words: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    call = [sys.executable, "-m", "bot", *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=300, check=False, **options)


# The program itself


def test_help_names_what_can_be_said() -> None:
    told = program("--help", env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    assert told.returncode == 0
    assert "serve" in told.stdout


def test_help_imports_no_library() -> None:
    code = "import sys, bot.cli; bot.cli.parser(); print(sorted(set(sys.modules) & {'sqlalchemy', 'pydantic', 'yaml'}))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert told.stdout == "[]\n"


def test_serving_begins_without_the_libraries_that_take_much_memory() -> None:
    large = {"numpy", "holidays", "alembic", "aiohttp"}
    code = f"import sys, bot.server, bot.timetable; print(sorted(set(sys.modules) & {large}))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert told.stdout == "[]\n"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("chat", "--as", "ann", "--jsonl"),
        ("member", "add", "ann"),
        ("member", "add", "ann", "--name", "Ann", "--role", "boss"),
        ("member", "add", "two words", "--name", "Ann", "--role", "rep"),
        ("member", "add", "ann", "--name", " ", "--role", "rep"),
        ("member", "add", "ann", "--name", "Ann", "--role", "rep", "--tz", "Mars/Base"),
        ("member", "link", "ann", "pigeon", "7"),
        ("export", "--format", "xml", "out.xml"),
        ("import",),
        ("demo", "--fresh", "--db", "mine.db"),
    ],
)
def test_a_wrong_call_gets_one_line(crm: Crm, words: tuple[str, ...]) -> None:
    assert crm(*words).complaint.startswith("crm")


def test_the_database_may_be_named_before_and_behind_the_command(crm: Crm, tmp_path: Path) -> None:
    add = ("member", "add", "ann", "--name", "Ann", "--role", "rep")
    assert crm("--db", "one.db", *add).code == 0
    assert crm(*add, "--db", "two.db").code == 0
    assert crm("member", "--db", "three.db", *add[1:]).code == 0
    assert {file.name for file in tmp_path.glob("*.db")} == {"one.db", "two.db", "three.db"}


def test_the_configuration_names_the_database(crm: Crm, tmp_path: Path) -> None:
    Path("my.yaml").write_text("database: deep/down/my.db\n")
    assert crm("db", "upgrade", "--config", "my.yaml").code == 0
    assert (tmp_path / "deep/down/my.db").exists()


def test_a_configuration_that_is_missing_or_wrong_is_said(crm: Crm) -> None:
    assert crm("member", "list", "--config", "no.yaml").complaint == "crm: no.yaml: there is no such file"
    Path("my.yaml").write_text("databse: x.db\n")
    assert crm("member", "list", "--config", "my.yaml").complaint.startswith("crm: my.yaml:1: databse: no such setting")


@pytest.mark.parametrize("url", ["foo://bar", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_opened_gets_one_line(crm: Crm, url: str) -> None:
    assert crm("member", "list", "--db", url).complaint.startswith("crm: the database: ")


def test_a_file_that_is_no_database_gets_one_line(crm: Crm) -> None:
    Path("text.db").write_text("dear diary, " * 1000)
    assert "not a database" in crm("member", "list", "--db", "text.db").complaint


def test_a_folder_that_cannot_be_made_gets_one_line(crm: Crm) -> None:
    Path("file").write_text("")
    assert crm("member", "list", "--db", "file/crm.db").complaint.endswith("file: File exists")


# Members


def test_members_are_added_and_listed(team: Crm) -> None:
    lines = team("member", "list").out.splitlines()
    assert [line.split() for line in lines] == [
        ["handle", "name", "role", "team", "tz", "lang", "accounts"],
        ["ann", "Ann", "Lee", "admin", "-", "Europe/London", "en"],
        ["fang", "王芳", "rep", "north", "UTC", "zh"],
    ]


def test_a_handle_is_given_once(team: Crm) -> None:
    assert "“ann” is taken" in team("member", "add", "ann", "--name", "Ann", "--role", "rep").complaint


def test_an_account_is_linked_to_one_member(team: Crm) -> None:
    assert team("member", "link", "ann", "telegram", "4711").code == 0
    assert "already linked to Ann Lee" in team("member", "link", "fang", "telegram", "4711").complaint
    assert "telegram:4711" in team("member", "list").out


def test_a_code_is_good_once_and_only_printed(team: Crm) -> None:
    code = team("member", "code", "ann").out.strip()
    assert len(code) == 8
    assert code != team("member", "code", "ann").out.strip()


def test_who_is_not_there_is_said_with_those_who_are(team: Crm) -> None:
    for words in (("code", "bob"), ("link", "bob", "slack", "U1")):
        assert team("member", *words).complaint == "crm: nobody here is called 'bob'; the members are: ann, fang"


# Export and import


def exported(crm: Crm, *words: str) -> dict[str, Any]:
    ran = crm("export", "--format", "json", "-", *words)
    assert ran.code == 0
    document: dict[str, Any] = json.loads(ran.out)
    return document


def tally(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran
    counts: dict[str, Any] = json.loads(ran.out.splitlines()[-1])
    return counts


def test_an_export_into_an_empty_database_gives_an_equal_export(team: Crm) -> None:
    assert team("export", "all.json").code == 0
    counts = tally(team("import", "all.json", "--db", "other.db"))
    assert list(counts) == ["read", "created", "updated", "unchanged", "rejected", "reject_file"]
    assert counts["created"] == counts["read"] > 1
    assert exported(team, "--db", "other.db") == exported(team) == json.loads(Path("all.json").read_text())


def test_the_same_import_again_changes_nothing(team: Crm) -> None:
    team("export", "all.json")
    counts = tally(team("import", "all.json", "--yes"))
    assert counts["unchanged"] == counts["read"] > 1


def test_a_folder_of_exports_is_imported(team: Crm, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    team("export", "files/all.json")
    assert tally(team("import", "files", "--db", "other.db", "--yes"))["created"] > 1
    assert exported(team, "--db", "other.db") == exported(team)


def test_what_is_not_taken_is_told_in_a_file_of_its_own(crm: Crm) -> None:
    Path("in.json").write_text(json.dumps({"companies": [{"id": 1, "name": "Acme"}, {"id": 2, "name": ""}, 7]}))
    counts = tally(crm("import", "in.json"))
    assert (counts["created"], counts["rejected"]) == (1, 2)
    rejects = [json.loads(line) for line in Path(counts["reject_file"]).read_text().splitlines()]
    assert [reject["row"] for reject in rejects] == [2, None]
    assert all(reject["reason"] for reject in rejects)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "name;mail\n", "[" * 100_000, "\x00"])
def test_a_file_that_is_no_export_gets_one_line(crm: Crm, content: str) -> None:
    Path("in.json").write_text(content)
    assert crm("import", "in.json").complaint.startswith("crm: in.json")


def test_a_file_that_is_missing_gets_one_line(crm: Crm) -> None:
    assert crm("import", "nowhere.json").complaint == "crm: nowhere.json: No such file or directory"
    assert crm("export", "no/such/folder.json").complaint.startswith("crm: no/such/folder.json: not the path")
    assert crm("export", ".").complaint.startswith("crm: .: not the path")


def test_nothing_is_imported_in_the_name_of_nobody(team: Crm) -> None:
    Path("in.json").write_text(json.dumps({"companies": [{"id": 1, "name": "Acme"}]}))
    assert "nobody here is called 'bob'" in team("import", "in.json", "--as", "bob").complaint
    assert exported(team)["companies"] == []


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "companies"), [("y\n", ["Acme"]), ("n\n", []), ("", [])])
def test_at_a_terminal_an_import_is_shown_before_it_is_done(
    crm: Crm, monkeypatch: pytest.MonkeyPatch, answer: str, companies: list[str]
) -> None:
    Path("in.json").write_text(json.dumps({"companies": [{"id": 1, "name": "Acme"}]}))
    monkeypatch.setattr(sys, "stdin", Keyboard(answer))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    ran = crm("import", "in.json")
    assert ran.out.startswith("This would be: 1 read, 1 created, 0 updated")
    assert ran.code == (0 if companies else 2)
    assert [company["name"] for company in exported(crm)["companies"]] == companies


# The database


def test_the_version_is_told_without_creating_anything(crm: Crm, tmp_path: Path) -> None:
    assert "none" in crm("db", "version", "--db", "new.db").out
    assert list(tmp_path.iterdir()) == []
    crm("db", "upgrade", "--db", "new.db")
    assert f"at version {HEAD}" in crm("db", "version", "--db", "new.db").out


def test_an_old_database_asks_for_the_upgrade(crm: Crm) -> None:
    import sqlite3

    crm("db", "upgrade", "--db", "old.db")
    with sqlite3.connect("old.db") as connection:
        connection.execute("update alembic_version set version_num = '0000'")
    connection.close()
    assert "crm db upgrade" in crm("member", "list", "--db", "old.db").complaint


# Talking


def test_who_talks_is_the_only_member_or_has_to_be_said(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "there are no members yet" in crm("chat").complaint
    crm("member", "add", "ann", "--name", "Ann", "--role", "rep")
    assert crm("chat").code == 0
    crm("member", "add", "bo", "--name", "Bo", "--role", "rep")
    assert "say who you are: crm chat --as HANDLE (the members are: ann, bo)" in crm("chat").complaint
    monkeypatch.setattr("getpass.getuser", lambda: "bo")
    assert crm("chat").code == 0


def test_the_line_protocol_answers_each_line(team: Crm) -> None:
    lines = [
        json.dumps({"id": "1", "as": "ann", "chat": "c", "text": "help"}),
        "no json",
        json.dumps({"id": "2", "as": "fang", "chat": "d", "text": "帮助"}),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = program("chat", "--jsonl", "--db", "var/confab.db", input="\n".join(lines), env=environment)
    assert told.returncode == 0, told.stderr
    first, wrong, last = map(json.loads, told.stdout.splitlines())
    assert (first["outcome"], first["id"]) == ("done", "1")
    assert "error" in wrong
    assert last["id"] == "2"


def test_the_demo_has_somebody_to_be_and_something_to_ask(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("my deals\n"))
    ran = crm("demo", "--fresh")
    assert ran.code == 0, ran
    assert ran.out
    assert Path("var/demo.db").exists()
    assert not Path("var/confab.db").exists()
