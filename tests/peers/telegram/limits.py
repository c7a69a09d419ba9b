"""Flood limits, off until `rate_limit` is called: so many a second per chat, a minute per group, a second in all."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.peers.telegram.chats import Chat
from tests.peers.telegram.errors import too_many_requests


@dataclass
class Bucket:
    """Tokens refilled at `rate` a second, up to `size`."""

    rate: float
    size: float
    level: float = field(init=False)
    since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = self.size

    def wait(self) -> float:
        """Seconds until a token is there; 0 if one is."""
        now = time.monotonic()
        self.level = min(self.size, self.level + (now - self.since) * self.rate)
        self.since = now
        return max(0.0, (1 - self.level) / self.rate)

    def take(self) -> None:
        self.level -= 1


@dataclass
class Window:
    """At most `most` within any `span` seconds."""

    most: int
    span: float
    times: deque[float] = field(default_factory=deque)

    def wait(self) -> float:
        now = time.monotonic()
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        return self.times[0] + self.span - now if len(self.times) >= self.most else 0.0

    def take(self) -> None:
        self.times.append(time.monotonic())


class RateLimits:
    """None switches a limit off. `minute` is the length of the group window in seconds."""

    def __init__(
        self,
        per_chat_per_second: float | None = None,
        burst: int = 1,
        group_per_minute: int | None = None,
        overall_per_second: float | None = None,
        minute: float = 60.0,
    ) -> None:
        self.refused = 0
        per_chat, group = per_chat_per_second, group_per_minute
        self._chats = defaultdict[int, Bucket](lambda: Bucket(per_chat, burst)) if per_chat else None
        self._groups = defaultdict[int, Window](lambda: Window(group, minute)) if group else None
        overall = overall_per_second
        self._overall = Bucket(overall, max(1.0, overall)) if overall else None

    def _gates(self, chat: Chat) -> list[Bucket | Window]:
        gates: list[Bucket | Window] = [] if self._overall is None else [self._overall]
        if self._chats is not None:
            gates.append(self._chats[chat.id])
        if self._groups is not None and not chat.is_private:
            gates.append(self._groups[chat.id])
        return gates

    def check(self, chat: Chat) -> None:
        """Raises 429 with the whole seconds to wait when `chat` may not be written to now."""
        wait = max((gate.wait() for gate in self._gates(chat)), default=0.0)
        if wait > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))

    def count(self, chat: Chat) -> None:
        for gate in self._gates(chat):
            gate.take()
