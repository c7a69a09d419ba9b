"""What messages turned out to mean: each choice among several readings, kept to be learned from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from crm_domain.base import Base, insert_plainly
from crm_domain.desk import Desk
from crm_domain.errors import NotFound
from crm_domain.sealing import Sealed
from crm_domain.texts import T

NO_EXAMPLE = T("There is no learned wording number {id}.", "没有编号为 {id} 的说法。")


class Example(Base):
    """A message as it was said, its `wording` without the particulars, and the command that was chosen for it.

    `trained`: the reader has learned it. Past the journal: it is a note of ours, no record of the company's.
    """

    __tablename__ = "examples"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str] = mapped_column(Sealed)
    wording: Mapped[str] = mapped_column(Sealed)
    command: Mapped[str]
    trained: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class Examples:
    """The workspace's, the latest first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def add(self, text: str, wording: str, command: str) -> int:
        values: dict[str, Any] = {"text": text, "wording": wording, "command": command, "trained": False}
        place = {"workspace_id": self.desk.workspace.id, "member_id": self.desk.actor and self.desk.actor.id}
        return insert_plainly(self.desk.session, Example, values | place | {"at": self.desk.now})

    def listed(self) -> Sequence[Example]:
        query = select(Example).where(Example.workspace_id == self.desk.workspace.id)
        return self.desk.session.scalars(query.order_by(Example.id.desc())).all()

    def get(self, id: int) -> Example:
        found = self.desk.session.get(Example, id)
        if found is None or found.workspace_id != self.desk.workspace.id:
            raise NotFound(NO_EXAMPLE, id=id)
        return found

    def delete(self, example: Example) -> None:
        self.desk.session.execute(delete(Example).where(Example.id == example.id))
        self.desk.session.expunge(example)

    def train(self) -> int:
        """All that are there are learned from now on; how many."""
        query = update(Example).where(Example.workspace_id == self.desk.workspace.id).values(trained=True)
        return int(getattr(self.desk.session.execute(query), "rowcount", 0))

    def learned(self) -> tuple[tuple[str, str], ...]:
        """(wording, command) of what the reader is to know; where a wording was chosen twice, the later choice."""
        rows = self.desk.session.connection().execute(_LEARNED, {"workspace": self.desk.workspace.id})
        return tuple(sorted({row[0]: row[1] for row in rows}.items()))


_OURS = Example.__table__.c
_LEARNED = (
    select(_OURS.wording, _OURS.command)
    .where(_OURS.workspace_id == bindparam("workspace"), _OURS.trained)
    .order_by(_OURS.id)
)
