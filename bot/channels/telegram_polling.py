"""Long polling that confirms an update when its work is done, and not when it was fetched."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import telegram
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_courier import fault, seconds

log = logging.getLogger(__name__)

Work = Callable[[Update], Awaitable[None]]  # returns once the update may be confirmed

KINDS: Final = ("message", "edited_message", "callback_query")
LONG: Final = 30  # seconds that Telegram holds a poll open; at most 50
SLACK: Final = 10.0  # seconds after which a poll that should have ended counts as torn
FAREWELL: Final = 2.0
LONGEST_REDO: Final = 5.0  # seconds; while work is waited for that failed, nobody else is heard either


class PollingBot(telegram.Bot):
    """The library's bot, which also gives updates as they came."""

    async def raw_updates(self, offset: int | None, timeout: int) -> list[dict[str, Any]]:
        """Up to 100. Unlike `get_updates` one that cannot be read does not take the others with it."""
        asked = {"offset": offset, "timeout": timeout, "allowed_updates": KINDS}
        updates: list[dict[str, Any]] = await self._post("getUpdates", asked, read_timeout=timeout + SLACK)
        return updates


def parsed(raw: Any, bot: telegram.Bot) -> Update | None:
    """The update; None for one that cannot be read, which would be no better the next time."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:
        number = raw.get("update_id") if isinstance(raw, dict) else "without a number"
        log.error("update %s cannot be read: %s", number, fault(error))
        return None


class Pause:
    """Waits that double from `first` to `longest` seconds; `over` ends the one going on."""

    def __init__(self, first: float, longest: float, over: asyncio.Event) -> None:
        self._first, self._longest, self._over = first, longest, over
        self._next = first

    def reset(self) -> None:
        self._next = self._first

    async def wait(self, at_least: float = 0.0) -> None:
        pause, self._next = max(self._next, at_least), min(self._next * 2, self._longest)
        try:
            await asyncio.wait_for(self._over.wait(), pause)
        except TimeoutError:
            return


class Polling:
    """Fetches updates until closed: chats run side by side, within a chat one waits for the one before.

    Whatever goes wrong is logged without anybody's words and tried again: first after `pauses[0]` seconds, in the
    end every `pauses[1]`.
    """

    def __init__(self, bot: PollingBot, work: Work, pauses: tuple[float, float]) -> None:
        self._bot = bot
        self._work = work
        self._closing = asyncio.Event()
        self._pause = Pause(*pauses, self._closing)
        self._redo = Pause(pauses[0], min(pauses[1], LONGEST_REDO), self._closing)
        self._poll: asyncio.Task[list[dict[str, Any]]] | None = None
        self._offset: int | None = None
        self._confirmed: int | None = None
        self._done: set[int] = set()

    async def run(self) -> None:
        while not self._closing.is_set():
            try:
                await self._round()
            except RetryAfter as error:
                await self._pause.wait(seconds(error))
            except TelegramError as error:
                _report(error)
                await self._pause.wait()
            except Exception as error:
                log.error("polling goes on after a fault of ours: %s", fault(error))
                await self._pause.wait()
        await self._say_goodbye()

    def close(self) -> None:
        """Ends the waiting; updates that were fetched are finished by `run`."""
        self._closing.set()
        if self._poll:
            self._poll.cancel()

    async def _round(self) -> None:
        updates = await self._fetched()
        self._pause.reset()
        if updates and not await self._take(updates):
            await self._redo.wait()
        else:
            self._redo.reset()

    async def _fetched(self) -> list[dict[str, Any]]:
        self._poll = asyncio.create_task(self._bot.raw_updates(self._offset, LONG))
        try:
            updates = await self._poll
        except asyncio.CancelledError:
            if not self._closing.is_set():
                raise
            return []
        finally:
            self._poll = None
        self._confirmed = self._offset
        return updates

    async def _take(self, updates: Sequence[dict[str, Any]]) -> bool:
        """Whether all is done. If not, the first of those left is where the next poll begins."""
        ids = [int(raw["update_id"]) for raw in updates]
        lanes: dict[int, list[Update]] = defaultdict(list)
        for raw in updates:
            self._sort(raw, lanes)
        await asyncio.gather(*map(self._work_through, lanes.values()))
        left = [id for id in ids if id not in self._done]
        self._offset = min(left) if left else max(*ids, (self._offset or 0) - 1) + 1
        self._done = {id for id in self._done if id > self._offset}
        return not left

    def _sort(self, raw: dict[str, Any], lanes: dict[int, list[Update]]) -> None:
        if int(raw["update_id"]) in self._done:
            return
        if update := parsed(raw, self._bot):
            lanes[update.effective_chat.id if update.effective_chat else 0].append(update)
        else:
            self._done.add(int(raw["update_id"]))

    async def _work_through(self, lane: Sequence[Update]) -> None:
        """One chat's updates in order; behind one that failed the others wait."""
        for update in lane:
            try:
                await self._work(update)
            except Exception as error:
                log.error("update %d was not taken in and will be repeated: %s", update.update_id, fault(error))
                return
            self._done.add(update.update_id)

    async def _say_goodbye(self) -> None:
        """Confirms what was done last, so that the next process is not given it again (it would know it, though)."""
        if self._offset == self._confirmed:
            return
        try:
            await asyncio.wait_for(self._bot.get_updates(self._offset, limit=1, timeout=0), FAREWELL)
        except (TelegramError, TimeoutError):
            log.info("the last updates stay unconfirmed and will be repeated")


def _report(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.warning("Telegram: %s. Another process uses this token, or a webhook is set for it.", error.message)
    elif isinstance(error, InvalidToken):
        log.error("Telegram does not accept the token any more: see `crm doctor`")
    else:
        log.warning("polling Telegram failed: %s", error.message)
