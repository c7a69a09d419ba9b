"""How well tickets are sorted, and breaches foreseen: ours beside scikit-learn on the same parts in the same run.

python -m benchmarks.triage [--sets topic,service,all_services,breach] [--seeds 1,2,3,4,5]

Sorting: a fifth of ../shared/data/tickets is held out; accuracy and macro-F1 of the intent reader (what `crm classify`
runs and triage learns with) beside TF-IDF + LinearSVC, with its defaults and with sublinear counts. The gate is half a
point below the better of them. Services are asked for among those with COMMON tickets, and among all: only among the
former does the peer itself come near .69 accuracy and .59 macro-F1.
Breaches: of ../shared/data/incidents the last quarter by opening is asked for and the rest learnt from, by what is
known when a ticket is opened; the area under the curve of the product's forecast beside logistic regression's, which
is given all that the log tells.
The peers are scikit-learn (the extra `bench`); where it is not installed, that is said.
"""

import argparse
import csv
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from crm_domain.foresight import Past, foresight, standing
from crm_domain.incident_log import document
from crm_domain.ticket_states import Priority
from crm_domain.ticket_targets import TARGETS
from handlers.reading.example import Example
from handlers.reading.intents import IntentReader
from handlers.triage import PASTS

DATA = Path(__file__).parents[2] / "shared" / "data"
KNOWN = ("contact_type", "category", "subcategory", "symptom", "location", "priority", "impact", "urgency",
         "assignment_group", "opened_by")  # fmt: skip
HELD_OUT = 0.2
COMMON = 50  # tickets of a service
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


def common_service() -> Labelled:
    """Of the 73 services 54 have fewer than COMMON tickets, 11 of them one: there is nothing to learn them from."""
    labelled = service()
    often = Counter(label for _, label in labelled)
    return [(text, label) for text, label in labelled if often[label] >= COMMON]


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


def sort(name: str, labelled: Labelled, seeds: Sequence[int]) -> bool:
    """Accuracy and macro-F1 of each, the means over as many ways to part the set."""
    count = len({label for _, label in labelled})
    print(f"{name}: {len(labelled)} tickets of {count} labels, a fifth held out {len(seeds)} times")
    found = {}
    for who, run in (("ours", ours), ("LinearSVC", svc()), ("LinearSVC, sublinear", svc(sublinear_tf=True))):
        began = time.process_time()
        try:
            scores = [_scores(run, labelled, seed) for seed in seeds]
        except ImportError:
            print(f"  {who:22} scikit-learn is not installed (the extra “bench”)")
            continue
        found[who] = tuple(sum(score) / len(seeds) for score in zip(*scores, strict=True))
        cpu = (time.process_time() - began) / len(seeds)
        told = "  ".join(f"{right:.4f}/{each:.4f}" for right, each in scores)
        print(f"  {who:22} accuracy {found[who][0]:.4f}  macro-F1 {found[who][1]:.4f}  ({told})  cpu {cpu:.1f} s")
    best = [max(score) - MARGIN for score in zip(*found.values(), strict=True)]
    return all(own >= least for own, least in zip(found["ours"], best, strict=True))


def _scores(run: Callable[[Labelled, Sequence[str]], Told], labelled: Labelled, seed: int) -> tuple[float, float]:
    mixed = random.Random(seed).sample(labelled, len(labelled))
    cut = round(len(mixed) * (1 - HELD_OUT))
    meant, said = [label for _, label in mixed[cut:]], run(mixed[:cut], [text for text, _ in mixed[cut:]])
    return accuracy(meant, said), macro_f1(meant, said)


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
    """As the product does it: from the latest PASTS, by what a ticket of ours knows (no symptom, place or caller)."""
    model = foresight(_pasts(learnt)[-PASTS:])
    assert model, "too little to learn from"
    chances = model.chances(
        [standing(past.facts, past.opened, past.opened, None, past.within) for past in _pasts(held)]
    )
    return [chance.value for chance in chances]


def _pasts(rows: list[dict[str, str]]) -> list[Past]:
    return [_past(ticket) for ticket in document(rows, ZoneInfo("UTC"))["tickets"]]


def _past(ticket: dict[str, Any]) -> Past:
    facts = {name: ticket.get(name) for name in ("priority", "category", "team")}
    opened, solved = (datetime.fromisoformat(ticket[name]) for name in ("created_at", "closed_at"))
    solved = datetime.fromisoformat(ticket["resolved_at"]) if "resolved_at" in ticket else solved
    return Past(facts, opened, None, solved, TARGETS[Priority(ticket["priority"])].resolution, ticket["sla_met"])


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
    parser.add_argument("--sets", default="topic,service,all_services,breach")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    said = parser.parse_args()
    seeds = [int(seed) for seed in said.seeds.split(",")]
    runs: dict[str, Callable[[], bool]] = {
        "topic": lambda: sort("topic", topic(), seeds),
        "service": lambda: sort("service", common_service(), seeds),
        "all_services": lambda: sort("all_services", service(), seeds),
        "breach": breach,
    }
    kept = {name: runs[name]() for name in said.sets.split(",")}
    print(", ".join(f"{name}: gate {'kept' if good else 'MISSED'}" for name, good in kept.items()))


if __name__ == "__main__":
    main()
