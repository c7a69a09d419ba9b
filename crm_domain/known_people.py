"""Who is known already, by what tells people: asked for every row of an import, and when somebody is added."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import select

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.likeness import Trait, Verdict, judged, trait

MOST_COMPARED = 40  # people of one name, or behind one switchboard, that are looked at
Kept = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]  # a plain one is nothing to the garbage collector


class KnownPeople:
    """All contacts of the workspace: one pass over the table, then a few look-ups for each person."""

    def __init__(self, crm: Crm) -> None:
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._traits: dict[int, Kept] = {}
        query = (
            select(Contact.id, Contact.name, Contact.email, Contact.phone, Contact.more, Company.name)
            .outerjoin(Company, Company.id == Contact.company_id)
            .where(Contact.workspace_id == crm.workspace.id, crm.access.sees(crm.actor, Contact))
            .order_by(Contact.id)
        )
        for id, name, email, phone, more, company in crm.session.execute(query.execution_options(yield_per=5_000)):
            self.learn(id, trait(name, [email, *_also(more, "email")], [phone, *_also(more, "phone")], company))

    def learn(self, id: int, told: Trait, marks: Sequence[str] = ()) -> None:
        """`marks`, where they are known already."""
        if id in self._traits:
            told, marks = _both(Trait(*self._traits[id]), told), ()
        self._traits[id] = (told.words, told.emails, told.phones, told.company)
        for key in marks or told.marks():
            ids = self._by_key.get(key, ())
            if id not in ids and len(ids) < MOST_COMPARED:
                self._by_key[key] = (*ids, id)

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

    def alike(self, told: Trait) -> list[tuple[Verdict, int]]:
        """All who may be meant, the surest first."""
        found = ((judged(told, Trait(*self._traits[id])), id) for id in self._candidates(told.marks()))
        return sorted((pair for pair in found if pair[0]), key=lambda pair: (-pair[0], pair[1]))

    def _candidates(self, marks: Sequence[str]) -> Iterable[int]:
        near = [ids for key in marks if (ids := self._by_key.get(key))]
        return dict.fromkeys(chain.from_iterable(near)) if near else ()


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
