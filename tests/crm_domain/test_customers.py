"""Customers counted on public data: the numbers that others found, found again."""

import csv
import gzip
import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_domain.affinity import by_lift, frequent, rules
from crm_domain.clusters import k_means, silhouette, standardised_logs
from crm_domain.effects import by_unit, effect, t_quantile, t_tails
from crm_domain.formulas import mean_sd
from crm_domain.purchases import Purchase
from crm_domain.rfm import STANDINGS, buyers, graded
from tests.maven import FOLDER

DATA = FOLDER
here = pytest.mark.skipif(not DATA.exists(), reason="the public data of ../shared is not here")


@pytest.fixture(scope="module")
def retail():
    with gzip.open(DATA / "retail" / "online_retail_non_uk.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def expected():
    return json.loads((DATA / "retail" / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def bought(retail):
    """The rows as purchases."""

    def purchase(row):
        minor = round(100 * int(row["Quantity"]) * float(row["UnitPrice"]))
        day, who = date.fromisoformat(row["InvoiceDate"][:10]), row["CustomerID"]
        return Purchase(int(who), who, day, minor, "GBP", row["InvoiceNo"], None, int(row["Quantity"]))

    return [purchase(row) for row in retail if row["CustomerID"]]


@here
def test_itemsets_and_rules_are_counted_as_others_counted_them(retail, expected):
    meant = expected["association"]
    baskets: dict[str, set[str]] = {}
    for row in retail:
        if int(row["Quantity"]) > 0 and float(row["UnitPrice"]) > 0 and row["StockCode"][:5].isdigit():
            baskets.setdefault(row["InvoiceNo"], set()).add(row["StockCode"])
    found = frequent(list(baskets.values()), meant["min_support"], meant["max_len"])
    assert (found.baskets, len(found.counts)) == (meant["baskets"], meant["itemsets"])
    assert {str(size): n for size, n in found.by_len().items()} == meant["itemsets_by_len"]
    made = rules(found, meant["min_confidence"])
    assert len(made) == meant["rules"]
    for rule, other in zip(by_lift(made), meant["top10_by_lift"], strict=False):
        assert (list(rule.if_), list(rule.then)) == (other["if_"], other["then"])
        assert rule.lift == pytest.approx(other["lift"], abs=1e-4)


@here
def test_recency_frequency_and_money_are_those_of_others(bought, expected):
    found = buyers(bought, date.fromisoformat(expected["rfm"]["reference_date"]))
    assert len(found) == expected["rfm"]["customers"]
    for name, values in (
        ("R", [b.recency for b in found]),
        ("F", [b.frequency for b in found]),
        ("M", [b.monetary / 100 for b in found]),
    ):
        assert mean_sd(values).mean == pytest.approx(expected["rfm"]["mean"][name], abs=1e-4)
        assert mean_sd(values).sd_sample == pytest.approx(expected["rfm"]["sd_sample"][name], abs=1e-4)
    assert sum(1 for grade in graded(found) if grade.standing in STANDINGS) == len(found)


@here
@pytest.mark.parametrize("k", [3, 4, 5])
def test_k_means_is_as_tight_as_the_best_that_is_known(bought, expected, k):
    found = buyers(bought, date.fromisoformat(expected["rfm"]["reference_date"]))
    points = standardised_logs([[getattr(b, name) for b in found] for name in ("recency", "frequency", "monetary")])
    points = standardised_logs(
        [[b.recency for b in found], [b.frequency for b in found], [b.monetary / 100 for b in found]]
    )
    best = expected["kmeans_on_standardised_log1p_RFM"][str(k)]
    clusters = k_means(points, k)
    assert clusters.inertia <= 1.005 * best["best_inertia"]
    assert silhouette(points, clusters.labels) == pytest.approx(best["silhouette"], abs=0.01)


def test_k_means_gives_no_groups_where_there_are_none():
    assert k_means(standardised_logs([[1.0, 1.0], [2.0, 2.0]]), 2) is None
    assert silhouette(standardised_logs([[1.0, 2.0], [2.0, 3.0]]), [0, 0]) is None


@here
def test_an_effect_is_told_by_shop_and_not_by_row():
    meant = json.loads((DATA / "campaign" / "ibm_promotion_expected.json").read_text("utf-8"))
    rows: dict[str, list[tuple[str, float]]] = {}
    with (DATA / "campaign" / "ibm_promotion_test.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["Promotion"], []).append((row["LocationID"], float(row["SalesInThousands"])))
    for pair, other in meant["welch_on_store_means"].items():
        one, two = pair.split("_vs_")
        found = effect(by_unit(rows[one]), by_unit(rows[two]))
        assert (found.treated, found.control) == (meant["stores"][one], meant["stores"][two])
        for name, tol in (("diff", 1e-4), ("lift_pct", 1e-3), ("t", 1e-4), ("df", 0.01), ("p", 1e-6)):
            assert getattr(found, name) == pytest.approx(other[name], abs=tol), (pair, name)
        assert list(found.ci95) == pytest.approx(other["ci95"], abs=1e-4)
        assert found.is_certain == (other["p"] < 0.05)


def test_of_one_alone_no_effect_is_told_and_of_equals_no_interval():
    assert effect([1.0], [1.0, 2.0]) is None
    same = effect([5.0, 5.0], [5.0, 5.0])
    assert (same.diff, same.ci95, same.is_certain) == (0.0, None, False)


@given(st.floats(0.01, 50), st.floats(1, 500))
def test_the_quantile_of_t_undoes_its_tails(t, df):
    p = t_tails(t, df)
    assert 0 <= p <= 1
    assert p < 1e-12 or math.isclose(t_quantile(1 - p / 2, df), t, rel_tol=1e-3, abs_tol=1e-6) or p < 1e-9
