"""The line protocols (contract, sections 1 to 4): one JSON object a line in, one or more a line out.

A line that cannot be read gets an error, and the next one its chance.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

Line = Mapping[str, Any]
Answer = Callable[[Line], Iterable[dict[str, Any]]]


class BadLine(ValueError):
    """The line cannot be read; the message says what is wrong with it."""


def serve(answer: Answer, lines: TextIO | None = None, out: TextIO | None = None) -> None:
    """Answers line by line, each flushed at once: from the standard input to the standard output."""
    if lines is None:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    target = out or sys.stdout
    for line in lines or sys.stdin:
        if line.strip():
            for said in answers(answer, line):
                target.write(json.dumps(said, ensure_ascii=False) + "\n")
            target.flush()


def answers(answer: Answer, line: str) -> Iterator[dict[str, Any]]:
    """What one line is answered with."""
    said: Any = None
    try:
        said = object_of(line)
        yield from answer(said)
    except BadLine as error:
        yield {"id": said.get("id") if isinstance(said, dict) else None, "error": str(error)}


def object_of(line: str) -> dict[str, Any]:
    """What the line holds; BadLine where that is no JSON object."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from None
    if not isinstance(said, dict):
        raise BadLine("a line holds one JSON object")
    return said


def text_of(said: Line, name: str) -> str:
    """A field that must be there, as text that every database takes: no NUL, no half of a surrogate pair."""
    value = said.get(name)
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise BadLine(f"{name!r} is missing or no text")
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def moment_of(text: object) -> datetime:
    """An aware moment."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise BadLine(f"not a moment: {text!r}; write it like 2026-11-23T09:00:00+08:00") from None
    if moment.tzinfo is None:
        raise BadLine(f"a moment without an offset: {text!r}; write it like 2026-11-23T09:00:00+08:00")
    return moment
