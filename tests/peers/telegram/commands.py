"""The command menu: one list per scope and language."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.chats import Chat
from tests.peers.telegram.errors import bad_request

MAX_COMMANDS = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


class CommandMenu:
    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], list[dict[str, str]]] = {}

    def put(self, call: Call) -> None:
        self._lists[_key(call)] = _commands(call.structure("commands"))

    def get(self, call: Call) -> list[dict[str, str]]:
        return self._lists.get(_key(call), [])

    def delete(self, call: Call) -> None:
        self._lists.pop(_key(call), None)

    def seen(self, user_id: int, chat: Chat, language: str | None) -> list[dict[str, str]]:
        """What a person's client offers: the narrowest scope wins, in it the person's language."""
        for scope in _narrowing(user_id, chat):
            for code in (language or "", ""):
                if found := self._lists.get((_canonical(scope), code)):
                    return found
        return []


def _narrowing(user_id: int, chat: Chat) -> list[dict[str, Any]]:
    in_chat = {"type": "chat", "chat_id": chat.id}
    if chat.is_private:
        return [in_chat, {"type": "all_private_chats"}, {"type": "default"}]
    is_admin = chat.members.get(user_id) in ("administrator", "creator")
    member = {"type": "chat_member", "chat_id": chat.id, "user_id": user_id}
    admins = [{"type": "chat_administrators", "chat_id": chat.id}] if is_admin else []
    all_admins = [{"type": "all_chat_administrators"}] if is_admin else []
    return [member, *admins, in_chat, *all_admins, {"type": "all_group_chats"}, {"type": "default"}]


def _canonical(scope: dict[str, Any]) -> str:
    return json.dumps(scope, sort_keys=True)


def _key(call: Call) -> tuple[str, str]:
    scope = call.structure("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES or any(field not in scope for field in _SCOPES[kind]):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    numbers = {field: int(scope[field]) for field in _SCOPES[kind]}
    language = call.text("language_code") or ""
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return _canonical({"type": kind} | numbers), language


def _commands(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list):
        raise bad_request("can't parse commands: expected an Array")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(each) for each in given]


def _command(given: Any) -> dict[str, str]:
    name = str(given.get("command", "")).removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
