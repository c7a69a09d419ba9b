"""How somebody is written to by e-mail, wherever in the house that comes about."""

from hashlib import sha256
from typing import Any


def mailbox(address: str) -> str:
    """What chat and account of a letter call an address by: it can be compared there, and not read."""
    return sha256(address.strip().lower().encode()).hexdigest()[:24]


def mail_to(address: str, subject: str) -> dict[str, Any]:
    """Of a letter: its road, its place in the order of letters, and where it goes."""
    return {"channel": "email", "chat": mailbox(address), "address": {"to": address, "subject": subject}}
