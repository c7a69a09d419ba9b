"""What Telegram finds by itself in a text: commands, mentions, links, addresses, hashtags."""

from __future__ import annotations

import re

from tests.peers.telegram.entities import Entity, Formatted, utf16

# A Chinese character right after a command or a name is a word character and spoils it, as on the real server.
_PATTERNS = {
    "url": re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)'\"]|(?<![\w@./-])(?:[\w-]+\.)+(?:com|org|net|io|cn|me|dev)\b"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}"),
    "bot_command": re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])"),
    "mention": re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{3,32}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}"),
}


def spotted(text: str) -> list[Entity]:
    """Spans in order, none inside another."""
    found = [(m.start(), kind, m) for kind, pattern in _PATTERNS.items() for m in pattern.finditer(text)]
    kept: list[Entity] = []
    end = 0
    for start, kind, match in sorted(found, key=lambda each: (each[0], -each[2].end())):
        if start >= end:
            kept.append({"type": kind, "offset": utf16(text[:start]), "length": utf16(match[0])})
            end = match.end()
    return kept


def completed(formatted: Formatted) -> Formatted:
    """`formatted` with the spans added that the sender did not mark."""
    marked = [e for e in formatted.entities if e["type"] not in ("bold", "italic", "underline", "blockquote")]
    free = [e for e in spotted(formatted.text) if not any(_touch(e, other) for other in marked)]
    both = sorted([*formatted.entities, *free], key=lambda e: (e["offset"], -e["length"]))
    return Formatted(formatted.text, both)


def _touch(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
