"""Customer analytics beside what others take for it, in the same run:  python -m benchmarks.customers

The public data of ../shared. The peers (scikit-learn, mlxtend) come with the bench extra; where one is not installed,
its place stays empty.
"""

import csv
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # one core each

import numpy as np

from crm_domain.affinity import frequent, rules
from crm_domain.clusters import k_means, standardised_logs
from crm_domain.effects import by_unit, effect
from crm_domain.odds import Columns, auc, brier, learned
from crm_domain.purchases import Purchase
from crm_domain.rfm import buyers

FOLDER = next((p / "shared" / "data" for p in Path(__file__).parents if (p / "shared" / "data").exists()), Path("none"))
FOLDS, SEED = 5, 7
Records = Sequence[Mapping[str, Any]]


def quickest(work: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Seconds of the processor: a busy machine lengthens the clock's, and not for both alike."""
    best, found = float("inf"), None
    for _ in range(times):
        begun = process_time()
        found = work()
        best = min(best, process_time() - begun)
    return best, found


def lines(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


def told(what: str, ours: object, peer: object = "–", goal: str = "") -> None:
    print(f"{what:<44} {ours!s:>14} {peer!s:>14}   {goal}")


# -- what is bought together -------------------------------------------------------------------------------------------


def baskets(rows: Sequence[Mapping[str, str]]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if int(row["Quantity"]) > 0 and float(row["UnitPrice"]) > 0 and row["StockCode"][:5].isdigit():
            found.setdefault(row["InvoiceNo"], set()).add(sys.intern(row["StockCode"]))  # one object, as a product is
    return list(found.values())


def affinity(rows: Sequence[Mapping[str, str]], meant: Mapping[str, Any]) -> None:
    found = baskets(rows)
    support, confidence, most = meant["min_support"], meant["min_confidence"], meant["max_len"]
    ours, made = quickest(lambda: rules(frequent(found, support, most), confidence))
    told("itemsets and rules, rules found", len(made), meant["rules"], "exactly")
    theirs = fpgrowth_seconds(found, support, confidence, most)
    told("… seconds, mlxtend fpgrowth beside", f"{ours:.3f}", f"{theirs:.3f}" if theirs else "not here")
    if theirs:
        told("… times as fast", f"{theirs / ours:.1f}", 1, ">= 8")


def fpgrowth_seconds(found: list[set[str]], support: float, confidence: float, most: int) -> float | None:
    """The whole way from the same baskets: their table, the sets, the rules."""
    try:
        import pandas as pd
        from mlxtend.frequent_patterns import association_rules, fpgrowth
        from mlxtend.preprocessing import TransactionEncoder
    except ImportError:
        return None

    def work() -> Any:
        encoder = TransactionEncoder()
        table = pd.DataFrame(encoder.fit_transform([sorted(basket) for basket in found]), columns=encoder.columns_)
        sets = fpgrowth(table, min_support=support, use_colnames=True, max_len=most)
        return association_rules(sets, metric="confidence", min_threshold=confidence)

    return quickest(work)[0]


# -- groups ------------------------------------------------------------------------------------------------------------


def groups(rows: Sequence[Mapping[str, str]], meant: Mapping[str, Any], today: date) -> None:
    found = buyers(_purchases(rows), today)
    points = standardised_logs(
        [[b.recency for b in found], [b.frequency for b in found], [b.monetary / 100 for b in found]]
    )
    for k in (3, 4, 5):
        seconds, clusters = quickest(lambda k=k: k_means(points, k), 3)
        peer = sklearn_inertia(points, k) or meant[str(k)]["best_inertia"]
        told(
            f"k-means, inertia of {k} groups ({seconds:.3f} s)",
            f"{clusters.inertia:.2f}",
            f"{peer:.2f}",
            "<= 1.005 of it",
        )


def _purchases(rows: Sequence[Mapping[str, str]]) -> Iterator[Purchase]:
    for row in rows:
        if row["CustomerID"]:
            minor, day = (
                round(100 * int(row["Quantity"]) * float(row["UnitPrice"])),
                date.fromisoformat(row["InvoiceDate"][:10]),
            )
            who = row["CustomerID"]
            yield Purchase(int(who), who, day, minor, "GBP", row["InvoiceNo"], None, int(row["Quantity"]))


def sklearn_inertia(points: Any, k: int) -> float | None:
    try:
        from sklearn.cluster import KMeans
    except ImportError:
        return None
    return float(KMeans(k, n_init=50, random_state=SEED).fit(points).inertia_)


# -- odds --------------------------------------------------------------------------------------------------------------


def odds(name: str, records: Records, happened: Any, goals: tuple[str, str]) -> None:
    """Each fold told by what was learned from the others."""
    order = np.random.default_rng(SEED).permutation(len(records))
    ours, theirs = np.zeros(len(records)), np.zeros(len(records))
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        columns = Columns([records[i] for i in rest])
        x, new = columns.rows([records[i] for i in rest]), columns.rows([records[i] for i in fold])
        ours[fold] = learned(x, happened[rest]).of(new)
        theirs[fold] = _sklearn_chances(x, happened[rest], new)
    yes = happened > 0
    peers = theirs if theirs.any() else None
    for label, measure, goal in (("AUC", auc, goals[0]), ("Brier", brier, goals[1])):
        peer = f"{measure(peers, yes):.4f}" if peers is not None else "not here"  # type: ignore[operator]
        told(f"{name}, {label} ({FOLDS} folds)", f"{measure(ours, yes):.4f}", peer, goal)  # type: ignore[operator]


def _sklearn_chances(x: Any, y: Any, new: Any) -> Any:
    try:
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler
    except ImportError:
        return np.zeros(len(new))
    scaler = StandardScaler().fit(x)
    return LogisticRegression(max_iter=1000).fit(scaler.transform(x), y).predict_proba(scaler.transform(new))[:, 1]


def promotions() -> None:
    meant = json.loads((FOLDER / "campaign" / "ibm_promotion_expected.json").read_text("utf-8"))
    rows: dict[str, list[tuple[str, float]]] = {}
    for row in lines(FOLDER / "campaign" / "ibm_promotion_test.csv"):
        rows.setdefault(row["Promotion"], []).append((row["LocationID"], float(row["SalesInThousands"])))
    for pair, other in meant["welch_on_store_means"].items():
        one, two = pair.split("_vs_")
        found = effect(by_unit(rows[one]), by_unit(rows[two]))
        told(f"promotion {one} against {two}, by shop: p", f"{found.p:.6f}", f"{other['p']:.6f}", "equal")  # type: ignore[union-attr]


def main() -> None:
    if not FOLDER.exists():
        sys.exit("the public data of ../shared is not here")
    told("", "ours", "peer", "goal")
    expected = json.loads((FOLDER / "retail" / "expected.json").read_text("utf-8"))
    rows = lines(FOLDER / "retail" / "online_retail_non_uk.csv.gz")
    affinity(rows, expected["association"])
    groups(rows, expected["kmeans_on_standardised_log1p_RFM"], date.fromisoformat(expected["rfm"]["reference_date"]))
    promotions()
    churn = lines(FOLDER / "churn" / "telco_train.csv")
    kept = [{k: v.strip() or "0" for k, v in row.items() if k not in ("Churn", "customerID")} for row in churn]
    odds("telco churn", kept, np.array([float(row["Churn"] == "Yes") for row in churn]), (">= .83", "<= .145"))
    calls = lines(FOLDER / "campaign" / "bank_calls_train.csv.gz")
    kept = [{k: v for k, v in row.items() if k not in ("y", "row", "duration")} for row in calls]  # known only after it
    odds("bank calls, without duration", kept, np.array([float(row["y"] == "yes") for row in calls]), ("", ""))


if __name__ == "__main__":
    main()
