"""The slot that takes a number of days, however it is said: 120, four months, 两周, the last 30 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.spans import Duration, Period

NOT_DAYS = T("“{said}” is no length of time. Say for example 30 days.", "“{said}”不是一段时间。可以说：30天。")
MONTH = 30
LONGEST = 36_500


@dataclass(frozen=True)
class DaysSlot:
    kinds: Sequence[str] = ("duration", "number", "period", "date")
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> int:
        found = [span.value for span in context.values(said, self.kinds) if span.kind in self.kinds]
        days = _days(found[0], context) if found else None
        if days is None:
            raise BadValue(NOT_DAYS, said=said)
        return min(max(days, 1), LONGEST)

    def plain(self, value: int, me: Member) -> Any:
        return value


def _days(value: object, context: Context) -> int | None:
    match value:
        case Duration():
            return int(value.months * MONTH + value.days + value.business_days + value.seconds / 86_400)
        case Decimal():
            return int(value)
        case date():  # “in 14 days”
            return abs((value - context.crm.today).days)
        case Period(start=start) if start:
            return ((value.end or context.crm.today) - start).days + 1
    return None
