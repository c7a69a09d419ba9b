"""What Slack's client makes of what a person types, before an app sees it."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"(?P<token><[@#!][^<>\s]+>|<(?:https?|mailto|tel):[^<>]+>)"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<domain>(?<![\w@.])[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.(?:com|org|net|io|cn|dev)\b)",
    re.ASCII,
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str) -> str:
    """The text of the event: `& < >` escaped, addresses turned into links; mentions such as <@U1> stay.

    >>> typed("R&D at acme.com, bob@acme.com")
    'R&amp;D at <http://acme.com|acme.com>, <mailto:bob@acme.com|bob@acme.com>'
    """
    written, end = [], 0
    for found in TOKEN.finditer(text):
        written += [escaped(text[end : found.start()]), _link(found)]
        end = found.end()
    return "".join([*written, escaped(text[end:])])


def _link(found: re.Match[str]) -> str:
    words = found.group()
    shown = escaped(words)
    kinds = {"token": words, "url": f"<{shown}>", "email": f"<mailto:{shown}|{shown}>"}
    return kinds.get(found.lastgroup or "", f"<http://{shown}|{shown}>")
