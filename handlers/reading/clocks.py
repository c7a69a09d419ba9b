"""Clock times: 3pm, at 4, 14:30, half eight, noon, 下午三点, 九点半."""

import re
from typing import NamedTuple

from handlers.reading.joins import Joined, Joins
from handlers.reading.pieces import Digits, Rules, Scene
from handlers.reading.spans import Impossible, Span
from handlers.reading.timewords import COUNT, HOW_MANY, ONES, PART, TEENS, ZH_PART, any_of, count


class Clock(NamedTuple):
    """`exact`: morning or afternoon is known; otherwise the hour within working hours is meant. `today`: said with a
    part of the day that means today's where no other day is named (晚上8点)."""

    hour: int
    minute: int = 0
    exact: bool = True
    second: int = 0
    today: bool = False


CLOCKS = Rules("clock")
_HOURS = {
    word: number
    for word, number in COUNT.items()
    if number <= 12 and " " not in word and word not in ("a", "an", "few")
}
MINUTES = rf"(?:(?:twenty|thirty|forty|fifty)(?:[ -](?:{'|'.join(ONES)}))?|{'|'.join(TEENS)})"
_HOUR = rf"(?:1[0-2]|0?[1-9]|{any_of(_HOURS)})"
_AT = r"(?<![a-z])(?:at|@)(?: about| around| approx| exactly)? ?"
_NO_HOUR = (
    r"(?!\d|[.,:/-]\d|[a-z%万千点亿块元]|-[a-z]| ?(?:k|m|w|percent|per|usd|eur|gbp|rmb|dollars?|grand|days?|"
    r"weeks?|hours?|minutes?|mins?|people|seats?|units?|stores?|outlets?|each|x|pieces?|pcs|"
    r"months?|years?|locations?|sites?|st|street)\b)"
)


def _hour(said: str) -> int:
    return _HOURS[said] if said in _HOURS else int(said)


def shifted(hour: int, part: str) -> int:
    """The hour on a 24-hour clock, counted on past midnight: 1 at night is 25."""
    if part == "afternoon" or (part == "noon" and hour < 4):
        return hour + 12 if hour < 12 else hour
    if part in ("evening", "close") and hour <= 12:
        return hour + 24 if hour < 5 else hour + 12
    return hour


def within_hours(hour: int) -> int:
    return hour + 12 if 1 <= hour <= 6 else hour


def _clock(hour: int, minute: int, part: str, exact: bool) -> Clock | None:
    if part:
        hour, exact = shifted(hour, part), True
    return Clock(hour, minute, exact) if hour <= 28 and minute < 60 else None


@CLOCKS.rule(
    "am pm",
    rf"(?<![\d.:/a-z$£€#%-])(?P<v>(?P<h>\d{{1,2}}|{any_of(_HOURS)})(?:[:.](?P<m>[0-5]\d)| (?P<mm>thirty|fifteen))?"
    r"(?::(?P<s>[0-5]\d))? ?(?P<x>[ap])(?:m| m|\.m\.?|\. m\.?|(?<=\d[ap])))(?![a-z0-9])",
    "am pm a p",
)
def meridiem(match: re.Match[str], scene: Scene) -> Clock | None:
    hour = _hour(match["h"])
    if hour > 23 or (hour > 12 and match["x"] == "a"):
        return None
    hour = hour % 12 + (12 if match["x"] == "p" else 0) if hour <= 12 else hour
    minute = int(match["m"] or 0) or {"thirty": 30, "fifteen": 15}.get(match["mm"] or "", 0)
    return Clock(hour, minute, second=int(match["s"] or 0))


@CLOCKS.rule(
    "am pm",
    r"(?<![\d.:/a-z$£€#-])(?P<h>0?[1-9]|1[0-2])(?P<m>[0-5]\d)(?P<mm>)(?P<s>) ?(?P<x>[ap])(?:m| m|\.m\.?)(?![a-z0-9])",
    "am pm a p",
)
def run_together(match: re.Match[str], scene: Scene) -> Clock | None:
    """330pm."""
    clock: Clock | None = meridiem(match, scene)
    return clock


@CLOCKS.rule("clock", r"(?<![\d.:/a-z$£€#-])(?P<h>[01]?\d|2[0-3])h(?P<m>[0-5]\d)(?![a-z0-9])", "h")
@CLOCKS.rule("clock", r"(?<![\d.:/a-z$£€#-])(?P<h>1[3-9]|2[0-3]|0\d)h(?P<m>)(?![a-z0-9])", "h")
@CLOCKS.rule("clock", r"(?<=at )(?P<h>[01]?\d|2[0-3])h(?P<m>)(?![a-z0-9])", "h")
def with_h(match: re.Match[str], scene: Scene) -> Clock:
    """16h30, 16h."""
    return Clock(int(match["h"]), int(match["m"] or 0), int(match["h"]) > 12 or match["h"].startswith("0"))


@CLOCKS.rule(
    "clock",
    rf"(?<![\d.:/#$a-su-z-])(?<![a-z]t)(?P<p>{ZH_PART})?(?P<h>\d{{1,2}}):(?P<m>\d\d)"
    r"(?::(?P<s>[0-5]\d)(?:\.\d+)?)?(?![\d:]|\.\d| ?[ap]\.?m)",
    Digits,
)
def with_colon(match: re.Match[str], scene: Scene) -> Clock | Impossible | None:
    hour, minute = int(match["h"]), int(match["m"])
    if hour > 24 or minute > 59:
        told = match.string[: match.start()].endswith(("at ", "@ ", "@"))
        return Impossible(match[0]) if told or match["p"] else None
    exact = hour > 12 or match["h"].startswith("0")
    clock = _clock(hour, minute, PART.get(match["p"] or "", ""), exact)
    return clock and clock._replace(second=int(match["s"] or 0))


@CLOCKS.rule("at hour", rf"{_AT}(?P<v>(?P<h>{_HOUR})(?: ?o ?'?clock)?){_NO_HOUR}", "at @")
@CLOCKS.rule("at hour", rf"(?<![a-z0-9:])(?P<h>1[3-9]|2[0-4]|{_HOUR}) ?o ?'?clock(?![a-z])", "clock oclock")
def whole_hour(match: re.Match[str], scene: Scene) -> Clock:
    hour = _hour(match["h"])
    return Clock(hour, 0, hour > 12)


@CLOCKS.rule(
    "hour",
    r"(?<![\d.,:/#$£€a-z-])(?P<v>(?P<h>1[0-2]|[1-9]))(?= tonight| (?:tomorrow|this) (?:morning|afternoon|evening))",
    "tonight morning afternoon evening",
)
def hour_of_part(match: re.Match[str], scene: Scene) -> Clock:
    return Clock(int(match["h"]), 0, False)


@CLOCKS.rule(
    "past hour",
    rf"(?<![a-z])(?P<v>(?P<half>half)(?: past)? (?P<h>{_HOUR})){_NO_HOUR}",
    "half",
)
@CLOCKS.rule("past hour", rf"{_AT}(?P<v>(?P<h>{_HOUR}) (?P<half>thirty)){_NO_HOUR}", "thirty")
def half_hour(match: re.Match[str], scene: Scene) -> Clock:
    return Clock(_hour(match["h"]), 30, False)


@CLOCKS.rule("past hour", rf"{_AT}(?P<v>(?P<h>1[0-2]|0?[1-9])(?P<m>[0-5]\d))(?! points){_NO_HOUR}", "at @")
@CLOCKS.rule(
    "past hour", rf"(?<![a-z])(?:at|@|for) (?P<v>(?P<h>{any_of(_HOURS)})[ -](?P<m>{MINUTES})){_NO_HOUR}", "at @ for"
)
def hour_and_minutes(match: re.Match[str], scene: Scene) -> Clock:
    """At 1030, at eight forty-five."""
    return Clock(_hour(match["h"]), count(match["m"]), False)


@CLOCKS.rule("past hour", rf"(?<![a-z])(?P<n>quarter) (?P<way>past|after|to) (?P<h>{_HOUR}){_NO_HOUR}", "quarter")
@CLOCKS.rule("past hour", rf"{_AT}(?P<v>(?P<n>{HOW_MANY}) (?P<way>past|to) (?P<h>{_HOUR})){_NO_HOUR}", "past to")
def around_hour(match: re.Match[str], scene: Scene) -> Clock | None:
    minutes = 15 if match["n"] == "quarter" else count(match["n"])
    hour = _hour(match["h"])
    if minutes > 59:
        return None
    return Clock(hour, minutes, False) if match["way"] != "to" else Clock((hour - 1) or 12, 60 - minutes, False)


@CLOCKS.rule("noon", r"(?<![a-z])(?:12 )?(?P<w>noon|midday|midnight)(?![a-z])", "noon midday midnight")
def noon(match: re.Match[str], scene: Scene) -> Clock:
    return Clock(24 if match["w"] == "midnight" else 12)


HOURS = Rules("hour")


@HOURS.rule(
    "hour", r"(?<![\d.,:/#$£€a-z-])(?P<h>[01]?\d|2[0-4])(?:h|(?![a-z]))(?![\d:/%a-z]|[.,]\d)", Digits, sure=False
)
def hour(match: re.Match[str], scene: Scene) -> Clock:
    """A bare number that may be an hour, as part of something larger."""
    return Clock(int(match["h"]), 0, int(match["h"]) > 12)


@HOURS.rule("hour", rf"(?<![a-z-])(?P<h>{any_of(_HOURS)})(?![a-z-])", " ".join(_HOURS), sure=False)
def hour_in_words(match: re.Match[str], scene: Scene) -> Clock:
    return Clock(_hour(match["h"]), 0, False)


@HOURS.rule(
    "hour",
    rf"(?<![a-z-])(?P<h>{any_of(_HOURS)}|{'|'.join(TEENS)})[ -](?P<m>{MINUTES})(?![a-z-])",
    " ".join([*_HOURS, *TEENS]),
    sure=False,
)
def minutes_in_words(match: re.Match[str], scene: Scene) -> Clock:
    hour = count(match["h"])
    return Clock(hour, count(match["m"]), hour > 12)


SAID = Joins()


@SAID.rule("am pm", r"{hour|clock} in the (?P<x>[ap])\.?m(?![a-z])", "clock", "am pm a p")
@SAID.rule("am pm", r"{hour|clock} ?(?P<x>[ap])(?:m| m|\.m\.?|\. m\.?)(?![a-z0-9])", "clock", "am pm a p")
def with_meridiem(found: Joined) -> Clock | None:
    clock: Clock = found.values[0]
    if clock.exact and (clock.hour < 12 or found.x == "a"):
        return None
    return clock._replace(hour=clock.hour % 12 + (12 if found.x == "p" else 0), exact=True)


@SAID.rule(
    "past hour",
    rf"(?<![a-z0-9])(?:a )?(?P<n>quarter|half|{HOW_MANY})(?P<u> (?:minutes?|mins?))? (?P<way>past|after|to|"
    rf"before|till) {{clock|hour}}",
    "clock",
    "past after to before till",
)
def past_or_to(found: Joined) -> Clock | None:
    clock: Clock = found.values[0]
    spoken = found.n in ("quarter", "half") or bool(found.u)
    if (clock.minute and not found.u) or not (
        spoken or found.way in ("past", "after") or found.pieces[0].rule == "noon"
    ):
        return None  # five to six is a range as likely
    if found.way in ("after", "before") and not spoken and found.pieces[0].kind == "hour":
        return None
    minutes = 15 if found.n == "quarter" else 30 if found.n == "half" else count(found.n)
    hours, minute = divmod(clock.minute + (minutes if found.way in ("past", "after") else -minutes), 60)
    return clock._replace(hour=(clock.hour + hours) % 24 or (0 if clock.exact else 12), minute=minute)


_NAMES = frozenset(rule.name for rule in CLOCKS.rules)


def is_clock(span: Span) -> bool:
    """Whether it is a time of day for which no day was said."""
    return span.kind == "moment" and span.rule in _NAMES
