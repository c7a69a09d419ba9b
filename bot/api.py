"""The HTTP API: the same commands, permissions and texts as in chat, for programs that hold a key."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.api_calendar import calendar_of
from bot.api_description import described
from bot.frontdesk import FrontDesk
from bot.house import now
from bot.settings import Hook
from crm_domain import outbox, tokens
from crm_domain.crm import Crm
from crm_domain.exchange_tables import NOUNS, records_of
from crm_domain.members import Member, Role
from handlers.assistant import Assistant
from handlers.command import COMMANDS
from handlers.message import Message
from handlers.reply import Outcome, Reply

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CHANNEL = "api"
LARGEST = 256 * 1024  # bytes of a request
MOST = 500  # records in one answer
STATUS = {Outcome.DONE: 200, Outcome.ASKED: 200, Outcome.REFUSED: 403, Outcome.UNCLEAR: 422, Outcome.FAILED: 500}


class Fault(Exception):
    """What is answered instead, with the status."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key came with a request, and what it is for."""

    member_id: int
    handle: str
    key: int
    scopes: frozenset[str]

    def need(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Fault(403, f"this key lacks the scope {scope!r}")


class Api:
    def __init__(self, desk: FrontDesk, assistant: Assistant, workspace_id: int, hooks: dict[str, Hook]) -> None:
        self.desk, self.assistant, self.workspace_id, self.hooks = desk, assistant, workspace_id, hooks
        routes = [
            Route("/api/openapi.json", self._description),
            Route("/api/v1/me", self._guarded(self._me)),
            Route("/api/v1/messages", self._guarded(self._message), methods=["POST"]),
            Route("/api/v1/commands/{name}", self._guarded(self._command), methods=["POST"]),
            Route("/api/v1/records/{noun}", self._guarded(self._records)),
            Route("/api/v1/hooks/{name}", self._guarded(self._hook), methods=["POST"]),
            Route("/api/v1/calendar.ics", self._guarded(self._calendar)),
        ]
        self.asgi = Starlette(routes=routes)

    async def _description(self, request: Request) -> Response:
        return JSONResponse(described(sorted(self.hooks)))

    def _guarded(self, answer: Callable[..., Any]) -> Callable[[Request], Any]:
        """Every fault is a line of JSON with its status."""

        async def guarded(request: Request) -> Response:
            try:
                holder = await self._holder(request)
                found: Response = await answer(request, holder)
            except Fault as fault:
                headers = {"WWW-Authenticate": "Bearer"} if fault.status == 401 else None
                return JSONResponse({"error": fault.error}, fault.status, headers)
            return found

        return guarded

    async def _holder(self, request: Request) -> Holder:
        """By the Authorization header; a calendar program, which can't set one, gives the key in the address."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            secret = request.query_params.get("key", "") if request.url.path.endswith(".ics") else ""
        holder = await self.desk.write(partial(self._known, secret.strip())) if secret.strip() else None
        if holder is None:
            raise Fault(401, "a valid key is needed: Authorization: Bearer cft_…")
        return holder

    def _known(self, secret: str, session: "Session") -> Holder | None:
        found = tokens.holder(session, self.workspace_id, secret, now())
        if found is None:
            return None
        token, member = found
        return Holder(member.id, member.handle, token.id, frozenset(token.scopes))

    async def _body(self, request: Request) -> dict[str, Any]:
        raw = b""
        async for part in request.stream():
            raw += part
            if len(raw) > LARGEST:
                raise Fault(413, f"a request has at most {LARGEST} bytes")
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Fault(400, "the body is one JSON object")
        return body

    # -- what can be asked for -----------------------------------------------------------------------------------------

    async def _me(self, request: Request, holder: Holder) -> Response:
        return JSONResponse({"handle": holder.handle, "scopes": sorted(holder.scopes)})

    async def _message(self, request: Request, holder: Holder) -> Response:
        """Free words, as in chat. Whoever may only read is told what it would do, and does nothing."""
        holder.need("write")
        text = (await self._body(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise Fault(422, "text: a message in words")
        return await self._said(request, holder, text)

    async def _command(self, request: Request, holder: Holder) -> Response:
        command = COMMANDS.get(request.path_params["name"])
        if command is None:
            raise Fault(404, "there is no such command")
        holder.need("write" if command.writes or command.needs is None else "read")
        body = await self._body(request)
        slots = body.get("slots", {})
        if not isinstance(slots, dict):
            raise Fault(422, "slots: an object, slot name → value")
        return await self._said(request, holder, words_of(command.name, slots, body.get("confirm") is True))

    async def _said(self, request: Request, holder: Holder, text: str, asked: int = 200) -> Response:
        key = request.headers.get("idempotency-key") or uuid4().hex
        reply = await self.desk.write(partial(self._answer, holder, text, f"{CHANNEL}:{holder.key}:{key[:200]}"))
        return JSONResponse(reply.to_json(), asked if reply.outcome is Outcome.ASKED else STATUS[reply.outcome])

    def _answer(self, holder: Holder, text: str, key: str, session: "Session") -> Reply:
        message = Message(
            key=key, channel=CHANNEL, chat=f"key-{holder.key}", account=holder.handle, text=text, at=now()
        )
        receipt = self.assistant.answer(session, message)
        if receipt.letter:
            outbox.mark(session, receipt.letter, outbox.Post.SENT)
        return receipt.reply or Reply(Outcome.UNCLEAR, "")

    async def _records(self, request: Request, holder: Holder) -> Response:
        """A page of a kind of record, as the member may see them; the next begins behind the last one's id."""
        holder.need("read")
        noun = request.path_params["noun"]
        if noun not in NOUNS:
            raise Fault(404, f"there are {', '.join(NOUNS)}")
        after, limit = (_number(request, name, usual) for name, usual in (("after", 0), ("limit", 100)))
        found = await self.desk.write(partial(self._page, holder, noun, after, max(1, min(limit, MOST))))
        return JSONResponse({noun: found, "next": found[-1]["id"] if len(found) == limit else None})

    def _page(self, holder: Holder, noun: str, after: int, limit: int, session: "Session") -> list[dict[str, Any]]:
        crm = self._crm(holder, session)
        if not crm.access.may(Role(crm.me.role), f"{noun}.read"):
            raise Fault(403, "the member's role doesn't allow that")
        return records_of(crm, noun, after, limit)

    def _crm(self, holder: Holder, session: "Session") -> Crm:
        member = session.get_one(Member, holder.member_id)
        return Crm(session, self.assistant.open(session, now()), member, now(), self.assistant.access)

    async def _hook(self, request: Request, holder: Holder) -> Response:
        """Another system's event as one of our commands, by the mapping in the configuration."""
        holder.need("hooks")
        hook = self.hooks.get(request.path_params["name"])
        if hook is None:
            raise Fault(404, "no such hook is configured")
        body = await self._body(request)
        slots = {slot: value for slot, path in hook.slots.items() if (value := _at(body, path)) is not None}
        words = words_of(hook.command, slots, confirm=False)
        return await self._said(request, holder, words, asked=422)  # nobody is there to answer a question

    async def _calendar(self, request: Request, holder: Holder) -> Response:
        holder.need("calendar")
        feed = await self.desk.write(lambda session: calendar_of(self._crm(holder, session)))
        return Response(feed, media_type="text/calendar; charset=utf-8")


def _number(request: Request, name: str, usual: int) -> int:
    said = request.query_params.get(name, str(usual))
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Fault(422, f"{name}: a whole number")
    return int(said)


def words_of(name: str, slots: dict[str, Any], confirm: bool) -> str:
    """The command in its own words, which are read back exactly."""
    command = COMMANDS[name]
    if unknown := sorted(slots.keys() - command.params.keys()):
        raise Fault(422, f"{name} has no slot {unknown[0]!r}; it has {', '.join(command.params)}")
    said = {slot: written(value) for slot, value in slots.items() if value not in (None, "")}
    return command.words(said | ({"sure": "yes"} if confirm and "sure" in command.params else {}))


def written(value: Any) -> str:
    """A plain value as a person would say it."""
    match value:
        case {"amount": amount, **rest}:
            return f"{amount} {rest.get('currency', '')}".strip()
        case {"start": start, "end": end}:
            return f"{start} to {end}"
        case bool() | int() | float() | str():
            return str(value)
    raise Fault(422, "a slot is text, a number, an amount or a period")


def _at(body: dict[str, Any], path: str) -> Any:
    """customer.name, items.0.sku."""
    found: Any = body
    for part in path.split("."):
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found if isinstance(found, str | int | float) and not isinstance(found, bool) else None
