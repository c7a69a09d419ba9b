"""`crm values`: what a sentence holds, for a program at the other end of a pipe (contract, section 4)."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.reading.policy import GENERIC
from handlers.reading.spans import ALL_KINDS
from handlers.reading.told import told
from handlers.reading.values import compile_rules, read_values

LANGUAGES = ("en", "zh")


class BadLine(ValueError):
    """The line cannot be read; the message says what is wrong with it."""


def values(args: Namespace) -> None:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    run_values(sys.stdin, sys.stdout)


def run_values(lines: TextIO, out: TextIO) -> None:
    """One answer for each line that is not blank, written at once."""
    compile_rules()
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer(line), ensure_ascii=False) + "\n")
            out.flush()


def answer(line: str) -> dict[str, Any]:
    """{"id", "values"}; {"id", "error"} where the line cannot be read."""
    asked: Any = None
    try:
        asked = _object(line)
        spans = read_values(_text(asked), _reference(asked), GENERIC, ALL_KINDS)
        return {"id": asked.get("id"), "values": told(spans)}
    except BadLine as error:
        return {"id": asked.get("id") if isinstance(asked, dict) else None, "error": str(error)}
    except Exception as error:  # the next line has a right to its answer
        return {"id": asked.get("id"), "error": f"a fault of ours: {type(error).__name__}"}


def _object(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("not JSON") from error
    if not isinstance(asked, dict):
        raise BadLine("not a JSON object")
    return asked


def _text(asked: Mapping[str, Any]) -> str:
    if not isinstance(asked.get("text"), str):
        raise BadLine("text: a sentence is missing")
    if asked.get("lang") not in (None, *LANGUAGES):
        raise BadLine(f"lang: one of {', '.join(LANGUAGES)}")
    return str(asked["text"])


def _reference(asked: Mapping[str, Any]) -> datetime:
    """The moment that relative values count from: a wall clock in `tz`, or one with an offset."""
    try:
        zone = ZoneInfo(str(asked.get("tz") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadLine(f"tz: no such zone: {asked['tz']}") from error
    try:
        when = datetime.fromisoformat(str(asked["reference"]))
        return when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(zone)
    except KeyError as error:
        raise BadLine("reference: a date and time is missing") from error
    except (ValueError, OverflowError) as error:
        raise BadLine(f"reference: not a date and time: {asked['reference']}") from error
