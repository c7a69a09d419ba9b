"""Long files that somebody has sent: taken in beside everything else, a portion in each transaction.

The database says how far each is, so a process that was killed goes on where it was. What a portion needs beside the
database, the open file and who is known, is kept between two of them and found out anew where they don't follow.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from automations.delivery import deliver
from automations.note import Note, Pressing
from crm_domain.crm import Crm, open_workspace
from crm_domain.errors import CrmError
from crm_domain.import_run import Steps, Transaction
from crm_domain.imports import Import, told_columns, waiting
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.sources import Source, sources_in
from crm_domain.store import Session
from crm_domain.texts import T
from handlers.assistant import Assistant
from handlers.conversation import UNDO
from handlers.drawer import name_of
from handlers.imports import buttons_of, reject_files, report_of
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

CAUSE = "import"
WHY = T("You sent a file to be taken in.", "你发来了要导入的文件。")
QUARTERS = 4  # of a file, after each of which something is said
LONG = 20_000  # rows from which it is said before the end
SO_FAR = T("{name}: {done} of {size} rows are in.", "{name}：已导入 {done} / {size} 行。")
STOPPED = T("I could not go on with {name}: {why}", "{name} 无法继续导入：{why}")


class LongImports:
    """Goes on with what waits: `begin` says whether something does, `read` needs no database, `write` takes it in."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._forget()

    def _forget(self) -> None:
        self._run: Import | None = None  # whose the rest is
        self._crm: Crm | None = None
        self._told: dict[str, str] = {}
        self._source: Source | None = None
        self._steps: Steps | None = None
        self._portions: Iterator[Any] = iter(())
        self._portion: Any = None
        self._refusal: CrmError | None = None

    def run(self, transaction: Transaction, now: datetime) -> Iterator[None]:
        """To the end, in transactions of its own."""
        while self._at(transaction, "begin", now):
            self.read()
            self._at(transaction, "write", now)
            yield

    def _at(self, transaction: Transaction, step: str, now: datetime) -> bool:
        with transaction() as session:
            return bool(getattr(self, step)(session, now))

    def begin(self, session: Session, now: datetime) -> bool:
        """Looks what is next. One that was undone meanwhile is not gone on with."""
        crm = self._desk(session, now)
        while (run := waiting(session, crm.workspace.id)) and _is_undone(session, run):
            run.done = True
            session.flush()
        if run is None:
            self._forget()
            return False
        if self._run is None or self._run.id != run.id or (self._steps and self._steps.done != run.rows):
            self._forget()
            self._run, self._crm, self._told = run, self._as_asker(crm, run), told_columns(crm)
        return True

    def _desk(self, session: Session, now: datetime) -> Crm:
        workspace = open_workspace(session, self.assistant.workspace, now)
        return Crm(session, workspace, None, now, self.assistant.access)

    def _as_asker(self, crm: Crm, run: Import) -> Crm:
        member = crm.session.get(Member, (run.asked or {})["member"])
        return Crm(crm.session, crm.workspace, member, crm.now, crm.access)

    def read(self) -> None:
        """The next portion, from the file."""
        try:
            if self._steps is None:
                self._open()
            self._portion = next(self._portions, None)
        except CrmError as refusal:
            self._refusal = refusal

    def _open(self) -> None:
        assert self._crm
        assert self._run
        asked = self._run.asked or {}
        paths = [self.assistant.drawer.kept(key) for key in asked["files"]]
        self._source = sources_in(paths, self._told)[asked["place"]]
        self._steps = Steps(self._crm, self._source, self._run)
        self._portions = self._steps.portions()

    def write(self, session: Session, now: datetime) -> None:
        """Takes the portion in, and tells of it; nothing where the database has gone another way meanwhile."""
        desk = self._desk(session, now)
        run = waiting(session, desk.workspace.id)
        steps, source = self._steps, self._source
        if run is None or self._run is None or run.id != self._run.id:
            return
        crm = self._as_asker(desk, run)
        if self._refusal or steps is None or source is None:
            self._give_up(crm, run)
        elif steps.done == run.rows and self._portion is not None:
            before = steps.done
            try:
                steps.take(crm, run, self._portion)
            except CrmError as refusal:
                self._refusal = refusal
                self._give_up(crm, run)
                return
            self._tell(crm, run, steps, before)
            self.assistant.catch_up(session, now)  # else the next message would, with all that came in at once
        else:
            self._forget()

    def _give_up(self, crm: Crm, run: Import) -> None:
        run.done = True
        why = _voice(crm).refusal(self._refusal) if self._refusal else ""
        names = [name_of(key) for key in (run.asked or {})["files"]]
        self._say(crm, run, STOPPED, name=names, why=why)

    def _tell(self, crm: Crm, run: Import, steps: Steps, before: int) -> None:
        name = self._source.name if self._source else ""
        if run.done:
            self._report(crm, run, name, steps)
        elif steps.size >= LONG and QUARTERS * before // steps.size < QUARTERS * steps.done // steps.size:
            self._say(crm, run, SO_FAR, name=name, done=steps.done, size=steps.size)

    def _report(self, crm: Crm, run: Import, name: str, steps: Steps) -> None:
        voice, tally = _voice(crm), steps.tally
        lines = report_of(voice, [name], tally)
        pairs = [(UNDO, f"undo {run.change_id}"), *buttons_of(crm, tally)]
        buttons = tuple(Button(voice.write(label), says) for label, says in pairs)
        files = reject_files(voice, self.assistant.drawer, tally)
        self._send(crm, run, Reply(Outcome.DONE, " ".join(lines), buttons=buttons, files=files, figures=tally.counts()))

    def _say(self, crm: Crm, run: Import, text: T, **values: object) -> None:
        self._send(crm, run, Reply(Outcome.DONE, _voice(crm).say(text, **values)))

    def _send(self, crm: Crm, run: Import, reply: Reply) -> None:
        asked = run.asked or {}
        channel, chat = asked["chat"]
        note = Note(
            reply.but(private=asked["group"]),
            CAUSE,
            WHY,
            chat=(channel, chat),
            asker=crm.actor,
            pressing=Pressing.ASKED,
        )
        deliver(crm, note)


def _voice(crm: Crm) -> Voice:
    assert crm.actor is not None
    return Voice(crm.actor.language, crm.actor.zone)


def _is_undone(session: Session, run: Import) -> bool:
    change = session.get(Change, run.change_id)
    return change is None or change.undone_by_id is not None
