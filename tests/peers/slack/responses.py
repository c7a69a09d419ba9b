"""Response URLs, and the same answers given directly in the acknowledgement of a command."""

from __future__ import annotations

import json

from aiohttp import web

from .core import Core
from .delivery import Answer
from .installation import Json
from .message import Message
from .methods import Args
from .methods_chat import Content, read_content, remove, rewrite
from .refusal import Refusal
from .tickets import Ticket


async def respond(core: Core, request: web.Request) -> web.Response:
    """POST to a response URL: 200 `ok`; used up or too late: 404; not understood: 400."""
    try:
        body = json.loads(await request.text())
    except ValueError:
        return web.Response(status=400, text="invalid_payload")
    try:
        follow(core, core.tickets.respond(request.match_info["id"]), body)
    except Refusal as refusal:
        return web.json_response(refusal.as_json(), status=404 if refusal.error.endswith("_url") else 400)
    return web.Response(text="ok")


def follow(core: Core, ticket: Ticket, body: Json) -> None:
    """Do what the body asks: replace or delete the message that was acted on, or post a new one."""
    original = _original(core, ticket)
    if body.get("delete_original") and original:
        remove(core, original)
    elif body.get("replace_original") and original:
        rewrite(core, original, read_content(Args(body)).given)
    else:
        post_for(core, ticket, read_content(Args(body)), body)


def _original(core: Core, ticket: Ticket) -> Message | None:
    # Unlike chat.update, a response URL reaches ephemeral messages, too.
    return core.workspace.peek(ticket.channel, ticket.ts)


def post_for(core: Core, ticket: Ticket, content: Content, body: Json) -> Message:
    """Post where the ticket points: for its owner only, unless `response_type` is "in_channel"."""
    app = core.installation
    seen_by = None if body.get("response_type") == "in_channel" else ticket.user
    author: Json = {"user": app.bot_user, "bot_id": app.bot, "thread_ts": body.get("thread_ts")}
    fields: Json = {"text": ""} | content.given | author | {"ephemeral_to": seen_by}
    return core.said_by_app(core.workspace.post(core.workspace.channels[ticket.channel], **fields))


def show_ack(core: Core, ticket: Ticket, answer: Answer) -> None:
    """Post what the app said in its acknowledgement of a command, if it said anything."""
    body = answer.json() or {"text": answer.text.strip()}
    if answer.ok and (body.get("text") or body.get("blocks")):
        post_for(core, ticket, read_content(Args(body)), body)
