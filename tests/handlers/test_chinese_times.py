"""Times in Chinese as other programs ask for them; a Monday morning in Shanghai."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.policy import GENERIC
from handlers.reading.spans import ALL_KINDS, Interval, Period, Recurrence
from handlers.reading.told import iso, told
from handlers.reading.values import read_values

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 11, tzinfo=SHANGHAI)


def only(text: str, now: datetime = NOW) -> Any:
    """The value of the one span of a message."""
    spans = read_values(text, now, GENERIC, ALL_KINDS)
    assert len(spans) == 1, spans
    return spans[0].value


def told_of(text: str) -> dict[str, Any]:
    (value,) = told(read_values(text, NOW, GENERIC, ALL_KINDS))
    return value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一个半小时", "PT1H30M"),
        ("培训要两年零三个月", "P2Y3M"),
        ("三刻钟", "PT45M"),
        ("五分半钟", "PT5M30S"),
        ("个半月", "P1M15D"),
        ("兩小時十分", "PT2H10M"),
        ("6天5晚", "P6D"),
        ("合同签了一年多三个月", "P1Y3M"),
        ("需要5个工作日", "P5BD"),
        ("两百多天", "P200D"),
        ("半个世纪", "P50Y"),
        ("一百三十分鐘", "PT2H10M"),
    ],
)
def test_a_length_is_read(text: str, expected: str) -> None:
    assert iso(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("每周一三五早上九点", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=9;BYMINUTE=0"),
        ("每隔两天", "FREQ=DAILY;INTERVAL=2"),
        ("每隔一天给他打电话", "FREQ=DAILY;INTERVAL=2"),
        ("工作日每天", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("每個月的五號和二十號", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
        ("每周一到周四上午十点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=10;BYMINUTE=0"),
        ("每年3月5日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"),
        ("每半小时", "FREQ=MINUTELY;INTERVAL=30"),
        ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
        ("每晚八点", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0"),
        ("每天上午九点和下午三点", "FREQ=DAILY;BYHOUR=9,15;BYMINUTE=0"),
        ("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("隔周", "FREQ=WEEKLY;INTERVAL=2"),
        ("每隔一小时", "FREQ=HOURLY"),
        ("每周五下午5点到6点", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=17;BYMINUTE=0"),
        ("每年5月的第二个星期日", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
        ("隔周周三十点", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;BYHOUR=10;BYMINUTE=0"),
        ("双周周五下午四点", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0"),
        ("每周三十一点半", "FREQ=WEEKLY;BYDAY=WE;BYHOUR=11;BYMINUTE=30"),
        ("每个月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("每月倒数第二个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
        ("每季度第一个工作日", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ("每季度末", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每月15号和月底", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        ("每个工作日除了周五早上九点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9;BYMINUTE=0"),
        ("每天（周末除外）早上八点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0"),
        ("除周三外每天", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA,SU"),
        ("每年最后一天", "FREQ=YEARLY;BYYEARDAY=-1"),
    ],
)
def test_a_recurrence_is_read(text: str, rrule: str) -> None:
    assert only(text) == Recurrence(rrule)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("下午3到6点", "2026-11-23T15:00", "2026-11-23T18:00"),
        ("明天上午十点至十二点有空吗", "2026-11-24T10:00", "2026-11-24T12:00"),
        ("今晚10点到明早6点", "2026-11-23T22:00", "2026-11-24T06:00"),
        ("从现在到八点", "2026-11-23T09:11", "2026-11-23T20:00"),
        ("12月5日下午3点到6日上午9点", "2026-12-05T15:00", "2026-12-06T09:00"),
        ("晚上十一点到十二点", "2026-11-23T23:00", "2026-11-24T00:00"),
        ("周六到下周一", "2026-11-28", "2026-12-01"),
        ("三月和九月之间", "2026-03-01", "2026-09-01"),
        ("上个小时", "2026-11-23T08:11", "2026-11-23T09:11"),
        ("最近十分钟", "2026-11-23T09:01", "2026-11-23T09:11"),
        ("两小时之内", "2026-11-23T09:11", "2026-11-23T11:11"),
        ("去年的前10天", "2025-01-01", "2025-01-11"),
        ("春节前一周", "2027-01-30", "2027-02-06"),
        ("三月上旬", "2026-03-01", "2026-03-11"),
        ("上半月", "2026-11-01", "2026-11-16"),
        ("90年代", "1990-01-01", "2000-01-01"),
        ("二十世纪八十年代", "1980-01-01", "1990-01-01"),
        ("2005年首月", "2005-01-01", "2005-02-01"),
        ("明后两天", "2026-11-24", "2026-11-26"),
        ("前年冬天", "2024-12-01", "2025-03-01"),
        ("凌晨", "2026-11-23T00:00", "2026-11-23T06:00"),
        ("周五之前", None, "2026-11-27"),
        ("月底之前", None, "2026-12-01"),
        ("截止到2025年", None, "2025-01-01"),
        ("2026年12月1日或之后", "2026-12-01T00:00", None),
        ("在2025年之后", "2026-01-01T00:00", None),
        ("从2001年至今", "2001-01-01T00:00", "2026-11-23T09:11"),
        ("下午三点以后", "2026-11-23T15:00", None),
        ("早上八点前", None, "2026-11-23T08:00"),
        ("到明天为止", None, "2026-11-25"),
        ("从现在起到周五", "2026-11-23T09:11", "2026-11-28T00:00"),
        ("八月中旬", "2026-08-11T00:00", "2026-08-21T00:00"),
        ("双休日", "2026-11-28", "2026-11-30"),
    ],
)
def test_a_stretch_of_time_is_told_half_open(text: str, start: str | None, end: str | None) -> None:
    assert told_of(text) == {"kind": "range", "start": start, "end": end}


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("差五分八点", "time", "07:55"),
        ("十六点四十", "time", "16:40"),
        ("16时40分50秒", "time", "16:40:50"),
        ("早八点", "datetime", "2026-11-23T08:00"),
        ("晚上12点", "datetime", "2026-11-24T00:00"),
        ("昨晚8點", "datetime", "2026-11-22T20:00"),
        ("此刻", "datetime", "2026-11-23T09:11"),
        ("一分半钟前", "datetime", "2026-11-23T09:09:30"),
        ("再过两小时", "datetime", "2026-11-23T11:11"),
        ("2025年第一天早上8点半", "datetime", "2025-01-01T08:30"),
        ("两千年八月十五", "date", "2000-08-15"),
        ("零八年8月8日", "date", "2008-08-08"),
        ("2月13号的31天前", "date", "2027-01-13"),
        ("五年后3月30号", "date", "2031-03-30"),
        ("本月第二天", "date", "2026-11-02"),
        ("两个工作日后", "date", "2026-11-25"),
        ("去年今天", "date", "2025-11-23"),
        ("20261203", "date", "2026-12-03"),
        ("聽日", "date", "2026-11-24"),
        ("三天后的下午三点", "datetime", "2026-11-26T15:00"),
        ("两年之后的今天", "date", "2028-11-23"),
        ("下周的周三", "date", "2026-12-02"),
        ("明天的后天", "date", "2026-11-26"),
        ("上个月末", "date", "2026-10-31"),
        ("七点过五分", "time", "07:05"),
        ("星期天，十一月八号", "date", "2026-11-08"),
    ],
)
def test_a_date_or_a_time_is_told(text: str, kind: str, start: str) -> None:
    assert told_of(text) == {"kind": kind, "start": start}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("春节", "2027-02-06"),
        ("今年中秋", "2026-09-25"),
        ("端午節", "2027-06-09"),
        ("国庆节", "2027-10-01"),
        ("明年清明", "2027-04-05"),
        ("冬至", "2026-12-22"),
        ("除夕", "2027-02-05"),
        ("农历八月十五", "2027-09-15"),
        ("正月初九", "2027-02-14"),
        ("腊月二十三", "2027-01-30"),
        ("2025年闰六月初一", "2025-07-25"),
        ("感恩节", "2026-11-26"),
        ("复活节", "2027-03-28"),
        ("12月25日圣诞节", "2026-12-25"),
    ],
)
def test_festivals_and_the_lunar_calendar_are_known(text: str, expected: str) -> None:
    assert only(text) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    ["升高10点五度", "二十点六", "一日之计在于晨", "黎明主演的电影", "李国庆", "早一点", "《明日之后》", "大雪很大"],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    kinds = {span.kind for span in read_values(text, NOW, GENERIC, ALL_KINDS)}
    assert kinds.isdisjoint({"date", "moment", "time", "period", "interval", "duration", "recurrence"})


def test_a_slot_gets_the_day_where_others_get_the_open_end() -> None:
    (span,) = read_values("周五之前", NOW)
    assert span.value == date(2026, 11, 27)
    assert only("周五之前") == Period(None, date(2026, 11, 26))


def test_a_length_leaves_a_slot_its_number() -> None:
    (span,) = read_values("30天", NOW)
    assert (span.kind, span.value) == ("number", 30)


def test_a_slot_gets_the_hour_of_a_recurrence() -> None:
    (span,) = read_values("每晚八点", NOW)
    assert span.value == datetime(2026, 11, 23, 20, tzinfo=SHANGHAI)


DIGITS = "零一二三四五六七八九"


def in_characters(number: int) -> str:
    """1 to 99: 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def ways(day: date) -> list[str]:
    """One date in the ways people write it."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    month, number = in_characters(day.month), in_characters(day.day)
    return [
        f"{year}年{month}月{number}日",
        f"{year}年{month}月{number}號",
        f"{year.replace('零', '〇')}年{month}月{number}号",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{month}月{number}",
        f"{day:%Y年%m月%d号}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day:%Y.%m.%d}",
    ]


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.integers(0, 9), st.sampled_from(["", "会议在", "改到了"]))
def test_a_date_reads_back_however_it_is_written(day: date, way: int, before: str) -> None:
    assert only(before + ways(day)[way]) == day


@given(st.integers(1, 11), st.integers(0, 59), st.sampled_from([("上午", 0), ("下午", 12), ("晚上", 12)]))
def test_a_clock_time_reads_back_in_figures_and_in_characters(hour: int, minute: int, part: tuple[str, int]) -> None:
    said, more = part
    if said == "晚上" and hour < 5:
        return  # two at night is tomorrow
    figures = only(f"{said}{hour}点{minute}分") if minute else only(f"{said}{hour}点")
    characters = only(f"{said}{in_characters(hour)}点{in_characters(minute)}{'分' if minute else '整'}")
    assert figures == characters == NOW.replace(hour=hour + more, minute=minute)


@given(st.integers(1, 99), st.sampled_from([("天", "D"), ("个月", "M"), ("个小时", "H"), ("个工作日", "BD")]))
def test_a_length_reads_back_in_figures_and_in_characters(number: int, unit: tuple[str, str]) -> None:
    assert only(f"{number}{unit[0]}") == only(f"{in_characters(number)}{unit[0]}")


@given(st.integers(1, 60))
def test_days_ahead_and_days_ago_are_counted_from_today(number: int) -> None:
    assert only(f"{number}天后") == NOW.date() + timedelta(days=number)
    assert only(f"{in_characters(number)}天之前") == NOW.date() - timedelta(days=number)


@given(st.integers(0, 22), st.integers(1, 3))
def test_hours_from_one_to_another_end_after_they_begin(first: int, length: int) -> None:
    found = only(f"明天{first}点到{first + length}点") if first + length < 24 else None
    assert found is None or (isinstance(found, Interval) and found.start < found.end)
