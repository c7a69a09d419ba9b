"""Finding a record by what somebody calls it: by part, nickname, initials, sound, title, and in spite of a typo.

The index lives in memory and follows the journal: one small query a message keeps it equal to the database,
whichever process wrote the change. `name_forms` knows the ways a name is said, `name_grams` proposes those that
share the most with what was said, `name_score` judges them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import ref

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.campaigns import Campaign
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.journal import ChangeLine
from crm_domain.members import Member
from crm_domain.name_forms import Form, Manner, Said, forms, is_cjk, number_form, read_said, words
from crm_domain.name_glance import Glance
from crm_domain.name_grams import GramIndex
from crm_domain.name_pieces import form_pieces, outright_piece, said_pieces
from crm_domain.name_score import FITS, score
from crm_domain.products import Product
from crm_domain.reminders import Reminder
from crm_domain.statements import Statement
from crm_domain.store import on_rollback
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket

__all__ = ["Match", "NameIndex", "is_cjk", "rivals", "words"]

Record = tuple[type[Row], int]

NAMED: dict[type[Row], tuple[InstrumentedAttribute[Any], ...]] = {
    Company: (Company.name, Company.phone),
    Contact: (Contact.name, Contact.email, Contact.phone),
    Deal: (Deal.title,),
    Member: (Member.name, Member.handle, Member.email),
    Product: (Product.name,),
    Task: (Task.title,),
    Reminder: (Reminder.text,),
    Ticket: (Ticket.subject,),
    Campaign: (Campaign.name,),
    Automation: (Automation.name,),
}
TABLES = {model.__tablename__: model for model in NAMED}
MANNERS = defaultdict(lambda: Manner.THING, {Company: Manner.COMPANY, Contact: Manner.PERSON, Member: Manner.PERSON})

EVEN = 0.06  # rivals this close are equally likely: the person decides
OUTRIGHT = 0.9  # what fits so well with all its letters is not searched for any further
SURE = 0.98  # what is written so is not looked for by its sound
MOST = 48  # names that are judged; who is called as many others are must be said in more words
REMEMBERED = 4096  # questions whose answers are kept until a name changes
AT_ONCE = 10_000  # records read from the database at a time, that a million need not be in memory twice
ASKED_FOR = 500  # numbers in one query


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0…1; 1 is the whole name to the letter."""

    model: type[Row]
    id: int
    score: float


Answers = tuple[frozenset[type[Row]], tuple[Match, ...]]  # of which models it was asked, and all that fit
_NEVER_ASKED: Answers = (frozenset(), ())


def _likeliest(match: Match) -> tuple[float, int]:
    return -match.score, match.id


@lru_cache(256)
def _joined(asked: frozenset[type[Row]], fresh: tuple[type[Row], ...]) -> frozenset[type[Row]]:
    """One set for the thousands of questions of which the same was asked."""
    return asked.union(fresh)


class NameIndex:
    """The names of one workspace."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._seen = -1
        self._transaction: Callable[[], Session | None] = lambda: None  # the one that it was last equal to
        self._before = -1  # the last line seen before that
        self._learned: set[Record] = set()  # in that
        self._doubted: set[Record] = set()  # learned in what was rolled back
        self._shelves = {model: GramIndex(form_pieces) for model in NAMED}
        self._glance = Glance(self._shelves)
        self._answers: dict[str, Answers] = {}

    def refresh(self, session: Session) -> set[str]:
        """Takes in what the journal has had since the last time; everything at first. The tables it speaks of."""
        self._begin(session)
        if self._seen < 0:
            self._load(session)
            return set()
        tables: set[str] = set()
        changed = self._doubted
        for id, workspace_id, record, record_id, before, after in _FRESH.rows(session, {"seen": self._seen}):
            self._seen = max(self._seen, id)
            if workspace_id != self.workspace_id:
                continue
            tables.add(record)
            if record in TABLES and _renamed(TABLES[record], before, after):
                changed.add((TABLES[record], record_id))
        self._doubted = set()
        self._read_anew(session, changed)
        return tables

    def _begin(self, session: Session) -> None:
        if self._transaction() is not session:
            self._transaction, self._before, self._learned = ref(session), self._seen, set()
        on_rollback(session, self.forget)
        on_rollback(session, self._doubt, savepoints=True)

    def forget(self) -> None:
        """What was learned in this transaction may never have been: it is read anew the next time."""
        self._doubt()
        if self._seen < 0:
            self.__init__(self.workspace_id)  # type: ignore[misc]

    def _doubt(self) -> None:
        self._seen = self._before
        self._doubted |= self._learned

    def _load(self, session: Session) -> None:
        self._seen = session.scalar(select(func.max(ChangeLine.id))) or 0
        for model in NAMED:
            rows = session.execute(self._query(model).execution_options(yield_per=AT_ONCE))
            self._put(model, rows)

    def _put(self, model: type[Row], rows: Iterable[Any]) -> None:
        """Takes in rows of `_query`; what was known of others is forgotten."""
        self._answers.clear()
        self._glance.forget(model)
        self._shelves[model].put(self._glance.taken_in(model, _forms(model, rows)))

    def _query(self, model: type[Row]) -> Select[Any]:
        return select(model.id, *NAMED[model]).where(model.workspace_id == self.workspace_id)

    def _read_anew(self, session: Session, changed: Collection[Record]) -> None:
        if not changed:
            return
        self._learned |= set(changed)
        by_model: dict[type[Row], list[int]] = defaultdict(list)
        for model, id in changed:
            by_model[model].append(id)
        for model, ids in by_model.items():
            self._shelves[model].drop(ids)
            self._put(model, self._rows(session, model, ids))

    def _rows(self, session: Session, model: type[Row], ids: Sequence[int]) -> Iterator[Any]:
        for start in range(0, len(ids), ASKED_FOR):
            yield from session.execute(self._query(model).where(model.id.in_(ids[start : start + ASKED_FOR])))

    def holds(self, model: type[Row], id: int) -> bool:
        """Whether there is such a record, by its number."""
        return id in self._shelves[model]

    def find(self, said: str, models: Collection[type[Row]]) -> list[Match]:
        """Those that fit what was said, the likeliest first; no more than some dozens of each model."""
        asked, known = self._answers.get(said, _NEVER_ASKED)
        if fresh := [model for model in models if model not in asked]:
            if len(self._answers) >= REMEMBERED:
                self._answers.clear()
            likely = self._glance.models(said, fresh)
            found = [Match(model, id, fit) for model in likely for id, fit in self._fitting(said, model).items()]
            asked, known = _joined(asked, tuple(fresh)), (*known, *found)
            self._answers[said] = asked, known
        return sorted([match for model in models for match in known if match.model is model], key=_likeliest)

    def may_begin(self, word: str, models: Iterable[type[Row]]) -> bool:
        """Whether a name may begin with this word: of most words a glance tells that none does."""
        return any(True for _ in self._glance.models(word, models))

    def _fitting(self, said: str, model: type[Row]) -> dict[int, float]:
        """The scores by record. Who is called so outright settles it; else all that are near are judged."""
        shelf, manner = self._shelves[model], MANNERS[model]
        best: dict[int, float] = {}
        for reading, whole, pieces, others in _readings(said, manner):
            if reading.sound and max(best.values(), default=0.0) >= SURE:
                continue
            judged = [(id, score(reading, form, manner)) for id, form in shelf.holding(whole)] if whole else []
            if not any(fit >= OUTRIGHT for _, fit in judged):
                judged += [(id, score(reading, form, manner)) for id, form in shelf.near(pieces, others, MOST)]
            for id, fit in judged:
                if fit >= FITS:
                    best[id] = max(fit, best.get(id, 0.0))
        return best


@lru_cache(2048)
def _readings(said: str, manner: Manner) -> list[tuple[Said, bytes, tuple[bytes, ...], bytes]]:
    """The ways to read what was said: with the piece of a name that is just that, its words' pieces, and others."""
    return [(reading, outright_piece(reading), *said_pieces(reading)) for reading in read_said(said, manner)]


def _forms(model: type[Row], rows: Iterable[Any]) -> Iterator[tuple[int, Form]]:
    """Of the rows of `_query`: what each record may be called by."""
    columns = [column.key for column in NAMED[model]]
    for id, *values in rows:
        found = {
            form: None for column, value in zip(columns, values, strict=True) for form in _called(column, value, model)
        }
        for form in found:
            yield id, form


def _called(column: str, value: str | None, model: type[Row]) -> Iterator[Form]:
    if not value:
        return iter(())
    return number_form(value) if column == "phone" else forms(value, MANNERS[model])


_LINES = ChangeLine.__table__.c
# Not by workspace: an index that begins with it would be walked whole, and the journal only grows.
_FRESH = Statement(
    select(_LINES.id, _LINES.workspace_id, _LINES.record, _LINES.record_id, _LINES.before, _LINES.after).where(
        _LINES.id > bindparam("seen")
    )
)


def _renamed(model: type[Row], before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> bool:
    """Whether a line of the journal touches what the record is called by."""
    if before is None or after is None:
        return True
    return any(column.key in after for column in NAMED[model])


def rivals(matches: Sequence[Match]) -> list[Match]:
    """Those that are as likely as the first; one alone is the answer."""
    return [match for match in matches if matches[0].score - match.score <= EVEN]
