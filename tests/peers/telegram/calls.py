"""One call of an API method: read from GET, form, multipart or JSON; kept in the log with its answer."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.peers.telegram.errors import ApiError, bad_request


@dataclass(frozen=True)
class Upload:
    """A file as it came in a multipart field."""

    name: str
    content: bytes
    mime: str


@dataclass(eq=False)
class Call:
    """`status` and `answer` are None until it was answered; `answer` is the result, or the error's description.

    `at` is monotonic, in seconds. `lost` marks an answer that was thrown away after the deed was done.
    """

    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)
    at: float = field(default_factory=time.monotonic)
    status: int | None = None
    answer: Any = None
    note: str | None = None
    lost: bool = False

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def chat_id(self) -> int | str | None:
        """The addressed chat: a number, an `@name`, or None where there is none."""
        given = self.text("chat_id")
        return int(given) if given and given.lstrip("-").isdigit() else given

    def text(self, name: str) -> str | None:
        value = self.params.get(name)
        return value if value is None or isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        given = self.text(name)
        try:
            return default if given in (None, "") else int(given)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return (self.text(name) or "").lower() in ("true", "yes", "1")

    def structure(self, name: str) -> Any:
        """A JSON value; forms carry it as a string, JSON bodies as it is. Absent or empty is None."""
        value = self.params.get(name)
        if value == "" or not isinstance(value, str):
            return None if value == "" else value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file of a field: sent under its own name, or pointed at with `attach://other`."""
        value = self.params.get(name)
        pointed = value[len("attach://") :] if isinstance(value, str) and value.startswith("attach://") else name
        return self.uploads.get(pointed)


async def read_call(request: web.Request) -> Call:
    """The call in `request`; the query and the body are taken together, as Telegram does."""
    call = Call(request.match_info["method"], dict(request.query))
    if request.content_type == "application/json":
        call.params |= await _json_body(request)
    elif request.method == "POST":
        await _read_form(request, call)
    return call


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "Bad Request: can't parse JSON object")
    return {name: value for name, value in body.items() if value is not None}


async def _read_form(request: web.Request, call: Call) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            call.uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            call.params[name] = value
