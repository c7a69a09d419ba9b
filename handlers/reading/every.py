"""What is said of a recurrence in one go: every other Tuesday, daily, weekends, each May 4, the last Friday."""

import re

from handlers.reading.pieces import Rules, Scene
from handlers.reading.repeats import QUARTERLY, WEEKDAYS, WEEKEND, Repeat
from handlers.reading.timewords import HOW_MANY, MON, MONTH, ORD, ORDINAL, WD, WEEKDAY, any_of, count

EVERY = Rules("every")
PLACES = Rules("place")
Place = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]

_UNITS = {
    "second": ("SECONDLY", 1),
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": (QUARTERLY, 1),
    "year": ("YEARLY", 1),
}
_SHORT = {"sec": "second", "min": "minute", "hr": "hour", "wk": "week", "mth": "month", "qtr": "quarter", "yr": "year"}
_UNIT = rf"(?:{'|'.join([*_UNITS, *_SHORT])})"
_ADVERBS = {
    "daily": ("DAILY", 1),
    "nightly": ("DAILY", 1),
    "hourly": ("HOURLY", 1),
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "quarterly": (QUARTERLY, 1),
    "semiannual": ("MONTHLY", 6),
    "semiannually": ("MONTHLY", 6),
    "biannual": ("MONTHLY", 6),
    "biannually": ("MONTHLY", 6),
    "yearly": ("YEARLY", 1),
    "annual": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
}
EACH = "(?<![a-z])(?:every|each|once every|once each)"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{ORD})"


def _nth(said: str) -> int:
    return ORDINAL[said] if said in ORDINAL else int(said[:-2])


def frequency(said: str) -> tuple[str, int]:
    said = said if said in _UNITS else said.removesuffix("s")
    return _UNITS[_SHORT.get(said, said)]


@EVERY.rule(
    "every",
    rf"{EACH}(?: (?:(?P<o>other|alternate)|(?P<nth>{_NTH})|(?P<n>{HOW_MANY})))? ?(?P<u>{_UNIT})s?(?![a-z])",
    "every each",
)
@EVERY.rule(
    "every",
    rf"(?<![a-z])(?:once|twice|(?P<x>{HOW_MANY}) times|one time) (?:(?:per|a|an|every|each) )(?:(?P<o>other|"
    rf"alternate) |"
    rf"(?P<nth>{_NTH}) |(?P<n>{HOW_MANY}) )?(?P<u>{_UNIT})s?(?![a-z])",
    "once twice times time",
)
def every(match: re.Match[str], scene: Scene) -> Repeat:
    freq, length = frequency(match["u"])
    number = 2 if match["o"] else _nth(match["nth"]) if match["nth"] else count(match["n"]) if match["n"] else 1
    return Repeat(freq, number * length)


@EVERY.rule(
    "how often",
    rf"(?<![a-z])(?:(?:every|each) ?day|(?P<w>(?:bi|semi)-?)?(?P<a>{any_of(dict.fromkeys(_ADVERBS, 1))}))(?![a-z])",
    f"everyday day bi semi {' '.join(_ADVERBS)}",
)
def how_often(match: re.Match[str], scene: Scene) -> Repeat | None:
    if not match["a"]:
        return Repeat("DAILY")
    return Repeat(*_ADVERBS[(match["w"] or "").removesuffix("-") + match["a"]])


@EVERY.rule("part of every day", rf"{EACH} (?P<p>morning|afternoon|evening|night)(?![a-z])", "every each")
def every_part(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("DAILY", part=match["p"])


_LIST_GAP = r"(?: ?, ?(?:and )?| and (?:on )?| & | ?- ?| to | thru | through | until )"
WEEKDAY_LIST = rf"{WD}s?(?:{_LIST_GAP}{WD}s?)*"
_DAY_TOKEN = re.compile(rf"(?P<to>-| to | thru | through | until )|(?P<wd>{WD})s?")


def listed(said: str) -> tuple[tuple[int, int], ...]:
    """tuesday and friday, mon - thu, saturday through tuesday."""
    days: list[int] = []
    through = False
    for token in _DAY_TOKEN.finditer(said):
        if token["to"]:
            through = True
            continue
        day = WEEKDAY[token["wd"]]
        if through and days:
            days += [(days[-1] + step) % 7 for step in range(1, (day - days[-1]) % 7)]
        days += [day] if day not in days else []
        through = False
    return tuple((0, day) for day in days)


@EVERY.rule(
    "every weekday",
    rf"{EACH}(?: (?:(?P<o>other|alternate)|single))?(?: (?P<n>{HOW_MANY}))? (?P<l>{WEEKDAY_LIST})(?![a-z]| the)",
    "every each",
)
def every_weekday(match: re.Match[str], scene: Scene) -> Repeat | None:
    return Repeat(
        "WEEKLY", 2 if match["o"] else int(match["n"] or 1) if (match["n"] or "1").isdigit() else 1, listed(match["l"])
    )


_PLURAL = "|".join(f"{name}s" for name in WEEKDAY if name.endswith("day"))


@EVERY.rule(
    "every weekday",
    rf"(?<![a-z])(?P<o>alternate |every other )?(?P<l>(?:{_PLURAL})(?:{_LIST_GAP}(?:{_PLURAL}|{WD}))*)(?![a-z])",
    _PLURAL.replace("|", " "),
)
def plural(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("WEEKLY", 2 if match["o"] else 1, listed(match["l"]))


@EVERY.rule(
    "working days",
    rf"(?<![a-z])(?:(?:{EACH}|on|each|during) )?(?P<o>(?:other|alternate) )?(?P<w>(?:week|work|business |"
    rf"working )days|weekends)(?![a-z])",
    "weekdays workdays days weekends",
)
@EVERY.rule(
    "working days",
    rf"{EACH} (?P<o>(?:other|alternate) )?(?P<w>(?:week|work|business |working |work )day|weekend)(?![a-z])",
    "every each",
)
def working_days(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("WEEKLY", 2 if match["o"] else 1, WEEKEND if "weekend" in match["w"] else WEEKDAYS)


_WHICH = (
    rf"(?:{_NTH}(?: to the| to| from the)?[ -]last|next to last|penultimate|last|{_NTH}|"
    r"(?:very )?(?:start|beginning|begin|end))"
)
_PLACE = rf"{_WHICH}(?:(?:,| and|, and) (?:the )?{_WHICH})*(?: (?:{WD}s?|days?))?"
_PLACE_TOKEN = re.compile(rf"(?P<which>{_WHICH})|(?P<wd>{WD})s?|(?P<day>days?)")


@PLACES.rule(
    "place",
    rf"(?<![a-z0-9])(?:the )?{_PLACE}(?:(?: and|,|, and) (?:the )?{_PLACE})*(?![a-z])",
    "last st nd rd th start beginning begin end next penultimate " + " ".join(w for w in ORDINAL if w.isalpha()),
    sure=False,
)
def place(match: re.Match[str], scene: Scene) -> Place:
    """Which days of a month: the first and third friday, the 4th, the last day."""
    days: list[tuple[int, int]] = []
    waiting: list[int] = []
    for token in _PLACE_TOKEN.finditer(match[0]):
        if token["which"]:
            waiting.append(_which(token["which"]))
        elif token["wd"]:
            days, waiting = [*days, *((which, WEEKDAY[token["wd"]]) for which in waiting)], []
    return tuple(days), tuple(waiting)


def _which(said: str) -> int:
    if said.endswith(("start", "beginning", "begin")):
        return 1
    if said in ("last", "end", "very end"):
        return -1
    if said in ("next to last", "penultimate"):
        return -2
    return -_nth(re.split("[ -]", said)[0]) if said.endswith("last") else _nth(said)


NUMBERS = r"\d{1,2}(?:st|nd|rd|th)?(?:(?: and |, and |, ?| & )\d{1,2}(?:st|nd|rd|th)?)*"


def numbers_in(said: str) -> tuple[int, ...]:
    found = tuple(int(number) for number in re.findall(r"\d+", said))
    if not all(1 <= number <= 31 for number in found):
        raise ValueError(said)
    return found


@EVERY.rule(
    "every date", rf"{EACH} (?P<m>{MON})(?: (?:on )?(?:the )?(?:days? )?(?P<n>{NUMBERS}))?(?![a-z0-9:])", "every each"
)
@EVERY.rule(
    "every date",
    rf"{EACH} year,? (?:on )?(?:the )?(?P<m>{MON})(?: (?:the )?(?P<n>{NUMBERS}))(?![a-z0-9:])",
    "every each",
)
@EVERY.rule(
    "every date",
    rf"{EACH} (?:year,? on )?(?:the )?(?P<n>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{MON})(?![a-z0-9:])",
    "every each",
)
def every_date(match: re.Match[str], scene: Scene) -> Repeat:
    return Repeat("YEARLY", months=(MONTH[match["m"]],), month_days=numbers_in(match["n"] or ""))


_WHEN = "morning|afternoon|evening|night"


@EVERY.rule(
    "part of every day",
    rf"(?<![a-z])(?:(?:{EACH}|on) )?(?P<d>{WD}|weekday|weekend) (?P<p>{_WHEN})s(?![a-z])",
    " ".join(f"{part}s" for part in _WHEN.split("|")),
)
@EVERY.rule("part of every day", rf"{EACH} (?P<d>{WD}|weekday|weekend) (?P<p>{_WHEN})(?![a-z])", "every each")
def part_of_each(match: re.Match[str], scene: Scene) -> Repeat:
    """Tuesday mornings, every weekday evening."""
    days = {"weekday": WEEKDAYS, "weekend": WEEKEND}.get(match["d"]) or listed(match["d"])
    return Repeat("WEEKLY", 1, days, part=match["p"])
