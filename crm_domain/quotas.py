"""Quotas: what a member, a team or everybody is to win in a period."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.records import Records
from crm_domain.texts import T
from crm_domain.timespan import Timespan

NO_QUOTA = T("A quota must be above zero.", "指标必须大于零。")


class Quota(Row):
    """Of `member`, else of `team`, else of everybody; from `starts` to `ends`, both days included."""

    __tablename__ = "quotas"
    noun = "quotas"

    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    team: Mapped[str | None]
    starts: Mapped[date]
    ends: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]

    member: Mapped[Member | None] = relationship()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def span(self) -> Timespan:
        return Timespan(self.starts, self.ends)

    @property
    def label(self) -> str:
        return f"{self.member.name if self.member else self.team or '*'} {self.starts}"


class Quotas(Records[Quota]):
    model = Quota

    def give(self, span: Timespan, amount: Money, member: Member | None = None, team: str | None = None) -> Quota:
        """Sets it, or changes the one of the same days. BadValue for nothing or less."""
        if amount.minor <= 0 or span.start is None:
            raise BadValue(NO_QUOTA)
        found = self.of(span, member, team)
        quota = found or Quota(member=member, team=None if member else team, starts=span.start, ends=span.end)
        quota.amount_minor, quota.currency = amount.minor, amount.currency
        return self.put(quota)

    def of(self, span: Timespan, member: Member | None = None, team: str | None = None) -> Quota | None:
        """The quota of these very days."""
        query = self.visible().where(Quota.starts == span.start, Quota.ends == span.end)
        whose = Quota.member_id == member.id if member else Quota.member_id.is_(None)
        return self.desk.session.scalars(query.where(whose, Quota.team == (None if member else team))).first()

    def within(self, span: Timespan) -> Sequence[Quota]:
        """Those of periods that lie in these days, the members' first."""
        query = self.visible().where(Quota.ends <= span.end).order_by(Quota.starts, Quota.id)
        rows = self.all(query if span.start is None else query.where(Quota.starts >= span.start))
        return sorted(rows, key=lambda quota: (quota.member_id is None, quota.team is None, quota.label))

    def total(self, span: Timespan, member: Member | None = None, team: str | None = None) -> list[Money]:
        """What it comes to in these days, by currency: the quota itself, else the sum of the parts below it.

        Where none was set for everybody it is the sum of the teams' and of members whose team has none; a team's is
        that of its members, a quarter's that of its months.
        """
        rows = self.within(span)
        teams = {quota.team for quota in rows if quota.team}
        levels = [level for level in _levels(member, team, teams) if any(map(level, rows))]
        return _summed([quota for quota in rows if levels[0](quota)], span) if levels else []


def _levels(member: Member | None, team: str | None, teams: set[str]) -> list[Callable[[Quota], bool]]:
    if member:
        return [lambda quota: quota.member_id == member.id]
    if team:
        return [lambda quota: quota.team == team, lambda quota: bool(quota.member and quota.member.team == team)]
    return [
        lambda quota: quota.member_id is None and quota.team is None,
        lambda quota: quota.member is None or quota.member.team not in teams,
    ]


def _summed(quotas: Sequence[Quota], span: Timespan) -> list[Money]:
    """A quota of the whole span stands for the shorter ones in it."""
    whole = {(quota.member_id, quota.team) for quota in quotas if quota.span == span}
    counted = [q for q in quotas if q.span == span or (q.member_id, q.team) not in whole]
    sums: dict[str, int] = {}
    for quota in counted:
        sums[quota.currency] = sums.get(quota.currency, 0) + quota.amount_minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]
