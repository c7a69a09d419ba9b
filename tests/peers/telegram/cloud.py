"""What Telegram knows: people, chats, messages, and what of it this bot is told."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.chats import Chat, Person
from tests.peers.telegram.commands import CommandMenu
from tests.peers.telegram.entities import Entity, utf16_slice
from tests.peers.telegram.errors import bad_request, forbidden, migrated
from tests.peers.telegram.faults import Faults
from tests.peers.telegram.files import Files
from tests.peers.telegram.limits import RateLimits
from tests.peers.telegram.messages import Message, Press
from tests.peers.telegram.updates import Bell, Delivery, Updates
from tests.peers.telegram.webhook import Webhook

MB = 1024 * 1024


class Cloud:
    """`privacy`: in groups the bot hears only what is meant for it. `hears_bots`: other bots' messages reach it
    (never so before bot-to-bot mode). `callback_ttl`: seconds in which a press can be answered.
    `clock`: the Unix time that messages are dated with. `latency`: seconds between a deed and its answer.
    """

    def __init__(
        self,
        token: str = "1:abc",
        *,
        username: str = "confab_bot",
        name: str = "Confab",
        privacy: bool = True,
        hears_bots: bool = False,
        callback_ttl: float = 15.0,
        per_chat_order: bool = True,
        webhook_backoff: Sequence[float] = (0.02, 0.05, 0.1, 0.25),
        webhook_timeout: float = 60.0,
        first_update_id: int = 700_000_001,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.bot = Person(int(token.split(":")[0]), name, username, is_bot=True)
        self.privacy = privacy
        self.hears_bots = hears_bots
        self.callback_ttl = callback_ttl
        self.clock = clock
        self.latency = 0.0
        self.max_upload, self.max_photo, self.max_download = 50 * MB, 10 * MB, 20 * MB
        self.bell = Bell()
        self.updates = Updates(self.bell, first_update_id)
        self.webhook = Webhook(self.updates, per_chat_order, webhook_backoff, webhook_timeout)
        self.limits = RateLimits()
        self.faults = Faults()
        self.files = Files()
        self.menu = CommandMenu()
        self.people: dict[int, Person] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.calls: list[Call] = []
        self.polls = 0
        self.waiting_poll = 0
        self._messages: dict[int, dict[int, Message]] = defaultdict(dict)
        # Number 1 is the creation of the group, and so the topic "General".
        self._last_id: dict[int, int] = defaultdict(lambda: 1)

    # Who is addressed

    def known_chat(self, call: Call) -> Chat:
        """The chat of a call, which may be one that the bot cannot write to; raises 400."""
        given = call.chat_id
        if given in (None, ""):
            raise bad_request("chat_id is empty")
        chat = self._chat_named(given) if isinstance(given, str) else self.chats.get(given or 0)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise migrated(chat.migrated_to)
        return chat

    def writable_chat(self, call: Call) -> Chat:
        """The chat of a call, checked for the bot's right to write there; raises 400 or 403."""
        if isinstance(call.chat_id, int) and call.chat_id not in self.chats and call.chat_id in self.people:
            raise forbidden("bot can't initiate conversation with a user")
        chat = self.known_chat(call)
        if chat.person and chat.person.is_bot:
            raise forbidden("bot can't send messages to bots")
        status = chat.members.get(self.bot.id, "left")
        if status == "kicked":
            raise forbidden(
                "bot was blocked by the user" if chat.is_private else f"bot was kicked from the {_noun(chat)}"
            )
        if status == "left":
            raise forbidden(f"bot is not a member of the {_noun(chat)}")
        return chat

    def _chat_named(self, name: str | int | None) -> Chat | None:
        return next((c for c in self.chats.values() if c.username and f"@{c.username}" == name), None)

    # What is said

    def history(self, chat: Chat) -> dict[int, Message]:
        return self._messages[chat.id]

    def find(self, chat: Chat, message_id: int) -> Message | None:
        message = self._messages[chat.id].get(message_id)
        return message if message and not message.deleted else None

    def post(self, chat: Chat, sender: Person, **parts: Any) -> Message:
        """Puts a message into a chat. Supergroups number their own; all other chats share the bot's counter."""
        counter = chat.id if chat.kind == "supergroup" else 0
        self._last_id[counter] += 1
        message = Message(chat, self._last_id[counter], sender, int(self.clock()), **parts)
        message.content.entities[:] = self.with_people(message.content.entities)
        self._place(message)
        self._messages[chat.id][message.message_id] = message
        self.bell.ring()
        return message

    def _place(self, message: Message) -> None:
        """Gives a reply the thread it belongs to: its topic, or (without topics) the thread of replies."""
        chat, replied = message.chat, message.reply_to
        if replied and chat.kind == "supergroup" and not message.thread_id:
            message.thread_id = replied.thread_id or (None if chat.is_forum else replied.message_id)
        if chat.is_forum and message.thread_id:
            message.topic_head = self._messages[chat.id].get(message.thread_id)

    def with_people(self, entities: list[Entity]) -> list[Entity]:
        known = [e for e in entities if e["type"] != "text_mention" or self._mentioned(e)]
        return [e | {"user": self._mentioned(e)} if e["type"] == "text_mention" else e for e in known]

    def _mentioned(self, entity: Entity) -> dict[str, Any] | None:
        given = entity.get("user")
        person = self.people.get(int(given["id"] if isinstance(given, dict) else given or 0))
        return person.wire() if person else None

    # What the bot is told

    def tell(self, kind: str, body: dict[str, Any], lane: int) -> Delivery | None:
        delivery = self.updates.add(kind, body, lane)
        if delivery and self.webhook.active:
            self.webhook.enqueue(delivery)
        return delivery

    def tell_message(self, message: Message, kind: str = "message") -> None:
        delivery = self.tell(kind, message.wire(), message.chat.id) if self.hears(message) else None
        message.update_id = delivery.update_id if delivery else None

    def hears(self, message: Message) -> bool:
        chat, sender = message.chat, message.sender
        if sender is self.bot or (sender.is_bot and not self.hears_bots):
            return False
        status = chat.members.get(self.bot.id, "left")
        if chat.is_private or status in ("left", "kicked"):
            return chat.is_private and status != "kicked"
        return not self.privacy or status == "administrator" or self._meant_for_bot(message)

    def _meant_for_bot(self, message: Message) -> bool:
        replied = message.reply_to
        is_reply = replied is not None and replied.sender is self.bot and not replied.service
        return bool(message.service) or is_reply or any(self._calls_bot(e, message.text) for e in message.entities)

    def _calls_bot(self, entity: Entity, text: str) -> bool:
        said = utf16_slice(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "text_mention":
            return bool(entity["user"]["id"] == self.bot.id)
        if entity["type"] == "bot_command" and entity["offset"] == 0 and "@" not in said:
            return True
        return entity["type"] in ("mention", "bot_command") and said.endswith(f"@{self.bot.username}".lower())


def _noun(chat: Chat) -> str:
    return f"{chat.kind} chat"
