"""Writes values out for one reader: in their language, on their calendar."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from crm_domain.base import Row
from crm_domain.errors import CrmError
from crm_domain.money import Money
from crm_domain.pipelines import Stage
from crm_domain.texts import Lang, T
from crm_domain.timespan import Timespan

_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CNY": "¥"}
_MONEY_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "TWD": "新台币",
    "JPY": "日元",
    "SGD": "新加坡元",
}
_ZONES_ZH = {"Shanghai": "上海", "Taipei": "台北", "Hong_Kong": "香港", "Singapore": "新加坡", "Tokyo": "东京"}
_ZONES_ZH |= {"London": "伦敦", "New_York": "纽约", "Chicago": "芝加哥", "Paris": "巴黎", "Kolkata": "加尔各答"}


class Voice:
    """`zone` is where the reader's clock stands; moments are written there, with the zone named."""

    def __init__(self, lang: Lang, zone: ZoneInfo) -> None:
        self.lang = lang
        self.zone = zone

    def say(self, text: T, /, **values: object) -> str:
        written = {name: str(value) if name == "id" else self.write(value) for name, value in values.items()}
        return text.to(self.lang, **written)  # change 1234 is a name, not an amount: no 1,234

    def refusal(self, error: CrmError) -> str:
        return self.say(error.text, **error.values)

    def write(self, value: object) -> str:
        match value:
            case None:
                return "–"
            case T() | Stage():
                return value.to(self.lang)
            case Row():
                return value.label
            case Money():
                return self.money(value)
            case Timespan():
                return self.span(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case bool():
                return self.say(T("yes", "是") if value else T("no", "否"))
            case int() | float() | Decimal():
                return f"{value:,}"
            case str():
                return value
            case Iterable():
                return self.series([self.write(item) for item in value])
        return str(value)

    def change(self, before: object, after: object) -> str:
        """What something is now, and what it was where that was something else."""
        return self.write(after) if before in (None, after) else f"{self.write(before)} → {self.write(after)}"

    def series(self, items: Sequence[str]) -> str:
        """a, b and c · a、b和c"""
        if len(items) < 2:
            return "".join(items)
        comma, last = ("、", "和") if self.lang == "zh" else (", ", " and ")
        return comma.join(items[:-1]) + last + items[-1]

    def money(self, money: Money) -> str:
        amount = money.amount
        number = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,}"
        if self.lang == "zh":
            return f"{number} {_MONEY_ZH.get(money.currency, money.currency)}"
        sign = _SIGNS.get(money.currency)
        if sign:
            return f"-{sign}{number[1:]}" if number.startswith("-") else f"{sign}{number}"
        return f"{money.currency} {number}"

    def day(self, day: date) -> str:
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日（{_DAYS_ZH[day.weekday()]}）"
        return f"{_DAYS_EN[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def span(self, span: Timespan) -> str:
        """1–30 Sep 2017 · 2017年9月1日至30日"""
        start, end = span.start, span.end
        if start is None:
            return self.say(T("all time up to {end}", "截至{end}"), end=self._plain_day(end))
        if start == end:
            return self._plain_day(end)
        if self.lang == "zh":
            last = f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"
            return f"{self._plain_day(start)}至{last if start.year == end.year else self._plain_day(end)}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{self._plain_day(end)}"
        first = f"{start.day} {_MONTHS[start.month - 1]}" if start.year == end.year else self._plain_day(start)
        return f"{first} – {self._plain_day(end)}"

    def _plain_day(self, day: date) -> str:
        """Without its weekday."""
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        city = self.zone.key.rsplit("/", 1)[-1]
        if self.lang == "zh":
            return f"{self.day(local.date())}{local:%H:%M}（{_ZONES_ZH.get(city, city.replace('_', ' '))}时间）"
        return f"{self.day(local.date())}, {local:%H:%M} ({city.replace('_', ' ')})"
