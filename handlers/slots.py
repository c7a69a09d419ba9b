"""Slots: what a command takes, how its words become values, and how the values are told to others."""

import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Protocol, runtime_checkable

from dateutil.relativedelta import relativedelta

from crm_domain.activities import KINDS, Kind
from crm_domain.errors import BadValue
from crm_domain.members import ROLES, Member, Role
from crm_domain.names import is_cjk
from crm_domain.pipelines import Stage
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, STATUSES, Priority, Status
from handlers.context import Context
from handlers.reading import ticket_words, words
from handlers.reading.normalise import fold
from handlers.reading.spans import Amount, Impossible, Period, Span
from handlers.record_slot import UNKNOWN, RecordSlot


@runtime_checkable
class Slot(Protocol):
    """`kinds` of recognised values it takes, else its own `vocabulary`, else any words."""

    @property
    def kinds(self) -> Sequence[str]: ...

    @property
    def vocabulary(self) -> Sequence[str]: ...

    def read(self, said: str, context: Context) -> Any:
        """The value; BadValue, NotFound or Several where the words don't give one."""

    def plain(self, value: Any, me: Member) -> Any:
        """As JSON, the way the contract writes it."""


@runtime_checkable
class Leaning(Protocol):
    """A slot that may also be told by the words for another."""

    def words(self, said: Mapping[str, str], context: Context) -> str | None: ...


DAY = timedelta(days=1)
NOT_AN_AMOUNT = T(
    "“{said}” is not an amount. Write it like 45k, 12,500 EUR or £900.",
    "“{said}”不是金额。请写成 4.5万、12500 欧元 这样。",
)
NO_SUCH_DAY = T(
    "“{said}” doesn't exist in the calendar. Which day do you mean?", "日历上没有“{said}”这一天。你指的是哪天？"
)
NOT_A_DAY = T(
    "I can't read “{said}” as a date. Write it like 27 Nov, Friday or 2026-11-27.",
    "看不懂“{said}”是哪一天。请写成 11月27日、周五 或 2026-11-27。",
)
NOT_A_PERIOD = T(
    "I can't read “{said}” as a period. Say for example this month, Q3 or last 30 days.",
    "看不懂“{said}”这个时间段。可以说本月、三季度、最近30天。",
)
NOT_A_WORD = T("“{said}” is none of these: {choices}.", "“{said}”不在可选范围内：{choices}。")


def _span(said: str, context: Context, kinds: Sequence[str]) -> Span | None:
    return next((span for span in context.values(said, kinds) if span.kind in kinds), None)


def _length(said: str, context: Context) -> Span | None:
    """“by a week”, “推迟三天”: so long from now."""
    later = f"{said}后" if is_cjk(said) else f"in {said}"
    return _span(later, context, ("date", "moment")) if len(said) <= 20 else None


@dataclass(frozen=True)
class AmountSlot:
    kinds: Sequence[str] = ("money", "number")
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> Amount:
        span = _span(said, context, self.kinds)
        if span is None or isinstance(span.value, Impossible):
            raise BadValue(NOT_AN_AMOUNT, said=said)
        return span.value if isinstance(span.value, Amount) else Amount(Decimal(str(span.value)))

    def plain(self, value: Amount, me: Member) -> Any:
        whole = value.amount == value.amount.to_integral_value()
        number = int(value.amount) if whole else float(value.amount)
        return {"amount": number} | ({"currency": value.currency} if value.currency else {})


# What a recogniser's rule leaves out (the week, the month, the year) is taken from the past.
_LAST = {
    "weekday": relativedelta(weeks=1),
    "day of month": relativedelta(months=1),
    "month": relativedelta(years=1),
}


@dataclass(frozen=True)
class DaySlot:
    """A day, or (with_time) a moment where one was said. `past`: it has been, so Friday is the last one."""

    with_time: bool = False
    past: bool = False
    kinds: Sequence[str] = ("date", "moment", "period")
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> date | datetime:
        span = _span(said, context, self.kinds) or _length(said, context)
        match span and span.value:
            case Impossible() as nothing:
                raise BadValue(NO_SUCH_DAY, said=nothing.said)
            case datetime() as moment:
                moment -= self._back(span, moment.astimezone(context.crm.zone).date(), context)
                return moment if self.with_time else moment.astimezone(context.crm.zone).date()
            case Period() as period if period.end:
                return period.end
            case date() as day:
                return day - self._back(span, day, context)
        raise BadValue(NOT_A_DAY, said=said)

    def day_of(self, span: Span, context: Context) -> date:
        """The last day that the span names, as this slot looks at it; far ahead where it names none."""
        match span.value:
            case datetime() as moment:
                day = moment.astimezone(context.crm.zone).date()
            case date() as day:
                pass
            case Period(start=_, end=date() as day):
                pass
            case _:
                return date.max
        return day - self._back(span, day, context)

    def _back(self, span: Span | None, day: date, context: Context) -> relativedelta:
        """How far a day that was read as the next one lies before it as the last one."""
        if not self.past or span is None or day <= context.crm.today:
            return relativedelta()
        return next((step for said, step in _LAST.items() if said in span.rule), relativedelta())

    def plain(self, value: date | datetime, me: Member) -> Any:
        return value.astimezone(me.zone).isoformat() if isinstance(value, datetime) else value.isoformat()


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_SAID = re.compile(r"\d{4}|next|coming|明年|下|来年")


@dataclass(frozen=True)
class PeriodSlot:
    """`past`: it has been, so Q1 in November is this year's."""

    past: bool = False
    kinds: Sequence[str] = ("period", "date")
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> Period:
        if _YEAR.fullmatch(said.strip()):
            return Period(date(int(said), 1, 1), date(int(said), 12, 31))
        span = _span(said, context, self.kinds) or _span(f"this {said}", context, self.kinds)  # “for the year”
        match span and span.value:
            case Period(start=date() as start, end=date() as end) as period:
                ahead = self.past and start > context.crm.today and not _YEAR_SAID.search(said.lower())
                return Period(_year_before(start), _year_before(end)) if ahead else period
            case Period() as period:
                return period
            case Impossible() as nothing:
                raise BadValue(NO_SUCH_DAY, said=nothing.said)
            case date() as day:
                return Period(day, day)
        raise BadValue(NOT_A_PERIOD, said=said)

    def plain(self, value: Period, me: Member) -> Any:
        ends = {"start": value.start, "end": value.end}
        return {name: end.isoformat() for name, end in ends.items() if end}


def _year_before(day: date) -> date:
    """The end of a month stays one."""
    return day + DAY - relativedelta(years=1) - DAY


@dataclass(frozen=True)
class StageSlot:
    kinds: Sequence[str] = ("stage",)
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> Stage:
        if found := words.find_stage(said, context.stages):
            return found
        lang = context.crm.me.language
        raise BadValue(NOT_A_WORD, said=said, choices=[stage.to(lang) for stage in context.stages])

    def plain(self, value: Stage, me: Member) -> Any:
        return value.key


@dataclass(frozen=True)
class WordSlot:
    """One of a few words; `meanings` maps everything people say to the contract's word."""

    meanings: Mapping[str, str]
    kinds: Sequence[str] = ()
    build: Callable[[str], Any] = str
    labels: Mapping[Any, T] = field(default_factory=dict)  # what the person may choose from, by meaning
    apart: frozenset[str] = frozenset()  # words that mean it only where they stand apart: “battery low” is no priority

    @property
    def vocabulary(self) -> Sequence[str]:
        return tuple(self.meanings)

    def read(self, said: str, context: Context) -> Any:
        meaning = self.meanings.get(said.strip('"“” ').lower()) or self.meanings.get(fold(said.strip('"“” ')).text)
        if meaning is None:
            choices = list(self.labels.values()) or sorted(set(self.meanings.values()))
            raise BadValue(NOT_A_WORD, said=said, choices=choices)
        return self.build(meaning)

    def plain(self, value: Any, me: Member) -> Any:
        return value if type(value) is int else str(value)


@dataclass(frozen=True)
class NumberSlot:
    kinds: Sequence[str] = ("number",)
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> int:
        digits = said.strip().lstrip("#")
        if digits.isascii() and digits.isdigit():
            return min(int(digits), 2**31 - 1)
        span = _span(said, context, self.kinds)
        if span is None or not isinstance(span.value, Decimal):
            raise BadValue(NOT_A_NUMBER, said=said)
        return int(span.value)

    def plain(self, value: int, me: Member) -> Any:
        return str(value)


NOT_A_NUMBER = T("“{said}” is not a number.", "“{said}”不是数字。")


@dataclass(frozen=True)
class TextSlot:
    """Words as they are; with `kinds`, an address of that kind (email, phone, url)."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()
    QUOTES: ClassVar[str] = '"“”「」『』 \t\n'

    def read(self, said: str, context: Context) -> str:
        text = said.strip(self.QUOTES)
        if self.kinds and (span := _span(text, context, self.kinds)):
            return str(span.value) if isinstance(span.value, str) else text
        return text

    def plain(self, value: str, me: Member) -> Any:
        return value


class Text(TextSlot):
    """For Annotated[str, Text(kinds)]."""


@dataclass(frozen=True)
class LabelSlot(TextSlot):
    """For Annotated[str, LabelSlot(known)]: any words, but one of the `known` is a label wherever it is listed."""

    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Past:
    """For Annotated[date, Past()], or a period: it has been."""


@dataclass(frozen=True)
class New:
    """For Annotated[Company, New()]: an unknown name becomes a new record, and the reply says so."""


@dataclass(frozen=True)
class Stranger:
    """For Annotated[Contact | None, Stranger()]: where something else is named too, a name that nobody has stops
    nothing, and the reply offers to add them."""


_SLOTS: dict[Any, Slot] = {
    **{model: RecordSlot(model) for model in UNKNOWN},
    Amount: AmountSlot(),
    date: DaySlot(),
    datetime: DaySlot(with_time=True),
    Period: PeriodSlot(),
    Stage: StageSlot(),
    Kind: WordSlot(words.KINDS, build=Kind, labels=KINDS),
    Role: WordSlot(words.ROLES, build=Role, labels=ROLES),
    Status: WordSlot(ticket_words.STATUSES, build=Status, labels=STATUSES),
    Priority: WordSlot(ticket_words.PRIORITIES, build=Priority, labels=PRIORITIES, apart=ticket_words.PRIORITIES_APART),
    int: NumberSlot(),
    str: TextSlot(),
}


def slot_of(annotation: Any, where: str) -> Slot:
    """The slot that an annotation declares; TypeError at import where it declares none."""
    if typing.get_origin(annotation) is typing.Annotated:
        base, *extras = typing.get_args(annotation)
        own = next((extra for extra in extras if isinstance(extra, Slot)), None)
        slot = own or slot_of(base, where)
        past = any(isinstance(extra, Past) for extra in extras)
        return replace(slot, past=True) if past and isinstance(slot, DaySlot | PeriodSlot) else slot
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        return _SLOTS[datetime] if set(inner) == {date, datetime} else slot_of(inner[0], where)
    try:
        return _SLOTS[annotation]
    except (KeyError, TypeError):
        raise TypeError(f"{where}: {annotation!r} is no type of slot") from None
