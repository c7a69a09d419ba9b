"""The API's own description (OpenAPI 3.1), made of the commands as they are declared."""

from collections.abc import Sequence
from typing import Any

from crm_domain.exchange_tables import NOUNS
from handlers.command import COMMANDS, Command

ERRORS = {
    "400": "the body is no JSON object",
    "401": "no valid key",
    "403": "the key's scopes or the member's role don't reach that far; nothing was changed",
    "404": "there is no such thing",
    "413": "too large",
    "422": "what was said can't be understood; nothing was changed",
}
REPLY = {"$ref": "#/components/schemas/Reply"}
VALUE: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {"type": "number"},
        {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number"}}},
        {
            "type": "object",
            "required": ["start", "end"],
            "properties": {"start": {"type": "string"}, "end": {"type": "string"}},
        },
    ]
}


def described(hooks: Sequence[str]) -> dict[str, Any]:
    paths: dict[str, Any] = {
        "/api/v1/me": {"get": _call("whose key this is", {"type": "object"})},
        "/api/v1/messages": {
            "post": _call("say something, as in chat", REPLY, _body({"text": {"type": "string"}}, ["text"]))
        },
        "/api/v1/records/{noun}": {"get": _records()},
        "/api/v1/calendar.ics": {"get": _calendar()},
    }
    paths |= {f"/api/v1/commands/{name}": {"post": _command(command)} for name, command in COMMANDS.items()}
    paths |= {f"/api/v1/hooks/{name}": {"post": _call(f"the hook {name}", REPLY, _body({}, []))} for name in hooks}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Confab", "version": "1", "description": "The commands of the chat, for programs."},
        "paths": paths,
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Reply": _reply(), "Error": {"type": "object", "properties": {"error": {"type": "string"}}}},
        },
    }


def _command(command: Command) -> dict[str, Any]:
    slots = {name: VALUE for name in command.params if name != "sure"}
    body = {
        "slots": {"type": "object", "properties": slots, "additionalProperties": False},
        "confirm": {"type": "boolean"},
    }
    return _call(command.help.en, REPLY, _body(body, []), command.name)


def _body(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _call(summary: str, answer: dict[str, Any], body: dict[str, Any] | None = None, id: str = "") -> dict[str, Any]:
    said: dict[str, Any] = {"summary": summary, "responses": _responses(answer)}
    if body:
        said["requestBody"] = body
    return said | ({"operationId": id} if id else {})


def _responses(answer: dict[str, Any]) -> dict[str, Any]:
    either = {"anyOf": [{"$ref": "#/components/schemas/Error"}, REPLY]}
    errors = {status: {"description": text, "content": _json(either)} for status, text in ERRORS.items()}
    return {"200": {"description": "the answer", "content": _json(answer)}} | errors


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _records() -> dict[str, Any]:
    noun = {"name": "noun", "in": "path", "required": True, "schema": {"type": "string", "enum": list(NOUNS)}}
    whole = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    pages = [{"name": name, "in": "query", "schema": whole} for name in ("after", "limit")]
    return _call("records, page by page", {"type": "object"}) | {"parameters": [noun, *pages]}


def _calendar() -> dict[str, Any]:
    key = {"name": "key", "in": "query", "schema": {"type": "string"}}
    said = _call("tasks, reminders and visits as iCalendar", {"type": "object"}) | {"parameters": [key]}
    said["responses"]["200"] = {"description": "the feed", "content": {"text/calendar": {"schema": {"type": "string"}}}}
    return said


def _reply() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["outcome", "text"],
        "properties": {
            "outcome": {"enum": ["done", "asked", "refused", "unclear", "failed"]},
            "text": {"type": "string"},
            "figures": {"type": "object"},
            "commands": {"type": "array"},
        },
    }
