"""A day or an hour put in another's place: what was not said anew stays as it was."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from handlers.context import Context
from handlers.reading.clocks import is_clock
from handlers.reading.spans import Span

_KINDS = ("date", "moment")


def renewed(before: str, after: str, context: Context) -> str:
    """“no, 5pm” of “tomorrow at 4” is tomorrow at 5; “no, the 17th” of “18 December” is in December."""
    old, new = _only(before, context), _only(after, context)
    if old is None or new is None or not isinstance(old.value, date) or not isinstance(new.value, date):
        return after
    was, now = _local(old.value, context), _local(new.value, context)
    if is_clock(new):
        return _written(datetime.combine(was, now.time()), with_time=True) if _has_day(old) else after
    day = was.replace(day=1) + relativedelta(day=now.day) if new.rule.startswith("day of month") else now
    with_time = new.kind == "moment" or old.kind == "moment"
    clock = now.time() if new.kind == "moment" else was.time()
    kept = new.kind == "date" and old.kind == "moment"
    if not kept and day == now:
        return after
    return _written(datetime.combine(day, clock), with_time)


def _only(text: str, context: Context) -> Span | None:
    """The one day or moment of a text; None where there are more, or also something that repeats."""
    spans = context.values(text, _KINDS)
    return spans[0] if len(spans) == 1 and not context.values(text, ("recurrence",)) else None


def _has_day(span: Span) -> bool:
    return span.kind == "date" or not is_clock(span)


def _local(value: date, context: Context) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(context.crm.zone).replace(tzinfo=None)
    return datetime.combine(value, datetime.min.time())


def _written(when: datetime, with_time: bool) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if with_time else f"{when:%Y-%m-%d}"
