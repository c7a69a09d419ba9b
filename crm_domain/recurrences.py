"""Recurrences: when something comes back, by an RFC 5545 rule on somebody's wall clock.

The rule is counted in local time from its first occurrence, so nine o'clock stays nine o'clock across a change of the
clocks. An hour that the change leaves out comes as much later as the clocks were put forward; one that the change
repeats counts the first time only. What comes back within the day (every two hours) is counted in real time instead.

With a calendar, a rule that names Monday to Friday means its working days: no holidays, and the Saturday that is worked
instead. So does “the last of them in the month”. Without one it is RFC 5545 to the letter.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, islice, pairwise
from typing import cast
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from crm_domain.calendars import Calendar
from crm_domain.errors import BadValue
from crm_domain.texts import T

BAD_RULE = T(
    "“{rule}” is no recurrence that I can keep. Say for example: every Friday at 4, or the first of every month.",
    "看不懂“{rule}”这个重复方式。可以说每周五下午四点、每月1号。",
)
TOO_OFTEN = T(
    "That would come back sooner than every {least} minutes. Choose a longer interval.",
    "间隔不能短于 {least} 分钟，请放宽一点。",
)
NEVER = T("“{rule}” never comes. Which days do you mean?", "“{rule}”永远不会到来。你指的是哪些天？")

LEAST = 5  # minutes between two occurrences
LONGEST = 300  # characters of a rule
_SOME_DAY = datetime.fromisoformat("2026-01-01")
_SAMPLE = 30  # occurrences looked at to tell how often a rule comes
_HORIZON = timedelta(days=366 * 12)  # 29 February may be eight years away; what is not within twelve never comes
_WIDEST = timedelta(hours=25)  # no change of the clocks is wider than a day
_WITHIN_THE_DAY = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}
_WORKDAYS, _EVERY_DAY = frozenset({"MO", "TU", "WE", "TH", "FR"}), "MO,TU,WE,TH,FR,SA,SU"
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)


def parts_of(rule: str) -> dict[str, str]:
    """FREQ=WEEKLY;BYDAY=FR as {"FREQ": "WEEKLY", "BYDAY": "FR"}."""
    pairs = (part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def rule_of(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def within_the_day(rule: str) -> bool:
    """Whether it is counted in hours or less."""
    return parts_of(rule)["FREQ"] in _WITHIN_THE_DAY


def clock_of(rule: str) -> time | None:
    """The time of day that the rule itself says; the first of several."""
    parts = parts_of(rule)
    hours, minutes = (parts.get(name, "").split(",") for name in ("BYHOUR", "BYMINUTE"))
    return time(int(hours[0]), int(minutes[0] or 0)) if hours[0] else None


def timeless(rule: str) -> str:
    """Without its only time of day: that is the time of the first occurrence. Several times stay."""
    parts = parts_of(rule)
    if "," in parts.get("BYHOUR", "") + parts.get("BYMINUTE", ""):
        return rule_of(parts)
    return rule_of({name: value for name, value in parts.items() if name not in ("BYHOUR", "BYMINUTE", "BYSECOND")})


def checked(rule: str) -> str:
    """The rule as it is kept. BadValue where it is none, never comes, or comes too often."""
    kept = rule_of(parts_of(rule))
    try:
        if len(kept) > LONGEST:
            raise ValueError(rule)
        coming = list(islice(_dates(_days(kept), _SOME_DAY), 1)) and list(islice(_dates(kept, _SOME_DAY), _SAMPLE))
    except _UNREADABLE as error:
        raise BadValue(BAD_RULE, rule=rule[:LONGEST]) from error
    if not coming and "UNTIL" not in parts_of(kept):
        raise BadValue(NEVER, rule=kept)
    if any(later - sooner < timedelta(minutes=LEAST) for sooner, later in pairwise(coming)):
        raise BadValue(TOO_OFTEN, least=LEAST)
    return kept


def _days(rule: str) -> str:
    """On which days of the year it may come. Counted in years, 30 February is found out thirty times sooner."""
    parts = parts_of(rule)
    if parts["FREQ"] != "DAILY" and parts["FREQ"] not in _WITHIN_THE_DAY:
        return rule
    return rule_of({"FREQ": "YEARLY"} | {name: parts.get(name, "") for name in ("BYMONTH", "BYMONTHDAY")})


def next_after(
    rule: str, starts: datetime, zone: ZoneInfo, after: datetime, calendar: Calendar | None = None
) -> datetime | None:
    """The first occurrence later than `after`, of a rule counted from `starts`; None where none is to come.

    `starts` and `after` are aware; so is the answer, in UTC.
    """
    zone = ZoneInfo("UTC") if _in_real_time(rule) else zone
    earliest: datetime | None = None
    for local in _dates(rule, _local(starts, zone), _local(after, zone) - _WIDEST, calendar):
        if earliest and local > _local(earliest, zone) + _WIDEST:
            break
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment > after and (earliest is None or moment < earliest):
            earliest = moment
    return earliest


def counted(
    rule: str, starts: datetime, zone: ZoneInfo, after: datetime, until: datetime, calendar: Calendar | None = None
) -> int:
    """How many occurrences there are later than `after` and not later than `until`; a thousand at most."""
    count = 0
    while count < 1000 and (moment := next_after(rule, starts, zone, after, calendar)) and moment <= until:
        count, after = count + 1, moment
    return count


def first(
    rule: str, local: datetime, zone: ZoneInfo, after: datetime, calendar: Calendar | None = None
) -> datetime | None:
    """The first occurrence later than `after`, from the naive `local` on: where a recurrence begins.

    Every other Friday begins on the next Friday, so the interval does not count yet.
    """
    begins = rule_of({name: value for name, value in parts_of(rule).items() if name not in ("INTERVAL", "COUNT")})
    if within_the_day(rule):
        begins = rule
    return next_after(begins, local.replace(tzinfo=zone), zone, after, calendar)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _in_real_time(rule: str) -> bool:
    """Whether it comes back after so many hours or minutes, whatever the wall clock shows."""
    parts = parts_of(rule)
    return parts["FREQ"] in _WITHIN_THE_DAY and not any(name.startswith("BY") for name in parts)


def _dates(
    rule: str, starts: datetime, since: datetime | None = None, calendar: Calendar | None = None
) -> Iterator[datetime]:
    """The naive occurrences not before `since`, as far as the horizon."""
    parts = parts_of(rule)
    if int(parts.get("INTERVAL", "1")) < 1:
        raise ValueError(rule)
    count = int(parts.pop("COUNT", "0")) or None
    begins = starts if count or since is None else _nearer(parts, starts, since)
    parts["UNTIL"] = min(_until(parts), f"{max(starts, since or starts) + _HORIZON:%Y%m%dT%H%M%S}")
    works = calendar is not None and frozenset(parts.get("BYDAY", "").split(",")) == _WORKDAYS
    found = _worked(parts, begins, calendar) if calendar and works else _by_rule(parts, begins)
    for moment in islice(found, count):
        if since is None or moment >= since:
            yield moment


def _by_rule(parts: dict[str, str], starts: datetime) -> Iterator[datetime]:
    return iter(cast("rrule", rrulestr(rule_of(parts), dtstart=starts)))


def _worked(parts: dict[str, str], starts: datetime, calendar: Calendar) -> Iterator[datetime]:
    """The occurrences on the calendar's working days; of each period those in the places that the rule names."""
    every = parts | {"BYDAY": _EVERY_DAY, "BYSETPOS": ""}
    if not parts.get("BYSETPOS"):
        return (moment for moment in _by_rule(every, starts) if calendar.works(moment.date()))
    begins, key = _period(parts["FREQ"], starts)
    places = sorted(int(place) for place in parts["BYSETPOS"].split(","))
    periods = (_placed(group, places, calendar) for _, group in groupby(_by_rule(every, begins), key))
    return (moment for found in periods for moment in found if moment >= starts)


def _placed(period: Iterator[datetime], places: Sequence[int], calendar: Calendar) -> list[datetime]:
    """The first working day of a period, the last but one; none where it has not so many."""
    days = [moment for moment in period if calendar.works(moment.date())]
    return sorted(days[place - (place > 0)] for place in places if -len(days) <= place <= len(days))


def _period(freq: str, moment: datetime) -> tuple[datetime, Callable[[datetime], tuple[int, ...]]]:
    """When the year, month or week of a moment begins, at the same time of day, and what tells it from the others."""
    if freq == "YEARLY":
        return moment.replace(month=1, day=1), lambda each: (each.year,)
    if freq == "MONTHLY":
        return moment.replace(day=1), lambda each: (each.year, each.month)
    return moment - timedelta(days=moment.weekday()), lambda each: tuple(each.isocalendar()[:2])


def _until(parts: dict[str, str]) -> str:
    """The last moment, as the rule writes it; the whole of the last day counts."""
    until = parts.get("UNTIL", "99991231").removesuffix("Z")
    datetime.fromisoformat(until)
    return until if "T" in until else f"{until}T235959"


def _nearer(parts: dict[str, str], starts: datetime, since: datetime) -> datetime:
    """A later beginning with the same occurrences after `since`: a year of five minutes is many steps to count."""
    step = _WITHIN_THE_DAY.get(parts["FREQ"], timedelta()) * int(parts.get("INTERVAL", "1"))
    if not step or "BYSETPOS" in parts or since <= starts:
        return starts
    return starts + (since - starts) // step * step
