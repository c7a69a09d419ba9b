"""The clock wakes up what is due; what that is, the database says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from functools import partial
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from automations.clockwork import run_due
from bot.frontdesk import FrontDesk
from bot.house import House, now
from bot.postman import Postman
from crm_domain import inbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOMENT = 0.5  # seconds between looks at what is waited for to the moment
TICK = 20  # at everything else
KEPT = timedelta(days=14)  # platforms deliver again for hours, not weeks


@contextmanager
def timetable(desk: FrontDesk, postman: Postman, house: House) -> Iterator[None]:
    """What is late (the machine slept, a run took long) is done once, and not skipped."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(tick, "interval", (desk, postman, house), seconds=TICK, next_run_time=now())
    scheduler.add_job(tick, "interval", (desk, postman, house, True), seconds=MOMENT, next_run_time=now())
    scheduler.add_job(forget, "interval", (desk,), days=1, next_run_time=now())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def tick(desk: FrontDesk, postman: Postman, house: House, prompt: bool = False) -> None:
    """Runs the automations that are due; their letters leave at once. Much is done in several commits."""
    while await desk.write(partial(_run_due, house, prompt)):
        postman.wake_all()


async def forget(desk: FrontDesk) -> None:
    """Sweeps out the keys of old messages."""
    await desk.write(_forget)


def _run_due(house: House, prompt: bool, session: "Session") -> int:
    off = house.settings.automations.off
    return run_due(session, house.settings.workspace, now(), house.assistant.access, off=off, prompt=prompt)


def _forget(session: "Session") -> None:
    inbox.forget_before(session, now() - KEPT)
