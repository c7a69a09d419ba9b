"""What Slack sends to an app, as plain dictionaries. Nothing here changes anything."""

from __future__ import annotations

import secrets
import uuid

from .installation import Installation, Json
from .message import Button, Message
from .workspace import Channel, User


def event_callback(app: Installation, event: Json, *, shared: bool) -> Json:
    """The envelope around an event, with an event_id of its own."""
    authorization = {"team_id": app.team, "user_id": app.bot_user, "is_bot": True}
    return {
        "token": app.verification_token,
        "team_id": app.team,
        "context_team_id": app.team,
        "context_enterprise_id": None,
        "api_app_id": app.app,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(float(event["event_ts"])),
        "authorizations": [authorization | {"enterprise_id": None, "is_enterprise_install": False}],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_hex(12)}",
    }


def message_event(app: Installation, message: Message, channel: Channel, parent: str | None, team: str) -> Json:
    """A `message` event; parent: who wrote the message at the head of the thread; team: the author's company."""
    where = {"channel": channel.id, "channel_type": channel.type, "event_ts": message.ts}
    extra: Json = {"parent_user_id": parent} if parent and message.thread_ts else {}
    if message.bot_id is None:
        extra |= {"client_msg_id": str(uuid.uuid4())}
    if team != app.team:
        extra |= {"user_team": team, "source_team": team}
    return message.as_json(team) | where | extra


def mention_event(message_event: Json) -> Json:
    """The second event that the same message causes when it mentions the bot in a channel."""
    kept = {k: v for k, v in message_event.items() if k not in ("channel_type", "subtype")}
    return kept | {"type": "app_mention"}


def _hidden(channel: Channel, at: str) -> Json:
    return {
        "type": "message",
        "channel": channel.id,
        "channel_type": channel.type,
        "hidden": True,
        "ts": at,
        "event_ts": at,
    }


def changed_event(channel: Channel, now: Json, before: Json, at: str) -> Json:
    return _hidden(channel, at) | {"subtype": "message_changed", "message": now, "previous_message": before}


def deleted_event(channel: Channel, before: Json, at: str) -> Json:
    news = {"subtype": "message_deleted", "deleted_ts": before["ts"], "previous_message": before}
    return _hidden(channel, at) | news


def reaction_event(message: Message, user: str, reaction: str, at: str) -> Json:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    who = {"user": user, "item_user": message.user, "reaction": reaction}
    return {"type": "reaction_added", "item": item, "event_ts": at} | who


def home_opened_event(user: str, channel: str, at: str) -> Json:
    return {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": at}


def joined_event(app: Installation, channel: Channel, user: str, inviter: str, at: str) -> Json:
    who = {"user": user, "inviter": inviter, "team": app.team}
    where = {"channel": channel.id, "channel_type": "C" if channel.kind == "channel" else "G"}
    return {"type": "member_joined_channel", "event_ts": at} | who | where


def command_form(app: Installation, command: str, text: str, user: User, channel: Channel) -> Json:
    """The fields of a slash command, but for its trigger_id and response_url."""
    name = {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    return {
        "token": app.verification_token,
        "team_id": app.team,
        "team_domain": app.team_name.lower(),
        "channel_id": channel.id,
        "channel_name": name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": app.app,
        "is_enterprise_install": "false",
    }


def interaction(app: Installation, type: str, user: User, trigger_id: str) -> Json:
    """What all clicks, submissions and shortcuts have in common."""
    who = {"id": user.id, "username": user.name, "name": user.name, "team_id": app.team}
    return {
        "type": type,
        "user": who,
        "team": app.team_json(),
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": app.app,
        "token": app.verification_token,
        "trigger_id": trigger_id,
    }


def action(button: Button, at: str, option: str | None) -> Json:
    """One entry of `actions`: what was pressed, or which option of a menu was chosen (by label or value)."""
    element = button.element
    kept = {k: v for k, v in element.items() if k in ("type", "action_id", "text", "value", "style")}
    pressed = kept | {"block_id": button.block_id, "action_ts": at}
    if option is None:
        return pressed
    return pressed | {"selected_option": chosen(element, option)}


def chosen(element: Json, option: str) -> Json:
    """The option of a menu with this label or value. LookupError when the menu does not offer it."""
    groups = element.get("option_groups", ())
    offered = [*element.get("options", ()), *(entry for group in groups for entry in group["options"])]
    if not offered and element["type"].startswith("external"):
        return {"text": {"type": "plain_text", "text": option}, "value": option}
    for entry in offered:
        if option in (entry.get("value"), entry["text"]["text"]):
            return dict(entry)
    raise LookupError(f"no option {option!r} in {[entry['text']['text'] for entry in offered]}")


def in_message(message: Message, team: str) -> Json:
    """Where a button stood that was pressed in a message; an ephemeral message itself is not sent along."""
    container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
    place: Json = {"container": container | {"is_ephemeral": message.ephemeral_to is not None}}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    if message.ephemeral_to is None:
        place["message"] = message.as_json(team)
    return place | {"state": {"values": {}}}
