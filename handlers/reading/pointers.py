"""Words that point into what was listed or spoken of before: “the second one”, “the other ticket”, 第二个, 另外那家."""

import re

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_SHORT = "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split()
_COUNTED = "one two three four five six seven eight nine ten".split()
_DIGITS_ZH = "一二三四五六七八九十"

_THING = (
    r"(?:ones?|deals?|tickets?|tasks?|todos?|reminders?|contacts?|compan(?:y|ies)|accounts?|customers?|options?"
    r"|entr(?:y|ies)|items?|cases?|issues?|guy|person|button|choice)"
)
_THING_ZH = (
    r"(?:个|位|家|单|张|条|笔|项|件|份|只|种)?的?(?:商机|单子|案子|工单|任务|待办|提醒|联系人|公司|客户|人|选项|吧"
    r"|呢|啊)*"
)
_PLACE = re.compile(
    rf"(?:(?:it's|its|i mean|i meant|take|pick|use|make it|go with|and)\s+)?(?:the|that|this)?\s*"
    rf"(?:(?P<th>{'|'.join(_ORDINALS + _SHORT)}|last|latter|former)(?:\s+(?:{_THING}|of (?:them|those|these"
    rf"|the (?:list|two))))?"
    rf"|(?:option|number|no\.?|nr\.?)\s*(?P<n>10|[1-9]|{'|'.join(_COUNTED)}))(?:\s*(?:please|pls|then))?"
)
_PLACE_ZH = re.compile(
    rf"(?:就|是|选|要|我要|我选|那就|我说的是|我指的是)*(?:第(?P<n>[{_DIGITS_ZH}]|10|[1-9])|(?P<last>最后一?"
    rf"|倒数第一)|(?P<once>前|后)一?(?=[个位家单张条笔项件者]))"
    rf"{_THING_ZH}者?"
)
_OTHER = re.compile(rf"(?:the|that|my|our)?\s*other(?:\s+{_THING})?|another one")
_OTHER_ZH = re.compile(
    r"(?:另外|另|其他|别)的?(?:那|一)?(?:个|位|家|单|张|条|笔|项|件|份)?的?"
    r"(?:商机|单子|案子|工单|任务|待办|提醒|联系人|公司|客户|人)?"
)
_OF_OTHERS = re.compile(
    r"(?:the|that|my|our)?\s*other\s+(?P<name>.+)|(?:另外|另|其他)(?:那|一)?(?:个|家|单|张|条|位)?(?P<zh>.+)"
)
_OWNED = re.compile(
    rf"(?P<who>.+?)(?:'s)?(?:\s+(?:{_THING})|的?(?:那|这)?(?:个|单|张|笔|条)?(?:商机|单子|案子|工单|任务|待办)"
    rf"|(?:的|那)单)?"
)


def place_of(said: str) -> int | None:
    """The place in a list, counted from 0 (-1: the last one); None where no place is said."""
    bare = said.strip(" .!。！~～,，?？呢吧").lower()
    if found := _PLACE.fullmatch(bare):
        return _place_en(found["th"], found["n"])
    if (found := _PLACE_ZH.fullmatch(bare)) is None:
        return None
    if found["n"]:
        return int(found["n"]) - 1 if found["n"].isdigit() else _DIGITS_ZH.index(found["n"])
    return -1 if found["last"] or found["once"] == "后" else 0


def _place_en(ordinal: str | None, number: str | None) -> int:
    if ordinal in ("last", "latter"):
        return -1
    if ordinal == "former":
        return 0
    listed = next(words for words in (_ORDINALS, _SHORT, _COUNTED, list("123456789")) if (ordinal or number) in words)
    return listed.index(ordinal or number or "")


def is_other(said: str) -> bool:
    """“the other one”: not the one that was just spoken of."""
    bare = said.strip(" .!。！~～,，?？呢吧").lower()
    return bool(_OTHER.fullmatch(bare) or _OTHER_ZH.fullmatch(bare))


def other_of(said: str) -> str:
    """ "redwater ticket" of “the other redwater ticket”; nothing where none is set against another."""
    found = _OF_OTHERS.fullmatch(said.strip())
    return (found["name"] or found["zh"]) if found else ""


def owner_of(said: str) -> str:
    """ "their" of “their deal”, 他们 of 他们的商机."""
    found = _OWNED.fullmatch(said.strip())
    return found["who"].removesuffix("的") if found else ""
