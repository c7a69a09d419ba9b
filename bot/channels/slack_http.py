"""Signed HTTP: Slack posts events, commands and presses to one address of ours."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import parse_qs

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)


class Door(AsyncSlackRequestHandler):
    """Answers POST /slack/events. Without a signing secret it lets nobody in."""

    def __init__(self, app: AsyncApp, signing_secret: str | None) -> None:
        super().__init__(app)
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        try:
            body, headers = await request.get_raw_body(), request.get_headers()
        except UnicodeDecodeError:
            return BoltResponse(status=400)
        if not self._is_from_slack(body, headers):
            log.warning("a request without Slack's signature was turned away")
            return BoltResponse(status=401)
        try:
            payload = opened(body)
        except ValueError:
            return BoltResponse(status=400)
        return await self.handed(payload)

    async def handed(self, payload: dict[str, Any]) -> BoltResponse:
        """Through bolt, by whichever road it came."""
        # Read and verified already, as in Socket Mode. Left to itself, bolt finds nothing in a command whose text has
        # the word "payload" in it, and fails on a time stamp that is no number.
        return await self.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))

    def _is_from_slack(self, body: str, headers: dict[str, Any]) -> bool:
        try:
            return self._verifier is not None and self._verifier.is_valid_request(body, headers)
        except (ValueError, TypeError):
            return False

    async def handle_installation(self, request: AsgiHttpRequest) -> BoltResponse:
        """No page for whoever comes by: bolt makes one when SLACK_CLIENT_ID is in the environment."""
        return BoltResponse(status=404)

    handle_callback = handle_installation


def opened(body: str) -> dict[str, Any]:
    """The payload in a body: events are JSON, presses JSON in a form, commands a form. ValueError if it is neither."""
    if body.startswith("{"):
        return _object(body)
    form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
    return _object(form["payload"]) if "payload" in form and "command" not in form else dict(form)


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
