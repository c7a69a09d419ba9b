"""Reply markup: inline keyboards within Telegram's limits; other kinds are kept as they came."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.errors import bad_request

MAX_BUTTONS = 100
MAX_IN_ROW = 8
MAX_MARKUP_BYTES = 10_000
_ACTIONS = ("url", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")


@dataclass(frozen=True)
class Button:
    """`data` is what a press sends back; None for a button that opens something instead."""

    label: str
    data: str | None
    wire: dict[str, Any]


@dataclass(frozen=True)
class Markup:
    rows: list[list[Button]] = field(default_factory=list)
    other: dict[str, Any] | None = None

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    def wire(self) -> dict[str, Any]:
        return {"inline_keyboard": [[button.wire for button in row] for row in self.rows]}


def read_markup(call: Call) -> Markup:
    """The call's `reply_markup`; an empty Markup where there is none."""
    given = call.structure("reply_markup")
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in given:
        return Markup(other=given)
    return _inline(given["inline_keyboard"])


def _inline(given: Any) -> Markup:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request('field "inline_keyboard" must be of type Array')
    markup = Markup([[_button(button) for button in row] for row in given if row])
    _check_size(markup)
    return markup


def _check_size(markup: Markup) -> None:
    widest = max((len(row) for row in markup.rows), default=0)
    size = len(json.dumps(markup.wire()).encode())
    if len(markup.buttons) > MAX_BUTTONS or widest > MAX_IN_ROW or size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def _button(given: Any) -> Button:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not given["text"]:
        raise bad_request("BUTTON_TEXT_INVALID")
    data = given.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if data is None and not any(action in given for action in _ACTIONS):
        reason = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {reason}")
    return Button(given["text"], data, given)
