"""LocalSlack: the whole thing, listening on a port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from tests.waiting import PATIENCE

from . import methods_chat, methods_files, methods_people, methods_views  # noqa: F401  (they register themselves)
from .changes import Changes
from .clicks import Clicks
from .core import Call
from .delivery import Answer, Courier, Delivery, Road, What
from .http_road import HttpRoad
from .installation import Installation
from .methods import perform, read_call
from .refusal import Refusal
from .responses import respond
from .socket_road import SocketRoad
from .talk import Talk
from .tickets import Tickets
from .trouble import Limit, Trouble
from .views import Views
from .watch import Watch
from .workspace import Channel, Kind, User, Workspace

Mode = Literal["http", "socket"]
PEOPLE = {"U1": "ann", "U2": "bob", "U3": "cat"}


class LocalSlack(Talk, Clicks, Watch):
    """A Slack of our own. Use it as `async with LocalSlack() as slack:`, inside an asyncio loop.

    There from the start: people U1 ann, U2 bob, U3 cat; their direct conversations with the bot D1, D2, D3; C1 (a
    channel of all and the bot), G1 (private, U1, U2, bot), M1 (group conversation U1, U2, bot), X1 (shared with
    another company), C2 (a channel that the bot is not in).

    retry_delays, retries: seconds before each further attempt at an event, and how many (real Slack: 0, 60, 300);
    ack_timeout: seconds the app has for an answer; echoes: tell the app of what it posted itself, as Slack does.
    """

    def __init__(
        self,
        *,
        mode: Mode = "http",
        installation: Installation | None = None,
        retry_delays: Sequence[float] = (0.0, 0.5, 2.0),
        retries: int | None = None,
        ack_timeout: float = 3.0,
        echoes: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.installation = installation or Installation()
        self.workspace = Workspace(self.installation, clock)
        self.views, self.files, self.calls = Views(), {}, []
        self.tickets, self.trouble, self.changes = Tickets(), Trouble(), Changes()
        self.sockets = SocketRoad(self.installation, ack_timeout, self.changes)
        self.echoes = echoes
        self.events_url: str | None = None
        self.commands_url: str | None = None
        self.interactivity_url: str | None = None
        self.latency = 0.0
        """Seconds before each answer of the Web API."""
        self._policy = (mode, retry_delays, retries, ack_timeout)
        self._populate()

    def _populate(self) -> None:
        bot = self.installation.bot_user
        self.add_user(bot, self.installation.bot_name, is_bot=True)
        for number, (id, name) in enumerate(PEOPLE.items(), 1):
            self.add_user(id, name)
            self.add_channel(f"D{number}", "im", members=[id, bot])
        self.add_channel("C1", name="general", members=[*PEOPLE, bot])
        self.add_channel("C2", name="random", members=PEOPLE)
        self.add_channel("G1", "private", name="secret", members=["U1", "U2", bot])
        self.add_channel("M1", "mpim", name="mpdm-ann--bob-1", members=["U1", "U2", bot])
        self.add_channel("X1", name="with-globex", members=[*PEOPLE, bot], shared=True)

    def add_user(self, id: str, name: str = "", **details: object) -> User:
        """Another person; details: real_name, email, tz, tz_offset (seconds), locale, deleted; `team`: another
        company's, for the strangers in a shared channel.
        """
        return self.workspace.add_user(id, name, **details)

    def add_channel(
        self, id: str, kind: Kind = "channel", *, members: Iterable[str] = (), name: str = "", shared: bool = False
    ) -> Channel:
        return self.workspace.add_channel(id, kind, members=members, name=name, shared=shared)

    def direct(self, user: str) -> str:
        """The id of the direct conversation of this person with the bot, opened if need be."""
        return self.workspace.conversation([user]).id

    # -- its life ---------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        mode, delays, retries, ack_timeout = self._policy
        self._http = HttpRoad(self.installation, self._request_url, ack_timeout)
        roads: dict[str, Road] = {"http": self._http, "socket": self.sockets}
        self.courier = Courier(roads, mode, self.changes, delays, retries)
        self._runner = web.AppRunner(self._routes(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.courier.close()
        await self.sockets.close()
        await self._http.close()
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """For `AsyncWebClient(base_url=…)`."""
        return f"{self.url}/api/"

    @property
    def mode(self) -> str:
        return self.courier.mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self.courier.mode = mode

    @property
    def ack_timeout(self) -> float:
        return self._http.ack_timeout

    @ack_timeout.setter
    def ack_timeout(self, seconds: float) -> None:
        self._http.ack_timeout = self.sockets.ack_timeout = seconds

    def _request_url(self, what: What) -> str | None:
        special = {"command": self.commands_url, "interactive": self.interactivity_url}
        return special.get(what) or self.events_url

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post("/commands/{team}/{id}", self._respond)
        app.router.add_post("/actions/{team}/{id}", self._respond)
        app.router.add_post("/upload/v1/{id}/{secret}", self._receive)
        app.router.add_get("/files-pri/{id}/download/{name}", self._download)
        return app

    # -- the Web API ------------------------------------------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            args, token = await read_call(request)
        except Refusal as refusal:
            return self._json(refusal.as_json())
        self.calls.append(Call(name, args.copy()))
        fate = self.trouble.meet(name, args)
        if fate is not None and fate.fate != "lose":
            return _troubled(fate.fate, fate.value)
        answer = self._performed(name, args, token)
        await asyncio.sleep(self.latency)
        if fate is not None and request.transport is not None:
            request.transport.abort()
        return answer

    def _performed(self, name: str, args: object, token: str | None) -> web.Response:
        try:
            return self._json(perform(self, name, args, token))  # type: ignore[arg-type]
        except Refusal as refusal:
            return self._json(refusal.as_json())

    def _json(self, body: dict[str, object]) -> web.Response:
        return web.json_response(body, headers={"x-oauth-scopes": self.installation.scope_header()})

    async def _receive(self, request: web.Request) -> web.Response:
        return await methods_files.receive(self, request)

    async def _download(self, request: web.Request) -> web.Response:
        return await methods_files.download(self, request)

    async def _respond(self, request: web.Request) -> web.Response:
        fate = self.trouble.meet("response_url", {})
        if fate is not None and fate.fate != "lose":
            return _troubled(fate.fate, fate.value)
        answer = await respond(self, request)
        if fate is not None and request.transport is not None:
            request.transport.abort()
        return answer

    # -- trouble ----------------------------------------------------------------------------------------------------

    def rate_limit(self, per_second: float | None = 1.0, burst: int = 3, only: str = "chat.post") -> None:
        """From now on 429 above this rate per channel, for methods whose name begins with `only`; None: no limit."""
        self.trouble.limit = Limit(per_second, burst, only) if per_second else None

    def refuse_next(self, times: int = 1, retry_after: float = 1, only: str = "chat.") -> None:
        """Answer the next calls of methods that begin with `only` ("" = all, "response_url") with 429."""
        self.trouble.order("refuse", times, retry_after, only)

    def fail_next(self, times: int = 1, status: int = 500, only: str = "chat.") -> None:
        """Answer the next calls with this HTTP status; nothing is done."""
        self.trouble.order("fail", times, status, only)

    def lose_next_answer(self, times: int = 1, only: str = "chat.") -> None:
        """Do what the next calls ask, but drop the connection in place of an answer."""
        self.trouble.order("lose", times, 0, only)

    # -- Socket Mode and the request URL ----------------------------------------------------------------------------

    async def disconnect(self, reason: str = "refresh_requested", grace: float = 1.0) -> None:
        """Send `disconnect` to every socket, and close after `grace` seconds what has not gone by itself."""
        await self.sockets.disconnect(reason, grace)

    async def connected(self, count: int = 1, timeout: float = PATIENCE) -> int:
        """Wait until this many sockets are open."""
        return await self.wait_until(lambda: len(self.sockets.open) if len(self.sockets.open) >= count else 0, timeout)

    async def verify_url(self) -> bool:
        """The url_verification handshake that Slack does when a request URL is entered."""
        body = {"type": "url_verification", "token": self.installation.verification_token, "challenge": "3eZbrw1a"}
        told = Delivery("url_verification", "verification", "url_verification", body)
        answer: Answer = await self.courier.send(told)
        return answer.ok and "3eZbrw1a" in answer.text


def _troubled(fate: str, value: float) -> web.Response:
    if fate == "fail":
        return web.Response(status=int(value), text="upstream request failed")
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": f"{value:g}"})
