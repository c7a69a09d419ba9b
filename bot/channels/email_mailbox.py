"""The company's mailbox, read over IMAP: what came since the last look, without marking or moving anything.

The place that was read up to is kept on our side (the mailbox's UIDVALIDITY and the last UID, RFC 3501 2.3.1.1), so
people may go on reading the same mailbox in their own program.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from bot.settings_mail import Imap

PATIENCE: Final = 30.0
MOST: Final = 50  # messages of one look
Place = tuple[int, int]  # UIDVALIDITY and the last UID that was taken in


class Unreachable(Exception):
    """The server is away, or does not let us in; the text is its word."""


class Mailbox:
    def __init__(self, settings: Imap) -> None:
        self._own = settings

    def come_since(self, place: Place | None) -> tuple[Place, list[tuple[Place, bytes]]]:
        """(where a look begins, messages each with the place after it). Raises Unreachable.

        A mailbox that is looked into for the first time, or was made anew, begins with what comes from now on.
        """
        try:
            with self._opened() as server:
                validity, following = self._numbers(server)
                if place is None or place[0] != validity:
                    return (validity, following - 1), []
                return place, [((validity, uid), raw) for uid, raw in self._fetched(server, place[1])]
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unreachable(f"{self._own.host}: {_word(error)}") from error

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        with self._connected() as server:
            server.login(self._own.user, self._own.plain("password") or "")
            yield server

    def _connected(self) -> Any:
        """Before it is entered, for leaving one that was refused fails, and that would be all that is heard."""
        own, context = self._own, ssl.create_default_context()
        if own.tls == "always":
            return imaplib.IMAP4_SSL(own.host, own.port, ssl_context=context, timeout=PATIENCE)
        server = imaplib.IMAP4(own.host, own.port, timeout=PATIENCE)
        if own.tls == "starttls":
            server.starttls(context)
        return server

    def _numbers(self, server: Any) -> Place:
        """The mailbox's UIDVALIDITY, and the UID that the next message will get."""
        folder = f'"{self._own.folder}"'
        _, told = server.status(folder, "(UIDVALIDITY UIDNEXT)")
        found = dict(re.findall(rb"(UIDVALIDITY|UIDNEXT) (\d+)", told[0] or b""))
        if server.select(folder, readonly=True)[0] != "OK" or len(found) < 2:
            raise imaplib.IMAP4.error(f"no folder {self._own.folder}")
        return int(found[b"UIDVALIDITY"]), int(found[b"UIDNEXT"])

    def _fetched(self, server: Any, last: int) -> Iterator[tuple[int, bytes]]:
        """`n:*` gives the last message even where its UID is below n, so what is known already is left out."""
        _, told = server.uid("search", None, f"UID {last + 1}:*")
        for uid in [int(number) for number in (told[0] or b"").split() if int(number) > last][:MOST]:
            _, parts = server.uid("fetch", str(uid), "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield uid, raw


def _word(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else (*error.args, "")[0]
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:200] or type(error).__name__
