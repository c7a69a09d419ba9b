"""Contacts as vCards (RFC 6350, and the older kinds that phones write): written, and read back."""

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FOLD_AT = 75  # octets in a line
MOST_LINES = 20_000  # of one card; a picture takes some thousands
LONGEST = 2 * 1024 * 1024  # characters of one line
COLUMNS = (
    "Name", "First name", "Last name", "Company", "Title", "Email", "Email 2", "Phone", "Mobile", "Street", "City",
    "State", "Postcode", "Country", "Website", "Note", "Birthday", "More phones", "More emails",
)  # fmt: skip


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


# -- reading -----------------------------------------------------------------------------------------------------------


class Property:
    """One line of a card: its name without a group (“item1.TEL”), what it is said to be, its value."""

    __slots__ = ("kinds", "name", "value")

    def __init__(self, line: str) -> None:
        head, _, self.value = line.partition(":")
        name, *parameters = head.split(";")
        self.name = name.rpartition(".")[2].strip().upper()
        said = [parameter.partition("=") for parameter in parameters]
        self.kinds = {kind.strip('" ').lower() for name, _, kinds in said for kind in (kinds or name).split(",")}
        if "quoted-printable" in self.kinds:
            charset = next((v for n, _, v in said if n.strip().upper() == "CHARSET"), "utf-8")
            self.value = _unquoted(self.value, charset)

    @property
    def parts(self) -> list[str]:
        """What stands between semicolons."""
        return [_plain(part) for part in re.split(r"(?<!\\);", self.value)]

    @property
    def text(self) -> str:
        return _plain(self.value)


def _unquoted(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return raw.decode("utf-8", "replace")


def _plain(text: str) -> str:
    return re.sub(r"\\([\\,;:nN])", lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def cards_in(path: Path, encoding: str) -> Iterator[list[str]]:
    """Each card as a row under `COLUMNS`. A card inside a card (Outlook's agent) is a card of its own."""
    open_cards: list[list[Property]] = []
    for line in _unfolded(path, encoding):
        bare = line.strip().upper()
        if bare == "BEGIN:VCARD":
            open_cards.append([])
        elif bare == "END:VCARD" and open_cards:
            yield _row(open_cards.pop())
        elif open_cards and ":" in line and len(open_cards[-1]) < MOST_LINES:
            open_cards[-1].append(Property(line))


def _unfolded(path: Path, encoding: str) -> Iterator[str]:
    """Lines put together again: what begins with a blank goes on, and so does quoted text that ends in “=”."""
    line = ""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        while raw := file.readline(LONGEST):
            piece = raw.rstrip("\r\n")
            if piece[:1] in (" ", "\t") and line:
                line = (line + piece[1:])[:LONGEST]
            elif line.endswith("=") and "QUOTED-PRINTABLE" in line.partition(":")[0].upper():
                line = (line[:-1] + piece)[:LONGEST]
            else:
                if line:
                    yield line
                line = piece
    if line:
        yield line


def _row(card: list[Property]) -> list[str]:
    of: dict[str, list[Property]] = {}
    for found in card:
        of.setdefault(found.name, []).append(found)
    phones, emails = _phones(of.get("TEL", [])), [e.text for e in of.get("EMAIL", []) if e.text]
    name = _first(of, "FN")
    family, given = [*(of["N"][0].parts if "N" in of else []), "", ""][:2]
    street, city, state, postcode, country = [*(of["ADR"][0].parts if "ADR" in of else []), *[""] * 7][2:7]
    company = of["ORG"][0].parts[0] if "ORG" in of else ""
    birthday = _first(of, "BDAY")
    named = name or " ".join(filter(None, (given, family))) or (emails[0] if emails else "") or company
    return [
        named, given, family, company, _first(of, "TITLE") or _first(of, "ROLE"), *_two(emails), *phones[:2], street,
        city, state, postcode, country, _first(of, "URL"), _first(of, "NOTE"), birthday, "; ".join(phones[2:]),
        "; ".join(emails[2:]),
    ]  # fmt: skip


def _first(of: dict[str, list[Property]], name: str) -> str:
    return next((found.text for found in of.get(name, []) if found.text), "")


def _two(found: list[str]) -> list[str]:
    return [*found, "", ""][:2]


def _phones(found: list[Property]) -> list[str]:
    """The telephone, the mobile, and the rest; no fax is called."""
    numbers = [(one.text.removeprefix("tel:"), one.kinds) for one in found if one.text]
    mobile = next((number for number, kinds in numbers if kinds & {"cell", "mobile", "iphone"}), "")
    others = [number for number, kinds in numbers if number != mobile and "fax" not in kinds and "pager" not in kinds]
    if not others:
        return [mobile, ""]
    return [others[0], mobile, *others[1:]]
