"""Recurrences, held against dateutil's own counting, over many zones and both changes of the clocks."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_domain.calendars import Calendar, working
from crm_domain.errors import BadValue
from crm_domain.recurrences import checked, counted, first, next_after

ZONES = (
    "UTC Europe/London Europe/Paris Europe/Dublin Europe/Lisbon Europe/Istanbul Europe/Moscow America/New_York "
    "America/Chicago America/Denver America/Los_Angeles America/Sao_Paulo America/St_Johns America/Havana "
    "America/Santiago America/Asuncion Africa/Cairo Africa/Casablanca Asia/Shanghai Asia/Taipei Asia/Kolkata "
    "Asia/Kathmandu Asia/Tehran Asia/Beirut Asia/Jerusalem Asia/Singapore Australia/Sydney Australia/Lord_Howe "
    "Pacific/Auckland Pacific/Chatham Pacific/Apia Atlantic/Azores"
).split()
NEW_YORK = ZoneInfo("America/New_York")

WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"
PLACED = (  # a day of the month, the quarter or the year by its place
    "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "FREQ=MONTHLY;BYDAY=-1SU",
    f"FREQ=MONTHLY;{WORKDAYS};BYSETPOS=-1",
    f"FREQ=MONTHLY;BYMONTH=1,4,7,10;{WORKDAYS};BYSETPOS=1",
    "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    f"FREQ=YEARLY;{WORKDAYS};BYSETPOS=-2",
)
rules = st.sampled_from(PLACED) | st.builds(
    lambda freq, n, days: f"{freq};INTERVAL={n}" + (f";BYDAY={','.join(days)}" if days else ""),
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY"]),
    st.integers(1, 4),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True, max_size=3),
)
# Starts close to both changes of the clocks of most zones, at the hours that they touch.
starts = st.builds(
    lambda month, day, hour, minute: datetime(2026, month, day, hour, minute),  # noqa: DTZ001 - on the wall
    st.sampled_from([3, 4, 9, 10, 11]),
    st.integers(1, 28),
    st.sampled_from([0, 1, 2, 3, 9, 23]),
    st.sampled_from([0, 15, 30, 59]),
)


def occurrences(rule, start, zone, many):
    """The first ones after the start, each asked for by the one before it, as a clock does."""
    found, after = [], start
    while len(found) < many and (after := next_after(rule, start, zone, after)):
        found.append(after)
    return found


def by_dateutil(rule, start, zone, many):
    """The same, counted on the wall and put into the zone."""
    wall = start.astimezone(zone).replace(tzinfo=None)
    moments = (local.replace(tzinfo=zone).astimezone(UTC) for local in rrulestr(rule, dtstart=wall))
    return sorted(set(islice(moments, many + 5)))[1 : many + 1]


@given(rules, starts, st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_every_occurrence_is_that_of_dateutil_on_the_wall_clock(rule, wall, key):
    zone = ZoneInfo(key)
    start = first(rule, wall, zone, wall.replace(tzinfo=zone) - timedelta(days=2))
    assert start is not None
    if start.astimezone(zone).time().replace(microsecond=0) != wall.time():
        return  # it begins in an hour that the clocks leave out
    assert occurrences(rule, start, zone, 30) == by_dateutil(rule, start, zone, 30)


def changes(zone):
    """When the clocks of a zone change within a year, to the hour."""
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, before, after in zip(hours[1:], offsets, offsets[1:], strict=False) if before != after]


def test_in_each_zone_both_changes_of_the_clocks_are_gone_through_as_dateutil_goes_through_them():
    """Daily at every half hour that a change touches: left out, repeated, or beside it."""
    changed = 0
    for zone in map(ZoneInfo, ZONES):
        for change in changes(zone):
            changed += 1
            for minutes in range(-90, 91, 30):
                wall = (change - timedelta(days=3)).astimezone(zone) + timedelta(minutes=minutes)
                start = wall.astimezone(UTC)
                assert occurrences("FREQ=DAILY", start, zone, 6) == by_dateutil("FREQ=DAILY", start, zone, 6), zone
    assert changed >= 2 * 20, "zones without a change have nothing to go through"


@given(rules, starts, st.sampled_from(ZONES))
@settings(max_examples=100, deadline=None)
def test_no_occurrence_comes_twice_and_none_is_counted_twice(rule, wall, key):
    zone = ZoneInfo(key)
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    found = occurrences(rule, start, zone, 40)
    assert all(sooner < later for sooner, later in pairwise(found))
    assert counted(rule, start, zone, start, found[-1]) == len(found)


@given(st.sampled_from([f"FREQ=WEEKLY;{WORKDAYS}", f"FREQ=WEEKLY;INTERVAL=2;{WORKDAYS}", *PLACED]), starts)
@settings(max_examples=60, deadline=None)
def test_by_a_calendar_without_holidays_working_days_are_those_of_dateutil_too(rule, wall):
    start, calendar = wall.replace(tzinfo=UTC), Calendar()
    moments = [start]
    while len(moments) < 20 and (after := next_after(rule, start, ZoneInfo("UTC"), moments[-1], calendar)):
        moments.append(after)
    assert moments[1:] == by_dateutil_utc(rule, start, len(moments) - 1)


def by_dateutil_utc(rule, start, many):
    walls = rrulestr(rule, dtstart=start.replace(tzinfo=None))
    return [wall.replace(tzinfo=UTC) for wall in islice(walls, many + 1) if wall.replace(tzinfo=UTC) > start][:many]


@pytest.mark.parametrize(
    ("rule", "zone", "since", "expected"),
    [
        # 1 to 7 October is a holiday; Saturday 10 October is worked instead
        (f"FREQ=WEEKLY;{WORKDAYS}", "Asia/Shanghai", "2026-09-30", ["10-08", "10-09", "10-10", "10-12"]),
        (f"FREQ=MONTHLY;{WORKDAYS};BYSETPOS=1", "Asia/Shanghai", "2026-09-30", ["10-08", "11-02", "12-01", "01-04"]),
        (f"FREQ=MONTHLY;{WORKDAYS};BYSETPOS=-1", "Europe/London", "2026-11-30", ["12-31", "01-29", "02-26", "03-31"]),
        (f"FREQ=DAILY;{WORKDAYS}", "Europe/London", "2026-12-23", ["12-24", "12-29", "12-30", "12-31"]),
        (f"FREQ=WEEKLY;{WORKDAYS};COUNT=3", "Europe/London", "2026-12-23", ["12-24", "12-29"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", "Asia/Shanghai", "2026-09-30", ["10-01", "10-05", "10-06", "10-07"]),
    ],
)
def test_by_a_calendar_working_days_leave_out_holidays_and_keep_days_worked_instead(rule, zone, since, expected):
    clock = ZoneInfo(zone)
    moment, found = datetime.fromisoformat(f"{since}T09:00").replace(tzinfo=clock), []
    start, calendar = moment, working(clock)
    while len(found) < len(expected):
        moment = next_after(rule, start, clock, moment, calendar)
        found.append(f"{moment.astimezone(clock):%m-%d}")
    assert found == expected


def test_a_workspace_that_names_its_holidays_goes_by_them_wherever_its_people_are():
    said = {"holidays": "GB", "closed": ["2026-12-24"]}
    calendar = working(ZoneInfo("Asia/Shanghai"), said)
    days = [date(2026, 12, day) for day in range(23, 31)]
    assert [day.day for day in days if calendar.works(day)] == [23, 29, 30]
    assert working(ZoneInfo("Antarctica/Troll")).works(date(2026, 12, 25)), "a zone of no country has no holidays"


def test_an_hour_that_the_clocks_leave_out_comes_once_and_later():
    start = datetime(2026, 3, 6, 2, 30, tzinfo=NEW_YORK)
    local = [moment.astimezone(NEW_YORK).isoformat() for moment in occurrences("FREQ=DAILY", start, NEW_YORK, 3)]
    assert local == ["2026-03-07T02:30:00-05:00", "2026-03-08T03:30:00-04:00", "2026-03-09T02:30:00-04:00"]


def test_an_hour_that_the_clocks_repeat_comes_the_first_time_only():
    start = datetime(2026, 10, 30, 1, 30, tzinfo=NEW_YORK)
    local = [moment.astimezone(NEW_YORK).isoformat() for moment in occurrences("FREQ=DAILY", start, NEW_YORK, 3)]
    assert local == ["2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"]


@given(starts, st.sampled_from(ZONES), st.sampled_from([1, 2, 6]))
@settings(max_examples=60, deadline=None)
def test_what_comes_back_within_the_day_is_counted_in_real_time(wall, key, hours):
    zone = ZoneInfo(key)
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    found = occurrences(f"FREQ=HOURLY;INTERVAL={hours}", start, zone, 12)
    assert found == [start + n * timedelta(hours=hours) for n in range(1, 13)]


def test_a_recurrence_of_many_years_is_not_counted_from_its_beginning():
    start, now = datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 11, 23, 9, 1, tzinfo=UTC)
    assert next_after("FREQ=MINUTELY;INTERVAL=5", start, NEW_YORK, now) == datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def test_the_last_day_counts_and_after_it_nothing_comes():
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert len(occurrences("FREQ=DAILY;UNTIL=20261127", start, ZoneInfo("UTC"), 9)) == 4
    assert len(occurrences("FREQ=DAILY;COUNT=3", start, ZoneInfo("UTC"), 9)) == 2


def test_every_other_friday_begins_on_the_next_friday():
    saturday = datetime(2026, 11, 28, 10, tzinfo=UTC)
    found = first("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", saturday.replace(tzinfo=None), ZoneInfo("UTC"), saturday)
    assert found == datetime(2026, 12, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize("rule", ["freq=weekly;byday=fr", "RRULE:FREQ=WEEKLY;BYDAY=FR"])
def test_a_rule_is_kept_in_one_manner(rule):
    assert checked(rule) == "FREQ=WEEKLY;BYDAY=FR"


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;BYHOUR=9,17", "FREQ=HOURLY"])
def test_a_rare_rule_and_a_busy_one_are_kept(rule):
    assert checked(rule) == rule


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "no recurrence"),
        ("whenever", "no recurrence"),
        ("FREQ=WEEKLY;BYDAY=XX", "no recurrence"),
        ("FREQ=DAILY;INTERVAL=0", "no recurrence"),
        ("FREQ=DAILY;COUNT=many", "no recurrence"),
        ("FREQ=DAILY;UNTIL=soon", "no recurrence"),
        ("FREQ=DAILY;NONSENSE=1", "no recurrence"),
        ("FREQ=DAILY" * 90, "no recurrence"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        ("FREQ=DAILY;BYMONTH=6;BYMONTHDAY=31", "never comes"),
        ("FREQ=SECONDLY", "sooner than every"),
        ("FREQ=MINUTELY;INTERVAL=2", "sooner than every"),
        ("FREQ=HOURLY;BYMINUTE=0,1", "sooner than every"),
    ],
)
def test_a_rule_that_nobody_could_keep_is_refused(rule, says):
    with pytest.raises(BadValue) as refusal:
        checked(rule)
    assert says in refusal.value.text.en


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_rule_or_is_refused(text):
    with suppress(BadValue):
        assert checked(checked(text)) == checked(text)
