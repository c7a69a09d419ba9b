"""What hardly ever changes, members and stages, kept from one transaction to the next.

Every message asks who speaks and what the stages are. The journal tells when one of them was changed, by whichever
process; then they are read again.
"""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from crm_domain.base import Row
from crm_domain.store import on_rollback

R = TypeVar("R", bound=Row)

OF_TABLES = frozenset({"members", "identities", "pipelines", "stages"})


class Kept:
    """One thread's; `members` by workspace and account, `stages` by workspace."""

    def __init__(self) -> None:
        self.members: dict[tuple[int, str, str], Any] = {}
        self.stages: dict[int, Sequence[Any]] = {}

    def lay_out(self, session: Session, changed: Collection[str]) -> None:
        """At the beginning of a message; `changed` are the tables of which the journal had news."""
        if not OF_TABLES.isdisjoint(changed):
            self.forget()
        if "kept" not in session.info:
            on_rollback(session, self.forget)
            session.info["kept"] = self

    def forget(self) -> None:
        """What a rolled back transaction has loaded or changed was never so."""
        self.members.clear()
        self.stages.clear()


def kept_in(session: Session) -> Kept:
    """What this session keeps; nothing at first, where nothing was laid out."""
    kept: Kept = session.info.setdefault("kept", Kept())
    return kept


def joined(session: Session, row: R) -> R:
    """A row that an earlier session has read, as a row of this one."""
    if row in session:
        return row
    key = inspect(row).key
    present = session.identity_map.get(key) if key else None
    if isinstance(present, type(row)):
        return present
    session.add(row)
    return row
