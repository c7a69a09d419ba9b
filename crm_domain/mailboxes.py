"""How far each mailbox of the company's was read: its UIDVALIDITY and the last UID that was taken in."""

from sqlalchemy import BigInteger, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base, upsert


class MailboxPlace(Base):
    __tablename__ = "mailbox_places"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    mailbox: Mapped[str] = mapped_column(primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)


_KEEP = upsert(MailboxPlace, ["workspace_id", "mailbox"], fresh=["validity", "uid"])


def place_in(session: Session, workspace_id: int, mailbox: str) -> tuple[int, int] | None:
    """None for one that was never looked into."""
    query = select(MailboxPlace.validity, MailboxPlace.uid)
    found = session.execute(
        query.where(MailboxPlace.workspace_id == workspace_id, MailboxPlace.mailbox == mailbox)
    ).first()
    return (found.validity, found.uid) if found else None


def keep_place(session: Session, workspace_id: int, mailbox: str, place: tuple[int, int]) -> None:
    values = {"workspace_id": workspace_id, "mailbox": mailbox, "validity": place[0], "uid": place[1]}
    _KEEP.run(session, values)
