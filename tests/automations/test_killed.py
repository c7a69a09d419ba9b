"""Processes die at any moment; each reminder and each step of a workflow comes once all the same."""

import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_domain.outbox import Letter
from crm_domain.rule_runs import RuleRun
from crm_domain.store import Store
from crm_domain.tasks import Task
from tests.people import MONDAY, Office, done, furnish

REMINDERS, DEALS = 700, 40
ROOT = Path(__file__).parents[2]


def prepared(store: Store) -> Office:
    """Much that falls due at the same moment."""
    office = furnish(Office(store))
    ann = office.person("ann")
    done(ann.says("when a deal is added, make a task for me: welcome, then wait 1 minute, then tell #new"))
    done(ann.says("turn it on"))

    def work(crm):
        ann = crm.members.by_handle("ann")
        for n in range(REMINDERS):
            crm.reminders.add(f"look {n}", MONDAY + timedelta(seconds=n % 60), whom=ann, zone=ann.zone)
        for n in range(DEALS):
            crm.deals.add(f"bulk {n}", crm.pipelines.stage("lead"), owner=ann)

    office.crm(work)
    return office


def written(office: Office) -> int:
    with office.store.transaction() as session:
        return session.scalar(select(func.count()).select_from(Letter).where(Letter.answers.is_(None))) or 0


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("kind", "processes"), [("sqlite", 1), ("postgresql", 2)])
def test_everything_comes_once_though_processes_are_killed(request, kind, processes):
    store = request.getfixturevalue(f"{kind}_store")
    office = prepared(store)
    url = store.engine.url.render_as_string(hide_password=False)
    later = (MONDAY + timedelta(hours=1)).isoformat()

    def begin() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "tests.automations.killing", url, later], cwd=ROOT)

    running = [begin() for _ in range(processes)]
    for part in (0.2, 0.5):
        while written(office) < REMINDERS * part and any(one.poll() is None for one in running):
            time.sleep(0.02)
        running[0].kill()
        running[0].wait()
        running = [*running[1:], begin()]
    for one in running:
        one.wait(timeout=200)
    subprocess.run([sys.executable, "-m", "tests.automations.killing", url, later], cwd=ROOT, check=True)
    with store.transaction() as session:
        texts = [body["text"] for body in session.scalars(select(Letter.body).where(Letter.answers.is_(None)))]
        states = Counter(session.scalars(select(RuleRun.state)))
    reminded = Counter(text.partition("\n")[0] for text in texts if text.startswith("Reminder: look"))
    assert reminded == {f"Reminder: look {n}": 1 for n in range(REMINDERS)}
    assert all("delivered late" in text for text in texts if text.startswith("Reminder: look"))
    assert states == {"done": DEALS}
    tasks = Counter(row.title for row in office.rows(Task) if "welcome" in row.title)
    assert tasks == {f"welcome (bulk {n})": 1 for n in range(DEALS)}
