"""The journal in an exchange file: written out, and put back as it was into an empty workspace."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from crm_domain.errors import BadValue, CrmError
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_fields import BAD, MISSING, NO_SUCH, NONSENSE, Facts
from crm_domain.exchange_intake import NOT_A_RECORD, Intake, number
from crm_domain.exchange_shelf import advance_sequence
from crm_domain.exchange_values import moment, shown, text, whole
from crm_domain.journal import Change, ChangeLine
from crm_domain.records import NOUNS
from crm_domain.tally import Outcome
from crm_domain.texts import T
from crm_domain.undo import models
from crm_domain.workspaces import Workspace

ONLY_EMPTY = T(
    "History can only be put back into an empty workspace.",
    "历史记录只能恢复到空的工作区。",
)
WORKSPACE = "workspace_id"  # a snapshot holds it, but it says nothing outside this database
SAID = ("chat", "message_key")
LINKS = (("undoes", "undoes_id"), ("undone_by", "undone_by_id"))


def write_audit(session: Session, directory: Directory) -> list[dict[str, Any]]:
    """Every change with its lines, the oldest first."""
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    here = directory.workspace.id
    for line in session.scalars(select(ChangeLine).where(ChangeLine.workspace_id == here).order_by(ChangeLine.id)):
        lines[line.change_id].append(_line_facts(line))
    changes = session.scalars(select(Change).where(Change.workspace_id == here).order_by(Change.id))
    return [_facts(change, directory) | {"lines": lines[change.id]} for change in changes]


def _facts(change: Change, directory: Directory) -> dict[str, Any]:
    at = change.at.astimezone(UTC).isoformat()
    member = directory.names("members").of.get(change.member_id or 0)
    links = {slot: getattr(change, column) for slot, column in LINKS}
    optional = {"member": member, **{name: getattr(change, name) for name in SAID}, **links}
    said = {name: value for name, value in optional.items() if value is not None}
    return {"id": change.id, "at": at, "command": change.command, **said, "created_at": at, "updated_at": at}


def _line_facts(line: ChangeLine) -> dict[str, Any]:
    before, after = (_without_workspace(values) for values in (line.before, line.after))
    return {"record": line.record, "id": line.record_id, "before": before, "after": after}


def _without_workspace(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return values and {name: value for name, value in values.items() if name != WORKSPACE}


def restore_audit(intake: Intake, entries: list[Any]) -> None:
    """Puts the changes back under their own numbers; the workspace has none yet."""
    changes, seen = dict[int, dict[str, Any]](), set[int]()
    told = dict[int, Facts]()
    for entry in entries:
        if change := _read_or_reject(intake, entry, seen):
            changes[change["id"]], told[change["id"]] = change, entry
    lines = [line for id, entry in told.items() for line in _lines(intake.crm.workspace, entry, id)]
    _insert(intake.crm.session, list(changes.values()), lines)
    _link(intake.crm.session, told)


def _read_or_reject(intake: Intake, entry: Any, seen: set[int]) -> dict[str, Any] | None:
    intake.tally.read += 1
    try:
        change = _read(intake, entry, seen)
    except CrmError as error:
        intake.tally.reject("audit", entry.get("id") if isinstance(entry, dict) else None, error)
        return None
    intake.tally.count(Outcome.CREATED)
    return change


def _read(intake: Intake, entry: Any, seen: set[int]) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise BadValue(NOT_A_RECORD, value=shown(entry))
    if (id := number(entry, seen)) is None:
        raise BadValue(MISSING, field="id")
    members, member = intake.directory.names("members"), entry.get("member")
    found = None if member is None else members.find(member, None)
    if member is not None and found is None:
        raise BadValue(NO_SUCH, noun=NOUNS["members"], name=shown(member))
    try:
        _check_lines(entry)
        said = {name: None if entry.get(name) is None else text(entry[name]) for name in SAID}
        at, command = moment(entry["at"], ZoneInfo("UTC")), text(entry["command"])
    except NONSENSE as error:
        raise BadValue(BAD, field="audit", value=shown(entry)) from error
    here = {"id": id, "workspace_id": intake.crm.workspace.id}
    return {**here, "member_id": found, "at": at, "command": command, **said}


def _check_lines(entry: Facts) -> None:
    """Raises where a line is not one: an unknown table, no number, values that are none."""
    known = models()
    for line in entry["lines"]:
        if line["record"] not in known or not isinstance(line["id"], int):
            raise ValueError(line)
        columns = {column.key for column in known[line["record"]].__table__.c}
        for values in (line["before"], line["after"]):
            if not columns.issuperset(values or {}):
                raise ValueError(values)


def _lines(workspace: Workspace, entry: Facts, change_id: int) -> Iterator[dict[str, Any]]:
    common = {"workspace_id": workspace.id, "change_id": change_id}
    for line in entry["lines"]:
        before, after = line["before"], line["after"]
        whole = before is None or after is None  # the snapshot of a new or a deleted record
        own = {WORKSPACE: workspace.id} if whole else {}
        sides = {"before": before and before | own, "after": after and after | own}
        yield common | {"record": line["record"], "record_id": line["id"]} | sides


def _insert(session: Session, changes: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    if changes:
        session.execute(insert(Change), changes)
        advance_sequence(session, Change.__table__)
    if lines:
        session.execute(insert(ChangeLine), lines)


def _link(session: Session, told: Mapping[int, Facts]) -> None:
    """Which change took back which: only now, because it may be a later one."""
    for id, entry in told.items():
        links = {column: entry[slot] for slot, column in LINKS if _is_in(told, entry.get(slot))}
        if links:
            session.execute(update(Change).where(Change.id == id).values(links))


def _is_in(told: Mapping[int, Facts], id: object) -> bool:
    return isinstance(id, int) and id in told


def leave_audit(intake: Intake, entries: list[Any]) -> None:
    """History that can't come in: what the journal has already is unchanged, the rest is rejected."""
    here = Change.workspace_id == intake.crm.workspace.id
    known = {(id, at) for id, at in intake.crm.session.execute(select(Change.id, Change.at).where(here))}
    for entry in entries:
        intake.tally.read += 1
        facts = entry if isinstance(entry, dict) else {}
        if _mark(facts) in known:
            intake.tally.count(Outcome.UNCHANGED)
        else:
            intake.tally.reject("audit", facts.get("id"), BadValue(ONLY_EMPTY))


def _mark(entry: Facts) -> tuple[int, datetime] | None:
    """What a change is known by."""
    try:
        return whole(entry["id"]), moment(entry["at"], ZoneInfo("UTC"))
    except NONSENSE:
        return None
