"""Methods that put something new into a chat."""

from __future__ import annotations

import re
from typing import Any

from tests.peers.telegram.calls import Call, Upload
from tests.peers.telegram.chats import Chat
from tests.peers.telegram.cloud import Cloud
from tests.peers.telegram.errors import ApiError, bad_request
from tests.peers.telegram.files import PHOTO_MAGIC, StoredFile
from tests.peers.telegram.keyboards import read_markup
from tests.peers.telegram.messages import Message
from tests.peers.telegram.registry import api
from tests.peers.telegram.wording import caption_text, message_text

_ACTION = re.compile(
    "typing|choose_sticker|find_location|upload_(photo|document)|(record|upload)_(video|voice|audio|video_note)"
)


@api("sendMessage", counted=True)
def send_message(cloud: Cloud, call: Call) -> dict[str, Any]:
    content = message_text(call)
    return _send(cloud, call, content=content, raw=call.text("text"))


@api("sendDocument", counted=True)
def send_document(cloud: Cloud, call: Call) -> dict[str, Any]:
    return _send_file(cloud, call, "document")


@api("sendPhoto", counted=True)
def send_photo(cloud: Cloud, call: Call) -> dict[str, Any]:
    return _send_file(cloud, call, "photo")


@api("sendChatAction")
def send_chat_action(cloud: Cloud, call: Call) -> bool:
    cloud.writable_chat(call)
    if not _ACTION.fullmatch(call.text("action") or ""):
        raise bad_request("wrong parameter action in request")
    return True


def _send_file(cloud: Cloud, call: Call, kind: str) -> dict[str, Any]:
    content = caption_text(call)
    cloud.writable_chat(call)
    stored = _stored(cloud, call, kind)
    return _send(cloud, call, content=content, raw=call.text("caption") or "", file=stored)


def _send(cloud: Cloud, call: Call, **parts: Any) -> dict[str, Any]:
    chat = cloud.writable_chat(call)
    placed: dict[str, Any] = {"thread_id": _thread(chat, call), "reply_to": _replied(cloud, chat, call)}
    placed["markup"] = read_markup(call)
    message = cloud.post(chat, cloud.bot, parse_mode=call.text("parse_mode"), **placed, **parts)
    return message.wire()


def _thread(chat: Chat, call: Call) -> int | None:
    """The topic to write to. "General" has the number 1 but must be addressed without one, as in reality."""
    thread = call.integer("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread or None


def _replied(cloud: Cloud, chat: Chat, call: Call) -> Message | None:
    given = call.structure("reply_parameters") or {"message_id": call.integer("reply_to_message_id")}
    message_id = int(given.get("message_id") or 0)
    if not message_id:
        return None
    message = cloud.find(chat, message_id)
    lenient = given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return message


def _stored(cloud: Cloud, call: Call, kind: str) -> StoredFile:
    if upload := call.upload(kind):
        _check(cloud, kind, upload)
        return cloud.files.add(kind, upload.name, upload.content, upload.mime)
    given = call.text(kind)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return _known(cloud, given, kind)


def _known(cloud: Cloud, file_id: str, kind: str) -> StoredFile:
    stored = cloud.files.get(file_id)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return stored


def _check(cloud: Cloud, kind: str, upload: Upload) -> None:
    size = len(upload.content)
    if size > cloud.max_upload:
        raise ApiError(413, "Request Entity Too Large")
    if size == 0:
        raise bad_request("file must be non-empty")
    if kind == "photo" and size > cloud.max_photo:
        reason = f"the maximum size is {cloud.max_photo} bytes"
        raise bad_request(f"file of size {size} bytes is too big for a photo; {reason}")
    if kind == "photo" and not upload.content.startswith(PHOTO_MAGIC):
        raise bad_request("IMAGE_PROCESS_FAILED")
