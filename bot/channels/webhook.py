"""What an automation sends to a web address: one JSON object by POST, again while the other side is in trouble."""

import asyncio
import ipaddress
import socket
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

import aiohttp

from bot.channel import Later, Parcel, Refused, Take

PATIENCE: Final = aiohttp.ClientTimeout(total=10)
BUSY: Final = {408, 425, 429}
FIRST_WAIT: Final = 2.0
LONGEST_WAIT: Final = 300.0
MOST_TRIES: Final = 9  # with the postman's pauses some five minutes; then the rule's owner is told


class WebhookChannel:
    """`private`: whether addresses inside of the own network may be called; any member may write a rule."""

    name: ClassVar[str] = "webhook"

    def __init__(self, private: bool = False) -> None:
        self._private = private
        self._session: aiohttp.ClientSession | None = None
        self._failed: dict[int, int] = {}  # letter → how often

    async def listen(self, take: Take) -> None:
        """Nothing comes in here."""

    async def send(self, parcel: Parcel) -> str:
        try:
            sent_as = await self._call(str(parcel.address["url"]), parcel.address["payload"])
        except Later as later:
            self._failed[parcel.letter] = self._failed.get(parcel.letter, 0) + 1
            if self._failed[parcel.letter] < MOST_TRIES:
                raise
            raise Refused(f"{later}, {MOST_TRIES} times") from later
        self._failed.pop(parcel.letter, None)
        return sent_as

    async def _call(self, url: str, payload: object) -> str:
        await self._permit(url)
        try:
            async with self._open().post(url, json=payload, allow_redirects=False) as answer:
                return _settled(answer.status, answer.headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Later(FIRST_WAIT, f"{urlsplit(url).hostname}: {type(error).__name__}") from error

    async def _permit(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("no web address")
        if self._private:
            return
        for address in await _addresses(parts.hostname, parts.port or 443):
            if not ipaddress.ip_address(address).is_global:
                raise Refused(f"{parts.hostname} is an address of the own network (automations.private_webhooks)")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=PATIENCE)
        return self._session

    async def close(self) -> None:
        if self._session:
            await self._session.close()


async def _addresses(host: str, port: int) -> list[str]:
    try:
        found: list[Any] = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Later(FIRST_WAIT, f"{host} is not known") from error
    return [str(address[4][0]) for address in found]


def _settled(status: int, retry_after: str | None) -> str:
    """The other side's word as our outcome."""
    if status < 300:
        return str(status)
    if status >= 500 or status in BUSY:
        wait = float(retry_after) if retry_after and retry_after.isdigit() else FIRST_WAIT
        raise Later(min(wait, LONGEST_WAIT), f"answered {status}")
    raise Refused(f"answered {status}")
