"""Replies as Slack shows them: blocks through one escaper, cut to size, with the same in plain words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wcwidth import grapheme_boundary_before

from bot.channels.slack_read import SHARED
from bot.channels.slack_table import aligned, listed
from handlers.reply import Button, Field, Reply, Table

Json = dict[str, Any]

TEXT: Final = 4_000  # characters of a message's plain words, escaped
SECTION: Final = 2_900  # of a section's text; Slack refuses more than 3,000
SUM: Final = 6_000  # of all sections of a message: with its plain words and its buttons below 12,000
BLOCKS: Final = 40  # of a message, its buttons not counted; Slack refuses more than 50
IN_GRID: Final = 10  # fields of one section
FIELD: Final = 280  # of a field in the grid; a longer one gets lines of its own
LABEL: Final = 75  # of a button
IN_ROW: Final = 5
BUTTONS: Final = 25
COLUMNS: Final = 60  # of a table that stays a table; Slack breaks longer lines on a phone
SHY: Final = "\u200b"  # takes no room, and beside it no sign opens or closes a format
EMPTY: Final = "…"

COUNTER: Final = re.compile(r"^\s*\d+[.)、]")
WORD_END: Final = re.compile(r"\s|(?<=[，。；：！？、])")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SIGNS: Final = re.compile(
    r"(?P<url>https?://[\w.~%/?#@!$&'()*+,;:=-]*[\w/#=~&%-])"
    r"|(?P<opens>(?<!\w)[*_~`](?=\S))|(?P<closes>(?<=\S)[*_~`](?!\w))|(?P<quotes>^>)|(?P<reserved>[&<>])",
    re.ASCII | re.MULTILINE,
)
FORMATS: Final = "*_~`"


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, and the same in plain words, not escaped."""

    plain: str
    block: Json


def render(reply: Reply, letter: int, shared: bool = False) -> list[Json]:
    """The reply as one message or more, each {"text", "blocks"}; the buttons, if any, are on the last.

    `shared`: outsiders will see the buttons, and a press of them must say so.
    """
    payloads = [_payload(pieces) for pieces in _packed(_pieces(reply)) or [[]]]
    payloads[-1]["blocks"] += _rows(reply.buttons, letter, shared)
    return payloads


def _payload(pieces: Sequence[Piece]) -> Json:
    blocks = [piece.block for piece in pieces] or [_section(EMPTY)]
    return {"text": escape(_joined(pieces)) or EMPTY, "blocks": blocks}


# Words


def escape(text: str) -> str:
    """So that words mean nothing to Slack but themselves: no mention, no link, no entity."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(text: str) -> str:
    """The only road by which words get into a section: escaped, formatting defused, addresses made links of."""
    pairs = {sign for sign in FORMATS if text.count(sign) > 1}
    return SIGNS.sub(lambda sign: _defused(sign, pairs), text)


def _defused(sign: re.Match[str], pairs: set[str]) -> str:
    words = escape(sign[0])
    match sign.lastgroup:
        case "url":
            return f"<{words}>"
        case "quotes":
            return f"{SHY}{words}"  # Slack makes a quotation even of an escaped one
        case "opens" if words in pairs:
            return f"{words}{SHY}"
        case "closes" if words in pairs:
            return f"{SHY}{words}"
    return words


def _clean(text: str) -> str:
    """Without carriage returns, and without what no message may hold."""
    return UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", _clean(words)).strip()


def _size(text: str) -> int:
    """Length in UTF-16 units, which is never less than what Slack counts."""
    return len(text) + sum(character > "\uffff" for character in text)


# What a reply consists of


def _pieces(reply: Reply) -> list[Piece]:
    table = _table(reply.table) if reply.table else []
    return [*_sections(_lead(reply)), *_fields(reply.fields), *table]


def _lead(reply: Reply) -> str:
    """The text without those lines that the table or the fields below it show anyway."""
    shown: list[tuple[str, ...]] = [(field.label, field.value) for field in reply.fields]
    shown += [row for row in (reply.table.columns, *reply.table.rows) if any(row)] if reply.table else []
    lines = [line for line in reply.text.split("\n") if not any(_repeats(line, cells) for cells in shown)]
    return _clean("\n".join(lines)).strip()


def _repeats(line: str, cells: Sequence[str]) -> bool:
    """Whether a line says nothing but these cells: what is left of it then has no letter and no digit."""
    for cell in sorted(cells, key=len, reverse=True):
        if cell not in line:
            return False
        line = line.replace(cell, "", 1)
    return not re.search(r"\w", COUNTER.sub("", line))


def _sections(text: str) -> list[Piece]:
    return [Piece(part, _section(mrkdwn(part))) for part in cut(text, SECTION, lambda part: _size(mrkdwn(part)))]


def _section(words: str) -> Json:
    return {"type": "section", "text": _mrkdwn(words)}


def _mrkdwn(words: str) -> Json:
    # Verbatim: else Slack looks for channels and people in the words by itself.
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def _fields(fields: Sequence[Field]) -> list[Piece]:
    """Short ones side by side, ten at a time; the order is kept."""
    pieces: list[Piece] = []
    short: list[Field] = []
    for field in fields:
        if _size(_in_grid(field)) > FIELD:
            pieces += [*_grid(short), *_sections(_clean(f"{field.label}: {field.value}").strip())]
            short = []
        else:
            short.append(field)
    return [*pieces, *_grid(short)]


def _grid(fields: Sequence[Field]) -> Iterator[Piece]:
    for start in range(0, len(fields), IN_GRID):
        some = fields[start : start + IN_GRID]
        plain = "\n".join(_clean(f"{field.label}: {field.value}") for field in some)
        yield Piece(plain, {"type": "section", "fields": [_mrkdwn(_in_grid(field)) for field in some]})


def _in_grid(field: Field) -> str:
    return f"*{mrkdwn(_one_line(field.label)) or EMPTY}*\n{mrkdwn(_clean(field.value).strip())}"


# Tables


def _table(table: Table) -> list[Piece]:
    """Columns under each other where a phone is wide enough, otherwise a line for each row."""
    rows = [[_one_line(cell) for cell in row] for row in (table.columns, *table.rows)]
    if lines := aligned(rows, COLUMNS):
        return [_monospaced(page) for page in _pages(lines)]
    return _sections("\n".join(listed(rows)))


def _pages(lines: Sequence[str]) -> Iterator[list[str]]:
    """As many lines as fit into a section, the first one (the head) above each page."""
    head, *body = lines
    page = [head]
    for line in body:
        if len(page) > 1 and _size(_fenced([*page, line])) > SECTION:
            yield page
            page = [head]
        page.append(line)
    yield page


def _monospaced(lines: Sequence[str]) -> Piece:
    return Piece("\n".join(lines), _section(_fenced(lines)))


def _fenced(lines: Sequence[str]) -> str:
    inside = escape("\n".join(lines)).replace("`", f"`{SHY}")  # no fence of their own
    return f"```\n{inside}\n```"


# Cutting and packing


def cut(text: str, room: int, size: Callable[[str], int]) -> Iterator[str]:
    """Parts of at most `room` by `size`. Only white space at a cut is left out: the gap stands for it."""
    while text.strip():
        end = _end(text, _full(text, room, size))
        if text[:end].strip():
            yield text[:end]
        text = text[end + (text[end : end + 1] in ("\n", " ")) :]


def _full(text: str, room: int, size: Callable[[str], int]) -> int:
    """How far `room` reaches, to one character."""
    if len(text) <= room and size(text) <= room:
        return len(text)
    fits, over = 1, min(len(text), room) + 1
    while over - fits > 1:
        middle = (fits + over) // 2
        fits, over = (middle, over) if size(text[:middle]) <= room else (fits, middle)
    return fits


def _end(text: str, full: int) -> int:
    """At a line's end, else at a word's end, else between two characters that are not one sign together."""
    if full == len(text):
        return full
    half = full // 2
    line = text.rfind("\n", half, full + 1)
    if line >= 0:
        return line
    words = [match.start() for match in WORD_END.finditer(text, half, full + 1)]
    return words[-1] if words and 0 < words[-1] <= full else _whole_sign(text, half, full)


def _whole_sign(text: str, half: int, full: int) -> int:
    """No family, flag or accented letter is torn apart, unless it alone is longer than half the room."""
    boundary = grapheme_boundary_before(text[half : full + 1], full - half + 1) + half
    return boundary if half < boundary <= full else full


def _packed(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces in order, in as few messages as hold them."""
    messages: list[list[Piece]] = []
    for piece in pieces:
        if messages and _fits([*messages[-1], piece]):
            messages[-1].append(piece)
        else:
            messages.append([piece])
    return messages


def _fits(pieces: Sequence[Piece]) -> bool:
    shown = sum(_weight(piece.block) for piece in pieces)
    return len(pieces) <= BLOCKS and shown <= SUM and _size(escape(_joined(pieces))) <= TEXT


def _weight(block: Json) -> int:
    return sum(_size(part["text"]) for part in block.get("fields") or [block["text"]])


def _joined(pieces: Sequence[Piece]) -> str:
    return "\n\n".join(piece.plain for piece in pieces)


# Buttons


def _rows(buttons: Sequence[Button], letter: int, shared: bool) -> list[Json]:
    """Five to a row. Each button carries the letter's number and its own."""
    keys = [_key(button, f"{letter}.{index}") for index, button in enumerate(buttons[:BUTTONS])]
    starts = range(0, len(keys), IN_ROW)
    name = SHARED if shared else "buttons"
    return [
        {"type": "actions", "block_id": f"{name}.{letter}.{at}", "elements": keys[at : at + IN_ROW]} for at in starts
    ]


def _key(button: Button, id: str) -> Json:
    label = _one_line(button.label) or _one_line(button.says) or EMPTY
    label = next(cut(label, LABEL - 1, _size)).rstrip() + EMPTY if _size(label) > LABEL else label
    words = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "text": words, "action_id": id, "value": id}
