"""A foreign table on its way in: each row created, updated, left alone or rejected; in batches, at the cost of a batch.

New rows go in past the ORM with their lines in the journal; what is there already is changed through it. People who are
surely the same are one contact; who only looks so is taken in and named as a doubt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from sqlalchemy import select

from crm_domain.base import Row, begin_alone
from crm_domain.bulk import in_parts, insert_rows, look_up
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.deals import Deal, StageChange
from crm_domain.errors import CrmError
from crm_domain.filling import filled
from crm_domain.found import Found
from crm_domain.import_desk import BulkDesk
from crm_domain.imports import Imported
from crm_domain.known_people import KnownPeople
from crm_domain.likeness import Trait, Verdict, company_core, trait
from crm_domain.members import Member, Role
from crm_domain.pipelines import Stage
from crm_domain.products import Product
from crm_domain.table_rows import TableReader
from crm_domain.tally import Outcome, Tally

MOST_DOUBTS = 200
NOTED = ("key", "content", "contact_id", "deal_id", "company_id")
Note = tuple[str, str, int | None, int | None, int | None]  # NOTED: what a row has become


class TableIntake:
    """`table` has been scanned."""

    def __init__(self, crm: Crm, table: TableReader, tally: Tally | None = None, dry: bool = False) -> None:
        begin_alone(crm.session)
        self.crm, self.table, self.tally, self.dry = crm, table, tally or Tally(), dry
        self.bulk = BulkDesk(crm, dry)
        self.people = KnownPeople(crm, dry) if table.dialect.noun in ("contacts", "deals") else None
        self.companies: dict[str, int] = {}
        self._newest_company = 0
        self._learn_companies()
        before = select(Imported.key).where(Imported.workspace_id == crm.workspace.id)
        self._any_before = crm.session.scalar(before.limit(1)) is not None  # else no key need be looked up
        self.members = {_fold(name): member for member in crm.members.all() for name in (member.name, member.handle)}
        self.stages = {stage.key: stage for stage in reversed(crm.pipelines.stages())}

    def _learn_companies(self) -> bool:
        """Those that were added since, by whomever; whether there were any. The oldest of a name is meant."""
        query = select(Company.id, Company.name).where(Company.workspace_id == self.crm.workspace.id)
        before = self._newest_company
        for id, name in self.crm.session.execute(query.where(Company.id > before).order_by(Company.id)):
            self.companies.setdefault(company_core(name), id)
            self._newest_company = id
        return self._newest_company > before

    def at(self, crm: Crm) -> "TableIntake":
        """The same work at another desk: the next transaction's. What others have added meanwhile is known there."""
        begin_alone(crm.session)
        self.crm = self.bulk.crm = crm
        self.stages = {stage.key: stage for stage in reversed(crm.pipelines.stages())}
        others = [self._learn_companies(), self.people is not None and self.people.catch_up(crm)]
        self._any_before = self._any_before or any(others)
        return self

    def take_batch(self, batch: Sequence[Found]) -> None:
        known = self._imported(found.key for found in batch if found.key)
        if self.people:
            self._told = {found.row: _traits_of(found) for found in batch if found.contact}
            self.people.look_ahead(self.crm, chain.from_iterable(marks for _, marks in self._told.values()))
        outcomes: list[Outcome] = []
        notes: list[Note] = []
        for found in batch:
            self.tally.read += 1
            self.tally.problems += found.problems
            if found.rejected:
                self._reject(found)
                continue
            try:
                outcome, note = self._take(found, known.get(found.key))
            except CrmError as reason:
                found.rejected = reason
                self._reject(found)
                continue
            outcomes.append(outcome)
            if note:
                notes.append(note)
        self.tally.count(*outcomes)
        self.bulk.write()
        if notes and not self.dry:
            told = dict(zip(NOTED, zip(*notes, strict=True), strict=True))
            told["workspace_id"] = (self.crm.workspace.id,) * len(notes)
            insert_rows(self.crm.session.connection(), Imported, told, key=("workspace_id", "key"))
        if self.people:
            self.people.settle()

    def _reject(self, found: Found) -> None:
        assert found.rejected is not None
        self.tally.reject(self.table.sheet.name, found.row, found.rejected)

    def _imported(self, keys: Iterable[str]) -> dict[str, Any]:
        """What the batch's rows became when they were here before, as far as that still is."""
        connection, here = self.crm.session.connection(), self.crm.workspace.id
        if not self._any_before:
            return {}
        found = {
            row.key: row for part in in_parts(list(keys)) for row in look_up(connection, Imported, "key", part, here)
        }
        gone = {
            model: ids - set(self._there(model, ids))
            for model, name in ((Contact, "contact_id"), (Deal, "deal_id"), (Company, "company_id"))
            if (ids := {id for row in found.values() if (id := getattr(row, name)) is not None})
        }
        return {
            key: row
            for key, row in found.items()
            if row.contact_id not in gone.get(Contact, ())
            and row.deal_id not in gone.get(Deal, ())
            and row.company_id not in gone.get(Company, ())
        }

    def _there(self, model: type[Row], ids: Iterable[int]) -> Iterator[int]:
        for part in in_parts(list(ids)):
            yield from self.crm.session.scalars(select(model.id).where(model.id.in_(part)))

    # -- one row -------------------------------------------------------------------------------------------------------

    def _take(self, found: Found, before: Any) -> tuple[Outcome, Note | None]:
        if before and before.content == found.content:
            return Outcome.UNCHANGED, None
        noun = self.table.dialect.noun
        owner = self._owner(found.owner)
        company, fresh = self._company(found, owner, before.company_id if before else None)
        if noun == "companies":
            return fresh, (found.key, found.content, None, None, company)
        if noun == "products":
            return self._product(found), (found.key, found.content, None, None, None)
        contact, outcome = self._contact(found, owner, company, before)
        if noun == "contacts":
            return outcome, (found.key, found.content, contact, None, None)
        deal, made = self._deal(found, owner, company, contact, before)
        if Outcome.CREATED in (made, outcome):
            made = Outcome.CREATED
        elif outcome == Outcome.UPDATED:
            made = Outcome.UPDATED
        return made, (found.key, found.content, contact, deal, None)

    def _owner(self, name: str) -> int | None:
        """The member of that name. One whom nobody knows becomes a rep, where whoever imports may add members."""
        if not name:
            return self.crm.actor.id if self.crm.actor and self.crm.actor.role != Role.ADMIN else None
        member = self.members.get(_fold(name))
        if member is None and self._may_add_members():
            member = Member(id=0, name=name) if self.dry else self.crm.members.add(name, Role.REP)
            self.members[_fold(name)] = member
        return member.id if member else None

    def _may_add_members(self) -> bool:
        return self.crm.actor is None or self.crm.access.may(Role(self.crm.actor.role), "members.admin")

    def _company(self, found: Found, owner: int | None, before: int | None) -> tuple[int | None, Outcome]:
        about = found.company
        if not about:
            return None, Outcome.UNCHANGED
        core = company_core(about["name"])
        id = before or self.companies.get(core)
        main = self.table.dialect.noun == "companies"
        if id is not None:
            changed = main and self._change(Company, id, about | {"owner_id": owner}, over=before is not None)
            return id, Outcome.UPDATED if changed else Outcome.UNCHANGED
        values = about | {"owner_id": owner}
        created = values.pop("created", None)
        id = self.bulk.add(Company, values, created)
        self.companies[core] = id
        self._newest_company = max(self._newest_company, id)
        return id, Outcome.CREATED

    def _product(self, found: Found) -> Outcome:
        """By its name; a price list is short."""
        about = {name: value for name, value in found.product.items() if value is not None and name != "more"}
        query = select(Product).where(Product.workspace_id == self.crm.workspace.id, Product.name == about["name"])
        product = self.crm.session.scalars(query).first()
        if product is None:
            if not self.dry:
                self.crm.session.add(Product(**about))
                self.crm.session.flush()
            return Outcome.CREATED
        return Outcome.UPDATED if self._change(Product, product.id, about, over=True) else Outcome.UNCHANGED

    def _contact(self, found: Found, owner: int | None, company: int | None, before: Any) -> tuple[int | None, Outcome]:
        about = found.contact
        if not about or self.people is None:
            return None, Outcome.UNCHANGED
        values = about | {"company_id": company, "owner_id": owner}
        created = values.pop("created", None)
        if before and before.contact_id:
            return before.contact_id, self._changed(Contact, before.contact_id, values, over=True)
        traits, marks = self._told[found.row]
        verdict, like = self.people.like(traits, marks)
        if like is not None and verdict == Verdict.SURE:
            self.tally.merged += 1
            self.people.learn(like, traits)
            return like, self._changed(Contact, like, values, over=False)
        id = self.bulk.add(Contact, values, created)
        self.people.learn(id, traits, marks)
        if like is not None and len(self.tally.doubts) < MOST_DOUBTS:
            self.tally.doubts.append((id, like))
        return id, Outcome.CREATED

    def _deal(
        self, found: Found, owner: int | None, company: int | None, contact: int | None, before: Any
    ) -> tuple[int | None, Outcome]:
        about = dict(found.deal)
        created, closed = about.pop("created", None), about.pop("closed", None)
        stage = self._stage(about.pop("stage"))
        values = about | {"company_id": company, "contact_id": contact, "owner_id": owner, "stage_id": stage.id}
        values["closed_at"] = None if stage.outcome == "open" else (closed or created or self.crm.now).astimezone(UTC)
        if before and before.deal_id:
            return before.deal_id, self._changed(Deal, before.deal_id, values, over=True)
        id = self.bulk.add(Deal, values, created)
        for step in self._steps(stage, created or self.crm.now, values["closed_at"]):
            self.bulk.add(StageChange, step | {"deal_id": id}, step["at"])
        return id, Outcome.CREATED

    def _stage(self, key: str) -> Stage:
        """The one of that key, else the first of its kind: not every house has our usual stages."""
        if key in self.stages:
            return self.stages[key]
        outcome = key if key in ("won", "lost") else "open"
        return next(stage for stage in self.crm.pipelines.stages() if stage.outcome == outcome)

    def _steps(self, stage: Stage, begun: datetime, closed: datetime | None) -> list[dict[str, Any]]:
        """A deal that is closed was open before."""
        begun = begun.astimezone(UTC)
        if closed is None or closed <= begun:
            return [{"from_id": None, "to_id": stage.id, "at": closed or begun}]
        first = next(one for one in self.crm.pipelines.stages() if one.outcome == "open")
        return [
            {"from_id": None, "to_id": first.id, "at": begun},
            {"from_id": first.id, "to_id": stage.id, "at": closed},
        ]

    # -- what is here already ------------------------------------------------------------------------------------------

    def _changed(self, model: type[Row], id: int, values: Mapping[str, Any], over: bool) -> Outcome:
        return Outcome.UPDATED if self._change(model, id, values, over) else Outcome.UNCHANGED

    def _change(self, model: type[Row], id: int, values: Mapping[str, Any], over: bool) -> bool:
        """`over`: the file is the record's own source and wins; else it only fills what is empty."""
        if (row := self.bulk.pending(model, id)) is not None:
            return filled(row, values, over)
        record = self.crm.session.get(model, id)
        if record is None:
            return False
        now = {name: getattr(record, name) for name in values}
        new = dict(now)
        if not filled(new, values, over):
            return False
        if not self.dry:
            for name in [name for name in values if new[name] != now[name]]:
                setattr(record, name, new[name])
            self.crm.session.flush()
        return True


def _traits_of(found: Found) -> tuple[Trait, list[str]]:
    """What tells a row's person, and under which marks that stands."""
    about = found.contact
    mobile = about["more"].get("mobile") if "more" in about else None
    traits = trait(about["name"], [about.get("email")], [about.get("phone"), mobile], found.company.get("name"))
    return traits, traits.marks()


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
