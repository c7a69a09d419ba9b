"""What hardly ever changes, members and stages, kept from one transaction to the next.

Every message asks who speaks and what the stages are. The journal tells when one of them was changed, by whichever
process; then they are read again.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from crm_domain.store import on_rollback

OF_TABLES = frozenset({"members", "identities", "pipelines", "stages"})


class Kept:
    """One thread's; `members` by workspace and account, `stages` by workspace."""

    def __init__(self) -> None:
        self.members: dict[tuple[int, str, str], Any] = {}
        self.stages: dict[int, Sequence[Any]] = {}

    def lay_out(self, session: Session, changed: Collection[str]) -> None:
        """Makes them part of this session, unless it has begun to load rows of its own; `changed` are tables."""
        if not OF_TABLES.isdisjoint(changed):
            self.forget()
        if "kept" not in session.info and not len(session.identity_map):
            on_rollback(session, self.forget)
            session.info["kept"] = self
            session.add_all(self._rows())

    def forget(self) -> None:
        """What a rolled back transaction has loaded or changed was never so."""
        self.members.clear()
        self.stages.clear()

    def _rows(self) -> Iterator[Any]:
        yield from self.members.values()
        for stages in self.stages.values():
            yield from stages


def kept_in(session: Session) -> Kept:
    """What this session keeps; nothing at first, where nothing was laid out."""
    kept: Kept = session.info.setdefault("kept", Kept())
    return kept
