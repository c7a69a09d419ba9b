"""What a test can see of the local Slack, and wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.waiting import PATIENCE

from .core import Core
from .delivery import Delivery
from .message import Message
from .views import View

T = TypeVar("T")


class Watch(Core):
    def messages(self, channel: str | None = None) -> list[Message]:
        """All that stands in a channel (default: in all), oldest first: people's, bots', ephemeral ones."""
        return list(self.workspace.history(channel))

    def replies(self, channel: str | None = None, thread_ts: str | None = None) -> list[Message]:
        """What the app itself posted there (in one thread, if given), oldest first."""
        mine = (m for m in self.messages(channel) if m.bot_id == self.installation.bot)
        return [m for m in mine if thread_ts in (None, m.thread_ts)]

    async def wait_for(self, predicate: Callable[[Message], bool], timeout: float = PATIENCE) -> Message:
        """The first message of the app's for which this holds, now or within `timeout` seconds."""
        try:
            return await self.wait_until(lambda: next(filter(predicate, self.replies()), None), timeout)
        except TimeoutError:
            seen = "\n".join(f"  {m.channel} {m.text!r}" for m in self.replies())
            raise TimeoutError(f"no such message within {timeout} s; the app said:\n{seen}") from None

    async def reply_to(self, said: Message, timeout: float = PATIENCE) -> Message:
        """The first thing the app posted in the same conversation after this message."""
        return await self.wait_for(lambda m: m.channel == said.channel and m.ts > said.ts, timeout)

    async def wait_until(self, look: Callable[[], T | None], timeout: float = PATIENCE) -> T:
        """The first true value of `look()`, which is asked again after every change. TimeoutError."""
        found = await self.changes.until(look, timeout)
        assert found is not None
        return found

    async def wait_for_view(self, timeout: float = PATIENCE, title: str | None = None) -> View:
        """The topmost open modal (with this title)."""
        return await self.wait_until(lambda: self.modal(title), timeout)

    def modal(self, title: str | None = None) -> View | None:
        shown = (v for v in reversed(self.views.all.values()) if v.content["type"] == "modal" and not v.closed)
        return next((v for v in shown if title in (None, v.title)), None)

    def home(self, user: str = "U1") -> View | None:
        return self.views.home(user)

    @property
    def deliveries(self) -> dict[str, Delivery]:
        """All that the app was told, by event_id or trigger_id, in order: attempts, statuses, acknowledged."""
        return self.courier.deliveries

    @property
    def events(self) -> dict[str, Delivery]:
        """The events among the deliveries, by event_id."""
        return {id: told for id, told in self.deliveries.items() if told.what == "event"}

    def deliveries_of(self, message: Message) -> list[Delivery]:
        """The events about this message: one, or two (message, app_mention), and later ones (edited, deleted)."""
        return [told for told in self.events.values() if told.ts == message.ts]

    async def settled(self, timeout: float = PATIENCE) -> list[Delivery]:
        """Wait until nothing is under way to the app; the events that it never took (forged ones left out)."""
        try:
            await self.changes.until(lambda: not self.courier.pending, timeout)
        except TimeoutError:
            waiting = [self.deliveries[id].statuses for id in self.courier.pending]
            raise TimeoutError(f"{len(waiting)} still under way after {timeout} s: {waiting[:5]}") from None
        return [t for t in self.events.values() if not t.acknowledged and t.forgery is None]

    def called(self, method: str) -> list[dict[str, object]]:
        """The arguments of every call of this Web API method, in order."""
        return [args for name, args in self.calls if name == method]
