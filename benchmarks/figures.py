"""How long standing reports take as the records grow, beside the same figures by hand in SQL.

python -m benchmarks.figures [DEALS …]      (default: 10,000 100,000 1,000,000; twice as many activities)
"""

import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.store import Store
from handlers.assistant import Assistant
from handlers.message import Message

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
YEARS = 6
REPS = 200
ROUNDS = 5
OPEN = 0.05  # of all deals

REPORTS = {
    "pipeline": "select stage_id, count(*), sum(amount_minor) from deals where stage_id in (1,2,3,4) group by stage_id",
    "revenue this quarter by rep": (
        "select m.name, sum(amount_minor) from deals d join members m on m.id = d.owner_id where d.stage_id = 5 and "
        "closed_at >= '2026-10-01' and closed_at < '2026-11-24' group by m.name order by 2 desc"
    ),
    "win rate this quarter": (
        "select stage_id, count(*) from deals where stage_id in (5,6) and closed_at >= '2026-10-01' and "
        "closed_at < '2026-11-24' group by stage_id"
    ),
    "leaderboard this month": (
        "select m.name, sum(amount_minor) from deals d join members m on m.id = d.owner_id where d.stage_id = 5 and "
        "closed_at >= '2026-11-01' and closed_at < '2026-11-24' group by m.name order by 2 desc limit 5"
    ),
    "revenue by month": (
        "select strftime('%Y-%m', closed_at), sum(amount_minor) from deals where stage_id = 5 and "
        "closed_at >= '2026-06-01' and closed_at < '2026-11-24' group by 1"
    ),
    "average deal size this quarter": (
        "select avg(amount_minor), count(*) from deals where stage_id = 5 and closed_at >= '2026-10-01' and "
        "closed_at < '2026-11-24'"
    ),
    "activity report this month": (
        "select kind, count(*) from activities where at >= '2026-11-01' and at < '2026-11-24' group by kind"
    ),
}


def fill(path: Path, deals: int) -> None:
    """Written straight into the file: what is measured is reading."""
    draw = random.Random(7)
    store = Store(str(path))
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
        crm.members.add("Max Berg", "manager", "max", tz="UTC")
        for n in range(REPS):
            crm.members.add(f"Rep {n:03}", "rep", f"rep{n}", tz="UTC", team=f"Team {n % 8}")
        reps = [member.id for member in crm.members.all() if isinstance(member, Member) and member.role == "rep"]
    store.close()
    span = YEARS * 365 * 24 * 3600

    def moment() -> str:
        return (NOW - timedelta(seconds=draw.randrange(span))).strftime("%Y-%m-%d %H:%M:%S.000000")

    def deal(n: int) -> tuple[object, ...]:
        begun, amount = moment(), draw.randrange(1_000, 5_000_000)
        if draw.random() < OPEN:
            return n, f"Deal {n}", draw.randrange(1, 5), amount, draw.choice(reps), begun, begun, None, None
        closed = moment()
        return (
            n,
            f"Deal {n}",
            draw.choice((5, 6)),
            amount,
            draw.choice(reps),
            min(begun, closed),
            closed,
            closed,
            closed[:10],
        )

    with closing(sqlite3.connect(path)) as base, base:
        base.executemany(
            "insert into deals (id, title, stage_id, amount_minor, owner_id, created_at, updated_at, closed_at, "
            "close_date, currency, workspace_id, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'USD', 1, 1)",
            (deal(n) for n in range(1, deals + 1)),
        )
        kinds = ("call", "meeting", "email", "visit")
        base.executemany(
            "insert into activities (kind, owner_id, at, created_at, updated_at, workspace_id, version) "
            "values (?, ?, ?, ?, ?, 1, 1)",
            ((draw.choice(kinds), draw.choice(reps), at, at, at) for at in (moment() for _ in range(2 * deals))),
        )
        base.execute("analyze")


def quickest(work: Callable[[], object]) -> float:
    """Milliseconds of CPU: of several rounds the median, after one that warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begun = process_time()
        work()
        taken.append(1000 * (process_time() - begun))
    return statistics.median(taken)


def asked(store: Store, assistant: Assistant, text: str) -> Callable[[], object]:
    keys = iter(range(10**9))

    def ask() -> object:
        with store.transaction() as session:
            key = f"{text}:{next(keys)}:{process_time()}"
            message = Message(key=key, channel="jsonl", chat="max", account="max", text=text, at=NOW)
            receipt = assistant.answer(session, message)
        assert receipt.reply, text
        assert receipt.reply.outcome == "done", receipt.reply.text
        return receipt

    return ask


def measure(path: Path, deals: int) -> None:
    store, assistant = Store(str(path)), Assistant()
    with closing(sqlite3.connect(path)) as base:
        for text, sql in REPORTS.items():
            ours = quickest(asked(store, assistant, text))
            by_hand = quickest(lambda sql=sql: base.execute(sql).fetchall())  # type: ignore[misc]
            print(f"{deals:>9,}  {text:32} {ours:8.1f} ms   by hand {by_hand:8.1f} ms   {ours / by_hand:6.1f} x")
    store.close()


def main() -> None:
    for deals in [int(word.replace(",", "")) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "figures.db")
            fill(path, deals)
            measure(path, deals)


if __name__ == "__main__":
    main()
