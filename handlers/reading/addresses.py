"""E-mail addresses and web addresses."""

import re
from collections.abc import Iterator

from handlers.reading.pieces import Piece, Rules, Scene

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62})"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
_ADDRESS = r"\[\d{1,3}(?:\.\d{1,3}){3}\]"
_ENDINGS = (
    "com net org io ai dev app cn uk de fr eu jp hk sg tw ca au nz info biz xyz tech shop store online site cloud co "
    "group example test invalid edu gov"
)
_TAIL = r"(?:[/?#][^\s<>\"'()\[\]{}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{0,1500})?"

EMAILS = Rules("email")
URLS = Rules("url")


@EMAILS.rule("e-mail", rf"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+'-]{{0,63}}@(?:{_HOST}|{_ADDRESS})", "@")
def email(match: re.Match[str], scene: Scene) -> str | None:
    return match[0] if match[0].endswith("]") or match[0].rpartition(".")[2][:2].isalpha() else None


@URLS.rule(
    "web address",
    rf"(?<![a-z0-9])(?:https?://(?:{_HOST}|localhost)(?::\d{{1,5}})?|www\.{_HOST}){_TAIL}",
    "http https www",
)
@URLS.rule(
    "web address",
    rf"(?<![a-z0-9@._/-])(?:{_LABEL}\.){{1,4}}(?:{_ENDINGS.replace(' ', '|')})(?![a-z0-9@_-]|\.[a-z0-9]){_TAIL}",
    _ENDINGS,
)
def url(match: re.Match[str], scene: Scene) -> str:
    return match[0].rstrip(".,;:!?")


def addresses(scene: Scene) -> Iterator[Piece]:
    for rules in (EMAILS, URLS):
        for piece in rules.pieces(scene):
            yield piece if rules is not URLS else piece._replace(end=piece.start + len(piece.value))
