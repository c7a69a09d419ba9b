"""Socket Mode: Slack speaks over WebSockets that we open, so that no public address is needed."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack_courier import RATE, TOKEN, TROUBLE, seconds, word_of

log = logging.getLogger(__name__)

# What a payload is answered with; None: it was not taken in, and Slack hears nothing.
Serve = Callable[[dict[str, Any]], Awaitable[str | None]]

LINES: Final = 2  # while one is renewed the other listens; Slack allows ten in all
LIFETIME: Final = 3_600.0  # seconds; a line that is deaf without anybody's noticing is so for no longer
CLOSING: Final = aiohttp.ClientWSTimeout(ws_close=1.0)
LASTING: Final = 5.0  # seconds; after a shorter one (too many sockets, Socket Mode is off) there is a pause
PAUSES: Final = (0.1, 30.0)  # seconds; the first and the longest


class Sockets:
    """`heartbeat`: seconds between pings; a line that does not answer one is given up after half as many more."""

    def __init__(self, client: AsyncWebClient, app_token: str, serve: Serve, heartbeat: float) -> None:
        self._client = client
        self._app_token = app_token
        self._serve = serve
        self._heartbeat = heartbeat
        self._lines: list[asyncio.Task[None]] = []
        self._at_work: set[asyncio.Task[None]] = set()
        self._first = asyncio.Event()

    async def open(self) -> None:
        """Returns once a line stands. SlackApiError if Slack does not accept the token."""
        self._lines = [asyncio.create_task(self._keep(number), name=f"slack line {number}") for number in range(LINES)]
        standing = asyncio.create_task(self._first.wait())
        try:
            done, _ = await asyncio.wait({standing, *self._lines}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            standing.cancel()
        for line in done - {standing}:
            line.result()

    async def close(self) -> None:
        """What was taken in is still acknowledged."""
        for line in self._lines:
            line.cancel()
        if self._lines:
            await asyncio.wait(self._lines)

    async def _keep(self, number: int) -> None:
        """Has a line standing, for ever."""
        lifetime, pause = LIFETIME * (1 + number) / LINES, PAUSES[0]  # not all alike: they would be renewed at once
        while True:
            began = _steady()
            wait = await self._stood(lifetime, pause)
            lasted = _steady() - began >= LASTING
            lifetime, pause = LIFETIME, PAUSES[0] if lasted else min(pause * 2, PAUSES[1])
            await asyncio.sleep(0 if lasted else wait)

    async def _stood(self, lifetime: float, pause: float) -> float:
        """Has had a connection; how many seconds to wait if it did not last. SlackApiError for a wrong token."""
        try:
            await self._stand(lifetime)
        except Exception as error:
            if word_of(error) in TOKEN and not self._first.is_set():
                raise
            log.warning("no line to Slack: %s", error, exc_info=None if isinstance(error, TROUBLE) else error)
            if isinstance(error, SlackApiError) and word_of(error) in RATE:
                return seconds(error)
        return pause

    async def _stand(self, lifetime: float) -> None:
        """One connection, until Slack asks to renew it, it breaks, or its time is over."""
        opened = await self._client.apps_connections_open(app_token=self._app_token)
        assert self._client.session is not None
        async with self._client.session.ws_connect(
            opened["url"], heartbeat=self._heartbeat, proxy=self._client.proxy, timeout=CLOSING
        ) as wire:
            try:
                async with asyncio.timeout(lifetime):
                    await self._hear(wire)
            except TimeoutError:
                log.info("a line to Slack is renewed")
            finally:
                await self._finish()

    async def _hear(self, wire: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in wire:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            envelope = json.loads(frame.data)
            if envelope.get("type") == "hello":
                self._first.set()
            elif envelope.get("type") == "disconnect" and envelope.get("reason") != "warning":
                log.info("a line to Slack ends: %s", envelope.get("reason"))
                return
            elif "envelope_id" in envelope:
                self._start(wire, envelope)

    def _start(self, wire: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        task = asyncio.create_task(self._answer(wire, envelope))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _answer(self, wire: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        """Without the answer Slack delivers the envelope again, which does no harm."""
        answer = await self._serve(envelope.get("payload") or {})
        if answer is None:
            return
        said = {"payload": json.loads(answer)} if answer else {}
        try:
            await wire.send_json({"envelope_id": envelope["envelope_id"]} | said)
        except (ConnectionError, aiohttp.ClientError) as error:
            log.warning("an envelope could not be acknowledged: %s", type(error).__name__)

    async def _finish(self) -> None:
        """Before a connection is closed, what came over it is answered."""
        if self._at_work:
            await asyncio.wait(self._at_work)


def _steady() -> float:
    return asyncio.get_running_loop().time()
