"""Forecasts: a range from how deals went, split and measured; none on thin history; nothing learned from the future."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from crm_domain.chances import within
from crm_domain.futures import futures
from crm_domain.hazard import fit
from crm_domain.lives import Book, Life
from crm_domain.outlook import chance_of, outlook
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
        past.append(Life(begun, closed if over else None, won, owner, "x", draw.choice((100.0, 200.0))))
    return past


def test_a_range_is_given_with_its_parts_and_its_past_error():
    past = company()
    usual = sum(one.amount for one in past if one.won) / 374 * 30
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
    assert outlook(past, TODAY, Timespan(date(2030, 1, 1), date(2030, 3, 31))) is None  # too far ahead


def test_what_happens_later_changes_nothing_that_is_said_today():
    past, day = company(), date(2025, 10, 1)
    span = Timespan(date(2025, 10, 2), date(2025, 10, 31))
    hidden = [replace(one, closed=None, won=False) if one.closed and one.closed > day else one for one in past]
    told, other = outlook(past, day, span), outlook(hidden, day, span)
    assert told
    assert told == other


def chances(lives, weeks=12):
    book, day = Book(lives, TODAY), TODAY.toordinal()
    hazard = fit(book, day)
    return book.open_on(day), hazard and within(hazard, book, book.open_on(day), weeks)


def test_a_deal_is_likelier_won_by_who_wins_more_and_surer_with_more_time():
    asked = [Life(TODAY, None, False, owner, kind) for owner, kind in (("ann", "x"), ("bo", "x"), ("new", "new"))]
    _, won = chances(company() + asked)
    ann, bo, new = won[-3:]
    assert ann[-1] > bo[-1] > 0
    assert 0 < new[-1] < 1
    assert all(earlier <= later for earlier, later in pairwise(ann))
    assert chances(company()[:20])[1] is None


def test_chances_come_true_as_often_as_they_say():
    """Deals of a known world, asked on a day in the middle of it."""
    book, day = Book(company(count=4000), TODAY), date(2025, 9, 1).toordinal()
    opened = book.open_on(day)
    said = within(fit(book, day), book, opened, 8)[:, -1]
    came = book.won_by(day + 56)[opened]
    likely = said > sorted(said)[len(said) // 2]
    for part in (likely, ~likely):
        assert said[part].mean() == pytest.approx(came[part].mean(), abs=0.08)


def test_a_deal_that_is_older_than_any_that_was_decided_has_hardly_a_chance():
    old = Life(START, None, False, "bo", "x")
    _, won = chances([*company(), old, replace(old, begun=TODAY)])
    assert won[-2, -1] < 0.1 < won[-1, -1]


def test_ten_thousand_futures_are_right_on_average_and_in_their_spread():
    chance, amount = [0.001, 0.2, 0.5, 0.999] * 25, [1000.0, 10.0, 20.0, 30.0] * 25
    drawn = futures(chance, amount, seed=7)
    spread = sum(p * (1 - p) * a * a for p, a in zip(chance, amount, strict=True)) ** 0.5
    assert len(drawn) == 10_000
    assert drawn.mean() == pytest.approx(sum(p * a for p, a in zip(chance, amount, strict=True)), rel=0.01)
    assert drawn.std() == pytest.approx(spread, rel=0.05)
    assert (futures(chance, amount, seed=7) == drawn).all()
    assert futures([], [], seed=7).sum() == 0


def test_the_chance_to_reach_a_sum_is_that_of_the_range():
    chances = [chance_of(least, 80, 100, 150) for least in (80, 100, 150)]
    assert chances == [pytest.approx(0.9), pytest.approx(0.5), pytest.approx(0.1)]
    assert [chance_of(least, 100, 100, 100) for least in (99, 101)] == [1, 0]
