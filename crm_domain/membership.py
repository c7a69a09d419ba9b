"""How members join and by which chat accounts they are known."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from crm_domain.base import Base, Row
from crm_domain.errors import Conflict
from crm_domain.kept import joined, kept_in
from crm_domain.members import Member, checked_role, checked_zone, free_handle
from crm_domain.records import Records
from crm_domain.texts import T


class Identity(Row):
    """One chat account of a member: `account` is the person's id on `platform`."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("workspace_id", "platform", "account"),
        {"sqlite_autoincrement": True},
    )
    noun = "members"
    owned_by = ("member_id",)

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str]
    account: Mapped[str]

    member: Mapped[Member] = relationship()

    @property
    def label(self) -> str:
        return f"{self.platform} {self.account}"


class LinkCode(Base):
    """A one-time code by which a person proves that a chat account is theirs. Only its hash is kept."""

    __tablename__ = "link_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class Members(Records[Member]):
    model = Member

    def add(self, name: str, role: str, handle: str | None = None, **fields: Any) -> Member:
        taken = {member.handle for member in self.all()}
        if handle in taken:
            raise Conflict(HANDLE_TAKEN, handle=handle)
        member = Member(
            name=name,
            role=checked_role(role),
            handle=handle or free_handle(name, taken),
            tz=checked_zone(fields.pop("tz", None) or self.desk.workspace.tz),
            lang=fields.pop("lang", None) or ("zh" if any("\u4e00" <= c <= "\u9fff" for c in name) else "en"),
            **fields,
        )
        return self.put(member)

    def everyone(self) -> Sequence[Member]:
        """Those who work here now."""
        return self.all(self.visible().where(Member.active.is_(True)).order_by(Member.id))

    def by_handle(self, handle: str) -> Member | None:
        return next(iter(self.all(self.visible().where(Member.handle == handle))), None)

    def link(self, member: Member, platform: str, account: str) -> Identity:
        """From now on this account is that member; an account is one person's only."""
        query = select(Identity).where(
            Identity.workspace_id == self.desk.workspace.id,
            Identity.platform == platform,
            Identity.account == account,
        )
        found = self.desk.session.scalars(query).first()
        if found and found.member_id != member.id:
            raise Conflict(ACCOUNT_TAKEN, account=account, name=found.member.name)
        if found:
            return found
        identity = Identity(member_id=member.id, platform=platform, account=account)
        self.desk.session.add(identity)
        self.desk.session.flush()
        return identity

    def new_code(self, member: Member) -> str:
        """A one-time code, good for a day, that links the account it is sent from."""
        code = secrets.token_hex(4).upper()
        expires = self.desk.now + timedelta(days=1)
        self.desk.session.add(
            LinkCode(
                workspace_id=member.workspace_id,
                member_id=member.id,
                digest=_digest(code),
                expires_at=expires,
            )
        )
        return code


def redeem(session: Session, workspace_id: int, code: str, now: datetime) -> Member | None:
    """The member whose code this is; the code is used up."""
    query = select(LinkCode).where(
        LinkCode.workspace_id == workspace_id, LinkCode.digest == _digest(code.strip().upper())
    )
    found = session.scalars(query).first()
    if found is None or found.expires_at < now:
        return None
    session.delete(found)
    return session.get(Member, found.member_id)


def known_as(session: Session, workspace_id: int, platform: str, account: str) -> Member | None:
    """The active member behind a chat account. In the terminal the account is the member's handle."""
    known, place = kept_in(session).members, (workspace_id, platform, account)
    member: Member | None = known.get(place)
    member = joined(session, member) if member else _look_up(session, *place)
    if member is None or not member.active:
        return None
    known[place] = member
    return member


def _look_up(session: Session, workspace_id: int, platform: str, account: str) -> Member | None:
    query = select(Member).where(Member.workspace_id == workspace_id, Member.active.is_(True))
    if platform in HANDLE_PLATFORMS or platform == API:
        query = query.where(Member.handle == account)
    else:
        query = query.join(Identity).where(Identity.platform == platform, Identity.account == account)
    return session.scalars(query).first()


API = "api"  # whoever holds a key has shown who they are
HANDLE_PLATFORMS = frozenset({"terminal", "jsonl"})  # whoever runs the program says who they are


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


HANDLE_TAKEN = T("The handle “{handle}” is taken. Choose another one.", "账号“{handle}”已被占用，请换一个。")
ACCOUNT_TAKEN = T(
    "The account {account} is already linked to {name}. Unlink it there first.",
    "账号 {account} 已关联到{name}，请先解除。",
)
