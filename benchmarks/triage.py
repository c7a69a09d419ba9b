"""How well tickets are sorted, and breaches foreseen: ours beside scikit-learn on the same parts in the same run.

python -m benchmarks.triage [--sets topic,service,breach] [--seed 1]

Sorting: a fifth of ../shared/data/tickets is held out; accuracy and macro-F1 of the intent reader (what `crm classify`
runs and triage learns with) beside TF-IDF + LinearSVC, with its defaults and with sublinear counts. The gate is half a
point below the better of them. Breaches: of ../shared/data/incidents the last quarter by opening is asked for and the
rest learnt from, by what is known when a ticket is opened; the area under the curve beside logistic regression's.
The peers are scikit-learn (the extra `bench`); where it is not installed, that is said.
"""

import argparse
import csv
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from handlers.reading.example import Example
from handlers.reading.intents import IntentReader

DATA = Path(__file__).parents[2] / "shared" / "data"
KNOWN = ("contact_type", "category", "subcategory", "symptom", "location", "priority", "impact", "urgency",
         "assignment_group", "opened_by")  # fmt: skip
HELD_OUT = 0.2
MARGIN = 0.005

Labelled = list[tuple[str, str]]
Told = list[str]


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as written:
        return list(csv.DictReader(written))


def topic() -> Labelled:
    return [(row["Document"], row["Topic_group"]) for row in lines(DATA / "tickets" / "it_topic_train.csv")]


def service() -> Labelled:
    rows = lines(DATA / "tickets" / "endava_train.csv")
    return [(f"{row['title']} {row['body']}", row["business_service"]) for row in rows]


def ours(learnt: Labelled, asked: Sequence[str]) -> Told:
    reader = IntentReader.train([Example(text, label) for text, label in learnt])
    return [reader.read(text).ranked[0].intent for text in asked]


def svc(**counts: object) -> Callable[[Labelled, Sequence[str]], Told]:
    def sort(learnt: Labelled, asked: Sequence[str]) -> Told:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        machine = make_pipeline(TfidfVectorizer(**counts), LinearSVC())
        machine.fit([text for text, _ in learnt], [label for _, label in learnt])
        return [str(label) for label in machine.predict(list(asked))]

    return sort


def accuracy(meant: Told, said: Told) -> float:
    return sum(map(str.__eq__, meant, said)) / len(meant)


def macro_f1(meant: Told, said: Told) -> float:
    scores = []
    for label in set(meant):
        both = sum(m == s == label for m, s in zip(meant, said, strict=True))
        scores.append(2 * both / (meant.count(label) + said.count(label)))
    return sum(scores) / len(scores)


def sort(name: str, labelled: Labelled, seed: int) -> bool:
    random.Random(seed).shuffle(labelled)
    cut = round(len(labelled) * (1 - HELD_OUT))
    learnt, held = labelled[:cut], labelled[cut:]
    meant, asked = [label for _, label in held], [text for text, _ in held]
    print(f"{name}: {len(learnt)} learnt, {len(held)} held out, {len({label for _, label in labelled})} labels")
    found = {}
    for who, run in (("ours", ours), ("LinearSVC", svc()), ("LinearSVC, sublinear", svc(sublinear_tf=True))):
        began = time.process_time()
        try:
            said = run(learnt, asked)
        except ImportError:
            print(f"  {who:22} scikit-learn is not installed (the extra “bench”)")
            continue
        found[who] = accuracy(meant, said)
        cpu = time.process_time() - began
        print(f"  {who:22} accuracy {found[who]:.4f}  macro-F1 {macro_f1(meant, said):.4f}  cpu {cpu:.1f} s")
    return found["ours"] >= max(found.values()) - MARGIN


def facts(row: dict[str, str]) -> Iterator[str]:
    """What is known when a ticket is opened; the hour and the weekday too."""
    yield from (f"{name}={row[name]}" for name in KNOWN if row[name])
    yield f"hour={row['opened_at'][11:13]}"
    yield f"day={time.strptime(row['opened_at'][:10], '%Y-%m-%d').tm_wday}"


def breach() -> bool:
    rows = [row for row in lines(DATA / "incidents" / "incidents_2016-04-30.csv") if row["state"] == "Closed"]
    rows.sort(key=lambda row: row["opened_at"])
    cut = round(len(rows) * 0.75)
    learnt, held = rows[:cut], rows[cut:]
    late = [row["made_sla"] == "false" for row in held]
    print(f"breach: {len(learnt)} learnt, {len(held)} asked, {sum(late) / len(late):.1%} of these breached")
    found = {"ours": auc(_ours_breach(learnt, held), late)}
    try:
        found["LogisticRegression"] = auc(_their_breach(learnt, held), late)
    except ImportError:
        print("  scikit-learn is not installed (the extra “bench”)")
    for who, area in found.items():
        print(f"  {who:22} AUC {area:.4f}")
    return found["ours"] >= 0.74


def _ours_breach(learnt: list[dict[str, str]], held: list[dict[str, str]]) -> list[float]:
    shown = [Example("", "late" if row["made_sla"] == "false" else "kept", frozenset(facts(row))) for row in learnt]
    reader = IntentReader.train(shown)
    readings = (reader.read("", frozenset(facts(row))) for row in held)
    return [next(found.probability for found in reading.ranked if found.intent == "late") for reading in readings]


def _their_breach(learnt: list[dict[str, str]], held: list[dict[str, str]]) -> list[float]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    machine = make_pipeline(DictVectorizer(), LogisticRegression(max_iter=1000))
    machine.fit([dict.fromkeys(facts(row), 1) for row in learnt], [row["made_sla"] == "false" for row in learnt])
    return [float(pair[1]) for pair in machine.predict_proba([dict.fromkeys(facts(row), 1) for row in held])]


def auc(scores: list[float], positive: list[bool]) -> float:
    """The share of pairs that are in order; ties count half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, at = [0.0] * len(scores), 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for place in order[at:end]:
            ranks[place] = (at + end + 1) / 2
        at = end
    yes = sum(positive)
    above = sum(rank for rank, is_one in zip(ranks, positive, strict=True) if is_one)
    return (above - yes * (yes + 1) / 2) / (yes * (len(scores) - yes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default="topic,service,breach")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    runs: dict[str, Callable[[], bool]] = {
        "topic": lambda: sort("topic", topic(), said.seed),
        "service": lambda: sort("service", service(), said.seed),
        "breach": breach,
    }
    kept = {name: runs[name]() for name in said.sets.split(",")}
    print(", ".join(f"{name}: gate {'kept' if good else 'MISSED'}" for name, good in kept.items()))


if __name__ == "__main__":
    main()
