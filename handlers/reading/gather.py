"""Fills a command's slots from a sentence that fits none of its phrases: by the types of what was recognised, by the
words that announce it, and free words from what is left when the command's own are taken away."""

import re
from collections.abc import Sequence

from handlers.command import UNSAID, Command, Param
from handlers.context import Context
from handlers.reading.fill import TITLE, fill
from handlers.reading.fill_words import KEPT
from handlers.reading.gather_lists import listed_aside
from handlers.reading.gather_names import take_names, take_people
from handlers.reading.gather_values import take_values, take_words
from handlers.reading.gathered import Gathered, is_free
from handlers.reading.leftover import left_over
from handlers.reading.spans import Span
from handlers.record_slot import RecordSlot

_LISTS = frozenset({"contact.add", "company.add", "deal.add", "member.add", "ticket.open", "reminder.set"})


def gather(command: Command, text: str, spans: Sequence[Span], context: Context) -> Gathered:
    """What the sentence says for the command's slots."""
    found = Gathered()
    if command.name in _LISTS:
        listed, rest = listed_aside(command, text, spans)
        found.said = fill(command, listed, rest, context)
        if command.name == "contact.add" and TITLE.fullmatch(found.said.get("name", "")):
            del found.said["name"]  # “met the new buyer at Quillon”: nobody is called so
        found.unused = [span for span in spans if span.kind in ("ticket",) and "ticket" not in found.said]
        return found
    params = [param for param in command.params.values() if param.name not in UNSAID]
    kept = KEPT.get(command.name, frozenset())
    text_slot = next((p for p in params if is_free(p) and p.name not in kept), None)
    if command.name.endswith(".update"):  # nothing is renamed by what is left over
        text_slot = None
    told = _told(text, spans) if text_slot and text_slot.name in _TOLD else None
    head = told or len(text)
    seen = [span for span in spans if span.start < head]
    take_values(params, text[:head], seen, found, context)
    take_words(params, text[:head], found)
    take_names(params, text, seen, found, context)
    take_people(params, text[:head], found)
    _take_labelled(params, text[:head], found)
    if command.name == "deal.update":
        _leave_teller(text, found)
    if text_slot and isinstance(text_slot.slot, RecordSlot) and not text_slot.required and found.said:
        text_slot = None  # something else was named
    if text_slot and text_slot.name not in found.said:
        behind = command.name == "activity.log"
        said = text[told:].strip(" .。") if told else left_over(command, text, found.taken, behind)
        if said:
            found.said[text_slot.name] = said
    if command.name == "activity.log" and found.said.get("summary"):
        found.said.setdefault("kind", NOTE)
    absorbed = text_slot is not None and text_slot.name in found.said
    found.unused = [
        span
        for span in seen
        if found.free(span.start, span.end) and not absorbed and not (span.kind == "stage" and command.name in _CLOSING)
    ]
    return found


def _leave_teller(text: str, found: Gathered) -> None:
    """“Yolanda knocked it down to 12k”: beside another change, somebody is the new contact only where that is said."""
    changes = found.said.keys() - {"deal", "contact"}
    if changes and "contact" in found.said and not _CONTACT.search(text):
        del found.said["contact"]


_CONTACT = re.compile(r"\b(?:contact|person|poc|with|through)\b|联系人|聯絡人|聯繫人|窗口|对接|對接|接口人", re.I)
NOTE = "note"  # what else is told of somebody
_CLOSING = ("deal.win", "deal.lose")
_TOLD = frozenset({"text", "summary", "note", "reason", "comment", "message", "subject", "title"})
_TELLS = re.compile(
    r"[:：]\s*(?=\S{2})(?!//|\d\d)|\s[-–—]\s(?=\S{2})|\b(?:saying|to say|telling (?:him|her|them))(?: that)?\s+", re.I
)


def _told(text: str, spans: Sequence[Span]) -> int | None:
    """Where what was said word for word begins: after something that was recognised."""
    first = min((span.end for span in spans), default=len(text))
    found = next((m for m in _TELLS.finditer(text) if m.start() >= first), None)
    return found.end() if found else None


_LABELS = {
    "title": r"(?:job\s+)?title|position|job|职位|职务|职称|头衔|職位|職稱|标题",
    "name": r"(?:re)?named?|called|改名|名字|名称|姓名|叫做?",
    "industry": r"industry|sector|行业|行業",
    "category": r"category|cat|分类|分類|类别|類別|类型",
    "subject": r"subject|title|rename[d]?|标题|主题|標題|主題",
    "reason": r"because(?: of)?|due to|reason(?: is)?|since|原因是?|因为|因為|由于",
    "comment": r"because|comment|saying|说|說|评语",
    "handle": r"handle|账号|帳號|用户名",
    "note": r"note|备注|備註",
}
_LINKS = (
    r"\s*(?:is|now|to|as|should be|=|->|→|:|：|,|，|改成|改为|改為|换成|換成|变成|是|为|為|成|到|应该是|應該是)*\s*"
)


def _take_labelled(params: Sequence[Param], text: str, found: Gathered) -> None:
    """“title to CFO”, “because of the price”: free words behind the name of their slot, up to the next pause."""
    for param in params:
        label = _LABELS.get(param.name)
        if label is None or param.name in found.said or not is_free(param):
            continue
        edged = rf"(?<![a-z])(?:{label})(?![a-z]){_LINKS}"
        match = next((m for m in re.finditer(edged, text, re.I) if found.free(*m.span())), None)
        rest = re.match(r"[^,，;；。!！?？\n]*", text[match.end() :]) if match else None
        said = rest[0].strip(' ."“”「」了吧') if rest else ""
        if match and said and found.free(match.end(), match.end() + 1):
            start = text.index(said, match.end())
            found.take(param.name, text, start, start + len(said))
            found.taken.append(match.span())
