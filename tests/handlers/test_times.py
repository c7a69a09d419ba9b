"""Ranges, durations and recurrences are read out of messages, by the conventions that are passed in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_domain.calendars import Calendar
from handlers.reading.durations import DURATIONS
from handlers.reading.every import EVERY, PLACES
from handlers.reading.feasts import FEASTS
from handlers.reading.hours import COMPACT, HOURS_OF_DAY
from handlers.reading.intervals import INSTANTS, INTERVALS, UNITS
from handlers.reading.moments import PARTS, TIMED
from handlers.reading.offsets import COUNTED, LASTING
from handlers.reading.policy import GENERIC, MEMBER, Policy
from handlers.reading.recurrences import RECURRENCES
from handlers.reading.spans import ALL_KINDS, Impossible, Recurrence, Span
from handlers.reading.stretches import STRETCHES, WEEKS
from handlers.reading.told import told
from handlers.reading.values import read_values
from handlers.reading.workdays import WORKDAYS

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, 11, tzinfo=SHANGHAI)  # a Monday


def read(text: str, now: datetime = NOW, policy: Policy = GENERIC) -> list[Span]:
    return read_values(text, now, policy, ALL_KINDS)


def tell(text: str, now: datetime = NOW, policy: Policy = GENERIC) -> dict[str, Any]:
    """The only value of a message, as other programs see it."""
    values = told(read(text, now, policy))
    assert len(values) == 1, values
    return values[0]


def ends(text: str, now: datetime = NOW, policy: Policy = GENERIC) -> tuple[str | None, str | None]:
    value = tell(text, now, policy)
    assert value["kind"] == "range", value
    return value["start"], value["end"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("from 3 to 5pm tomorrow", "2026-11-24T15:00", "2026-11-24T17:00"),
        ("wednesday 9-11am", "2026-11-25T09:00", "2026-11-25T11:00"),
        ("between 11 and 3pm on friday", "2026-11-27T11:00", "2026-11-27T15:00"),
        ("friday from 10pm to 2", "2026-11-27T22:00", "2026-11-28T02:00"),
        ("4 dec 14:00 - 5 dec 11:30", "2026-12-04T14:00", "2026-12-05T11:30"),
        ("tomorrow morning", "2026-11-24T06:00", "2026-11-24T12:00"),
        ("tomorrow at 4 for an hour", "2026-11-24T16:00", "2026-11-24T17:00"),
        ("for 3 days from 1 december", "2026-12-01", "2026-12-04"),
        ("within 2 hours", "2026-11-23T09:11", "2026-11-23T11:11"),
        ("this weekend", "2026-11-28", "2026-11-30"),
        ("the last weekend of january", "2027-01-30", "2027-02-01"),
        ("last 30 days", "2026-10-25", "2026-11-24"),
        ("Q3 2025", "2025-07-01", "2025-10-01"),
        ("the nineties", "1990-01-01", "2000-01-01"),
        ("the 2010s", "2010-01-01", "2020-01-01"),
        ("the 19th century", "1800-01-01", "1900-01-01"),
        ("week 3 of 2027", "2027-01-18", "2027-01-25"),
        ("the week of 10 december", "2026-12-07", "2026-12-14"),
        ("next summer", "2027-06-01", "2027-09-01"),
        ("late next month", "2026-12-22", "2027-01-01"),
        ("the rest of the year", "2026-11-23", "2027-01-01"),
        ("first half of next year", "2027-01-01", "2027-07-01"),
        ("from 4 to 23 next month", "2026-12-04", "2026-12-24"),
        ("april to june in 2025", "2025-04-01", "2025-07-01"),
        ("since 1 november", "2026-11-01", None),
        ("after friday", "2026-11-28", None),
        ("before 4 december", None, "2026-12-04"),
        ("until 4 december", None, "2026-12-05"),
        ("tomorrow before 5pm", None, "2026-11-24T17:00"),
        ("friday at 3pm or later", "2026-11-27T15:00", None),
        ("after 9:30 but before 11:00 on thursday", "2026-11-26T09:30", "2026-11-26T11:00"),
    ],
)
def test_a_range_is_half_open_and_an_unsaid_end_is_open(text: str, start: str | None, end: str | None) -> None:
    assert ends(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 hours and 20 minutes", "PT3H20M"),
        ("an hour and a half", "PT1H30M"),
        ("2h30m", "PT2H30M"),
        ("half an hour", "PT30M"),
        ("three-quarters of an hour", "PT45M"),
        ("2 years and 3 months", "P2Y3M"),
        ("1.5 days", "P1DT12H"),
        ("a year and a half", "P1Y6M"),
        ("twenty-five minutes", "PT25M"),
        ("five business days", "P5BD"),
        ("a full week", "P7D"),
    ],
)
def test_a_duration_is_told_as_iso_8601(text: str, expected: str) -> None:
    assert tell(text) == {"kind": "duration", "duration": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every other Tuesday at 5", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=17;BYMINUTE=0"),
        ("weekdays until 31 Dec", "FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,TU,WE,TH,FR"),
        ("weekdays at 8:30 until 31 Dec", "FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30"),
        ("the first Monday of each month", "FREQ=MONTHLY;BYDAY=1MO"),
        ("first and third friday of each month", "FREQ=MONTHLY;BYDAY=1FR,3FR"),
        ("last working day of each month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("on the 15th of every month at 10am", "FREQ=MONTHLY;BYMONTHDAY=15;BYHOUR=10;BYMINUTE=0"),
        ("annually on March 3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3"),
        ("fridays 3x", "FREQ=WEEKLY;COUNT=3;BYDAY=FR"),
        ("tuesday evenings at 7", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=19;BYMINUTE=0"),
        ("every 20 minutes", "FREQ=MINUTELY;INTERVAL=20"),
        ("every day at 10, 12 and 17", "FREQ=DAILY;BYHOUR=10,12,17;BYMINUTE=0"),
        ("each week on saturday thru tuesday", "FREQ=WEEKLY;BYDAY=SA,SU,MO,TU"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("every weekday for 2 weeks", "FREQ=WEEKLY;UNTIL=20261207;BYDAY=MO,TU,WE,TH,FR"),
        ("every 2 weeks on Tue and Thu at 9", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=0"),
        ("every three weeks on a Monday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"),
        ("alternate fridays at 4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0"),
        ("every weekday except Friday at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9;BYMINUTE=0"),
        ("on the 15th and the last day of every month", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        ("monthly on the last working day", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("the first working day of every quarter", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ("the last Friday of every quarter", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR"),
        ("first friday of every 3 months", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1FR"),
    ],
)
def test_a_recurrence_is_an_rrule_that_other_programs_read(text: str, expected: str) -> None:
    assert tell(text) == {"kind": "recurrence", "recurrence": expected}
    assert rrulestr(expected, dtstart=NOW.replace(tzinfo=None))[0] >= NOW.replace(tzinfo=None)


def test_nine_and_half_past_five_are_no_single_rule() -> None:
    """BYHOUR=9,17 with BYMINUTE=0,30 would also ring at 9:30 and at 17:00."""
    rules = [span.value for span in read("every day at 9:00 and 17:30") if isinstance(span.value, Recurrence)]
    assert all("BYMINUTE=0,30" not in rule.rrule for rule in rules)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("in 3 business days", "", "2026-11-26"),
        ("in 3 business days", "US", "2026-11-27"),  # Thanksgiving is no day of work
        ("3 business days ago", "", "2026-11-18"),
        ("5 working days after friday", "US", "2026-12-04"),
        ("next business day", "US", "2026-11-24"),
        ("first business day of january", "", "2027-01-01"),
        ("first business day of january", "CN", "2027-01-04"),
        ("last business day of the month", "US", "2026-11-30"),
        ("the 10th business day of next month", "US", "2026-12-14"),
    ],
)
def test_business_days_leave_out_the_holidays_of_the_members_country(text: str, country: str, expected: str) -> None:
    assert tell(text, policy=Policy(calendar=Calendar(country=country))) == {"kind": "date", "start": expected}


def test_a_day_off_of_the_house_is_no_business_day() -> None:
    policy = Policy(calendar=Calendar(closed=frozenset({date(2026, 11, 24)})))
    assert tell("in 1 business day", policy=policy)["start"] == "2026-11-25"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thanksgiving", "2026-11-26"),
        ("last thanksgiving", "2025-11-27"),
        ("labor day", "2027-09-06"),
        ("easter 2027", "2027-03-28"),
        ("christmas eve", "2026-12-24"),
        ("the day before christmas", "2026-12-24"),
        ("the day after thanksgiving", "2026-11-27"),
        ("2 weeks after new year's day", "2027-01-15"),
    ],
)
def test_a_day_is_read_by_the_name_of_its_feast(text: str, expected: str) -> None:
    assert tell(text) == {"kind": "date", "start": expected}


def test_a_feast_is_kept_on_the_day_of_the_members_country() -> None:
    assert tell("labor day", policy=Policy(calendar=Calendar(country="US")))["start"] == "2027-09-06"
    assert tell("labor day", policy=Policy(calendar=Calendar(country="CN")))["start"] == "2027-05-01"


def test_the_conventions_are_those_that_are_passed_in() -> None:
    assert tell("at 4")["kind"] == "time"
    assert tell("at 4", policy=MEMBER)["kind"] == "datetime"
    assert tell("by next friday", policy=Policy(coming_weekday=True))["end"] == "2026-11-28"
    assert tell("by next friday", policy=MEMBER)["end"] == "2026-12-05"
    assert ends("since october 1", policy=MEMBER) == ("2026-10-01", "2026-11-24")
    assert ends("since october 1") == ("2026-10-01", None)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("by 4/12", date(2026, 12, 4), date(2027, 4, 12)),
        ("next friday", date(2026, 12, 4), date(2026, 11, 27)),
        (
            "next friday at 3pm",
            datetime(2026, 12, 4, 15, tzinfo=SHANGHAI),
            datetime(2026, 11, 27, 15, tzinfo=SHANGHAI),
        ),
        ("4 dec", date(2026, 12, 4), None),
        ("on 25/12", date(2026, 12, 25), None),
        ("on 12/12", date(2026, 12, 12), None),
    ],
)
def test_a_doubtful_day_carries_both_readings(text: str, first: Any, second: Any) -> None:
    spans = read_values(text, NOW)
    assert [(span.value, span.alternative) for span in spans] == [(first, second)]


def test_what_a_slot_does_not_ask_for_takes_no_words_away() -> None:
    assert [span.kind for span in read_values("from 3 to 5pm tomorrow", NOW, kinds={"moment"})] == ["moment"]
    assert [span.kind for span in read_values("every friday at 9am", NOW)] == ["moment"]
    assert [span.kind for span in read_values("this afternoon", NOW)] == ["date"]
    assert [span.kind for span in read("this afternoon")] == ["interval"]


def test_only_asked_for_kinds_come_back() -> None:
    spans = read_values("every friday at 9am for 2 hours", NOW, kinds={"recurrence"})
    assert [span.value for span in spans] == [Recurrence("FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0")]


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("in 2 hours and 30 minutes", datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), "2027-03-28T04:00"),
        ("in 24 hours", datetime(2026, 10, 24, 12, tzinfo=LONDON), "2026-10-25T11:00"),
        ("a day and 1 hour from now", datetime(2026, 10, 24, 12, tzinfo=LONDON), "2026-10-25T13:00"),
        ("one hour before 3am tomorrow", datetime(2027, 3, 13, 9, tzinfo=NEW_YORK), "2027-03-14T01:00"),
        ("2026-12-04T08:00:00Z", NOW, "2026-12-04T16:00"),
        ("2026-12-04T08:00:00-05:00", NOW, "2026-12-04T21:00"),
        ("tomorrow 8:00 GMT", NOW, "2026-11-24T16:00"),
    ],
)
def test_clocks_are_those_of_the_members_zone_over_every_change(text: str, now: datetime, expected: str) -> None:
    assert tell(text, now) == {"kind": "datetime", "start": expected}


def test_an_hour_that_the_clocks_skip_ends_a_range_later() -> None:
    now = datetime(2027, 3, 27, 9, tzinfo=LONDON)
    assert ends("from 12:30am to 1:30am tomorrow", now) == ("2027-03-28T00:30", "2027-03-28T02:30")


def test_both_languages_may_stand_in_one_message() -> None:
    values = told(read("明天 meet Dana at Acme, then every friday at 9am 开会, 2 hours each"))
    assert values[0]["start"] == "2026-11-24"
    assert [value["kind"] for value in values] == ["date", "recurrence", "duration"]


@pytest.mark.parametrize("text", ["February 20 - 29, 2026", "30 february", "31 April 2027"])
def test_what_no_calendar_has_is_impossible_and_told_to_nobody(text: str) -> None:
    spans = read(text)
    assert any(isinstance(span.value, Impossible) for span in spans)
    assert not [value for value in told(spans) if value["kind"] in ("date", "range", "datetime")]


@pytest.mark.parametrize(
    "text",
    ["minutes", "for months", "schedule a 1-1 meeting", "May not be correct", "palm", "Version: 1.10.30", "24/7"],
)
def test_words_and_numbers_that_only_look_like_times_are_left_alone(text: str) -> None:
    kinds = {span.kind for span in read(text)}
    assert kinds.isdisjoint({"date", "moment", "time", "period", "interval", "duration", "recurrence"})


@given(
    st.dates(date(2026, 11, 24), date(2027, 10, 30)),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([SHANGHAI, LONDON, NEW_YORK]),
)
@example(date(2027, 3, 28), 1, 30, LONDON)
@example(date(2027, 3, 14), 2, 59, NEW_YORK)
def test_a_moment_written_out_is_that_wall_clock_unless_it_was_skipped(
    day: date, hour: int, minute: int, zone: ZoneInfo
) -> None:
    now = NOW.astimezone(zone)
    when = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    wall = when.astimezone(UTC).astimezone(zone)
    ways = [
        f"{when:%Y-%m-%d %H:%M}",
        f"{when.day} {when:%B %Y}, {when:%H:%M}",
        f"{when:%I:%M %p} on {when:%b} {when.day} {when:%Y}",
    ]
    for way in ways:
        told_wall = tell(way, now)
        assert told_wall == {"kind": "datetime", "start": wall.replace(tzinfo=None).isoformat(timespec="minutes")}, way


@given(st.dates(date(2027, 1, 1), date(2030, 12, 31)), st.integers(1, 200))
def test_a_range_of_days_reads_back_from_its_ends(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    ways = [
        f"from {first:%Y-%m-%d} to {last:%Y-%m-%d}",
        f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}",
        f"between {first:%b} {first.day}, {first:%Y} and {last:%b} {last.day}, {last:%Y}",
    ]
    expected = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    assert {ends(way) for way in ways} == {expected}


@given(st.times(), st.times())
def test_hours_read_back_from_their_ends(first: time, last: time) -> None:
    assume((first.hour, first.minute) < (last.hour, last.minute))
    start, end = ends(f"from {first:%I:%M %p} to {last:%I:%M%p} tomorrow")
    assert (start, end) == (f"2026-11-24T{first:%H:%M}", f"2026-11-24T{last:%H:%M}")


@given(st.integers(1, 99), st.integers(1, 59))
def test_hours_and_minutes_add_up(hours: int, minutes: int) -> None:
    seconds = {
        3600 * value.seconds // 3600
        for way in (f"{hours} hours and {minutes} minutes", f"{hours}h {minutes}min", f"{hours} hrs, {minutes} mins")
        for value in [read(way)[0].value]
    }
    assert seconds == {hours * 3600 + minutes * 60}


@given(
    st.sampled_from(["daily", "every 3 days", "every other week on mon and fri", "monthly on the 31st", "weekdays"]),
    st.sampled_from(["", " at 9", " at 5:30pm", " until 31 Dec", " for 5 times", " at noon until march"]),
)
def test_every_rule_is_one_that_dateutil_understands(often: str, more: str) -> None:
    rule = tell(often + more)
    assert rule["kind"] == "recurrence"
    assert rrulestr(rule["recurrence"], dtstart=NOW.replace(tzinfo=None)) is not None


def test_every_rule_and_every_join_compiles() -> None:
    for rules in (DURATIONS, EVERY, PLACES, FEASTS, COMPACT, INSTANTS, UNITS, PARTS, WEEKS, WORKDAYS):
        assert all(rule.hints and rule.pattern.pattern for rule in rules.rules)
    for joins in (TIMED, COUNTED, LASTING, HOURS_OF_DAY, INTERVALS, STRETCHES, RECURRENCES):
        assert all(join.slots and len(join.expressions) == len(join.slots) + 1 for join in joins.rules)


@pytest.mark.parametrize(
    "piece",
    ["1 hour ", "from 3 to 5 ", "friday ", "every ", "next week ", "at 5pm - ", "the first of ", "may 4 to ", "in 3 "],
)
def test_long_messages_are_read_to_their_end_whatever_is_asked_for(piece: str) -> None:
    read((piece * 20_000)[:20_000])
