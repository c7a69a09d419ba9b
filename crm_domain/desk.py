"""One member's desk for the time of one message: the session, who acts, and when.

Whatever is flushed while a desk is laid gets its workspace and moments, passes the access rules and enters the journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from crm_domain.access import Access
from crm_domain.base import Row, insert_plainly
from crm_domain.calendars import Calendar, working
from crm_domain.journal import Change, Journal
from crm_domain.members import Member, Role
from crm_domain.support import Support, support_of
from crm_domain.workspaces import Workspace


@dataclass
class Desk:
    """`actor` None is the system itself: imports, automations."""

    session: Session
    workspace: Workspace
    actor: Member | None
    now: datetime
    access: Access = field(default_factory=Access)
    journal: Journal = field(default_factory=Journal)
    chain: tuple[int, ...] = ()  # the automations through which this came about
    given_away: frozenset[tuple[str, int]] = frozenset()  # records that the change now undone gave to somebody else

    def __post_init__(self) -> None:
        self.session.info["desk"] = self

    @property
    def today(self) -> date:
        """The day it is for whoever asks, in their own zone."""
        return self.now.astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        return self.actor.zone if self.actor else ZoneInfo(self.workspace.tz)

    def calendar(self, zone: ZoneInfo | None = None) -> Calendar:
        """On which days is worked, by the clocks of `zone`; left out, of whoever asks."""
        return working(zone or self.zone, self.workspace.working_days)

    def at_work(self, member: Member) -> bool:
        return member.works_at(self.now, self.calendar(member.zone))

    def next_working(self, member: Member) -> datetime:
        """When their next working day begins."""
        return member.next_working(self.now, self.calendar(member.zone))

    @cached_property
    def support(self) -> Support:
        return support_of(self.workspace.support)

    @property
    def role(self) -> Role:
        return Role(self.me.role)

    @property
    def me(self) -> Member:
        assert self.actor is not None, "the system has no member of its own"
        return self.actor

    def begin_change(self, command: str) -> int:
        """The number of a change that is written as it goes; `enter` ends it."""
        if self.journal.opened is None:
            said = {"command": command, "chat": None, "message_key": None, "undoes_id": None}
            self.journal.opened = insert_plainly(self.session, Change, self.signed(said))
        return self.journal.opened

    def signed(self, said: Mapping[str, object]) -> dict[str, object]:
        member = self.actor.id if self.actor else None
        return {"workspace_id": self.workspace.id, "member_id": member, "at": self.now, **said}

    def before_flush(self) -> None:
        for row in self.session.new:
            if isinstance(row, Row):
                self._stamp(row)
                self.access.guard_write(self.actor, row, frozenset(), new=True)
        for row in self.session.dirty:
            if isinstance(row, Row) and self.session.is_modified(row, include_collections=False):
                self.access.guard_write(self.actor, row, self._owners(row), new=False)
                if not inspect(row).attrs["updated_at"].history.has_changes():
                    row.updated_at = self.now
        for row in self.session.deleted:
            if isinstance(row, Row):
                self.access.guard_write(self.actor, row, owners_before(row), new=False)

    def _owners(self, row: Row) -> frozenset[int]:
        """Whose it is; whoever gave it away by a slip may take that back."""
        mine = self.actor is not None and (row.__tablename__, row.id) in self.given_away
        return owners_before(row) | ({self.me.id} if mine else frozenset())

    def _stamp(self, row: Row) -> None:
        row.workspace_id = self.workspace.id
        row.created_at = row.created_at or self.now
        row.updated_at = row.updated_at or row.created_at


def owners_before(row: Row) -> frozenset[int]:
    """The members the record belonged to in the database, whatever this flush makes of them."""
    owners: set[int] = set(row.kin)
    for name in row.owned_by:
        history = inspect(row).attrs[name].history
        owners.update(id for id in (history.deleted or history.unchanged) if id is not None)
    return frozenset(owners)
