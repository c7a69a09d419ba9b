"""Mail that an automation sends, through the mail server of the settings."""

import asyncio
import mimetypes
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar, Final

from bot.channel import Later, Parcel, Refused, Take
from bot.settings_mail import Smtp

PATIENCE: Final = 20.0
AWAY: Final = 30.0  # seconds until a server that is away is asked again


class EmailChannel:
    name: ClassVar[str] = "email"

    def __init__(self, settings: Smtp) -> None:
        self._settings = settings

    async def listen(self, take: Take) -> None:
        """What comes in is the mailroom's."""

    async def send(self, parcel: Parcel) -> str:
        if not self._settings.host:
            raise Refused("no mail server is configured (smtp.host)")
        if not parcel.address.get("to"):
            raise Refused("it was to somebody who has been erased")
        message = EmailMessage()
        message["From"], message["To"] = self._settings.sender, str(parcel.address["to"])
        message["Subject"] = " ".join(str(parcel.address["subject"]).split())
        message["Message-ID"] = f"<letter-{parcel.letter}@{self._settings.sender.partition('@')[2] or 'confab'}>"
        _continue_thread(message, parcel.address)
        message.set_content(parcel.reply.text)
        for path in map(Path, parcel.reply.files):
            _attach(message, path)
        await asyncio.to_thread(self._hand_over, message)
        return str(message["Message-ID"])

    def _hand_over(self, message: EmailMessage) -> None:
        own, context = self._settings, ssl.create_default_context()  # left to itself, smtplib trusts any certificate
        server: smtplib.SMTP
        try:
            if own.tls == "always":
                server = smtplib.SMTP_SSL(own.host, own.port, timeout=PATIENCE, context=context)
            else:
                server = smtplib.SMTP(own.host, own.port, timeout=PATIENCE)
            with server:
                if own.tls == "starttls":
                    server.starttls(context=context)
                if own.user:
                    server.login(own.user, own.plain("password") or "")
                server.send_message(message)
        except smtplib.SMTPResponseException as error:
            said = f"{error.smtp_code} {error.smtp_error!r}"[:200]
            raise (Later(AWAY, said) if 400 <= error.smtp_code < 500 else Refused(said)) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused("the address was refused") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Later(AWAY, f"{own.host}: {type(error).__name__}") from error

    async def close(self) -> None:
        """Every mail has a connection of its own."""


def _continue_thread(message: EmailMessage, address: Mapping[str, Any]) -> None:
    """Where it answers a mail, programs show it below that; what we say by ourselves says so (RFC 3834)."""
    if address.get("in_reply_to"):
        message["In-Reply-To"], message["References"] = address["in_reply_to"], address["references"]
    if address.get("automatic"):
        message["Auto-Submitted"] = "auto-replied"


def _attach(message: EmailMessage, path: Path) -> None:
    kind, _, more = (mimetypes.guess_type(path.name)[0] or "application/octet-stream").partition("/")
    if path.is_file():
        message.add_attachment(path.read_bytes(), maintype=kind, subtype=more, filename=path.name)
