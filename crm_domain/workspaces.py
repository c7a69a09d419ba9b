"""A workspace: one company's CRM. Several can live in one database and never see each other."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from crm_domain.base import Base


class Workspace(Base):
    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    base_currency: Mapped[str] = mapped_column(default="USD")
    tz: Mapped[str] = mapped_column(default="UTC")
    support: Mapped[dict[str, Any] | None]  # how its support is run; None is the usual way
    automations_off: Mapped[bool] = mapped_column(default=False)  # the switch that stops them all
