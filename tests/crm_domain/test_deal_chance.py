"""The chance of one deal: why it is so, what such chances came to before, and when nothing is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_domain.deal_chance import chance, odds
from crm_domain.lives import Book, Life
from tests.crm_domain.test_outlook import START, TODAY, company

DEAL = Life(TODAY - timedelta(days=10), None, False, "ann", "x")


def points(found):
    return {reason.what: reason.points for reason in found.reasons}


def told(deal, past=None, days=60):
    lives = [*(past or company()), deal]
    return chance(lives, len(lives) - 1, TODAY, days)


def test_who_wins_more_is_a_reason_for_and_who_wins_less_against():
    ann, bo = told(DEAL), told(replace(DEAL, owner="bo"))
    assert 0 < bo.value < ann.value < 1
    assert points(ann)["owner"] > 0 > points(bo)["owner"]
    assert points(ann)["stage"] == 0  # nothing is known of stages
    assert [abs(each) for each in points(ann).values()] == sorted(map(abs, points(ann).values()), reverse=True)


def test_a_deal_that_lay_too_long_has_its_age_against_it():
    old = told(replace(DEAL, begun=START))
    assert old.value < 0.1
    assert old.reasons[0].what == "age"
    assert old.reasons[0].points < 0


def test_a_stage_from_which_more_was_won_raises_the_chance():
    """Every deal passes stage 1; three of four that are won stand in stage 2 soon."""
    past = [replace(one, stages=((one.begun, 1), *([(one.begun + timedelta(days=2), 2)] if one.won and n % 4 else [])))
            for n, one in enumerate(company())]  # fmt: skip
    low, high = (told(replace(DEAL, stages=((DEAL.begun, stage),)), past) for stage in (1, 2))
    assert high.value > low.value
    assert points(high)["stage"] > 0 > points(low)["stage"]


def test_what_was_said_of_such_deals_before_is_counted():
    found = told(DEAL)
    assert found.checked.deals >= 20
    assert found.checked.won == pytest.approx(found.value, abs=0.2)


def test_what_happens_later_changes_no_chance():
    past, day = company(), date(2025, 10, 1)
    hidden = [replace(one, closed=None, won=False) if one.closed and one.closed > day else one for one in past]
    known, other = (odds(Book(lives, day), 60) for lives in (past, hidden))
    assert (known.places == other.places).all()
    assert known.chances == pytest.approx(other.chances)
    assert ((known.chances > 0) & (known.chances < 1)).all()


def test_chances_are_held_against_what_came_of_past_ones():
    bands = odds(Book(company(count=4000), TODAY), 60).bands
    assert len(bands) == 5
    assert [band.said for band in bands] == sorted(band.said for band in bands)
    assert all(band.won == pytest.approx(band.said, abs=0.12) for band in bands)


def test_on_thin_history_nothing_is_said():
    assert told(DEAL, company()[:40]) is None
    assert odds(Book(company(), START + timedelta(days=60)), 30) is None
