"""Counted from something else: 3 days after Monday, in 2 hours and 30 minutes, within a week, at 4 for an hour."""

from datetime import datetime

from handlers.reading import almanac
from handlers.reading.clocks import Clock
from handlers.reading.dates import Day
from handlers.reading.durations import moved, shifted
from handlers.reading.joins import Joined, Joins
from handlers.reading.moments import next_clock
from handlers.reading.periods import Stretch
from handlers.reading.pieces import Scene
from handlers.reading.spans import Duration, Interval, Period
from handlers.reading.workdays import is_off

# What becomes a day or a moment, for every reader; and what becomes a stretch of time, for those who ask.
COUNTED = Joins()
LASTING = Joins()
_NEAR = "(?:about |around |approximately |roughly |~ ?)*"


def _ahead(scene: Scene, length: Duration, way: int) -> Day | datetime:
    """So long from now: a day where whole days were said."""
    if length.seconds:
        return moved(scene.now, length, way, is_off(scene.policy)).replace(microsecond=0)
    return Day(shifted(scene.today, length, way, is_off(scene.policy)))


def _either(found: Joined, way: int, kind: str) -> Day | datetime | None:
    value = _ahead(found.scene, found.values[0], way)
    return value if isinstance(value, Day) == (kind == "day") else None


_LATER = (
    f"(?<![a-z])(?:in|after) {_NEAR}{{duration}}(?:['’]s?)?(?: time)?"
    "(?! (?:of|from|after|before|the)(?![a-z]))(?![a-z])"
)
_LATER_AFTER = "{duration} (?:from now|from today|later|hence|out|from the moment)(?![a-z])(?! (?:this|in|on|today))"
_AGO = "{duration} (?:ago(?: today)?|earlier|back|before now|before(?= ?$|[.,!?]))(?![a-z])"


@COUNTED.rule("from now", _LATER, "day", "in after")
@COUNTED.rule("from now", _LATER_AFTER, "day", "from later hence out")
def days_ahead(found: Joined) -> Day | datetime | None:
    return _either(found, 1, "day")


@COUNTED.rule("from now", _LATER, "moment", "in after")
@COUNTED.rule("from now", _LATER_AFTER, "moment", "from later hence out")
@COUNTED.rule("from now", "(?:set )?(?:a |the )?timer (?:for|to) {duration}", "moment", "timer")
def clock_ahead(found: Joined) -> Day | datetime | None:
    return _either(found, 1, "moment")


@COUNTED.rule("ago", _AGO, "day", "ago earlier before back")
def days_ago(found: Joined) -> Day | datetime | None:
    return _either(found, -1, "day")


@COUNTED.rule("ago", _AGO, "moment", "ago earlier before back")
def clock_ago(found: Joined) -> Day | datetime | None:
    return _either(found, -1, "moment")


_WAY = {"from": 1, "after": 1, "past": 1, "following": 1, "before": -1, "prior to": -1, "+": 1, "-": -1}
_FROM = "{duration} (?P<way>from|after|following|before|prior to) (?:the )?"
_HINTS = "from after following before prior"


@COUNTED.rule("offset", _FROM + "{day}", "day", _HINTS)
def from_day(found: Joined) -> Day | None:
    length, day = found.values
    return None if length.seconds else _day_from(found.scene, day, length, _WAY[found.way])


@COUNTED.rule("offset", _FROM + "{day}", "moment", _HINTS)
def hours_from_day(found: Joined) -> datetime | None:
    length, day = found.values
    start = almanac.at_clock(day.on, 0, 0, found.scene.zone)
    return moved(start, length, _WAY[found.way], is_off(found.scene.policy)) if length.seconds else None


@COUNTED.rule("offset", _FROM + "{moment|clock|instant}", "moment", _HINTS)
def from_moment(found: Joined) -> datetime | None:
    length, start = found.values
    if found.pieces[1].rule == "now" and not length.seconds:
        return None
    return moved(_moment(found.scene, start), length, _WAY[found.way], is_off(found.scene.policy))


@COUNTED.rule("offset", _FROM + "{instant}", "day", _HINTS)
def days_from_now(found: Joined) -> Day | None:
    length = found.values[0]
    return None if length.seconds else _day_from(found.scene, Day(found.scene.today), length, _WAY[found.way])


@COUNTED.rule("offset", "{moment|clock|instant} ?(?P<way>[+-]) ?{duration}", "moment")
def plus(found: Joined) -> datetime:
    start, length = found.values
    return moved(_moment(found.scene, start), length, _WAY[found.way], is_off(found.scene.policy))


@COUNTED.rule("weekday", f"{{day}},? in {_NEAR}{{duration}}(?:' time)?(?![a-z])", "day", "in")
def weekday_ahead(found: Joined) -> Day | None:
    """Tuesday in two weeks."""
    day, length = found.values
    if found.pieces[0].rule != "weekday" or length.months or length.seconds or not day.loose or length.days % 7:
        return None
    return Day(almanac.weekday_of(found.scene.today, day.on.weekday(), int(length.days) // 7))


@COUNTED.rule("offset", "(?<![a-z])(?:the )?day (?P<way>after|before|following) (?:the )?{day}", "day", "day")
def neighbour(found: Joined) -> Day:
    """The day before Christmas."""
    return Day(found.values[0].on + _WAY[found.way] * almanac.DAY)


@COUNTED.rule("offset", "{day} ?(?P<way>[+-]) ?{duration}", "day")
def plus_days(found: Joined) -> Day | None:
    day, length = found.values
    return None if length.seconds else _day_from(found.scene, day, length, _WAY[found.way])


def _day_from(scene: Scene, day: Day, length: Duration, way: int) -> Day:
    return Day(shifted(day.on, length, way, is_off(scene.policy)))


def _moment(scene: Scene, value: datetime | Clock) -> datetime:
    return next_clock(scene, value) if isinstance(value, Clock) else value


@LASTING.rule(
    "within",
    f"(?<![a-z])(?:within|in less than|in no more than|over the next|for the next|during the next|in the next)"
    f" (?:the )?(?:next |following )?{_NEAR}{{duration}}(?! ago| after| before| from)(?![a-z])",
    "interval",
    "within less more next",
)
@LASTING.rule(
    "next so long",
    "(?<![a-z])(?:the )?(?:next|coming|following|upcoming) {duration}(?![a-z])",
    "interval",
    "next coming following upcoming",
)
def within(found: Joined) -> Interval | Stretch:
    return _from_now(found.scene, found.values[0])


def _from_now(scene: Scene, length: Duration) -> Interval | Stretch:
    end = _ahead(scene, length, 1)
    if isinstance(end, Day):
        return Stretch(Period(scene.today, end.on - almanac.DAY))
    return Interval(scene.now.replace(microsecond=0), end)


@LASTING.rule(
    "last so long",
    "(?<![a-z])(?<!n't )(?<!will )(?<!not )(?:the )?(?:last|past|previous|trailing) {duration}(?![a-z])",
    "interval",
    "last past previous trailing",
)
def last_so_long(found: Joined) -> Interval | Stretch:
    start = _ahead(found.scene, found.values[0], -1)
    if isinstance(start, Day):
        return Stretch(Period(start.on, found.scene.today - almanac.DAY))
    return Interval(start, found.scene.now.replace(microsecond=0))


_STARTING = ",?(?: (?:starting|beginning|commencing))?(?: (?:from|on|at|in))? (?:the )?"


@LASTING.rule("for so long", "{day|moment|clock|hour},? for {duration}(?![a-z])", "interval", "for")
def day_for(found: Joined) -> Interval | Stretch | None:
    start, length = found.values
    return _lasting(found.scene, start, length, found.pieces[0].kind, said_first=False)


@LASTING.rule(
    "for so long",
    f"(?<![a-z])(?:for )?{{duration}}{_STARTING}{{day|moment|clock}}",
    "interval",
    "for starting beginning from",
)
def for_from(found: Joined) -> Interval | Stretch | None:
    length, start = found.values
    gap = found.said[-1][0]
    if "for" not in found.said[0][0] and "start" not in gap and "begin" not in gap:
        return None
    return _lasting(found.scene, start, length, "", said_first=True)


def _lasting(
    scene: Scene, start: Day | datetime | Clock, length: Duration, kind: str, *, said_first: bool
) -> Interval | Stretch | None:
    if isinstance(start, Day):
        if length.seconds or not said_first:
            return None
        return Stretch(Period(start.on, shifted(start.on, length, 1, is_off(scene.policy)) - almanac.DAY))
    if kind == "hour" and not length.seconds:
        return None
    moment = _moment(scene, start)
    return Interval(moment, moved(moment, length, 1, is_off(scene.policy)))


@LASTING.rule(
    "within",
    "(?<![a-z])(?P<w>within|in less than|less than|no more than|not more than|more than|over) (?:the "
    ")?(?:next )?{duration} "
    "(?P<way>from|after|of|before) (?:the )?{day|instant}",
    "interval",
    "within less more over",
)
def around_day(found: Joined) -> Stretch | None:
    """Less than 3 days after tomorrow, more than 2 weeks before today."""
    length, value = found.values
    day = value.on if isinstance(value, Day) else found.scene.today
    way = _WAY.get(found.way, 1)
    other = shifted(day, length, way, is_off(found.scene.policy))
    if length.seconds:
        return None
    if found.w in ("more than", "over"):
        return Stretch(Period(other, None) if way > 0 else Period(None, other - almanac.DAY))
    first, last = sorted((day, other))
    return Stretch(Period(first, last - almanac.DAY))
