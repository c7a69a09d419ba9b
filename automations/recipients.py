"""Who a rule means: its owner's “me”, the record's owner, the on-call, the managers, a member, a chat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.members import Member, Role


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member, or a chat by its platform and name."""

    member: Member | None = None
    chat: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return self.member.name if self.member else f"#{self.chat[1].lstrip('#')}" if self.chat else "?"


def recipients(crm: Crm, automation: Automation, targets: Sequence[str], row: Row | None) -> list[Recipient]:
    """Each once, in the order in which they are named."""
    found: dict[Any, Recipient] = {}
    for target in targets:
        for recipient in _one(crm, automation, target, row):
            found.setdefault((recipient.member and recipient.member.id, recipient.chat), recipient)
    return list(found.values())


def _one(crm: Crm, automation: Automation, target: str, row: Row | None) -> Iterator[Recipient]:
    kind, _, name = target.partition(":")
    if kind == "chat":
        yield Recipient(chat=(automation.channel or "", name))
    elif kind == "here":
        yield from _here(automation)
    else:
        yield from (Recipient(member=member) for member in members(crm, automation, target, row) if member.active)


def _here(automation: Automation) -> Iterator[Recipient]:
    if automation.channel and automation.chat:
        yield Recipient(chat=(automation.channel, automation.chat))


def members(crm: Crm, automation: Automation, target: str, row: Row | None) -> Sequence[Member]:
    """The members that are meant; where a record has no owner, whoever made the rule."""
    kind, _, name = target.partition(":")
    if kind == "member":
        return [*crm.members.by_ids([int(name)]).values()]
    if kind == "team":
        return [member for member in crm.members.everyone() if member.team == name]
    if kind in ("owner", "assignee", "creator"):
        return [member for member in (_of_record(row), automation.owner) if member][:1]
    return _of_role(crm, kind, row)


def _of_record(row: Row | None) -> Member | None:
    """Who answers for it: the owner, the assignee; else who owns the customer."""
    for name in ("owner", "assignee", "creator"):
        if member := getattr(row, name, None):
            return member if isinstance(member, Member) else None
    for name in ("deal", "company", "ticket"):
        if (kin := getattr(row, name, None)) and (member := _of_record(kin)):
            return member
    return None


def _of_role(crm: Crm, role: str, row: Row | None) -> Sequence[Member]:
    everyone = crm.members.everyone()
    if role == "managers":
        return _managers(everyone, _of_record(row))
    if role == "oncall":
        agents = _with(everyone, Role.AGENT)
        return [member for member in agents if crm.at_work(member)] or agents or _managers(everyone, None)
    return _with(everyone, {"agents": Role.AGENT, "reps": Role.REP, "admins": Role.ADMIN}[role])


def _with(everyone: Sequence[Member], role: Role) -> list[Member]:
    return [member for member in everyone if member.role == role]


def _managers(everyone: Sequence[Member], owner: Member | None) -> list[Member]:
    """Those of the owner's team, else all; the admins where there are none."""
    managers = _with(everyone, Role.MANAGER)
    own = [member for member in managers if owner and owner.team and member.team == owner.team]
    return own or managers or _with(everyone, Role.ADMIN)
