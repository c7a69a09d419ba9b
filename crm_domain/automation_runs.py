"""One row per automation and moment it was due: whichever process writes it first does the work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, insert_new, upsert


class AutomationRun(Base):
    __tablename__ = "automation_runs"
    __table_args__ = (
        UniqueConstraint("workspace_id", "automation", "occasion"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    automation: Mapped[str]
    occasion: Mapped[str]
    at: Mapped[datetime]


KEY = ("workspace_id", "automation", "occasion")
_CLAIM = upsert(AutomationRun, KEY)


def claim(session: Session, workspace_id: int, automation: str, occasion: str, at: datetime) -> bool:
    """True for the one that may do it."""
    values = {"workspace_id": workspace_id, "automation": automation, "occasion": occasion, "at": at}
    return _CLAIM.run(session, values).rowcount == 1


def claim_all(session: Session, workspace_id: int, automation: str, wanted: Sequence[str], at: datetime) -> set[str]:
    """Of these occasions those that nobody claimed before, all in one go."""
    if not wanted:
        return set()
    common = {"workspace_id": workspace_id, "automation": automation, "at": at}
    statement = insert_new(AutomationRun, KEY, session.get_bind().dialect.name)
    found = session.connection().execute(statement, [common | {"occasion": occasion} for occasion in wanted])
    return set(found.scalars())


def occasions(session: Session, workspace_id: int, automation: str, wanted: Sequence[str]) -> set[str]:
    """Which of these are done already."""
    query = select(AutomationRun.occasion).where(
        AutomationRun.workspace_id == workspace_id,
        AutomationRun.automation == automation,
        AutomationRun.occasion.in_(wanted),
    )
    return set(session.scalars(query))
