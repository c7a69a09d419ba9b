"""Text with marked spans. Offsets and lengths are UTF-16 code units, as everywhere in Telegram."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Entity = dict[str, Any]

_CODE = ("code", "pre")
_WEB = re.compile(r"(?:(https?|ftp|tg|ton)://)?([\w.-]+)(.*)", re.IGNORECASE | re.DOTALL)
_USER = re.compile(r"tg://(?:user\?id=|openmessage\?user_id=)(\d+)")


class UnparsableError(ValueError):
    """Markup that Telegram refuses; the text follows "can't parse entities: "."""


@dataclass(frozen=True)
class Formatted:
    text: str
    entities: list[Entity] = field(default_factory=list)


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def byte_offset(source: str, at: int) -> int:
    return len(source[:at].encode())


class Builder:
    """Displayed text under construction, and the spans marked in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[Entity] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16(text)

    def mark(self, kind: str, start: int, **more: str) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start} | more)

    def link(self, start: int, target: str) -> None:
        """A link or a person's mention; an address that is none leaves plain text, without an error."""
        target = target or utf16_slice("".join(self.parts), start, self.length - start)
        if person := _USER.match(target):
            self.mark("text_mention", start, user=person[1])
        elif address := checked_address(target):
            self.mark("text_link", start, url=address)

    def finish(self) -> Formatted:
        text = "".join(self.parts)
        lead = len(text) - len(text.lstrip())
        end = lead + utf16(text.strip())
        clipped = [_clip(entity, lead, end) for entity in self.entities]
        kept = sorted((e for e in clipped if e["length"] > 0), key=_outermost_first)
        return Formatted(text.strip(), [_bare(entity) for entity in kept if not _in_code(entity, kept)])


def _outermost_first(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _clip(entity: Entity, lead: int, end: int) -> Entity:
    start = max(entity["offset"], lead)
    stop = min(entity["offset"] + entity["length"], end)
    return entity | {"offset": start - lead, "length": stop - start}


def _in_code(entity: Entity, others: list[Entity]) -> bool:
    return any(other is not entity and other["type"] in _CODE and covers(other, entity) for other in others)


def covers(outer: Entity, inner: Entity) -> bool:
    ends = [entity["offset"] + entity["length"] for entity in (outer, inner)]
    return bool(outer["offset"] <= inner["offset"] and ends[1] <= ends[0])


def _bare(entity: Entity) -> Entity:
    # Only a block has a language; <code class="language-x"> alone loses it.
    return {k: v for k, v in entity.items() if k != "language" or (entity["type"] == "pre" and v)}


def checked_address(target: str) -> str:
    """The address as Telegram stores it (scheme and path completed), or "" when it is none."""
    match = _WEB.fullmatch(target.strip())
    if not match:
        return ""
    scheme, host, rest = match[1], match[2], match[3]
    if scheme and scheme.lower() in ("tg", "ton"):
        return f"{scheme.lower()}://{host}{rest}"
    valid = "." in host.strip(".") or (scheme and host == "localhost")
    return f"{(scheme or 'http').lower()}://{host}{rest or '/'}" if valid else ""
