"""The text of a call, read with its parse mode and held against the length limits."""

from __future__ import annotations

from tests.peers.telegram.calls import Call
from tests.peers.telegram.entities import Builder, Formatted, UnparsableError, utf16
from tests.peers.telegram.errors import bad_request
from tests.peers.telegram.html_markup import HtmlMarkup
from tests.peers.telegram.markdown_markup import MarkdownMarkup
from tests.peers.telegram.spotting import completed

MAX_TEXT = 4096
MAX_CAPTION = 1024


def message_text(call: Call) -> Formatted:
    """1–4096 UTF-16 units after parsing; raises 400."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    formatted = _formatted(call, "text", "entities")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16(formatted.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return completed(formatted)


def caption_text(call: Call) -> Formatted:
    """0–1024 UTF-16 units after parsing; raises 400."""
    formatted = _formatted(call, "caption", "caption_entities")
    if utf16(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return completed(formatted)


def _formatted(call: Call, field: str, entities: str) -> Formatted:
    raw = (call.text(field) or "").replace("\r", "")
    mode = (call.text("parse_mode") or "").lower()
    if not mode:
        return _plain(raw, call.structure(entities) or [])
    if mode not in ("html", "markdownv2"):
        raise bad_request("unsupported parse_mode")
    try:
        return (HtmlMarkup(raw) if mode == "html" else MarkdownMarkup(raw)).read()
    except UnparsableError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _plain(raw: str, entities: list[dict[str, object]]) -> Formatted:
    builder = Builder()
    builder.add(raw)
    builder.entities.extend(entities)
    return builder.finish()
