"""Telegram: takes messages in by long polling or a webhook, and brings replies out."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import BotCommand, CallbackQuery, Update
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channel import Parcel, Take
from bot.channels.telegram_courier import Courier, Moved, fault, seconds
from bot.channels.telegram_doctor import examined
from bot.channels.telegram_polling import KINDS, Pause, Polling, PollingBot, parsed
from bot.channels.telegram_read import CHANNEL, CUSTOMERS, attachment, moved, read, read_customer
from bot.channels.telegram_request import AiohttpRequest
from bot.finding import Finding
from handlers.customers import is_customer_chat
from handlers.message import Message

log = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE: Final = 5.0  # seconds that `listen` waits for an unreachable Telegram before it goes on in the background
SPINNER: Final = 5.0  # seconds after which nobody looks at it any more


class TelegramChannel:
    """`commands`: for each language code ("" = all others) the menu as (name, description).

    With a `webhook_url` Telegram pushes to `asgi`, which answers POST /telegram/… (so it is mounted at the root);
    without one the channel polls. `secret`: 1–256 of A-Z a-z 0-9 _ -; without one it is derived from the token.
    `pauses`: the first and the longest wait, in seconds, after something went wrong.

    `customer_chats`: those in which every message counts, whoever is spoken to.
    `customers`: this is the customers' own bot, a channel of its own, pushed to at /telegram/customers.
    """

    def __init__(
        self,
        token: str,
        webhook_url: str | None,
        secret: str | None,
        base_url: str = "https://api.telegram.org/bot",
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        commands: Mapping[str, Sequence[tuple[str, str]]] = {},
        pauses: tuple[float, float] = (0.5, 30.0),
        customers: bool = False,
        customer_chats: Sequence[str] = (),
    ) -> None:
        self._customer_chats = {CHANNEL: customer_chats}
        self.name = CUSTOMERS if customers else CHANNEL
        self._read = read_customer if customers else read
        self._bot_id = _number(token)
        self.on_migrate: Moved | None = None  # given the old and the new `Message.chat` of a group
        self.asgi = Starlette(routes=[Route("/telegram/{rest:path}", self._pushed, methods=["POST"])])
        self._requests = (AiohttpRequest(connections=1), AiohttpRequest())
        self._bot = PollingBot(
            token,
            base_url=base_url,
            base_file_url=f"{base_url.removesuffix('/bot')}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )
        self._username = ""
        self._hook = webhook_url and hook_address(webhook_url, customers)
        self._secret = secret or _derived_secret(token)
        self._clock = clock
        self._commands = commands
        self._pauses = pauses
        self._closing = asyncio.Event()
        self._take: Take | None = None
        self._polling: Polling | None = None
        self._arriving: asyncio.Task[None] | None = None
        self._at_work: set[asyncio.Task[None]] = set()
        self._courier = Courier(self._bot, self._migrate)
        self._files = tempfile.TemporaryDirectory(prefix="confab-telegram-")

    # The channel

    async def listen(self, take: Take) -> None:
        """Raises telegram.error.InvalidToken. If Telegram cannot be reached it is tried on in the background."""
        self._take = take
        self._arriving = asyncio.create_task(self._arrive())
        done, _ = await asyncio.wait({self._arriving}, timeout=PATIENCE)
        if done:
            self._arriving.result()
        else:
            self._arriving.add_done_callback(_report)

    async def send(self, parcel: Parcel) -> str:
        return await self._courier.deliver(parcel)

    async def close(self) -> None:
        self._closing.set()
        if self._arriving:
            self._arriving.cancel()
            await asyncio.wait({self._arriving})
        if self._polling:
            self._polling.close()
        while self._at_work:
            await asyncio.wait(self._at_work)
        for request in self._requests:
            await request.shutdown()
        self._files.cleanup()

    async def doctor(self) -> list[Finding]:
        """What is wrong with the setup, or worth knowing, and how to mend it."""
        return await examined(self._bot, self._hook, self._commands)

    # Arriving

    async def _arrive(self) -> None:
        """Says who we are and how we want our updates, until Telegram has heard it."""
        pause = Pause(*self._pauses, self._closing)
        while not self._closing.is_set():
            try:
                await self._introduce()
                return
            except RetryAfter as error:
                await pause.wait(seconds(error))
            except BadRequest:
                raise
            except NetworkError as error:
                log.warning("Telegram cannot be reached yet: %s", error.message)
                await pause.wait()

    async def _introduce(self) -> None:
        self._username = (await self._bot.get_me()).username or ""
        await self._offer_commands()
        if self._hook:
            await self._bot.set_webhook(self._hook, secret_token=self._secret, allowed_updates=KINDS)
            return
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._polling = Polling(self._bot, self._work, self._pauses)
        self._start(self._polling.run())

    async def _offer_commands(self) -> None:
        try:
            for language, menu in self._commands.items():
                await self._bot.set_my_commands([BotCommand(*entry) for entry in menu], language_code=language or None)
        except BadRequest as error:
            log.error("the command menu was refused: %s", error.message)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task of its own, which `close` waits for."""
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    # Taking in

    async def _pushed(self, request: Request) -> Response:
        """200 only when the work is done: whatever else Telegram hears, it repeats the update."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("a push without the right secret was turned away")
            return Response(status_code=403)
        if self._closing.is_set() or not self._username:
            return Response(status_code=503)
        try:
            raw = await request.json()
        except ValueError:
            return Response(status_code=400)
        update = parsed(raw, self._bot)
        return Response(status_code=200 if update is None or await self._is_taken(update) else 500)

    async def _is_taken(self, update: Update) -> bool:
        # Shielded: a connection that breaks must not stop the work halfway.
        try:
            await asyncio.shield(self._start(self._work(update)))
        except Exception as error:
            log.error("update %d was not taken in and will be repeated: %s", update.update_id, fault(error))
            return False
        return True

    async def _work(self, update: Update) -> None:
        if group := moved(update):
            await self._migrate(*group)
        message = self._read(update, self._bot_id, self._username, self._clock())
        if message and self._take:
            await self._take(await self._with_file(message, update))
        if update.callback_query:
            self._start(_stop_spinner(update.callback_query))

    async def _with_file(self, message: Message, update: Update) -> Message:
        """With the file that came along laid down here, until `close`; NetworkError if it could not be fetched."""
        found = attachment(update)
        if found is None or not (message.spoken_to or is_customer_chat(self._customer_chats, message)):
            return message
        sent, name = found
        if (sent.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            return replace(message, missed=(name,))
        path = Path(self._files.name, sent.file_unique_id, _safe_name(name))
        path.parent.mkdir(exist_ok=True)
        try:
            await (await sent.get_file()).download_to_drive(path)
        except (BadRequest, Forbidden, InvalidToken) as error:  # 404 is "invalid token" to the library
            log.warning("a file could not be fetched: %s", error.message)
            return replace(message, missed=(name,))
        return replace(message, files=(str(path),))

    async def _migrate(self, old: str, new: str) -> None:
        if self.on_migrate:
            await self.on_migrate(old, new)


def _report(arrival: asyncio.Task[None]) -> None:
    if not arrival.cancelled() and (error := arrival.exception()):
        log.error("Telegram turned the bot away: %s; see `crm doctor`", error)


async def _stop_spinner(query: CallbackQuery) -> None:
    try:
        await query.answer(connect_timeout=SPINNER, read_timeout=SPINNER)
    except TelegramError as error:
        log.debug("a press could not be answered any more: %s", error.message)


def _number(token: str) -> int:
    """The bot's id, which its token begins with; InvalidToken, which does not show the token."""
    number, colon, _ = token.partition(":")
    if not (colon and number.isascii() and number.isdigit()):
        raise InvalidToken("A Telegram token looks like 1234567890:AAE…")
    return int(number)


def hook_address(webhook_url: str, customers: bool = False) -> str:
    """The address to be pushed to: below /telegram/ in any case, each bot at its own."""
    path = f"telegram/{'customers' if customers else 'updates'}"
    known = f"/{path}" if customers else "/telegram/"
    return webhook_url if known in urlsplit(webhook_url).path else f"{webhook_url.rstrip('/')}/{path}"


def _derived_secret(token: str) -> str:
    """The same in every replica and after every start; nobody without the token can tell it."""
    return hmac.new(token.encode(), b"confab webhook", hashlib.sha256).hexdigest()


def _safe_name(name: str | None) -> str:
    return re.sub(r"[^\w.\-]+", "_", Path(name or "").name).lstrip(".")[-100:] or "file"
