"""What the form of a noun's records in an exchange file is: its fields, and the parts that stand inside a record."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crm_domain.base import Row
from crm_domain.errors import BadValue
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_fields import BAD, NONSENSE, Field, Reading
from crm_domain.exchange_values import shown


@dataclass(frozen=True)
class Form:
    """One noun's records. Those with a `key` are the same record by these columns, whatever their id."""

    noun: str
    model: type[Row]
    fields: tuple[Field, ...]
    parts: tuple["Part", ...] = ()
    key: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for field in self.fields for column in field.columns)

    def write(self, row: Row, directory: Directory) -> dict[str, Any]:
        facts: dict[str, Any] = {"id": row.id}
        for field in self.fields:
            facts |= field.write(row, directory)
        return facts

    def read(self, reading: Reading) -> None:
        """BadValue or NotFound, with the reason, where a fact makes no sense."""
        for field in self.fields:
            try:
                field.read(reading)
            except NONSENSE as error:
                raw = reading.facts.get(field.slots[0])
                raise BadValue(BAD, field=field.slots[0], value=shown(raw)) from error


@dataclass(frozen=True)
class Part:
    """Rows that belong to a record and stand inside it as a list. What the list lacks goes, unless it `keeps`."""

    slot: str
    form: Form
    parent: str
    keeps: bool = False
