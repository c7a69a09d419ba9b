"""The rules of the house that no other checker holds."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("crm_domain", "handlers", "automations", "bot")  # from the ground up
BELOW_BOT = FLOORS[:-1]
LONGEST = 320
LONGER = {  # modules that may be longer, each with its reason
    "crm_domain/exchange_forms.py": "the exchange file's table of fields, noun by noun",
    "handlers/commands/reminders.py": "all that is said about reminders, command by command",
    "handlers/reading/chatter.py": "what is said that is no request, line by line",
    "handlers/reading/fill.py": "how the words that are left over find their slots, step by step",
    "handlers/reading/periods.py": "all ways to name a span of days, in two languages",
    "handlers/slots.py": "one small class for each kind of slot",
}

CLOCK_AND_ENVIRONMENT = {
    *(f"{kind}.{call}" for kind in ("datetime", "datetime.datetime") for call in ("now", "utcnow", "today")),
    *("date.today", "datetime.date.today", "time.time", "time.time_ns", "time.monotonic"),
    *("os.environ", "os.getenv", "os.environb"),
}
INDEX_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
NOT_OURS = {".venv", ".git", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "__pycache__", "var"}


def modules(*floors: str) -> list[Path]:
    return sorted(file for floor in floors for file in (ROOT / floor).rglob("*.py"))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def dotted(node: ast.AST) -> str:
    """datetime.now for that expression, nothing for what is no chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def imported(file: Path) -> Iterator[tuple[str, str]]:
    """(module, name) of every import, those that only types need included."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [re.match(r"[\w.-]+", line)[0] for line in project["dependencies"] + extras]


def test_each_dependency_says_why_it_is_there():
    explained = re.findall(r"^\| `([^`]+)` \| \S", (ROOT / "docs" / "dependencies.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(explained) == sorted(dependencies())


def locked(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements" / f"{name}.lock").read_text("utf-8"), re.MULTILINE))


def test_what_is_tested_is_what_runs():
    assert locked("run")
    assert locked("run") <= locked("test")


def test_only_the_store_commits():
    commits = re.compile(
        r"\.commit\(|(?:session|engine|connection)\.begin\("
    )  # what is begun by `with` commits at its end
    committing = {named(file) for file in modules(*FLOORS) if commits.search(file.read_text("utf-8"))}
    assert committing == {"crm_domain/store.py"}


def test_nothing_below_the_bot_reads_the_clock_or_the_environment():
    reading = [
        f"{named(file)}:{node.lineno} {dotted(node)}"
        for file in modules(*BELOW_BOT)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCK_AND_ENVIRONMENT
    ]
    taken = {"environ", "getenv", "time_ns", "monotonic"}
    importing = [
        f"{named(file)}: from {module} import {name}"
        for file in modules(*BELOW_BOT)
        for module, name in imported(file)
        if (module in ("os", "time") and name in taken) or (module, name) == ("time", "time")
    ]
    assert reading + importing == []


def test_an_import_points_down_even_where_only_types_need_it():
    pointing_up = [
        f"{named(file)} imports {module}"
        for height, floor in enumerate(FLOORS)
        for file in modules(floor)
        for module, _ in imported(file)
        if module.partition(".")[0] in FLOORS[height + 1 :]
    ]
    assert pointing_up == []


def test_above_the_domain_only_the_type_of_the_session_is_known_of_the_database():
    known = {
        (named(file), module, name)
        for file in modules(*FLOORS[1:])
        for module, name in imported(file)
        if module.partition(".")[0] in ("sqlalchemy", "alembic") and (module, name) != ("sqlalchemy.orm", "Session")
    }
    assert known == set()


def test_modules_stay_short():
    long = [
        named(file)
        for file in modules(*FLOORS)
        if "versions" not in file.parts and file.read_text("utf-8").count("\n") > LONGEST
    ]
    assert set(long) - set(LONGER) == set(), "split it by its nouns, or give the reason in LONGER"


def test_no_file_names_the_host_of_a_package_index():
    naming = [
        named(file)
        for file in ROOT.rglob("*")
        if file.is_file() and file.suffix != ".lock" and NOT_OURS.isdisjoint(file.relative_to(ROOT).parts)
        if any(host.encode() in file.read_bytes() for host in INDEX_HOSTS)
    ]
    assert naming == []


def texts() -> Iterator[tuple[str, str, str]]:
    """Where, English, Chinese of every T(…) that is written out."""
    for file in modules(*FLOORS):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "T" and len(node.args) == 2:
                said = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if len(said) == 2:
                    yield f"{named(file)}:{node.lineno}", *said


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_is_there_in_both_languages():
    found = list(texts())
    assert found
    assert [where for where, en, zh in found if not (en.strip() and zh.strip())] == []


def test_both_languages_of_a_text_have_the_same_places():
    differing = [(where, places(en) ^ places(zh)) for where, en, zh in texts() if places(en) != places(zh)]
    assert differing == []


def test_every_place_of_a_text_has_a_name():
    assert [where for where, en, _ in texts() if any(not name.isidentifier() for name in places(en))] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_every_module_says_what_it_is_for(floor):
    silent = [
        named(f)
        for f in modules(floor)
        if "versions" not in f.parts and f.read_text() and not ast.get_docstring(tree(f))
    ]
    assert silent == []


def test_what_is_imported_is_declared() -> None:
    """A fresh clone has only what pyproject.toml names: a package that came along with another may go again."""
    providers = packages_distributions()
    declared = {_canonical(name) for name in dependencies()}
    for file in modules(*FLOORS):
        for module, _ in imported(file):
            top = module.partition(".")[0]
            if top not in FLOORS and top not in sys.stdlib_module_names:
                names = {_canonical(name) for name in providers[top]}
                assert names & (declared | {"pydantic", "slack-sdk"}), f"{named(file)} imports {top}"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
