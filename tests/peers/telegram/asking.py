"""Methods that only look: the bot itself, chats, members, files."""

from __future__ import annotations

from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.chats import member_wire
from tests.peers.telegram.cloud import Cloud
from tests.peers.telegram.errors import bad_request
from tests.peers.telegram.registry import api


@api("getMe")
def get_me(cloud: Cloud, call: Call) -> dict[str, Any]:
    more = {"can_join_groups": True, "can_read_all_group_messages": not cloud.privacy}
    more |= {"supports_inline_queries": False, "can_connect_to_business": False, "has_main_web_app": False}
    return cloud.bot.wire() | more


@api("getChat")
def get_chat(cloud: Cloud, call: Call) -> dict[str, Any]:
    return cloud.known_chat(call).full_wire()


@api("getChatMember")
def get_chat_member(cloud: Cloud, call: Call) -> dict[str, Any]:
    chat = cloud.known_chat(call)
    person = cloud.people.get(call.integer("user_id"))
    if person is None:
        raise bad_request("user not found")
    return member_wire(person, chat.members.get(person.id, "left"))


@api("getChatAdministrators")
def get_chat_administrators(cloud: Cloud, call: Call) -> list[dict[str, Any]]:
    chat = cloud.known_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    ranked = {k: v for k, v in chat.members.items() if v in ("administrator", "creator")}
    return [member_wire(cloud.people[user_id], status) for user_id, status in ranked.items()]


@api("getChatMemberCount", "getChatMembersCount")
def get_chat_member_count(cloud: Cloud, call: Call) -> int:
    return len(cloud.known_chat(call).present())


@api("getFile")
def get_file(cloud: Cloud, call: Call) -> dict[str, Any]:
    stored = cloud.files.get(call.text("file_id") or "")
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > cloud.max_download:
        raise bad_request("file is too big")
    return stored.identity | {"file_path": stored.path}
