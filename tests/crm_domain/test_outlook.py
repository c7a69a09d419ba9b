"""Forecasts: a range from how deals went, split and measured; none on thin history; nothing learned from the future."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from crm_domain.hazard import Life, fit
from crm_domain.outlook import Past, outlook
from crm_domain.timespan import Timespan

START, TODAY = date(2025, 1, 1), date(2026, 1, 10)
MONTH = Timespan(date(2026, 1, 11), date(2026, 2, 9))


def company(seed=1, count=1500):
    """Deals of two owners: Ann wins two of three after some weeks, of Bo's half are never closed."""
    draw, past = random.Random(seed), []
    for _ in range(count):
        begun = START + timedelta(days=draw.randrange(374))
        owner = draw.choice(("ann", "bo"))
        closed = begun + timedelta(days=draw.randrange(5, 60))
        over = closed <= TODAY and not (owner == "bo" and draw.random() < 0.5)
        won = over and draw.random() < (0.66 if owner == "ann" else 0.3)
        past.append(Past(Life(begun, closed if over else None, won, owner, "x"), draw.choice((100.0, 200.0))))
    return past


def test_a_range_is_given_with_its_parts_and_its_past_error():
    past = company()
    usual = sum(one.amount for one in past if one.life.won) / 374 * 30
    found = outlook(past, TODAY, MONTH)
    assert found
    assert found.low < found.middle < found.high
    assert found.middle == pytest.approx(usual, rel=0.35)
    assert found.existing + found.new == pytest.approx(found.middle)
    assert found.existing > 0 < found.new
    assert 0 < found.error < 0.5
    assert found.origins >= 4


def test_thin_history_gives_no_range():
    past = company()
    assert outlook([], TODAY, MONTH) is None
    assert outlook(past[:40], TODAY, MONTH) is None
    assert outlook(past, START + timedelta(days=60), Timespan(date(2025, 3, 3), date(2025, 4, 2))) is None
    assert outlook(past, TODAY, Timespan(date(2025, 12, 1), TODAY)) is None  # nothing of it is to come


def test_what_happens_later_changes_nothing_that_is_said_today():
    past, day = company(), date(2025, 10, 1)
    span = Timespan(date(2025, 10, 2), date(2025, 10, 31))
    hidden = [replace(one, life=replace(one.life, closed=None, won=False)) if one.life.closed and one.life.closed > day
              else one for one in past]  # fmt: skip
    told, other = outlook(past, day, span), outlook(hidden, day, span)
    assert told
    assert told == other


def test_a_deal_is_likelier_won_by_who_wins_more_and_surer_with_more_time():
    lives = [one.life for one in company()]
    chances = fit(lives, TODAY)
    assert chances
    asked = [Life(TODAY, None, False, owner, "x") for owner in ("ann", "bo", "somebody new")]
    ann, bo, new = chances.within(asked, TODAY, 12)
    assert ann[-1] > bo[-1] > 0
    assert 0 < new[-1] < 1
    assert all(earlier <= later for earlier, later in pairwise(ann))
    assert fit(lives[:20], TODAY) is None
