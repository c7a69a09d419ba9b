"""A day or an hour put in another's place: what was not said anew stays as it was."""

from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta

from handlers.context import Context
from handlers.reading.clocks import is_clock
from handlers.reading.spans import Span
from handlers.when_slots import hour_in

_KINDS = ("date", "moment")
PART_ALONE = "part of"  # the rule of “in the morning”: of which day was not said
WITH_PART = ", part"  # the rule of “tomorrow morning”


def rescheduled(before: str, after: str, context: Context) -> str:
    """“no, 5pm” of “tomorrow at 4” is tomorrow at 5; “no, the 17th” of “18 December” is in December.

    “Make it Friday” of “Thursday afternoon” is Friday afternoon, and “in the morning” of it Thursday morning.
    """
    old, new = _only(before, context), _only(after, context)
    if old is None or new is None or not isinstance(old.value, date) or not isinstance(new.value, date):
        return after
    was, now = _local(old.value, context), _local(new.value, context)
    if is_clock(new):
        return _written(was, now.time()) if _has_day(old) else after
    if new.rule.startswith(PART_ALONE):
        return _written(was, hour_in(after, context)) if _has_day(old) else after
    day = was.replace(day=1) + relativedelta(day=now.day) if new.rule.startswith("day of month") else now
    clock = _clock(new, now, after, context)
    if clock is None and not new.rule.endswith(WITH_PART):
        clock = _clock(old, was, before, context)
    kept = new.kind == "date" and clock is not None
    return _written(day, clock) if kept or day != now else after


def _clock(span: Span, when: datetime, said: str, context: Context) -> time | None:
    """The hour that was said, or that of the part of the day."""
    return when.time() if span.kind == "moment" else hour_in(said, context)


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


def _written(day: date, clock: time | None) -> str:
    return f"{day:%Y-%m-%d} {clock:%H:%M}" if clock else f"{day:%Y-%m-%d}"
