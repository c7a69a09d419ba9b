"""Service hours to the minute: the calendar beside a clock that is asked minute by minute, over clock changes."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_domain.calendars import HORIZON, Calendar, hours, length, reached, without
from crm_domain.support import support_of

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Asia/Shanghai",
)
CHANGES = (  # days around which clocks change somewhere, and some that are holidays
    datetime(2026, 3, 28, 12, tzinfo=UTC),
    datetime(2026, 10, 24, 12, tzinfo=UTC),
    datetime(2026, 3, 7, 12, tzinfo=UTC),
    datetime(2026, 10, 31, 12, tzinfo=UTC),
    datetime(2026, 4, 4, 3, tzinfo=UTC),
    datetime(2026, 10, 3, 3, tzinfo=UTC),
    datetime(2026, 12, 24, 12, tzinfo=UTC),
)
minute = st.integers(0, 24 * 60)
spans_of_a_day = st.lists(minute, max_size=6, unique=True).map(
    lambda ends: tuple(zip(*[iter(sorted(ends)[: len(ends) // 2 * 2])] * 2, strict=True))
)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    week=st.tuples(*[spans_of_a_day] * 7),
    country=st.sampled_from((None, "GB", "US")),
)
starts = st.builds(lambda day, after: day + after * MINUTE, st.sampled_from(CHANGES), st.integers(0, 24 * 60))
stopped = st.lists(st.integers(0, 3 * 24 * 60), max_size=6, unique=True)


def is_running(calendar, moment, stops):
    """Asked at one minute: what does the wall clock show, and is the clock stopped?"""
    local = moment.astimezone(calendar.zone)
    at = local.hour * 60 + local.minute
    inside = any(opens <= at < closes for opens, closes in calendar.week[local.weekday()])
    return inside and not calendar.is_holiday(local.date()) and not any(a <= moment < b for a, b in stops)


def stops_after(start, ends):
    found = sorted(start + end * MINUTE for end in ends)
    return list(zip(found[::2], found[1::2], strict=False))


@settings(max_examples=150, deadline=None)
@given(calendars, starts, st.integers(0, 3 * 24 * 60), stopped)
def test_hours_are_those_of_a_clock_that_is_asked_every_minute(calendar, start, minutes, ends):
    stops = stops_after(start, ends)
    end = start + minutes * MINUTE
    ran = sum(is_running(calendar, start + n * MINUTE, stops) for n in range(minutes))
    assert length(without(calendar.stretches(start, end), stops)) == ran * MINUTE


@settings(max_examples=100, deadline=None)
@given(calendars, starts, st.integers(1, 20 * 60), stopped)
def test_a_target_is_reached_at_the_minute_at_which_that_clock_has_run_so_long(calendar, start, wanted, ends):
    stops = stops_after(start, ends)
    at = reached(without(calendar.stretches(start, start + 5 * timedelta(days=1)), stops), wanted * MINUTE)
    ran, n = 0, 0
    while ran < wanted and n < 5 * 24 * 60:
        ran += is_running(calendar, start + n * MINUTE, stops)
        n += 1
    assert at == (start + n * MINUTE if ran == wanted else None)


def test_an_hour_that_comes_twice_counts_twice_and_a_skipped_one_not_at_all():
    night = Calendar(ZoneInfo("Europe/London"), hours({"sun": ["00:00-06:00"]}))
    assert length(night.stretches(*sunday(2026, 10, 25))) == timedelta(hours=7)
    assert length(night.stretches(*sunday(2026, 3, 29))) == timedelta(hours=5)


def sunday(year, month, day):
    start = datetime(year, month, day, tzinfo=ZoneInfo("Europe/London"))
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)


def test_holidays_and_days_that_the_company_closes_are_left_out():
    week = hours({day: ["09:00-12:30", "13:30-18:00"] for day in ("thu", "fri")})
    calendar = Calendar(ZoneInfo("Europe/London"), week, "GB", frozenset({date(2026, 12, 24)}))
    christmas = datetime(2026, 12, 24, tzinfo=UTC)
    assert length(calendar.stretches(christmas, christmas + timedelta(days=2))) == timedelta()
    later = christmas + timedelta(days=7)
    assert length(calendar.stretches(later, later + timedelta(days=1))) == timedelta(hours=8)
    assert calendar.is_open(later + timedelta(hours=13, minutes=30))
    assert not calendar.is_open(later + timedelta(hours=13))


def test_a_calendar_without_hours_never_reaches_anything():
    never = Calendar(ZoneInfo("UTC"), hours({}))
    start = CHANGES[0]
    assert reached(never.stretches(start, start + HORIZON), MINUTE) is None


@pytest.mark.parametrize(
    "said", [{"mon": ["18:00-09:00"]}, {"mon": ["9-25"]}, {"monday": ["09:00-10:00"]}, {"mon": ["x"]}]
)
def test_hours_that_make_no_sense_are_refused(said):
    with pytest.raises(ValueError, match=r".+"):
        hours(said)


def test_a_policy_is_chosen_by_the_tier_and_its_calendar_by_the_customers_zone():
    office = {"zone": "customer", "days": {"mon": ["09:00-17:00"]}}
    support = support_of(
        {
            "calendars": {"office": office},
            "policies": [
                {"targets": {"urgent": {"first_response": 30, "resolution": None}}},
                {"tier": "Gold", "calendar": "office", "targets": {"urgent": {"first_response": 10}}},
            ],
        }
    )
    gold, other = support.policy("gold"), support.policy("silver")
    assert gold.targets["urgent"].first_response == 10 * MINUTE
    assert other.targets["urgent"].first_response == 30 * MINUTE
    assert other.targets["urgent"].resolution is None
    assert gold.targets["low"].resolution == timedelta(hours=120)
    assert support.calendar(gold, "Asia/Tokyo", "UTC").zone.key == "Asia/Tokyo"
    assert support.calendar(gold, None, "Europe/Paris").zone.key == "Europe/Paris"
    assert support.calendar(other, "Asia/Tokyo", "UTC").week is None


def test_of_all_countries_only_those_asked_for_are_imported() -> None:
    code = (
        "import sys; from datetime import date; from crm_domain.calendars import kept_in;"
        "print(date(2026, 12, 28) in kept_in('GB-ENG'), kept_in('CN').is_working_day(date(2026, 10, 10)),"
        "sum(name.startswith('holidays.countries.') for name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "True True 2\n"
