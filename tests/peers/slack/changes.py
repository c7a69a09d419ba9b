"""Waiting for the world to look a certain way, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Something changed: everyone who waits looks again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, look: Callable[[], T], timeout: float) -> T:
        """The first true value of `look()`, seen at once or after a change. TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while not (seen := look()):
                await self._next.wait()
        return seen
