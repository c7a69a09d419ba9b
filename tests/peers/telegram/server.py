"""The HTTP face of the local Bot API server, and what a test sees of the world behind it."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.peers.telegram import asking, editing, sending, setting_up  # noqa: F401  (they register the methods)
from tests.peers.telegram.calls import Call, read_call
from tests.peers.telegram.chats import Chat
from tests.peers.telegram.cloud import MB
from tests.peers.telegram.entities import Formatted
from tests.peers.telegram.errors import ApiError
from tests.peers.telegram.limits import RateLimits
from tests.peers.telegram.messages import Message
from tests.peers.telegram.people import People
from tests.peers.telegram.registry import COUNTED, METHODS
from tests.peers.telegram.updates import Delivery
from tests.waiting import PATIENCE

Seen = TypeVar("Seen")


class LocalTelegram(People):
    """A Telegram of its own on a free port of 127.0.0.1, while entered:

    async with LocalTelegram(token="1:abc") as tg:
        bot = telegram.Bot(tg.token, base_url=tg.base_url, base_file_url=tg.base_file_url)
    """

    port = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=self.max_upload + MB)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._answer)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        # A poll whose client was killed must end, not wait on and swallow updates.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._replies = asyncio.create_task(self._carry_out_replies())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._replies.cancel()
        await self.webhook.close()
        await self._runner.cleanup()

    # Answering

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._read(request)
        except ApiError as error:
            return web.json_response(error.wire(), status=error.code)
        body = await self._carry_out(call)
        await asyncio.sleep(self.latency)
        if call.ok and self.faults.loses(call):
            call.lost = True
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(body, status=call.status or 500)

    async def _read(self, request: web.Request) -> Call:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        try:
            return await read_call(request)
        except web.HTTPRequestEntityTooLarge:
            raise ApiError(413, "Request Entity Too Large") from None

    async def _carry_out(self, call: Call) -> dict[str, Any]:
        self.calls.append(call)
        try:
            call.answer = await self._result(call)
            call.status = 200
        except ApiError as error:
            call.status, call.answer = error.code, error.description
            return error.wire()
        finally:
            self.bell.ring()
        return {"ok": True, "result": call.answer} | ({"description": call.note} if call.note else {})

    async def _result(self, call: Call) -> Any:
        method = METHODS.get(call.method.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        self.faults.before(call)
        chat = self._counted_chat(call)
        if chat:
            self.limits.check(chat)
        result = method(self, call)
        if chat:
            self.limits.count(chat)
        return await result if inspect.isawaitable(result) else result

    def _counted_chat(self, call: Call) -> Chat | None:
        chat_id = call.chat_id
        return self.chats.get(chat_id) if call.method.lower() in COUNTED and isinstance(chat_id, int) else None

    async def _download(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.at_path(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return web.json_response(ApiError(404, "Not Found").wire(), status=404)
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _carry_out_replies(self) -> None:
        """A bot may answer a webhook with a method call; nobody tells it the result."""
        while True:
            given = await self.webhook.replies.get()
            await self._carry_out(Call(given.pop("method"), given))

    # Trouble

    def rate_limit(
        self,
        per_chat_per_second: float | None = 1,
        burst: int = 1,
        group_per_minute: int | None = 20,
        overall_per_second: float | None = 30,
        minute: float = 60.0,
    ) -> None:
        """Turns flood control on for sending and editing; None leaves one limit off."""
        self.limits = RateLimits(per_chat_per_second, burst, group_per_minute, overall_per_second, minute)

    def refuse_next(self, n: int = 1, retry_after: int = 1, method: str | None = None) -> None:
        """The next `n` calls (of `method`, or of any that acts in a chat) get 429 and are not carried out."""
        self.faults.refuse(n, retry_after, method)

    def fail_next(self, n: int = 1, status: int = 502, method: str | None = None) -> None:
        """The next `n` calls fail on Telegram's side and are not carried out."""
        self.faults.fail(n, status, method)

    def lose_next_answer(self, n: int = 1, method: str | None = None) -> None:
        """The next `n` calls are carried out, then the connection breaks before the answer."""
        self.faults.lose_answer(n, method)

    # Deliveries

    @property
    def deliveries(self) -> list[Delivery]:
        """Every update there ever was, oldest first."""
        return list(self.updates.log.values())

    @property
    def pending(self) -> list[Delivery]:
        return list(self.updates.pending.values())

    @property
    def polling(self) -> bool:
        """Whether the bot is waiting in getUpdates."""
        return self.waiting_poll > 0

    def delivery(self, update_id: int | None) -> Delivery:
        return self.updates.log[update_id or 0]

    async def redeliver(self, update_id: int | None) -> int | str:
        """Hands an update over once more, confirmed or not: pushed at once, or with the next poll."""
        delivery = self.delivery(update_id)
        if self.webhook.active:
            await self.webhook.push(delivery)
            return delivery.attempts[-1].outcome
        self.updates.again.append(delivery)
        self.bell.ring()
        return "polled"

    async def deliver(self, update_ids: Iterable[int | None]) -> list[int | str]:
        """Pushes updates one by one in the order given; meant for what `webhook.hold()` kept back."""
        return [await self.redeliver(update_id) for update_id in update_ids]

    async def forge(self, user_id: int, text: str, secret: str | None = "wrong") -> int:
        """Somebody else posts an update to the bot's webhook; returns the HTTP status."""
        sender = self._who(user_id)
        message = Message(self._where(None, user_id), 999_999, sender, int(self.clock()), Formatted(text))
        update = {"update_id": 999_999_999, "message": message.wire()}
        return (await self.webhook.post(update, secret))[0]

    async def all_confirmed(self, timeout: float = PATIENCE) -> None:
        await self.wait_for(lambda: not self.updates.pending, timeout)

    # Seeing

    def messages(self, chat: int | Chat) -> list[Message]:
        """What stands in a chat now, oldest first; deleted messages are gone."""
        where = self.chats.get(chat) if isinstance(chat, int) else chat
        return [m for m in self.history(where).values() if not m.deleted] if where else []

    def replies(self, chat: int | Chat) -> list[Message]:
        """Of these, what the bot wrote."""
        return [message for message in self.messages(chat) if message.sender is self.bot]

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def commands_seen_by(self, user_id: int, chat: int | Chat | None = None) -> list[dict[str, str]]:
        """The command menu as this person's client shows it in a chat."""
        return self.menu.seen(user_id, self._where(chat, user_id), self._who(user_id).language_code)

    async def wait_for(self, predicate: Callable[[], Seen], timeout: float = PATIENCE) -> Seen:
        """The first truthy value of `predicate`, looked at after every change; else a TimeoutError that tells more."""
        until = time.monotonic() + timeout
        while not (seen := predicate()):
            left = until - time.monotonic()
            if left <= 0:
                last = [(call.method, call.status, call.answer) for call in self.calls[-5:]]
                raise TimeoutError(f"not seen within {timeout} s; {len(self.updates.pending)} pending; last: {last}")
            await self.bell.heard(min(left, 0.05))
        return seen
