"""The slots that take a team or a region by its name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.name_forms import fold
from crm_domain.texts import T
from handlers.context import Context

NO_SUCH_TEAM = T("There is no team “{said}” here. The teams are {teams}.", "没有“{said}”这个团队。现有团队：{teams}。")
NO_TEAMS = T("There are no teams here yet.", "这里还没有设置团队。")
_AROUND = re.compile(r"^(?:the|team)\s+|\s+(?:team|group|region|office)$|(?:团队|小组|大区|区域|地区|区|组|队)$")


@dataclass(frozen=True)
class TeamSlot:
    """One of the members' teams, with or without the word “team”."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> str:
        teams = _teams_of(context)
        if found := _called(said, teams):
            return found
        if not teams:
            raise BadValue(NO_TEAMS)
        raise BadValue(NO_SUCH_TEAM, said=said, teams=teams)

    def named(self, said: str, context: Context) -> str | None:
        """The team that was called so when the message came."""
        return _called(said, teams_heard(context))

    def fit(self, said: str, context: Context) -> float:
        """How well this names a team, in the reader's measure."""
        return 8.0 if self.named(said, context) else -4.0 - 0.05 * len(said)

    def plain(self, value: str, me: Member) -> Any:
        return value


def teams_heard(context: Context) -> list[str]:
    """As they were when the message came: looked up once in it."""
    if context.teams is None:
        context.teams = _teams_of(context)
    return context.teams


def _teams_of(context: Context) -> list[str]:
    return sorted({member.team for member in context.crm.members.everyone() if member.team})


def _called(said: str, teams: Iterable[str]) -> str | None:
    whole = _bare(said)
    return next((team for team in teams if whole and whole in {_bare(team), fold(team)}), None)


def _bare(said: str) -> str:
    return _AROUND.sub("", _AROUND.sub("", fold(said).strip("\"“”「」' ").removesuffix("的").strip()))


NO_SUCH_REGION = T(
    "There is no region “{said}” here. The regions are {teams}.", "没有“{said}”这个区域。现有区域：{teams}。"
)
NO_REGIONS = T("There are no regions here yet.", "这里还没有区域。")


COMPASS = {
    "东": "east",
    "西": "west",
    "南": "south",
    "北": "north",
    "中": "central",
}  # 东区, 东部


@dataclass(frozen=True)
class RegionSlot(TeamSlot):
    """A region of the companies, or a team that has one."""

    def read(self, said: str, context: Context) -> str:
        if found := self.named(said, context):
            return found
        places = _places(context)
        raise BadValue(NO_SUCH_REGION if places else NO_REGIONS, said=said, teams=places)

    def named(self, said: str, context: Context) -> str | None:
        whole = _bare(said)
        here = _places(context)
        meant = {whole, fold(COMPASS.get(fold(said).strip("的大区域地部")[-1:], ""))} - {""}
        return next((place for place in here if not meant.isdisjoint({_bare(place), fold(place)})), None)


def _places(context: Context) -> list[str]:
    """Looked up once in a message."""
    if context.places is None:
        context.places = sorted({*context.crm.figures.regions(), *teams_heard(context)})
    return context.places
