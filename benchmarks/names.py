"""Finding a name among many: how often the right one comes first, or among the first five, and how long it takes.

python -m benchmarks.names [N]        (200, then N: default 100,000; a million takes some minutes)

The names are made up from syllables and characters, half English and half Chinese, two thirds people and one third
companies; the questions are names that were bent: one or two typos, a nickname, a part, pinyin, homophones, a title.
A part, a nickname or a sound that fits several names is asked only where one of them alone is meant by it. Peers in the
same run, on the same core: rapidfuzz over all names (process.extract, WRatio), and SQLite's full text search over
trigrams. Waits are as the clock on the wall has them; in brackets the p99 of the CPU's time, which other programs do
not lengthen.
"""

import os
import random
import resource
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz, process
from sqlalchemy import insert

from benchmarks.name_makers import Asked, companies, people, questions, unknown
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm, open_workspace
from crm_domain.names import NameIndex
from crm_domain.store import Session, Store

SEED = 20261123
QUESTIONS = 3000
OF_PEERS = 60  # brute force is slow
FIRM = 0.93  # what is taken for a name inside a sentence
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

Find = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of the questions, and milliseconds: on the wall, and of the CPU."""

    first: float
    five: float
    p50: float
    p99: float
    cpu: float


def megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(find: Find, asked: Sequence[Asked]) -> tuple[Found, str]:
    """What was found, and of which kind of question how many were not."""
    waits, cpu, first, five = [], [], 0, 0
    missed: Counter[str] = Counter()
    for question in asked:
        began, busy = time.perf_counter(), time.thread_time()
        names = find(question.said)[:5]
        waits.append((time.perf_counter() - began) * 1000)
        cpu.append((time.thread_time() - busy) * 1000)
        first += names[:1] == [question.name]
        five += question.name in names
        missed[question.kind] += question.name not in names
    kinds = Counter(question.kind for question in asked)
    found = Found(first / len(asked), five / len(asked), at(0.5, waits), at(0.99, waits), at(0.99, cpu))
    return found, ", ".join(f"{kind} {missed[kind]}/{count}" for kind, count in sorted(kinds.items()))


def at(share: float, waits: Sequence[float]) -> float:
    return sorted(waits)[int(len(waits) * share)]


def report(what: str, found: Found, rest: str = "") -> None:
    print(f"{what:26} recall@1 {found.first:.3f} @5 {found.five:.3f}  p50 {found.p50:8.3f} ms "
          f"p99 {found.p99:8.3f} ({found.cpu:.3f}) ms  {rest}", flush=True)  # fmt: skip


def fill(session: Session, workspace: int, model: type[Company] | type[Contact], names: Sequence[str]) -> None:
    common = {"workspace_id": workspace, "version": 1, "created_at": NOW, "updated_at": NOW}
    for start in range(0, len(names), 10_000):
        session.execute(insert(model), [common | {"name": name} for name in names[start : start + 10_000]])


def ours(store: Store, everyone: Sequence[str], firms: Sequence[str], asked: Sequence[Asked]) -> NameIndex:
    with store.transaction() as session:
        workspace = open_workspace(session, "main", NOW)
        fill(session, workspace.id, Contact, everyone)
        fill(session, workspace.id, Company, firms)
    index = NameIndex(workspace.id)
    with store.transaction() as session:
        before, began = megabytes(), time.perf_counter()
        index.refresh(session)
        built, memory = time.perf_counter() - began, megabytes() - before
    called: dict[type[Row], dict[int, str]] = {
        Contact: dict(enumerate(everyone, 1)),
        Company: dict(enumerate(firms, 1)),
    }
    found, missed = measure(
        lambda said: [called[match.model][match.id] for match in index.find(said, (Contact, Company))[:5]], asked
    )
    report("confab", found, f"built in {built:.1f} s, {memory:.0f} MB")
    print(f"  not among the first five: {missed}")
    return index


def precision(index: NameIndex, strange: Sequence[str]) -> None:
    best = [_best(index, name) for name in strange]
    firmly, taken = sum(fit >= FIRM for fit in best) / len(best), sum(fit > 0 for fit in best) / len(best)
    print(f"  unknown names: {firmly:.1%} taken firmly for another, {taken:.1%} found like another")


def _best(index: NameIndex, name: str) -> float:
    return max((match.score for match in index.find(name, (Contact, Company))), default=0.0)


def visibility(store: Store, index: NameIndex, rounds: int = 2500) -> None:
    """From the commit of a new record until it is found: each round adds one, merges of the index included."""
    waits = []
    for n in range(rounds):
        name = f"Zyx{'abcdefghij'[n % 10]}w{n} Qorvath"
        with store.transaction() as session:
            crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
            crm.contacts.add(name)
            crm.enter("benchmark")
        with store.transaction() as session:
            began = time.perf_counter()
            index.refresh(session)
            assert index.find(name, (Contact,))
            waits.append((time.perf_counter() - began) * 1000)
    p50, p99 = at(0.5, waits), at(0.99, waits)
    print(f"  a new name is found after p50 {p50:.1f} ms, p99 {p99:.1f} ms, at worst {max(waits):.1f} ms")


def brute_force(names: Sequence[str]) -> Find:
    folded = [name.lower() for name in names]
    return lambda said: [names[at] for _, _, at in process.extract(said.lower(), folded, scorer=fuzz.WRatio, limit=5)]


def full_text(names: Sequence[str], path: str) -> Find:
    """The rows that share any three letters with the question, by bm25."""
    connection = sqlite3.connect(path)
    connection.execute("create virtual table names using fts5(name, tokenize='trigram')")
    connection.executemany("insert into names (rowid, name) values (?, ?)", enumerate(names, 1))
    ask = "select rowid from names where names match ? order by rank limit 5"

    def find(said: str) -> list[str]:
        words = said.replace('"', "").lower()
        threes = [f'"{words[i : i + 3]}"' for i in range(len(words) - 2)]
        return [names[row - 1] for (row,) in connection.execute(ask, (" OR ".join(threes),))] if threes else []

    return find


def run(count: int) -> None:
    chance = random.Random(SEED)
    everyone = list(people(chance, count * 2 // 3))
    firms = list(companies(chance, count - len(everyone)))
    asked = list(questions(chance, everyone, firms, QUESTIONS))
    strange = list(unknown(chance, {*everyone, *firms}, 1000))
    print(f"\n{count:,} names, {len(asked):,} questions", flush=True)
    with TemporaryDirectory() as folder:
        store = Store(f"{folder}/confab.db")
        index = ours(store, everyone, firms, asked)
        precision(index, strange)
        visibility(store, index)
        few = asked[:OF_PEERS] if count > 1000 else asked
        names = [*everyone, *firms]
        report(f"rapidfuzz over all ({len(few)})", measure(brute_force(names), few)[0])
        began = time.perf_counter()
        find = full_text(names, f"{folder}/fts.db")
        built = time.perf_counter() - began
        several = asked[: OF_PEERS * 10]
        report(f"SQLite trigrams ({len(several)})", measure(find, several)[0], f"built in {built:.1f} s")


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for size in (200, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        run(size)
    print(
        f"\nAt most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in this process, peers included"
    )
