"""Slack: takes messages in over Socket Mode or signed HTTP, and brings replies out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channel import Parcel, Take
from bot.channels.slack_courier import PASSING, RATE, TROUBLE, Courier, seconds, word_of
from bot.channels.slack_doctor import examined
from bot.channels.slack_files import Cloakroom
from bot.channels.slack_forms import errors, modal, read_form
from bot.channels.slack_http import Door
from bot.channels.slack_read import attached, read, ticket_mark
from bot.channels.slack_socket import Sockets
from bot.finding import Finding
from handlers.customers import is_customer_chat
from handlers.message import Message
from handlers.reply import Outcome, Reply

log = logging.getLogger(__name__)

PATIENCE: Final = 5.0  # seconds that `listen` waits for an unreachable Slack before it goes on in the background
PAUSES: Final = (0.5, 30.0)  # seconds between attempts to reach it: the first and the longest
TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)
TAKEN, NOT_TAKEN, CLOSED = 200, 500, 503


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are in the workspace."""

    team: str
    user: str
    bot: str | None


class SlackChannel:
    """Socket Mode with an `app_token`; otherwise signed HTTP, which `asgi` answers at POST /slack/events.

    `heartbeat`: seconds between the pings of Socket Mode. `customer_chats`: those in which every message counts,
    whoever is spoken to. ValueError if there is neither token nor secret.
    """

    name: ClassVar[str] = "slack"

    def __init__(
        self,
        bot_token: str,
        signing_secret: str | None,
        app_token: str | None,
        base_url: str = "https://slack.com/api/",
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        heartbeat: float = 10.0,
        customer_chats: Sequence[str] = (),
    ) -> None:
        if not (signing_secret or app_token):
            raise ValueError("Slack needs an app-level token (Socket Mode) or a signing secret (HTTP)")
        # No retries by the library: it would repeat a message of which only the answer was lost.
        self._client = AsyncWebClient(bot_token, base_url=base_url, retry_handlers=[])
        self._customer_chats = {self.name: customer_chats}
        self._names: dict[str, str] = {}  # of customers, by their ids
        self._secrets = (app_token, signing_secret)
        self._clock = clock
        self._app = self._bolt(base_url)
        self.asgi = Door(self._app, signing_secret)
        self._sockets = Sockets(self._client, app_token, self._answered, heartbeat) if app_token else None
        self._courier = Courier(self._client)
        self._files = Cloakroom(self._client)
        self._me: Me | None = None
        self._take: Take | None = None
        self._arriving: asyncio.Task[None] | None = None
        self._at_work: set[asyncio.Task[BoltResponse]] = set()
        self._closing = False

    def _bolt(self, base_url: str) -> AsyncApp:
        # An `authorize` of our own: SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment would otherwise make
        # bolt look for the token in files, and every request would end in "installation is no longer available".
        async def authorize() -> AuthorizeResult:
            return self._authorized()

        client = AsyncWebClient(base_url=base_url, retry_handlers=[])
        app = AsyncApp(name="confab", client=client, authorize=authorize, process_before_response=True)
        # One middleware and no listeners: to what no listener knows bolt would answer 404, and Slack would try again.
        app.use(self._serve)
        return app

    # The channel

    async def listen(self, take: Take) -> None:
        """SlackApiError for a wrong token. If Slack cannot be reached it is tried on in the background."""
        self._take = take
        self._client.session = aiohttp.ClientSession(timeout=TIMEOUT)
        self._arriving = asyncio.create_task(self._arrive())
        done, _ = await asyncio.wait({self._arriving}, timeout=PATIENCE)
        if done:
            self._arriving.result()
        else:
            self._arriving.add_done_callback(_report)

    async def send(self, parcel: Parcel) -> str:
        return await self._courier.deliver(parcel)

    async def close(self) -> None:
        self._closing = True
        if self._arriving:
            self._arriving.cancel()
            await asyncio.wait({self._arriving})
        if self._sockets:
            await self._sockets.close()
        while self._at_work:
            await asyncio.wait(self._at_work)
        if self._client.session:
            await self._client.session.close()
        self._files.close()

    async def doctor(self) -> list[Finding]:
        """What is wrong with the setup, or worth knowing, and how to mend it."""
        return await examined(self._client, *self._secrets)

    # Arriving

    async def _arrive(self) -> None:
        pause = PAUSES[0]
        while self._me is None:
            try:
                self._me = await self._introduced()
            except TROUBLE as error:
                wait = _wait(error, pause)
                log.warning("Slack cannot be reached yet: %s; again in %.1f s", type(error).__name__, wait)
                await asyncio.sleep(wait)
                pause = min(pause * 2, PAUSES[1])
        if self._sockets:
            await self._sockets.open()

    async def _introduced(self) -> Me:
        said = await self._client.auth_test()
        return Me(said["team_id"], said["user_id"], said.get("bot_id"))

    def _authorized(self) -> AuthorizeResult:
        me = self._me
        known = {"team_id": me.team, "bot_user_id": me.user, "bot_id": me.bot} if me else {"team_id": None}
        return AuthorizeResult(enterprise_id=None, bot_token=self._client.token, **known)

    # Taking in

    async def _answered(self, payload: dict[str, Any]) -> str | None:
        """The same way for what came over a socket: through bolt, without its HTTP. None where it was not taken in."""
        answer = await self.asgi.handed(payload)
        return answer.body if answer.status == TAKEN else None

    async def _serve(self, body: dict[str, Any]) -> BoltResponse:
        """200 only when the work is done: at anything else Slack delivers an event again."""
        if self._closing or self._me is None or self._take is None:
            return BoltResponse(status=CLOSED)
        task = asyncio.create_task(self._worked(body, self._me, self._take))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        # Shielded: a connection that breaks must not stop the work halfway.
        return await asyncio.shield(task)

    async def _worked(self, payload: dict[str, Any], me: Me, take: Take) -> BoltResponse:
        key, now = "a payload", self._clock()
        try:
            message = read_form(payload, me.user, now) or read(await self._with_marked(payload), me.user, now)
            if message is None:
                return BoltResponse(status=TAKEN)
            key = message.key
            receipt = await take(await self._with_name(await self._with_files(message, payload)))
            return await self._shown(receipt.reply, message, payload, take)
        except Exception:
            log.exception("%s was not taken in", key)
            return BoltResponse(status=NOT_TAKEN)

    async def _shown(self, reply: Reply | None, asked: Message, payload: dict[str, Any], take: Take) -> BoltResponse:
        """What is shown at once: a form, or what is wrong with one that was filled in."""
        if reply and asked.filled and reply.outcome is not Outcome.DONE:
            return BoltResponse(status=TAKEN, body=errors(reply, payload))
        if reply and reply.form:
            try:
                await self._client.views_open(trigger_id=payload["trigger_id"], view=modal(reply.form, asked))
            except TROUBLE as error:
                log.warning("a form could not be opened, so it is asked line by line: %s", word_of(error) or error)
                await take(replace(asked, key=f"{asked.key}:lines", forms=False))
        return BoltResponse(status=TAKEN)

    async def _with_marked(self, payload: dict[str, Any]) -> dict[str, Any]:
        """With the message under which somebody put a ticket."""
        if (place := ticket_mark(payload)) is None:
            return payload
        try:
            found = await self._client.reactions_get(channel=place[0], timestamp=place[1])
        except SlackApiError as error:  # a scope that is missing is for `crm doctor`, not for another try
            log.warning("the message under a ticket mark cannot be read: %s", word_of(error))
            return payload
        return payload | {"marked": found.get("message")}

    async def _with_files(self, message: Message, payload: dict[str, Any]) -> Message:
        meant = message.spoken_to or is_customer_chat(self._customer_chats, message)
        if not (meant and (files := attached(payload))):
            return message
        kept, missed = await self._files.keep(files)
        return replace(message, files=kept, missed=missed)

    async def _with_name(self, message: Message) -> Message:
        """Who writes where customers do, by the name that people see there; Slack is asked for it once."""
        if message.press or not is_customer_chat(self._customer_chats, message):
            return message
        if message.account not in self._names:
            try:
                found = await self._client.users_info(user=message.account)
            except TROUBLE as error:
                log.warning("a customer's name cannot be read: %s", word_of(error) or error)
                return message
            self._names[message.account] = str(found["user"].get("real_name") or found["user"].get("name") or "")
        return replace(message, called=self._names[message.account])


def _wait(error: Exception, pause: float) -> float:
    """Seconds until Slack may be asked again; raises what will not pass."""
    if not isinstance(error, SlackApiError):
        return pause
    if word_of(error) in RATE:
        return seconds(error)
    if word_of(error) and word_of(error) not in PASSING:
        raise error
    return pause


def _report(arrival: asyncio.Task[None]) -> None:
    if not arrival.cancelled() and (error := arrival.exception()):
        log.error("Slack turned the app away: %s; see `crm doctor`", error)
