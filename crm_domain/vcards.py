"""Contacts as vCards (RFC 6350, and the older kinds that phones write): written, and read back."""

from collections.abc import Iterable, Mapping
from typing import Any

FOLD_AT = 75  # octets in a line


def as_vcards(contacts: Iterable[Mapping[str, Any]]) -> bytes:
    """Version 3.0, which every address book reads."""
    return "".join(_card(contact) for contact in contacts).encode()


def _card(contact: Mapping[str, Any]) -> str:
    name = str(contact["name"])
    given, _, family = name.rpartition(" ")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(name)}", f"N:{_escaped(family)};{_escaped(given)};;;"]
    for field, prefix in _FIELDS.items():
        if contact.get(field):
            lines.append(f"{prefix}:{_escaped(str(contact[field]))}")
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCARD", ""])


_FIELDS = {"company": "ORG", "title": "TITLE", "email": "EMAIL", "phone": "TEL;TYPE=WORK", "note": "NOTE"}


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ("\n", "\\n"), ("\r", ""), (",", "\\,"), (";", "\\;")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    """No line longer than 75 octets, and none broken inside a character."""
    pieces: list[str] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > FOLD_AT - (1 if pieces else 0):
            pieces.append(piece.decode())
            piece = b""
        piece += octets
    return "\r\n ".join([*pieces, piece.decode()])
