"""The clock wakes up what is due; what that is, the database says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from automations.clockwork import run_due
from bot.frontdesk import FrontDesk
from bot.house import now
from bot.postman import Postman
from crm_domain import inbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TICK = 20  # seconds
KEPT = timedelta(days=14)  # platforms deliver again for hours, not weeks


@contextmanager
def timetable(desk: FrontDesk, postman: Postman, workspace: str) -> Iterator[None]:
    """What is late (the machine slept, a run took long) is done once, and not skipped."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(tick, "interval", (desk, postman, workspace), seconds=TICK, next_run_time=now())
    scheduler.add_job(forget, "interval", (desk,), days=1, next_run_time=now())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def tick(desk: FrontDesk, postman: Postman, workspace: str) -> None:
    """Runs the automations that are due; their letters leave at once."""
    if await desk.write(partial(_run_due, workspace)):
        postman.wake_all()


async def forget(desk: FrontDesk) -> None:
    """Sweeps out the keys of old messages."""
    await desk.write(_forget)


def _run_due(workspace: str, session: "Session") -> int:
    return run_due(session, workspace, now())


def _forget(session: "Session") -> None:
    inbox.forget_before(session, now() - KEPT)
