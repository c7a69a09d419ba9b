"""Telling the app things by signed HTTP requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from .delivery import Answer, Delivery, Forgery, What
from .installation import Installation

FORM = "application/x-www-form-urlencoded"
STALE_SECONDS = 600  # Slack's own advice is to refuse what is older than 300


class HttpRoad:
    """url_for(what): the app's request URL for events, commands or clicks, or None when it has none."""

    def __init__(self, installation: Installation, url_for: Callable[[What], str | None], ack_timeout: float) -> None:
        self._installation = installation
        self._url_for = url_for
        self.ack_timeout = ack_timeout
        # The app may hold many requests open: one that hangs must not delay another's delivery.
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        await self._session.close()

    async def carry(self, delivery: Delivery) -> Answer:
        started = time.perf_counter()
        try:
            status, headers, body = await self._post(delivery)
        except Exception as fault:
            return Answer(reason=_reason(fault), seconds=time.perf_counter() - started)
        reason = None if 200 <= status < 300 else "http_error"
        return Answer(status, body, headers, reason, time.perf_counter() - started)

    async def _post(self, delivery: Delivery) -> tuple[int, dict[str, str], bytes]:
        url = self._url_for(delivery.what)
        if url is None:
            raise ConnectionError(f"the app has no request URL for {delivery.what}")
        content_type, body = encode(delivery)
        headers = {"Content-Type": content_type} | self._signed(body, delivery.forgery) | _retry(delivery)
        timeout = aiohttp.ClientTimeout(total=self.ack_timeout)
        async with self._session.post(url, data=body, headers=headers, timeout=timeout, max_redirects=3) as heard:
            return heard.status, dict(heard.headers), await heard.read()

    def _signed(self, body: bytes, forgery: Forgery | None) -> dict[str, str]:
        if forgery == "unsigned":
            return {}
        at = int(time.time()) - (STALE_SECONDS if forgery == "stale" else 0)
        secret = "not the secret" if forgery == "signature" else self._installation.signing_secret
        return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": sign(secret, at, body)}


def sign(secret: str, at: int, body: bytes) -> str:
    base = b"v0:%d:%s" % (at, body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(delivery: Delivery) -> tuple[str, bytes]:
    """Content type and body: events are JSON, commands a form, clicks a form with the JSON in `payload`."""
    if delivery.what == "command":
        return FORM, urlencode(delivery.payload).encode()
    written = json.dumps(delivery.payload)
    if delivery.what == "interactive":
        return FORM, urlencode({"payload": written}).encode()
    return "application/json", written.encode()


def _retry(delivery: Delivery) -> dict[str, str]:
    retry = delivery.next_retry
    return {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason} if retry else {}


def _reason(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "http_timeout"
    if isinstance(fault, aiohttp.TooManyRedirects):
        return "too_many_redirects"
    if isinstance(fault, aiohttp.ClientSSLError | ssl.SSLError):
        return "ssl_error"
    return "connection_failed" if isinstance(fault, aiohttp.ClientError | OSError) else "unknown_error"
