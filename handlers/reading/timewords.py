"""The words for months, days, units and counts in both languages, and the regex parts made of them."""

import re

MONTH = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAY = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tues tue|wednesday wednsday wensday weds wed|thursday thurs thur thu|friday fri|"
        "saturday sat|"
        "sunday sun".split("|")
    )
    for name in names.split()
}
ZH_WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
ZH_DIGIT = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "幺": 1}
ORDINAL = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
ORDINAL |= {f"twenty {name}": 20 + number for name, number in list(ORDINAL.items())[:9]}
ORDINAL |= {f"twenty-{name}": 20 + number for name, number in list(ORDINAL.items())[:9]}
ORDINAL |= {"thirtieth": 30, "thirty first": 31, "thirty-first": 31}
ONES = "one two three four five six seven eight nine".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
COUNT = {name: number for number, name in enumerate([*ONES, *TEENS], start=1)}
COUNT |= {name: 10 * number for number, name in enumerate(_TENS, start=2)}
COUNT |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a couple": 2, "a few": 3, "few": 3, "a dozen": 12}
UNIT = {
    name: unit
    for unit, names in {
        "minute": "minutes minute mins min m 分钟",
        "second": "seconds second secs sec s 秒 秒钟",
        "hour": "hours hour hrs hr h 小时 钟头",
        "day": "days day nights night d 天 日",
        "week": "weeks week wks wk w 周 星期 礼拜",
        "month": "months month mths mth mo mos 月",
        "quarter": "quarters quarter qtr 季度 季",
        "year": "years year yrs yr y 年",
    }.items()
    for name in names.split()
}


def any_of(words: "dict[str, int] | dict[str, str]", *, ascii_only: bool = True) -> str:
    """A regex part for any of these, the longest first."""
    chosen = [word for word in words if not ascii_only or word.isascii()]
    return "(?:" + "|".join(re.escape(word) for word in sorted(chosen, key=len, reverse=True)) + ")"


MON = any_of(MONTH)
WD = any_of(WEEKDAY)
ORD = any_of(ORDINAL)
# Three digits at most: 999 years from any date that can be said stay inside the calendar.
HOW_MANY = rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})[ -](?:{'|'.join(ONES)})|{any_of(COUNT)})"
YEAR = r"(?:19|20|21)\d\d"
ZH_DAY = r"(?:[0-3]?\d(?!\d)|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
PART = {
    "morning": "morning",
    **dict.fromkeys(("eod", "cob"), "close"),
    "noon": "noon",
    "afternoon": "afternoon",
    **dict.fromkeys(("evening", "night"), "evening"),
}
PART |= {
    **dict.fromkeys(("凌晨", "拂晓", "黎明"), "dawn"),
    **dict.fromkeys(("清晨", "清早", "早晨", "早上", "朝早", "早间", "上午", "午前"), "morning"),
    **dict.fromkeys(("中午", "正午"), "noon"),
    **dict.fromkeys(("下午", "午后", "下昼", "晏昼"), "afternoon"),
    **dict.fromkeys(("傍晚", "晚上", "夜里", "夜晚", "夜间", "半夜", "深夜", "晚间", "黄昏"), "evening"),
}
ZH_PART = "(?:" + "|".join(part for part in PART if not part.isascii()) + ")"
MONTH_HINTS = " ".join(MONTH)
WEEKDAY_HINTS = " ".join(WEEKDAY)


def count(said: str) -> int:
    """A small count: 12, twelve, a couple of, 十二, 两."""
    if said in COUNT:
        return COUNT[said]
    if said[-1].isalpha() and said.isascii():
        tens, ones = re.split("[ -]", said)
        return COUNT[tens] + COUNT[ones]
    if said.isascii():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    low = ZH_DIGIT[ones] if ones else 0
    return low + (10 * (ZH_DIGIT[tens] if tens else 1) if ten else 0)


def unit(said: str) -> str:
    """minute, hour, day, week, month, quarter or year."""
    return UNIT[said.removeprefix("个")]


def full_year(said: str) -> int:
    """2026, 26 or 二零二六."""
    digits = int("".join(str(ZH_DIGIT.get(char, char)) for char in said))
    return digits + (2000 if digits < 70 else 1900) if digits < 100 else digits
