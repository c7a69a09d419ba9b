"""What the support desk costs at size: opening a ticket with its suggestion, and a year's report beside SQL by hand.

python -m benchmarks.desk [TICKETS]    (default 100,000)

CPU milliseconds of the process, medians. Goals: opening among 50,000 closed tickets below 20 ms; the report below
300 ms and at most twice the same figures by plain SQL on the same file.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Store
from crm_domain.tickets import Ticket
from handlers.assistant import Assistant
from handlers.message import Message

NOW = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
ROUNDS = 7
SAID = "The {what} at dock {n} {does} since the update; we cannot ship anything, please have a look"
WHAT = {"hardware": ("scanner", "gate", "printer"), "billing": ("invoice", "VAT line", "credit note"),
        "access": ("login", "password", "badge")}  # fmt: skip


def rows(count: int, workspace: int) -> Iterator[dict[str, Any]]:
    """A year of tickets, all but the last 1,000 of them solved."""
    dice = random.Random(1)
    for n in range(count):
        category = dice.choice(list(WHAT))
        opened = NOW - timedelta(days=365) * (1 - n / count)
        over = n < count - 1_000
        solved = opened + timedelta(hours=dice.expovariate(1 / 20)) if over else None
        yield {
            "workspace_id": workspace,
            "subject": SAID.format(what=dice.choice(WHAT[category]), n=n % 97, does=dice.choice(("fails", "jams"))),
            "status": "closed" if over else "new",
            "priority": dice.choice(("low", "normal", "high", "urgent")),
            "category": category,
            "sla_met": dice.random() < 0.8 if over else None,
            "reopened": int(dice.random() < 0.05),
            "reassigned": int(dice.random() < 0.3),
            "late_answers": 0,
            "first_response_at": solved and opened + (solved - opened) / 4,
            "resolved_at": solved,
            "closed_at": solved,
            "created_at": opened,
            "updated_at": solved or opened,
        }


def furnished(path: Path, count: int) -> tuple[Store, Assistant]:
    store, assistant = Store(str(path)), Assistant()
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
        for handle, role in (("gwen", "manager"), ("ivy", "agent"), ("kim", "agent")):
            crm.members.add(handle.title(), role, handle)
        session.execute(insert(Ticket), list(rows(count, crm.workspace.id)))
        crm.enter("benchmark")
    return store, assistant


def says(store: Store, assistant: Assistant, who: str, text: str, n: int) -> float:
    """CPU milliseconds of one message, its commit included."""
    message = Message(f"{who}{n}{text}", "jsonl", f"{who}-dm", who, text, NOW + timedelta(seconds=n))
    began = time.process_time()
    with store.transaction() as session:
        receipt = assistant.answer(session, message)
    spent = (time.process_time() - began) * 1000
    assert receipt.reply
    assert receipt.reply.outcome == "done", receipt.reply.text
    return spent


def median_of(run: Callable[[int], float]) -> float:
    return statistics.median([run(n) for n in range(ROUNDS + 1)][1:])


BY_HAND = """
WITH t AS (SELECT *, (julianday(resolved_at) - julianday(created_at)) * 24 AS took,
           (julianday(first_response_at) - julianday(created_at)) * 24 AS answered FROM tickets WHERE workspace_id = 1),
     solved AS (SELECT took, row_number() OVER (ORDER BY took) AS k, count(*) OVER () AS n FROM t
                WHERE resolved_at >= :start AND resolved_at < :end),
     heard AS (SELECT answered, row_number() OVER (ORDER BY answered) AS k, count(*) OVER () AS n FROM t
               WHERE first_response_at >= :start AND first_response_at < :end)
SELECT (SELECT count(*) FROM t WHERE created_at >= :start AND created_at < :end),
       (SELECT count(*) FROM t WHERE status IN ('new', 'open', 'pending')),
       (SELECT count(*) || '/' || sum(reopened > 0) || '/' || sum(reassigned > 0) FROM t
        WHERE resolved_at >= :start AND resolved_at < :end),
       (SELECT avg(took) FROM solved), (SELECT took FROM solved WHERE k = n / 2),
       (SELECT took FROM solved WHERE k = n * 9 / 10),
       (SELECT avg(answered) FROM heard), (SELECT answered FROM heard WHERE k = n / 2),
       (SELECT answered FROM heard WHERE k = n * 9 / 10)
"""


def by_hand(path: Path) -> float:
    span = {"start": "2026-01-01 00:00:00.000000", "end": "2027-01-01 00:00:00.000000"}
    with sqlite3.connect(path) as connection:
        began = time.process_time()
        assert connection.execute(BY_HAND, span).fetchone()[0]
        return (time.process_time() - began) * 1000


def main() -> None:
    count = int((sys.argv[1:] or ["100000"])[0].replace(",", ""))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "half.db")
        store, assistant = furnished(path, count // 2)
        text = "open a ticket: the scanner at dock {} jams since the update"
        first = says(store, assistant, "ivy", text.format("first"), 0)
        opening = median_of(lambda n: says(store, assistant, "ivy", text.format(n), n))
        print(f"opening a ticket among {count // 2:,}: {opening:.1f} ms (goal 20); the first learns: {first:.0f} ms")
        store.close()
        path = Path(folder, "whole.db")
        store, assistant = furnished(path, count)
        report = median_of(lambda n: says(store, assistant, "gwen", "ticket report this year", n))
        hand = median_of(lambda n: by_hand(path))
        ratio = report / hand
        print(f"a year of {count:,} tickets: {report:.0f} ms (goal 300), by hand {hand:.0f} ms: {ratio:.1f}x (goal 2)")
        store.close()


if __name__ == "__main__":
    main()
