"""Updates on their way to the bot: kept until confirmed, with a log of every attempt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Bell:
    """Wakes everybody who waits for the next change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def heard(self, within: float) -> bool:
        """Whether it rang within so many seconds."""
        try:
            await asyncio.wait_for(self._event.wait(), within)
        except TimeoutError:
            return False
        return True


@dataclass(frozen=True)
class Attempt:
    """One time that an update was handed over; `outcome` is "polled", an HTTP status or an error's text."""

    at: float
    outcome: int | str


@dataclass(eq=False)
class Delivery:
    """An update and what became of it. Updates of one `lane` are pushed one after another."""

    update_id: int
    kind: str
    body: dict[str, Any]
    lane: int
    made_at: float = field(default_factory=time.monotonic)
    attempts: list[Attempt] = field(default_factory=list)
    confirmed_at: float | None = None
    dropped: bool = False

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None

    def wire(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}

    def tried(self, outcome: int | str) -> None:
        self.attempts.append(Attempt(time.monotonic(), outcome))


class Updates:
    """The queue of one bot. `allowed` is None as long as the bot never said what it wants."""

    def __init__(self, bell: Bell, first_id: int) -> None:
        self.bell = bell
        self.next_id = first_id
        self.allowed: frozenset[str] | None = None
        self.log: dict[int, Delivery] = {}
        self.pending: dict[int, Delivery] = {}
        self.again: list[Delivery] = []

    def allow(self, kinds: Any) -> None:
        """None keeps the former setting; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def add(self, kind: str, body: dict[str, Any], lane: int) -> Delivery | None:
        """Queues an update; None where the bot did not ask for this kind."""
        if not self.wanted(kind):
            return None
        delivery = Delivery(self.next_id, kind, body, lane)
        self.next_id += 1
        self.log[delivery.update_id] = self.pending[delivery.update_id] = delivery
        self.bell.ring()
        return delivery

    def confirm(self, delivery: Delivery) -> None:
        self.pending.pop(delivery.update_id, None)
        delivery.confirmed_at = delivery.confirmed_at or time.monotonic()
        self.bell.ring()

    def confirm_before(self, offset: int) -> None:
        """Confirms all below `offset`; a negative one keeps only so many of the last."""
        ids = list(self.pending)
        done = ids[:offset] if offset < 0 else [each for each in ids if each < offset]
        for update_id in done:
            self.confirm(self.pending[update_id])

    def drop_all(self) -> None:
        self._forget(self.pending.values())
        self.pending.clear()
        self.bell.ring()

    def _forget(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            delivery.dropped = True

    def handed_over(self, limit: int) -> list[Delivery]:
        """The oldest unconfirmed updates, those to be repeated first; marks each as attempted."""
        chosen = [*self.again, *self.pending.values()][:limit]
        del self.again[:limit]
        for delivery in chosen:
            delivery.tried("polled")
        return chosen
