"""What people do in Telegram: the half of the world that the bot only hears about."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from tests.peers.telegram.chats import ABSENT, Chat, Person, member_wire
from tests.peers.telegram.cloud import Cloud
from tests.peers.telegram.entities import Entity, Formatted
from tests.peers.telegram.messages import Message, Press
from tests.peers.telegram.spotting import spotted

_press_ids = count(4_382_000_000_000_001)
# Presses travel apart from messages on the real server: a press may overtake a message of the same chat.
_PRESS_LANE = 3 << 33
_MEMBER_LANE = 5 << 33


class People(Cloud):
    """Chats are given as an id or a Chat; None means the private chat with the bot.

    Whoever acts for the first time is made up on the way ("User 42"), and has started the bot.
    """

    def person(
        self,
        user_id: int,
        first_name: str | None = None,
        *,
        username: str | None = None,
        language_code: str | None = "en",
        is_bot: bool = False,
        started: bool = True,
    ) -> Person:
        """Makes a person known; `started=False`: the bot may not write first."""
        if user_id == self.bot.id:
            raise ValueError(f"{user_id} is the bot's own id (the number in its token)")
        name = first_name or f"User {user_id}"
        person = self.people[user_id] = Person(user_id, name, username, language_code, is_bot)
        if started:
            self._start(person)
        return person

    def _start(self, person: Person) -> Chat:
        chat = self.chats.setdefault(person.id, Chat(person.id, "private"))
        chat.person = person
        chat.members.update({person.id: "member", self.bot.id: "member"})
        return chat

    def group(
        self,
        chat_id: int,
        title: str,
        *,
        forum: bool = False,
        members: Iterable[int] = (),
        admins: Iterable[int] = (),
        bot: str = "member",
        username: str | None = None,
    ) -> Chat:
        """A group; one whose id begins with -100 is a supergroup. `bot`: its status there, "left" if not in it.
        The bot hears nothing of this; `add_bot` is the way in that it does hear of.
        """
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        if chat_id >= 0 or (forum and kind == "group"):
            raise ValueError(f"{chat_id}: groups have negative ids, those with topics begin with -100")
        chat = self.chats[chat_id] = Chat(chat_id, kind, title, is_forum=forum, username=username)
        chat.members |= dict.fromkeys(members, "member")
        chat.members |= dict.fromkeys(admins, "administrator") | {self.bot.id: bot}
        for user_id in chat.members:
            self._who(user_id)
        return chat

    async def topic(self, chat: int | Chat, name: str, by: int | None = None) -> int:
        """Opens a topic in a forum; returns its thread id."""
        where = self._where(chat, 0)
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.post(where, self._who(by or _anyone(where, self.bot)), service=opened)
        message.thread_id = message.message_id
        where.topics[message.message_id] = name
        self.tell_message(message)
        return message.message_id

    async def say(
        self,
        user_id: int,
        text: str,
        *,
        chat: int | Chat | None = None,
        thread: int | None = None,
        reply_to: Message | int | None = None,
        language_code: str | None = None,
        entities: list[Entity] | None = None,
    ) -> Message:
        """A person writes. Commands, mentions and links are marked as a client would mark them."""
        sender = self._who(user_id)
        sender.language_code = language_code or sender.language_code
        content = Formatted(text, spotted(text) if entities is None else entities)
        return self._write(sender, chat, thread, reply_to, content=content, raw=text)

    async def send_file(
        self,
        user_id: int,
        name: str,
        content: bytes,
        *,
        chat: int | Chat | None = None,
        caption: str = "",
        mime: str = "application/octet-stream",
        photo: bool = False,
        thread: int | None = None,
    ) -> Message:
        """A person sends a document, or a photo."""
        stored = self.files.add("photo" if photo else "document", name, content, mime)
        said = Formatted(caption, spotted(caption))
        return self._write(self._who(user_id), chat, thread, None, content=said, raw=caption, file=stored)

    async def forward(
        self, user_id: int, message: Message, *, chat: int | Chat | None = None, thread: int | None = None
    ) -> Message:
        """A person passes a message on to the bot or into a group."""
        origin = {"type": "user", "sender_user": message.sender.wire(), "date": message.date}
        parts: dict[str, Any] = {"content": message.content, "file": message.file, "origin": origin}
        return self._write(self._who(user_id), chat, thread, None, raw=message.raw, **parts)

    async def edit(self, message: Message | int, text: str, *, chat: int | Chat | None = None) -> Message:
        """The sender changes what was said; a bare message id needs its chat."""
        changed = self._message(message, chat)
        changed.former.append(changed.text)
        changed.content, changed.raw = Formatted(text, spotted(text)), text
        changed.edit_date = int(self.clock())
        self.tell_message(changed, "edited_message")
        return changed

    async def press(
        self,
        user_id: int,
        message: Message | int,
        which: str | int = 0,
        *,
        chat: int | Chat | None = None,
        data: str | None = None,
    ) -> Press:
        """A person presses a button, by label or position. `data` presses one that is there no more."""
        pressed = self._message(message, chat)
        sent = data if data is not None else pressed.button(which).data
        if sent is None:
            raise ValueError(f"button {which!r} opens something and sends nothing to the bot")
        press = Press(str(next(_press_ids)), self._who(user_id), pressed, sent)
        self.presses[press.id] = press
        delivery = self.tell("callback_query", press.wire(), user_id + _PRESS_LANE)
        press.update_id = delivery.update_id if delivery else None
        return press

    async def react(self, user_id: int, message: Message, emoji: str) -> None:
        """A person reacts; the bot hears of it only if it asked for `message_reaction`."""
        before = message.reactions.get(user_id)
        message.reactions[user_id] = emoji
        body = {"chat": message.chat.wire(), "message_id": message.message_id, "date": int(self.clock())}
        body |= {"user": self._who(user_id).wire(), "old_reaction": _reaction(before), "new_reaction": _reaction(emoji)}
        self.tell("message_reaction", body, message.chat.id)

    async def join(self, chat: int | Chat, *user_ids: int, by: int | None = None) -> Message:
        """People come into a group: a service message, and `chat_member` where it is asked for."""
        where = self._where(chat, 0)
        people = [self._who(user_id) for user_id in user_ids]
        for person in people:
            self._set_member(where, person, "member", by or person.id)
        came = {"new_chat_members": [person.wire() for person in people]}
        return self._serve(where, by or user_ids[0], came)

    async def leave(self, chat: int | Chat, user_id: int) -> Message:
        where = self._where(chat, 0)
        person = self._who(user_id)
        self._set_member(where, person, "left", user_id)
        return self._serve(where, user_id, {"left_chat_member": person.wire()})

    async def add_bot(self, chat: int | Chat, by: int, status: str = "member") -> None:
        """Somebody brings the bot in or changes its status: `my_chat_member`, and a service message if it is new."""
        where = self._where(chat, by)
        was = where.members.get(self.bot.id, "left")
        self._set_member(where, self.bot, status, by)
        if was in ABSENT:
            self._serve(where, by, {"new_chat_members": [self.bot.wire()]})

    async def kick_bot(self, chat: int | Chat, by: int) -> None:
        """Writing there is 403 from now on."""
        self._set_member(self._where(chat, by), self.bot, "kicked", by)

    async def block(self, user_id: int) -> None:
        """A person blocks the bot: `my_chat_member`, and 403 for whatever is sent there."""
        self._set_member(self._where(None, user_id), self.bot, "kicked", user_id)

    async def unblock(self, user_id: int) -> None:
        self._set_member(self._where(None, user_id), self.bot, "member", user_id)

    async def migrate(self, old: int, new: int) -> Chat:
        """A group becomes a supergroup under a new id: a service message on either side; the old id is 400."""
        before = self.chats[old]
        after = self.group(new, before.title or "", bot=before.members[self.bot.id])
        after.members |= before.members
        by = _anyone(before, self.bot)
        self._serve(before, by, {"migrate_to_chat_id": new})
        before.migrated_to = new
        self._serve(after, by, {"migrate_from_chat_id": old})
        return after

    def _who(self, user_id: int) -> Person:
        return self.people.get(user_id) or self.person(user_id)

    def _where(self, chat: int | Chat | None, user_id: int) -> Chat:
        if isinstance(chat, Chat):
            return chat
        if chat is None and user_id not in self.chats:
            return self._start(self._who(user_id))  # writing to the bot is what starts it
        return self.chats[user_id if chat is None else chat]

    def _message(self, message: Message | int, chat: int | Chat | None) -> Message:
        if isinstance(message, Message):
            return message
        if chat is None:
            raise ValueError("a message id alone does not say which chat")
        return self.history(self._where(chat, 0))[message]

    def _write(
        self, sender: Person, chat: int | Chat | None, thread: int | None, reply_to: Message | int | None, **parts: Any
    ) -> Message:
        if sender is self.bot:
            raise ValueError(f"{sender.id} is the bot's own id (the number in its token)")
        where = self._where(chat, sender.id)
        if thread is not None and thread not in where.topics:
            raise ValueError(f"no topic {thread} in {where.id}: open it with topic()")
        if not where.is_private and where.members.get(sender.id, "left") in ABSENT:
            where.members[sender.id] = "member"
        replied = self._message(reply_to, where) if reply_to is not None else None
        message = self.post(where, sender, thread_id=thread, reply_to=replied, **parts)
        self.tell_message(message)
        return message

    def _serve(self, chat: Chat, by: int, service: dict[str, Any]) -> Message:
        message = self.post(chat, self._who(by), service=service)
        self.tell_message(message)
        return message

    def _set_member(self, chat: Chat, person: Person, status: str, by: int) -> None:
        old = member_wire(person, chat.members.get(person.id, "left"))
        chat.members[person.id] = status
        body = {"chat": chat.wire(), "from": self._who(by).wire(), "date": int(self.clock())}
        body |= {"old_chat_member": old, "new_chat_member": member_wire(person, status)}
        kind = "my_chat_member" if person is self.bot else "chat_member"
        self.tell(kind, body, chat.id + _MEMBER_LANE)
        self.bell.ring()


def _anyone(chat: Chat, bot: Person) -> int:
    return next((user_id for user_id in chat.present() if user_id != bot.id), bot.id)


def _reaction(emoji: str | None) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
