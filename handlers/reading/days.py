"""Single days counted from today: tomorrow, next Friday, in 2 weeks, 3 days ago, 后天, 下周三, 两周后."""

import re

from handlers.reading import almanac
from handlers.reading.dates import Day
from handlers.reading.pieces import Rules, Scene
from handlers.reading.timewords import (
    HOW_MANY,
    MON,
    PART,
    WD,
    WEEKDAY,
    WEEKDAY_HINTS,
    count,
    unit,
)

DAYS = Rules("day")
_AHEAD = {"today": 0, "tdy": 0, "tonight": 0, "tonite": 0, "yesterday": -1, "yest": -1, "ystd": -1}
_AHEAD |= dict.fromkeys("tomorrow tmrw tmr tmw tomorow tommorow tommorrow tmrrow tomoz 2moro tmrow".split(), 1)
_AHEAD |= {
    "day after tomorrow": 2,
    "day before yesterday": -2,
    "eod": 0,
    "end of day": 0,
    "end of the day": 0,
    "end of today": 0,
    "cob": 0,
}


_DAY_ENDS = frozenset(["eod", "cob", "end of day"])
_DAY_FOLLOWS = re.compile(rf" (?:on |of )?(?:the )?(?:{WD}|today|tomorrow|tmrw|this|next|\d|{MON})(?![a-z])")


@DAYS.rule(
    "near day",
    rf"(?<![a-z0-9])(?P<v>(?:(?:the )?(?<!\d )day (?:after tomorrow|before yesterday)|(?<!\d )end of (?:to|the )?day|"
    rf"{'|'.join(sorted((word for word in _AHEAD if not word.startswith('day')), key=len, reverse=True))}))"
    rf"(?:'?s)?(?![a-z])",
    " ".join(word for word in _AHEAD if " " not in word) + " moro day tomorrows todays",
)
def near(match: re.Match[str], scene: Scene) -> Day | None:
    said = match["v"].removeprefix("the ")
    if said in _DAY_ENDS and _DAY_FOLLOWS.match(match.string, match.end()):
        return None
    part = {"tonight": "evening", "tonite": "evening"}.get(said, "")
    return Day(scene.today + _AHEAD[said] * almanac.DAY, "", part)


@DAYS.rule("last night", r"(?<![a-z])last night(?![a-z])", "night")
def last_night(match: re.Match[str], scene: Scene) -> Day:
    return Day(scene.today - almanac.DAY, "", "evening")


_SUPPORT = re.compile(
    r"(?:^|[,(:@&]|(?<![a-z])(?:on|by|this|next|last|until|till|before|after|from|for|to|due|every|each|coming|and|or|"
    r"till|thru|through|between|closing|close|it)) ?$"
)
_SUPPORT_AFTER = re.compile(r" ?(?:at |@|\d|morning|afternoon|evening|night|noon|next|[-&]|$|[.!?)])")


@DAYS.rule(
    "weekday",
    rf"(?<![a-z0-9])(?:(?P<rel>this coming|this past|this|next|last|coming|upcoming|past|previous|following) )?"
    rf"(?P<wd>{WD})(?:\.(?= |$))?(?:,? (?:of )?(?:the )?(?P<week>this|next|last|following) week)?(?![a-z]|"
    rf"-(?!{WD}(?![a-z]))[a-z])",
    WEEKDAY_HINTS,
)
def weekday(match: re.Match[str], scene: Scene) -> Day | None:
    said, number = match["wd"], WEEKDAY[match["wd"]]
    if match["week"]:
        return Day(
            almanac.weekday_of(scene.today, number, {"this": 0, "next": 1, "following": 1, "last": -1}[match["week"]])
        )
    if not match["rel"] and said in ("sat", "sun") and not _supported(match):
        return None
    return _related(scene, number, match["rel"] or "")


def _supported(match: re.Match[str]) -> bool:
    """ "Sat" and "sun" are words of their own."""
    text = match.string
    before = _SUPPORT.search(text, max(0, match.start() - 10), match.start())
    return bool(before and before.group()) or bool(_SUPPORT_AFTER.match(text, match.end()))


def _related(scene: Scene, number: int, relation: str) -> Day:
    today = scene.today
    if relation == "next":
        coming, next_week = almanac.weekday_after(today, number), almanac.weekday_of(today, number, 1)
        first, second = (coming, next_week) if scene.policy.coming_weekday else (next_week, coming)
        return Day(first, other=second if second != first else None)
    if relation == "this" and number == today.weekday():
        return Day(today)
    if relation in ("last", "past", "this past", "previous"):
        return Day(almanac.weekday_before(today, number))
    return Day(almanac.weekday_after(today, number), "week" if not relation else "")


@DAYS.rule("weekday", rf"(?<![a-z])(?P<w>this|next|last) week(?:'s|,)? (?:on )?(?P<wd>{WD})(?![a-z])", "week")
def week_and_day(match: re.Match[str], scene: Scene) -> Day:
    weeks = {"this": 0, "next": 1, "last": -1}[match["w"]]
    return Day(almanac.weekday_of(scene.today, WEEKDAY[match["wd"]], weeks))


@DAYS.rule("weekday", rf"(?<![a-z])(?:the )?(?P<wd>{WD}) (?P<w>before last|after next)(?![a-z])", "before after")
def second_weekday(match: re.Match[str], scene: Scene) -> Day:
    today, number = scene.today, WEEKDAY[match["wd"]]
    if match["w"] == "before last":
        return Day(almanac.weekday_before(today, number) - 7 * almanac.DAY)
    return Day(almanac.weekday_of(today, number, 2))


@DAYS.rule(
    "near day",
    r"(?<![a-z])(?:the )?(?P<w>next|following|previous|last|this|my|same) day(?![a-z-])(?! of| in| and \d)",
    "day",
)
@DAYS.rule("near day", r"(?<![a-z])(?:the )?day (?P<w>before|after)(?= ?(?:$|[.,!?;]))", "day")
def neighbouring(match: re.Match[str], scene: Scene) -> Day:
    ahead = {"next": 1, "following": 1, "after": 1, "previous": -1, "last": -1, "before": -1}
    return Day(scene.today + ahead.get(match["w"], 0) * almanac.DAY)


@DAYS.rule(
    "weekday",
    rf"(?<![a-z0-9])(?P<n>{HOW_MANY}) (?P<wd>{WD})s? (?P<way>ago|back|from (?:now|today))(?![a-z])",
    "ago back from",
)
def counted_weekday(match: re.Match[str], scene: Scene) -> Day:
    """Two Thursdays ago."""
    weeks, number = (count(match["n"]) - 1) * 7 * almanac.DAY, WEEKDAY[match["wd"]]
    if match["way"] in ("ago", "back"):
        return Day(almanac.weekday_before(scene.today, number) - weeks)
    return Day(almanac.weekday_after(scene.today, number) + weeks)


_LONG = "(?:days?|weeks?|wks?|months?|mths?|quarters?|years?|yrs?)"


@DAYS.rule(
    "from now", rf"(?<![a-z])(?P<v>in (?P<n>{HOW_MANY}) (?:more )?(?P<u>{_LONG})(?:'s?)?(?: time)?)(?![a-z])", "in"
)
@DAYS.rule(
    "from now", rf"(?<![a-z0-9])(?P<n>{HOW_MANY}) (?P<u>{_LONG}) (?:from now|from today|hence)(?![a-z])", "from hence"
)
def ahead(match: re.Match[str], scene: Scene) -> Day:
    return Day(almanac.add(scene.today, count(match["n"]), unit(match["u"])))


@DAYS.rule("ago", rf"(?<![a-z0-9])(?P<n>{HOW_MANY}) (?P<u>{_LONG}) ago(?![a-z])", "ago")
def ago(match: re.Match[str], scene: Scene) -> Day:
    return Day(almanac.add(scene.today, -count(match["n"]), unit(match["u"])))


@DAYS.rule(
    "part of today",
    r"(?<![a-z])this (?P<p>morning|afternoon|evening|night)(?![a-z])",
    "morning afternoon evening night",
)
def part_of_today(match: re.Match[str], scene: Scene) -> Day:
    return Day(scene.today, "", PART[match["p"]])


OFFSETS = Rules("offset")


@OFFSETS.rule(
    "offset",
    rf"(?<![a-z0-9])(?P<n>{HOW_MANY}) (?P<u>{_LONG}) (?P<way>from|after|before) (?:the )?",
    "from after before",
)
def offset(match: re.Match[str], scene: Scene) -> tuple[int, str]:
    """Count and unit, to be counted from the day that follows."""
    return count(match["n"]) * (-1 if match["way"] == "before" else 1), unit(match["u"])
