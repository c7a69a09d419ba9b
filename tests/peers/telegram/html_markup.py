"""parse_mode HTML: Telegram's tag list, its four named entities, its error texts with byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.peers.telegram.entities import Builder, Formatted, UnparsableError, byte_offset

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_PLAIN = re.compile(r"&?[^&<]*")
_START = re.compile(r"<([^\s>]*)")
_END = re.compile(r"</([^\s>]*)\s*")
_ATTRIBUTE = re.compile(r"([^\s=>]*)\s*(=?)\s*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: dict[str, str]
    offset: int


class HtmlMarkup:
    """Reads one HTML string; `read()` raises UnparsableError with Telegram's words."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out = Builder()
        self.open: list[Tag] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            self._step()
        if self.open:
            raise UnparsableError(f"Can't find end tag corresponding to start tag {self.open[-1].name}")
        return self.out.finish()

    def _step(self) -> None:
        if self._peek() != "<":
            self.out.add(self._characters())
        elif self.source.startswith("</", self.at):
            self._end_tag()
        else:
            self._start_tag()

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match

    def _characters(self) -> str:
        decoded = self._reference()
        return decoded or self._take(_PLAIN)[0]

    def _reference(self) -> str:
        match = _REFERENCE.match(self.source, self.at)
        decoded = _decoded(match) if match else ""
        if match and decoded:
            self.at = match.end()
        return decoded

    def _start_tag(self) -> None:
        begin = self.at
        name = self._take(_START)[1].lower()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        if name not in KINDS:
            self._fail(f'Unsupported start tag "{name}"', begin)
        tag = Tag(name, self._attributes(name, begin), self.out.length)
        if name == "span" and tag.attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(tag)

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        self._take(re.compile(r"\s*"))
        while self._peek() != ">":
            name, equals = self._take(_ATTRIBUTE).groups()
            if not self._peek():
                self._fail("Unclosed start tag", begin)
            if not name:
                self._fail(f'Empty attribute name in the tag "{tag}"', begin)
            found[name] = self._value(begin) if equals else ""
            self._take(re.compile(r"\s*"))
        self.at += 1
        return found

    def _value(self, begin: int) -> str:
        quote = self._peek()
        value = self._quoted(quote) if quote in "'\"" else self._name_token()
        if not self._peek():
            self._fail("Unclosed start tag", begin)
        return value

    def _name_token(self) -> str:
        begin = self.at
        value = self._take(_TOKEN)[0].lower()
        if self._peek() not in ">" and not self._peek().isspace():
            self._fail("Unexpected end of name token", begin)
        return value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = self._take(re.compile(f"[^{quote}]*"))[0]
        self.at += 1
        return _REFERENCE.sub(lambda match: _decoded(match) or match[0], value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._fail("Unexpected end tag", begin)
        name = self._take(_END)[1].lower()
        if self._peek() != ">":
            self._fail("Unclosed end tag", begin)
        self.at += 1
        expected = self.open.pop()
        if name and name != expected.name:
            where = f"Unmatched end tag at byte offset {byte_offset(self.source, begin)}"
            raise UnparsableError(f'{where}, expected "</{expected.name}>", found "</{name}>"')
        self._mark(expected)

    def _mark(self, tag: Tag) -> None:
        special = getattr(self, "_mark_" + tag.name.replace("-", "_"), None)
        if special:
            special(tag)
        else:
            self.out.mark(KINDS[tag.name], tag.offset)

    def _mark_a(self, tag: Tag) -> None:
        self.out.link(tag.offset, tag.attributes.get("href", ""))

    def _mark_tg_emoji(self, tag: Tag) -> None:
        emoji = tag.attributes.get("emoji-id", "")
        if not emoji.isdigit():
            raise UnparsableError("Invalid custom emoji identifier specified")
        self.out.mark("custom_emoji", tag.offset, custom_emoji_id=emoji)

    def _mark_blockquote(self, tag: Tag) -> None:
        expandable = "expandable" in tag.attributes
        self.out.mark("expandable_blockquote" if expandable else "blockquote", tag.offset)

    def _mark_code(self, tag: Tag) -> None:
        language = tag.attributes.get("class", "")
        self.out.mark("code", tag.offset, language=language.removeprefix("language-"))

    def _mark_pre(self, tag: Tag) -> None:
        inner = self.out.entities[-1] if self.out.entities else {"type": ""}
        span = (tag.offset, self.out.length - tag.offset)
        if inner["type"] == "code" and inner["language"] and (inner["offset"], inner["length"]) == span:
            inner["type"] = "pre"
        else:
            self.out.mark("pre", tag.offset)

    def _fail(self, reason: str, begin: int) -> None:
        raise UnparsableError(f"{reason} at byte offset {byte_offset(self.source, begin)}")


def _decoded(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    surrogate = 0xD800 <= code <= 0xDFFF
    return chr(code) if 0 < code < 0x10FFFF and not surrogate else ""
