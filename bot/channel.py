"""What every platform's adapter offers to the house."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from handlers.message import Message
from handlers.reply import Receipt, Reply


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter on its way out."""

    letter: int
    chat: str
    address: dict[str, Any]
    account: str | None
    reply: Reply


APPS = {"slack": "Slack", "telegram": "Telegram", "telegram_customers": "Telegram"}  # what people call the channels

Take = Callable[[Message], Awaitable[Receipt]]  # returns after the commit: only then may a platform hear "yes"


class Later(Exception):
    """The platform asks to wait `seconds` (429, Retry-After) or could not be reached: nothing was sent."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason or f"wait {seconds} s")
        self.seconds = seconds


class Refused(Exception):
    """The platform will never take this letter: no such chat, the bot is blocked or not a member."""


class Unsure(Exception):
    """The answer was lost on the way: it may have been sent."""


class Channel(Protocol):
    """`send` gives the platform's id of the message, or raises Later, Refused or Unsure."""

    @property
    def name(self) -> str: ...

    async def listen(self, take: Take) -> None:
        """Starts taking in messages; returns once it does."""

    async def send(self, parcel: Parcel) -> str: ...

    async def close(self) -> None:
        """Takes in nothing new, finishes what it took in."""
