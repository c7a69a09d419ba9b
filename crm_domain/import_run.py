"""A source on its way in: taken at once or in steps, gone on with after a crash."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from crm_domain.base import begin_alone
from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.imports import Import, begin, unfinished
from crm_domain.sources import Source
from crm_domain.tally import Tally
from crm_domain.texts import T

ELSEWHERE = T(
    "{name} is being imported by somebody else just now; {rows} rows are in. Wait until that is through: importing it "
    "again then changes nothing. If it was broken off, start again, and it goes on from there.",
    "{name} 正由别人导入，已导入 {rows} 行。请等它完成：之后再导入一次也不会改变什么。"
    "如果那次导入已中断，重新开始即可接着导入。",
)
Transaction = Callable[[], AbstractContextManager[Session]]
Told = Callable[["Steps"], None]  # hears after each portion how far it is


def taken(crm: Crm, source: Source) -> Tally:
    """In the caller's transaction, as part of the change that has begun."""
    work, tally = source.open(crm), Tally()
    for portion in work.portions():
        work.take(crm, portion, tally)
    crm.session.flush()
    return tally


def taken_in_steps(transaction: Transaction, desk: Callable[[Session], Crm], source: Source, told: Told) -> Tally:
    """Each portion in a transaction of its own, under one change. A run that was cut off is gone on with."""
    with transaction() as session:
        crm = desk(session)
        steps = Steps(crm, source, unfinished(session, crm.workspace.id, source.digest))
    for portion in steps.portions():
        with transaction() as session:
            begin_alone(session)  # two who have begun with one file see each other here
            crm = desk(session)
            steps.take(crm, unfinished(session, crm.workspace.id, source.digest), portion)
        told(steps)
    return steps.tally


class Steps:
    """A source that is taken in portion by portion. `done` rows are behind us, what became of them says the `tally`."""

    def __init__(self, crm: Crm, source: Source, run: Import | None) -> None:
        """From where the `run` was cut off. CrmError where the source can't be read, or isn't allowed."""
        self.name, self.digest, self.work = source.name, source.digest, source.open(crm)
        self.done, self.tally = (run.rows, Tally(**run.tally)) if run else (0, Tally())

    @property
    def size(self) -> int:
        return self.work.size

    def portions(self) -> Iterator[Any]:
        """Those that nobody has taken yet."""
        passed = 0
        for portion in self.work.portions():
            passed += len(portion)
            if passed <= self.done:
                self.work.pass_over(portion, self.tally)
            else:
                yield portion

    def take(self, crm: Crm, run: Import | None, portion: Any) -> None:
        """One portion, and how far we are in the same transaction. BadValue where somebody else has gone on with it."""
        if run and run.rows != self.done:
            raise BadValue(ELSEWHERE, name=self.name, rows=run.rows)
        if run:
            crm.journal.opened = run.change_id
        self.work.take(crm, portion, self.tally)
        self.done += len(portion)
        if run is None and self.done < self.size:
            run = begin(crm, self.digest)
        if run:
            run.rows, run.done, run.tally = self.done, self.done >= self.size, self.tally.kept()
        self.tally.change = crm.enter("data.import")
