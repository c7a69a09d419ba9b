"""The kinds of facts a record has in an exchange file. Each says how it is written and how it is read back.

A file's record is a JSON object ("facts": slot name → plain value); a table's row has columns. One field stands for
one fact and the column or columns behind it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import attrgetter
from typing import Any, Protocol

from crm_domain.base import Row
from crm_domain.deals import LARGEST
from crm_domain.errors import BadValue, NotFound
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_values import A_DAY, moment, money, money_facts, shown, sound, text, whole
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.records import NOUNS
from crm_domain.texts import T

Facts = Mapping[str, Any]

MISSING = T("“{field}” is missing.", "缺少“{field}”。")
BAD = T("“{field}” can't be {value}.", "“{field}”不能是 {value}。")
NO_SUCH = T("There is no {noun} “{name}” here.", "这里没有{noun}“{name}”。")
SEVERAL = T(
    "Several records are called “{name}” ({noun}). Say which with “{field}_id”.",
    "有多条{noun}都叫“{name}”，请用“{field}_id”指明。",
)
NOON = time(12)
NONSENSE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)  # what a wrong value runs into
STAGE = T("stage", "阶段")


@dataclass(slots=True)
class Reading:
    """One record on its way in: its facts, the column values read so far, and the row it is already kept in, if any."""

    facts: Facts
    values: dict[str, Any]
    directory: Directory
    now: datetime
    row: Row | None = None


class Field(Protocol):
    @property
    def slots(self) -> tuple[str, ...]:
        """The facts' names."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        """The facts, nothing where there is nothing to say."""

    def read(self, reading: Reading) -> None:
        """Puts the column values; ValueError and its like, or a CrmError, where the fact makes no sense."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One column as it is. `default` is meant where the file says nothing; a `quiet` one is not even written."""

    name: str
    take: Callable[[Any], Any]
    must: bool = False
    default: Any = None
    quiet: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def write(self, row: Any, directory: Directory) -> dict[str, Any]:
        value = getattr(row, self.name)
        return {} if value is None or (self.quiet and value == self.default) else {self.name: value}

    def read(self, reading: Reading) -> None:
        raw = reading.facts.get(self.name)
        if self.must and (raw is None or not str(raw).strip()):
            raise BadValue(MISSING, field=self.name)
        reading.values[self.name] = self.default if raw is None else self.take(raw)


@dataclass(frozen=True, slots=True)
class Day:
    """A day: 2026-11-27."""

    name: str
    must: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        value: date | None = getattr(row, self.name)
        return {} if value is None else {self.name: value.isoformat()}

    def read(self, reading: Reading) -> None:
        raw = reading.facts.get(self.name)
        if raw is None and self.must:
            raise BadValue(MISSING, field=self.name)
        reading.values[self.name] = None if raw is None else datetime.fromisoformat(raw).date()


@dataclass(frozen=True, slots=True)
class At:
    """A moment, written with the offset of the member in the column `zone` (a dotted path), else the workspace's."""

    name: str
    zone: str = ""
    must: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        value: datetime | None = getattr(row, self.name)
        member = attrgetter(self.zone)(row) if self.zone else None
        return {} if value is None else {self.name: value.astimezone(directory.zone(member)).isoformat()}

    def read(self, reading: Reading) -> None:
        raw = reading.facts.get(self.name)
        if raw is None and self.must:
            raise BadValue(MISSING, field=self.name)
        zone = reading.directory.zone(reading.values.get(self.zone))
        reading.values[self.name] = None if raw is None else moment(raw, zone)


@dataclass(frozen=True, slots=True)
class Price:
    """Money: {"amount": 45000, "currency": "USD"}, in the columns `<name>_minor` and `currency`."""

    name: str
    least: int = -LARGEST

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.name}_minor", "currency")

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        minor, currency = (getattr(row, column) for column in self.columns)
        return {} if minor is None else {self.name: money_facts(Money(minor, currency or "USD"))}

    def read(self, reading: Reading) -> None:
        raw = reading.facts.get(self.name)
        amount = None if raw is None else money(raw, reading.directory.workspace.base_currency)
        if amount and not self.least <= amount.minor <= LARGEST:
            raise ValueError(raw)
        reading.values[self.columns[0]] = amount.minor if amount else None
        reading.values["currency"] = amount.currency if amount else None


@dataclass(frozen=True, slots=True)
class Ref:
    """Another record, by its name. Where the name alone would lead elsewhere, `<name>_id` says which it is."""

    name: str
    noun: str
    must: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name, f"{self.name}_id")

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.name}_id",)

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        id: int | None = getattr(row, self.columns[0])
        names = directory.names(self.noun)
        if id is None or id not in names.of:
            return {}
        clear = names.find(names.of[id], _company(self, getattr(row, "company_id", None))) == id
        return {self.name: names.of[id]} | ({} if clear else {f"{self.name}_id": id})

    def read(self, reading: Reading) -> None:
        found = self._found(reading)
        if found is None and self.must:
            raise BadValue(MISSING, field=self.name)
        reading.values[self.columns[0]] = found

    def _found(self, reading: Reading) -> int | None:
        name, id = (reading.facts.get(slot) for slot in self.slots)
        if id is not None:
            return self._known(reading.directory.here(self.noun, whole(id)), id)
        if name is None:
            return None
        if self.noun == "tickets":
            number = whole(name.lstrip("#") if isinstance(name, str) else name)
            return self._known(reading.directory.here(self.noun, number), name)
        names, company = reading.directory.names(self.noun), _company(self, reading.values.get("company_id"))
        several = len(names.fitting(text(name))) > 1
        return self._known(names.find(name, company), name, SEVERAL if several else NO_SUCH)

    def _known(self, found: int | None, name: object, otherwise: T = NO_SUCH) -> int:
        if found is None:
            noun = NOUNS.get(self.noun, STAGE)
            raise NotFound(otherwise, noun=noun, name=shown(name), field=self.name)
        return found


def _company(ref: Ref, company: int | None) -> int | None:
    return None if ref.noun == "companies" else company


@dataclass(frozen=True, slots=True)
class More:
    """What the model has no column for: kept beside the other facts under its own name."""

    taken: Collection[str]
    name: str = "more"

    @property
    def slots(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.name,)

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        more: dict[str, Any] = getattr(row, self.name) or {}
        hidden = {key: value for key, value in more.items() if key in self.taken}
        open_ = {key: value for key, value in more.items() if key not in self.taken}
        return open_ | ({self.name: hidden} if hidden else {})

    def read(self, reading: Reading) -> None:
        more = {key: value for key, value in reading.facts.items() if key not in self.taken}
        more |= reading.facts.get(self.name) or {}
        reading.values[self.name] = sound(more) or None


@dataclass(frozen=True, slots=True)
class Due:
    """A task's due: a day, or a moment in the assignee's zone, which also sets the day it is there."""

    slots: tuple[str, ...] = ("due", "due_date")
    columns: tuple[str, ...] = ("due_at", "due_date")

    def write(self, row: Any, directory: Directory) -> dict[str, Any]:
        if row.due_at is None:
            return {} if row.due_date is None else {"due": row.due_date.isoformat()}
        local = row.due_at.astimezone(directory.zone(row.assignee_id))
        moved = row.due_date is not None and row.due_date != local.date()
        return {"due": local.isoformat()} | ({"due_date": row.due_date.isoformat()} if moved else {})

    def read(self, reading: Reading) -> None:
        raw, day = (reading.facts.get(slot) for slot in self.slots)
        exact = raw is not None and len(raw) > A_DAY
        zone = reading.directory.zone(reading.values.get("assignee_id"))
        at = moment(raw, zone) if exact else None
        day = day or (raw if at is None else at.astimezone(zone).isoformat())
        reading.values["due_at"] = at
        reading.values["due_date"] = None if day is None else datetime.fromisoformat(day).date()


@dataclass(frozen=True, slots=True)
class Closed:
    """When a deal was won or lost. A file that doesn't say means the noon of its close date."""

    slots: tuple[str, ...] = ("closed_at",)
    columns: tuple[str, ...] = ("closed_at",)

    def write(self, row: Any, directory: Directory) -> dict[str, Any]:
        meant = self._meant(directory.outcome(row.stage_id), row.close_date, row.updated_at, row.owner_id, directory)
        if row.closed_at is None or row.closed_at == meant:
            return {}
        return {"closed_at": row.closed_at.astimezone(directory.zone(row.owner_id)).isoformat()}

    def read(self, reading: Reading) -> None:
        values, directory = reading.values, reading.directory
        outcome = directory.outcome(values["stage_id"])
        if raw := reading.facts.get("closed_at"):
            values["closed_at"] = moment(raw, directory.zone(values["owner_id"]))
        else:
            last = values.get("updated_at") or getattr(reading.row, "closed_at", None) or reading.now
            values["closed_at"] = self._meant(outcome, values["close_date"], last, values["owner_id"], directory)

    def _meant(self, outcome: str, day: Any, last: datetime, owner: int | None, directory: Directory) -> Any:
        if outcome == Outcome.OPEN:
            return None
        return datetime.combine(day, NOON, directory.zone(owner)).astimezone(UTC) if day else last
