"""The clock wakes up what is due; what that is, the database says."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from automations.clockwork import run_due
from automations.imports import LongImports
from bot.cli_backup import keep as kept_backup
from bot.frontdesk import FrontDesk
from bot.house import House, now
from bot.postman import Postman
from bot.settings_keeping import Backup
from crm_domain import conversations, inbox, outbox
from crm_domain.store import Store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

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
    scheduler.add_job(take_in, "interval", (desk, postman, LongImports(house.assistant)), seconds=MOMENT)
    scheduler.add_job(forget, "interval", (desk, house.settings.keep_messages_days), days=1, next_run_time=now())
    keep = house.settings.backup
    if keep.folder:
        scheduler.add_job(back_up, "interval", (desk.store, keep), minutes=10, next_run_time=now())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def tick(desk: FrontDesk, postman: Postman, house: House, prompt: bool = False) -> None:
    """Runs the automations that are due; their letters leave at once. Much is done in several commits."""
    while await desk.write(partial(_run_due, house, prompt)):
        postman.wake_all()


async def take_in(desk: FrontDesk, postman: Postman, imports: LongImports) -> None:
    """Goes on with long files; between two portions everybody else has their turn."""
    while await desk.write(lambda session: imports.begin(session, now())):
        await asyncio.to_thread(imports.read)
        await desk.write(lambda session: imports.write(session, now()))
        postman.wake_all()


async def back_up(store: Store, keep: Backup) -> None:
    """Where the last one is old enough; a machine that was down makes it as soon as it is up."""
    if keep.folder and is_due(keep.folder, keep.every_hours):
        try:
            path = await asyncio.to_thread(kept_backup, store, keep.folder, keep.plain("passphrase"), keep.keep)
            log.info("backed up", extra={"file": path.name})
        except Exception:
            log.exception("no backup could be made")


def is_due(folder: Path, hours: int) -> bool:
    newest = max((path.stat().st_mtime for path in folder.glob("confab-*.backup")), default=0.0)
    return now() - datetime.fromtimestamp(newest, UTC) >= timedelta(hours=hours)


async def forget(desk: FrontDesk, days: int | None = None) -> None:
    """Sweeps out the keys of old messages."""
    await desk.write(_forget)
    if days:
        await desk.write(partial(_forget_messages, timedelta(days=days)))


def _run_due(house: House, prompt: bool, session: "Session") -> int:
    off = house.settings.automations.off
    house.assistant.catch_up(session, now())
    return run_due(session, house.settings.workspace, now(), house.assistant.access, off=off, prompt=prompt)


def _forget_messages(age: timedelta, session: "Session") -> None:
    outbox.forget_before(session, now() - age)
    conversations.forget_before(session, now() - age)


def _forget(session: "Session") -> None:
    inbox.forget_before(session, now() - KEPT)
