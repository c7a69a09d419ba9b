"""The calculations behind the reports, on plain values."""

import math
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_domain.closing import closing_day
from crm_domain.facts import DealFact
from crm_domain.forecast import forecast
from crm_domain.funnel import funnel
from crm_domain.pipelines import Outcome
from crm_domain.revenue import Sum, by_key, leading, ranked, sums
from crm_domain.spread import change_pct, share_pct, spread
from crm_domain.timespan import Timespan, keys_of, months_back
from crm_domain.winrate import best_first, change_pp, win_rate

DAY = date(2026, 11, 23)


def deal(minor=None, currency="USD", outcome=Outcome.WON, key=None, stage=1, id=1):
    closed = None if outcome == Outcome.OPEN else DAY
    return DealFact(id, stage, outcome, minor, None if minor is None else currency, DAY, closed, DAY, 1, key)


def span(start, end):
    return Timespan(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (("2017-09-01", "2017-09-30"), ("2017-08-01", "2017-08-31")),  # a whole month: all of the one before
        (("2026-11-01", "2026-11-23"), ("2026-10-01", "2026-10-23")),  # to date: as many days
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),  # but no more than it has
        (("2017-07-01", "2017-09-30"), ("2017-04-01", "2017-06-30")),
        (("2026-10-01", "2026-11-23"), ("2026-07-01", "2026-08-23")),
        (("2026-10-01", "2026-11-30"), ("2026-07-01", "2026-08-30")),  # a quarter to date that ends with a month
        (("2026-01-01", "2026-11-23"), ("2025-01-01", "2025-11-23")),
        (("2026-01-01", "2026-11-30"), ("2025-01-01", "2025-11-30")),  # a year to date likewise
        (("2026-06-01", "2026-09-30"), ("2026-02-01", "2026-05-31")),  # since June
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-11-16", "2026-11-22"), ("2026-11-09", "2026-11-15")),
        (("2026-11-16", "2026-11-18"), ("2026-11-09", "2026-11-11")),
        (("2026-08-26", "2026-11-23"), ("2026-05-28", "2026-08-25")),  # 90 days: the 90 days before
        (("2026-11-20", "2026-11-20"), ("2026-11-19", "2026-11-19")),
    ],
)
def test_a_span_is_compared_with_the_same_span_before_it(now, before):
    assert span(*now).before() == span(*before)


def test_what_has_no_beginning_has_nothing_before_it():
    assert Timespan(None, DAY).before() is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 900))
def test_the_span_before_ends_before_it_begins(start, days):
    whole = Timespan(start, date.fromordinal(start.toordinal() + days))
    before = whole.before()
    assert before.start <= before.end < start


def test_the_last_six_months_are_those_of_the_calendar():
    months = months_back(date(2017, 9, 30), 6)
    assert keys_of(months, "month") == ["2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09"]
    assert keys_of(months, "quarter") == ["2017-Q2", "2017-Q3"]


def test_a_day_that_was_said_is_the_same_day_for_everybody():
    noon = datetime(2026, 11, 10, 4, tzinfo=UTC)  # noon in Shanghai
    assert closing_day(noon, date(2026, 11, 10), "Asia/Shanghai", ZoneInfo("America/Los_Angeles")) == date(2026, 11, 10)


def test_a_moment_is_on_the_day_it_has_where_the_asker_is():
    late = datetime(2026, 11, 10, 4, 5, 6, tzinfo=UTC)
    assert closing_day(late, date(2026, 12, 1), "Asia/Shanghai", ZoneInfo("America/New_York")) == date(2026, 11, 9)
    assert closing_day(None, DAY, None, ZoneInfo("UTC")) == DAY


def test_a_spread_says_nothing_of_too_few_numbers():
    assert (spread([]).mean, spread([]).median, spread([]).sd) == (None, None, None)
    assert (spread([7]).mean, spread([7]).median, spread([7]).sd) == (7, 7, None)
    assert spread([2, 4, 4, 4, 5, 5, 7, 9]).sd == pytest.approx(math.sqrt(32 / 7))


def test_a_division_by_nothing_gives_no_number():
    assert change_pct(5, 0) is None
    assert change_pct(None, 5) is None
    assert change_pct(5, None) is None
    assert share_pct(0, 0) is None
    assert win_rate([]).pct is None
    assert win_rate([deal(outcome=Outcome.OPEN)]).pct is None
    assert change_pp(win_rate([]), win_rate([deal()])) is None


def test_currencies_are_summed_apart_and_refunds_count_against():
    found = sums([deal(100), deal(50, "EUR"), deal(-30), deal(None)])
    assert found == {"USD": Sum(70, 2), "EUR": Sum(50, 1)}


def test_the_base_currency_leads_where_it_is_there():
    usd, eur = sums([deal(1)]), sums([deal(5, "EUR"), deal(5, "EUR")])
    assert leading("USD", usd, eur) == "USD"
    assert leading("USD", eur) == "EUR"
    assert leading("USD", {}) == "USD"


def test_ranks_go_by_money_and_ties_by_name():
    groups = by_key([deal(5, key="Zoe"), deal(5, key="Ann"), deal(9, key="Bo"), deal(99, "EUR", key="Eva")])
    assert [name for name, _ in ranked(groups, "USD")] == ["Bo", "Ann", "Zoe"]


def test_a_win_rate_of_few_is_not_ranked():
    lost = Outcome.LOST
    groups = {
        "many": [deal()] * 3 + [deal(outcome=lost)],
        "one": [deal()],
        "even": [deal()] * 2 + [deal(outcome=lost)] * 2,
    }
    assert [name for name, _ in best_first(groups, 4)] == ["many", "even"]
    assert [name for name, _ in best_first(groups)] == ["one", "many", "even"]


def test_a_forecast_weighs_what_is_open_and_counts_what_is_closed():
    opened = Outcome.OPEN
    facts = [
        deal(1000),
        deal(100, outcome=opened, stage=2),
        deal(40, outcome=opened, stage=3),
        deal(7, "EUR"),
        deal(None),
    ]
    found = forecast(facts, {1: 100, 2: 50, 3: 75})
    usd = found["USD"]
    assert (usd.closed, usd.weighted, usd.total) == (1000, 80.0, 1080.0)
    assert (usd.commit, usd.best_case, usd.unweighted, usd.open_deals) == (1040, 1140, 140, 2)
    assert found["EUR"].closed == 7
    assert forecast([], {}) == {}


def test_a_funnel_counts_how_far_deals_came():
    stages = [1, 2, 3, 9]  # 9 is won, 8 is lost
    opened, lost = Outcome.OPEN, Outcome.LOST
    facts = [
        deal(id=1, stage=9),  # won: came through all
        deal(id=2, stage=2, outcome=opened),
        deal(id=3, stage=8, outcome=lost),  # its history tells how far it came
        deal(id=4, stage=8, outcome=lost),  # one without history came to the first
    ]
    found = funnel(facts, stages, {3: {1, 3}})
    assert [step.reached for step in found.steps] == [4, 3, 2, 1]
    assert [step.of_before_pct for step in found.steps] == [100.0, 75.0, pytest.approx(66.6667, abs=1e-3), 50.0]
    assert (found.engaged, found.won, found.lost, found.open, found.won_pct) == (4, 1, 2, 1, 25.0)


def test_a_funnel_of_nothing_has_no_percentages():
    found = funnel([], [1, 2], {})
    assert found.won_pct is None
    assert [(step.reached, step.of_all_pct, step.of_before_pct) for step in found.steps] == [(0, None, None)] * 2
