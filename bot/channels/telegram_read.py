"""What Telegram's updates mean to the house: pure, one update in, at most one message out."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from telegram import (
    Audio,
    CallbackQuery,
    Document,
    MaybeInaccessibleMessage,
    PhotoSize,
    Update,
    User,
    Video,
    Voice,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from crm_domain.texts import Lang
from handlers.message import Message, Press

CHANNEL: Final = "telegram"
CUSTOMERS: Final = "telegram_customers"  # the second bot's messages, which have nothing to do with the first one's
GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)
START: Final = re.compile(r"/start(?:\s+(?P<code>\S.*))?", re.DOTALL)
DOOR: Final = re.compile(r"/crm(?:\s+(?P<words>\S.*))?", re.DOTALL)
COMMAND: Final = re.compile(r"/[A-Za-z0-9_]+(?:@(?P<bot>[A-Za-z0-9_]+))?(?![\w/@])")
UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")  # what a database would refuse for ever
Sent = Document | Video | Audio | Voice | PhotoSize
KINDS: Final = {Document: "file", Video: "video.mp4", Audio: "audio.mp3", Voice: "voice.ogg", PhotoSize: "photo.jpg"}
PRESS: Final = re.compile(r"([0-9]{1,15})\.([0-9]{1,3})")


def read(update: Update, bot_id: int, bot_username: str, now: datetime) -> Message | None:
    """The message in an update; None for what nobody said: service messages, other bots, stickers."""
    message = _read(update, bot_id, bot_username, now)
    return message and replace(message, text=_unwrapped(message.text))


def read_customer(update: Update, bot_id: int, bot_username: str, now: datetime) -> Message | None:
    """The same of the customers' bot: nobody is a member there, and nothing is handed in for others."""
    message = _read(update, bot_id, bot_username, now)
    if message is None:
        return None
    text = "/start" if START.fullmatch(message.text) else message.text
    return replace(message, channel=CUSTOMERS, text=text, customers=True, handed_in="", spoken_to=True)


def _read(update: Update, bot_id: int, bot_username: str, now: datetime) -> Message | None:
    if update.callback_query:
        return _read_press(update.callback_query, bot_id, now)
    said = update.message or update.edited_message
    return _read_words(said, bot_id, bot_username, now) if said else None


def moved(update: Update) -> tuple[str, str] | None:
    """The old and the new `Message.chat` of a group that became a supergroup."""
    said = update.message
    return (str(said.chat.id), str(said.migrate_to_chat_id)) if said and said.migrate_to_chat_id else None


def attachment(update: Update) -> tuple[Sent, str] | None:
    """The file that came with a message, and what it is called."""
    said = update.message or update.edited_message
    sent = said and _sent(said)
    return (sent, _name_of(sent)) if sent else None


def _sent(said: TelegramMessage) -> Sent | None:
    """Stickers and places are none; of a photo the largest that Telegram made."""
    return said.document or said.video or said.audio or said.voice or (said.photo[-1] if said.photo else None)


def _name_of(sent: Sent) -> str:
    kind = next(name for kind, name in KINDS.items() if isinstance(sent, kind))
    return getattr(sent, "file_name", None) or kind


def _read_words(said: TelegramMessage, bot_id: int, bot_username: str, now: datetime) -> Message | None:
    text = UNSTORABLE.sub("\ufffd", said.text or said.caption or "")
    sender = said.from_user
    if sender is None or sender.is_bot or said.is_automatic_forward or not (text or _sent(said)):
        return None
    words = _without_mention(text, bot_username)
    if (place := _place(said, sender, bot_id)) is None:
        return None
    return Message(
        **place,
        key=_key_of_edit(said, bot_id, text) if said.edit_date else _key(said, bot_id),
        text=words,
        at=now,
        edits=_key(said, bot_id) if said.edit_date else None,
        handed_in=_key(said, bot_id) if said.forward_origin and not place["group"] else "",
        spoken_to=not place["group"] or words != text.strip() or _calls(said, words, bot_id),
        replies_to=_key(said.reply_to_message, bot_id) if said.reply_to_message else None,
        called=sender.full_name,
        quoted=(said.reply_to_message.text or "") if said.reply_to_message else "",
    )


def _read_press(query: CallbackQuery, bot_id: int, now: datetime) -> Message | None:
    pressed = PRESS.fullmatch(query.data or "")
    place = _place(query.message, query.from_user, bot_id) if query.message else None
    if not pressed or place is None or query.from_user.is_bot:
        return None
    press = Press(int(pressed[1]), int(pressed[2]))
    return Message(**place, key=f"{CHANNEL}:{bot_id}:press:{query.id}", text="", at=now, press=press)


# Keys. The update's own number would do for a message, but an edit has to name the message it changes, and all it
# knows of that is chat and number; a redelivered update carries the same ones.


def _key(said: TelegramMessage, bot_id: int) -> str:
    return f"{CHANNEL}:{bot_id}:{said.chat.id}:{said.message_id}"


def _key_of_edit(said: TelegramMessage, bot_id: int, text: str) -> str:
    """Two edits may fall into one second: the text tells them apart."""
    assert said.edit_date is not None
    return f"{_key(said, bot_id)}:{int(said.edit_date.timestamp())}:{zlib.crc32(text.encode()):08x}"


# Where it was said


def _place(said: MaybeInaccessibleMessage, sender: User, bot_id: int) -> dict[str, Any] | None:
    """The fields of a Message that say who and where; None outside of private chats and groups."""
    chat = said.chat
    group = chat.type in GROUPS
    if not group and chat.type != ChatType.PRIVATE:
        return None
    thread = _topic(said)
    reply_to = said.message_id if group else None
    return {
        "channel": CHANNEL,
        "chat": f"{chat.id}/{thread}" if thread else str(chat.id),
        "account": str(sender.id),
        "address": {"chat_id": chat.id, "thread": thread, "reply_to": reply_to, "user_id": sender.id},
        "group": group,
        "outsiders": group and chat.username is not None,  # a public group: whoever finds it may read along
        "lang": _lang(sender),
    }


def _topic(said: MaybeInaccessibleMessage) -> int | None:
    """The topic's number. A reply in a group without topics carries a thread number too, which is none."""
    in_topic = isinstance(said, TelegramMessage) and said.is_topic_message
    return said.message_thread_id if isinstance(said, TelegramMessage) and in_topic else None


def _lang(sender: User) -> Lang:
    return "zh" if (sender.language_code or "").lower().startswith("zh") else "en"


# What was said, and to whom


def _calls(said: TelegramMessage, words: str, bot_id: int) -> bool:
    """Whether words without a mention are for the bot: a command that names no other one, or a reply to it."""
    command = COMMAND.match(words)
    return command["bot"] is None if command else _answers_bot(said, bot_id)


def _answers_bot(said: TelegramMessage, bot_id: int) -> bool:
    replied = said.reply_to_message
    # In a topic everything "replies" to the message that opened the topic, which may be the bot's own.
    if replied is None or replied.from_user is None or replied.forum_topic_created:
        return False
    return replied.from_user.id == bot_id


def _without_mention(text: str, bot_username: str) -> str:
    """The words without the bot's name; unchanged but for outer space where it was not called."""
    name = re.escape(bot_username)
    text = re.sub(rf"(?i)(?<![A-Za-z0-9_])(/[a-z0-9_]+)@{name}(?![A-Za-z0-9_])", r"\1", text)
    # By pattern and not by Telegram's entities: "@confab_bot把…" has none.
    called = rf"(?i)[ \t]*(?<![A-Za-z0-9_@/.])@{name}(?![A-Za-z0-9_])[ \t]*[,:，：]?[ \t]*"
    return re.sub(called, " ", text).strip()


def _unwrapped(words: str) -> str:
    """The request inside Telegram's own commands: `/start`, `/start CODE` of a link, `/crm …`."""
    if start := START.fullmatch(words):
        return f"link {start['code']}" if start["code"] else "help"
    if door := DOOR.fullmatch(words):
        return door["words"] or "help"
    return words
