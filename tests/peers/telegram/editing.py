"""Methods that change what stands in a chat already."""

from __future__ import annotations

import time
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.cloud import Cloud
from tests.peers.telegram.entities import Formatted
from tests.peers.telegram.errors import bad_request
from tests.peers.telegram.keyboards import Markup, read_markup
from tests.peers.telegram.messages import Message
from tests.peers.telegram.registry import api
from tests.peers.telegram.wording import caption_text, message_text

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
_EMOJI_OFFERED = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 🤣 ⚡"
    " 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿"
    " 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡"
)
_EMOJI = frozenset(_EMOJI_OFFERED.split())


@api("editMessageText", counted=True)
def edit_message_text(cloud: Cloud, call: Call) -> dict[str, Any]:
    content = message_text(call)
    message = _own(cloud, call)
    if message.file:
        raise bad_request("there is no text in the message to edit")
    return _change(cloud, message, content, call.text("text") or "", read_markup(call))


@api("editMessageCaption", counted=True)
def edit_message_caption(cloud: Cloud, call: Call) -> dict[str, Any]:
    content = caption_text(call)
    message = _own(cloud, call)
    if not message.file:
        raise bad_request("there is no caption in the message to edit")
    return _change(cloud, message, content, call.text("caption") or "", read_markup(call))


@api("editMessageReplyMarkup", counted=True)
def edit_message_reply_markup(cloud: Cloud, call: Call) -> dict[str, Any]:
    message = _own(cloud, call)
    return _change(cloud, message, message.content, message.raw, read_markup(call))


def _own(cloud: Cloud, call: Call) -> Message:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    message = _addressed(cloud, call, "edit")
    if message.sender is not cloud.bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _addressed(cloud: Cloud, call: Call, verb: str) -> Message:
    message = cloud.find(cloud.writable_chat(call), call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _change(cloud: Cloud, message: Message, content: Formatted, raw: str, markup: Markup) -> dict[str, Any]:
    """Without a keyboard in the call the message loses the one it has."""
    if markup.other is not None:
        raise bad_request("object expected as reply markup")
    content.entities[:] = cloud.with_people(content.entities)
    if content == message.content and markup.wire() == message.markup.wire():
        raise bad_request(_UNCHANGED)
    if content.text != message.text:
        message.former.append(message.text)
    message.content, message.raw, message.markup = content, raw, markup
    message.edit_date = int(cloud.clock())
    cloud.bell.ring()
    return message.wire()


@api("deleteMessage")
def delete_message(cloud: Cloud, call: Call) -> bool:
    message = _addressed(cloud, call, "delete")
    _delete(cloud, message)
    return True


@api("deleteMessages")
def delete_messages(cloud: Cloud, call: Call) -> bool:
    """Those that are not there are passed over."""
    chat = cloud.writable_chat(call)
    found = [cloud.find(chat, int(each)) for each in call.structure("message_ids") or []]
    for message in found:
        if message:
            _delete(cloud, message)
    return True


def _delete(cloud: Cloud, message: Message) -> None:
    is_admin = message.chat.members.get(cloud.bot.id) == "administrator"
    if not (message.sender is cloud.bot or message.chat.is_private or is_admin):
        raise bad_request("message can't be deleted")
    message.deleted = True
    cloud.bell.ring()


@api("answerCallbackQuery")
def answer_callback_query(cloud: Cloud, call: Call) -> bool:
    press = cloud.presses.get(call.text("callback_query_id") or "")
    if press is None or time.monotonic() - press.pressed_at > cloud.callback_ttl:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text") or "") > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answers.append({"text": call.text("text") or "", "show_alert": call.flag("show_alert")})
    cloud.bell.ring()
    return True


@api("setMessageReaction")
def set_message_reaction(cloud: Cloud, call: Call) -> bool:
    message = _addressed(cloud, call, "react")
    given = call.structure("reaction") or []
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(each.get("type") == "emoji" and each.get("emoji") not in _EMOJI for each in given):
        raise bad_request("REACTION_INVALID")
    message.reactions.pop(cloud.bot.id, None)
    if given:
        message.reactions[cloud.bot.id] = given[0].get("emoji", "custom")
    cloud.bell.ring()
    return True
