"""What is sent to a web address: one JSON object by POST, again while the other side is in trouble.

A rule's webhook is tried for some minutes. What a system of the settings is told is signed after the Standard Webhooks
specification, and tried for the better part of a day: nothing of its record leaves before it has arrived.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from bot.channel import Later, Parcel, Refused, Take
from bot.house import now

if TYPE_CHECKING:
    import aiohttp

PATIENCE: Final = 10.0  # seconds
BUSY: Final = {408, 425, 429}
FIRST_WAIT: Final = 2.0
LONGEST_WAIT: Final = 300.0
MOST_TRIES: Final = 9  # with the postman's pauses some five minutes; then the rule's owner is told


class WebhookChannel:
    """`private`: whether a rule may call addresses inside of the own network; any member may write one.

    `secrets` sign what the webhooks of the settings are sent, by their names.
    """

    name: ClassVar[str] = "webhook"

    def __init__(
        self, private: bool = False, secrets: Mapping[str, str] | None = None, clock: Callable[[], datetime] = now
    ) -> None:
        self._private, self._secrets, self._clock = private, secrets or {}, clock
        self._session: aiohttp.ClientSession | None = None
        self._failed: dict[int, int] = {}  # letter → how often

    async def listen(self, take: Take) -> None:
        """Nothing comes in here."""

    async def send(self, parcel: Parcel) -> str:
        url, body = str(parcel.address["url"]), json.dumps(parcel.address["payload"], ensure_ascii=False).encode()
        if hook := parcel.address.get("hook"):
            return await self._call(url, body, self._signed(str(hook), str(parcel.address["id"]), body))
        await self._permit(url)
        try:
            sent_as = await self._call(url, body, {})
        except Later as later:
            self._failed[parcel.letter] = self._failed.get(parcel.letter, 0) + 1
            if self._failed[parcel.letter] < MOST_TRIES:
                raise
            raise Refused(f"{later}, {MOST_TRIES} times") from later
        self._failed.pop(parcel.letter, None)
        return sent_as

    def _signed(self, hook: str, id: str, body: bytes) -> dict[str, str]:
        if hook not in self._secrets:
            raise Refused(f"{hook} is no longer in the settings (webhooks)")
        stamp = str(int(self._clock().timestamp()))
        signature = signed(self._secrets[hook], id, stamp, body)
        return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature}

    async def _call(self, url: str, body: bytes, headers: Mapping[str, str]) -> str:
        import aiohttp  # 8 MB, which a house without webhooks does without

        headers = {"Content-Type": "application/json", **headers}
        try:
            async with self._open().post(url, data=body, headers=headers, allow_redirects=False) as answer:
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

    def _open(self) -> "aiohttp.ClientSession":
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self._session

    async def close(self) -> None:
        if self._session:
            await self._session.close()


def signed(secret: str, id: str, stamp: str, body: bytes) -> str:
    """v1 and the HMAC-SHA256 of id, seconds since 1970 and body; a secret of that specification begins with whsec_."""
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    digest = hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


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
