"""The keys under which a database holds sealed values.

A key is entered before anything is sealed under it, and struck out when nothing is any more. So whoever opens the
database with too few keys is told at once, and not by the first contact they look at.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert
from crm_domain.errors import BadValue
from crm_domain.sealing import MISSING, Keys


class Seal(Base):
    """A key by its name, which tells nothing of it."""

    __tablename__ = "seals"

    key: Mapped[str] = mapped_column(primary_key=True)


_ENTER = upsert(Seal, ["key"])


def open_with(session: Session, keys: Keys | None) -> None:
    """BadValue where something is sealed under a key that we don't have."""
    known = frozenset(session.scalars(select(Seal.key)))
    if missing := sorted(known - (keys.names if keys else frozenset())):
        raise BadValue(MISSING, key=missing[0])
    if keys and keys.current and keys.current.name not in known:
        _ENTER.run(session, {"key": keys.current.name})


def strike_out(session: Session, keys: Keys) -> None:
    """Nothing is sealed under any other key than the current one now."""
    session.execute(delete(Seal).where(Seal.key != (keys.current.name if keys.current else "")))
