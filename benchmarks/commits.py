"""Messages committed a second, ours beside a plain Core writer that stores the same rows without thinking.

Both write durably (synchronous=FULL), one thread, up to 64 messages in a commit. python -m benchmarks.commits [N]
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, insert, update

from bot.frontdesk import BATCH, FrontDesk
from crm_domain.conversations import Conversation
from crm_domain.crm import Crm, open_workspace
from crm_domain.deals import Deal, StageChange
from crm_domain.inbox import TakenIn
from crm_domain.journal import Change, ChangeLine
from crm_domain.outbox import Letter
from crm_domain.store import Session, Store
from handlers.assistant import Assistant
from handlers.message import Message

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STAGES = ("proposal", "negotiation")
REPLY = {"outcome": "done", "text": "Moved Acme renewal from Proposal to Negotiation.", "buttons": []}


def fresh(folder: str, name: str) -> Store:
    """A database with one rep, 100 companies and 200 deals."""
    store = Store(str(Path(folder) / f"{name}.db"))
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
        ann = crm.members.add("Ann Lee", "rep", "ann", tz="Europe/London")
        lead = crm.pipelines.stage("lead")
        for n in range(100):
            company = crm.companies.add(f"Company {n:03}", owner=ann)
            for kind in ("renewal", "pilot"):
                crm.deals.add(f"{company.name} {kind}", lead, company=company, owner=ann)
        crm.enter("benchmark")
    return store


def message(n: int, tag: str = "m") -> Message:
    text = f"move company {n % 100:03} renewal to {STAGES[n // 100 % 2]}"
    return Message(f"{tag}{n}", "jsonl", f"chat{n % 8}", "ann", text, NOW)


async def ours(store: Store, count: int) -> float:
    """Messages a second through the front desk, 64 conversations at a time."""
    desk = FrontDesk(store, Assistant(), lambda: NOW)
    desk.start()
    await asyncio.gather(*(desk.take(message(n, "warm")) for n in range(BATCH)))
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        await asyncio.gather(*(desk.take(message(n)) for n in range(start, min(start + BATCH, count))))
    took = time.perf_counter() - began
    await desk.close()
    return count / took


def plain(store: Store, count: int, batch: int) -> float:
    """The same rows by Core statements: nothing read, nothing understood, nothing checked."""
    began = time.perf_counter()
    for start in range(0, count, batch):
        with store.transaction() as session:
            for n in range(start, min(start + batch, count)):
                _rows_of(session, n)
    return count / (time.perf_counter() - began)


def _rows_of(session: Session, n: int) -> None:
    core = session.connection()
    common = {"workspace_id": 1}
    core.execute(insert(TakenIn), common | {"key": f"p{n}", "at": NOW})
    core.execute(update(Deal).where(Deal.id == n % 200 + 1).values(stage_id=n % 4 + 1))
    step = {"deal_id": n % 200 + 1, "from_id": 1, "to_id": 2, "at": NOW, "version": 1}
    core.execute(insert(StageChange), common | step | {"created_at": NOW, "updated_at": NOW})
    change = core.execute(insert(Change), common | {"at": NOW, "command": "deal.move", "member_id": 1})
    line = {"change_id": change.inserted_primary_key[0], "record": "deals", "record_id": 1}
    core.execute(insert(ChangeLine), common | line | {"before": {"stage_id": 1}, "after": {"stage_id": 2}})
    core.execute(insert(Conversation), common | _place(n) | {"memory": {"focus": {"deals": 1}}, "at": NOW})
    letter = {"channel": "jsonl", "chat": "c", "account": "ann", "answers": f"p{n}", "address": {}, "body": REPLY}
    core.execute(insert(Letter), common | letter | {"at": NOW})


def _place(n: int) -> dict[str, str]:
    return {"channel": "jsonl", "chat": f"p{n}", "account": "ann"}


def statements(store: Store) -> int:
    """SQL statements that one command costs, BEGIN and savepoint included."""
    seen: list[str] = []
    assistant = Assistant()
    with store.transaction() as session:
        assistant.answer(session, message(1, "count"))
    event.listen(store.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with store.transaction() as session:
        assistant.answer(session, message(102, "count"))
    return len(seen)


def medians(rounds: int, *sides: Callable[[], float]) -> list[float]:
    """Interleaved rounds; the median of each side."""
    seen: list[list[float]] = [[side() for side in sides] for _ in range(rounds)]
    return [sorted(column)[rounds // 2] for column in zip(*seen, strict=True)]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1280
    with tempfile.TemporaryDirectory() as folder:
        serial = iter(range(1000))

        def new() -> Store:
            return fresh(folder, str(next(serial)))

        crm, core, alone = medians(
            3,
            lambda: asyncio.run(ours(new(), count)),
            lambda: plain(new(), count, BATCH),
            lambda: plain(new(), count // 4, 1),
        )
        print(f"messages committed a second, SQLite, synchronous=FULL (medians of 3 interleaved rounds of {count})")
        print(f"  a whole command through the front desk        {crm:8.0f}")
        print(
            f"  plain Core writer, same rows, {BATCH} in a commit   {core:8.0f}"
            f"   ours is {crm / core:.2f} of it (goal 0.50)"
        )
        print(f"  plain Core writer, same rows, one in a commit {alone:8.0f}   ours is {crm / alone:.2f} of it")
        print(f"SQL statements of one “move … to …”: {statements(new())}")


if __name__ == "__main__":
    main()
