"""Who is known already, by what tells people: asked for every row of an import.

A million people are not kept in memory: of each only under which short marks they stand, and who is compared is looked
up again, a portion of rows at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Select, select

from crm_domain.bulk import in_parts
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.likeness import Trait, Verdict, judged, trait
from crm_domain.marks import Marks

MOST_COMPARED = 40  # people of one name, or behind one switchboard, that are looked at
AT_ONCE = 5_000
Kept = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]  # a plain one is nothing to the garbage collector


class KnownPeople:
    """All contacts of the workspace. `look_ahead` before a portion of rows, `settle` once it is written."""

    def __init__(self, crm: Crm, dry: bool = False) -> None:
        """`dry`: nobody is written, so who was learned can't be looked up again."""
        self._marks, self._newest, self._dry = Marks(), 0, dry
        self._by_key: dict[str, tuple[int, ...]] = {}  # of this portion: who may be asked for, and who came with it
        self._traits: dict[int, Kept] = {}
        self._fresh: list[tuple[int, int]] = []
        self.catch_up(crm)

    def catch_up(self, crm: Crm) -> bool:
        """Learns who was added since, by whomever; whether there were any."""
        before = self._newest
        people = people_of(crm, before)
        while part := list(islice(people, AT_ONCE)):
            self._remember((hash(mark), id) for id, told in part for mark in told.marks())
            self._newest = part[-1][0]
        return self._newest > before

    def _remember(self, pairs: Iterable[tuple[int, int]]) -> None:
        if found := list(pairs):
            self._marks.add(*zip(*found, strict=True))

    def look_ahead(self, crm: Crm, marks: Iterable[str]) -> None:
        """Whoever may be meant by one of these is at hand afterwards."""
        wanted = {hash(mark): mark for mark in marks}
        pairs = list(self._marks.find(wanted, MOST_COMPARED))
        for part in in_parts(sorted({id for _, id in pairs} - self._traits.keys())):
            for row in crm.session.execute(_people(crm).where(Contact.id.in_(part))):
                told = _told(*row[1:])
                self._traits[row[0]] = (told.words, told.emails, told.phones, told.company)
        for mark, id in pairs:
            if id in self._traits:
                self._stands(wanted[mark], id)

    def learn(self, id: int, told: Trait, marks: Sequence[str] = ()) -> None:
        """`marks`, where they are known already."""
        if id in self._traits:
            told, marks = _both(Trait(*self._traits[id]), told), ()
        self._traits[id] = (told.words, told.emails, told.phones, told.company)
        self._newest = max(self._newest, id)
        self._fresh += [(hash(key), id) for key in marks or told.marks() if self._stands(key, id)]

    def _stands(self, key: str, id: int) -> bool:
        """Whether it is new that this one stands under that mark."""
        ids = self._by_key.get(key, ())
        if id in ids or len(ids) >= MOST_COMPARED:
            return False
        self._by_key[key] = (*ids, id)
        return True

    def settle(self) -> None:
        """The portion is written: what came with it is under its marks now."""
        if not self._dry:
            self._remember(self._fresh)
            self._by_key, self._traits, self._fresh = {}, {}, []

    def like(self, told: Trait, marks: Sequence[str] = ()) -> tuple[Verdict, int | None]:
        """The likest one who is known; nobody where all are others."""
        best: tuple[Verdict, int | None] = (Verdict.OTHER, None)
        for id in self._candidates(marks or told.marks()):
            verdict = judged(told, Trait(*self._traits[id]))
            if verdict > best[0]:
                best = (verdict, id)
            if verdict == Verdict.SURE:
                break
        return best

    def _candidates(self, marks: Sequence[str]) -> Iterable[int]:
        near = [ids for key in marks if (ids := self._by_key.get(key))]
        return dict.fromkeys(chain.from_iterable(near)) if near else ()


def people_of(crm: Crm, above: int = 0) -> Iterator[tuple[int, Trait]]:
    """All whom the member may see with a higher number, in its order."""
    query = _people(crm).where(Contact.id > above).order_by(Contact.id)
    for row in crm.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield row[0], _told(*row[1:])


def _people(crm: Crm) -> Select[Any]:
    return (
        select(Contact.id, Contact.name, Contact.email, Contact.phone, Contact.more, Company.name)
        .outerjoin(Company, Company.id == Contact.company_id)
        .where(Contact.workspace_id == crm.workspace.id, crm.access.sees(crm.actor, Contact))
    )


def _told(name: str, email: str | None, phone: str | None, more: dict[str, Any] | None, company: str | None) -> Trait:
    return trait(name, [email, *_also(more, "email")], [phone, *_also(more, "phone")], company)


def _also(more: dict[str, Any] | None, name: str) -> list[str]:
    """The numbers and addresses that are kept beside the first one."""
    more = more or {}
    kept = [str(value) for slot, value in more.items() if slot.startswith(f"{name} ") and isinstance(value, str)]
    mobile = [str(more["mobile"])] if name == "phone" and more.get("mobile") else []
    also = more.get("also")
    return [*kept, *mobile, *(map(str, also.get(name, [])) if isinstance(also, dict) else [])]


def _both(one: Trait, other: Trait) -> Trait:
    return Trait(
        one.words or other.words,
        tuple(dict.fromkeys(one.emails + other.emails)),
        tuple(dict.fromkeys(one.phones + other.phones)),
        one.company or other.company,
    )
