"""One file's way in: looked at, previewed, taken, and gone on with after a crash."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from crm_domain.columns import Columns
from crm_domain.crm import Crm
from crm_domain.dialects import Dialect, known_columns, plain
from crm_domain.errors import BadValue, NotAllowed
from crm_domain.imports import Import, learn_column, learned_columns, unfinished
from crm_domain.members import ROLES, Role
from crm_domain.sheets import Sheet, read_sheets
from crm_domain.table_intake import TableIntake, TableTally
from crm_domain.table_rows import TableReader
from crm_domain.texts import T

ORDER = ("products", "companies", "contacts", "deals")  # what others lean on comes first
SAMPLED = 60  # rows by which unknown columns are judged
NO_RIGHT = T(
    "Your role ({role}) doesn't allow that. Ask an admin or a manager.",
    "你的角色（{role}）没有这个权限，请找管理员或经理。",
)
NAMELESS = T(
    "{file}: I can't tell what its records are called. Columns: {columns}.",
    "{file}：看不出哪一列是名称。现有列：{columns}。",
)


@dataclass
class TableFile:
    """A sheet and what its columns are."""

    path: Path
    sheet: Sheet
    dialect: Dialect

    @cached_property
    def digest(self) -> str:
        with self.path.open("rb") as file:
            return f"{file_digest(file, 'sha256').hexdigest()}:{self.sheet.name}"


def table_files(paths: Sequence[Path], told: Mapping[str, str]) -> list[TableFile]:
    """Every sheet of every file. BadValue where one can't be read."""
    found = [
        TableFile(path, sheet, Columns(sheet, list(islice(sheet.rows(), SAMPLED)), told).dialect())
        for path in paths
        for sheet in read_sheets(path, known_columns)
    ]
    return in_order(found)


def in_order(files: Iterable[TableFile]) -> list[TableFile]:
    """What others lean on comes first."""
    return sorted(files, key=lambda file: ORDER.index(file.dialect.noun))


def told_columns(crm: Crm) -> dict[str, str]:
    return learned_columns(crm.session, crm.workspace.id)


def learn_name(crm: Crm, column: str) -> None:
    """From now on a column that is called so holds the name."""
    learn_column(crm.session, crm.workspace.id, plain(column), "name")


def rows_in(file: TableFile) -> int:
    return sum(1 for _ in file.sheet.rows())


def reader(crm: Crm, file: TableFile) -> TableReader:
    """Scanned."""
    if file.dialect.missing:
        raise BadValue(NAMELESS, file=file.sheet.name, columns=[column for column in file.sheet.columns if column])
    day_first = crm.actor.day_first if crm.actor else None
    table = TableReader(file.sheet, file.dialect, crm.zone, crm.workspace.base_currency, day_first)
    table.scan()
    return table


def _permit(crm: Crm, file: TableFile) -> None:
    if crm.actor and not crm.access.may(role := Role(crm.actor.role), f"{file.dialect.noun}.write"):
        raise NotAllowed(NO_RIGHT, role=ROLES[role])


def previewed(crm: Crm, file: TableFile) -> TableTally:
    """What taking it in would do. Nothing is written."""
    _permit(crm, file)
    return TableIntake(crm, reader(crm, file), dry=True).take()


def taken(crm: Crm, file: TableFile) -> TableTally:
    """In the caller's transaction, as part of the change that has begun."""
    _permit(crm, file)
    tally = TableIntake(crm, reader(crm, file)).take()
    crm.session.flush()
    return tally


Transaction = Callable[[], AbstractContextManager[Session]]


def taken_in_steps(
    transaction: Transaction, desk: Callable[[Session], Crm], file: TableFile, told: Callable[[int, int], None]
) -> TableTally:
    """Each batch in a transaction of its own, under one change. A run that was cut off is gone on with.

    `told` hears how many rows of how many are done.
    """
    with transaction() as session:
        crm = desk(session)
        _permit(crm, file)
        table = reader(crm, file)
        run = unfinished(session, crm.workspace.id, file.digest)
        after, change = (run.rows, run.change_id) if run else (0, None)
        tally = TableTally(**(run.tally if run else {}))
    steps = _Steps(transaction, desk, file, table, tally, change)
    steps.run(after, told)
    return tally


@dataclass
class _Steps:
    transaction: Transaction
    desk: Callable[[Session], Crm]
    file: TableFile
    table: TableReader
    tally: TableTally
    change: int | None

    def run(self, after: int, told: Callable[[int, int], None]) -> None:
        batches = self.table.batches()
        done = 0
        intake: TableIntake | None = None
        for batch in batches:
            done += len(batch)
            if done <= after:
                TableIntake.tell_again(self.tally, batch)
                continue
            with self.transaction() as session:
                crm = self.desk(session)
                crm.journal.opened = self.change
                intake = intake.at(crm) if intake else TableIntake(crm, self.table, self.tally)
                intake.take_batch(batch)
                self._note(crm, done, done >= self.table.count)
            told(done, self.table.count)

    def _note(self, crm: Crm, done: int, finished: bool) -> None:
        """How far we are, in the same transaction as what was done."""
        self.change = crm.begin_change("data.import")
        run = unfinished(crm.session, crm.workspace.id, self.file.digest)
        if run is None:
            run = Import(workspace_id=crm.workspace.id, digest=self.file.digest, change_id=self.change, at=crm.now)
            crm.session.add(run)
        run.rows, run.done, run.tally = done, finished, self.tally.kept()
        crm.enter("data.import")
