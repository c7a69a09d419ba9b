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
_NAMED = frozenset("FREQ INTERVAL BYDAY BYMONTHDAY BYMONTH BYHOUR BYMINUTE COUNT UNTIL WKST".split())
_DAY = re.compile(r"(-?\d+)?([A-Z]{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(rule: str, voice: Voice) -> str:
    """How often, for people; the rule itself where words would be longer than it."""
    parts = parts_of(rule)
    if not parts.keys() <= _NAMED:
        return rule
    often = _often(parts, voice)
    if "BYMONTH" in parts:
        often = voice.say(_IN, often=often, months=[_month(int(n), voice) for n in parts["BYMONTH"].split(",")])
    if "BYHOUR" in parts:
        often = voice.say(_AT, often=often, times=_times(parts))
    if "COUNT" in parts:
        often = voice.say(_TIMES, often=often, n=int(parts["COUNT"]))
    if "UNTIL" in parts:
        often = voice.say(_UNTIL, often=often, day=date.fromisoformat(parts["UNTIL"][:8]))
    return often


def _often(parts: Mapping[str, str], voice: Voice) -> str:
    n, days = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    one, many = _UNITS[parts["FREQ"]]
    often = voice.say(many, n=n) if n > 1 else voice.say(one)
    if n == 1 and parts["FREQ"] in ("WEEKLY", "DAILY") and days:
        named = _WEEKDAYS.get(days)
        return voice.say(named) if named else voice.say(_EVERY, days=[_day(day, voice) for day in days.split(",")])
    listed = [_day(day, voice) for day in days.split(",") if day]
    listed += [_month_day(int(day), voice) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    return voice.say(_ON, often=often, days=listed) if listed else often


def _day(code: str, voice: Voice) -> str:
    """FR, 1MO (the first Monday), -1FR (the last Friday)."""
    found = _DAY.fullmatch(code)
    if found is None:
        return code
    which, day = int(found[1] or 0), voice.say(_DAYS[found[2]])
    if which == 0:
        return day
    ordinal = str(which) if voice.lang == "zh" else _nth(which)
    nth = voice.say(T("last", "最后一个")) if which == -1 else voice.say(T("{nth}", "第{nth}个"), nth=ordinal)
    return voice.say(T("the {nth} {day}", "{nth}{day}"), nth=nth, day=day)


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
