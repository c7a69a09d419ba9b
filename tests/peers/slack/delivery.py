"""One thing that Slack tells the app, every attempt at telling it, and the policy of trying again."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from .changes import Changes
from .installation import Json

What = Literal["event", "command", "interactive", "verification"]
Forgery = Literal["signature", "stale", "unsigned"]
Forge = bool | Forgery
"""True means "signature": signed with another secret. "stale": rightly signed, but ten minutes ago."""


@dataclass(frozen=True)
class Answer:
    """What the app said to one attempt.

    status: the HTTP status (an envelope's ack counts as 200), None when nothing came in time.
    reason: None when the app took it, otherwise Slack's word: http_timeout (over a socket: timeout), http_error,
    connection_failed, too_many_redirects, ssl_error, unknown_error. seconds: how long it took.
    """

    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    seconds: float = 0.0
    at: float = field(default_factory=time.time)

    @property
    def ok(self) -> bool:
        return self.reason is None

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def final(self) -> bool:
        """The app took it, or asked not to be told again."""
        return self.ok or self.headers.get("X-Slack-No-Retry") == "1"

    def json(self) -> Json:
        """The body as an object; anything else counts as `{}`."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Retry:
    number: int
    reason: str


@dataclass(eq=False)
class Delivery:
    """`id`: the event_id (of clicks and commands: the trigger_id); `type`: "message", "app_mention", "/crm", …

    ts: of the message it is about. `repeated`: by the retry policy; otherwise it is tried once.
    """

    id: str
    what: What
    type: str
    payload: Json
    ts: str | None = None
    repeated: bool = False
    forgery: Forgery | None = None
    attempts: list[Answer] = field(default_factory=list)
    over: bool = False

    @property
    def acknowledged(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].ok

    @property
    def statuses(self) -> list[int | str | None]:
        """One entry an attempt: the HTTP status, or the reason why there is none."""
        return [answer.status or answer.reason for answer in self.attempts]

    @property
    def next_retry(self) -> Retry | None:
        if not self.attempts:
            return None
        return Retry(len(self.attempts), self.attempts[-1].reason or "unknown_error")


class Road(Protocol):
    """A way to the app. `carry` never raises: whatever goes wrong is an Answer with a reason."""

    async def carry(self, delivery: Delivery) -> Answer: ...


class Courier:
    """Tells the app things over the road of the current `mode`, again and again where that is the policy.

    retry_delays: seconds before each further attempt (real Slack: at once, 1 min, 5 min); retries: how many
    further attempts, the last delay being repeated (default: as many as there are delays).
    """

    def __init__(
        self, roads: Mapping[str, Road], mode: str, changes: Changes, delays: Sequence[float], retries: int | None
    ) -> None:
        self.roads = roads
        self.mode = mode
        self.delays = tuple(delays)
        self.retries = len(self.delays) if retries is None else retries
        self.deliveries: dict[str, Delivery] = {}
        self.pending: set[str] = set()
        self._changes = changes
        self._tasks: set[asyncio.Task[Answer]] = set()

    def send(self, delivery: Delivery) -> asyncio.Task[Answer]:
        """Start telling; the task ends with the last answer."""
        self.deliveries[delivery.id] = delivery
        self.pending.add(delivery.id)
        task = asyncio.get_running_loop().create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, delivery: Delivery) -> Answer:
        answer = await self._attempt(delivery)
        for delay in self._delays() if delivery.repeated else ():
            if answer.final:
                break
            await asyncio.sleep(delay)
            answer = await self._attempt(delivery)
        self._close(delivery)
        return answer

    async def _attempt(self, delivery: Delivery) -> Answer:
        answer = await self.roads[self.mode].carry(delivery)
        delivery.attempts.append(answer)
        self._changes.tell()
        return answer

    def _close(self, delivery: Delivery) -> None:
        delivery.over = True
        self.pending.discard(delivery.id)
        self._changes.tell()

    def _delays(self) -> Iterator[float]:
        last = self.delays[-1] if self.delays else 0.0
        return itertools.islice(itertools.chain(self.delays, itertools.repeat(last)), self.retries)
