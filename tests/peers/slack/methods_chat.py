"""chat.*, reactions.*: what the app says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .core import Core
from .installation import Json
from .limits import MARKDOWN_CHARS, TEXT_CHARS, UPDATE_CHARS, check_blocks
from .message import Message, named
from .methods import Args, method
from .refusal import Refusal

MOST_ATTACHMENTS = 100
CONTENT = ("text", "blocks", "attachments", "metadata")


@dataclass
class Content:
    """What a message says, checked: `given` holds the fields of the message that this call sets."""

    given: Json
    warnings: list[str] = field(default_factory=list)

    def notes(self) -> Json:
        if not self.warnings:
            return {}
        return {"warning": ",".join(self.warnings), "response_metadata": {"warnings": self.warnings}}


def read_content(args: Args) -> Content:
    """Refusal `no_text`, `too_many_attachments`, `markdown_text_conflict`, `msg_too_long`, or about the blocks."""
    given = {name: args[name] for name in CONTENT if args.get(name) is not None}
    if "markdown_text" in args:
        given = _markdown(args, given)
    if not (given.get("text") or given.get("blocks") or given.get("attachments")):
        raise Refusal("no_text")
    if len(given.get("attachments", ())) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    if "blocks" in given:
        check_blocks(given["blocks"])
    return _cut(given)


def _markdown(args: Args, given: Json) -> Json:
    if given.get("text") or given.get("blocks"):
        raise Refusal("markdown_text_conflict")
    if len(args["markdown_text"]) > MARKDOWN_CHARS:
        raise Refusal("msg_too_long")
    return given | {"text": args["markdown_text"]}


def _cut(given: Json) -> Content:
    text = str(given.get("text", ""))
    if len(text) <= TEXT_CHARS:
        return Content(given)
    return Content(given | {"text": text[:TEXT_CHARS]}, ["message_truncated"])


def own(core: Core, args: Args, refusal: str) -> Message:
    """The bot's own message that these arguments name; somebody else's is refused with `refusal`."""
    channel = core.workspace.find(args.need("channel"))
    message = core.workspace.message(channel.id, str(args.need("ts")))
    if message.bot_id != core.installation.bot:
        raise Refusal(refusal)
    return message


def _authored(core: Core, content: Content, args: Args) -> Json:
    app = core.installation
    fields: Json = {"user": app.bot_user, "bot_id": app.bot, "thread_ts": args.get("thread_ts")}
    if args.get("username"):
        fields["username"] = args["username"]
    return {"text": ""} | content.given | fields


@method("chat.postMessage", "chat:write")
def post_message(core: Core, args: Args) -> Json:
    channel = core.workspace.writable(args.need("channel"))
    content = read_content(args)
    fields = _authored(core, content, args)
    if args.flag("reply_broadcast") and args.get("thread_ts"):
        fields["subtype"] = "thread_broadcast"
    message = core.said_by_app(core.workspace.post(channel, **fields))
    posted = {"channel": channel.id, "ts": message.ts, "message": message.as_json(core.installation.team)}
    return posted | content.notes()


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(core: Core, args: Args) -> Json:
    channel = core.workspace.writable(args.need("channel"))
    if args.need("user") not in channel.members:
        raise Refusal("user_not_in_channel")
    content = read_content(args)
    fields = _authored(core, content, args) | {"ephemeral_to": args["user"]}
    return {"message_ts": core.said_by_app(core.workspace.post(channel, **fields)).ts} | content.notes()


@method("chat.update", "chat:write")
def update(core: Core, args: Args) -> Json:
    message = own(core, args, "cant_update_message")
    if len(args.get("text") or "") > UPDATE_CHARS:
        raise Refusal("msg_too_long")
    rewrite(core, message, read_content(args).given)
    now = message.as_json(core.installation.team)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": now}


def rewrite(core: Core, message: Message, given: Json) -> None:
    """Give a message another content; new text without blocks takes the old blocks away, as in Slack."""
    before = message.as_json(core.installation.team)
    fresh: Json = ({"blocks": []} if given.get("text") is not None else {}) | given
    for name, value in fresh.items():
        setattr(message, name, named(value) if name == "blocks" else value)
    message.edited = core.workspace.next_ts()
    if core.echoes and message.ephemeral_to is None:
        core.announce_change(message, before)
    core.changes.tell()


@method("chat.delete", "chat:write")
def delete(core: Core, args: Args) -> Json:
    message = own(core, args, "cant_delete_message")
    remove(core, message)
    return {"channel": message.channel, "ts": message.ts}


def remove(core: Core, message: Message) -> None:
    message.deleted = True
    if core.echoes and message.ephemeral_to is None:
        core.announce_removal(message)
    core.changes.tell()


@method("chat.getPermalink")
def get_permalink(core: Core, args: Args) -> Json:
    channel = core.workspace.find(args.need("channel"))
    message = core.workspace.message(channel.id, str(args.need("message_ts")))
    link = f"{core.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + thread}


def _reacted(core: Core, args: Args) -> tuple[list[str], Any]:
    channel = core.workspace.find(args.need("channel"))
    message = core.workspace.message(channel.id, str(args.need("timestamp")))
    return message.reactions.setdefault(args.need("name"), []), core.installation.bot_user


@method("reactions.get", "reactions:read")
def get_reactions(core: Core, args: Args) -> Json:
    channel = core.workspace.find(args.need("channel"))
    message = core.workspace.message(channel.id, str(args.need("timestamp")))
    return {"type": "message", "channel": channel.id, "message": message.as_json(core.installation.team)}


@method("reactions.add", "reactions:write")
def add_reaction(core: Core, args: Args) -> Json:
    people, bot = _reacted(core, args)
    if bot in people:
        raise Refusal("already_reacted")
    people.append(bot)
    core.changes.tell()
    return {}


@method("reactions.remove", "reactions:write")
def remove_reaction(core: Core, args: Args) -> Json:
    people, bot = _reacted(core, args)
    if bot not in people:
        raise Refusal("no_reaction")
    people.remove(bot)
    core.changes.tell()
    return {}


@method("assistant.threads.setStatus", "assistant:write")
def set_status(core: Core, args: Args) -> Json:
    core.workspace.find(args.need("channel_id"))
    return {}
