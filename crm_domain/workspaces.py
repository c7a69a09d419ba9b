"""A workspace: one company's CRM. Several can live in one database and never see each other."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base


class Workspace(Base):
    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    base_currency: Mapped[str] = mapped_column(default="USD")
    tz: Mapped[str] = mapped_column(default="UTC")
    support: Mapped[dict[str, Any] | None]  # how its support is run; None is the usual way
    working_days: Mapped[dict[str, Any] | None]  # {"holidays": "CN", "closed": [days]}; None is by each one's zone
    webhooks: Mapped[dict[str, Any] | None]  # name: {"url", "events"}: what is told to other systems
    automations_off: Mapped[bool] = mapped_column(default=False)  # the switch that stops them all
    managers: Mapped[dict[str, Any] | None]  # the managers' channel: {"channel", "chat", "member"} who made it so


def give_managers(session: Session, id: int, channel: dict[str, Any] | None) -> None:
    """The managers' channel; by statement, for the workspace at hand may be another session's."""
    session.execute(update(Workspace).where(Workspace.id == id).values(managers=channel))
