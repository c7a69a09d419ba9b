"""Which open deals are likeliest won, what that comes to, and how well such chances were told before."""

from collections.abc import Sequence
from typing import Annotated

from crm_domain.deal_chance import Odds, odds
from crm_domain.facts import DealFact
from crm_domain.lives import HISTORY, LEAST, Book
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.revenue import leading, sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from handlers.chart import Shape
from handlers.command import command
from handlers.commands.deals_chance import days_until
from handlers.commands.reports_moved import DEAL, OWNER
from handlers.lives import staged
from handlers.reading.asking import framed
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, View, major, of_scope, rounded
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

EXPECTED = T(
    "Of {n} open deal(s){whose} about {won} are expected to be won within {days} days: {sum}.",
    "{n} 个在手商机{whose}里，{days} 天内预计赢下约 {won} 个：{sum}。",
)
NONE = T("No deal{whose} is being worked on.", "没有正在跟进的商机{whose}。")
THIN = T(
    "There is too little history to tell chances: it takes {days} days of it with {won} won deals that you may see.",
    "历史数据太少，还估不出把握：需要 {days} 天以上、你能看到的赢单 {won} 个以上。",
)
RELIABLE = T(
    "Looking back, in fifths from the least to the most likely, said and won: {bands}.",
    "回看：按把握从低到高分五组，估计与实际赢单率：{bands}。",
)
BAND = T("{said} → {won}", "{said} → {won}")
DEFINED = T(
    "Each deal's chance by age, week of the quarter, owner, product and stage, learned from what became of earlier ones.",
    "口径：按跟进天数、季度里的第几周、负责人、产品、阶段，从以往商机的结果估算。",
)
CHANCE, AMOUNT, STAGE = T("Chance", "把握"), T("Amount", "金额"), T("Stage", "阶段")
TITLE = T("Likeliest deals", "最有把握的商机")
BARS = 10

_DEALS = "(deals|opportunities|opps)"
_LIKELY = "(most likely|likeliest|likely|probably|best placed|a good chance|going)"
_DEALS_ZH = "(商机|单子|单|项目)"
_SURE_ZH = "(最有把握|最有希望|最可能|最有可能|有把握|胜算最大|赢面最大|把握最大|希望最大)"


@command(
    "report.odds",
    needs="deals.read",
    help=T("Which open deals are likeliest won, and what that comes to", "最有把握的商机，以及预计能赢多少"),
    example=T("which deals are most likely to close", "哪些商机最有把握"),
    slash=("report odds", "likeliest", "把握排行"),
    en=framed(
        f"(which|what) [of our|of the|of my] [open] {_DEALS} (are|will|do we expect to|are we|have) {_LIKELY} [to] [be|win|close|get] [won|signed|closed] [in|by|within|until|before] [{{period}}]",
        f"(which|what) {_DEALS} (will|can|are going to) (close|be won|win|come in|land) [in|by|within|until|before] [{{period}}]",
        f"(which|what) {_DEALS} (will|can) we [likely|probably] (win|close|land|sign) [in|by|within|until|before] [{{period}}]",
        f"[our|the] (likeliest|most likely|surest|most winnable) {_DEALS} [in|for|by] [{{period}}]",
        f"{_DEALS} (by|ranked by|sorted by|in order of) (chance|odds|win probability|probability|likelihood) [in|for|by] [{{period}}]",
        f"(which|what) of {{owner}}'s {_DEALS} are {_LIKELY} to (close|be won|win) [in|by|within|until|before] [{{period}}]",
        f"{{owner=my}} (likeliest|most likely|surest) {_DEALS} [in|for|by] [{{period}}]",
        "(win probabilities|odds|chances) of [all] [the|our] [open] (deals|opportunities) [in|for|by] [{period}]",
    ),
    zh=framed(
        f"[{{period}}][有]哪些{_DEALS_ZH}{_SURE_ZH}[能][拿下|签下|签下来|赢|成交|签|成]",
        f"哪些{_DEALS_ZH}[{{period}}]{_SURE_ZH}[能][拿下|签下|签下来|赢|成交|签|成]",
        f"{_SURE_ZH}[能]的{_DEALS_ZH}[有哪些|是哪些|列一下]",
        f"[{{period}}]{_SURE_ZH}[能](拿下|签下|签下来|赢|成交|签|成)的{_DEALS_ZH}[有哪些|是哪些|列一下]",
        f"哪些{_DEALS_ZH}[{{period}}](能|会)(签下来|拿下|赢|成交|签|成)",
        f"(按|按照)(把握|胜算|赢单概率|成交概率|赢面)(排|排序|排一下|排名)[的]{_DEALS_ZH}",
        f"{_DEALS_ZH}(按|按照)(把握|胜算|赢单概率|成交概率|赢面)(排|排序|排一下|排名)",
        f"{{owner!}}[的]{_DEALS_ZH}[里]哪些{_SURE_ZH}[能][拿下|签下|赢|成交|签|成]",
    ),
)
def report_odds(
    turn: Turn,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope, days = Scope(owner=owner, team=team), days_until(turn, period)
    lives, facts = staged(turn), {fact.id: fact for fact in turn.crm.figures.open(scope)}
    found = odds(Book(lives, turn.today), days)
    report = Report(turn, view, page)
    report.figures |= {"days": days}
    if found is None:
        report.figures["expected"] = None
        report.say(THIN, days=HISTORY, won=LEAST)
        return report.reply()
    chances = {lives[place].id: float(chance) for place, chance in zip(found.places, found.chances, strict=True)}
    known = sorted((fact for id, fact in facts.items() if id in chances), key=lambda fact: (-chances[fact.id], fact.id))
    _told(report, known, chances, days, of_scope(turn, scope))
    _reliable(report, found)
    report.say(DEFINED)
    rows = _rows(report, known, chances)
    drawn = [(row[0], 100 * chances[fact.id], row[4]) for row, fact in zip(rows, known[:BARS], strict=False)]
    report.picture(Shape.BARS, turn.voice.write(TITLE), rows=drawn, note=turn.voice.write(turn.today))
    return report.reply((DEAL, OWNER, STAGE, AMOUNT, CHANCE), rows, [(T("Forecast", "预测"), "/report.forecast")])


def _told(report: Report, known: Sequence[DealFact], chances: dict[int, float], days: int, whose: str) -> None:
    currency = leading(report.turn.crm.workspace.base_currency, sums(known))
    report.facts = [fact for fact in known if fact.currency == currency and fact.minor is not None]
    expected = major(sum(chances[fact.id] * (fact.minor or 0) for fact in report.facts), currency)
    won = sum(chances[fact.id] for fact in known)
    report.figures |= {"expected": expected, "expected_wins": won, "deals": len(known), "currency": currency}
    if known:
        report.say(EXPECTED, n=len(known), whose=whose, won=round(won), days=days, sum=rounded(expected, currency))
    else:
        report.say(NONE, whose=whose)


def _reliable(report: Report, found: Odds) -> None:
    """What was said of deals in the past, beside what came of them."""
    say = report.turn.voice.say
    report.figures["reliability"] = [
        {"deals": band.deals, "said_pct": 100 * band.said, "won_pct": 100 * band.won} for band in found.bands
    ]
    bands = [say(BAND, said=_pct(band.said), won=_pct(band.won)) for band in found.bands]
    if bands:
        report.say(RELIABLE, bands=bands)


def _rows(
    report: Report, known: Sequence[DealFact], chances: dict[int, float]
) -> list[tuple[str, object, object, object, str]]:
    deals = report.turn.crm.deals.by_ids(fact.id for fact in known[: None if report.view == "csv" else BARS])
    rows: list[tuple[str, object, object, object, str]] = []
    for fact in known[: len(deals)]:
        deal = deals[fact.id]
        money = Money(fact.minor, fact.currency) if fact.minor is not None and fact.currency else None
        rows.append((deal.title, deal.owner and deal.owner.name, deal.stage, money, _pct(chances[fact.id])))
    return rows


def _pct(share: float) -> str:
    return f"{100 * share:.0f}%"
