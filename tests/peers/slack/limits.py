"""What Slack refuses in texts, blocks and views, checked before anything is stored.

Every check yields complaints of the form `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from .installation import Json
from .refusal import Refusal, complaints

TEXT_CHARS = 40_000  # longer texts of messages are cut, not refused
UPDATE_CHARS = 4_000  # chat.update refuses where chat.postMessage cuts
MARKDOWN_CHARS = 12_000
BLOCKS = 50
VIEW_BLOCKS = 100
ALL_BLOCK_CHARS = 13_200  # not documented; seen by others (bolt-js#2509)

Complaints = Iterator[str]


def _at(pointer: str, complaint: str) -> str:
    return f"{complaint} [json-pointer:{pointer}]"


def _length(value: object, pointer: str, most: int, least: int = 0) -> Complaints:
    if value is None:
        return
    if not isinstance(value, str):
        yield _at(pointer, "must be a string")
    elif len(value) > most:
        yield _at(pointer, f"must be less than {most + 1} characters")
    elif len(value) < least:
        yield _at(pointer, f"must be more than {least - 1} characters")


def _count(items: object, pointer: str, most: int, least: int = 1) -> Complaints:
    if not isinstance(items, list):
        yield _at(pointer, "must be an array")
    elif len(items) > most:
        yield _at(pointer, f"no more than {most} items allowed")
    elif len(items) < least:
        yield _at(pointer, f"must have at least {least} items")


def _words(thing: Any, pointer: str, most: int, *, plain: bool = False, needed: bool = True) -> Complaints:
    """A text object: `{"type": "plain_text" | "mrkdwn", "text": ...}`."""
    if thing is None:
        if needed:
            yield _at(pointer, "missing required field")
        return
    allowed = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    if not isinstance(thing, dict) or thing.get("type") not in allowed:
        yield _at(pointer, "failed to match all allowed schemas")
        return
    yield from _length(thing.get("text", ""), f"{pointer}/text", most, least=1)


def _section(block: Json, pointer: str) -> Complaints:
    fields = block.get("fields")
    yield from _words(block.get("text"), f"{pointer}/text", 3_000, needed=fields is None)
    if fields is not None:
        yield from _count(fields, f"{pointer}/fields", 10)
        for number, entry in enumerate(fields):
            yield from _words(entry, f"{pointer}/fields/{number}", 2_000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{pointer}/accessory")


def _actions(block: Json, pointer: str) -> Complaints:
    elements = block.get("elements", [])
    yield from _count(elements, f"{pointer}/elements", 25)
    for number, element in enumerate(elements):
        yield from _element(element, f"{pointer}/elements/{number}")
    ids = Counter(element["action_id"] for element in elements if element.get("action_id"))
    yield from (_at(f"{pointer}/elements", f"`action_id` {i} already exists") for i, n in ids.items() if n > 1)


def _element(element: Json, pointer: str) -> Complaints:
    yield from _length(element.get("action_id"), f"{pointer}/action_id", 255)
    if element.get("type") == "button":
        yield from _words(element.get("text"), f"{pointer}/text", 75, plain=True)
        yield from _length(element.get("value"), f"{pointer}/value", 2_000)
        yield from _length(element.get("url"), f"{pointer}/url", 3_000)
    for name, most in (("options", 100), ("option_groups", 100)):
        if name in element:
            yield from _count(element[name], f"{pointer}/{name}", most)
    for number, option in enumerate(element.get("options", ())):
        yield from _words(option.get("text"), f"{pointer}/options/{number}/text", 75)
        yield from _length(option.get("value"), f"{pointer}/options/{number}/value", 150)


def _header(block: Json, pointer: str) -> Complaints:
    yield from _words(block.get("text"), f"{pointer}/text", 150, plain=True)


def _context(block: Json, pointer: str) -> Complaints:
    yield from _count(block.get("elements", []), f"{pointer}/elements", 10)


def _image(block: Json, pointer: str) -> Complaints:
    if "slack_file" not in block:
        yield from _length(block.get("image_url", ""), f"{pointer}/image_url", 3_000, least=1)
    yield from _length(block.get("alt_text", ""), f"{pointer}/alt_text", 2_000, least=1)


def _input(block: Json, pointer: str) -> Complaints:
    yield from _words(block.get("label"), f"{pointer}/label", 2_000, plain=True)
    yield from _words(block.get("hint"), f"{pointer}/hint", 2_000, plain=True, needed=False)
    if "element" not in block:
        yield _at(f"{pointer}/element", "missing required field")
    else:
        yield from _element(block["element"], f"{pointer}/element")


def _table(block: Json, pointer: str) -> Complaints:
    yield from _count(block.get("rows"), f"{pointer}/rows", 100)
    for number, row in enumerate(block.get("rows", ())):
        yield from _count(row, f"{pointer}/rows/{number}", 20)


def _markdown(block: Json, pointer: str) -> Complaints:
    yield from _length(block.get("text", ""), f"{pointer}/text", MARKDOWN_CHARS, least=1)


def _anything(block: Json, pointer: str) -> Complaints:
    return iter(())


CHECKS: dict[str, Callable[[Json, str], Complaints]] = {
    "section": _section,
    "actions": _actions,
    "header": _header,
    "context": _context,
    "image": _image,
    "input": _input,
    "table": _table,
    "markdown": _markdown,
    **dict.fromkeys(("divider", "rich_text", "file", "video", "context_actions"), _anything),
}


def _block(block: Any, pointer: str) -> Complaints:
    check = CHECKS.get(block.get("type", "")) if isinstance(block, dict) else None
    if check is None:
        kind = block.get("type") if isinstance(block, dict) else block
        yield _at(f"{pointer}/type", f"unsupported type: {kind}")
        return
    yield from _length(block.get("block_id"), f"{pointer}/block_id", 255)
    yield from check(block, pointer)


def _blocks(blocks: list[Any], pointer: str, most: int) -> Complaints:
    yield from _count(blocks, pointer, most, least=0)
    for number, block in enumerate(blocks):
        yield from _block(block, f"{pointer}/{number}")
    ids = Counter(b["block_id"] for b in blocks if isinstance(b, dict) and b.get("block_id"))
    yield from (_at(pointer, f"`block_id` {i} already exists") for i, n in ids.items() if n > 1)


def chars(thing: Any) -> int:
    """All characters a reader sees somewhere inside these blocks."""
    if isinstance(thing, list):
        return sum(map(chars, thing))
    if not isinstance(thing, dict):
        return 0
    return sum(len(v) if k == "text" and isinstance(v, str) else chars(v) for k, v in thing.items())


def check_blocks(blocks: Any) -> None:
    """Refusal `invalid_blocks_format`, `invalid_blocks`, `only_one_table_allowed` or `msg_blocks_too_long`."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if found := list(_blocks(blocks, "/blocks", BLOCKS)):
        raise complaints("invalid_blocks", found)
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refusal("only_one_table_allowed")
    if chars(blocks) > ALL_BLOCK_CHARS:
        raise Refusal("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """Refusal `invalid_arguments` that names each fault of this modal or home tab."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise complaints("invalid_arguments", ["failed to match all allowed schemas [json-pointer:/view]"])
    if found := list(_view(view)):
        raise complaints("invalid_arguments", found)


def _view(view: Json) -> Complaints:
    blocks = view.get("blocks", [])
    modal = view["type"] == "modal"
    yield from _words(view.get("title"), "/view/title", 24, plain=True, needed=modal)
    for name in ("submit", "close"):
        yield from _words(view.get(name), f"/view/{name}", 24, plain=True, needed=False)
    yield from _length(view.get("callback_id"), "/view/callback_id", 255)
    yield from _length(view.get("private_metadata"), "/view/private_metadata", 3_000)
    yield from _blocks(blocks, "/view/blocks", VIEW_BLOCKS)
    if modal and "submit" not in view and any(block.get("type") == "input" for block in blocks):
        yield _at("/view", "must define `submit` to use an `input` block in modals")
