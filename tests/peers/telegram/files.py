"""Files that people and the bot sent, kept for download."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

PHOTO_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")


@dataclass(frozen=True)
class StoredFile:
    """`kind` is document or photo; `path` is what follows the token in a download address."""

    file_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str

    @property
    def identity(self) -> dict[str, Any]:
        unique = "U" + self.file_id[-8:]
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.content)}

    def wire(self) -> dict[str, Any]:
        """The message field of this file: `document`, or `photo` with one size."""
        if self.kind == "photo":
            width, height = self._pixels()
            return {"photo": [self.identity | {"width": width, "height": height}]}
        return {"document": self.identity | {"file_name": self.name, "mime_type": self.mime}}

    def _pixels(self) -> tuple[int, int]:
        if self.content.startswith(PHOTO_MAGIC[0]) and len(self.content) >= 24:
            width, height = struct.unpack(">II", self.content[16:24])
            return width, height
        return 90, 90


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, content: bytes, mime: str) -> StoredFile:
        number = len(self._by_id) + 1
        path = f"{kind}s/file_{number}" + (f".{name.rsplit('.', 1)[1]}" if "." in name else "")
        stored = StoredFile(f"BQACAgUAAxk{number:08d}", kind, name, mime, content, path)
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)
