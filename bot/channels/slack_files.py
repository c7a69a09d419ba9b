"""Files that people send along: fetched from Slack and laid down here until the channel closes."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack_read import Json

log = logging.getLogger(__name__)

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_FILES: Final = 10


class Cloakroom:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._host = urlsplit(client.base_url).hostname or ""
        self._room = tempfile.TemporaryDirectory(prefix="confab-slack-")

    async def keep(self, files: Iterable[Json]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The paths of those that could be fetched, and the names of the others.

        aiohttp.ClientError or TimeoutError if Slack could not be reached.
        """
        kept, missed = [], []
        for number, file in enumerate(files):
            wanted = number < MOST_FILES and self._is_wanted(file)
            path = await self._fetched(file) if wanted else None
            if path:
                kept.append(str(path))
            else:
                missed.append(_safe(file.get("name")))
        return tuple(kept), tuple(missed)

    def close(self) -> None:
        self._room.cleanup()

    def _is_wanted(self, file: Json) -> bool:
        # The token goes along with the request, so it may go to Slack only.
        host = urlsplit(file["url_private_download"]).hostname or ""
        return int(file.get("size") or 0) <= MOST_BYTES and (host == self._host or host.endswith(".slack.com"))

    async def _fetched(self, file: Json) -> Path | None:
        session = self._client.session
        if session is None:
            return None
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with session.get(file["url_private_download"], headers=headers, proxy=self._client.proxy) as answer:
            if fault := _fault(answer, file):
                log.warning("a file could not be fetched: %s", fault)
                return None
            return self._lay_down(file, await answer.read())

    def _lay_down(self, file: Json, content: bytes) -> Path:
        path = Path(self._room.name, _safe(file["id"]), _safe(file.get("name")))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path


def _fault(answer: ClientResponse, file: Json) -> str | None:
    """Why this is not the file. Without the right to read it Slack answers 200 with its sign-in page."""
    if answer.status != 200:
        return f"status {answer.status}"
    is_page = answer.content_type == "text/html" and file.get("filetype") not in ("html", "htm")
    return "the scope files:read is missing" if is_page else None


def _safe(name: str | None) -> str:
    return re.sub(r"[^\w.\-]+", "_", Path(name or "").name).lstrip(".")[-100:] or "file"
