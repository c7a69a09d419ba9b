"""A command's form as Slack's modal: opened by a shortcut or a button, handed in as the command's own words."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from bot.channels.slack_blocks import cut
from bot.channels.slack_read import CHANNEL, Json, address_of, chat_of, key_of, plain, team_of
from handlers.command import spelled
from handlers.message import Message
from handlers.reply import Blank, Form, Reply
from handlers.ticket_source import as_ticket

PREFIX: Final = "form:"  # of the callback_id of shortcuts and of the modal itself; the command's name follows
TITLE, LABEL, OPTION, SHORT, LONG, ERROR = 24, 2_000, 75, 200, 3_000, 300  # characters
OPTIONS: Final = 100
SAID: Final = "said"


def read_form(payload: Json, bot_user_id: str, now: datetime) -> Message | None:
    """The message in a shortcut that asks for a form, or in a form that was filled in; None for anything else."""
    kind, name = payload.get("type"), _named(payload)
    if name is None:
        return None
    if kind == "view_submission":
        return _handed_in(payload, name, now)
    words = spelled(name, {})
    if kind == "shortcut":
        return _wanted(payload, words, team_of(payload), {"channel": None, "user": payload["user"]["id"]}, now)
    if kind != "message_action":
        return None
    channel, about = payload["channel"]["id"], plain(payload["message"].get("text") or "", bot_user_id)
    direct, thread = channel.startswith("D"), payload["message"].get("thread_ts")
    source = key_of(payload, channel, payload["message"]) if about and name == "ticket.open" else ""
    address = address_of(channel, thread, payload["user"]["id"], private=not direct)
    chat = chat_of(payload, channel, None if direct else thread)
    return _wanted(payload, as_ticket(about) if source else words, chat, address, now, source)


def _named(payload: Json) -> str | None:
    callback = str((payload.get("view") or payload).get("callback_id") or "")
    return callback.removeprefix(PREFIX) if callback.startswith(PREFIX) else None


def _wanted(payload: Json, words: str, chat: str, address: dict[str, Any], now: datetime, source: str = "") -> Message:
    key = f"{CHANNEL}:{team_of(payload)}:form:{payload['user']['id']}:{payload['action_ts']}"
    group = bool(address.get("private"))
    sender, text = payload["user"]["id"], f"/form {words}"
    return Message(key, CHANNEL, chat, sender, text, now, address, group=group, forms=True, handed_in=source)


def _handed_in(payload: Json, name: str, now: datetime) -> Message:
    """One key for a form however often it is handed in: the second time it finds what the first one did."""
    view = payload["view"]
    place = json.loads(view["private_metadata"])
    lines = ((slot, _value(block.get(SAID) or {})) for slot, block in view["state"]["values"].items())
    said = {slot: text for slot, text in lines if text}
    return Message(
        key=f"{CHANNEL}:{team_of(payload)}:view:{view['id']}",
        channel=CHANNEL,
        chat=place["chat"],
        account=payload["user"]["id"],
        text=spelled(name, said),
        at=now,
        address=place["address"],
        group=place["group"],
        outsiders=bool(place["address"].get("shared")),
        handed_in=place["source"],
        filled=True,
    )


def _value(entry: Json) -> str:
    chosen = entry.get("selected_option") or {}
    return str(entry.get("value") or chosen.get("value") or "").strip()


# What is shown


def modal(form: Form, asked: Message) -> dict[str, Any]:
    """The view; it remembers where it was asked for, which is where the answer goes."""
    place = {"chat": asked.chat, "address": asked.address, "group": asked.group, "source": asked.handed_in}
    return {
        "type": "modal",
        "callback_id": f"{PREFIX}{form.command}",
        "title": _plain(form.title, TITLE),
        "submit": _plain(form.submit, TITLE),
        "close": _plain(form.close, TITLE),
        "private_metadata": json.dumps(place),
        "blocks": [_input(blank) for blank in form.blanks],
    }


def errors(reply: Reply, asked: Json) -> dict[str, Any]:
    """What is wrong with a form, said at the line it is about."""
    lines = [block["block_id"] for block in asked["view"]["blocks"]]
    choices = [button.label for button in reply.buttons if button.says.startswith("/")]
    said = f"{reply.text} {' / '.join(choices)}".strip()
    line = reply.slot if reply.slot in lines else lines[0]
    return {"response_action": "errors", "errors": {line: _cut(said, ERROR)}}


def _input(blank: Blank) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": blank.name,
        "optional": not blank.required,
        "label": _plain(blank.label, LABEL),
        "element": _choice(blank) if blank.choices else _words(blank),
    }


def _choice(blank: Blank) -> dict[str, Any]:
    options = [{"text": _plain(label, OPTION), "value": word} for label, word in blank.choices[:OPTIONS]]
    element: dict[str, Any] = {"type": "static_select", "action_id": SAID, "options": options}
    first = next((option for option in options if blank.value and option["value"] == blank.value), None)
    return element | ({"initial_option": first} if first else {})


def _words(blank: Blank) -> dict[str, Any]:
    room = LONG if blank.long else SHORT
    element = {"type": "plain_text_input", "action_id": SAID, "multiline": blank.long, "max_length": room}
    return element | ({"initial_value": _cut(blank.value, room)} if blank.value else {})


def _plain(words: str, room: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(words, room), "emoji": False}


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else next(cut(words, room - 1, len)).rstrip() + "…"
