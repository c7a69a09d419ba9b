"""APScheduler 3 with its SQLAlchemy job store at the same work: jobs that write one row each.

Adding is measured one job at a time, as its interface has it: a transaction for each. So many that this would take half
an hour are put into the job store's own table at once, as the very rows that adding one at a time makes.
"""

import pickle
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.util import datetime_to_utc_timestamp
from sqlalchemy import Column, Engine, Float, Integer, MetaData, Table, create_engine, select
from sqlalchemy.engine import make_url

FIRED = Table("fired", MetaData(), Column("n", Integer), Column("late", Float))


@cache
def engine_of(url: str) -> Engine:
    """Where fired jobs write their row: with SQLite, where a file has one writer, in a file of its own."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        return create_engine(place.set(database=f"{place.database}.fired"), connect_args={"timeout": 30})
    return create_engine(place.set(drivername="postgresql+psycopg"), pool_size=20)


def fire(url: str, n: int, due: float) -> None:
    """What a job does: one row, committed."""
    with engine_of(url).begin() as connection:
        connection.execute(FIRED.insert().values(n=n, late=time.time() - due))


def nothing() -> None:
    """What the jobs of other days would do."""


@contextmanager
def scheduler(url: str, paused: bool = False) -> Iterator[BackgroundScheduler]:
    place = make_url(url)
    if place.get_backend_name() == "postgresql":
        place = place.set(drivername="postgresql+psycopg")
    found = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(place)},
        executors={"default": ThreadPoolExecutor(20)},
        job_defaults={"misfire_grace_time": None},
        timezone=UTC,
    )
    FIRED.create(engine_of(url), checkfirst=True)
    found.start(paused=paused)
    yield found
    found.shutdown(wait=False)


def adding(scheduler: BackgroundScheduler, seconds: float) -> float:
    """Seconds that one job takes to be added; those are taken out again."""
    far, begun, n = datetime.now(UTC) + timedelta(days=60), time.perf_counter(), 0
    while (took := time.perf_counter() - begun) < seconds:
        scheduler.add_job(nothing, "date", run_date=far + timedelta(seconds=n))
        n += 1
    scheduler.remove_all_jobs()
    return took / n


def fill(scheduler: BackgroundScheduler, count: int, first: datetime, apart: timedelta, into: str = "") -> None:
    """`count` jobs from `first` on; those that are to fire write `into` the database at this address."""
    store = scheduler._lookup_jobstore("default")
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), [_row(scheduler, n, first + n * apart, into) for n in range(count)])


def _row(scheduler: BackgroundScheduler, n: int, at: datetime, into: str) -> dict[str, Any]:
    """What SQLAlchemyJobStore.add_job inserts."""
    trigger = scheduler._create_trigger("date", {"run_date": at})
    work = {"func": fire, "args": (into, n, at.timestamp())} if into else {"func": nothing, "args": ()}
    ways = {"executor": "default", "misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    job = Job(scheduler, trigger=trigger, kwargs={}, name=f"job {n}", next_run_time=at, **work, **ways)
    state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
    return {"id": job.id, "next_run_time": datetime_to_utc_timestamp(at), "job_state": state}


def looked(scheduler: BackgroundScheduler, at: datetime) -> float:
    """Seconds that one look at what is due takes: the due jobs, and when the next one is."""
    store, begun = scheduler._lookup_jobstore("default"), time.perf_counter()
    store.get_due_jobs(at)
    store.get_next_run_time()
    return time.perf_counter() - begun


def serve(url: str, seconds: float) -> None:
    """Exits with 1 where its thread died: it does not survive a job that another process was first to remove."""
    engine_of.cache_clear()  # a connection that came over with the fork is the other process's
    with scheduler(url) as running:
        time.sleep(seconds)
        alive = running._thread.is_alive()
    sys.exit(not alive)


def fired(url: str) -> list[tuple[int, float]]:
    """Which jobs fired, and how many seconds late; one that fired twice is there twice."""
    with engine_of(url).connect() as connection:
        return [(n, late) for n, late in connection.execute(select(FIRED))]
