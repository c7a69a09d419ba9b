"""What the demo company is made with: seeded luck, and a calendar of workdays around a day."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

C = TypeVar("C")
Record = dict[str, Any]  # as in an export; names with an underscore are for the making only
PER_DOLLAR = {"USD": 1.0, "GBP": 0.78, "EUR": 0.92, "CNY": 7.2}


@dataclass(frozen=True, slots=True)
class Maker:
    """Only `luck` is seeded: on another day it is the same company with its dates moved along."""

    luck: random.Random
    today: date

    def pick(self, choices: Sequence[C]) -> C:
        return self.luck.choice(choices)

    def number(self, least: int, most: int) -> int:
        return self.luck.randint(least, most)

    def workday(self, number: int) -> date:
        """So many workdays from today; 0 is today, or the Friday before it."""
        start = self.today - timedelta(days=max(0, self.today.weekday() - 4))
        weeks, day = divmod(start.weekday() + number, 5)
        return start + timedelta(weeks=weeks, days=day - start.weekday())

    def moment(self, number: int, zone: str) -> datetime:
        """Some time of that workday's working hours in the zone."""
        hour = time(self.pick((9, 10, 11, 13, 14, 15, 16)), self.pick((0, 10, 15, 30, 40, 45)))
        return datetime.combine(self.workday(number), hour, ZoneInfo(zone))

    def money(self, dollars: float, currency: str) -> Record:
        """A price that somebody would write: to the hundred, small ones to the ten."""
        amount = dollars * PER_DOLLAR[currency]
        step = 100 if amount >= 2000 else 10
        return {"amount": max(step, round(amount / step) * step), "currency": currency}


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def stamped(record: Record, created: datetime, updated: datetime | None = None) -> Record:
    return record | {"created_at": utc(created), "updated_at": utc(updated or created)}


def numbered(records: Sequence[Record], first: int = 1) -> list[Record]:
    """With their ids, without what is None or only for the making."""
    return [
        {"id": id} | {name: value for name, value in record.items() if value is not None and name[0] != "_"}
        for id, record in enumerate(records, first)
    ]
