"""What stands out in a list of things for a new record, whatever the list's order."""

import re
from collections.abc import Sequence

from crm_domain.companies import Company
from handlers.command import Command
from handlers.reading.leftover import listed_part
from handlers.reading.spans import Name, Span

_QUOTED = re.compile(r"[\"“「]([^\"”」]{2,60})[\"”」]")
_CALLED = re.compile(r"(?:called|named|叫做?|名为)\s*$")
_AT_COMPANY = re.compile(r"(?:\s*\b(?:at|from|of|with|for|in|@|works at|working at)|[在给]|@)\s*$", re.IGNORECASE)


def listed_aside(command: Command, text: str, spans: Sequence[Span]) -> tuple[dict[str, str], str]:
    """What stands out in a list, and the rest of it: a name in quotes, a company behind “at” or before 的."""
    said: dict[str, str] = {}
    title = next((name for name in ("title", "name", "subject") if name in command.params), None)
    quoted = _QUOTED.search(text)
    if quoted and title:
        said[title] = quoted[1]
        before = _CALLED.sub("", text[: quoted.start()])
        text = f"{before}\x00{text[quoted.end() :]}"
    company = next((s for s in spans if isinstance(s.value, Name) and s.value.fit(Company) and not quoted), None)
    if company and command.name in ("contact.add", "ticket.open"):
        before, after = text[: company.start], text[company.end :]
        if _AT_COMPANY.search(before) or after.startswith("的"):
            said["company"] = text[company.start : company.end]
            before = _AT_COMPANY.sub("", before)
            text = f"{before}\x00{after.removeprefix('的')}"
    return said, listed_part(command, text)
