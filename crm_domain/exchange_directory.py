"""Who is called what in a workspace: a file names records, the tables number them."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.pipelines import Stage
from crm_domain.products import Product
from crm_domain.tickets import Ticket
from crm_domain.workspaces import Workspace

# What a file calls a record by, and the company that tells two of the same name apart.
NAMED: dict[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[int | None] | None]] = {
    "members": (Member.handle, None),
    "companies": (Company.name, None),
    "contacts": (Contact.name, Contact.company_id),
    "deals": (Deal.title, Deal.company_id),
    "products": (Product.name, None),
    "stages": (Stage.key, None),
    "tickets": (Ticket.id, None),
}


@dataclass(slots=True)
class Names:
    """The names of one noun; `company` holds where each record belongs."""

    of: dict[int, Any] = field(default_factory=dict)
    company: dict[int, int | None] = field(default_factory=dict)
    _exact: dict[Any, list[int]] = field(default_factory=lambda: defaultdict(list))
    _folded: dict[Any, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, id: int, name: Any, company: int | None) -> None:
        self.of[id], self.company[id] = name, company
        self._exact[name].append(id)
        self._folded[fold(name)].append(id)

    def fitting(self, name: Any) -> Sequence[int]:
        """Those of that very name, else those whose name differs in case and width only."""
        return self._exact.get(name) or self._folded.get(fold(name)) or ()

    def find(self, name: Any, company: int | None) -> int | None:
        """The one of that name, or the one of them at `company`; None where that is none or several."""
        fitting = self.fitting(name)
        if len(fitting) > 1 and company is not None:
            fitting = [id for id in fitting if self.company[id] == company]
        return fitting[0] if len(fitting) == 1 else None


class Directory:
    """The names of a workspace's records, read when first asked for. `moved` knows the ids that were not free here."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self.session, self.workspace = session, workspace
        self.moved: dict[tuple[str, int], int] = {}
        self._names: dict[str, Names] = {}
        self._zones: dict[int | None, ZoneInfo] = {}
        self._outcomes: dict[int, str] = {}

    def names(self, noun: str) -> Names:
        if noun not in self._names:
            self._names[noun] = self._read(noun)
        return self._names[noun]

    def _read(self, noun: str) -> Names:
        name, company = NAMED[noun]
        model = name.class_
        query = select(model.id, name, model.id if company is None else company)
        names = Names()
        for id, called, at in self.session.execute(query.where(model.workspace_id == self.workspace.id)):
            names.add(id, called, None if company is None else at)
        return names

    def forget(self, noun: str) -> None:
        """The noun's records have changed."""
        self._names.pop(noun, None)
        self._zones.clear()
        self._outcomes.clear()

    def here(self, noun: str, id: int) -> int | None:
        """The id that the file's record has in this database; None where it is not here."""
        id = self.moved.get((noun, id), id)
        return id if id in self.names(noun).of else None

    def zone(self, member_id: int | None) -> ZoneInfo:
        """The member's zone; the workspace's for nobody."""
        if not self._zones:
            query = select(Member.id, Member.tz).where(Member.workspace_id == self.workspace.id)
            self._zones = {id: ZoneInfo(tz) for id, tz in self.session.execute(query)}
            self._zones[None] = ZoneInfo(self.workspace.tz)
        return self._zones.get(member_id) or self._zones[None]

    def outcome(self, stage_id: int) -> str:
        """Whether a deal at this stage is open, won or lost."""
        if not self._outcomes:
            query = select(Stage.id, Stage.outcome).where(Stage.workspace_id == self.workspace.id)
            self._outcomes = dict(self.session.execute(query).tuples().all())
        return self._outcomes[stage_id]


def fold(name: Any) -> Any:
    return unicodedata.normalize("NFKC", name).casefold().strip() if isinstance(name, str) else name
