"""What an e-mail says: pure, from its bytes to what the house takes in."""

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any, Final

from crm_domain.mail import mailbox
from handlers.message import Mail, Message

MOST_BYTES: Final = 20 * 1024 * 1024  # of one attachment
MOST_FILES: Final = 10
LONGEST: Final = 20_000  # characters of a text: what is longer was not written by hand
_LETTER = re.compile(r"<letter-(\d{1,15})@([^>\s]+)>")
_IDS = re.compile(r"<[^<>\s]+>")
# Programs that say so: RFC 3834, and what Outlook, mailing lists and older answering machines write.
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+\-.].*)?@", re.I)
# Where what is answered begins: the line that programs put before it.
_QUOTED = re.compile(
    r"^(?:>.*|-{2,}\s*(?:original message|forwarded message|原始邮件|转发邮件|原邮件)\s*-{2,}.*|_{10,}"
    r"|on .{6,200}wrote:|am .{6,200}schrieb.*:|le .{6,200}a écrit\s*:|在.{4,200}写道[:：]|.{4,120}于.{4,80}写道[:：]"
    r"|(?:from|发件人|von|de)\s*[:：].{1,200}(?:\n.*)?\n(?:sent|date|to|发送时间|日期|收件人|gesendet)\s*[:：].*)$",
    re.I | re.M,
)
_SIGNATURE = re.compile(r"^-- ?$", re.M)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter of ours that could not be delivered."""

    letter: int
    why: str


@dataclass(frozen=True, slots=True)
class Came:
    """`missed` are the names of what is too large."""

    message: Message
    attachments: tuple[Attachment, ...]


def read(raw: bytes, at: datetime, own: frozenset[str], noted: bool = False) -> Came | Bounce | None:
    """None for what a program wrote, and for our own: nobody waits for an answer to that."""
    parsed: Any = email.message_from_bytes(raw, policy=default)
    sender = _address(parsed, "From")
    if bounce := _bounce(parsed, raw):
        return bounce
    if not sender or sender in own or _is_machines(parsed, sender):
        return None
    files = [*_attachments(parsed)]
    kept = tuple(file for file in files if len(file.content) <= MOST_BYTES)[:MOST_FILES]
    missed = tuple(file.name for file in files if file not in kept)
    id = _ids(parsed, "Message-ID")[:1]
    before = _ids(parsed, "References") or _ids(parsed, "In-Reply-To")
    address = {"to": sender, "subject": _answer(_header(parsed, "Subject")), "in_reply_to": "".join(id)}
    address["references"] = " ".join([*before, *id][-10:])
    mail = Mail(
        sender=sender,
        subject=_plain_subject(_header(parsed, "Subject")),
        answers=_letters(parsed, own),
        to=tuple(one for one in _receivers(parsed) if one not in own),
        noted=noted,
    )
    key = f"email:{hashlib.sha256(id[0].encode() if id else raw).hexdigest()}"  # keys outlive an erased person
    text = _said(parsed)
    message = Message(key, "email", mailbox(sender), mailbox(sender), text, at, address=address, customers=True)
    return Came(_with(message, mail, missed, parseaddr(_header(parsed, "From"))[0]), kept)


def _with(message: Message, mail: Mail, missed: tuple[str, ...], called: str) -> Message:
    from dataclasses import replace

    return replace(message, mail=mail, missed=missed, called=called)


def _header(parsed: Any, name: str) -> str:
    """Decoded, in one line; what is not well formed as it stands."""
    try:
        return " ".join(str(parsed.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        raw = next((value for key, value in parsed.raw_items() if key.lower() == name.lower()), "")
        return " ".join(str(raw).split())


def _address(parsed: Any, name: str) -> str:
    address = parseaddr(_header(parsed, name))[1].strip().lower()
    return address if re.fullmatch(r"[^@\s]+@[^@\s]+", address) else ""


def _receivers(parsed: Any) -> Iterator[str]:
    for _, address in getaddresses([_header(parsed, name) for name in ("To", "Cc")]):
        if "@" in address:
            yield address.strip().lower()


def _ids(parsed: Any, name: str) -> list[str]:
    return _IDS.findall(_header(parsed, name))


def _letters(parsed: Any, own: frozenset[str]) -> tuple[int, ...]:
    """Our letters that it answers, the latest first."""
    found = _LETTER.findall(f"{_header(parsed, 'References')} {_header(parsed, 'In-Reply-To')}")
    domains = {address.partition("@")[2] for address in own}
    return tuple(int(number) for number, domain in reversed(found) if domain.lower() in domains)


def _is_machines(parsed: Any, sender: str) -> bool:
    """Out of office, newsletters, lists: by what they say of themselves."""
    automatic = _header(parsed, "Auto-Submitted").lower()
    return (
        (bool(automatic) and not automatic.startswith("no"))
        or _header(parsed, "Precedence").lower() in _BULK
        or any(parsed.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id", "Feedback-ID"))
        or _header(parsed, "X-Spam-Flag").lower() == "yes"
        or _header(parsed, "Return-Path") == "<>"
        or bool(_MACHINES.match(sender))
    )


def _bounce(parsed: Any, raw: bytes) -> Bounce | None:
    """A delivery status notification (RFC 3464) of failure that names a letter of ours."""
    if parsed.get_content_type() != "multipart/report" or b"action: failed" not in raw.lower():
        return None
    named = _LETTER.search(raw.decode("ascii", "replace"))
    status = re.search(rb"^diagnostic-code:\s*(.{1,200})", raw, re.I | re.M)
    why = status[1].decode("ascii", "replace").strip() if status else "returned as undeliverable"
    return Bounce(int(named[1]), why) if named else None


def _answer(subject: str) -> str:
    return subject if re.match(r"(?:re|aw|sv|回复|答复)\s*[:：]", subject, re.I) else f"Re: {subject}".strip()


def _plain_subject(subject: str) -> str:
    """Without what programs put before it."""
    return re.sub(r"^(?:(?:re|aw|sv|fwd?|wg|回复|答复|转发)\s*[:：]\s*)+", "", subject, flags=re.I).strip()[:200]


def _said(parsed: Any) -> str:
    """What was written now, without what it answers and the signature."""
    part = parsed.get_body(preferencelist=("plain", "html"))
    text = _content(part) if part is not None else ""
    if part is not None and part.get_content_type() == "text/html":
        text = _words(text)
    text = text.replace("\r\n", "\n").replace("\x00", "")[:LONGEST]
    own = text[: found.start()] if (found := _QUOTED.search(text)) else text
    own = _SIGNATURE.split(own)[0].strip()
    return own or text.strip()


def _content(part: Any) -> str:
    """In whatever charset it says or turns out to be."""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _attachments(parsed: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(parsed.iter_attachments(), 1):
        content = part.get_payload(decode=True)
        if content is None and part.get_content_type() == "message/rfc822":
            content = part.as_bytes()
        if content:
            named = part.get_filename() or f"attachment-{number}"
            yield Attachment(str(make_header(decode_header(named))) if "=?" in named else named, bytes(content))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("style", "script", "head", "blockquote")
        if tag in ("p", "br", "div", "tr", "li"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "head", "blockquote") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
