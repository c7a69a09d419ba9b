"""The registry of Web API methods, and the reading of one call."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from aiohttp import web

from .core import Core
from .installation import Installation, Json
from .refusal import Refusal, complaints

NESTED = {"blocks", "attachments", "metadata", "view", "files"}
"""Arguments that a form carries as JSON in a string; Slack takes that in a JSON body, too."""


class Args(dict[str, Any]):
    """The arguments of one call, without the token."""

    def need(self, name: str) -> Any:
        """This argument; absent: `invalid_arguments` that names it."""
        if self.get(name) in (None, ""):
            raise complaints("invalid_arguments", [f"missing required field: {name}"])
        return self[name]

    def flag(self, name: str) -> bool:
        return str(self.get(name, "")).lower() in ("1", "true")


Answering = Callable[[Core, Args], Json]
F = TypeVar("F", bound=Answering)


@dataclass(frozen=True)
class Method:
    """scopes: any one of them is enough; none are needed when it is empty."""

    run: Answering
    scopes: tuple[str, ...]
    token: Literal["bot", "app", "any"]


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token: Literal["bot", "app", "any"] = "bot") -> Callable[[F], F]:
    def register(run: F) -> F:
        METHODS[name] = Method(run, scopes, token)
        return run

    return register


async def read_call(request: web.Request) -> tuple[Args, str | None]:
    """The arguments and the token, from the query, a form or a JSON body, and the Authorization header."""
    args = Args(request.query) | await _body(request)
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token = args.pop("token", None)
    for name in NESTED & args.keys():
        args[name] = _parsed(name, args[name])
    return Args(args), bearer or token


async def _body(request: web.Request) -> Json:
    if request.method != "POST":
        return {}
    if request.content_type == "application/json":
        return _json_object(await request.text())
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _json_object(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(body, dict):
        raise Refusal("json_not_object")
    return body


def _parsed(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(f"invalid_{name}_format" if name == "blocks" else "invalid_arguments") from None


def perform(core: Core, name: str, args: Args, token: str | None) -> Json:
    """Run one method. Refusal when it is unknown, the token is wrong, a scope is missing, or it says no itself."""
    found = METHODS.get(name)
    if found is None:
        raise Refusal("unknown_method", req_method=name)
    _admit(core.installation, found, token)
    return {"ok": True} | found.run(core, args)


def _admit(app: Installation, found: Method, token: str | None) -> None:
    if not token:
        raise Refusal("not_authed")
    if token not in (app.bot_token, app.app_token):
        raise Refusal("invalid_auth")
    if found.token != "any" and token != (app.bot_token if found.token == "bot" else app.app_token):
        raise Refusal("not_allowed_token_type")
    if found.scopes and not app.scopes & {*found.scopes}:
        raise Refusal("missing_scope", needed=found.scopes[0], provided=app.scope_header())
