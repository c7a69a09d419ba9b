"""Duplicates in whole tables, people's and others': pairs of rows, each with how sure it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from zoneinfo import ZoneInfo

from crm_domain.found import Found
from crm_domain.likeness import Trait, Verdict, judged, trait
from crm_domain.record_pairs import MOST_IN_BLOCK, Matcher
from crm_domain.table_rows import TableReader
from crm_domain.tables import Table

PEOPLE_FIELDS = frozenset({"email", "phone", "mobile"})  # by which people are told in a CRM


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file, counted from 1 below the header."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Pair:
    """`sure`: taken for the same without asking; else it only looks so."""

    one: Place
    other: Place
    sure: bool
    weight: float


def pairs_in(files: Sequence[Table], zone: ZoneInfo, currency: str) -> list[Pair]:
    """Of people as an import judges them; of any other records by all of their fields."""
    people = [file for file in files if PEOPLE_FIELDS & set(file.dialect.fields.values())]
    others = [file for file in files if file not in people]
    return [*_people(people, zone, currency), *(pair for file in others for pair in _records(file))]


def _people(files: Sequence[Table], zone: ZoneInfo, currency: str) -> Iterator[Pair]:
    found: list[tuple[Place, Trait]] = []
    for file in files:
        fields = {place: field for place, field in file.dialect.fields.items() if field != "deleted"}
        table = TableReader(file.sheet, replace(file.dialect, fields=fields), zone, currency, None)
        table.scan()
        found += [(Place(file.sheet.name, row.row), told) for row in table.rows() if (told := _trait(row))]
    for one, other, verdict in alike([told for _, told in found]):
        yield Pair(found[one][0], found[other][0], verdict is Verdict.SURE, float(verdict))


def alike(people: Sequence[Trait]) -> Iterator[tuple[int, int, Verdict]]:
    """The places of those who are, or may be, the same, in their order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, told in enumerate(people):
        for mark in dict.fromkeys(told.marks()):
            blocks[mark].append(n)
    near = {pair for ns in blocks.values() if len(ns) <= MOST_IN_BLOCK for pair in combinations(ns, 2)}
    for one, other in sorted(near):
        if verdict := judged(people[one], people[other]):
            yield one, other, verdict


def _trait(row: Found) -> Trait | None:
    about = row.contact
    if row.rejected or not about:
        return None
    more = about.get("more") or {}
    emails = [about.get("email"), *(value for slot, value in more.items() if slot.startswith("email "))]
    phones = [about.get("phone"), more.get("mobile"), *(v for slot, v in more.items() if slot.startswith("phone "))]
    return trait(about["name"], emails, phones, row.company.get("name"))


def _records(file: Table) -> Iterator[Pair]:
    columns = file.sheet.columns
    records = [{c: cell for c, cell in zip(columns, row, strict=False) if c} for row in file.sheet.rows()]
    for one, other, weight in Matcher(records).pairs(records):
        yield Pair(Place(file.sheet.name, one + 1), Place(file.sheet.name, other + 1), True, round(weight, 2))
