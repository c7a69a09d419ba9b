"""`crm import`: whatever is a source, previewed at a terminal, taken in step by step."""

import gc
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING

from bot.cli import BadUsage, settings_of
from bot.cli_members import member_called, say
from bot.house import House, now, open_house
from crm_domain.crm import Crm
from crm_domain.import_run import Steps, Told, taken_in_steps
from crm_domain.imports import told_columns
from crm_domain.sources import Source, sources_in
from crm_domain.tables import Table
from crm_domain.tally import Tally, together

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PREVIEWED = 100_000  # rows: of a preview nothing is written, so all of it is kept in memory
Desk = Callable[["Session"], Crm]


def take_in(args: Namespace) -> None:
    """The last line on standard output is the tally."""
    gc.disable()  # rows leave no cycles behind, and a process that ends soon need not look for any over and over
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        told = told_columns(house.crm(session))
    sources, desk = sources_in(args.paths, told), _desk(house, args.handle)
    if sys.stdin.isatty() and sys.stdout.isatty() and not args.yes:
        _preview(house, sources, desk)
    with Rejects(args.paths[0]) as rejects:
        taken = [taken_in_steps(house.store.transaction, desk, source, _told(source, rejects)) for source in sources]
    file = rejects.file and str(rejects.file)
    say(json.dumps(together(taken).counts() | {"reject_file": file}, ensure_ascii=False))


def _desk(house: House, handle: str | None) -> Desk:
    def desk(session: "Session") -> Crm:
        crm = house.crm(session)
        return Crm(session, crm.workspace, member_called(crm, handle), now(), house.settings.rules()) if handle else crm

    return desk


def _told(source: Source, rejects: "Rejects") -> Told:
    """Progress on standard error, where a person looks; what was not taken is written away."""

    def told(steps: Steps) -> None:
        rejects.take(steps.tally)
        if sys.stderr.isatty() and steps.size > 1:
            end = "\n" if steps.done == steps.size else ""
            print(f"\r{source.name}: {steps.done} of {steps.size} rows", end=end, file=sys.stderr)  # noqa: T201

    return told


# -- preview -----------------------------------------------------------------------------------------------------------


class Unwanted(Exception):
    """Undoes a preview."""


def _preview(house: House, sources: Sequence[Source], desk: Desk) -> None:
    """Counts what would become of it, and asks."""
    found: list[Tally] = []
    for source in sources:
        with suppress(Unwanted), house.store.transaction() as session:
            found.append(source.preview(desk(session), PREVIEWED))
            raise Unwanted
        if source.is_longer_than(PREVIEWED):
            say(f"{source.name} is longer than {PREVIEWED:,} rows; this is by the first of them.")
        if isinstance(source, Table):
            say(f"{source.name}: {source.dialect.noun}; {', '.join(_columns(source))}")
    tally = together(found)
    say(f"This would be: {', '.join(f'{count} {name}' for name, count in tally.counts().items())}.")
    for problem in tally.problems[:5]:
        say(f"  {problem.place} {problem.row}, {problem.column or 'the whole row'}: {problem.words.en}")
    if not _agreed("Go ahead? [y/N] "):
        raise BadUsage("nothing was imported")


def _columns(table: Table) -> list[str]:
    return [f"{table.sheet.columns[place]} is {field}" for place, field in sorted(table.dialect.fields.items())]


def _agreed(question: str) -> bool:
    with suppress(EOFError):
        return input(question).strip().lower() in ("y", "yes", "是", "好")
    return False


# -- what was not taken ------------------------------------------------------------------------------------------------


class Rejects:
    """One line for each record, row or cell that was not taken, beside the source: what it was, and why not.

    Written as they come, for there may be millions of them, and in their place once all is done.
    """

    def __init__(self, source: Path) -> None:
        places = (source.absolute().parent, Path.cwd(), Path(gettempdir()))
        self._place = next(place for place in places if os.access(place, os.W_OK)) / f"{source.name}.rejected.jsonl"
        self._writing: IO[str] | None = None
        self.file: Path | None = None  # where they are, if there are any

    def __enter__(self) -> "Rejects":
        return self

    def take(self, tally: Tally) -> None:
        """Its problems are forgotten there."""
        if tally.problems:
            writing = self._opened()
            for p in tally.problems:
                line = {"place": p.place, "row": p.row, "column": p.column, "value": p.value, "reason": p.words.en}
                writing.write(json.dumps(line, ensure_ascii=False) + "\n")
        tally.problems.clear()

    def _opened(self) -> IO[str]:
        if self._writing is None:
            folder = self._place.parent
            self._writing = NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False)  # noqa: SIM115 - see __exit__
        return self._writing

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._writing is None:
            return
        self._writing.close()
        if kind:
            os.unlink(self._writing.name)
        else:
            os.replace(self._writing.name, self._place)
            self.file = self._place
