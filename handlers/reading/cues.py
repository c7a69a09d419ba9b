"""The words that announce what a value or a name is there for."""

import re
from collections.abc import Mapping
from functools import cache

_BEFORE: Mapping[str, str] = {
    "min_amount": r"(?:over|above|more than|bigger than|larger than|greater than|at least|from|exceeding|upwards of|>=?|大于|超过|高于|不低于|不少于)\s*",
    "max_amount": r"(?:under|below|less than|smaller than|up to|at most|within|cheaper than|<=?|小于|低于|不到|少于|不超过)\s*",
    "amount": r"(?:at|for|to|worth|amount|value|is|now|about|of|=|->|金额|到|成|为|是|共|约)\s*",
    "close_date": r"(?:clos\w*(?: date)?|sign\w*|by|to|until|till|expected|due|out|签约\w*|关单\w*|推到|延到|到|签)\s*(?:on|by|to|is|the)?\s*",
    "due": r"(?:due|by|before|until|till|on|for|前|截止)\s*",
    "until": r"(?:to|until|till|by|for|到|至)\s*",
    "owner": r"(?:owner|owned by|to|by|of|for|rep|负责人|给|归|由|让)\s*(?:is|=|:|换成|改成|是)?\s*",
    "assignee": r"(?:to|assign\w*|for|by|have|let|给|派|转|让|由|交)\s*",
    "contact": r"(?:with|contact|to|from|him|her|person|跟|和|与|给|联系人|找)\s*(?:is|=|:|换成|改成|是)?\s*",
    "company": r"(?:at|for|from|of|with|@|company|account|customer|客户|公司|在|给)\s*",
    "duplicate": r"(?:duplicate|dupe|copy|merge|combine|fold|把|重复的?|合并)\s*(?:tickets?|contact|of|is|是)?\s*",
    "by": r"(?:by|per|each|every|for each|split by|broken down by|grouped by|group by|across|segment\w*|按|按照|根据|各个?|每个?|分|依)\s*(?:the\s+)?",
    "priority": r"(?:priority|prio|to|as|is|should be|优先级|设为|改成|改为|调到|调成|是|为|成)\s*(?:is|to|=|:)?\s*",
    "status": r"(?:to|as|status|is|成|为|到)\s*",
}
_AFTER: Mapping[str, str] = {
    "min_amount": r"\s*(?:and (?:up|above|over)|or more|plus|\+|以上|及以上|往上)",
    "max_amount": r"\s*(?:or less|and (?:under|below)|max|以下|以内|之内)",
    "close_date": r"\s*(?:签|签约|关单|close|到期)",
    "owner": r"(?:'s|的)?\s*(?:owns?|来跟|跟|负责)",
    "duplicate": r"\s*(?:is (?:a |the )?(?:duplicate|dupe|copy|same)|into|->|→|to\b|併到|并到|合并到|合併到|并入|是重复)",
    "due": r"\s*(?:前|之前|以前|截止|交|完成)",
    "by": r"\s*(?:wise|breakdown|split|拆|分|汇总|统计)",
}
_REFUSED_BEFORE: Mapping[str, str] = {
    "amount": r"(?:#|ticket|工单|top|last|first|前)\s*",
}


@cache
def _pattern(source: str, before: bool) -> re.Pattern[str]:
    edged = rf"(?:(?<![a-z])(?:{source}))$" if before else source
    return re.compile(edged, re.IGNORECASE)


def announces(slot: str, text: str, start: int, end: int) -> bool:
    """Whether the words around text[start:end] say that it is for this slot."""
    before, after = _BEFORE.get(slot), _AFTER.get(slot)
    return bool(
        (before and _pattern(before, True).search(text[max(0, start - 32) : start]))
        or (after and _pattern(after, False).match(text, end))
    )


def refuses(slot: str, text: str, start: int, end: int) -> bool:
    """Whether they say that it is for another one."""
    if (other := _OTHER.get(slot)) and announces(other, text, start, end):
        return True
    before = _REFUSED_BEFORE.get(slot)
    return bool(before and _pattern(before, True).search(text[max(0, start - 16) : start]))


_OTHER = {"min_amount": "max_amount", "max_amount": "min_amount"}
