"""A message as it stands in a chat, and a press on one of its buttons."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from tests.peers.telegram.chats import Chat, Person
from tests.peers.telegram.entities import Formatted
from tests.peers.telegram.files import StoredFile
from tests.peers.telegram.keyboards import Button, Markup


@dataclass(eq=False)
class Message:
    """`text` is what is displayed (a file's caption counts as its text); `raw` is what the sender gave.

    `former` are the texts before each edit. `update_id` is the last update about it, or None where
    privacy or `allowed_updates` kept it from the bot. `service` holds fields such as `new_chat_members`.
    """

    chat: Chat
    message_id: int
    sender: Person
    date: int
    content: Formatted = field(default_factory=lambda: Formatted(""))
    raw: str = ""
    parse_mode: str | None = None
    markup: Markup = field(default_factory=Markup)
    thread_id: int | None = None
    reply_to: Message | None = None
    topic_head: Message | None = None
    file: StoredFile | None = None
    origin: dict[str, Any] | None = None
    service: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    former: list[str] = field(default_factory=list)
    reactions: dict[int, str] = field(default_factory=dict)
    deleted: bool = False
    update_id: int | None = None

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def entities(self) -> list[dict[str, Any]]:
        return self.content.entities

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def rows(self) -> list[list[Button]]:
        return self.markup.rows

    @property
    def buttons(self) -> list[Button]:
        return self.markup.buttons

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def button(self, which: str | int) -> Button:
        """By label or by position; LookupError says which labels there are."""
        if isinstance(which, int):
            return self.buttons[which]
        for button in self.buttons:
            if button.label == which:
                return button
        raise LookupError(f"no button {which!r} on message {self.message_id}: {self.labels}")

    def wire(self, quoted: bool = False) -> dict[str, Any]:
        """The Message object; one that is itself quoted does not quote again."""
        shape: dict[str, Any] = {"message_id": self.message_id, "from": self.sender.wire()}
        shape |= {"chat": self.chat.wire(), "date": self.date} | self._thread() | self._content() | self.service
        if self.edit_date:
            shape["edit_date"] = self.edit_date
        if self.origin:
            shape["forward_origin"] = self.origin
        # Everything in a topic that answers nothing else "replies" to the message that opened the topic.
        replied = self.reply_to or self.topic_head
        if replied and not quoted:
            shape["reply_to_message"] = replied.wire(quoted=True)
        return shape | ({"reply_markup": self.markup.wire()} if self.rows else {})

    def _thread(self) -> dict[str, Any]:
        if self.thread_id is None:
            return {}
        return {"message_thread_id": self.thread_id} | ({"is_topic_message": True} if self.chat.is_forum else {})

    def _content(self) -> dict[str, Any]:
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        shape = self.file.wire() if self.file else {}
        shape |= {text: self.text} if self.text else {}
        return shape | ({entities: self.entities} if self.entities else {})


@dataclass(eq=False)
class Press:
    """A callback query; `answers` are the parameters of each answerCallbackQuery that was accepted."""

    id: str
    person: Person
    message: Message
    data: str
    pressed_at: float = field(default_factory=time.monotonic)
    update_id: int | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        return bool(self.answers)

    def wire(self) -> dict[str, Any]:
        shape = {"id": self.id, "from": self.person.wire(), "message": self.message.wire()}
        return shape | {"chat_instance": str(-self.message.chat.id * 7919), "data": self.data}
