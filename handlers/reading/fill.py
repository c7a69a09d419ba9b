"""Fills a command's slots from words that are simply listed: “halvorsen marine, scanners, 18k gbp, close 15 jan”.

First the values that tell their kind by themselves, with the words that announce them; then the records that the
pieces name; what is left over goes to the text slots in their order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.names import is_cjk, words
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from handlers.context import Context
from handlers.reading.common import ENDS_NO_NAME
from handlers.reading.delexical import spotted
from handlers.reading.fill_people import part_from_company, take_stranger, take_workplace
from handlers.reading.fill_reminder import fill_reminder
from handlers.reading.fill_words import KEPT, LABELS_ZH, REPORTED, SHORT
from handlers.reading.normalise import fold
from handlers.reading.spans import Amount, Span
from handlers.reading.unknown_people import UNKNOWN_NAME
from handlers.record_slot import RecordSlot
from handlers.slots import DaySlot, LabelSlot, TextSlot, WordSlot
from handlers.team_slot import TeamSlot
from handlers.what_slot import WhatSlot

if TYPE_CHECKING:
    from handlers.command import Command, Param

# What announces a value and is no part of what remains.
_CUES_EN = (
    "close[sd]?(?: date)?|closing|due|by|on|before|until|till|worth|amt|amount|stage|at|for|in|from|email|e-mail|"
    "website|homepage|role|priority|phone|tel|mobile|mob|value|of|is|to|since|during|over|the|about|around|roughly|"
    "approx(?:imately)?|maybe|some|should|should be|probably|hopefully|likely|est(?:imated)?|will|expected"
)
_CUES_ZH = (
    "签约日期|签约|关单|截止|到期|金额|阶段|预计|大概|大约|差不多|估计|预算|争取|计划|手机号|手机|电话|邮箱|邮件|网址|"
    "网站|官网|在|于|放|的"
)
_CUES = re.compile(rf"(?:\b(?:{_CUES_EN})\b[\s:=.]*|(?:{_CUES_ZH})\s*[:：]?\s*)+$", re.IGNORECASE)
_CUED = re.compile(r"\s+(?:and|amt|amount|worth|stage|for|owner|close|closing|priority|at|金额|阶段|负责人)\b", re.I)
# What trails a value and says no more than the value does.
_TRAILING = re.compile(
    r"^\s*(?:stage|role|阶段|角色|左右|上下|前|之前|签|签约|签单|交|完成|到期|(?:之?前)?(?:成交|关单|签下|签))(?=$|[\s,，;；、.。!！\x00])",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[,;，；、\n|\x00()（）]+|\s[-–—]+\s|[:：]\s*|\s+(?=@\s?[A-Za-z\u4e00-\u9fff])")
_PAIR = re.compile(r"(?<!\S)([a-z_]+)\s*=\s*(\"[^\"]*\"|\S+)")
_LEAD = re.compile(
    r"^(?:@|at|for|with|from|to|about|on|and make|make|and)\s+|^(?:@|给|跟|和|与|为|在|同|让|就是)\s*",
    re.I,
)
_CUSTOMER = re.compile(r"^(?:客户|公司)[是:： ]?")
_FOR = re.compile(r"(.+)\s(?:for|with|at)\s+(.+)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an|our|their|its)\s", re.I)  # a thing: nobody is called so
_TAIL = re.compile(r"\s+(?:and|with|over|at|for|to|by)$|的$", re.I)
TITLE = re.compile(
    r"\b(?:c[efotim]o|vp|manager|director|head|chief|buyer|owner|founder|lead|officer|assistant|engineer|president|partner"
    r"|coordinator|supervisor|analyst|consultant|purchasing|procurement|sales|accountant|clerk)\b"
    r"|经理|总监|总裁|主管|主任|老板|董事|工程师|助理|采购|销售|会计|财务|店长|副总|厂长|院长|校长|专员|负责人",
    re.IGNORECASE,
)
_COLON = re.compile(r"([:：])(?!\d|//)")
FIRM = 0.93  # a name inside a sentence must fit this well: there a typo is more likely another word


@dataclass(slots=True)
class _Left:
    """The words not yet used; NUL marks where something was taken out."""

    text: str

    def take(self, start: int, end: int, cue: bool = True) -> None:
        before = self.text[:start]
        if cue:
            before = _CUES.sub("", before)
        self.text = before + "\x00" + _TRAILING.sub("", self.text[end:])

    def pieces(self) -> list[str]:
        parts = (part.strip(' .。!！?？"“”') for part in _SPLIT.split(self.text))
        return [_TAIL.sub("", part) for part in _by_script(parts) if part]


def _by_script(parts: Iterable[str]) -> Iterator[str]:
    """In Chinese a blank parts what was listed."""
    for part in parts:
        yield from part.split() if is_cjk(part) and len(words(part)) > 1 and not re.search("[a-zA-Z]", part) else [part]


def fill(command: "Command", said: Mapping[str, str], rest: str, context: Context) -> dict[str, str]:
    """The slots as said, with those that the rest of the message gives."""
    found = dict(said)
    if {"text", "at", "repeat"} <= command.params.keys():
        return fill_reminder(found, _pairs(command, rest, found), context)
    if "summary" in command.params and "summary" not in found:
        rest = _take_told(rest, found)
    left = _Left(_pairs(command, rest, found))
    open_params = [param for param in command.params.values() if param.name not in found and param.name != "page"]
    _take_values(open_params, left, found, context)
    _take_words(open_params, left, found)
    pieces = left.pieces()
    who = part_from_company(open_params, pieces, context)
    take_workplace(open_params, pieces, found)
    pieces = _take_records(command, open_params, pieces, found, context)
    take_stranger(open_params, pieces, found, who)
    _take_teams(open_params, pieces, found, context)
    _take_whats(open_params, pieces, found)
    _take_labelled(open_params, pieces, found)
    _take_known(open_params, pieces, found)
    _take_new_company(open_params, pieces, found)
    _take_required(open_params, pieces, found)
    _take_texts(command, open_params, pieces, found)
    return found


def _take_told(rest: str, found: dict[str, str]) -> str:
    """What comes after a colon is what was said, word for word: no date in it is the activity's own."""
    head, colon, told = _COLON.split(rest, 1) if _COLON.search(rest) else (rest, "", "")
    if not colon or not told.strip() or not head.strip():
        return rest
    found["summary"] = told.strip()
    return head


def _pairs(command: "Command", rest: str, found: dict[str, str]) -> str:
    """slot=value, p=urgent: said outright."""

    def keep(pair: re.Match[str]) -> str:
        name = SHORT.get(pair[1], pair[1])
        if name not in command.params:
            return pair[0]
        found[name] = pair[2].strip('"')
        return "\x00"

    return _PAIR.sub(keep, rest)


def _take_values(params: list["Param"], left: _Left, found: dict[str, str], context: Context) -> None:
    values = context.values(left.text)
    spans = [*values, *(span for span in context.stages_in(left.text) if not _is_dated(span, values, left.text))]
    taken: list[tuple[Span, Param]] = []
    for param in params:
        for kind in param.slot.kinds:
            fitting = (s for s in spans if s.kind == kind and _plausible(s, param, left.text))
            span = next((s for s in fitting if not _ahead(s, param, context)), None)
            if span:
                spans = [s for s in spans if s.end <= span.start or s.start >= span.end]
                taken.append((span, param))
                break
    for span, param in sorted(taken, key=lambda t: -t[0].start):
        found[param.name] = left.text[span.start : span.end]
        left.take(span.start, span.end)


def _is_dated(stage: Span, values: Sequence[Span], text: str) -> bool:
    """“月底前成交” says when a deal will close, not that it is won."""
    days = (span.end for span in values if span.kind in ("date", "moment", "period"))
    return any(text[end : stage.start] in ("", "前", "之前", "以前") for end in days if end <= stage.start)


def _ahead(span: Span, param: "Param", context: Context) -> bool:
    """What was done has been: “下周给答复” tells what was said, not when."""
    slot = param.slot
    return isinstance(slot, DaySlot) and slot.past and slot.day_of(span, context) > context.crm.today


def _plausible(span: Span, param: "Param", text: str) -> bool:
    """A bare number is an amount only where it stands alone or is announced; a day only at an edge of what is said."""
    if span.kind in ("date", "moment", "period") and not _at_edge(span, text):
        return False
    if isinstance(param.slot, DaySlot) and param.slot.past and not tells_when(span, text):
        return False
    after = text[span.end : span.end + 1]
    if span.kind == "stage":
        return after in ("", ",", "，", " ", "\x00", ".", "。", ";") or is_cjk(after)
    if span.kind != "number" or param.name not in ("amount", "min_amount", "max_amount"):
        return True
    before = text[: span.start]
    announced = bool(_CUES.search(before)) or before.rstrip()[-1:] in ("", ",", "，", ";", "=")
    alone = after in ("", ",", "，", ";") or text[span.end :].isspace()
    return announced and (alone or isinstance(span.value, Amount))


_AHEAD = re.compile(r"\b(?:by|until|till|before|from|due|next|in)\s*$|(?:到|等|截至)$", re.IGNORECASE)
_PARTS = re.compile(r"[,;，；、\n:：。]|\.\s|\s[-–—]\s")


def tells_when(span: Span, text: str) -> bool:
    """Whether it is when something was done: “…, wants an answer by Friday” tells what was said."""
    if _AHEAD.search(text[: span.start]):
        return False
    before = _PARTS.split(text[: span.start])
    after = _PARTS.split(text[span.end :])
    alone = not re.search(r"\w", _CUES.sub("", before[-1]) + after[0])
    return alone or not any(re.search(r"\w", part) for part in before[:-1])


def _at_edge(span: Span, text: str) -> bool:
    """“她说预算下周批” tells of next week, but is not said for it."""
    before, after = _CUES.sub("", text[: span.start]), text[span.end :]
    return bool(
        re.search(r"(?:^|[,;，；、\n\x00:：。.])\s*$", before)
        or re.match(r"\s*(?:$|[,;:，；：、\n\x00。.!！]|前|之前|交|签|关单|成交)", after)
        or _CUED.match(after)
    )


def _take_words(params: list["Param"], left: _Left, found: dict[str, str]) -> None:
    for param in params:
        apart = param.slot.apart if isinstance(param.slot, WordSlot) else frozenset()
        if not param.slot.vocabulary or param.name in found:
            continue
        folded = fold(left.text)
        for word in sorted(param.slot.vocabulary, key=len, reverse=True):
            if place := _edged(word, word in apart).search(folded.text):
                start, end = folded.back(*place.span(1))
                found[param.name] = left.text[start:end]
                left.take(start, end)
                break


@cache
def _edged(word: str, apart: bool) -> re.Pattern[str]:
    """Finds the word where it is not part of another one; `apart`: where nothing stands beside it."""
    escaped = re.escape(word)
    if not apart:
        return re.compile(f"({escaped})" if is_cjk(word) else rf"\b({escaped})\b", re.IGNORECASE)
    marks = r"\s" if is_cjk(word) else ""
    edged = rf"(?:^|[,;，、。\n\x00{marks}])\s*({escaped})\s*(?=$|[,;，、。!！.\n\x00{marks}])"
    return re.compile(edged, re.IGNORECASE)


def _take_records(
    command: "Command", params: list["Param"], pieces: list[str], found: dict[str, str], context: Context
) -> list[str]:
    for param in [*params, *params]:  # “Nurul at Kopi Tepi”: the company comes to light once the contact is taken
        if param.name in found or not isinstance(param.slot, RecordSlot):
            continue
        for i, piece in enumerate(pieces):
            if piece.startswith("@") and param.name != "company":
                continue
            labelled = _labelled(piece, param.name) or (param.slot.model is Company and _CUSTOMER.sub("", piece)) or ""
            peeled = _peel(labelled or piece, param.slot, context) or _behind_for(piece, param, params, context)
            if peeled is None or (peeled[1] and _another_is_called(piece, param, params, context)):
                continue
            if peeled[0].strip() in found.values() or (command.name.endswith(".update") and _goes_on(peeled[1])):
                continue
            found[param.name], rest = peeled[0].strip(), peeled[1]
            keeps_name = param.slot.model is Company and "title" in (p.name for p in params) and len(pieces) == 1
            pieces[i : i + 1] = (
                [piece] if keeps_name and rest and piece.startswith(peeled[0]) else [rest] if rest else []
            )
            break
        else:
            _take_announced(param, pieces, found)
    return pieces


def _goes_on(rest: str) -> bool:
    """“…, Ellis said they'll cover it”: who tells something is not what changes."""
    return len(rest.split()) > 1 or len(words(rest)) > 3


def _take_teams(params: list["Param"], pieces: list[str], found: dict[str, str], context: Context) -> None:
    for slot in (param.slot for param in params if param.name == "team"):
        team = next((piece for piece in pieces if isinstance(slot, TeamSlot) and slot.named(piece, context)), None)
        if team:
            found["team"] = team
            pieces.remove(team)


def _take_whats(params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    if pieces and any(isinstance(param.slot, WhatSlot) for param in params):
        found["what"] = pieces.pop(0)


def _another_is_called(piece: str, param: "Param", params: list["Param"], context: Context) -> bool:
    """“acme renewal” is the deal of that name rather than a word about the company Acme."""
    others = {p.slot.model for p in params if isinstance(p.slot, RecordSlot)} - {getattr(param.slot, "model", None)}
    return any(match.score >= FIRM for match in context.names.find(piece, others - {Ticket, Task}))


def _take_announced(param: "Param", pieces: list[str], found: dict[str, str]) -> None:
    """“@ Quillon” is a company even where it is a new one."""
    for i, piece in enumerate(pieces):
        if piece.startswith("@") and param.name == "company":
            found["company"] = piece.lstrip("@ ")
            del pieces[i]
            return


def _peel(piece: str, slot: RecordSlot, context: Context) -> tuple[str, str] | None:
    """The longest beginning of a piece that names such a record, and what is left of the piece."""
    bare = _LEAD.sub("", piece)
    if slot.points(bare) and not bare.lstrip("#").isdigit():
        return bare, ""
    if slot.model in (Ticket, Task):
        return (bare, "") if slot.numbered(bare) is not None else None
    if slot.model is Contact and (_ARTICLE.match(bare) or _is_stranger(bare, context)):
        return None
    for end in _ends(bare):
        if slot.model is Deal and end < len(bare) and len(bare[:end].split()) < 2 and bare.isascii():
            continue
        matches = context.names.find(bare[:end], (slot.model,))
        whole = end == len(bare)
        if matches and matches[0].score >= (0.86 if whole else FIRM - 0.05):
            return bare[:end], bare[end:].strip(" ,，:：的")
    return None


def _is_stranger(bare: str, context: Context) -> bool:
    """“Dana Wu”, where nobody known has that name: it is no other Dana."""
    placed = (span for span in spotted(context.heard, context) if span.rule == UNKNOWN_NAME)
    return any(" " in (name := context.heard[span.start : span.end]) and bare.startswith(name) for span in placed)


def _behind_for(piece: str, param: "Param", params: list["Param"], context: Context) -> tuple[str, str] | None:
    """“fleet tags for Halvorsen”: whom something with a title is for."""
    company = isinstance(param.slot, RecordSlot) and param.slot.model is Company
    found = _FOR.fullmatch(piece) if company and params[0].name == "title" else None
    matches = context.names.find(found[2], (Company,)) if found else []
    return (found[2], found[1]) if found and matches and matches[0].score >= FIRM - 0.05 else None


def _ends(text: str) -> list[int]:
    """Where a name at the beginning of the text may end, the farthest first; none ends with “the”."""
    if is_cjk(text[:2]):
        return list(range(min(len(text), 14), 1, -1))
    ends = [place.end() for place in re.finditer(r"[\w'’&.-]+", text)][5::-1]
    return [end for end in ends if not ENDS_NO_NAME.search(text[:end])]


def _take_new_company(params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """“郭子谦，鲲途汽配，IT经理”: who has a name and a title also has a company between them."""
    if not any(param.new for param in params) or "company" in found or len(pieces) < 3:
        return
    titled = [bool(TITLE.search(piece)) for piece in pieces]
    if "title" in (param.name for param in params) and any(titled[1:]) and not all(titled[1:]):
        found["company"] = pieces.pop(titled.index(False, 1))


def _take_labelled(params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """“handle lou”, “title CFO”: a piece that begins with its slot's name."""
    for param in params:
        for i, piece in enumerate(pieces):
            value = _labelled(piece, param.name)
            if value and param.name not in found:
                found[param.name] = value
                del pieces[i]
                break


def _take_required(params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """A record that the command must have is what comes first, known or not: never silently another one."""
    for param in params:
        if param.required and isinstance(param.slot, RecordSlot) and param.name not in found and pieces:
            first, _, rest = pieces[0].partition(" ")
            by_number = param.slot.numbered(first) is not None
            found[param.name] = first if by_number else pieces[0]
            pieces[:1] = [rest] if by_number and rest else []


def _take_known(params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """“…, hardware”: a piece that is one of a slot's well-known labels."""
    for param in params:
        known = param.slot.known if isinstance(param.slot, LabelSlot) else frozenset()
        label = next((piece for piece in pieces if fold(piece).text in known), None)
        if label and param.name not in found and len(pieces) > 1:
            found[param.name] = label
            pieces.remove(label)


def _labelled(piece: str, name: str) -> str:
    """What follows the slot's name; nothing where the piece does not begin with it."""
    label, _, value = piece.partition(" ")
    if label.lower() == name:
        return value.strip()
    zh = next((word for word in LABELS_ZH.get(name, ()) if piece.startswith(word)), "")
    return piece.removeprefix(zh).lstrip("是 ：:") if zh else ""


def _take_texts(command: "Command", params: list["Param"], pieces: list[str], found: dict[str, str]) -> None:
    """The pieces in order; the last text slot takes all that is left. Nothing is renamed by what is left over."""
    kept = KEPT.get(command.name, frozenset())
    texts = [p for p in params if type(p.slot) is TextSlot and not p.slot.kinds and p.name not in {*found, *kept}]
    if texts and texts[0].name == "subject":
        pieces[:] = [REPORTED.sub("", piece) for piece in pieces]
    for i, param in enumerate(texts):
        if not pieces:
            return
        if i == len(texts) - 1:
            found[param.name] = ", ".join(pieces)
            return
        found[param.name] = pieces.pop(0)
