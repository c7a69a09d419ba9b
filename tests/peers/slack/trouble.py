"""Trouble that a test orders: refusals, failures, lost answers, a rate limit."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Literal

from .installation import Json

Fate = Literal["refuse", "fail", "lose"]


@dataclass
class Order:
    """`left` more calls of methods whose name begins with `only` meet this fate. value: Retry-After or status."""

    fate: Fate
    left: int
    value: float
    only: str


@dataclass
class Bucket:
    """A token bucket: `burst` at once, then `per_second`."""

    per_second: float
    burst: float
    tokens: float
    filled: float = field(default_factory=time.monotonic)

    def wait(self) -> float:
        """Take one: 0, or the seconds until there is one to take."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.per_second)
        self.filled = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.per_second
        self.tokens -= 1
        return 0.0


@dataclass
class Limit:
    per_second: float
    burst: int
    only: str
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def wait(self, channel: str) -> float:
        fresh = Bucket(self.per_second, self.burst, self.burst)
        return self.buckets.setdefault(channel, fresh).wait()


class Trouble:
    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.limit: Limit | None = None
        self.refused = 0
        """How many calls were answered with 429."""

    def order(self, fate: Fate, times: int, value: float, only: str) -> None:
        self.orders.append(Order(fate, times, value, only))

    def meet(self, method: str, args: Json) -> Order | None:
        """What is to happen to this call: None, or a fate (429s are counted)."""
        order = self._ordered(method) or self._limited(method, args)
        if order is not None and order.fate == "refuse":
            self.refused += 1
        return order

    def _ordered(self, method: str) -> Order | None:
        for order in self.orders:
            if order.left > 0 and method.startswith(order.only):
                order.left -= 1
                return order
        return None

    def _limited(self, method: str, args: Json) -> Order | None:
        if self.limit is None or not method.startswith(self.limit.only):
            return None
        wait = self.limit.wait(str(args.get("channel")))
        # Slack's Retry-After is whole seconds.
        return Order("refuse", 0, math.ceil(wait), method) if wait else None
