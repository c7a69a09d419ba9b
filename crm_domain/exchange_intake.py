"""One exchange file on its way in: each record created, updated, left alone, or rejected with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.deals import Deal, StageChange
from crm_domain.desk import owners_before
from crm_domain.errors import BadValue, Conflict, CrmError
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_fields import BAD, NONSENSE, Reading
from crm_domain.exchange_forms import FORMS, Facts, Form, Part, born
from crm_domain.exchange_shelf import Shelf
from crm_domain.exchange_values import moment, shown, whole
from crm_domain.members import Member
from crm_domain.tally import Outcome, Tally
from crm_domain.texts import T

NOT_A_RECORD = T("This is not a record: {value}", "这不是一条记录：{value}")
TWICE = T("The number {id} is in the file twice.", "编号 {id} 在文件里出现了两次。")
ELSEWHERE = T("“{value}” belongs to another record already.", "“{value}”已属于另一条记录。")
STAMPS = ("created_at", "updated_at")


@dataclass(slots=True)
class Entry:
    """A record that was taken, with the row that it is."""

    facts: Facts
    row: Row
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Place:
    """Where records are taken: the noun's form and shelf; for parts also the record that they stand in."""

    form: Form
    shelf: Shelf
    parent: Entry | None = None
    part: Part | None = None

    @property
    def known(self) -> dict[str, Any]:
        """The column values that don't stand in the record itself."""
        return {self.part.parent: self.parent.row.id} if self.part and self.parent else {}


class Intake:
    def __init__(self, crm: Crm) -> None:
        self.crm, self.tally = crm, Tally()
        self.directory = Directory(crm.session, crm.workspace)

    def take_all(self, data: Facts) -> None:
        """Every noun's records, in the order in which they lean on each other."""
        for form in FORMS:
            records = data.get(form.noun) or []
            if not isinstance(records, list):
                self.tally.read += 1
                self.tally.reject(form.noun, None, BadValue(NOT_A_RECORD, value=shown(records)))
            elif records:
                with self.crm.session.no_autoflush:
                    self._take_noun(form, records)

    def _take_noun(self, form: Form, records: list[Any]) -> None:
        place, seen = Place(form, Shelf(self.crm.session, self.crm.workspace, form)), set[int]()
        entries = [entry for record in records if (entry := self._take_record(place, record, seen))]
        self._store(place, entries)
        for part in form.parts:
            self._take_part(part, entries)
        for entry in entries:
            self.tally.count(entry.outcome)

    def _take_record(self, place: Place, record: object, seen: set[int]) -> Entry | None:
        self.tally.read += 1
        try:
            return self._take(place, record, seen)
        except CrmError as error:
            self.tally.reject(place.form.noun, record.get("id") if isinstance(record, dict) else None, error)
            return None

    def _take(self, place: Place, record: object, seen: set[int]) -> Entry:
        if not isinstance(record, dict):
            raise BadValue(NOT_A_RECORD, value=shown(record))
        id = number(record, seen)
        row = None if place.form.key else place.shelf.rows.get(id or 0)
        reading = Reading(record, place.known | stamps(record), self.directory, self.crm.now, row)
        place.form.read(reading)
        row = place.shelf.claim(id, reading.values)
        return self._update(place, reading, row) if row else self._create(place, reading, id)

    def _create(self, place: Place, reading: Reading, id: int | None) -> Entry:
        row = place.form.model(**reading.values)
        self._guard(place, row, new=True)
        if place.parent and "created_at" not in reading.values:
            row.created_at = born(row, place.parent.row)
        place.shelf.add(row, id)
        return Entry(reading.facts, row, Outcome.CREATED)

    def _update(self, place: Place, reading: Reading, row: Row) -> Entry:
        values = reading.values
        if any(getattr(row, column) != value for column, value in place.known.items()):
            raise Conflict(ELSEWHERE, value=shown(reading.facts))
        differing = {c: v for c, v in values.items() if c not in STAMPS and getattr(row, c) != v}
        if not differing:
            return Entry(reading.facts, row, Outcome.UNCHANGED)
        self._guard(place, row, new=False)
        if isinstance(row, Deal) and "stage_id" in differing and "history" not in reading.facts:
            self._step(row, values)
        for column, value in (differing | {c: values[c] for c in STAMPS if c in values}).items():
            setattr(row, column, value)
        return Entry(reading.facts, row, Outcome.UPDATED)

    def _step(self, deal: Deal, values: dict[str, Any]) -> None:
        """A deal never changes its stage without a step in its history."""
        at = values.get("updated_at") or self.crm.now
        step = StageChange(deal_id=deal.id, from_id=deal.stage_id, to_id=values["stage_id"], at=at)
        self.crm.session.add(step)

    def _guard(self, place: Place, row: Row, new: bool) -> None:
        """A part may be changed by whoever may change the record that it stands in."""
        if place.parent:
            row, new = place.parent.row, place.parent.outcome == Outcome.CREATED
        actor, access = self.crm.actor, self.crm.access
        if isinstance(row, Member):
            access.permit(actor, "members.admin")  # no file makes its bearer an admin
        access.guard_write(actor, row, frozenset() if new else owners_before(row), new)

    def _store(self, place: Place, entries: Iterable[Entry]) -> None:
        place.shelf.store()
        for entry in entries:
            if (id := entry.facts.get("id")) is not None and entry.row.id != whole(id):
                self.directory.moved[place.form.noun, whole(id)] = entry.row.id
        self.directory.forget(place.form.noun)

    def _take_part(self, part: Part, parents: Iterable[Entry]) -> None:
        parents = [entry for entry in parents if part.slot in entry.facts]
        if not parents:
            return
        shelf = Shelf(self.crm.session, self.crm.workspace, part.form, part.parent)
        kept: dict[int, list[Row]] = {}
        for row in shelf.rows.values():
            kept.setdefault(getattr(row, part.parent), []).append(row)
        taken: list[Entry] = []
        for parent in parents:
            place = Place(part.form, shelf, parent, part)
            taken += self._take_list(place, parent, kept.get(parent.row.id, []))
        self._store(Place(part.form, shelf), taken)

    def _take_list(self, place: Place, parent: Entry, kept: list[Row]) -> list[Entry]:
        """The rows of one record's list; the record counts as updated where one of them is not as it was."""
        assert place.part
        records, taken, seen = parent.facts[place.part.slot], list[Entry](), set[int]()
        try:
            for record in records if isinstance(records, list) else [records]:
                taken.append(self._take(place, record, seen))
            gone = [] if place.part.keeps else self._clear(place, kept)
        except CrmError as error:
            self.tally.reject(place.part.slot, parent.row.id, error)
            gone = []
        if parent.outcome == Outcome.UNCHANGED and (gone or any(e.outcome != Outcome.UNCHANGED for e in taken)):
            parent.outcome = Outcome.UPDATED
        return taken

    def _clear(self, place: Place, kept: list[Row]) -> list[Row]:
        gone = place.shelf.unclaimed(kept)
        for row in gone:
            self._guard(place, row, new=False)
            self.crm.session.delete(row)
        return gone


def number(facts: Facts, seen: set[int]) -> int | None:
    """The record's id in the file; BadValue where it is none, or was there before."""
    if (raw := facts.get("id")) is None:
        return None
    try:
        id = whole(raw)
    except NONSENSE as error:
        raise BadValue(BAD, field="id", value=shown(raw)) from error
    if id < 1:
        raise BadValue(BAD, field="id", value=shown(raw))
    if id in seen:
        raise BadValue(TWICE, id=id)
    seen.add(id)
    return id


def stamps(facts: Facts) -> dict[str, datetime]:
    """`created_at` and `updated_at`, as far as the file says them."""
    found = {}
    for name in STAMPS:
        if (raw := facts.get(name)) is not None:
            try:
                found[name] = moment(raw, ZoneInfo("UTC"))
            except NONSENSE as error:
                raise BadValue(BAD, field=name, value=shown(raw)) from error
    return found
