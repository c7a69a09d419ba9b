"""Writes a recurrence out: every Friday, every 2 weeks on Mon and Thu, 每月1号, 每两周的周一."""

import re
from collections.abc import Mapping
from datetime import date

from crm_domain.recurrences import parts_of
from crm_domain.texts import T
from handlers.voice import Voice

_DAYS = {
    "MO": T("Monday", "周一"),
    "TU": T("Tuesday", "周二"),
    "WE": T("Wednesday", "周三"),
    "TH": T("Thursday", "周四"),
    "FR": T("Friday", "周五"),
    "SA": T("Saturday", "周六"),
    "SU": T("Sunday", "周日"),
}
_UNITS = {
    "MINUTELY": (T("every minute", "每分钟"), T("every {n} minutes", "每{n}分钟")),
    "HOURLY": (T("every hour", "每小时"), T("every {n} hours", "每{n}小时")),
    "DAILY": (T("every day", "每天"), T("every {n} days", "每{n}天")),
    "WEEKLY": (T("every week", "每周"), T("every {n} weeks", "每{n}周")),
    "MONTHLY": (T("every month", "每月"), T("every {n} months", "每{n}个月")),
    "YEARLY": (T("every year", "每年"), T("every {n} years", "每{n}年")),
}
_WEEKDAYS = {"MO,TU,WE,TH,FR": T("every weekday", "每个工作日"), "SA,SU": T("every weekend", "每个周末")}
_ON = T("{often} on {days}", "{often}的{days}")
_EVERY = T("every {days}", "每{days}")
_IN = T("{often} in {months}", "{often}（{months}）")
_AT = T("{often} at {times}", "{often} {times}")
_TIMES = T("{often}, {n} times", "{often}，共{n}次")
_UNTIL = T("{often}, until {day}", "{often}，到{day}为止")
_WORKDAYS = "MO,TU,WE,TH,FR"
_QUARTERS = ("1,4,7,10", "3,6,9,12")  # a quarter's first month, and its last
_QUARTERLY = T("every quarter", "每季度")
_NAMED = frozenset("FREQ INTERVAL BYDAY BYMONTHDAY BYYEARDAY BYMONTH BYHOUR BYMINUTE BYSETPOS COUNT UNTIL WKST".split())
_DAY = re.compile(r"(-?\d+)?([A-Z]{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(rule: str, voice: Voice) -> str:
    """How often, for people; the rule itself where words would be longer than it."""
    parts = parts_of(rule)
    if not parts.keys() <= _NAMED or ("BYSETPOS" in parts and parts.get("BYDAY") != _WORKDAYS):
        return rule
    often = _often(parts, voice)
    if "BYMONTH" in parts and not _quarterly(parts):
        often = voice.say(_IN, often=often, months=[_month(int(n), voice) for n in parts["BYMONTH"].split(",")])
    if "BYHOUR" in parts:
        often = voice.say(_AT, often=often, times=_times(parts))
    if "COUNT" in parts:
        often = voice.say(_TIMES, often=often, n=int(parts["COUNT"]))
    if "UNTIL" in parts:
        often = voice.say(_UNTIL, often=often, day=date.fromisoformat(parts["UNTIL"][:8]))
    return often


def _quarterly(parts: Mapping[str, str]) -> bool:
    return parts["FREQ"] == "MONTHLY" and parts.get("BYMONTH") in _QUARTERS


def _often(parts: Mapping[str, str], voice: Voice) -> str:
    n, days = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    one, many = _UNITS[parts["FREQ"]]
    often = voice.say(many, n=n) if n > 1 else voice.say(_QUARTERLY if _quarterly(parts) else one)
    if n == 1 and parts["FREQ"] in ("WEEKLY", "DAILY") and days:
        named = _WEEKDAYS.get(days)
        return voice.say(named) if named else voice.say(_EVERY, days=[_day(day, voice) for day in days.split(",")])
    listed = _on_days(parts, voice)
    return voice.say(_ON, often=often, days=listed) if listed else often


def _on_days(parts: Mapping[str, str], voice: Voice) -> list[str]:
    """Which days of it: the first working day, the 15th and the last day."""

    def of(name: str) -> list[str]:
        return [each for each in parts.get(name, "").split(",") if each]

    if positions := of("BYSETPOS"):
        return [_place(int(which), T("working day", "工作日"), voice) for which in positions]
    numbers = [_month_day(int(day), voice) for day in of("BYMONTHDAY") + of("BYYEARDAY")]
    return [*(_day(day, voice) for day in of("BYDAY")), *numbers]


def _place(which: int, day: T, voice: Voice) -> str:
    """The first Monday, the last working day, 第二个周一, 倒数第二个工作日."""
    if voice.lang == "zh":
        nth = "最后一个" if which == -1 else f"{'倒数' if which < 0 else ''}第{abs(which)}个"
    else:
        nth = "last" if which == -1 else _nth(which)
    return voice.say(T("the {nth} {day}", "{nth}{day}"), nth=nth, day=voice.say(day))


def _day(code: str, voice: Voice) -> str:
    """FR, 1MO (the first Monday), -1FR (the last Friday)."""
    found = _DAY.fullmatch(code)
    if found is None:
        return code
    which, day = int(found[1] or 0), _DAYS[found[2]]
    return _place(which, day, voice) if which else voice.say(day)


def _month_day(day: int, voice: Voice) -> str:
    if day == -1:
        return voice.say(T("the last day", "最后一天"))
    return voice.say(T("the {nth}", "{nth}号"), nth=str(day) if voice.lang == "zh" else _nth(day))


def _month(number: int, voice: Voice) -> str:
    return voice.say(T("{name}", "{name}月"), name=str(number) if voice.lang == "zh" else _MONTHS[number - 1])


def _nth(n: int) -> str:
    """1st, 22nd; -2 is the 2nd last."""
    end = "th" if 10 <= abs(n) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(n) % 10, "th")
    return f"{abs(n)}{end}{' last' if n < 0 else ''}"


def _times(parts: Mapping[str, str]) -> list[str]:
    minutes = (parts.get("BYMINUTE") or "0").split(",")
    return [f"{int(hour):02}:{int(minute):02}" for hour in parts["BYHOUR"].split(",") for minute in minutes]
