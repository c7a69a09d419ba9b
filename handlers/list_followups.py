"""“only the ones in proposal”, “which of those close this month?”, 只看谈判阶段的: the last list, narrowed further.

What is left of the message without the words that point at the list is read as a request for such a list of its own,
so that a list can be narrowed by whatever it can be asked by.
"""

import re
from collections.abc import Iterator, Mapping

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.messages import read
from handlers.reading.readings import Reading

LONGEST = 60  # characters; a longer message is a request of its own

_NOUNS: Mapping[str, tuple[str, str]] = {
    "deal.list": ("deals", "商机"),
    "task.list": ("tasks", "任务"),
    "ticket.list": ("tickets", "工单"),
    "contact.find": ("contacts", "联系人"),
}
_LEAD = r"^(?:(?:and|ok|okay|now|but|then|so)[\s,]+)*(?:(?:show|give|list)(?: me)? )?"
_ONES = r"(?:ones?|those|them|deals|tasks|tickets|contacts)"
_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}(?:which|what|any)(?: ones?)? (?:of|from|among) (?:those|these|them)(?: are)? (?P<after>.+)$",
        rf"{_LEAD}(?:which|what) ones(?: are)? (?P<after>.+)$",
        rf"{_LEAD}(?:just|only) (?P<mine>mine|his|hers|theirs)$",
        rf"{_LEAD}(?:just|only) (?:the )?(?P<before>.+) {_ONES}$",
        rf"{_LEAD}(?:just|only)(?: the)? {_ONES}(?: (?:that|which)(?: are)?)? (?P<after>.+)$",
        rf"{_LEAD}(?:just|only) (?P<after>.+)$",
        rf"{_LEAD}(?:what about |how about )?the (?P<before>.+) ones$",
        rf"{_LEAD}(?:what about |how about )?the ones(?: (?:that|which)(?: are)?)? (?P<after>.+)$",
        r"^(?:那|那么)?(?:其中|这里面|这里头|里面|这些(?:里面|当中|中)?)[，,]?(?:哪些|哪几个|哪几单|有哪些)?(?:是)?(?P<zh>.+?)的?"
        r"(?:有哪些|是哪些|有几个)?$",
        r"^(?:那|那么)?(?:只看|只要|仅看|光看|只显示|只列)(?P<zh>.+?)的?$",
    )
)
_END = re.compile(r"(?:[\s,]+(?:please|pls|then|now))*[\s.!?。！？呢吧]*$", re.IGNORECASE)
_MINE = {"mine": "my", "his": "his", "hers": "her", "theirs": "their"}


def narrowed(text: str, context: Context) -> Reading | None:
    """The list shown last with what this message adds to it; None where it is a message of its own."""
    last = context.memory.recent[-1] if context.memory.recent else None
    if last is None or last.command not in _NOUNS or len(text) > LONGEST:
        return None
    for request in _requests(_END.sub("", text.strip()), *_NOUNS[last.command]):
        found = read(request, context)
        if len(found) == 1 and found[0].command.name == last.command and found[0].said and found[0].fit >= 0:
            said = {name: words for name, words in last.said.items() if name != "page"}
            return Reading(COMMANDS[last.command], said | found[0].said, found[0].sure, "narrowed list")
    return None


def _requests(text: str, noun: str, noun_zh: str) -> Iterator[str]:
    """The message as somebody would have asked for it at once: “deals in proposal”, 谈判阶段的商机."""
    found = next((match for way in _WAYS if (match := way.match(text))), None)
    said = found.groupdict() if found else {}
    if mine := said.get("mine"):
        yield f"{_MINE[mine.lower()]} {noun}"
    elif before := said.get("before"):
        yield f"{before} {noun}"
    elif after := said.get("after"):
        yield f"{noun} {after}"
        yield f"{noun} that {after}"
        yield f"{after} {noun}"
    elif zh := said.get("zh"):
        yield f"{zh}的{noun_zh}"
        yield f"{zh}{noun_zh}"
