"""`crm import`: whatever is a source, previewed at a terminal, taken in step by step."""

import gc
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from bot.cli import BadUsage, settings_of
from bot.cli_data import replace
from bot.cli_members import member_called, say
from bot.house import House, now, open_house
from crm_domain.crm import Crm
from crm_domain.import_run import Told, taken_in_steps
from crm_domain.imports import told_columns
from crm_domain.sources import Source, sources_in
from crm_domain.tables import Table
from crm_domain.tally import Tally, together

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    taken = [taken_in_steps(house.store.transaction, desk, source, _told(source)) for source in sources]
    tally = together(taken)
    file = _rejects_file(tally, args.paths[0])
    say(json.dumps(tally.counts() | {"reject_file": str(file) if file else None}, ensure_ascii=False))


def _desk(house: House, handle: str | None) -> Desk:
    def desk(session: "Session") -> Crm:
        crm = house.crm(session)
        return Crm(session, crm.workspace, member_called(crm, handle), now(), house.settings.rules()) if handle else crm

    return desk


def _told(source: Source) -> Told:
    """Progress on standard error, where a person looks."""

    def told(done: int, of: int) -> None:
        if sys.stderr.isatty() and of > 1:
            print(f"\r{source.name}: {done} of {of} rows", end="\n" if done == of else "", file=sys.stderr)  # noqa: T201

    return told


# -- preview -----------------------------------------------------------------------------------------------------------


class Unwanted(Exception):
    """Undoes a preview."""


def _preview(house: House, sources: Sequence[Source], desk: Desk) -> None:
    """Counts what would become of it, and asks."""
    found: list[Tally] = []
    for source in sources:
        with suppress(Unwanted), house.store.transaction() as session:
            found.append(source.preview(desk(session)))
            raise Unwanted
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


def _rejects_file(tally: Tally, source: Path) -> Path | None:
    """One line for each record, row or cell that was not taken, beside the source: what it was, and why not."""
    if not tally.problems:
        return None
    places = (source.absolute().parent, Path.cwd(), Path(gettempdir()))
    folder = next(place for place in places if os.access(place, os.W_OK))
    file = folder / f"{source.name}.rejected.jsonl"
    rejects: list[dict[str, Any]] = [
        {"place": p.place, "row": p.row, "column": p.column, "value": p.value, "reason": p.words.en}
        for p in tally.problems
    ]
    replace(file, "".join(json.dumps(reject, ensure_ascii=False) + "\n" for reject in rejects))
    return file
