"""Kills processes at any moment while much falls due, starts them again, and counts what came of it.

Each reminder has to come once and be marked late; each step of each workflow has to be done once.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from automations.clockwork import NUDGES, run_due
from crm_domain.crm import Crm, open_workspace
from crm_domain.outbox import Letter
from crm_domain.rule_runs import RuleRun
from crm_domain.store import Store
from crm_domain.tasks import Task
from handlers.assistant import Assistant
from handlers.message import Message

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORKFLOW = {
    "on": {"event": "deal.added"},
    "noun": "deals",
    "steps": [
        {"do": "task", "for": "owner", "title": "welcome"},
        {"do": "wait", "seconds": 1200},
        {"do": "task", "for": "owner", "title": "check in"},
        {"do": "wait", "seconds": 1200},
        {"do": "send", "to": ["chat:new"]},
    ],
}
MOMENTS = tuple(BEGIN + timedelta(minutes=minutes) for minutes in (12, 25, 60))  # the workflows wait at the first two
FORK = multiprocessing.get_context("fork")  # a process that is there at once dies in the middle of its work


@dataclass(frozen=True, slots=True)
class Found:
    """`lost` and `repeated` count reminders and steps; `unmarked` are reminders that came late and don't say so."""

    kills: int
    seconds: float
    lost: int
    repeated: int
    unmarked: int
    unfinished: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.repeated or self.unmarked or self.unfinished)


def prepare(store: Store, reminders: int, deals: int) -> None:
    """So many reminders due within a minute, and as many workflows to be begun as there are deals."""
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", BEGIN), None, BEGIN)
        crm.members.add("Ann Lee", "rep", "ann")
        crm.enter("benchmark")
    with store.transaction() as session:
        Assistant("main").answer(session, Message("k", "jsonl", "ann-dm", "ann", "help", BEGIN))
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", BEGIN), None, BEGIN)
        ann = crm.members.by_handle("ann")
        assert ann
        crm.automations.add("welcome", "x", "y", WORKFLOW, owner=ann, channel="jsonl").turn_on(BEGIN)
        crm.enter("benchmark")
        for n in range(reminders):
            crm.reminders.add(f"look {n}", BEGIN + timedelta(seconds=n % 60), whom=ann, zone=ann.zone)
        for n in range(deals):
            crm.deals.add(f"bulk {n}", crm.pipelines.stage("lead"), owner=ann)
        crm.enter("benchmark")


def work(url: str, now: datetime) -> None:
    """What a process does: all that is due by then, over and over, until nothing is left."""
    store = Store(url)
    idle = 0
    while idle < 3:  # what another process has in hand, it may yet die over
        with store.transaction() as session:
            done = run_due(session, "main", now, off=NUDGES)
        idle = 0 if done else idle + 1
        time.sleep(0 if done else 0.1)
    store.close()


def killed(url: str, processes: int, reminders: int, deals: int, seed: int = 1, kills: int = 12) -> Found:
    """Of that many processes one dies at random, at most so many times at each of the moments."""
    luck, begun, died = random.Random(seed), time.perf_counter(), 0
    for now in MOMENTS:
        left, running = kills, [_begin(url, now) for _ in range(processes)]
        while any(one.is_alive() for one in running):
            time.sleep(luck.uniform(0.05, 0.6))
            victim = luck.randrange(processes)
            if left and running[victim].is_alive():
                os.kill(running[victim].pid or 0, signal.SIGKILL)
                left, died = left - 1, died + 1
                running[victim].join()
                running[victim] = _begin(url, now)
        last = _begin(url, now)
        last.join()
    return _counted(url, reminders, deals, died, time.perf_counter() - begun)


def _begin(url: str, now: datetime) -> "multiprocessing.process.BaseProcess":
    process = FORK.Process(target=work, args=(url, now))
    process.start()
    return process


def _counted(url: str, reminders: int, deals: int, died: int, seconds: float) -> Found:
    store = Store(url)
    with store.transaction() as session:
        query = select(Letter.body).where(Letter.answers.is_(None))
        texts = [str(body["text"]) for body in session.scalars(query)]
        titles = session.scalars(select(Task.title)).all()
        done = session.scalar(select(func.count()).select_from(RuleRun).where(RuleRun.state == "done")) or 0
    store.close()
    came = Counter(text.partition("\n")[0] for text in texts if text.startswith("Reminder: look"))
    unmarked = sum("delivered late" not in text for text in texts if text.startswith("Reminder: look"))
    wanted = [f"Reminder: look {n}" for n in range(reminders)]
    steps = [f"{title} (bulk {n})" for n in range(deals) for title in ("welcome", "check in")]
    lost, repeated = _compared(came, wanted)
    lost_steps, repeated_steps = _compared(Counter(titles), steps)
    return Found(died, seconds, lost + lost_steps, repeated + repeated_steps, unmarked, deals - done)


def _compared(came: "Counter[str]", wanted: Sequence[str]) -> tuple[int, int]:
    """How many are missing, and how many came again."""
    return sum(not came[one] for one in wanted), sum(max(0, came[one] - 1) for one in wanted)
