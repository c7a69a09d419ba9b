"""What comes into the company's mailbox is taken in, each e-mail once; letters that came back are marked as such."""

import asyncio
import logging
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.channels.email_mailbox import MOST, Mailbox, Place, Unreachable
from bot.channels.email_read import Bounce, Came, read
from bot.frontdesk import Clock, FrontDesk
from bot.settings import Settings
from crm_domain import mailboxes, outbox

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = 600.0  # seconds between looks at a server that is away


@asynccontextmanager
async def mailroom(desk: FrontDesk, settings: Settings, workspace_id: int, clock: Clock) -> AsyncIterator[None]:
    """Nothing where no mailbox is configured."""
    if not settings.imap.host:
        yield
        return
    room = Mailroom(desk, settings, workspace_id, clock)
    reading = asyncio.create_task(room.run(), name="mailroom")
    try:
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


class Mailroom:
    def __init__(self, desk: FrontDesk, settings: Settings, workspace_id: int, clock: Clock) -> None:
        own, self._clock = settings.imap, clock
        self._desk, self._workspace_id, self._every = desk, workspace_id, own.every_seconds
        self._mailbox, self._noted = Mailbox(own), own.becomes == "activity"
        self._name = f"{own.user}@{own.host}/{own.folder}"
        addresses = (settings.smtp.sender, own.user, *own.addresses)
        self._own = frozenset(address.lower() for address in addresses if "@" in address)

    async def run(self) -> None:
        """A server that is away is asked again, each time after a longer pause."""
        pause = self._every
        while True:
            try:
                full = await self.look()
                pause = self._every
                if full:
                    continue
            except Unreachable as error:
                pause = min(pause * 2, LONGEST_PAUSE)
                log.warning("the mailbox cannot be read: %s", error)
            except Exception:
                pause = min(pause * 2, LONGEST_PAUSE)
                log.exception("an e-mail was not taken in; it is tried again")
            await asyncio.sleep(pause)

    async def look(self) -> bool:
        """Takes in what has come; whether there may be more.

        Each is committed before the place behind it is kept: a crash repeats one at most, and the second time its
        Message-ID is known.
        """
        place = await self._desk.write(partial(mailboxes.place_in, workspace_id=self._workspace_id, mailbox=self._name))
        begins, come = await asyncio.to_thread(self._mailbox.come_since, place)
        if begins != place:
            await self._keep(begins)
        for after, raw in come:
            await self._take(raw)
            await self._keep(after)
        return len(come) == MOST

    async def _keep(self, place: Place) -> None:
        known = partial(mailboxes.keep_place, workspace_id=self._workspace_id, mailbox=self._name, place=place)
        await self._desk.write(known)

    async def _take(self, raw: bytes) -> None:
        try:
            found = read(raw, self._clock(), self._own, self._noted)
        except Exception:  # one that breaks our reading would stop all behind it
            log.exception("an e-mail could not be read and was left in the mailbox")
            return
        if isinstance(found, Bounce):
            await self._desk.write(partial(_returned, self._workspace_id, found))
        elif found:
            await self._hand_in(found)

    async def _hand_in(self, came: Came) -> None:
        """What is attached lies in a folder until the house has its own copy."""
        with tempfile.TemporaryDirectory(prefix="confab-mail-") as folder:
            paths = []
            for number, attachment in enumerate(came.attachments):
                path = Path(folder, str(number), _safe(attachment.name))
                path.parent.mkdir()
                path.write_bytes(attachment.content)
                paths.append(str(path))
            await self._desk.take(replace(came.message, files=tuple(paths)))


def _returned(workspace_id: int, bounce: Bounce, session: "Session") -> None:
    outbox.mark_returned(session, workspace_id, bounce.letter, bounce.why)


def _safe(name: str) -> str:
    return re.sub(r"[^\w.\-]+", "_", Path(name).name).lstrip(".")[-100:] or "file"
