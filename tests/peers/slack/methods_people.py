"""auth.*, users.*, conversations.*, apps.*: who is there, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .core import Core
from .installation import Json
from .methods import Args, method
from .refusal import Refusal
from .workspace import Channel, User

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
TYPE_NAME = {"channel": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}


def page(items: Sequence[Any], args: Args) -> tuple[list[Any], Json]:
    """One page of a listing; the cursor is the place of the next one. Refusal `invalid_cursor`."""
    start = str(args.get("cursor") or 0)
    if not start.isdigit():
        raise Refusal("invalid_cursor")
    end = int(start) + int(args.get("limit") or 100)
    following = str(end) if end < len(items) else ""
    return list(items[int(start) : end]), {"response_metadata": {"next_cursor": following}}


@method("api.test", token="any")
def api_test(core: Core, args: Args) -> Json:
    return {"args": dict(args)}


@method("auth.test", token="any")
def auth_test(core: Core, args: Args) -> Json:
    app = core.installation
    who = {"user": app.bot_name, "user_id": app.bot_user, "bot_id": app.bot, "is_enterprise_install": False}
    return {"url": f"{core.url}/", "team": app.team_name, "team_id": app.team} | who


@method("apps.connections.open", token="app")
def open_connection(core: Core, args: Args) -> Json:
    return {"url": f"ws{core.url.removeprefix('http')}/link/?ticket={core.sockets.ticket()}"}


@method("team.info", "users:read")
def team_info(core: Core, args: Args) -> Json:
    return {"team": core.installation.team_json() | {"name": core.installation.team_name}}


def known(core: Core, id: str) -> User:
    if id not in core.workspace.users:
        raise Refusal("user_not_found")
    return core.workspace.users[id]


def shown(core: Core, user: User) -> Json:
    """A person as the scopes allow: the e-mail address needs `users:read.email`."""
    seen = user.as_json()
    if "users:read.email" not in core.installation.scopes:
        del seen["profile"]["email"]
    return seen


@method("users.info", "users:read")
def user_info(core: Core, args: Args) -> Json:
    return {"user": shown(core, known(core, args.need("user")))}


@method("users.list", "users:read")
def list_users(core: Core, args: Args) -> Json:
    users, more = page([*core.workspace.users.values()], args)
    return {"members": [shown(core, user) for user in users]} | more


@method("users.lookupByEmail", "users:read.email")
def look_up(core: Core, args: Args) -> Json:
    wanted = str(args.need("email")).lower()
    found = next((user for user in core.workspace.users.values() if user.email.lower() == wanted), None)
    if found is None:
        raise Refusal("users_not_found")
    return {"user": shown(core, found)}


def _of_types(core: Core, args: Args) -> list[Channel]:
    wanted = {kind.strip() for kind in str(args.get("types") or "public_channel").split(",")}
    return [channel for channel in core.workspace.channels.values() if TYPE_NAME[channel.kind] in wanted]


def _listing(core: Core, channels: list[Channel], args: Args) -> Json:
    shown, more = page(channels, args)
    return {"channels": [channel.as_json(core.installation.bot_user) for channel in shown]} | more


@method("users.conversations", *READ)
def conversations_of(core: Core, args: Args) -> Json:
    """Those of the given person (default: the bot) that the bot can see."""
    user = args.get("user") or core.installation.bot_user
    mine = [c for c in _of_types(core, args) if user in c.members]
    return _listing(core, [c for c in mine if c.kind == "channel" or core.workspace.is_in(c)], args)


@method("conversations.list", *READ)
def list_conversations(core: Core, args: Args) -> Json:
    seen = [c for c in _of_types(core, args) if c.kind == "channel" or core.workspace.is_in(c)]
    return _listing(core, seen, args)


@method("conversations.info", *READ)
def conversation_info(core: Core, args: Args) -> Json:
    return {"channel": core.workspace.find(args.need("channel")).as_json(core.installation.bot_user)}


@method("conversations.members", *READ)
def members(core: Core, args: Args) -> Json:
    people, more = page(core.workspace.find(args.need("channel")).members, args)
    return {"members": people} | more


@method("conversations.open", "im:write", "mpim:write")
def open_conversation(core: Core, args: Args) -> Json:
    before = len(core.workspace.channels)
    channel = _asked(core, args)
    news = {} if len(core.workspace.channels) > before else {"no_op": True, "already_open": True}
    whole = channel.as_json(core.installation.bot_user) if args.flag("return_im") else {"id": channel.id}
    return {"channel": whole} | news


def _asked(core: Core, args: Args) -> Channel:
    if args.get("channel"):
        return core.workspace.find(args["channel"])
    users = args.need("users")
    return core.workspace.conversation(users.split(",") if isinstance(users, str) else users)


@method("conversations.join", "channels:join")
def join(core: Core, args: Args) -> Json:
    channel = core.workspace.find(args.need("channel"))
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if not core.workspace.is_in(channel):
        channel.members.append(core.installation.bot_user)
    return {"channel": channel.as_json(core.installation.bot_user)}


def _read(core: Core, args: Args, thread: str | None) -> Json:
    channel = core.workspace.find(args.need("channel"))
    if not core.workspace.is_in(channel):
        raise Refusal("not_in_channel")
    posted = [m for m in core.workspace.history(channel.id) if m.ephemeral_to is None]
    if thread is None:
        posted = [m for m in reversed(posted) if m.thread_ts in (None, m.ts) or m.subtype == "thread_broadcast"]
    else:
        posted = [m for m in posted if thread in (m.ts, m.thread_ts)]
    shown, more = page(posted, args)
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [m.as_json(core.installation.team) for m in shown], "has_more": has_more} | more


@method("conversations.history", *HISTORY)
def history(core: Core, args: Args) -> Json:
    """Newest first, as in Slack."""
    return _read(core, args, None)


@method("conversations.replies", *HISTORY)
def replies(core: Core, args: Args) -> Json:
    return _read(core, args, str(args.need("ts")))
