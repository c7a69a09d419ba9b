"""The modals and home tabs that are open, and what a person has filled into one."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from .installation import Installation, Json
from .message import named
from .payloads import chosen
from .refusal import Refusal

DEEPEST = 3


@dataclass(eq=False)
class View:
    """`content`: the view as the app gave it; `errors`: what the app said of each block at the last submission."""

    id: str
    user: str
    content: Json
    root: str
    previous: str | None = None
    hash: str = field(default_factory=lambda: secrets.token_hex(8))
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    @property
    def title(self) -> str:
        return str(self.content.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.content.get("blocks", ()))

    @property
    def inputs(self) -> list[Json]:
        return [block for block in self.blocks if block["type"] == "input"]

    def replace(self, content: Json) -> None:
        named(content.get("blocks", []))
        for block in content.get("blocks", ()):
            if block["type"] == "input":
                block["element"].setdefault("action_id", f"{block['block_id']}-action")
        self.content = content
        self.hash = secrets.token_hex(8)
        self.errors = {}

    def as_json(self, app: Installation, state: Json | None = None) -> Json:
        blank = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
        ids = {"id": self.id, "root_view_id": self.root, "previous_view_id": self.previous, "hash": self.hash}
        owner = {"team_id": app.team, "app_id": app.app, "bot_id": app.bot}
        return blank | copy.deepcopy(self.content) | ids | owner | {"state": {"values": state or {}}}


class Views:
    """Every view ever opened, in order; a modal's stack is what `previous` links."""

    def __init__(self) -> None:
        self.all: dict[str, View] = {}

    def open(self, user: str, content: Json, on: View | None = None) -> View:
        """A new view, `on` top of another if given. Refusal `push_limit_reached` for a fourth."""
        if on is not None and self._depth(on) >= DEEPEST:
            raise Refusal("push_limit_reached")
        id = f"V{len(self.all) + 1:06d}"
        view = View(id, user, {}, on.root if on else id, on.id if on else None)
        view.replace(content)
        self.all[id] = view
        return view

    def _depth(self, view: View) -> int:
        return 1 if view.previous is None else 1 + self._depth(self.all[view.previous])

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        """An open view by its id or the app's own id for it. Refusal `not_found`."""
        for view in self.all.values():
            known = view.id == view_id or (external_id and view.content.get("external_id") == external_id)
            if known and not view.closed:
                return view
        raise Refusal("not_found")

    def home(self, user: str) -> View | None:
        mine = (v for v in self.all.values() if v.user == user and v.content.get("type") == "home")
        return next(mine, None)

    def close_stack(self, view: View) -> None:
        for other in self.all.values():
            if other.root == view.root:
                other.closed = True


def filled(view: View, values: Mapping[str, object]) -> Json:
    """`state.values` when the inputs named in `values` (by block_id, action_id or label) are filled in.

    ValueError when a needed input stays empty (Slack's client would not submit) or a name fits no input.
    """
    state: Json = {}
    left = dict(values)
    for block in view.inputs:
        element = block["element"]
        names = (block["block_id"], element["action_id"], block["label"]["text"])
        given = next((left.pop(name) for name in names if name in left), None)
        entry = _entry(element, given)
        if not block.get("optional") and not any(v for k, v in entry.items() if k != "type"):
            raise ValueError(f"{block['label']['text']!r} must be filled in")
        state[block["block_id"]] = {element["action_id"]: entry}
    if left:
        raise ValueError(f"no such input: {', '.join(left)}")
    return state


SELECTED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
INITIAL = {kind: name.replace("selected", "initial") for kind, name in SELECTED.items()}
ONE_OPTION = {"static_select", "external_select", "radio_buttons"}
MANY_OPTIONS = {"checkboxes", "multi_static_select", "multi_external_select"}


def _entry(element: Json, given: object) -> Json:
    kind = element["type"]
    if kind in SELECTED:
        return {"type": kind, SELECTED[kind]: element.get(INITIAL[kind]) if given is None else given}
    if kind in ONE_OPTION:
        option = element.get("initial_option") if given is None else chosen(element, str(given))
        return {"type": kind, "selected_option": option}
    if kind in MANY_OPTIONS:
        labels = given if isinstance(given, list | tuple) else ()
        options = [chosen(element, label) for label in labels]
        return {"type": kind, "selected_options": options or element.get("initial_options", [])}
    return {"type": kind, "value": element.get("initial_value") if given is None else str(given)}
