"""Who may see and change what: by role, as far as their own records, their team's, or all.

The queries add `sees()`; every flush passes `guard_write()`. So a command that forgets to ask is still refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from crm_domain.base import Row
from crm_domain.errors import NotAllowed
from crm_domain.members import ROLES, Member, Role
from crm_domain.texts import T


class Reach(IntEnum):
    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


Rights = Mapping[str, tuple[Reach, Reach]]  # noun → how far one may read, how far one may write

EVERYTHING = true()

_ALL = (Reach.ALL, Reach.ALL)
_READ = (Reach.ALL, Reach.NONE)
_OWN = (Reach.OWN, Reach.OWN)
_MINE_OF_ALL = (Reach.ALL, Reach.OWN)

DEFAULT_RIGHTS: Mapping[Role, Rights] = {
    Role.ADMIN: {"*": _ALL},
    Role.MANAGER: {"*": _ALL, "members": _MINE_OF_ALL, "pipelines": _READ, "workspace": _READ},
    Role.REP: {
        "*": _ALL,
        "deals": (Reach.ALL, Reach.TEAM),
        "activities": (Reach.ALL, Reach.TEAM),
        "tickets": (Reach.ALL, Reach.TEAM),  # to open one is everybody's; to work on it, for their own customers
        "tasks": _OWN,
        "reminders": _OWN,
        "automations": _MINE_OF_ALL,
        "members": _MINE_OF_ALL,
        "pipelines": _READ,
        "products": _READ,
        "quotas": _READ,
        "rates": _READ,
        "workspace": _READ,
    },
    Role.AGENT: {
        "*": _ALL,
        "deals": _MINE_OF_ALL,
        "activities": _MINE_OF_ALL,
        "orders": _READ,
        "products": _READ,
        "tasks": _OWN,
        "reminders": _OWN,
        "automations": _MINE_OF_ALL,
        "members": _MINE_OF_ALL,
        "pipelines": _READ,
        "quotas": _READ,
        "rates": _READ,
        "workspace": _READ,
    },
}

NOT_YOURS = T(
    "That one belongs to {owner}. You can change your own records; ask {owner} or a manager for this one.",
    "这条记录归{owner}负责，你只能改自己的。请找{owner}或经理处理。",
)
NO_RIGHT = T(
    "Your role ({role}) doesn't allow that. Ask an admin or a manager.",
    "你的角色（{role}）没有这个权限，请找管理员或经理。",
)
FOR_ADMINS = T("Your role ({role}) doesn't allow that. Ask an admin.", "你的角色（{role}）没有这个权限，请找管理员。")


@dataclass(frozen=True, slots=True)
class Access:
    """The workspace's rules. `rights` may replace any role's entries of the default."""

    rights: Mapping[Role, Rights] = field(default_factory=lambda: DEFAULT_RIGHTS)

    def reach(self, role: Role, noun: str) -> tuple[Reach, Reach]:
        rights = self.rights[role]
        return rights.get(noun) or rights.get("*", (Reach.NONE, Reach.NONE))

    def may(self, role: Role, need: str) -> bool:
        """`need` is noun.read, noun.write, or noun.admin (to change any of them)."""
        noun, _, act = need.partition(".")
        read, write = self.reach(role, noun)
        return {"read": read > Reach.NONE, "write": write > Reach.NONE, "admin": write == Reach.ALL}[act]

    def permit(self, actor: "Member | None", need: str) -> None:
        """NotAllowed for whoever lacks that right, saying who has it; None is the system."""
        if actor and not self.may(role := Role(actor.role), need):
            raise self._refusal(role, need)

    def _refusal(self, role: Role, need: str) -> NotAllowed:
        return NotAllowed(NO_RIGHT if self.may(Role.MANAGER, need) else FOR_ADMINS, role=ROLES[role])

    def open_to_all(self, noun: str) -> bool:
        """Whether every member sees every such record: only then may a group read it."""
        return all(self.reach(role, noun)[0] == Reach.ALL for role in Role)

    def sees(self, actor: "Member | None", model: type[Row]) -> ColumnElement[bool]:
        """The rows of `model` that this member may read, as a condition for a query; None is the system."""
        if actor is None:
            return EVERYTHING
        return _within(self.reach(Role(actor.role), model.noun)[0], actor, model)

    def guard_write(self, actor: "Member | None", row: Row, owners: frozenset[int], new: bool) -> None:
        """Refuses a change beyond the member's reach; `owners` are the record's members before the change."""
        if actor is None:
            return
        write = self.reach(Role(actor.role), row.noun)[1]
        if write == Reach.ALL:
            return
        if write == Reach.NONE:
            raise self._refusal(Role(actor.role), f"{row.noun}.write")
        if not new and owners and not self._reaches(write, actor, row, owners):
            raise NotAllowed(NOT_YOURS, owner=_owner_name(row, owners))

    def _reaches(self, reach: Reach, actor: "Member", row: Row, owners: frozenset[int]) -> bool:
        if actor.id in owners:
            return True
        if reach < Reach.TEAM or actor.team is None:
            return False
        return any(owner.team == actor.team for owner in _members(row, owners))


def _within(reach: Reach, actor: "Member", model: type[Row]) -> ColumnElement[bool]:
    if reach == Reach.ALL:
        return EVERYTHING
    if reach == Reach.NONE or not model.owned_by:
        return false() if reach == Reach.NONE else EVERYTHING
    columns: list[InstrumentedAttribute[Any]] = [getattr(model, name) for name in model.owned_by]
    if reach == Reach.OWN or actor.team is None:
        return or_(*(column == actor.id for column in columns))
    mates = select(Member.id).where(and_(Member.workspace_id == actor.workspace_id, Member.team == actor.team))
    return or_(*(column.in_(mates) for column in columns))


def owned_by(member: "Member", model: type[Row]) -> ColumnElement[bool]:
    """The rows that are the member's; all of them where such records are nobody's."""
    return _within(Reach.OWN, member, model)


def _members(row: Row, ids: frozenset[int]) -> list["Member"]:
    from sqlalchemy.orm import object_session

    session = object_session(row)
    assert session is not None
    with session.no_autoflush:
        return [member for id in sorted(ids) if (member := session.get(Member, id))]


def _owner_name(row: Row, owners: frozenset[int]) -> str:
    return ", ".join(member.name for member in _members(row, owners)) or "?"
