"""The words that a PNG carries for those who cannot see it."""

import struct
from pathlib import Path

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST = 1000  # characters that platforms take


def in_words(file: Path) -> str:
    """What a picture of ours shows; empty for any other file."""
    with file.open("rb") as content:
        data = content.read(16_384)
    place = len(_SIGNATURE)
    while data.startswith(_SIGNATURE) and place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind in (b"tEXt", b"iTXt") and body.startswith(b"Description\0"):
            return _text(kind, body)[:LONGEST]
        place += length + 12
    return ""


def _text(kind: bytes, body: bytes) -> str:
    if kind == b"tEXt":
        return body.split(b"\0", 1)[1].decode("latin-1")
    return body.split(b"\0", 1)[1][2:].split(b"\0", 2)[2].decode("utf-8", "replace")
