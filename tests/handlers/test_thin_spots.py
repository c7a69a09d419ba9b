"""Values that public collections hardly have: working days, recurrences with an end, scaled money, mixed languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.reading.policy import GENERIC
from handlers.reading.spans import ALL_KINDS
from handlers.reading.told import told
from handlers.reading.values import read_values

NEW_YORK, SHANGHAI, LONDON = map(ZoneInfo, ("America/New_York", "Asia/Shanghai", "Europe/London"))


def values(text: str, zone: ZoneInfo) -> list[str]:
    """Each value as its kind and what it is, in the words of `crm values`; a Monday morning."""
    found = told(read_values(text, datetime(2026, 11, 23, 9, 0, tzinfo=zone), GENERIC, sorted(ALL_KINDS)))
    return ["|".join(str(part) for part in value.values()) for value in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in 3 business days", "date|2026-11-26"),
        ("three business days after Friday", "date|2026-12-02"),
        ("the last working day of the month", "date|2026-11-30"),
        ("within two business days", "range|2026-11-23|2026-11-25"),
        ("weekdays until Christmas", "recurrence|FREQ=WEEKLY;UNTIL=20261225;BYDAY=MO,TU,WE,TH,FR"),
        ("every other Friday at 4pm", "recurrence|FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0"),
        ("$1.2bn", "money|1200000000|USD"),
        ("three quarters of a million dollars", "money|750000|USD"),
        ("about a quarter million euros", "money|250000|EUR"),
        ("CHF 4'500", "money|4500|CHF"),
        ("1'250'000.50 CHF", "money|1250000.5|CHF"),
        ("between $5k and $10k", "money_range|[5000, 10000]|USD"),
        ("€3-5M", "money_range|[3000000, 5000000]|EUR"),
        ("the day after Thanksgiving", "date|2026-11-27"),
        ("March 14 2027 at 2:30am", "datetime|2027-03-14T03:30"),  # the hour that is left out
    ],
)
def test_english_thin_spots(text: str, value: str) -> None:
    assert value in values(text, NEW_YORK)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三个工作日后", "date|2026-11-26"),
        ("本月最后一个工作日", "date|2026-11-30"),
        ("下个月第一个工作日", "date|2026-12-01"),
        ("本季度倒数第二个工作日", "date|2026-12-30"),
        ("每个工作日直到年底", "recurrence|FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,TU,WE,TH,FR"),
        (
            "工作日每天早上九点，直到12月20号",
            "recurrence|FREQ=WEEKLY;UNTIL=20261220;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0",
        ),
        ("每周五下午四点到12月底", "recurrence|FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR;BYHOUR=16;BYMINUTE=0"),
        ("每周一到周五", "recurrence|FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("1.2亿", "number|120000000"),
        ("10到15万", "number_range|[100000, 150000]"),
        ("至少5千块", "money_range|[5000, None]|CNY"),
        ("meeting 下周二 at 3pm", "datetime|2026-12-01T15:00"),
        ("把 deadline 改到 next Friday", "date|2026-12-04"),
        ("budget 大概 30k USD", "money|30000|USD"),
    ],
)
def test_chinese_and_mixed_thin_spots(text: str, value: str) -> None:
    assert value in values(text, SHANGHAI)


def test_a_moment_on_the_day_the_clocks_change_is_that_of_the_zone() -> None:
    (found,) = read_values("28 March 2027 at 10:00", datetime(2026, 11, 23, 9, tzinfo=LONDON), GENERIC)
    assert isinstance(found.value, datetime)
    assert found.value.isoformat() == "2027-03-28T10:00:00+01:00"
