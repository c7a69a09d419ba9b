"""parse_mode MarkdownV2: strict about its eighteen reserved characters, as Telegram is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.peers.telegram.entities import Builder, Formatted, UnparsableError, byte_offset

RESERVED = "_*[]()~`>#+-=|{}.!"
# Longest first: "__" must win over "_".
_OPENERS = {
    "```": "pre",
    "__": "underline",
    "||": "spoiler",
    "![": "custom_emoji",
    "_": "italic",
    "*": "bold",
    "~": "strikethrough",
    "`": "code",
    "[": "text_link",
}
_CLOSERS = {kind: "]" if token.endswith("[") else token for token, kind in _OPENERS.items()}
_NAMES = {"text_link": "TextUrl", "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote"}
_PLAIN = re.compile(r"[^\\\n" + re.escape(RESERVED) + "]+")
_ESCAPED = re.compile(r"\\([\x01-\x7e])")
_LANGUAGE = re.compile(r"(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|[\r\n])?")
_TARGET = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)\)")
_EMOJI = re.compile(r"tg://emoji\?id=(\d+)")


@dataclass(frozen=True)
class Mark:
    kind: str
    offset: int
    at: int
    language: str = ""


class MarkdownMarkup:
    """Reads one MarkdownV2 string; `read()` raises UnparsableError with Telegram's words."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out = Builder()
        self.open: list[Mark] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            self._step()
        if self._top == "blockquote":
            self._mark(self.open.pop())
        if self.open:
            self._unfinished()
        return self.out.finish()

    @property
    def _top(self) -> str:
        return self.open[-1].kind if self.open else ""

    @property
    def _quoting(self) -> bool:
        return any(mark.kind == "blockquote" for mark in self.open)

    def _step(self) -> None:
        if escaped := _ESCAPED.match(self.source, self.at):
            self._plain(escaped[1], 2)
        elif plain := self._plain_run():
            self._plain(plain, len(plain))
        elif self._ends_quote():
            self._close_quote()
        elif self._closes():
            self._close()
        else:
            self._start()

    def _plain(self, text: str, width: int) -> None:
        self.out.add(text)
        self.at += width

    def _plain_run(self) -> str:
        here = self.source[self.at]
        if self._top in ("code", "pre"):
            return here if here != "`" else ""
        match = _PLAIN.match(self.source, self.at)
        return match[0] if match else here if here == "\\" else ""

    def _here(self, token: str) -> bool:
        return self.source.startswith(token, self.at)

    def _ends_quote(self) -> bool:
        return self._quoting and self._here("\n") and not self._here("\n>")

    def _closes(self) -> bool:
        if self._top == "italic":
            return self._here("_") and not self._here("__")
        return self._top in _CLOSERS and self._here(_CLOSERS[self._top])

    def _start(self) -> None:
        if self._here("\n"):
            return self._new_line()
        if self.at == 0 and self._here(">"):
            return self._push("blockquote", 1)
        token = next((token for token in _OPENERS if self._here(token)), None)
        if token is None:
            self._reserved()
        else:
            self._push(_OPENERS[token], len(token))
        return None

    def _push(self, kind: str, width: int) -> None:
        begin = self.at
        self.at += width
        self.open.append(Mark(kind, self.out.length, begin, self._language() if kind == "pre" else ""))

    def _language(self) -> str:
        match = _LANGUAGE.match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match[1] or ""

    def _new_line(self) -> None:
        starts_quote = self._here("\n>")
        self._plain("\n", 2 if starts_quote else 1)
        if starts_quote and not self._quoting:
            self.open.append(Mark("blockquote", self.out.length, self.at - 1))

    def _close_quote(self) -> None:
        if self._top != "blockquote":
            self._unfinished()
        self._mark(self.open.pop())
        self._plain("\n", 1)

    def _close(self) -> None:
        self.at += len(_CLOSERS[self._top])
        self._mark(self.open.pop())

    def _mark(self, mark: Mark) -> None:
        if mark.kind == "text_link":
            self.out.link(mark.offset, self._target())
        elif mark.kind == "custom_emoji":
            self.out.mark(mark.kind, mark.offset, custom_emoji_id=self._emoji())
        else:
            self.out.mark(mark.kind, mark.offset, **({"language": mark.language} if mark.language else {}))

    def _target(self) -> str:
        if not self._here("("):
            return ""
        match = _TARGET.match(self.source, self.at)
        if not match:
            where = byte_offset(self.source, self.at + 1)
            raise UnparsableError(f"Can't find end of a URL at byte offset {where}")
        self.at = match.end()
        return _ESCAPED.sub(r"\1", match[1])

    def _emoji(self) -> str:
        match = _EMOJI.fullmatch(self._target())
        if not match:
            raise UnparsableError("Custom emoji entity must contain a tg://emoji URL")
        return match[1]

    def _reserved(self) -> None:
        here = self.source[self.at]
        raise UnparsableError(f"Character '{here}' is reserved and must be escaped with the preceding '\\'")

    def _unfinished(self) -> None:
        mark = self.open[-1]
        name = _NAMES.get(mark.kind, mark.kind.capitalize())
        where = byte_offset(self.source, mark.at)
        raise UnparsableError(f"Can't find end of {name} entity at byte offset {where}")
