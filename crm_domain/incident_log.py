"""A service desk's incident log (the columns of an ITSM export) as one of our own exchange documents.

Agents and callers are codes there and get names made of them. A log that cuts a ticket's history keeps its own counts:
how often it was reopened and given on, and whether it kept its service level.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm_domain.documents import Document
from crm_domain.sheets import first_row
from crm_domain.texts import T

KIND = T("a service desk's incident log", "服务台事件日志")
COLUMNS = frozenset("number state opened_at resolved_at closed_at priority category made_sla reopen_count".split())
STATUSES = {
    "new": "new",
    "active": "open",
    "awaiting user info": "pending",
    "awaiting problem": "open",
    "awaiting vendor": "open",
    "awaiting evidence": "pending",
    "resolved": "resolved",
    "closed": "closed",
}
PRIORITIES = {"1": "urgent", "2": "high", "3": "normal", "4": "low", "5": "low"}
NOTHING = frozenset(("", "?"))

Line = Mapping[str, str]


def document(lines: Sequence[Line], zone: ZoneInfo) -> dict[str, Any]:
    """The log's moments are those of a clock in `zone`."""
    tickets = [_ticket(line, zone) for line in lines]
    agents = sorted({name for line in lines if (name := _named("Agent", line.get("assigned_to")))})
    callers = sorted({ticket["contact"] for ticket in tickets if "contact" in ticket})
    return {
        "members": [{"name": name, "role": "agent", "handle": _handle(name)} for name in agents],
        "contacts": [{"name": name} for name in callers],
        "tickets": tickets,
    }


def _ticket(line: Line, zone: ZoneInfo) -> dict[str, Any]:
    said = {name: value.strip() for name, value in line.items() if value and value.strip() not in NOTHING}
    moments = {
        "created_at": _moment(said.get("opened_at"), zone),
        "resolved_at": _moment(said.get("resolved_at"), zone),
        "closed_at": _moment(said.get("closed_at"), zone),
    }
    facts = {
        "id": _number(said.get("number", "")),
        "subject": said.get("short_description") or _subject(said),
        "status": STATUSES.get(said.get("state", "").lower(), "open"),
        "priority": PRIORITIES.get(said.get("priority", "")[:1], "normal"),
        "category": said.get("category"),
        "team": said.get("assignment_group"),
        "assignee": _handle(_named("Agent", said.get("assigned_to"))),
        "contact": _named("Caller", said.get("caller_id")),
        "sla_met": _flag(said.get("made_sla")),
        "reopened": int(said.get("reopen_count", 0)),
        "reassigned": int(said.get("reassignment_count", 0)),
        **moments,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _number(said: str) -> int | None:
    """INC0000045 is 45."""
    digits = "".join(letter for letter in said if letter.isdigit())
    return int(digits) if digits and int(digits) else None


def _subject(said: Line) -> str:
    parts = (f"{name} {said[name]}" for name in ("category", "symptom") if name in said)
    return f"Incident {said.get('number', '')}: {', '.join(parts)}".rstrip(": ")


def _named(kind: str, code: str | None) -> str | None:
    if code is None or code.strip() in NOTHING:
        return None
    return f"{kind} {code.strip()}" if code.strip().isdigit() else code.strip()


def _handle(name: str | None) -> str | None:
    return None if name is None else name.lower().replace(" ", "-")


def _flag(said: str | None) -> bool | None:
    return None if said is None else said.lower() in ("true", "1", "yes")


def _moment(said: str | None, zone: ZoneInfo) -> str | None:
    """As it stands where it is no moment: the intake rejects the record, and says why."""
    if said is None:
        return None
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"):
        try:
            return datetime.strptime(said, form).replace(tzinfo=zone).isoformat()
        except ValueError:
            continue
    return said


# -- the file ----------------------------------------------------------------------------------------------------------


def incident_logs_in(path: Path, told: Mapping[str, str]) -> list[Document]:
    """The file itself, or those in a folder, as far as they are such logs, whatever they are called."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return [_document(file) for file in files if file.suffix.lower() == ".csv" and file.is_file() and _is_one(file)]


def _is_one(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as written:
        return {name.strip() for name in first_row(written)} >= COLUMNS


def _document(file: Path) -> Document:
    lines = read_lines(file)
    return Document(KIND, file, lambda crm: document(lines, ZoneInfo(crm.workspace.tz)), len(lines))


def read_lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="", errors="replace") as written:
        return list(csv.DictReader(written))
