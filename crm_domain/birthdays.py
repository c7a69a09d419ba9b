"""Birthdays as RFC 6350 writes them: 1990-05-12, or --05-12 where nobody knows the year."""

import re
from datetime import date

from crm_domain.errors import BadValue
from crm_domain.texts import T

LEAP = 2000  # a year that has every day
_SHAPE = re.compile(r"(?:(\d{4})-|--)(\d\d)-(\d\d)")
BAD_BIRTHDAY = T(
    "“{said}” is no birthday. Write it like 1990-05-12, or 12 May where the year is unknown.",
    "“{said}”不是生日。请写成 1990-05-12，不知道年份就写 5月12日。",
)


def checked_birthday(said: str) -> str:
    """The birthday; BadValue where there is no such day."""
    found = _SHAPE.fullmatch(said)
    try:
        assert found
        date(int(found[1] or LEAP), int(found[2]), int(found[3]))
    except (AssertionError, ValueError) as error:
        raise BadValue(BAD_BIRTHDAY, said=said) from error
    return said


def next_birthday(birthday: str, today: date) -> date:
    """The next one from today on; who was born on 29 February keeps it on the 28th in other years."""
    month, day = (int(part) for part in birthday[-5:].split("-"))
    return min(found for year in (today.year, today.year + 1) if (found := _in(year, month, day)) >= today)


def _in(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)
