"""What stands out in a list of things for a new record, whatever the list's order."""

import re
from collections.abc import Sequence

from crm_domain.companies import Company
from handlers.command import Command
from handlers.reading.common import common_words
from handlers.reading.fill import TITLE as _TITLE
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
    if command.name == "contact.add" and (found := _person(text, spans)):
        said["name"] = text[found[0] : found[1]]
        text = f"{text[: found[0]]}\x00{text[found[1] :]}"
    return said, listed_part(command, text)


_CAPITALS = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+(?:\s+(?:[A-ZÀ-Þ]\.?|van|de|der|von|bin|al|da|del|la|le))*(?:\s+[A-ZÀ-Þ][\w'’-]+)+"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤柳鲁温骆游乔施詹张陳劉楊黃趙吳孫馬鄭謝許韓馮鄧葉蘇呂盧鍾譚陸範賈鄒顧龔邵萬錢嚴"
)
_CALLED_SO = rf"[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|总|工|经理|小姐|先生|女士)"
_CHINESE = re.compile(rf"(?:(?<=[叫是的人,，:：、\s\x00])|^)({_CALLED_SO})(?=$|[,，;；、。\s\x00的他她(（]|\d)")


def _person(text: str, spans: Sequence[Span]) -> tuple[int, int] | None:
    """A person's name as it is written: capitals, or a Chinese surname with one or two characters."""
    places = [match.span() for match in _CAPITALS.finditer(text)] + [m.span(1) for m in _CHINESE.finditer(text)]
    for start, end in places:
        while (first := text[start:end].split(" ", 1)) and len(first) > 1 and first[0].lower() in common_words():
            start += len(first[0]) + 1
        company = any(
            s.start < end and start < s.end and isinstance(s.value, Name) and s.value.fit(Company) for s in spans
        )
        full = " " in text[start:end] or not text[start].isascii()
        if full and not company and not _TITLE.search(text[start:end]):
            return start, end
    return None
