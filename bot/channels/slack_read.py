"""What Slack's payloads mean to the house: pure, one payload in, at most one message out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from handlers.message import Message, Press

Json = Mapping[str, Any]

CHANNEL: Final = "slack"
SAID: Final = (None, "file_share", "thread_broadcast", "me_message")  # the subtypes of what a person said
SLACK_ITSELF: Final = "USLACKBOT"
TICKET_SHORTCUT: Final = "open_ticket"
MARKS: Final = ("ticket", "admission_tickets")  # the emojis that make a message a ticket
PRESS: Final = re.compile(r"([0-9]{1,15})\.([0-9]{1,3})")
SHARED: Final = "shared"  # how the block_id of buttons begins that outsiders can see
TOKEN: Final = re.compile(
    r"<(?P<mark>[@#!]|(?:https?|ftp|mailto|tel|slack):)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>"
)
NO_FILE: Final = ("external", "tombstone", "hidden_by_limit")


def read(payload: Json, bot_user_id: str, now: datetime) -> Message | None:
    """The message in a payload; None for what nobody said to us: bots, unfurls, deletions, other kinds."""
    if payload.get("type") == "event_callback" and payload["event"].get("type") == "reaction_added":
        return _read_reaction(payload, bot_user_id, now)
    if payload.get("type") == "event_callback":
        said = _said(payload["event"])
        return _read_words(payload, said, bot_user_id, now) if said else None
    if payload.get("type") == "block_actions":
        return _read_press(payload, now)
    if payload.get("type") == "message_action":
        return _read_shortcut(payload, bot_user_id, now)
    return _read_command(payload, bot_user_id, now) if "command" in payload else None


def attached(payload: Json) -> list[Json]:
    """The files that came with a message, as Slack describes them."""
    said = _said(payload["event"]) if payload.get("type") == "event_callback" else None
    files: list[Json] = (said or {}).get("files") or []
    return [file for file in files if file.get("url_private_download") and file.get("mode") not in NO_FILE]


# What was said


def _said(event: Json) -> Json | None:
    """The message that an event is about, as it now reads; None where no person said anything new."""
    if event.get("type") not in ("message", "app_mention"):
        return None
    said = _edited(event) if event.get("subtype") == "message_changed" else event
    if said is None or said.get("subtype") not in SAID or said.get("bot_id"):
        return None
    return said


def _edited(event: Json) -> Json | None:
    """None for what Slack changed by itself: a link's preview, the count of replies."""
    now, before = event["message"], event.get("previous_message") or {}
    if not now.get("edited") or now.get("text") == before.get("text"):
        return None
    return {**now, "channel": event["channel"], "channel_type": event.get("channel_type")}


def _read_words(payload: Json, said: Json, bot: str, now: datetime) -> Message | None:
    sender, text = said.get("user"), said.get("text") or ""
    if sender in (None, bot, SLACK_ITSELF) or not (text.strip() or said.get("files")):
        return None
    channel, edited, direct = said["channel"], said.get("edited"), _is_direct(said)
    key = key_of(payload, channel, said)
    shared = bool(payload.get("is_ext_shared_channel"))
    thread = said.get("thread_ts") or (None if direct else said["ts"])
    return Message(
        # The event that an edit makes of a message must not look like that message come again.
        key=f"{key}:{edited['ts']}" if edited else key,
        edits=key if edited else None,
        channel=CHANNEL,
        chat=chat_of(payload, channel, None if direct else thread),
        account=sender,
        text=plain(text, bot),
        at=now,
        address=address_of(channel, thread, sender, shared=shared),
        group=not direct,
        spoken_to=direct or said.get("type") == "app_mention" or _mentions(text, bot),
        outsiders=shared,
    )


def _read_press(payload: Json, now: datetime) -> Message | None:
    action, where = payload["actions"][0], payload.get("container") or {}
    pressed = PRESS.fullmatch(action.get("value") or "")
    channel = where.get("channel_id") or (payload.get("channel") or {}).get("id")
    if not (pressed and channel):
        return None
    sender, private = payload["user"]["id"], bool(where.get("is_ephemeral"))
    direct = channel.startswith("D")
    thread = _thread_of_press(payload, where, opens=not direct and not private)
    shared = str(action.get("block_id") or "").startswith(SHARED)
    return Message(
        key=f"{CHANNEL}:{team_of(payload)}:{channel}:press:{sender}:{action['action_ts']}",
        channel=CHANNEL,
        chat=chat_of(payload, channel, None if direct else thread),
        account=sender,
        text="",
        at=now,
        address=address_of(channel, thread, sender, shared=shared, private=private),
        group=not direct,
        outsiders=shared,
        press=Press(int(pressed[1]), int(pressed[2])),
        forms=True,
    )


def _thread_of_press(payload: Json, where: Json, opens: bool) -> str | None:
    """The thread in which the buttons are; where there is none, their message may open one."""
    thread = where.get("thread_ts") or (payload.get("message") or {}).get("thread_ts")
    return thread or (where.get("message_ts") if opens else None)


def _read_command(payload: Json, bot: str, now: datetime) -> Message:
    """`/crm …`: nobody else sees it, so nobody else sees the answer."""
    channel, sender = payload["channel_id"], payload["user_id"]
    direct = channel.startswith("D")
    return Message(
        key=f"{CHANNEL}:{team_of(payload)}:{payload['trigger_id']}",
        channel=CHANNEL,
        chat=chat_of(payload, channel, None),
        account=sender,
        text=plain(payload.get("text") or "", bot) or "help",
        at=now,
        address=address_of(channel, None, sender, private=not direct),
        group=not direct,
    )


# What others said, handed in to become a ticket: by a shortcut of the message's menu, or by an emoji under it


def ticket_mark(payload: Json) -> tuple[str, str] | None:
    """Channel and timestamp of a message under which somebody put a ticket."""
    event = payload.get("event") or {}
    item = event.get("item") or {}
    marked = event.get("type") == "reaction_added" and event.get("reaction") in MARKS and item.get("type") == "message"
    return (item["channel"], item["ts"]) if marked else None


def _read_reaction(payload: Json, bot: str, now: datetime) -> Message | None:
    """Once the message that it is about has been fetched: Slack sends the mark without it."""
    event, place = payload["event"], ticket_mark(payload)
    marked = payload.get("marked")
    if not place or not marked or event.get("user") in (None, bot):
        return None
    return _handed_in(payload, place[0], marked, event["user"], f"mark:{place[1]}", bot, now)


def _read_shortcut(payload: Json, bot: str, now: datetime) -> Message | None:
    if payload.get("callback_id") != TICKET_SHORTCUT:
        return None
    channel, sender = payload["channel"]["id"], payload["user"]["id"]
    return _handed_in(payload, channel, payload["message"], sender, f"menu:{payload['action_ts']}", bot, now)


def _handed_in(
    payload: Json, channel: str, said: Json, sender: str, mark: str, bot: str, now: datetime
) -> Message | None:
    """The answer is for whoever handed it in alone."""
    text, direct = plain(said.get("text") or "", bot), channel.startswith("D")
    if not text:
        return None
    thread = said.get("thread_ts")
    return Message(
        key=f"{CHANNEL}:{team_of(payload)}:{channel}:{mark}",
        channel=CHANNEL,
        chat=chat_of(payload, channel, None if direct else thread),
        account=sender,
        text=text,
        at=now,
        address=address_of(channel, thread, sender, private=not direct),
        group=not direct,
        handed_in=key_of(payload, channel, said),
    )


# Where it was said


def team_of(payload: Json) -> str:
    """The workspace in which we are installed: in a shared channel the sender may be of another one."""
    installed = (payload.get("authorizations") or [{}])[0].get("team_id")
    pressed = (payload.get("team") or payload.get("enterprise") or {}).get("id")
    return str(installed or payload.get("context_team_id") or payload.get("team_id") or pressed)


def key_of(payload: Json, channel: str, said: Json) -> str:
    return f"{CHANNEL}:{team_of(payload)}:{channel}:{said['ts']}"


def _is_direct(said: Json) -> bool:
    return said.get("channel_type") == "im" or str(said["channel"]).startswith("D")


def chat_of(payload: Json, channel: str, thread: str | None) -> str:
    return "/".join(filter(None, (team_of(payload), channel, thread)))


def address_of(channel: str, thread: str | None, user: str, **flags: bool) -> dict[str, Any]:
    """`private`: only this user may see what goes there; `shared`: people of other companies read there."""
    return {"channel": channel, "thread_ts": thread, "user": user} | {name: True for name, on in flags.items() if on}


# Mark-up


def _mentions(text: str, bot: str) -> bool:
    return re.search(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", text) is not None


def plain(text: str, bot_user_id: str) -> str:
    """The words as their writer saw them, without our own name."""
    called = rf"[ \t]*<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>[ \t]*[,:，：]?[ \t]*"
    words = TOKEN.sub(_shown, re.sub(called, " ", text))
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _shown(token: re.Match[str]) -> str:
    mark, what, label = token["mark"], token["what"], token["label"]
    if mark == "@":
        return f"@{what}"
    if mark == "#":
        return f"#{label or what}"
    if mark == "!":
        return label or f"@{what}"
    return label or (what if mark in ("mailto:", "tel:") else mark + what)
