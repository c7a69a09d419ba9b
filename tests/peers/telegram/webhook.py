"""Pushing updates to the bot's own address until it accepts them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import aiohttp

from tests.peers.telegram.updates import Delivery, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """One lane per chat (and per pressing person), as on the real server: inside a lane the next update waits
    until the one before was accepted; lanes run side by side, `max_connections` at most in flight.
    With `ordered=False` every update is its own lane.

    `backoff`: seconds before the second, third, … attempt, the last one repeating. `timeout`: seconds for one.
    """

    def __init__(self, updates: Updates, ordered: bool, backoff: Sequence[float], timeout: float) -> None:
        self.updates = updates
        self.ordered = ordered
        self.backoff = backoff
        self.timeout = timeout
        self.url = ""
        self.secret: str | None = None
        self.max_connections = 40
        self.last_error: tuple[int, str] | None = None
        self.replies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.in_flight = 0
        self.most_in_flight = 0
        self._lanes: dict[int, deque[Delivery]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._slots = asyncio.Semaphore(self.max_connections)
        self._session: aiohttp.ClientSession | None = None

    @property
    def active(self) -> bool:
        return bool(self.url)

    def start(self, url: str, secret: str | None, max_connections: int) -> None:
        """Turns pushing on; everything still unconfirmed goes out first."""
        self.stop()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self._slots = asyncio.Semaphore(max_connections)
        for delivery in self.updates.pending.values():
            self.enqueue(delivery)

    def stop(self) -> None:
        self.url, self.secret, self.last_error = "", None, None
        for worker in self._workers:
            worker.cancel()
        self._workers.clear()
        self._lanes.clear()

    async def close(self) -> None:
        workers = list(self._workers)
        self.stop()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session:
            await self._session.close()

    def hold(self) -> None:
        """Stops pushing for a while; what was begun is finished."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def enqueue(self, delivery: Delivery) -> None:
        lane = delivery.lane if self.ordered else delivery.update_id
        if lane in self._lanes:
            self._lanes[lane].append(delivery)
            return
        self._lanes[lane] = deque([delivery])
        worker = asyncio.create_task(self._serve(lane))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _serve(self, lane: int) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._until_accepted(waiting[0])
            waiting.popleft()
        self._lanes.pop(lane, None)

    async def _until_accepted(self, delivery: Delivery) -> None:
        failures = 0
        while not (delivery.confirmed or delivery.dropped):
            await self._open.wait()
            async with self._slots:
                # It may have been delivered by hand while this lane was held.
                retry_after = 0.0 if delivery.confirmed else await self.push(delivery)
            if not delivery.confirmed:
                pause = self.backoff[min(failures, len(self.backoff) - 1)]
                await asyncio.sleep(max(pause, retry_after))
                failures += 1

    async def push(self, delivery: Delivery) -> float:
        """One attempt; a 2xx confirms. Returns the seconds that the bot asked us to wait."""
        try:
            status, reason, retry_after, reply = await self.post(delivery.wire(), self.secret)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(delivery, str(error) or type(error).__name__, "Connection failed: {}")
            return 0.0
        if not 200 <= status < 300:
            self._failed(delivery, status, f"Wrong response from the webhook: {{}} {reason}")
            return retry_after
        delivery.tried(status)
        self.updates.confirm(delivery)
        if reply:
            self.replies.put_nowait(reply)
        return 0.0

    def _failed(self, delivery: Delivery, outcome: int | str, says: str) -> None:
        delivery.tried(outcome)
        self.last_error = (int(time.time()), says.format(outcome))
        self.updates.bell.ring()

    async def post(self, update: dict[str, Any], secret: str | None) -> tuple[int, str, float, dict[str, Any]]:
        """Status, reason, Retry-After and the method call that the bot may have put into its answer."""
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: secret} if secret else {})
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            async with self._client().post(self.url, data=json.dumps(update), headers=headers) as answer:
                body = await answer.read()
                return answer.status, answer.reason or "", _seconds(answer), _call_in(answer, body)
        finally:
            self.in_flight -= 1

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            timeout = aiohttp.ClientTimeout(total=self.timeout)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self._session


def _seconds(answer: aiohttp.ClientResponse) -> float:
    given = answer.headers.get("Retry-After", "")
    return float(given) if given.isdigit() else 0.0


def _call_in(answer: aiohttp.ClientResponse, body: bytes) -> dict[str, Any]:
    if answer.content_type != "application/json" or b'"method"' not in body:
        return {}
    try:
        call = json.loads(body)
    except ValueError:
        return {}
    return call if isinstance(call, dict) and "method" in call else {}
