"""The funnel's regression: what is known beforehand is found again."""

from datetime import date

import pytest

from crm_domain.drivers import Step, drivers
from crm_domain.pipelines import Outcome, Stage

LEAD, OFFER, WON = (
    Stage(id=n, key=key, name_en=key, name_zh=key, position=n, outcome=outcome)
    for n, (key, outcome) in enumerate((("lead", Outcome.OPEN), ("offer", Outcome.OPEN), ("won", Outcome.WON)))
)
STAGES = (LEAD, OFFER, WON)


def month(n):
    return date(2025 + n // 12, n % 12 + 1, 10)


def steps(leads, offers, wins):
    counts = zip(leads, offers, wins, strict=True)
    return [
        Step(stage, month(n)) for n, row in enumerate(counts) for stage, count in enumerate(row) for _ in range(count)
    ]


def test_a_known_line_is_found_again():
    leads, offers = [5, 9, 4, 8, 7, 12, 3, 6, 10, 11, 2, 9], [2, 5, 3, 3, 4, 6, 2, 2, 7, 5, 1, 3]
    wins = [1 + lead + 2 * offer for lead, offer in zip(leads, offers, strict=True)]
    found = drivers(steps(leads, offers, wins), STAGES, date(2026, 1, 15))
    assert (found.unit, found.fit.n, found.columns) == ("month", 12, [LEAD, OFFER])
    assert (found.fit.intercept, *found.fit.coef, found.fit.r2) == pytest.approx((1, 1, 2, 1))


def test_the_month_that_runs_is_left_out_and_few_months_go_by_week():
    assert drivers(steps([5, 6, 7], [1, 2, 3], [1, 1, 2]), STAGES, date(2025, 3, 20)).unit == "week"
    assert drivers([], STAGES, date(2025, 3, 20)).fit is None


def test_a_stage_that_tells_nothing_of_its_own_is_no_column():
    same = [5, 9, 4, 8, 7, 12, 3, 6, 10, 11, 2, 9]
    found = drivers(steps(same, same, same), STAGES, date(2026, 1, 15))
    assert found.columns == [LEAD]
    assert found.fit.r2 == pytest.approx(1)
