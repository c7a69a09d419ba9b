"""The formulas, against vectors computed with 60 digits, and where they have no answer."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_domain.affinity import frequent, rules
from crm_domain.formulas import communication, mean_sd, ols, softmax, standardised, weighted_value
from tests.maven import FOLDER

FILE = FOLDER / "formulas.json"
VECTORS = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
NUMBERS = st.lists(st.floats(-1e6, 1e6), max_size=12)


def cases(name):
    return [pytest.param(case, id=f"{name}-{n}") for n, case in enumerate(VECTORS.get(name, []))] or [
        pytest.param(None, marks=pytest.mark.skip(reason="the vectors of ../shared are not here"))
    ]


def near(said, meant, tol):
    if meant is None or said is None:
        return said is meant
    return math.isclose(said, meant, rel_tol=tol, abs_tol=tol)


@pytest.mark.parametrize("case", cases("softmax"))
def test_softmax(case):
    found = softmax(case["x"], case["a"])
    assert len(found) == len(case["p"])
    assert all(near(one, other, case["tol"]) for one, other in zip(found, case["p"], strict=True))


@pytest.mark.parametrize("case", cases("mean_sd"))
def test_mean_and_deviations(case):
    found = mean_sd(case["x"])
    for name in ("n", "mean", "sd_sample", "sd_population"):
        assert near(getattr(found, name), case[name], case["tol"]), name


@pytest.mark.parametrize("case", cases("weighted_value"))
def test_weighted_value(case):
    assert near(weighted_value(case["w"], case["v"]), case["value"], case["tol"])


@pytest.mark.parametrize("case", cases("communication"))
def test_communication_score(case):
    found = communication(case["minutes"], case["satisfaction"])
    assert near(found.score, case["score"], case["tol"])
    assert near(found.time_weighted_mean, case["time_weighted_mean"], case["tol"])


@pytest.mark.parametrize("case", cases("rules"))
def test_association_rules(case):
    found = rules(frequent(case["baskets"], case["min_support"], case["max_len"]), case["min_confidence"])
    assert [(list(rule.if_), list(rule.then)) for rule in found] == [(r["if_"], r["then"]) for r in case["rules"]]
    for rule, meant in zip(found, case["rules"], strict=True):
        assert all(near(getattr(rule, name), meant[name], case["tol"]) for name in ("support", "confidence", "lift"))


@pytest.mark.parametrize("case", cases("ols"))
def test_least_squares(case):
    found = ols(case["X"], case["y"])
    assert near(found.intercept, case["intercept"], case["tol"])
    assert near(found.r2, case["r2"], case["tol"])
    assert all(near(one, other, case["tol"]) for one, other in zip(found.coef, case["coef"], strict=True))


@given(NUMBERS, st.floats(-100, 100))
def test_softmax_never_overflows_and_sums_to_one(x, a):
    found = softmax(x, a)
    assert all(math.isfinite(p) and 0 <= p <= 1 for p in found)
    assert not x or math.isclose(math.fsum(found), 1, rel_tol=1e-9)


@given(NUMBERS)
def test_what_is_standardised_has_mean_0_and_deviation_1_or_does_not_vary(x):
    found = mean_sd(standardised(x))
    assert found.mean is None or abs(found.mean) < 1e-3
    assert found.sd_population in (None, 0) or math.isclose(found.sd_population, 1, rel_tol=1e-3)


def test_least_squares_gives_no_answer_where_there_is_none():
    assert ols([], []) is None
    assert ols([[1.0], [2.0]], [1.0, 2.0]) is None  # two points make any line
    assert (
        ols([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0]], [1.0, 2.0, 3.0, 4.0]) is None
    )  # one is the other, twice
    assert ols([[1.0], [2.0], [3.0]], [5.0, 5.0, 5.0]).r2 is None  # nothing to explain


@given(st.lists(st.sets(st.sampled_from("abcdef"), max_size=5), max_size=30), st.sampled_from([0.0, 0.1, 0.25, 0.5]))
def test_every_frequent_set_is_found_and_counted_exactly(baskets, support):
    found = frequent(baskets, support, 4)
    named = {frozenset(found.items[n] for n in itemset): count for itemset, count in found.counts.items()}
    subsets = {frozenset(s) for basket in baskets for s in _subsets(sorted(basket)) if 0 < len(s) <= 4}
    counted = {s: sum(s <= basket for basket in baskets) for s in subsets}
    assert named == {s: count for s, count in counted.items() if count >= max(1, support * len(baskets))}


def _subsets(items):
    return [[item for n, item in enumerate(items) if bits >> n & 1] for bits in range(2 ** len(items))]
