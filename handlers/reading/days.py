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
    ZH_AHEAD,
    ZH_HOW_MANY,
    ZH_NO_DIGIT,
    ZH_PART,
    ZH_WEEKDAY,
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


_ZH_NEAR = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0, "本日": 0}
_ZH_NEAR |= {"明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3}
_ZH_NEAR |= {
    "昨晚": -1,
    "昨夜": -1,
    "今早": 0,
    "今晨": 0,
    "今晚": 0,
    "今夜": 0,
    "明早": 1,
    "明晨": 1,
    "明晚": 1,
    "后晚": 2,
}
_ZH_NEAR_PART = {"早": "morning", "晨": "morning", "晚": "evening", "夜": "evening"}


@DAYS.rule("near day", f"(?:{'|'.join(sorted(_ZH_NEAR, key=len, reverse=True))})(?!气)", "天 日 早 晨 晚 夜")
def zh_near(match: re.Match[str], scene: Scene) -> Day:
    return Day(scene.today + _ZH_NEAR[match[0]] * almanac.DAY, "", _ZH_NEAR_PART.get(match[0][-1], ""))


@DAYS.rule(
    "weekday",
    r"(?P<rel>上上|下下|上|下|这|本)?(?:一?个)?(?:周|星期|礼拜)的?(?P<wd>[二三四五六日天]|一(?!共|直|些|定|起|块|样|次|下|般|年|个))"
    r"(?![十百千万月]|年)",
    "周 期 拜",
)
def zh_weekday(match: re.Match[str], scene: Scene) -> Day:
    number, relation = ZH_WEEKDAY[match["wd"]], match["rel"]
    if relation:
        return Day(almanac.weekday_of(scene.today, number, ZH_AHEAD[relation]))
    return Day(almanac.weekday_after(scene.today, number), "week")


_ZH_LONG = "(?:天|日|周|个?星期|个?礼拜|个月|个?季度|年)"


@DAYS.rule(
    "from now",
    rf"{ZH_NO_DIGIT}(?:再?过)?(?P<n>{ZH_HOW_MANY}) ?(?P<u>{_ZH_LONG})(?:之后|以后|过后|后(?![天面来]))",
    "后",
)
@DAYS.rule("from now", rf"再过(?P<n>{ZH_HOW_MANY}) ?(?P<u>{_ZH_LONG})", "过")
def zh_ahead(match: re.Match[str], scene: Scene) -> Day:
    return Day(almanac.add(scene.today, count(match["n"]), unit(match["u"])))


@DAYS.rule("ago", rf"{ZH_NO_DIGIT}(?P<n>{ZH_HOW_MANY}) ?(?P<u>{_ZH_LONG})(?:之前|以前|前(?![面台后]))", "前")
def zh_ago(match: re.Match[str], scene: Scene) -> Day:
    return Day(almanac.add(scene.today, -count(match["n"]), unit(match["u"])))


@DAYS.rule("from now", "半年(?P<way>之?后|以后|之?前|以前)", "半")
def half_year(match: re.Match[str], scene: Scene) -> Day:
    return Day(almanac.add_months(scene.today, 6 if "后" in match["way"] else -6))


@DAYS.rule(
    "part of today",
    r"(?<![a-z])this (?P<p>morning|afternoon|evening|night)(?![a-z])",
    "morning afternoon evening night",
)
@DAYS.rule("part of today", rf"(?<!一)(?P<p>{ZH_PART})(?![好安茶餐饭班])", "晨 早 午 晚 夜")
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
