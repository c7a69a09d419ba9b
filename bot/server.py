"""`crm serve`: the platforms, the front desk, the postman and the clock, put together and taken apart again."""

import asyncio
import logging
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.api import Api
from bot.channel import Channel
from bot.channels.email import EmailChannel
from bot.channels.webhook import WebhookChannel
from bot.cli import BadUsage, settings_of
from bot.frontdesk import FrontDesk
from bot.house import House, now, open_house
from bot.mailroom import mailroom
from bot.platforms import HOW, Wired, wired
from bot.postman import Postman
from bot.settings import Settings
from bot.timetable import timetable
from crm_domain import conversations, outbox
from crm_domain.outbox import Post
from handlers.reading.guessing import is_learned

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

GRACE = 5.0  # seconds that letters on their way get at the end
HEALTH_WAIT = 5.0


def run(args: Namespace) -> None:
    import uvloop

    settings = settings_of(args)
    uvloop.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. Raises BadUsage, CrmError or OSError where it cannot start."""
    stop = _stop_signal()
    house = open_house(settings)
    try:
        with _bound(settings) as door:
            await _learn()
            await _serve(house, door, stop)
    finally:
        house.store.close()


async def _learn() -> None:
    """What reads messages that fit no phrase is trained once, by another process: this one would keep its memory."""
    if not is_learned():
        say("learning what people may say (once, some seconds)")
        await (await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.learning")).wait()


async def _serve(house: House, door: socket.socket, stop: asyncio.Event) -> None:
    channels = wired(house.settings, now)
    async with _office(house, channels) as (desk, postman), _http(door, Doors(desk, house, channels)):
        for one in channels:
            await _listen(one, desk, house.workspace_id)
            say(f"{one.channel.name}: {one.road}")
        if not channels:
            say(f"no channel is configured: {HOW}")
        say("http://{}:{}/healthz".format(*door.getsockname()[:2]))
        if house.settings.imap.host:
            say(f"email: {house.settings.imap.user} by IMAP at {house.settings.imap.host}")
        room = mailroom(desk, house.settings, house.workspace_id, now)
        with timetable(desk, postman, house):
            say("ready")
            async with room:
                await stop.wait()
            log.info("stopping")


@asynccontextmanager
async def _office(house: House, channels: Sequence[Wired]) -> AsyncIterator[tuple[FrontDesk, Postman]]:
    """Ends in the order in which nothing is lost: no more in, what was taken in answered, what can be delivered."""
    desk = FrontDesk(house.store, house.assistant, now)
    every: list[Channel] = [one.channel for one in channels]
    secrets = {name: one.plain("secret") or "" for name, one in house.settings.webhooks.items()}
    every += [
        WebhookChannel(house.settings.automations.private_webhooks, secrets, now),
        EmailChannel(house.settings.smtp),
    ]
    postman = Postman(desk, house.workspace_id, every, now)
    desk.start()
    try:
        await postman.start()
        yield desk, postman
    finally:
        desk.shut()
        await postman.close(GRACE)
        for one in every:
            await one.close()
        await desk.close()


async def _listen(one: Wired, desk: FrontDesk, workspace_id: int) -> None:
    """A platform that cannot be reached is tried on by its adapter; one that turns us away ends the start."""
    if hasattr(one.channel, "on_migrate"):
        one.channel.on_migrate = partial(_moved, desk, workspace_id, one.channel.name)
    try:
        await one.channel.listen(desk.take)
    except Exception as error:
        log.error("turned away", extra={"channel": one.channel.name, "error": type(error).__name__})
        raise BadUsage(f"{one.channel.name} does not let the bot in ({_word(error)}); see: crm doctor") from error


async def _moved(desk: FrontDesk, workspace_id: int, channel: str, old: str, new: str) -> None:
    await desk.write(partial(_move, workspace_id, channel, old, new))


def _move(workspace_id: int, channel: str, old: str, new: str, session: "Session") -> None:
    conversations.move(session, workspace_id, channel, old, new)


def _word(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


# HTTP


@contextmanager
def _bound(settings: Settings) -> Iterator[socket.socket]:
    """Before any platform hears of us: a taken port is the operator's to mend."""
    host, port = settings.server.host, settings.server.port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        door = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise BadUsage(
            f"cannot listen on {host}:{port}: {error.strerror or error} (server.host, server.port)"
        ) from None
    with door:
        yield door


class Http(uvicorn.Server):
    """Leaves the signals to us: the library ends the process by the signal, and we end it in order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _http(door: socket.socket, doors: "Doors") -> AsyncIterator[None]:
    config = uvicorn.Config(
        doors,
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(GRACE),
    )
    server = Http(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class Doors:
    """The platforms' own HTTP below their prefixes, the API below /api/, and /healthz."""

    def __init__(self, desk: FrontDesk, house: House, channels: Sequence[Wired]) -> None:
        self._desk = desk
        self._workspace_id = house.workspace_id
        api = Api(desk, house.assistant, house.workspace_id, house.settings.hooks)
        self._own = Starlette(routes=[Route("/healthz", self._health)])
        self._doors: list[tuple[str, ASGIApp]] = [(one.prefix, one.channel.asgi) for one in channels]
        self._doors.append(("/api/", api.asgi))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        found = next((asgi for prefix, asgi in self._doors if path.startswith(prefix)), self._own)
        await found(scope, receive, send)

    async def _health(self, _: Request) -> JSONResponse:
        """200 while the writer thread and the database answer."""
        try:
            async with asyncio.timeout(HEALTH_WAIT):
                tally = await self._desk.write(partial(outbox.tally, workspace_id=self._workspace_id))
        except Exception as error:
            return JSONResponse({"database": type(error).__name__}, status_code=503)
        return JSONResponse({"database": "ok", "letters": _counts(dict(tally))})


def _counts(tally: dict[str, int]) -> dict[str, Any]:
    return {"waiting": tally.get(Post.DUE, 0) + tally.get(Post.SENDING, 0)} | {
        state: tally.get(state, 0) for state in (Post.MAYBE, Post.DEAD)
    }


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


say = partial(print, file=sys.stdout, flush=True)
