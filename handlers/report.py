"""A report on its way: what it says line by line, and the figures that say the same to programs.

The number comes first, then what it was in the period before, then what was counted and how.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from crm_domain.access import Reach
from crm_domain.companies import Company
from crm_domain.errors import BadValue
from crm_domain.facts import DealFact
from crm_domain.members import Member
from crm_domain.money import Money, precision
from crm_domain.products import Product
from crm_domain.rates import Rate
from crm_domain.revenue import Sums
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Chart, Shape
from handlers.reading.spans import Period
from handlers.reading.views import VIEWS
from handlers.reply import Reply, Table
from handlers.report_views import seen
from handlers.slots import WordSlot
from handlers.turn import Turn

ROWS = 5  # a report's table has no more
View = Annotated[str | None, WordSlot(VIEWS)]
WHOLE = 100  # from this amount on the coins are not worth reading

STILL_TO_COME = T(
    "{span} is still to come: there is nothing to report yet. Ask for the forecast instead.",
    "{span}还没到，没有数据可以统计。可以问预测。",
)
ONLY_SEEN = T("Counts only what you may see.", "只统计你有权查看的记录。")
UP, DOWN, EVEN = T("Up {pct}", "增长 {pct}"), T("Down {pct}", "下降 {pct}"), T("Unchanged", "持平")
AGAINST = T("{change} on {span} ({before}).", "比{span}{change}（{before}）。")
NOTHING_BEFORE = T("Nothing to compare with in {span}.", "{span}没有可比数据。")
WAS = T("{span}: {before}.", "{span}：{before}。")  # where no percentage says anything
OTHER_MONEY = T("Not in it, for want of exchange rates: {sums}.", "未计入其他币种（没有汇率）：{sums}。")
RATE = T("{rate} ({day})", "{rate}（{day}）")
CONVERTED_EACH = T("Each converted at the rate of its day: {rates}.", "各按当日汇率折算：{rates}。")
CONVERTED_MANY = T(
    "Each converted at the rate of its day, of {rates} between {first} and {last}.",
    "各按当日汇率折算，{first}至{last}共 {rates} 个汇率。",
)
RATES = T("{n} rate(s)", "{n}")
FEW_RATES = 4  # are told one by one
CONVERTED = T("Converted at {rates}.", "已按汇率折算：{rates}。")
OF_MONEY = ("currency", "other_currencies", "discount_pct", "alpha")  # a report with one of these tells of amounts
SET_RATE = T("Say “1 {code} = … {base}” to set one.", "设置汇率可以说：1 {code} = … {base}")
DEALS = T("{n} deal(s)", "{n} 单")
OF = T(" for {whose}", "（{whose}）")


@dataclass(slots=True)
class Report:
    """`view` and `page`: how it is to be seen. `facts` are the deals behind its number, `chart` is its picture."""

    turn: Turn
    view: str | None = None
    page: int | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    most: int = ROWS
    facts: Sequence[DealFact] | None = None
    chart: Callable[[], Chart] | None = None
    span: Timespan | None = None

    def say(self, text: T, /, **values: object) -> None:
        self.lines.append(self.turn.voice.say(text, **values))

    def reply(
        self,
        columns: Sequence[T] = (),
        rows: Sequence[Sequence[object]] = (),
        buttons: Sequence[tuple[T, str]] = (),
        noun: str = "deals",
        most: int | None = None,
    ) -> Reply:
        """The answer; `rows` hold plain values, of which the first few are shown."""
        self.turn.shown.add(noun)
        self._rates()
        if self._restricted(noun):
            self.say(ONLY_SEEN)
        write = self.turn.voice.write
        cells = tuple(tuple(map(write, row)) for row in rows[: most or self.most])
        table = Table(tuple(map(write, columns)), cells) if cells else None
        reply = self.turn.done(T("{text}", "{text}"), text="\n".join(self.lines), buttons=buttons)
        return seen(self, reply.but(table=table, figures=self.figures), columns, rows)

    def _rates(self) -> None:
        """At which rates amounts were converted, and since when they hold."""
        used = sorted(self.turn.crm.rates.used, key=lambda rate: (rate.currency, rate.day))
        if not used or self.figures.keys().isdisjoint(OF_MONEY):
            return
        last = {rate.currency: rate for rate in used}
        self.figures["rates"] = {code: _rate(rate) for code, rate in last.items()}
        days = [self.turn.voice.say(RATE, rate=rate.label, day=Timespan(rate.day, rate.day)) for rate in used]
        if len(used) > len(last):
            self.figures["rates_by_day"] = [[rate.currency, *_rate(rate).values()] for rate in used]
        if len(used) > max(len(last), FEW_RATES):
            dated = sorted(rate.day for rate in used)
            first, final = (Timespan(day, day) for day in (dated[0], dated[-1]))
            self.say(CONVERTED_MANY, rates=self.turn.voice.say(RATES, n=len(used)), first=first, last=final)
            return
        self.say(CONVERTED_EACH if len(used) > len(last) else CONVERTED, rates=days)

    def picture(self, shape: Shape, title: str, **drawn: Any) -> None:
        """What “as a chart” draws. `rows` are (label, value, mark); the numbers of the figures themselves."""
        rows = [(str(label), float(value), str(mark)) for label, value, mark in drawn.pop("rows")]
        labels, values, marks = zip(*rows, strict=True) if rows else ((), (), ())
        lang = self.turn.voice.lang
        self.chart = lambda: Chart(shape, title, labels, values, marks, lang=lang, **drawn)

    def _restricted(self, noun: str) -> bool:
        return self.turn.crm.access.reach(self.turn.crm.role, noun)[0] < Reach.ALL

    def dates(self, span: Timespan, before: Timespan | None = None) -> None:
        """Which days were counted."""
        self.span = span
        self.figures |= _days("period", span) | (_days("compare", before) if before else {})

    def against(self, pct: float | None, before: Timespan | None, written: str | None) -> None:
        """How it was in the period before; `written` is None where there was nothing at all."""
        if before is None:
            return
        if pct is None or written is None:
            self.say(NOTHING_BEFORE if written is None else WAS, span=before, before=written)
            return
        change = self.turn.voice.say(_direction(pct), pct=percent(abs(pct)))
        self.say(AGAINST, change=change, span=before, before=written)

    def other_money(self, sums: Sums, lead: str) -> None:
        """Names what is in other currencies: it is never added to the rest."""
        others = {currency: total for currency, total in sorted(sums.items()) if currency != lead}
        if others:
            self.figures["other_currencies"] = {
                currency: {"value": total.major(currency), "deals": total.deals} for currency, total in others.items()
            }
            self.say(OTHER_MONEY, sums=[self.sum(total.of(c), total.deals) for c, total in others.items()])
            if lead == (base := self.turn.crm.workspace.base_currency):
                self.say(SET_RATE, code=next(iter(others)), base=base)

    def sum(self, money: Money, deals: int) -> str:
        """$1,200 (3 deals)"""
        voice = self.turn.voice
        return voice.say(T("{sum} ({deals})", "{sum}（{deals}）"), sum=money, deals=voice.say(DEALS, n=deals))


def _rate(rate: Rate) -> dict[str, Any]:
    return {"rate": float(rate.worth), "day": rate.day.isoformat()}


def _direction(pct: float) -> T:
    return EVEN if round(pct, 1) == 0 else UP if pct > 0 else DOWN


def _days(name: str, span: Timespan) -> dict[str, Any]:
    return {name: [span.start and span.start.isoformat(), span.end.isoformat()]}


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}%"


def number(value: float | None) -> str:
    """To one place: days, deals a head."""
    return "–" if value is None else f"{value:,.1f}"


def major(minor: float, currency: str) -> float:
    """Major units of an amount that need not be a whole number of minor ones."""
    return minor / float(10 ** precision(currency))


def rounded(value: float, currency: str) -> Money:
    """As a person reads it: whole units of what is not small change."""
    return Money.of(Decimal(round(value)) if abs(value) >= WHOLE else Decimal(str(value)), currency)


def past(turn: Turn, period: Period | None, usual: Timespan) -> Timespan:
    """The days asked for, as far as they have been. BadValue where none has."""
    span = Timespan(period.start, period.end or turn.today) if period else usual
    if span.start and span.start > turn.today:
        raise BadValue(STILL_TO_COME, span=span)
    return span.to_date(turn.today)


def compared(turn: Turn, span: Timespan, against: Period | None) -> Timespan | None:
    """The days that were asked to stand beside it, else those before it.

    Of a span to date that stands beside a unit, as many days of the unit: this month and the first days of the last.
    """
    if against is None:
        return span.before()
    other = Timespan(against.start, against.end or turn.today).to_date(turn.today)
    alike = (span.before(), span.year_before() if span.start else None)
    return next((days for days in alike if days and days.start == other.start and days.end <= other.end), other)


def of(turn: Turn, *whose: Member | Company | Product | str | None) -> str:
    """“ for Rosa”, where somebody was named."""
    said = [part if isinstance(part, str) else part.label for part in whose if part]
    return turn.voice.say(OF, whose=said) if said else ""


def of_scope(turn: Turn, scope: Scope) -> str:
    stage = turn.voice.write(scope.stage) if scope.stage else None
    return of(turn, scope.owner, scope.team, scope.region, scope.company, scope.product, stage)


def name_of(turn: Turn, key: str | None) -> str:
    """A group's name; what belongs to none has one too."""
    return key or turn.voice.say(T("(none)", "（无）"))


def offered(turn: Turn, by: str | None, offers: Mapping[str, T]) -> list[tuple[T, str]]:
    """Buttons that ask for the same by rep, by month …, where it was not asked for by anything."""
    return [] if by else [(label, f"{turn.again} by={word}") for word, label in offers.items()]
