"""Calls to the Bot API over one shared aiohttp session: a third of the CPU of the library's own client."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# An answer that says "not done". 504 is no such answer: what stands behind the gateway may still do it.
NOT_DONE: Final = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
UNREACHED: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
POOL_WAIT: Final = 30.0


class NothingDone(NetworkError):
    """Telegram was not reached, or said that it failed: the same call may be made again."""


class AiohttpRequest(BaseRequest):
    """Opens its session with the first call and may be used again after `shutdown`.

    `connections`: at most so many at a time. Timeouts in seconds; `upload_timeout` replaces `read_timeout` where a
    file goes with the call. Proxies are taken from the environment. Errors never name the address called: it holds
    the token.
    """

    def __init__(
        self,
        connections: int = 64,
        connect_timeout: float = 10.0,
        read_timeout: float = 20.0,
        upload_timeout: float = 120.0,
    ) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._upload_timeout = upload_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to do before the first call."""

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library's, which however writes what it cannot read (people's words) into the log."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """HTTP status and body. NothingDone, TimedOut, or NetworkError where the answer was lost."""
        usual = self._upload_timeout if request_data and request_data.contains_files else self._read_timeout
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=POOL_WAIT,
            sock_connect=_chosen(connect_timeout, self._connect_timeout),
            sock_read=_chosen(read_timeout, usual),
        )
        try:
            async with self._open().request(method, url, timeout=timeout, **_content(request_data)) as answer:
                return _checked(answer.status, await answer.read())
        except UNREACHED as error:
            raise NothingDone(f"not reached: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"answer lost: {type(error).__name__}") from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,
            )
        return self._session


def _chosen(given: Any, usual: float) -> float | None:
    return usual if given is BaseRequest.DEFAULT_NONE else given


def _checked(status: int, body: bytes) -> tuple[int, bytes]:
    if status in NOT_DONE:
        raise NothingDone(f"Telegram answered {status}")
    return status, body


def _content(data: RequestData | None) -> dict[str, Any]:
    """The body, as aiohttp takes it: JSON, or a form where files go along."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
