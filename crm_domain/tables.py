"""Tables of other programs as sources: one for each sheet, taken in batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from crm_domain.columns import Columns
from crm_domain.crm import Crm
from crm_domain.dialects import Dialect, known_columns
from crm_domain.errors import BadValue
from crm_domain.found import Found
from crm_domain.sheets import Sheet, read_sheets
from crm_domain.table_intake import TableIntake
from crm_domain.table_rows import TableReader
from crm_domain.tally import Tally
from crm_domain.texts import T

ORDER = ("products", "companies", "contacts", "deals")  # what others lean on comes first
SAMPLED = 60  # rows by which unknown columns are judged
NAMELESS = T(
    "{file}: I can't tell what its records are called. Columns: {columns}.",
    "{file}：看不出哪一列是名称。现有列：{columns}。",
)


@dataclass
class Table:
    """A sheet and what its columns are."""

    path: Path
    sheet: Sheet
    dialect: Dialect

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def order(self) -> int:
        return ORDER.index(self.dialect.noun)

    @cached_property
    def digest(self) -> str:
        with self.path.open("rb") as file:
            return f"{file_digest(file, 'sha256').hexdigest()}:{self.sheet.name}"

    def is_longer_than(self, rows: int) -> bool:
        return next(islice(self.sheet.rows(), rows, None), None) is not None

    def open(self, crm: Crm) -> "TableWork":
        self._permit(crm)
        return TableWork(self.reader(crm))

    def preview(self, crm: Crm, most: int | None = None) -> Tally:
        """What taking it in would do, as far as its first rows tell. Nothing is written."""
        self._permit(crm)
        reader, tally = self.reader(crm, most), Tally()
        intake = TableIntake(crm, reader, tally, dry=True)
        for batch in reader.batches():
            intake.take_batch(batch)
        return tally

    def reader(self, crm: Crm, most: int | None = None) -> TableReader:
        """Scanned."""
        if self.dialect.missing:
            raise BadValue(NAMELESS, file=self.name, columns=", ".join(filter(None, self.sheet.columns)))
        day_first = crm.actor.day_first if crm.actor else None
        reader = TableReader(self.sheet, self.dialect, crm.zone, crm.workspace.base_currency, day_first, most)
        reader.scan()
        return reader

    def _permit(self, crm: Crm) -> None:
        crm.access.permit(crm.actor, f"{self.dialect.noun}.write")


class TableWork:
    """A table on its way in: each portion may be taken in a transaction of its own."""

    def __init__(self, reader: TableReader) -> None:
        self.reader, self.size = reader, reader.count
        self._intake: TableIntake | None = None

    def portions(self) -> Iterator[list[Found]]:
        return self.reader.batches()

    def take(self, crm: Crm, portion: Sequence[Found], tally: Tally) -> None:
        if self._intake is None:
            self._intake = TableIntake(crm, self.reader, tally)
        self._intake.at(crm).take_batch(portion)

    def pass_over(self, portion: Sequence[Found], tally: Tally) -> None:
        """What an earlier run has taken: only what was wrong with it is found out anew."""
        for found in portion:
            tally.problems += found.problems
            if found.rejected:
                tally.problems.append(found.as_problem(self.reader.sheet.name))


def tables_in(path: Path, told: Mapping[str, str]) -> list[Table]:
    """Every sheet of a file. BadValue where it can't be read; `told`: columns that somebody has explained."""
    return [
        Table(path, sheet, Columns(sheet, list(islice(sheet.rows(), SAMPLED)), told).dialect())
        for sheet in read_sheets(path, known_columns)
    ]
