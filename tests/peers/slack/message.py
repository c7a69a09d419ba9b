"""A message as the workspace keeps it, and the buttons on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .installation import Json


@dataclass(frozen=True)
class Button:
    """One button (or menu) that a person can press. `element`: the Block Kit element as posted."""

    label: str
    block_id: str
    element: Json

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])


@dataclass(eq=False)
class Message:
    """`user` wrote it (the bot's own have `bot_id` too); `edited` holds the ts of the last edit, or None.

    `ephemeral_to`: the only person who sees it, or None. The same object stays while the message is updated.
    """

    channel: str
    ts: str
    text: str
    user: str | None = None
    bot_id: str | None = None
    thread_ts: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    subtype: str | None = None
    username: str | None = None
    ephemeral_to: str | None = None
    edited: str | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The text as a reader sees it: Slack's three escapes undone."""
        return self.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    @property
    def buttons(self) -> list[Button]:
        return list(buttons_of(self.blocks))

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def as_json(self, team: str) -> Json:
        """The message object that the Web API and the events carry; empty fields are left out."""
        optional = {
            "user": self.user,
            "bot_id": self.bot_id,
            "thread_ts": self.thread_ts,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "metadata": self.metadata,
            "subtype": self.subtype,
            "username": self.username,
            "edited": self.edited and {"user": self.user, "ts": self.edited},
        }
        given = {name: value for name, value in optional.items() if value}
        return {"type": "message", "text": self.text, "ts": self.ts, "team": team} | given


PRESSABLE = {"button", "overflow", "static_select", "external_select", "users_select", "datepicker"}


def buttons_of(blocks: list[Json]) -> Iterator[Button]:
    """Every pressable element of these blocks, in reading order."""
    for block in blocks:
        for element in [*block.get("elements", ()), block.get("accessory")]:
            if element and element.get("type") in PRESSABLE:
                yield Button(_label(element), block["block_id"], element)


def _label(element: Json) -> str:
    words = element.get("text") or element.get("placeholder") or {}
    return str(words.get("text", element["action_id"]))


def named(blocks: list[Json]) -> list[Json]:
    """The blocks with a block_id and action_ids wherever the app gave none, as Slack fills them in."""
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"b{number}")
        for place, element in enumerate([*block.get("elements", ()), block.get("accessory")]):
            if isinstance(element, dict) and element.get("type") in PRESSABLE:
                element.setdefault("action_id", f"a{number}.{place}")
    return blocks


def pick(buttons: list[Button], wanted: str | int) -> Button:
    """The button with this label, action_id or index. LookupError when there is none: nobody can press it."""
    if isinstance(wanted, int):
        return buttons[wanted]
    for button in buttons:
        if wanted in (button.label, button.action_id):
            return button
    raise LookupError(f"no button {wanted!r} among {[button.label for button in buttons]}")
