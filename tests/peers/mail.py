"""A post office of our own on the loopback: SMTP takes letters into mailboxes, IMAP4rev1 shows them (RFC 5321, 3501).

Just what a client that sends and one that looks through need, said as strictly as a server says it: a password, states
that must be reached first, literals with their length, UIDs that are never given twice.
"""

import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

PASSWORD = "correct horse"


@dataclass
class Folder:
    validity: int = 7
    following: int = 1
    messages: dict[int, bytes] = field(default_factory=dict)

    def put(self, raw: bytes) -> None:
        self.messages[self.following] = raw
        self.following += 1


class PostOffice:
    """`refuses` are addresses that SMTP knows nothing of; `down`: the IMAP server hangs up at once.

    With a context of `tls` both speak it: from the first byte, or once STARTTLS was said.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, at_once: bool = False) -> None:
        self.tls, self.at_once = tls, at_once
        self.folders: dict[str, Folder] = {}
        self.refuses: set[str] = set()
        self.down = False
        self.logins = 0
        self.smtp = _server(lambda *given: Smtp(*given, office=self))
        self.imap = _server(lambda *given: Imap(*given, office=self))

    def folder(self, address: str) -> Folder:
        return self.folders.setdefault(address.lower(), Folder())

    def put(self, address: str, message: EmailMessage | bytes) -> None:
        self.folder(address).put(message if isinstance(message, bytes) else message.as_bytes())

    def close(self) -> None:
        for server in (self.smtp, self.imap):
            server.shutdown()
            server.server_close()


@contextmanager
def post_office(tls: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[PostOffice]:
    office = PostOffice(tls, at_once)
    try:
        yield office
    finally:
        office.close()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    @property
    def port(self) -> int:
        return int(self.server_address[1])


def _server(handler: Callable[..., Any]) -> Server:
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


class Talk(socketserver.StreamRequestHandler):
    def __init__(self, *given: Any, office: PostOffice) -> None:
        self.office = office
        super().__init__(*given)

    def setup(self) -> None:
        super().setup()
        if self.office.tls and self.office.at_once:
            self.secure()

    def secure(self) -> None:
        """All that follows is said under TLS."""
        assert self.office.tls
        self.request = self.office.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    @property
    def may_be_secured(self) -> bool:
        return self.office.tls is not None and not isinstance(self.request, ssl.SSLSocket)

    def say(self, line: str | bytes) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def lines(self) -> Iterator[str]:
        while line := self.rfile.readline():
            yield line.decode("utf-8", "replace").rstrip("\r\n")


class Smtp(Talk):
    def handle(self) -> None:
        self.say("220 loopback ESMTP")
        receivers: list[str] = []
        for line in self.lines():
            verb = line.upper()
            if verb.startswith(("EHLO", "HELO", "MAIL FROM:", "RSET")):
                receivers = []
                self.say("250-loopback\r\n250 STARTTLS" if self.may_be_secured and verb[0] == "E" else "250 loopback")
            elif verb == "STARTTLS" and self.may_be_secured:
                self.say("220 go on")
                self.secure()
            elif verb.startswith("RCPT TO:"):
                self._receiver(line, receivers)
            elif verb == "DATA":
                self._data(receivers)
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("502 not here")
        return None

    def _receiver(self, line: str, receivers: list[str]) -> None:
        address = re.search(r"<([^>]+)>", line)[1].lower()
        if address in self.office.refuses:
            self.say("550 no such user")
        else:
            receivers.append(address)
            self.say("250 ok")

    def _data(self, receivers: list[str]) -> None:
        if not receivers:
            return self.say("503 nobody to receive it")
        self.say("354 go on, end with a dot")
        raw = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            raw += line.removeprefix(b".") if line.startswith(b"..") else line
        for address in receivers:
            self.office.put(address, raw)
        return self.say("250 taken")


class Imap(Talk):
    user = ""
    folder: Folder | None = None

    def handle(self) -> None:
        if self.office.down:
            return
        self.say("* OK loopback IMAP4rev1")
        for line in self.lines():
            tag, _, rest = line.partition(" ")
            verb, _, words = rest.partition(" ")
            answer = getattr(self, f"do_{verb.lower()}", None)
            done = answer(words) if answer else "BAD no such command"
            self.say(f"{tag} {done}")
            if verb.upper() == "STARTTLS" and done.startswith("OK"):
                self.secure()
            if verb.upper() == "LOGOUT":
                return

    def do_capability(self, _: str) -> str:
        self.say("* CAPABILITY IMAP4rev1" + " STARTTLS" * self.may_be_secured)
        return "OK done"

    def do_starttls(self, _: str) -> str:
        return "OK go on" if self.may_be_secured else "BAD not here"

    def do_login(self, words: str) -> str:
        user, password = (word.strip('"') for word in re.findall(r'"[^"]*"|\S+', words))
        if password != PASSWORD:
            return "NO [AUTHENTICATIONFAILED] that is not the password"
        self.user = user
        self.office.logins += 1
        return "OK welcome"

    def do_status(self, words: str) -> str:
        found = self._found(words.partition(" (")[0])
        if found is None:
            return "NO no such mailbox"
        self.say(f"* STATUS INBOX (UIDVALIDITY {found.validity} UIDNEXT {found.following})")
        return "OK done"

    def do_examine(self, words: str) -> str:
        self.folder = self._found(words)
        if self.folder is None:
            return "NO no such mailbox"
        self.say(f"* {len(self.folder.messages)} EXISTS")
        return "OK [READ-ONLY] done"

    def _found(self, name: str) -> Folder | None:
        return self.office.folder(self.user) if self.user and name.strip('" ').upper() == "INBOX" else None

    def do_uid(self, words: str) -> str:
        if self.folder is None:
            return "BAD select a mailbox first"
        verb, _, rest = words.partition(" ")
        return self._search(rest) if verb.upper() == "SEARCH" else self._fetch(rest)

    def _search(self, words: str) -> str:
        """`n:*` holds the last one always, as the standard has it."""
        first = int(re.search(r"UID (\d+):\*", words)[1])
        uids = sorted(self.folder.messages)
        found = [uid for uid in uids if uid >= min(first, uids[-1])] if uids else []
        self.say(" ".join(["* SEARCH", *map(str, found)]))
        return "OK done"

    def _fetch(self, words: str) -> str:
        uid = int(words.split()[0])
        raw = self.folder.messages[uid]
        self.say(f"* {sorted(self.folder.messages).index(uid) + 1} FETCH (UID {uid} BODY[] {{{len(raw)}}}".encode())
        self.wfile.write(raw + b")\r\n")
        return "OK done"

    def do_logout(self, _: str) -> str:
        self.say("* BYE")
        return "OK bye"
