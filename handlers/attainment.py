"""Quotas beside what has been won: of one, of a team, of everybody."""

from crm_domain.crm import Crm
from crm_domain.money import Money
from crm_domain.outlook import chance_of
from crm_domain.pipelines import Outcome
from crm_domain.quotas import Quota
from crm_domain.revenue import Sum, sums
from crm_domain.scope import Scope
from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.report import Report, percent

WINS = (Outcome.WON,)
OF_QUOTA = T(
    "Quota {quota}: {pct} is closed, {commit} with the committed deals; {gap} to go.",
    "指标 {quota}：已完成 {pct}，加上承诺的为 {commit}，还差 {gap}。",
)
CHANCE = T("The chance to make it is about {pct}.", "完成指标的把握约 {pct}。")
MADE = T("Quota {quota}: {pct} is closed.", "指标 {quota}：已完成 {pct}。")


def target(crm: Crm, quota: Quota) -> Money:
    """The quota in the workspace's currency, where there is a rate to it."""
    return _converted(crm, quota.amount)


def won_of(crm: Crm, quota: Quota) -> Money:
    """What was won of it to date, in the currency of its target."""
    currency = target(crm, quota).currency
    scope = Scope(owner=quota.member, team=None if quota.member else quota.team)
    found = sums(crm.tallies.closed(WINS, quota.span.to_date(crm.today), scope))
    return found.get(currency, Sum()).of(currency)


def quota_in(crm: Crm, span: Timespan, scope: Scope, currency: str) -> Money | None:
    """What is to be won in these days by whom the report is about; None where nothing was set in its currency."""
    if scope.company or scope.product or scope.region or scope.stage:
        return None
    parts = [_converted(crm, money) for money in crm.quotas.total(span, scope.owner, scope.team)]
    own = [money for money in parts if money.currency == currency]
    return Money(sum(money.minor for money in own), currency) if own else None


def tell_quota(report: Report, span: Timespan, scope: Scope, currency: str) -> None:
    """The quota beside the forecast's own figures “closed” and “commit”, where there is one."""
    quota = quota_in(report.turn.crm, span, scope, currency)
    if quota is None:
        return
    whole, closed, commit = float(quota.amount), report.figures["closed"], report.figures["commit"]
    pct = share_pct(closed, whole)
    report.figures |= {"quota": whole, "attainment_pct": pct, "commit_pct": share_pct(commit, whole)}
    report.figures["to_go"] = max(whole - closed, 0.0)
    if closed >= whole:
        report.say(MADE, quota=quota, pct=percent(pct))
        return
    gap = Money(quota.minor - round(closed * quota.minor / whole), currency)
    report.say(OF_QUOTA, quota=quota, pct=percent(pct), commit=percent(share_pct(commit, whole)), gap=gap)
    if report.figures["p50"] is not None:
        chance = 100 * chance_of(whole, *(report.figures[name] for name in ("p10", "p50", "p90")))
        report.figures["quota_chance_pct"] = chance
        report.say(CHANCE, pct=f"{chance:.0f}%")


def _converted(crm: Crm, money: Money) -> Money:
    minor, currency = crm.rates.converted(money.minor, money.currency)
    return Money(minor or 0, currency or money.currency)
