"""Telling the app things over its WebSockets: Socket Mode."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import time
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .changes import Changes
from .delivery import Answer, Delivery
from .installation import Installation, Json

MOST_SOCKETS = 10
ENVELOPE = {"event": "events_api", "command": "slash_commands", "interactive": "interactive"}
ANSWERABLE = {"command", "view_submission", "block_suggestion"}


@dataclass(eq=False)
class Socket:
    """leaving: it was told to go, so nothing new is sent there; deaf: the line is dead and nobody has noticed."""

    wire: web.WebSocketResponse
    request: web.Request
    leaving: bool = False
    deaf: bool = False
    awaiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return not (self.leaving or self.deaf or self.wire.closed)

    def heard(self, words: Json) -> None:
        future = self.awaiting.pop(words.get("envelope_id", ""), None)
        if future is not None and not future.done():
            future.set_result(words.get("payload") or {})

    def lost(self) -> None:
        for future in self.awaiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the socket is gone"))


class SocketRoad:
    """ack_timeout: seconds an envelope waits for its ack, and an event for anybody to be connected at all."""

    def __init__(self, installation: Installation, ack_timeout: float, changes: Changes) -> None:
        self._installation = installation
        self.ack_timeout = ack_timeout
        self.sockets: list[Socket] = []
        self._changes = changes
        self._tickets: set[str] = set()

    def ticket(self) -> str:
        """The right to connect once."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    @property
    def open(self) -> list[Socket]:
        return [socket for socket in self.sockets if socket.open]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The endpoint behind a ticket: a second use of one gets 404."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPNotFound(text="link is used up")
        self._tickets.discard(request.query["ticket"])
        wire = web.WebSocketResponse(autoping=False)
        await wire.prepare(request)
        await self._attend(Socket(wire, request))
        return wire

    async def _attend(self, socket: Socket) -> None:
        if len(self.open) >= MOST_SOCKETS:
            await self._dismiss(socket, "too_many_websockets", 0.0)
            return
        await socket.wire.send_json(self._hello())
        self.sockets.append(socket)
        self._changes.tell()
        try:
            await self._listen(socket)
        finally:
            self.sockets.remove(socket)
            socket.lost()
            self._changes.tell()

    def _hello(self) -> Json:
        info = {"host": "applink-local", "approximate_connection_time": 18_060}
        app = {"app_id": self._installation.app}
        return {"type": "hello", "num_connections": len(self.open) + 1, "debug_info": info, "connection_info": app}

    async def _listen(self, socket: Socket) -> None:
        async for frame in socket.wire:
            if socket.deaf:
                continue
            if frame.type is WSMsgType.PING:
                await socket.wire.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                socket.heard(json.loads(frame.data))

    async def carry(self, delivery: Delivery) -> Answer:
        started = time.perf_counter()
        try:
            socket = await self._anyone(patient=delivery.what == "event")
            async with asyncio.timeout(self.ack_timeout):
                payload = await self._exchange(socket, _envelope(delivery))
        except (OSError, TimeoutError) as fault:
            reason = "timeout" if isinstance(fault, TimeoutError) else "connection_failed"
            return Answer(reason=reason, seconds=time.perf_counter() - started)
        return Answer(200, json.dumps(payload).encode(), seconds=time.perf_counter() - started)

    async def _anyone(self, *, patient: bool) -> Socket:
        """Any open socket. ConnectionError when there is none (an event waits a while for one first)."""
        try:
            found = await self._changes.until(lambda: self.open, self.ack_timeout if patient else 0.001)
        except TimeoutError:
            raise ConnectionError("nobody is connected") from None
        return random.choice(found)

    async def _exchange(self, socket: Socket, envelope: Json) -> Json:
        ack: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.awaiting[envelope["envelope_id"]] = ack
        try:
            await socket.wire.send_json(envelope)
            return await ack
        finally:
            socket.awaiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str, grace: float) -> None:
        """Tell every connection to go, and close those that are still there after `grace` seconds."""
        await asyncio.gather(*(self._dismiss(socket, reason, grace) for socket in self.open))

    async def _dismiss(self, socket: Socket, reason: str, grace: float) -> None:
        # A "warning" comes ahead of time: that connection is still used until it closes.
        socket.leaving = reason != "warning"
        await socket.wire.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
        gone = lambda: socket.wire.closed or socket not in self.sockets  # noqa: E731
        try:
            await self._changes.until(gone, grace)
        except TimeoutError:
            await socket.wire.close()

    def cut(self) -> int:
        """Reset every connection without a word, as a dying network does; how many there were."""
        doomed = self.open
        for socket in doomed:
            if socket.request.transport is not None:
                socket.request.transport.abort()
        return len(doomed)

    def deafen(self) -> int:
        """Leave every connection standing but dead: no pong, no envelope, no close; how many there were."""
        doomed = self.open
        for socket in doomed:
            socket.deaf = True
        return len(doomed)

    async def close(self) -> None:
        await asyncio.gather(*(socket.wire.close() for socket in [*self.sockets]))


def _envelope(delivery: Delivery) -> Json:
    answerable = delivery.what == "command" or delivery.type in ANSWERABLE
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": ENVELOPE[delivery.what],
        "payload": delivery.payload,
        "accepts_response_payload": answerable,
    }
    if delivery.what == "event":
        retry = delivery.next_retry
        envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason} if retry else _FIRST
    return envelope


_FIRST = {"retry_attempt": 0, "retry_reason": ""}
