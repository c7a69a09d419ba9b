"""Chances learned from examples, and the measures of how well they are told."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_domain.odds import Columns, auc, brier, learned
from tests.maven import FOLDER

CASES = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]), st.booleans()), max_size=20)


@given(CASES)
def test_auc_is_the_share_of_pairs_that_are_told_apart(cases):
    yes, no = ([p for p, y in cases if y is which] for which in (True, False))
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in yes for b in no]
    found = auc([p for p, _ in cases], [y for _, y in cases])
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


def test_of_nothing_there_is_no_score():
    assert brier([], []) is None
    assert brier([1.0, 0.0], [True, True]) == 0.5


def test_what_tells_all_by_itself_gives_no_endless_weights():
    x = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 1.0], [1.0, 1.0]])
    chances = learned(x, np.array([0.0, 0.0, 1.0, 1.0])).of(x)
    assert np.isfinite(chances).all()
    assert chances[0] < 0.5 < chances[3]


def test_words_and_numbers_become_columns():
    records = [{"plan": "gold" if n % 2 else "tin", "months": str(n), "rare": "x" if n == 3 else ""} for n in range(12)]
    columns = Columns(records)
    assert columns.numbers == ["months"]
    assert columns.words == [("plan", "gold"), ("plan", "tin"), ("rare", "")]
    assert columns.rows([{"plan": "new", "months": "3", "rare": "x"}]).tolist()[0][2:] == [0.0, 0.0, 0.0]


@pytest.mark.skipif(not FOLDER.exists(), reason="the public data of ../shared is not here")
def test_who_leaves_a_telephone_company_is_told_well():
    with (FOLDER / "churn" / "telco_train.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    happened = np.array([float(row["Churn"] == "Yes") for row in rows])
    records = [{k: v.strip() or "0" for k, v in row.items() if k not in ("Churn", "customerID")} for row in rows]
    cut = len(rows) * 4 // 5
    columns = Columns(records[:cut])
    chances = learned(columns.rows(records[:cut]), happened[:cut]).of(columns.rows(records[cut:]))
    assert auc(chances, happened[cut:] > 0) >= 0.83
    assert brier(chances, happened[cut:] > 0) <= 0.145
