"""How tests wait: for what has to come, as long as a starved machine may need. A wait that is met costs nothing."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

X = TypeVar("X")

PATIENCE = 60.0  # seconds, for what comes within one on a machine that is ours alone


async def eventually(look: Callable[[], X | None], seconds: float = PATIENCE) -> X:
    """The first true value of `look()`."""
    async with asyncio.timeout(seconds):
        while not (found := look()):
            await asyncio.sleep(0.01)
    return found
