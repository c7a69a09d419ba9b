"""Customers who have bought before and not for some time."""

from datetime import date, timedelta
from typing import Annotated

from crm_domain.lapsed import Lapsed, lapsed, last_days
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.revenue import leading, sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import GROUP
from handlers.counted import BY_DEAL, sold_ever
from handlers.days_slot import DaysSlot
from handlers.reading.asking import framed
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, of_scope
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

QUIET = T(
    "{n} of {all} customer(s){whose} have not bought for {days} days or more.",
    "{all} 家成交过的客户{whose}中，有 {n} 家已 {days} 天以上没有成交。",
)
NONE_QUIET = T(
    "Every customer{whose} has bought within the last {days} days.", "成交过的客户{whose}在最近 {days} 天内都有成交。"
)
NO_CUSTOMERS = T("Nobody has bought anything yet{whose}.", "还没有成交过的客户{whose}。")
DEFINED = T(
    "Counted on {day}: companies with a won deal, by the day of the last one; ordered by all that they have bought.",
    "口径：{day}有赢单的公司，按最近一次成交日期；按累计成交额排序。",
)
BOUGHT, LAST, DAYS = T("Bought in all", "累计成交"), T("Last", "最近成交"), T("Days ago", "距今天数")
USUAL = 14
MOST = 50
FARTHEST = 36_500  # days: nothing is older

_WHO = "(customers|accounts|clients|companies|buyers)"
_NOT = "(haven't|have not|havent|hasn't|has not|didn't|did not|did n't)"
_BUY = "(bought|buy|purchased|purchase|ordered|order|closed|signed|won|spent)"
_LONG = "(in|for|since|during|within|over|more than|at least|for more than|for over|for at least|in over|in more than)"
_QUIET = "(dormant|lapsed|inactive|quiet|silent|sleeping|idle|gone quiet|gone cold|gone silent|gone dark|cooling off|drifting away)"
_WHO_ZH = "(客户|公司|老客户|账户|买家|企业)"
_BUY_ZH = "(买|购买|下单|成交|签单|采购|复购|下过单|买过|成交过|合作|回购|消费|开单|买东西|下订单|交易)"
_NO_ZH = "(没有|没|未|没再|未再|没有再|不)"


@command(
    "report.lapsed",
    needs="companies.read",
    help=T("Customers who have not bought for some time", "一段时间没有成交的老客户"),
    example=T("which customers haven't bought for 14 days", "哪些老客户超过14天没有成交"),
    slash=("lapsed", "report lapsed", "沉默客户"),
    en=framed(
        f"(which|what|how many) [of our] {_WHO} {_NOT} {_BUY} [anything|a thing|from us|again] [{_LONG}] [the last|the past|last] {{days}} [days] [or more]",
        f"(which|what|how many) [of our] {_WHO} {_NOT} {_BUY} [anything|a thing|from us|again] [lately|recently|for a while|in a while]",
        f"{_WHO} (who|that|which) {_NOT} {_BUY} [anything|a thing|from us|again] [{_LONG}] [the last|the past|last] {{days}} [days] [or more]",
        f"{_WHO} (who|that|which) {_NOT} {_BUY} [anything|a thing|from us|again] [lately|recently|for a while|in a while]",
        f"{_WHO} (without|with no) [a|any] (won deal|won deals|deal|deals|win|wins) [{_LONG}] [the last|the past|last] {{days}} [days] [or more]",
        f"{_WHO} [who|that] (we|i) {_NOT} (sold|sell) [anything|a thing] [to] [{_LONG}] [the last|the past|last] {{days}} [days] [or more]",
        f"(which|what|how many|our|the) [of our] {_WHO} (are|have|have been|went) {_QUIET} [{_LONG}] [the last] {{days}} [days] [or more]",
        f"(which|what|how many|our|the) [of our] {_WHO} (are|have|have been|went) {_QUIET}",
        f"{_QUIET} {_WHO} [{_LONG}] [the last] {{days}} [days] [or more]",
        f"{_QUIET} {_WHO}",
        "who (hasn't|has not|hasnt) (bought|ordered|purchased) [anything] [from us] [for|in|since] [the last|more than|over] {days} [days]",
        "who (hasn't|has not|hasnt) (bought|ordered|purchased) [anything] [from us] [for a while|in a while|lately|recently]",
        "who (stopped|has stopped) (buying|ordering) [from us]",
        f"{_WHO} (whose|with) [their|a|the] last (order|purchase|deal|won deal|win) (is|was) (more than|over|at least) {{days}} [days] [ago]",
        f"{_WHO} (to|we should|should we) (win back|reactivate|re-engage|call again)",
        "(which|what) (customers|accounts|clients) should we (win back|reactivate|re-engage|call again)",
    ),
    zh=framed(
        f"[有](哪些|哪几个|哪几家|多少|什么)[家|个]{_WHO_ZH}[已经|已](超过|超|有|满|在)[最近|近]{{days}}[天][以上|了|内|里]{_NO_ZH}[有|再]{_BUY_ZH}[了|过]".replace(
            "]?", "]"
        ).replace(")?", ")"),
        f"[有](哪些|哪几个|哪几家|多少|什么)[家|个]{_WHO_ZH}[最近|近|已经|已]{{days}}[天][以上|了|内|里|都]{_NO_ZH}[有|再]{_BUY_ZH}[了|过]",
        f"[有](哪些|哪几个|哪几家|多少|什么)[家|个]{_WHO_ZH}(最近|近期|好久|很久|许久|好长时间|很长时间|有段时间)[都]{_NO_ZH}[有|再]{_BUY_ZH}[了|过]",
        f"[最近|近|已经|已|超过|超|有|满]{{days}}[天][以上|了|内|里|都]{_NO_ZH}[有|再]{_BUY_ZH}[过]的{_WHO_ZH}(有哪些|有多少|是哪些|名单|列一下|都有谁)",
        f"(最近|近期|好久|很久|许久|好长时间|很长时间)[都]{_NO_ZH}[有|再]{_BUY_ZH}[过]的{_WHO_ZH}(有哪些|有多少|是哪些|名单|列一下)",
        f"[最近|近|已经|已|超过|超|有|满]{{days}}[天][以上|了|内|里|都]{_NO_ZH}[有|再](成交|签单|成单|赢单)[过]的{_WHO_ZH}",
        "(沉默|休眠|沉睡|不活跃|睡眠|停滞|长期未成交|长期未下单|待唤醒|停止购买的)[的](客户|老客户|公司)[有哪些|有多少|是哪些|名单|列一下|报表]",
        f"{_WHO_ZH}[里|中|里面][哪些|谁|哪几家](好久|很久|最近|近期){_NO_ZH}[有|再]{_BUY_ZH}[了|过]",
        f"{_WHO_ZH}[里|中|里面][哪些|谁|哪几家][超过|超|最近|已经]{{days}}[天][以上|都]{_NO_ZH}[有|再]{_BUY_ZH}[了|过]",
    ),
)
def report_lapsed(
    turn: Turn,
    days: Annotated[int | None, DaysSlot()] = None,
    owner: Member | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    limit: int | None = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    least, scope = USUAL if days is None else days, Scope(owner=owner, region=region)
    won = sold_ever(turn, view, scope)
    currency = leading(turn.crm.workspace.base_currency, sums(won))
    found = lapsed(won, _lately(turn, least, scope), currency)
    names, everyone = {one.name for one in found}, {fact.key for fact in won if fact.key}
    report = Report(turn, view, page, most=ROWS if limit is None else min(max(limit, 1), MOST))
    report.facts = [fact for fact in won if fact.key in names and fact.currency == currency]
    report.figures |= {"accounts": len(found), "customers": len(everyone), "days": least, "currency": currency}
    if view in BY_DEAL:
        last = last_days(won)
    else:
        last = turn.crm.tallies.last_bought([one.name for one in found[:MOST]], scope)
    rows = [_row(turn, one, currency, last[one.name]) for one in found if one.name in last]
    report.figures["top"] = [[name, float(sum_.amount), last, ago] for name, sum_, last, ago in rows[: report.most]]
    said = {"whose": of_scope(turn, scope), "days": least}
    if found:
        report.say(QUIET, n=len(found), all=len(everyone), **said)
    else:
        report.say(NONE_QUIET if everyone else NO_CUSTOMERS, **said)
    report.say(DEFINED, day=Timespan(turn.today, turn.today))
    report.figures["as_of"] = turn.today.isoformat()
    bars = [(name, float(sum_.amount), turn.voice.write(sum_)) for name, sum_, *_ in rows[:10]]
    report.picture(Shape.BARS, turn.voice.write(BOUGHT), rows=bars)
    return report.reply((GROUP["company"], BOUGHT, LAST, DAYS), rows, noun="companies")


def _lately(turn: Turn, days: int, scope: Scope) -> set[str]:
    """Who bought within the last `days`."""
    since = turn.today - timedelta(days=min(days, FARTHEST) - 1)
    return turn.crm.tallies.buyers(Timespan(since, turn.today), scope) if days > 0 else set()


def _row(turn: Turn, one: Lapsed, currency: str, last: date) -> tuple[str, Money, str, int]:
    return one.name, Money(one.minor, currency), last.isoformat(), (turn.today - last).days
