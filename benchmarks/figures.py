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
from functools import partial
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

COMPANIES, PRODUCTS = 5_000, 12
NOW_, THEN = (
    ("2026-10-01", "2026-11-24"),
    ("2026-07-01", "2026-08-24"),
)  # this quarter to date, and the last
MONTH, MONTH_BEFORE = ("2026-11-01", "2026-11-24"), ("2026-10-01", "2026-10-24")

CLOSED = "from deals d where d.workspace_id = 1 and d.stage_id {stage} and d.closed_at >= '{0}' and d.closed_at < '{1}'"
BY_REP = (
    "select m.name, d.stage_id, d.currency, count(*), sum(d.amount_minor) from deals d "
    "join members m on m.id = d.owner_id "
    "where d.workspace_id = 1 and d.stage_id {stage} and d.closed_at >= '{0}' and d.closed_at < '{1}' "
    "group by m.name, d.stage_id, d.currency order by 5 desc"
)
SUMMED = "currency, count(*), sum(amount_minor)"
DAYS = "julianday(date(d.closed_at)) - julianday(date(d.created_at))"
LINES = "join deal_lines l on l.deal_id = d.id join products p on p.id = l.product_id"
LEFT = "coalesce((select min(at) from stage_changes s where s.deal_id = d.id and s.to_id <> 1), d.created_at)"
OPEN_DEALS = "from deals d where d.workspace_id = 1 and d.stage_id in (2, 3, 4)"


def closed(what: str, span: tuple[str, str], stage: str = "= 5", end: str = "") -> str:
    return f"select {what} " + CLOSED.format(*span, stage=stage) + end


def sold(what: str, span: tuple[str, str], end: str = "") -> str:
    query = CLOSED.format(*span, stage="= 5")
    return f"select {what} " + query.replace("deals d", f"deals d {LINES}", 1) + end


def spread(value: str) -> list[str]:
    """Number, mean and deviation, and the median."""
    numbers = f"count(*), avg({value}), avg(({value}) * 1.0 * ({value}))"
    middle = f" order by {value} limit 1 offset (select count(*) / 2 " + CLOSED.format(*NOW_, stage="= 5") + ")"
    return [closed(numbers, NOW_), closed(value, NOW_, end=middle), closed(f"count(*), avg({value})", THEN)]


# What each reply states, by hand: this period and the one before, no sum of several currencies.
REPORTS = {
    "pipeline": ["select stage_id, currency, count(*), sum(amount_minor) from deals where workspace_id = 1 and "
                 "stage_id in (1, 2, 3, 4) group by 1, 2"],
    "revenue this quarter by rep": [
        BY_REP.format(*NOW_, stage="in (5, 6)"), closed(SUMMED, THEN, end=" group by currency"),
    ],
    "revenue this quarter by product": [
        sold("p.name, d.currency, count(*), sum(d.amount_minor)", NOW_, " group by 1, 2"),
        closed(SUMMED, THEN, end=" group by currency"),
    ],
    "revenue by month": [
        closed(f"substr(closed_at, 1, 7), {SUMMED}", ("2026-06-01", "2026-11-24"), end=" group by 1, 2"),
        closed(SUMMED, ("2025-12-07", "2026-06-01"), end=" group by currency"),
    ],
    "win rate this quarter": [
        closed("stage_id, count(*)", span, "in (5, 6)", " group by stage_id") for span in (NOW_, THEN)
    ],
    "leaderboard this month": [BY_REP.format(*MONTH, stage="= 5"), BY_REP.format(*MONTH_BEFORE, stage="= 5")],
    "average deal size this quarter": spread("amount_minor"),
    "average sales cycle this quarter": spread(DAYS),
    "average discount this quarter": [
        sold("p.name, sum(d.amount_minor), sum(p.price_minor * l.quantity), count(*)", span, " group by p.name")
        for span in (NOW_, THEN)
    ],
    "who has not won anything this month": [closed("distinct owner_id", span) for span in (MONTH, MONTH_BEFORE)],
    "sales velocity": [
        f"select count(*) {OPEN_DEALS}",
        *(
            closed("stage_id, count(*), avg(amount_minor)", span, "in (5, 6)", " group by stage_id")
            for span in (NOW_, THEN)
        ),
        *(closed(f"avg({DAYS})", span) for span in (NOW_, THEN)),
    ],
    "stuck deals": [
        f"select count(*), sum(amount_minor), sum({LEFT} < '2026-07-27') {OPEN_DEALS}",
        f"select title, {LEFT} as since {OPEN_DEALS} order by since limit 5",
    ],
    "funnel this quarter": [
        "select d.id, d.stage_id, s.to_id from deals d left join stage_changes s on s.deal_id = d.id where "
        f"d.workspace_id = 1 and d.created_at >= '{span[0]}' and d.created_at < '{span[1]}'" for span in (NOW_, THEN)
    ],
    "which customers haven't bought for 14 days": [
        "select c.name, d.currency, max(d.closed_at), sum(d.amount_minor) from deals d "
        "join companies c on c.id = d.company_id "
        "where d.workspace_id = 1 and d.stage_id = 5 group by c.id, d.currency"
    ],
    "activity report this month": [
        f"select kind, owner_id, count(*) from activities where workspace_id = 1 and at >= '{span[0]}' and "
        f"at < '{span[1]}' group by kind, owner_id" for span in (MONTH, MONTH_BEFORE)
    ],
}  # fmt: skip

DRAWN = ("pipeline", "funnel this quarter", "revenue by month", "leaderboard this month")


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
        begun, amount, owner, company = (
            moment(),
            draw.randrange(1_000, 5_000_000),
            draw.choice(reps),
            draw.randrange(COMPANIES),
        )
        if draw.random() < OPEN:
            due = NOW.date() + timedelta(days=draw.randrange(-60, 300))
            return n, f"Deal {n}", draw.randrange(1, 5), amount, owner, company + 1, begun, begun, None, f"{due}"
        closed = moment()
        begun = min(begun, closed)
        return n, f"Deal {n}", draw.choice((5, 6)), amount, owner, company + 1, begun, closed, closed, closed[:10]

    stamps = f"'{moment()}', '{moment()}', 1, 1"
    with closing(sqlite3.connect(path)) as base, base:
        base.executemany(
            f"insert into companies (id, name, created_at, updated_at, workspace_id, version) values (?, ?, {stamps})",
            ((n, f"Company {n}") for n in range(1, COMPANIES + 1)),
        )
        base.executemany(
            "insert into products (id, name, price_minor, currency, created_at, updated_at, workspace_id, version) "
            f"values (?, ?, ?, 'USD', {stamps})",
            ((n, f"Product {n}", 100_000 * n) for n in range(1, PRODUCTS + 1)),
        )
        base.executemany(
            "insert into deals (id, title, stage_id, amount_minor, owner_id, company_id, created_at, updated_at, "
            "closed_at, close_date, currency, workspace_id, version) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'USD', 1, 1)",
            (deal(n) for n in range(1, deals + 1)),
        )
        base.execute(
            "insert into deal_lines (deal_id, product_id, quantity, created_at, updated_at, workspace_id, version) "
            f"select id, 1 + id % {PRODUCTS}, 1, created_at, created_at, 1, 1 from deals"
        )
        base.execute(
            "insert into stage_changes (deal_id, from_id, to_id, at, created_at, updated_at, workspace_id, version) "
            "select id, null, stage_id, coalesce(closed_at, created_at), created_at, created_at, 1, 1 from deals"
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


def run(base: sqlite3.Connection, queries: list[str]) -> None:
    for query in queries:
        base.execute(query).fetchall()


def measure(path: Path, deals: int) -> None:
    store, assistant = Store(str(path)), Assistant()
    plain = quickest(asked(store, assistant, "help"))
    print(f"{deals:>9,}  a message without figures {plain:.1f} ms; of a report the whole message, and it less that")
    with closing(sqlite3.connect(path)) as base:
        for text, queries in REPORTS.items():
            ours = quickest(asked(store, assistant, text))
            by_hand = quickest(partial(run, base, queries))
            own = max(ours - plain, 0.0)
            beside = f"by hand {by_hand:7.1f}   {own / by_hand:6.1f} x"
            print(f"{deals:>9,}  {text:44} {ours:7.1f} ms  {own:7.1f}   {beside}")
    for text in DRAWN:
        plainly, drawn = (quickest(asked(store, assistant, words)) for words in (text, f"{text} as a chart"))
        print(f"{deals:>9,}  {text + ' as a chart':44} {drawn:7.1f} ms  {drawn - plainly:7.1f} of it the picture")
    store.close()


def main() -> None:
    for deals in [int(word.replace(",", "")) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "figures.db")
            fill(path, deals)
            measure(path, deals)


if __name__ == "__main__":
    main()
