"""Finding a record by what somebody calls it: part of a name, a typo, accents and case aside.

The index lives in memory and follows the journal: one small query a message keeps it equal to the database,
whichever process wrote the change.
"""

import re
import unicodedata
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.hanzi import simplified
from crm_domain.journal import ChangeLine
from crm_domain.members import Member
from crm_domain.store import on_rollback
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket

NAMED: dict[type[Row], tuple[InstrumentedAttribute[str], ...]] = {
    Company: (Company.name,),
    Contact: (Contact.name,),
    Deal: (Deal.title,),
    Member: (Member.name, Member.handle),
    Task: (Task.title,),
    Ticket: (Ticket.subject,),
}
TABLES = {model.__tablename__: model for model in NAMED}

NEAR = 0.74  # below it a word is another word, not a typo
FITS = 0.8  # below it a name is another name
EVEN = 0.06  # rivals this close are equally likely: the person decides

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BRACKETS = re.compile(r"[(（](.*?)[)）]")
# What people put around a name without it being part of it.
_FILLERS = frozenset("the a an deal deals ticket task company account contact opportunity our my one s".split())
_FILLERS_ZH = re.compile(
    r"(那个|这个|那单|这单|那张|那笔|这笔|的那个|的商机|那家|这家|商机|单子|的单子|的单|任务|工单|客户|公司|联系人|的)+$"
)
_TITLES_ZH = re.compile(r"^([\u3400-\u9fff]{1,2})(总|總|经理|經理|老师|老師|先生|女士|小姐|总监|總監|工|姐|哥)$")


def fold(text: str) -> str:
    """Case, accents, width and traditional characters aside."""
    if text.isascii():
        return text.lower()
    text = text.translate(simplified())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0…1; 1 is the whole name to the letter."""

    model: type[Row]
    id: int
    score: float


class _Name:
    """One way to call a record."""

    __slots__ = ("folded", "size", "words")

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self.folded = " ".join(self.words)
        self.size = sum(map(len, self.words)) or 1


class NameIndex:
    """The names of one workspace."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._seen = -1
        self._names: dict[tuple[type[Row], int], list[_Name]] = {}
        self._holders: dict[str, set[tuple[type[Row], int]]] = defaultdict(set)
        self._vocabulary: list[str] = []  # sorted latin words, for prefixes and typos

    def refresh(self, session: Session) -> set[str]:
        """Takes in what the journal has had since the last time; everything at first. The tables it speaks of."""
        on_rollback(session, self.forget)
        if self._seen < 0:
            self._load(session)
            return set()
        tables: set[str] = set()
        changed: dict[type[Row], set[int]] = defaultdict(set)
        for line in session.connection().execute(_FRESH, {"seen": self._seen}):
            self._seen = max(self._seen, line.id)
            if line.workspace_id != self.workspace_id:
                continue
            tables.add(line.record)
            if line.record in TABLES and _renamed(TABLES[line.record], line.before, line.after):
                changed[TABLES[line.record]].add(line.record_id)
        for model, ids in changed.items():
            self._reload(session, model, ids)
        return tables

    def forget(self) -> None:
        """Everything is read anew the next time."""
        self.__init__(self.workspace_id)  # type: ignore[misc]

    def _load(self, session: Session) -> None:
        self._seen = session.scalar(select(func.max(ChangeLine.id))) or 0
        for model in NAMED:
            for id, *names in session.execute(self._query(model)):
                self._put(model, id, names)

    def _query(self, model: type[Row]):  # type: ignore[no-untyped-def] # the columns differ by model
        return select(model.id, *NAMED[model]).where(model.workspace_id == self.workspace_id)

    def _reload(self, session: Session, model: type[Row], ids: set[int]) -> None:
        for id in ids:
            self._drop(model, id)
        for id, *names in session.execute(self._query(model).where(model.id.in_(ids))):
            self._put(model, id, names)

    def _put(self, model: type[Row], id: int, names: Iterable[str]) -> None:
        entry = self._names[model, id] = [_Name(text) for name in names for text in _variants(name)]
        for gram in _grams(entry):
            holders = self._holders[gram]
            if not holders and gram.isascii() and not self._knows(gram):
                insort(self._vocabulary, gram)
            holders.add((model, id))

    def _knows(self, word: str) -> bool:
        place = bisect_left(self._vocabulary, word)
        return self._vocabulary[place : place + 1] == [word]

    def _drop(self, model: type[Row], id: int) -> None:
        for gram in _grams(self._names.pop((model, id), [])):
            self._holders[gram].discard((model, id))

    def find(self, said: str, models: Collection[type[Row]]) -> list[Match]:
        """Those that fit what was said, the likeliest first."""
        wanted = spoken_words(said)
        if not wanted:
            return []
        found = []
        for model, id in self._candidates(wanted):
            if model in models and (score := max(_score(wanted, name) for name in self._names[model, id])) >= FITS:
                found.append(Match(model, id, score))
        return sorted(found, key=lambda match: (-match.score, match.id))

    def _candidates(self, wanted: Sequence[str]) -> set[tuple[type[Row], int]]:
        """The records that share the most words with what was said: a word less is a far worse fit."""
        shared: Counter[tuple[type[Row], int]] = Counter()
        for word in wanted:
            shared.update(self._holding(word))
        most = max(shared.values(), default=0)
        enough = most if most == len(wanted) else most - 1
        return {record for record, count in shared.items() if count >= enough}

    def _holding(self, word: str) -> set[tuple[type[Row], int]]:
        if not word.isascii():
            return self._holding_zh(word)
        return set().union(*(self._holders.get(gram, ()) for gram in self._like(word)))

    def _holding_zh(self, word: str) -> set[tuple[type[Row], int]]:
        """Those with at least half of the characters."""
        shared = Counter(record for letter in set(word) for record in self._holders.get(letter, ()))
        return {record for record, count in shared.items() if 2 * count >= len(set(word))}

    def _like(self, word: str) -> Iterator[str]:
        """The word itself, those that it begins, and its near spellings."""
        start = bisect_left(self._vocabulary, word)
        for known in self._vocabulary[start : start + 50]:
            if known != word and (len(word) < 2 or not known.startswith(word)):
                break
            yield known
        if len(word) >= 4 and not self._holders.get(word):
            near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=NEAR * 100, limit=12)
            yield from (known for known, _, _ in near)


_LINES = ChangeLine.__table__.c
# Not by workspace: an index that begins with it would be walked whole, and the journal only grows.
_FRESH = select(_LINES.id, _LINES.workspace_id, _LINES.record, _LINES.record_id, _LINES.before, _LINES.after).where(
    _LINES.id > bindparam("seen")
)


def _renamed(model: type[Row], before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> bool:
    """Whether a line of the journal touches what the record is called by."""
    if before is None or after is None:
        return True
    return any(column.key in after for column in NAMED[model])


def spoken_words(said: str) -> list[str]:
    """The words of a name as said, without what people put around it."""
    text = fold(said).strip()
    if title := _TITLES_ZH.match(text):
        return [title[1]]
    text = _FILLERS_ZH.sub("", text) or text
    found = _WORD.findall(text)
    return [word for word in found if word not in _FILLERS] or found


def rivals(matches: Sequence[Match]) -> list[Match]:
    """Those that are as likely as the first; one alone is the answer."""
    return [match for match in matches if matches[0].score - match.score <= EVEN]


def _variants(name: str) -> Iterator[str]:
    """王磊 (Leo Wang) is called 王磊, and Leo Wang, and both."""
    yield name
    if inner := _BRACKETS.search(name):
        yield _BRACKETS.sub(" ", name)
        yield inner[1]


def _grams(names: Iterable[_Name]) -> set[str]:
    """Latin words whole, Chinese by the character."""
    return {gram for name in names for word in name.words for gram in ([word] if word.isascii() else word)}


def _score(wanted: Sequence[str], name: _Name) -> float:
    """Mostly how much of what was said is in the name, a little how much of the name was said."""
    joined = " ".join(wanted)
    if joined == name.folded:
        return 1.0
    said = hit = 0.0
    for word in wanted:
        likeness = _likeness(word, name)
        said += len(word)
        hit += likeness * len(word)
    return 0.88 * hit / said + 0.1 * min(1.0, hit / name.size)


def _likeness(word: str, name: _Name) -> float:
    if not word.isascii():
        return _likeness_zh(word, name)
    best = 0.0
    for known in name.words:
        if known == word:
            return 1.0
        if len(word) >= 2 and known.startswith(word):
            best = max(best, 0.97)
        elif len(word) >= 4 and known.isascii():
            ratio = fuzz.ratio(word, known) / 100
            best = max(best, ratio if ratio >= NEAR else 0.0)
    return best


def _likeness_zh(word: str, name: _Name) -> float:
    known = "".join(part for part in name.words if not part.isascii())
    if word in known:
        return 1.0 if not (len(word) == 1 and not known.startswith(word)) else 0.0
    if len(word) < 3:
        return 0.0
    share = LCSseq.similarity(word, known) / len(word)
    return share if share >= 0.65 else 0.0


def is_cjk(text: str) -> bool:
    return bool(_CJK.search(text))
