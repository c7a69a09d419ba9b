"""Dates in the cells of a foreign table: how a column writes them is judged from all of it, never from one cell."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from crm_domain.cells import clean
from crm_domain.errors import BadValue
from crm_domain.texts import T

BAD_DATE = T("“{value}” is no date in the calendar.", "日历上没有“{value}”这个日期。")
TWO_WAYS = T(
    "“{value}” may be day/month or month/day: the column has both.", "“{value}”分不清日和月：这一列两种写法都有。"
)
_MONTHS = {name: n for n, names in enumerate((
    "jan january januar januari janvier janv enero ene gennaio gen janeiro jän jänner",
    "feb february februar februari février fevrier févr fév febrero febbraio fevereiro fev",
    "mar march märz mär mrz maart mrt mars marzo março marco",
    "apr april avril avr abril abr aprile",
    "may mai mayo mei maggio mag maio",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august augustus août aout agosto ago",
    "sep sept september septembre septiembre settembre set setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
), 1) for name in names.split()}  # fmt: skip
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # a month has at most
_TIME = re.compile(
    r"[\sT,]+(?:上午|下午|晚上)?\s*(\d{1,2})(?::|时|点)(\d{2})(?:(?::|分)(\d{2})(?:\.\d+)?)?[分秒]?\s*(am|pm|a\.m\.|p\.m\.)?"
    r"\s*(z|utc|gmt|[+\-]\d{2}:?\d{2})?\s*$",
    re.I,
)
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DMY = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\-/]+(?:de\s+|of\s+)?([^\W\d]+)\.?[\s,\-/]+(?:de[l]?\s+)?'?(\d{4}|\d{2})"
)
_NAME_DAY = re.compile(r"([^\W\d]+)\.?[\s\-]+(\d{1,2})(?:st|nd|rd|th)?[,\s\-]+(\d{4})")
_YEAR_NAME_DAY = re.compile(r"(\d{4})[\s\-/]+([^\W\d]+)\.?[\s\-/]+(\d{1,2})")
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)[^\W\d]*[.,]*\s+"
    r"(?=[^\W\d]{3,}\.?\s+\d|\d{1,2}(?:st|nd|rd|th|er|\.)?\s+[^\W\d]|\d+[./\-年])|[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?",
    re.I,
)
EPOCH_OF_EXCEL = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass
class Dates:
    """Whether 3/4 is the third of April: told by the cells of the column that can be read one way only."""

    day_first_said: int = 0
    month_first_said: int = 0
    american_clock: int = 0
    usual: bool = True  # day first, where the column doesn't tell

    def see(self, cell: str) -> None:
        found = _DMY.match(cell.strip())
        if not found:
            return
        first, mark, second = int(found[1]), found[2], int(found[3])
        if mark == "/" and re.search(r"[ap]\.?m\.?\s*$", cell, re.I):
            self.american_clock += 1
        if mark != "." and max(first, second) <= _DAYS[min(first, second) % 13]:  # 31/02 tells nothing
            self.day_first_said += first > 12 >= second
            self.month_first_said += second > 12 >= first

    @property
    def day_first(self) -> bool | None:
        """None where the column has both."""
        if self.day_first_said and self.month_first_said:
            return None
        if self.day_first_said or self.month_first_said:
            return bool(self.day_first_said)
        return False if self.american_clock else self.usual

    def read(self, cell: str) -> date | datetime:
        return _date(cell, self.day_first)


@lru_cache(maxsize=50_000)
def _date(cell: str, day_first: bool | None) -> date | datetime:
    said = _WEEKDAY.sub("", unicodedata.normalize("NFKC", clean(cell))).strip()
    try:
        if re.fullmatch(r"\d+(?:\.\d+)?", said):
            return _counted(said)
        clock = _TIME.search(said)
        day = _day(said[: clock.start()] if clock else said, day_first, cell)
        return _at(day, clock, said) if clock else day
    except (ValueError, OverflowError, IndexError) as error:
        raise BadValue(BAD_DATE, value=clean(cell)) from error


def _counted(said: str) -> date | datetime:
    """20171231, Excel's days since 1900, the seconds or milliseconds of Unix."""
    whole = said.partition(".")[0]
    if len(said) == 8 and FIRST_YEAR <= int(said[:4]) <= LAST_YEAR:
        return date(int(said[:4]), int(said[4:6]), int(said[6:]))
    if len(whole) in (10, 13):
        return datetime.fromtimestamp(int(whole) / (1000 if len(whole) == 13 else 1), UTC)
    if len(whole) == 5 and int(whole) >= 10_000:
        return EPOCH_OF_EXCEL + timedelta(days=int(whole))
    raise ValueError(said)


def _day(said: str, day_first: bool | None, cell: str) -> date:
    said = said.strip().rstrip(",")
    if found := _YMD.fullmatch(said):
        return _sound(int(found[1]), int(found[2]), int(found[3]))
    if found := _DMY.fullmatch(said):
        return _ambiguous(found, day_first, cell)
    if found := _DAY_NAME.fullmatch(said):
        return _sound(_year(found[3]), _MONTHS.get(found[2].casefold(), 0), int(found[1]))
    if found := _NAME_DAY.fullmatch(said):
        return _sound(int(found[3]), _MONTHS.get(found[1].casefold(), 0), int(found[2]))
    if found := _YEAR_NAME_DAY.fullmatch(said):
        return _sound(int(found[1]), _MONTHS.get(found[2].casefold(), 0), int(found[3]))
    raise ValueError(said)


def _ambiguous(found: re.Match[str], day_first: bool | None, cell: str) -> date:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), _year(found[4])
    if mark == ".":  # nobody writes the month first with points
        return _sound(year, second, first)
    if first > 12 or second > 12 or first == second:
        return _sound(year, second, first) if first > 12 else _sound(year, first, second)
    if day_first is None:
        raise BadValue(TWO_WAYS, value=clean(cell))
    return _sound(year, second, first) if day_first else _sound(year, first, second)


def _year(said: str) -> int:
    year = int(said)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _sound(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, day)


def _at(day: date, clock: re.Match[str], said: str) -> datetime:
    """Without an offset it has none: the reader's zone is meant."""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[4] or "").replace(".", "").lower()
    if half or "下午" in said or "晚上" in said:
        hour = hour % 12 + (12 if half == "pm" or "下午" in said or "晚上" in said else 0)
    moment = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - its zone is not said
    offset = (clock[5] or "").upper()
    if not offset:
        return moment
    zone = "+00:00" if offset in ("Z", "UTC", "GMT") else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return datetime.fromisoformat(f"{moment.isoformat()}{zone}")
