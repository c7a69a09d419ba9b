"""A whole workspace as one plain document, and such a document read back into a workspace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.errors import BadValue, CrmError
from crm_domain.exchange_audit import leave_audit, restore_audit, write_audit
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_fields import BAD, NONSENSE, Reading
from crm_domain.exchange_forms import FORMS, PIPELINES, SETTINGS, Form, Part, born
from crm_domain.exchange_intake import Intake
from crm_domain.exchange_letters import leave_letters, restore_letters, write_letters
from crm_domain.exchange_shelf import foreign_ids
from crm_domain.exchange_values import shown
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.pipelines import DEFAULT_STAGES
from crm_domain.tally import Tally
from crm_domain.workspaces import Workspace

__all__ = ["Tally", "export_workspace", "import_workspace", "taken_in"]

NOUNS = (
    "companies contacts deals activities tickets tasks reminders automations products orders segments campaigns "
    "members customers answers pipelines rates quotas".split()
)
Kept = tuple[Part, Mapping[int, list[Row]]]  # a part's rows by the record that they stand in
Numbered = type[Row] | type[Change]
DEFAULT_PIPELINE = "sales"
STAGE_FACTS = ("key", "name_en", "name_zh", "synonyms", "position", "outcome", "probability")


def export_workspace(session: Session, workspace: Workspace) -> dict[str, Any]:
    """The document of CONTRACT.md section 7: noun → records, the journal as `audit`, and what was said as `letters`.

    What is None is left out; the pipelines and the workspace's own settings too where they are the usual ones.
    """
    directory = Directory(session, workspace)
    forms = {form.noun: form for form in FORMS}
    data: dict[str, Any] = {noun: _write(session, directory, forms[noun]) for noun in NOUNS}
    data["audit"] = write_audit(session, directory)
    data["letters"] = write_letters(directory)
    for noun in ("letters", "segments", "automations", "customers", "answers", "rates", "quotas"):
        if not data[noun]:
            del data[noun]
    if _is_usual(data["pipelines"], bool(data["audit"])):
        del data["pipelines"]
    settings = {name: value for field in SETTINGS for name, value in field.write(workspace, directory).items()}
    return data | {"workspace": settings} if settings else data


def _write(session: Session, directory: Directory, form: Form) -> list[dict[str, Any]]:
    rows = _rows(session, directory, form)
    parts = [(part, _by_parent(part, _rows(session, directory, part.form))) for part in form.parts]
    return [_facts(form, row, parts, directory) for row in rows]


def _rows(session: Session, directory: Directory, form: Form) -> Sequence[Row]:
    query = select(form.model).where(form.model.workspace_id == directory.workspace.id)
    return session.scalars(query.order_by(form.model.id)).all()


def _by_parent(part: Part, rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, part.parent)].append(row)
    return found


def _facts(form: Form, row: Row, parts: list[Kept], directory: Directory) -> dict[str, Any]:
    facts = form.write(row, directory)
    for part, kept in parts:
        if row.id in kept:
            facts[part.slot] = [_part_facts(part, member, row, directory) for member in kept[row.id]]
    return facts | {"created_at": row.created_at.isoformat(), "updated_at": row.updated_at.isoformat()}


def _part_facts(part: Part, row: Row, parent: Row, directory: Directory) -> dict[str, Any]:
    """A part says when it was made only where that is not plain from its record."""
    facts = part.form.write(row, directory)
    if row.created_at != born(row, parent):
        facts["created_at"] = row.created_at.isoformat()
    if row.updated_at != row.created_at:
        facts["updated_at"] = row.updated_at.isoformat()
    return facts


def _is_usual(pipelines: list[dict[str, Any]], numbered: bool) -> bool:
    """Whether a new workspace has just these; where the journal tells of stages by number, under these numbers."""
    if len(pipelines) != 1 or pipelines[0]["name"] != DEFAULT_PIPELINE:
        return False
    stages = pipelines[0].get("stages", [])
    usual = [
        (key, en, zh, said, position, outcome, chance)
        for position, (key, en, zh, said, outcome, chance) in enumerate(DEFAULT_STAGES)
    ]
    numbers = [stage["id"] for stage in stages]
    return [tuple(stage[name] for name in STAGE_FACTS) for stage in stages] == usual and (
        not numbered or numbers == list(range(1, len(usual) + 1))
    )


def import_workspace(
    session: Session, workspace: Workspace, data: dict[str, Any], actor: Member | None, now: datetime
) -> Tally:
    """Reads such a document in: records keep their id where it is free, those that are here already become as the
    file has them, and what makes no sense is rejected with a reason. One change in the journal; `Tally.change` is it.

    A document with its journal is put back into an empty workspace as it was, journal and all; that is no change.
    """
    desk = session.info.get("desk")
    session.flush()  # what the caller has begun is the caller's change
    try:
        crm = Crm(session, workspace, actor, now)
        tally = taken_in(crm, data)
        tally.change = crm.enter("data.import")
        return tally
    finally:
        session.info["desk"] = desk


def taken_in(crm: Crm, data: dict[str, Any]) -> Tally:
    """The same as a part of the caller's change."""
    try:
        return _taken_in(crm, data)
    finally:
        crm.session.expire_all()  # what was loaded through a changed key is stale now


def _taken_in(crm: Crm, data: dict[str, Any]) -> Tally:
    intake, audit, letters = Intake(crm), data.get("audit"), data.get("letters")
    letters = letters if isinstance(letters, list) else []
    if isinstance(audit, list) and _is_restorable(crm, data):
        _settle(intake, data.get("workspace"))
        _make_room(crm, data.get("pipelines"))
        intake.take_all(data)
        crm.journal.forget()
        restore_audit(intake, audit)
        restore_letters(intake, letters)
        return intake.tally
    intake.take_all(data)
    leave_audit(intake, audit if isinstance(audit, list) else [])
    leave_letters(intake, letters)
    crm.session.flush()
    return intake.tally


def _is_restorable(crm: Crm, data: dict[str, Any]) -> bool:
    """Into a workspace without records, under numbers that are all free: the journal speaks of them."""
    models: list[Numbered] = [Change, *(form.model for form in FORMS if form is not PIPELINES)]
    filled = any(_count(crm, model) for model in models)
    numbered: list[tuple[str, Numbered]] = [("audit", Change), *((form.noun, form.model) for form in FORMS)]
    return not filled and all(_are_free(crm, model, data.get(noun)) for noun, model in numbered)


def _count(crm: Crm, model: Numbered) -> int:
    query = select(func.count()).select_from(model).where(model.workspace_id == crm.workspace.id)
    return crm.session.scalar(query) or 0


def _are_free(crm: Crm, model: Numbered, records: object) -> bool:
    taken = foreign_ids(crm.session, crm.workspace, model)
    found = records if taken and isinstance(records, list) else []
    ids = (record.get("id") for record in found if isinstance(record, dict))
    return taken.isdisjoint(id for id in ids if isinstance(id, int))


def _settle(intake: Intake, settings: object) -> None:
    """The workspace's own settings become the file's."""
    facts = settings if isinstance(settings, dict) else {}
    reading = Reading(facts, {}, intake.directory, intake.crm.now)
    try:
        for field in SETTINGS:
            field.read(reading)
    except (CrmError, *NONSENSE):
        intake.tally.reject("workspace", None, BadValue(BAD, field="workspace", value=shown(settings)))
        return
    for name, value in reading.values.items():
        setattr(intake.crm.workspace, name, value)


def _make_room(crm: Crm, pipelines: object) -> None:
    """The usual pipeline goes where the file brings its own."""
    if not pipelines or not isinstance(pipelines, list):
        return
    if not all(isinstance(pipeline, dict) and pipeline.get("stages") for pipeline in pipelines):
        return
    for pipeline in crm.pipelines.all():
        for stage in pipeline.stages:
            crm.session.delete(stage)
        crm.session.flush()
        crm.session.delete(pipeline)
    crm.session.flush()
