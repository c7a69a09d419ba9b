"""The program's log on standard error: JSON lines for machines, short lines on a terminal. No words of anybody in it.

What is logged carries keys and numbers, never texts or names of people: `log.info("sent", extra={"letter": 7})`.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
CHATTY = ("apscheduler", "slack_bolt", "slack_sdk", "telegram", "httpx", "httpcore", "alembic", "asyncio")
DIM, RESET = "\x1b[2m", "\x1b[0m"
COLOURS = {"WARNING": "\x1b[33m", "ERROR": "\x1b[31m", "CRITICAL": "\x1b[31m"}


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What was given as `extra`."""
    return {name: value for name, value in vars(record).items() if name not in STANDARD}


class JsonLines(logging.Formatter):
    """One object a line: at (UTC), level, logger, event, the facts, and the trace of an exception.

    An exception's own words may quote a value that somebody typed, so of it only the kind and the places are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        trace = {"error": _kind(record), "trace": _places(record)} if record.exc_info else {}
        return json.dumps(line | facts_of(record) | trace, ensure_ascii=False, default=str)


class Pretty(logging.Formatter):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        facts = "".join(f" {name}={value}" for name, value in facts_of(record).items())
        colour = COLOURS.get(record.levelname, "")
        line = f"{DIM}{at}{RESET} {colour}{record.levelname.lower():7}{RESET} {record.getMessage()}{DIM}{facts}{RESET}"
        return line + "".join(f"\n    {place}" for place in _places(record)) + _tail(record)


def _kind(record: logging.LogRecord) -> str:
    return record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""


def _places(record: logging.LogRecord) -> list[str]:
    """Where it happened, outermost first: file:line function; of the libraries only the last place."""
    places, frame = [], record.exc_info[2] if record.exc_info else None
    while frame is not None:
        code = frame.tb_frame.f_code
        places.append(f"{code.co_filename}:{frame.tb_lineno} {code.co_qualname}")
        frame = frame.tb_next
    return [place for place in places if place is places[-1] or "site-packages" not in place]


def _tail(record: logging.LogRecord) -> str:
    return f"\n    {_kind(record)}" if record.exc_info else ""


def set_up(level: str, stream: TextIO | None = None) -> None:
    """All loggers, libraries included: those say only what is wrong unless the level is debug."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Pretty() if stream.isatty() else JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # Libraries quote payloads at info and debug; those hold what people write.
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
