"""“same for Globex”, “and next quarter?”, 瑶津也一样: the last command once more, with one slot replaced."""

import re
from collections.abc import Iterator

from handlers.command import COMMANDS, Command
from handlers.context import Context
from handlers.memory import Last
from handlers.reading.normalise import fold
from handlers.reading.pointers import is_other, place_of
from handlers.reading.readings import Reading
from handlers.reading.recognised import recognised
from handlers.record_slot import RecordSlot
from handlers.slots import WordSlot

LONGEST = 80
_AND = (
    r"(?:(?:and|also|then|now|ok|okay|oh|plus|please|yes|cool|great|thanks|再|还有|另外|以及|然后|那么|那|顺便"
    r"|好的|好)[\s,，]*)*"
)
# What says plainly that it is to be done again.
_SAME = (
    re.compile(
        rf"^{_AND}(?:(?:do|can you do|could you do|apply|repeat)\s+)?(?:exactly\s+)?(?:the\s+)?(?:same|ditto"
        rf"|likewise|similarly|that|this|it)"
        r"(?:\s+(?:thing|again|goes|change|update|treatment|too))*\s*,?\s+(?:for|with|to|on|goes for|at)\s+(?P<x>.+)$",
        re.I,
    ),
    re.compile(rf"^{_AND}(?P<x>.+?)[,\s]+(?:the same|same|same thing|ditto|likewise|same there|same again)$", re.I),
    re.compile(
        rf"^{_AND}(?:把|给|对|将)?(?P<x>.+?)[,，]?\s*(?:那边|那单|那个)?(?:也|都|同样)(?:是)?"
        r"(?:一样(?:处理|改|办)?|这样|这么|如此|同样|照做|照办|这么办|这么改|这样改|这样处理|同样处理"
        r"|来一[个份]|改一下|改成这样|要|算|弄一下|做一下)(?:的)?(?:[,，]\s*(?P<value>.+))?$"
    ),
    re.compile(
        rf"^{_AND}(?:同样|一样|照样)(?:的)?(?:操作|处理|改动)?(?:给|把|处理|应用到|用于|用在|对|也给)(?P<x>.+)$"
    ),
    re.compile(rf"^{_AND}(?:对|给)?(?P<x>.+?)(?:也)?(?:做|来|进行)(?:同样|一样)的?(?:处理|操作|改动)?$"),
    re.compile(rf"^{_AND}(?P<x>.+?)(?:同上|同理|照旧|一样)$"),
)
# What says so only where the last command could take it.
_TOO = (
    re.compile(rf"^{_AND}(?:for\s+)?(?P<x>.+?)[,\s]+(?:too|as well|also)$", re.I),
    re.compile(
        r"^(?:(?:and|so|ok|okay)\s+)*(?:what about|how about|and for|and with|and in|and|also for|also|plus"
        r"|now for|now)\s+(?:for\s+)?(?P<x>.+)$",
        re.I,
    ),
    re.compile(rf"^{_AND}(?P<x>.+?)(?:也是|也要|也来一个|也算上|一起|呢)$"),
    re.compile(r"^(?:还有|以及|另外|再加上|加上|然后是|换成|那)(?P<x>.+)$"),
)
_END = re.compile(r"(?:\s+(?:please|pls|then))?[\s.!?。！？]*$", re.I)
_LEADING = re.compile(r"^(?:(?:the|for|to|on|at|with)\s+)+(?=\S)|^(?:给|对|把)\s*", re.I)
_WITH_VALUE = re.compile(
    r"(?P<name>.+?)(?:\s*[:：,，]\s*|\s+(?:to|at|with|on|by|as)\s+|(?:改成|改到|改为|推到|是|到))(?P<value>.+)$", re.I
)
_NOT_THE_SAME = re.compile(r"\bnot the same\b|n't the same\b|不一样|不是一样|不同", re.I)
_LIST = re.compile(r"\s*(?:,|，|、|\band\b|&|和|跟|以及)\s*")
_ABOUT = ("contact", "company", "deal", "ticket")  # whom or what a command is about


def repeated(text: str, recent: list[Last], context: Context) -> list[Reading]:
    """The last commands with what is said now in its place; empty where nothing is to be repeated."""
    bare = _END.sub("", text.strip())
    if not recent or len(bare) > LONGEST or _NOT_THE_SAME.search(bare):
        return []
    for patterns, plain in ((_SAME, True), (_TOO, False)):
        said = next((_whom(found) for each in patterns if (found := each.match(bare))), None)
        if said and (readings := _for_each(said, recent, context, plain)):
            return readings
    pointed = place_of(bare) is not None or is_other(re.sub(rf"^{_AND}", "", bare, flags=re.I))
    return _for_each(re.sub(rf"^{_AND}", "", bare, flags=re.I), recent, context, plain=False) if pointed else []


def _whom(found: re.Match[str]) -> str:
    """The name, and behind a comma the value that stands after all the rest."""
    value = found.groupdict().get("value")
    return f"{found['x']}, {value}" if value else str(found["x"])


def _for_each(said: str, recent: list[Last], context: Context, plain: bool) -> list[Reading]:
    """“globex and initech” are two, where neither is the name of one."""
    whole = _again(said, recent, context, plain=False)
    if whole:
        return [whole]
    parts = [part for part in _LIST.split(said) if part]
    readings = [_again(part, recent, context, plain=False) for part in parts] if len(parts) > 1 else []
    if readings and all(readings):
        return [reading for reading in readings if reading]
    again = _again(said, recent, context, plain)
    return [again] if again else []


def _again(said: str, recent: list[Last], context: Context, plain: bool) -> Reading | None:
    said = _LEADING.sub("", said).strip()
    for last in reversed(recent):
        command = COMMANDS[last.command]
        if (parted := _WITH_VALUE.match(said)) and (both := _name_and_value(parted, command, last, context)):
            return both
        if said and (slot := _slot_for(said, command, last.said, context, plain)):
            return Reading(command, _with(last.said, slot, said, command), rule="once more")
    return None


def _name_and_value(parted: re.Match[str], command: Command, last: Last, context: Context) -> Reading | None:
    """“same for the linen pilot: 30k”: another record, by its name or number, and another value for it."""
    name, value = parted["name"], parted["value"]
    record = _slot_for(name, command, last.said, context, plain=False)
    changed = _slot_for(value, command, last.said, context, plain=False)
    slot = command.params[record].slot if record else None
    if changed in (None, record) or not isinstance(slot, RecordSlot) or slot.named(name) is None:
        return None
    return Reading(command, _with(last.said, str(record), name, command) | {str(changed): value}, rule="once more")


def _with(before: dict[str, str], slot: str, said: str, command: Command) -> dict[str, str]:
    """Another contact is at another company: what else it was about is not said of this one."""
    about = slot in _ABOUT and not command.params[slot].required
    if slot not in before and command.name.endswith(".update"):  # one more field of it: the others are set already
        before = {name: words for name, words in before.items() if command.params[name].required}
    kept = {name: words for name, words in before.items() if name != "page" and not (about and name in _ABOUT)}
    return kept | {slot: said}


def _slot_for(said: str, command: Command, before: dict[str, str], context: Context, plain: bool) -> str | None:
    """The slot that this fits: a record by its name, a value by its kind, one of a slot's own words."""
    records = dict(_records(said, command, before, context))
    if records:
        return max(records, key=lambda name: records[name])
    kinds = {span.kind for span in recognised(said, context).spans if span.end - span.start >= len(said) - 1}
    for name, param in command.params.items():
        if (kinds & set(param.slot.kinds)) or (
            isinstance(param.slot, WordSlot) and fold(said).text in param.slot.meanings
        ):
            return name
    if not plain:
        return None
    named = (name for name in before if isinstance(command.params[name].slot, RecordSlot))
    return next(named, None)


def _records(said: str, command: Command, before: dict[str, str], context: Context) -> Iterator[tuple[str, float]]:
    """How well this names a record for each slot; one that was said, or that must be, rather than another."""
    for name, param in command.params.items():
        if isinstance(param.slot, RecordSlot) and (fit := _fit(said, param.slot, context)):
            yield name, fit + (0.2 if name in before or param.required else 0.0)


def _fit(said: str, slot: RecordSlot, context: Context) -> float:
    if slot.numbered(said) is not None or slot.points(said):
        return 1.0 if slot.numbered(said) is not None or slot.is_known(said, context) else 0.0
    matches = slot.matches(said, context)
    if matches and matches[0].score >= 0.86:
        return matches[0].score
    return 0.8 if slot.candidates(said, context) else 0.0
