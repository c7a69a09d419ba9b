"""How well deals go: the win rate."""

from typing import Annotated, Any

from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.revenue import by_key
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan, months_back, quarter_of
from crm_domain.winrate import WinRate, best_first, change_pp, win_rate
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.reports_revenue import BEFORE_THAT, GROUP, OFFERS, whole_units
from handlers.counted import closed
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.words import GROUPS
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, compared, name_of, of_scope, offered, past, percent
from handlers.slots import Past, WordSlot
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

RATE = T(
    "Win rate in {span}{whose}: {pct}, {won} won and {lost} lost.",
    "{span}赢单率{whose}：{pct}，赢 {won} 单，丢 {lost} 单。",
)
NONE_CLOSED = T(
    "No deal was closed in {span}{whose}, so there is no win rate.", "{span}{whose}没有关闭的商机，算不出赢单率。"
)
POINTS = T("{change} on {span} ({before}).", "比{span}{change}（{before}）。")
UP, DOWN, EVEN = (
    T("Up {pp} points", "上升 {pp} 个百分点"),
    T("Down {pp} points", "下降 {pp} 个百分点"),
    T("Unchanged", "持平"),
)
NONE_BEFORE = T("Nothing was closed in {span} to compare with.", "{span}没有关闭的商机，无从比较。")
EXTREMES = T(
    "Of those with at least {least} closed deal(s) {best} wins most ({best_pct}) and {worst} least ({worst_pct}).",
    "在至少关闭 {least} 单的当中，{best}最高（{best_pct}），{worst}最低（{worst_pct}）。",
)
FEW = T(
    "No best and worst are named: it takes {least} closed deals each.", "没有任何一项关闭满 {least} 单，不评最高最低。"
)
DEFINED = T(
    "Counted: won deals of all won and lost, by the day they were closed.",
    "口径：赢单数 ÷（赢单数 + 丢单数），按关闭日期。",
)
WIN_RATE, WON, LOST = T("Win rate", "赢单率"), T("Won", "赢单"), T("Lost", "丢单")
LEAST = {"owner": 20, "industry": 50}  # closed deals, below which a rate says little

_EN = (
    "win rate|win-rate|winrate|win rates|close rate|closing rate|win ratio|win percentage|win %|success rate|hit rate|"
    "win/loss|win loss|win loss ratio|win-loss ratio|conversion to won|won vs lost|wins vs losses|won-lost ratio"
)
_ZH = "赢单率|赢率|胜率|成单率|成交率|赢单比例|赢单比率|成功率|签单率|赢单概率|win rate|赢单丢单比|输赢比|丢单率"


@command(
    "report.winrate",
    needs="deals.read",
    help=T("Win rate: won deals of all that were closed", "赢单率：赢单占关闭商机的比例"),
    example=T("win rate this quarter", "本季度赢单率"),
    slash=("winrate", "report winrate", "赢单率"),
    en=[
        *english(_EN, "period", "against", "owner", "by", "region"),
        "~(what percentage|what share|what percent|which share|how many percent|what fraction|what proportion) of [our|the] [closed] (deals|opportunities) (did|do|have) we (win|won|close|closed) [in|for|during] {period}",
        "~(what percentage|what share|what percent|which share|what fraction|what proportion) of [our|the] [closed] (deals|opportunities) (did|do|have) we (win|won|close|closed)",
        "~(what percentage|what share|what percent|which share|what fraction|what proportion) of {owner=my} [closed] (deals|opportunities) (did|do|have) i (win|won|close|closed) [in|for|during] {period}",
        "~how (often|many deals) (do|did) we (win|win vs lose|win versus lose) [in|for|during] {period}",
        "~how often (do|did|does) (we|our team|the team) win [deals]",
        "~how (often|many deals) (do|did) {owner} win [in|for|during] {period}",
        "~[which|what] {by=who|rep|reps} (wins|win|has|have|closes) [the] (most often|best|highest|best win rate|highest win rate|best close rate|lowest win rate|worst win rate) [in|for|during] {period}",
        "~(which) {by} (has|have|shows|with) [the] (best|highest|lowest|worst|better|best and worst|highest and lowest) win rate [in|for|during] {period}",
        "~(which) {by} (has|have|shows|with) [the] (best|highest|lowest|worst|better|best and worst|highest and lowest) win rate",
        "~(best and worst|best|worst) win rate by {by} [in|for|during] {period}",
    ],
    zh=[
        *chinese(_ZH, "period", "against", "owner", "by", "region"),
        "~(哪个|谁|哪些){by}{period}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差|最高和最低)",
        "~{period}(哪个|哪些|什么){by}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差)",
        "~(哪个|哪些|什么){by}[的](赢单率|赢率|胜率|成单率)(最高|最低|最好|最差)",
        "~{period}[我们]关[闭|掉]的(商机|单子)(赢了|有)多少比例",
        "~{owner=我}{period}[一共|总共](赢了|赢下|拿下|签了|签下|成了|成交了)(几|多少)[个|单|笔|张][商机|单子|单|合同]",
        "~{period}{owner=我}[一共|总共](赢了|赢下|拿下|签了|签下|成了|成交了)(几|多少)[个|单|笔|张][商机|单子|单|合同]",
        "~[我们|咱们|团队]{period}[我们|咱们|团队|一共|总共](赢了|赢下|拿下|签了|签下|成了|成交了)(几|多少)[个|单|笔|张][商机|单子|单|合同]",
    ],
)
def report_winrate(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    against: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    by: Annotated[str | None, WordSlot(GROUPS, labels=GROUP)] = None,
    region: Annotated[str | None, RegionSlot()] = None,
    least: int | None = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    span = whole_units(past(turn, period, usual(turn, by)), by, turn)
    before, scope = compared(turn, span, against), Scope(owner=owner, region=region)
    facts = closed(turn, view, span, scope, by)
    now, then = win_rate(facts), win_rate(closed(turn, None, before, scope) if before else ())
    report = Report(turn, view, page, facts=facts)
    _rate(report, now, span, of_scope(turn, scope))
    _moved(report, now, then, before)
    report.dates(span, before)
    _both_rates(report, (now, then), (span, before))
    rows = _groups(report, facts, by, least) if by else []
    report.say(DEFINED)
    columns = (GROUP[by], WIN_RATE, WON, LOST) if by else ()
    return report.reply(columns, rows, offered(turn, by, OFFERS))


def usual(turn: Turn, by: str | None) -> Timespan:
    """This quarter; by month or quarter a year's."""
    if by in ("month", "quarter"):
        return months_back(turn.today, 6 if by == "month" else 12)
    return quarter_of(turn.today)


def _rate(report: Report, now: WinRate, span: Timespan, whose: str) -> None:
    report.figures |= {"win_rate_pct": now.pct, "won": now.won, "lost": now.lost}
    if now.closed:
        report.say(RATE, span=span, whose=whose, pct=percent(now.pct), won=now.won, lost=now.lost)
    else:
        report.say(NONE_CLOSED, span=span, whose=whose)


def _moved(report: Report, now: WinRate, then: WinRate, before: Timespan | None) -> None:
    if before is None:
        return
    points = change_pp(now, then)
    report.figures |= {"prev_win_rate_pct": then.pct, "prev_won": then.won, "prev_lost": then.lost, "change_pp": points}
    if then.pct is None:
        report.say(NONE_BEFORE, span=before)
    elif points is not None:
        way = EVEN if round(points, 1) == 0 else UP if points > 0 else DOWN
        change = report.turn.voice.say(way, pp=f"{abs(points):.1f}")
        report.say(POINTS, change=change, span=before, before=percent(then.pct))


Rows = list[tuple[object, ...]]


def _both_rates(report: Report, rates: tuple[WinRate, WinRate], spans: tuple[Timespan, Timespan | None]) -> None:
    write = report.turn.voice.write
    rows = [(write(s), r.pct or 0, f"{percent(r.pct)} · {r.closed}") for s, r in zip(spans, rates, strict=True) if s]
    report.picture(Shape.SHARES, write(WIN_RATE), rows=rows)


def _groups(report: Report, facts: list[DealFact], by: str, least: int | None) -> Rows:
    groups = by_key(facts)
    rates = best_first(groups)
    report.figures[f"by_{by}"] = {
        name: {"win_rate_pct": rate.pct, "won": rate.won, "lost": rate.lost, "closed": rate.closed}
        for name, rate in rates
    }
    if by in ("month", "quarter"):
        return _periods(report, sorted(rates), by)
    _extremes(report, by, groups, LEAST.get(by, 1) if least is None else max(least, 1))
    _rates_drawn(report, rates[:10], by)
    return [_row(report, *one) for one in rates]


def _periods(report: Report, rates: list[tuple[str, WinRate]], by: str) -> Rows:
    """In their order; the table has room for the last ones."""
    _rates_drawn(report, rates[-12:], by)
    if earlier := rates[:-ROWS]:
        report.say(BEFORE_THAT, periods=[f"{name} {percent(rate.pct)}" for name, rate in earlier])
    return [_row(report, *one) for one in rates[-ROWS:]]


def _row(report: Report, name: str, rate: WinRate) -> tuple[object, ...]:
    return name_of(report.turn, name), percent(rate.pct), rate.won, rate.lost


def _rates_drawn(report: Report, rates: list[tuple[str, WinRate]], by: str) -> None:
    voice, all_ = report.turn.voice, report.figures["win_rate_pct"]
    rows = [(name_of(report.turn, name), rate.pct or 0, f"{percent(rate.pct)} · {rate.closed}") for name, rate in rates]
    level = {"level": all_, "level_name": percent(all_)} if all_ is not None else {}
    title = voice.say(T("{what} by {by}", "{what}（按{by}）"), what=WIN_RATE, by=GROUP[by])
    report.picture(Shape.SHARES, title, rows=rows, note=voice.write(report.span), **level)


def _extremes(report: Report, by: str, groups: dict[str, list[DealFact]], least: int) -> None:
    rates = best_first(groups, least)
    report.figures["least_closed"] = least
    report.figures["best"] = _told(rates[0]) if rates else None
    report.figures["worst"] = _told(rates[-1]) if rates else None
    if not rates:
        if report.figures[f"by_{by}"]:
            report.say(FEW, least=least)
        return
    (best, first), (worst, last) = rates[0], rates[-1]
    names = {"best": name_of(report.turn, best), "worst": name_of(report.turn, worst)}
    report.say(EXTREMES, least=least, best_pct=percent(first.pct), worst_pct=percent(last.pct), **names)


def _told(pair: tuple[str, WinRate]) -> list[Any]:
    return [pair[0], pair[1].pct]
