"""Recurrences: every other Tuesday at 5, weekdays until 31 Dec, the first Monday of each month, fridays 3x."""

from datetime import date, datetime

from handlers.reading import almanac
from handlers.reading.clocks import Clock, shifted, within_hours
from handlers.reading.dates import Day
from handlers.reading.durations import shifted as moved_day
from handlers.reading.every import EACH, NUMBERS, WEEKDAY_LIST, Place, frequency, listed, numbers_in
from handlers.reading.joins import Joined, Joins
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Scene
from handlers.reading.repeats import LONG, WEEKDAYS, WEEKEND, Repeat, in_quarters, with_days, without_days
from handlers.reading.spans import Duration, Recurrence
from handlers.reading.timewords import HOW_MANY, MON, MONTH, MONTH_HINTS, count
from handlers.reading.workdays import is_off

RECURRENCES = Joins()


def _repeat(found: Joined) -> Repeat:
    return next(value for value in found.values if isinstance(value, Repeat))


def _placed(repeat: Repeat, place: Place) -> Repeat | None:
    days, numbers = place
    if repeat.freq == "YEARLY" and not repeat.months and numbers:
        return repeat._replace(days=days, year_days=numbers)
    if repeat.freq not in LONG:
        return None
    which = [*numbers, *(nth for nth, _ in days)]
    return in_quarters(repeat, which[0])._replace(days=days, month_days=numbers)


@RECURRENCES.rule("place of each", "{place} (?:of |in |at )?{every}", "every", "every each month monthly year")
def place_of(found: Joined) -> Repeat | None:
    return _placed(found.values[1], found.values[0])


@RECURRENCES.rule("place of each", "{every},? (?:on |at |in )?{place}(?: (?:of|in) (?:the )?month)?", "every")
def placed(found: Joined) -> Repeat | None:
    return _placed(found.values[0], found.values[1])


@RECURRENCES.rule(
    "place of each", rf"{{every}},? (?:on |at |in )?{{place}} (?:of|in) (?P<m>{MON})(?![a-z])", "every", MONTH_HINTS
)
def placed_in_month(found: Joined) -> Repeat | None:
    return _placed(_repeat(found)._replace(months=(MONTH[found.m],)), found.values[1])


@RECURRENCES.rule(
    "place of each",
    f"{EACH} {{place}} (?:of|in) (?:the|a|each|every) (?P<u>month|year|quarter)(?![a-z])",
    "every",
    "every each",
)
@RECURRENCES.rule("place of each", f"{EACH} {{place}}(?! (?:of|in|day|week|month|year))(?P<u>)", "every", "every each")
def every_place(found: Joined) -> Repeat | None:
    days, numbers = found.values[0]
    if not found.u and not days and numbers[0] <= 0:
        return None
    return _placed(Repeat(*frequency(found.u or "month")), found.values[0])


@RECURRENCES.rule("place of each", rf"{EACH} {{place}} (?:of|in) (?P<m>{MON})(?![a-z])", "every", "every each")
def every_place_of_month(found: Joined) -> Repeat | None:
    return _placed(Repeat("YEARLY", months=(MONTH[found.m],)), found.values[0])


@RECURRENCES.rule(
    "on days",
    rf"{{every}} (?:on )?(?:the )?(?:days? )?(?P<n>{NUMBERS})(?![a-z0-9:.])(?! ?[ap]m)",
    "every",
    "day days th st nd rd",
)
def onnumbers_in(found: Joined) -> Repeat | None:
    if found.values[0].freq not in LONG:
        return None
    return _placed(found.values[0], ((), numbers_in(found.n)))


@RECURRENCES.rule("in month", rf"{{every}} in (?P<m>{MON})(?![a-z])", "every", MONTH_HINTS)
def in_month(found: Joined) -> Repeat:
    return _repeat(found)._replace(months=(MONTH[found.m],))


@RECURRENCES.rule("on weekdays", rf"{{every}},? (?:on )?(?:an? )?(?P<l>{WEEKDAY_LIST})(?![a-z])", "every")
@RECURRENCES.rule("on weekdays", "{every},? (?:on )?(?:the )?(?P<l>weekends?|weekdays?)(?![a-z])", "every")
def on_weekdays(found: Joined) -> Repeat | None:
    if found.values[0].days:
        return None
    days = WEEKEND if found.l.startswith("weekend") else WEEKDAYS if found.l.startswith("weekday") else listed(found.l)
    return with_days(found.values[0], days)


_TIMES = "{clock}(?:(?: and|,|, and|, or| &) (?:at )?{clock|hour})"


@RECURRENCES.rule("at times", "{every},? (?:at |@ ?|from |in the |around )?{clock}", "every")
@RECURRENCES.rule("at times", "{every},? (?:at |@ ?){hour}", "every", "at @")
@RECURRENCES.rule("at times", "{every},? (?:at |@ ?){hour|clock}(?:,| and|, and) (?:at )?{hour|clock}", "every", "at @")
@RECURRENCES.rule(
    "at times", "{every},? (?:at |@ ?){hour|clock}, ?{hour|clock},?(?: and| or) (?:at )?{hour|clock}", "every", "at @"
)
def at_times(found: Joined) -> Repeat | None:
    return _timed(found.values[0], found.values[1:])


@RECURRENCES.rule("at times", "{clock},? (?:on )?{every}", "every")
@RECURRENCES.rule("at times", "{clock} (?:and|,) {clock},? (?:on )?{every}", "every")
def times_first(found: Joined) -> Repeat | None:
    return _timed(found.values[-1], found.values[:-1])


def _timed(repeat: Repeat, clocks: tuple[Clock, ...]) -> Repeat | None:
    if repeat.times or any(not isinstance(clock, Clock) for clock in clocks):
        return None
    return repeat.timed(tuple((_hour(clock, repeat.part), clock.minute) for clock in clocks))


def _hour(clock: Clock, part: str) -> int:
    if clock.exact:
        return clock.hour % 24
    part = {"night": "evening"}.get(part, part)
    return (shifted(clock.hour, part) if part else within_hours(clock.hour)) % 24


@RECURRENCES.rule(
    "so often",
    rf"{{every}},? (?:for )?(?:(?P<twice>once|twice|thrice)|(?P<n>{HOW_MANY}) ?(?:x|times|occurrences))(?![a-z])",
    "every",
)
def so_often(found: Joined) -> Repeat:
    return _repeat(found)._replace(total={"once": 1, "twice": 2, "thrice": 3}.get(found.twice) or count(found.n))


@RECURRENCES.rule(
    "until",
    "{every},? (?:until|till|til|through|thru|up to|ending(?: on)?|to) (?:the )?{day|stretch|moment}",
    "every",
    "until till til through thru up ending to",
)
def until(found: Joined) -> Repeat:
    return _repeat(found)._replace(until=_last(found.scene, found.values[1]))


def _last(scene: Scene, value: Day | Stretch | datetime) -> date | None:
    """The first day of a month or week that is named as the end; the coming one where the year was not said."""
    match value:
        case Day():
            return value.on
        case datetime():
            return value.date()
    first = value.period.start
    return almanac.add(first, 1, value.loose) if first and value.loose and first < scene.today else first


@RECURRENCES.rule("for so long", "{every},? (?:for|over) (?:the next )?{duration}", "every", "for over")
def for_so_long(found: Joined) -> Repeat:
    """For two weeks; for two hours is how long each one lasts, which no rule can say."""
    length: Duration = found.values[1]
    if length.seconds:
        return _repeat(found)
    last = moved_day(found.scene.today, length, 1, is_off(found.scene.policy))
    return _repeat(found)._replace(until=last)


@RECURRENCES.rule(
    "from",
    "{every},? (?:starting|beginning|from|as of)(?: on| from| in)? {day|stretch|moment}",
    "every",
    "starting beginning from as",
)
def starting(found: Joined) -> Repeat:
    return _repeat(found)


@RECURRENCES.rule("recurrence", "{every}", "recurrence")
def rule(found: Joined) -> Recurrence:
    return Recurrence(found.values[0].rrule())


@RECURRENCES.rule("at times", "{every},? {hours}", "every")
@RECURRENCES.rule("at times", "{hours},? (?:on )?{every}", "every")
def between_times(found: Joined) -> Repeat | None:
    """Mondays from 9 to 11am: they begin at nine."""
    hours = next(value for value in found.values if not isinstance(value, Repeat))
    return _timed(_repeat(found), (hours.first,))


@RECURRENCES.rule("every date", "{every},? (?:on )?(?:the )?{day}", "every", MONTH_HINTS)
def yearly_on(found: Joined) -> Repeat | None:
    """Annually on March 3."""
    repeat, day = _repeat(found), found.values[1]
    if repeat.freq != "YEARLY" or repeat.months or not found.pieces[1].rule.startswith(("month day", "day month")):
        return None
    return repeat._replace(months=(day.on.month,), month_days=(day.on.day,))


_WORKDAY = "(?:business|working|work|week) ?days?"


@RECURRENCES.rule("place of each", f"{{place}} {_WORKDAY} (?:of |in )?{{every}}", "every", "day days weekday workday")
@RECURRENCES.rule(
    "place of each", f"{{every}},? (?:on |at )?{{place}} {_WORKDAY}(?![a-z])", "every", "day days weekday workday"
)
@RECURRENCES.rule(
    "place of each",
    f"{EACH} {{place}} {_WORKDAY} (?:of|in) (?:the )?(?P<u>month|quarter|year)(?![a-z])",
    "every",
    "every each",
)
def working_day_of(found: Joined) -> Repeat | None:
    """The last working day of each month."""
    days, numbers = next(value for value in found.values if not isinstance(value, Repeat))
    repeat = Repeat(*frequency(found.u)) if found.u else _repeat(found)
    if days or not numbers or repeat.freq not in LONG:
        return None
    return in_quarters(repeat, numbers[0])._replace(days=WEEKDAYS, positions=numbers)


@RECURRENCES.rule("part of every day", "{every},? (?:in the |at )?{part}", "every", "morning afternoon evening night")
def part_of_every(found: Joined) -> Repeat | None:
    repeat: Repeat = found.values[0]
    return None if repeat.part or repeat.times else repeat._replace(part=found.values[1])


@RECURRENCES.rule(
    "on weekdays",
    rf"{{every}},? (?:except|excluding|but not|other than)(?: on| for)? (?P<l>{WEEKDAY_LIST}|weekends?)(?![a-z])",
    "every",
    "except excluding but other",
)
def except_weekdays(found: Joined) -> Repeat | None:
    return without_days(_repeat(found), WEEKEND if found.l.startswith("weekend") else listed(found.l))
