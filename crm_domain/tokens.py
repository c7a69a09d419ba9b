"""Keys for programs: each speaks for one member, as far as its scopes. Only a fingerprint of it is stored."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crm_domain.base import Base
from crm_domain.members import Member

SCOPES = ("read", "write", "hooks", "calendar")
BEGINNING = "cft_"  # so that whoever finds one in a file knows what it is


class Token(Base):
    __tablename__ = "api_tokens"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


def digest(secret: str) -> str:
    """A key has so much chance in it that it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def issue(
    session: Session, member: Member, name: str, scopes: Sequence[str], now: datetime, expires: datetime | None = None
) -> tuple[Token, str]:
    """A new key, and the secret that is shown this once."""
    secret = BEGINNING + secrets.token_urlsafe(32)
    token = Token(
        workspace_id=member.workspace_id,
        member_id=member.id,
        name=name,
        digest=digest(secret),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=expires,
    )
    session.add(token)
    session.flush()
    return token, secret


def holder(session: Session, workspace_id: int, secret: str, now: datetime) -> tuple[Token, Member] | None:
    """Whose key this is; None for one that is unknown here, revoked or over."""
    query = select(Token).where(Token.workspace_id == workspace_id, Token.digest == digest(secret))
    token = session.scalars(query).first()
    if token is None or token.revoked_at or (token.expires_at and token.expires_at <= now):
        return None
    member = session.get(Member, token.member_id)
    return (token, member) if member and member.active else None


def issued(session: Session, workspace_id: int) -> Sequence[Token]:
    return session.scalars(select(Token).where(Token.workspace_id == workspace_id).order_by(Token.id)).all()
