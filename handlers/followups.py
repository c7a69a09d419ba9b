"""Half sentences about what is spoken of: “close date 18 Dec”, “who owns it?”, “she's the CEO now”, 职务写采购经理."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from crm_domain.reminders import Reminder
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading
from handlers.reading.recognised import recognised
from handlers.reading.slot_labels import FIELDS
from handlers.record_slot import RecordSlot
from handlers.slots import Slot, WordSlot
from handlers.switching import switched

LONGEST = 80
_PRONOUN = r"(?:it|its|it's|his|her|their|this|that|the)"
_PRONOUN_ZH = r"(?:它|他|她|他们|这单|那单|这个|那个|这家|那家|这人|该)"
_LEAD = (
    rf"(?:(?:and|also|then|plus|oh|with|please|pls|can you|could you|but|,)\s+)*(?:(?:set|change|update|make|put"
    rf"|add|move|push|fix|correct)\s+)?(?:{_PRONOUN}\s+)*"
)
_LEAD_ZH = rf"(?:再|还有|另外|顺便|然后|帮我|麻烦|请|把|将)*(?:{_PRONOUN_ZH}的?)?(?:的)?"
_OF_IT = (
    r"(?:\s+(?:of|for|on)\s+(?:(?:this|that) one|(?:this|that|the) (?:deal|ticket|task|contact|company)"
    r"|(?:it|this|that)(?! one)))?"
)
_LINK = (
    r"(?:\s*(?:should be|is now|is|was|are|to be|to|as|on|at|by|=|:|->|will be|must be|needs to be|changed to"
    r"|now)(?![a-z]))*\s*"
)
_LINK_ZH = (
    r"(?:\s*(?:应该是|要改成|改成|改到|改为|改|换成|换到|换|写成|写|填|设为|设成|设|调成|调到|调整为|调|推到|定在"
    r"|定为|更新为|是|为|到|：|:|[,，]))*\s*"
)
_END = re.compile(r"(?:\s+(?:please|pls|now)|吧|了|哈|啊)?[\s.!。！]*$", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\D)", re.I)
_VERBS = (
    "closes|close|closing|worth|cost|costs|assigned|own|owns|owned|work|works|working|handles|handling"
    "|responsible|due|expected|stand|stands|sign|signs|handle|looking after"
)
_SMALL = (
    "for|to|at|on|of|in|is|was|does|do|did|has|been|be|again|now|currently|there|from|we|you|i|me|you have|have"
    "|get|got|and|so|by"
)
_ASKS = (
    r"(?:what's|whats|what is|what was|what are|what|when's|when is|when|who's|whos|who is|who|where|which|how "
    r"much|how many|how|tell me|remind me of|remind me)"
)
_ASKS_ZH = "多少|什么|哪家|哪个|哪天|哪位|哪里|哪儿|几号|几月|谁|怎么样|啥|吗|呢"
_VERBS_ZH = "负责|签约|签|到期|值|在|是|的|现在|目前|了|有|钱|时候|公司|人|做|一下|看|那|和|多大|归|管|处理|跟进"
_IS_NOW = re.compile(
    r"^(?:and\s+|btw\s+|fyi\s+)?(?:(?:he|she|they)(?:'?s|'?re| is| are| has become| became| got promoted to| "
    r"was promoted to)?|(?:he|she|they) (?:got|was) (?:promoted|made))"
    r"(?: now| actually)?(?: to)?(?: the| a| an| our| their)? (?P<x>.+?)(?P<now> now| these days)?(?:[,.;]? "
    r"(?:and )?(?:please )?(?:change|update|fix|set) (?:his|her|their|the) (?:title|role|position|job)(?: to "
    r"that)?)?$",
    re.I,
)
_IS_NOW_ZH = re.compile(
    r"^(?:对了[,，]?)?(?:他|她|这位|这人|人家)(?:现在|已经|刚)?(?:是|升为|升任|升到|升|当上|当|做|改做|调任|任"
    r"|变成)(?:了)?(?P<x>.+?)(?P<now>了)?(?:[,，]?(?:改|更新)一?下?(?:职位|职务|头衔))?$"
)
_SETS = re.compile(
    r"^(?:(?:and|ok|okay|please|then|now)\s+)*(?:make|call|mark|set|put|move|flag|bump|raise|lower|drop|change"
    r"|push|cut)\s+"
    r"(?:it|that|this|that one|this one)\s+(?:(?:as|to|at|in|on|down to|up to|a)\s+)?(.+)$"
    r"|^(?:let's (?:say|make it)|rather|better)\s+(.+)$|^(.+?) instead$"
    r"|^(?:再)?(?:把|将)?(?:它|这个|那个|这单|那单|这张|那张)?(?:改成|改为|改到|改|标为|标成|标记为|设为|设成"
    r"|调成|调到|调|提到|升到|升为|降到|降为|换成|转为|转成|推到|推进到|移到|到|还是)(.+?)吧?$",
    re.I,
)
_OVER = re.compile(
    r"(?:(?:it's|its|it is|that's|thats|that is|all|and|this is|this one is)\s+)?(?:done|finished|completed"
    r"|complete|sorted|taken care of|fixed|solved)(?: now| too)?"
    r"|(?:tick|check|cross) (?:it|that|this) off|(?:这个|那个|它|已经|都|任务|刚刚|刚)*(?:完成|做完|搞定|办完"
    r"|弄完|办好|弄好|做好|处理完|处理好|解决|修好|搞好)了?"
)
_OF_WHAT_CAME = ("notice.why", "reminder.snooze")
_NOTE = re.compile(
    r"^(?:(?:please|pls|and|also)\s+)*(?:(?:add|leave|make|write)\s+)?(?:an?\s+)?(?:internal\s+)?note(?:\s+(?:on|to|for)\s+(?:it|that|this|him|her|them))?"
    r"\s*[:：,，-]\s*(?P<en>.+)$|^(?:再|请)?(?:加一?[个条]|补一?[个条]|补充|写一?[个条])?(?:内部)?备注(?:一下|下)?\s*[:：,，\s]\s*(?P<zh>.+)$",
    re.I,
)
_AT = re.compile(r"^(?:at|with|from|working at|working for|over at)\s+(.+)$", re.I)
_MOVED_TO = re.compile(
    r"^(?:he|she|they)(?:'?s|'ve| has| have)? (?:now |just )?(?:moved|moving|works|working|went|going|joined"
    r"|switched|transferred)(?: over)?(?: to| at| for)? (?P<x>.+?)(?: now)?$"
    r"|^(?:他|她|这人)(?:现在)?(?:跳槽到|跳到|跳槽去|去|到|调到|转到|在)(?:了)?(?P<zh>.+?)(?:上班|工作|任职)?了?$",
    re.I,
)
_JOB = re.compile(
    r"\b(?:c[efotmi]o|vp|svp|evp|manager|director|head|chief|buyer|owner|founder|lead|officer|assistant"
    r"|engineer|president|partner|coordinator"
    r"|supervisor|analyst|consultant|accountant|clerk|chair|chairman|chairwoman|treasurer|secretary|buyer|executive)\b"
    r"|经理|总监|总裁|主管|主任|老板|董事|工程师|助理|采购|会计|财务|店长|副总|厂长|院长|校长|专员|负责人"
    r"|总经理|组长|部长|科长|处长|秘书|顾问",
    re.I,
)


_OF_ANOTHER = re.compile(
    r"\b(?:of|on|for)\s+(?:ticket\s+#?\d+|#\d+|\d{3,})\s+(?:to|as)\b", re.IGNORECASE
)  # it says whose


def followed(text: str, context: Context) -> Reading | None:
    """A change of what is spoken of, said by the name of its field or by what somebody is now."""
    bare = _END.sub("", text.strip())
    if len(text) > LONGEST or _OF_ANOTHER.search(bare):
        return None
    of_a_record = (_field, _is_set, _is_now, _is_noted) if context.memory.focus else ()
    ways = (switched, _is_over, *of_a_record)
    return next((found for way in ways if (found := way(bare, context))), None)


def wondered(text: str, context: Context) -> Reading | None:
    """A question about a field of what is spoken of shows all of it: “when does it close?”."""
    bare = fold(text).text.strip(" .?!。？！")
    if (
        not context.memory.focus
        or len(bare) > LONGEST
        or not (_question().fullmatch(bare) or _question_zh().fullmatch(bare))
    ):
        return None
    nouns = [noun for noun in _nouns(context) if f"{_singular(noun)}.show" in COMMANDS]
    if not nouns:
        return None
    noun = next((noun for noun in nouns if _mentions(bare, noun)), nouns[0])
    return Reading(COMMANDS[f"{_singular(noun)}.show"], {_singular(noun): _it(noun, context)}, rule="asked of it")


def _nouns(context: Context) -> list[str]:
    """What is spoken of: the last one first."""
    memory = context.memory
    order = [memory.subject, "contacts", "deals", "tickets", "tasks", "companies"]
    return list(dict.fromkeys(noun for noun in order if noun and noun in memory.focus))


def _singular(noun: str) -> str:
    return {"companies": "company"}.get(noun, noun.removesuffix("s"))


def _it(noun: str, context: Context) -> str:
    return f"#{context.memory.focus[noun]}"


def _field(bare: str, context: Context) -> Reading | None:
    found = _told().fullmatch(bare)
    if found is None:
        return None
    label = next(said for name, said in found.groupdict().items() if said and name.startswith("label")).lower()
    value = next(said for name, said in found.groupdict().items() if said and name.startswith("value"))
    linked = bool(found["link"] or found["link_zh"])
    for noun, field in ((each, field) for each in _nouns(context) for field in FIELDS.get(each, ())):
        slot = COMMANDS[field.command].params[field.slot].slot
        if label in field.labels and (said := _fits(slot, value, linked, context)):
            return Reading(
                COMMANDS[field.command], {_singular(noun): _it(noun, context), field.slot: said}, rule="field of it"
            )
    return None


def _fits(slot: Slot, value: str, linked: bool, context: Context) -> str:
    """The words of the value that the slot takes; none where it takes no such."""
    plain = _ARTICLE.sub("", value)
    if isinstance(slot, WordSlot):
        return plain if fold(plain).text in slot.meanings else ""
    if isinstance(slot, RecordSlot):
        known = slot.points(plain) or any(match.score >= 0.86 for match in slot.matches(plain, context))
        return plain if known else ""
    if slot.kinds:
        whole = (s for s in recognised(value, context).of(slot.kinds) if s.end - s.start >= len(value.strip()) - 1)
        return next((value[span.start : span.end] for span in whole), "")
    return value if linked and "?" not in value and "？" not in value else ""


def _is_set(bare: str, context: Context) -> Reading | None:
    """“make it lost”, “mark it high”, 标为紧急: one of the words of a field of what was spoken of last."""
    found = _SETS.match(bare)
    noun = next(iter(_nouns(context)), "")
    said = next((part for part in found.groups() if part), "") if found else ""
    for field in FIELDS.get(noun, ()) if said else ():
        slot = COMMANDS[field.command].params[field.slot].slot
        if (slot.kinds or isinstance(slot, WordSlot)) and (value := _fits(slot, said, True, context)):
            return Reading(
                COMMANDS[field.command], {_singular(noun): _it(noun, context), field.slot: value}, rule="set it"
            )
    return None


def _just_come(context: Context) -> Reminder | None:
    """The reminder that came after the last message, or is what the last message was about."""
    found, memory = context.crm.reminders.last_come(), context.memory
    if found is None or found.done_at or found.fired_at is None:
        return None
    about_it = bool(memory.recent) and all(one.command in _OF_WHAT_CAME for one in memory.recent)
    spoken = memory.heard and datetime.fromisoformat(memory.heard["at"])
    return found if about_it or not spoken or found.fired_at > spoken else None


def _is_over(bare: str, context: Context) -> Reading | None:
    """“done”, 搞定了: the task that was spoken of; a ticket is resolved by it; else the reminder that has just come."""
    if not _OVER.fullmatch(bare.lower()):
        return None
    noun = next(iter(_nouns(context)), "")
    if reminder := _just_come(context):
        return Reading(COMMANDS["reminder.done"], {"reminder": f"#{reminder.id}"}, rule="it is done")
    if noun not in ("tasks", "tickets"):
        return None
    if noun == "tasks":
        return Reading(COMMANDS["task.done"], {"task": _it(noun, context)}, rule="it is done")
    return Reading(COMMANDS["ticket.move"], {"ticket": _it(noun, context), "status": "resolved"}, rule="it is done")


def _is_now(bare: str, context: Context) -> Reading | None:
    """“she's CFO now”, “he moved to Globex”, 她是椿禾食品的: of the contact in focus."""
    if "contacts" not in context.memory.focus:
        return None
    contact = {"contact": _it("contacts", context)}
    moved = _MOVED_TO.match(bare)
    found = moved or _IS_NOW.match(bare) or _IS_NOW_ZH.match(bare)
    said = next((part for name, part in found.groupdict().items() if part and name != "now"), "") if found else ""
    company = _company(said, context)
    if company:
        return Reading(COMMANDS["contact.update"], contact | {"company": company}, rule="who it is now")
    title = said.removesuffix("的")
    if not moved and title and len(title) <= 40 and _JOB.search(title):
        return Reading(COMMANDS["contact.update"], contact | {"title": title}, rule="who it is now")
    return None


def _is_noted(bare: str, context: Context) -> Reading | None:
    """“note: swapped the cable”, 备注：换过线: inside on a ticket, else a note about whom or what was spoken of."""
    found = _NOTE.match(bare)
    said = (found["en"] or found["zh"]) if found else ""
    noun = next(iter(_nouns(context)), "") if said else ""
    if noun == "tickets":
        return Reading(COMMANDS["ticket.note"], {"ticket": _it(noun, context), "text": said}, rule="noted on it")
    if noun in ("contacts", "companies", "deals"):
        about = {"kind": "note", _singular(noun): _it(noun, context)}
        return Reading(COMMANDS["activity.log"], about | {"summary": said}, rule="noted on it")
    return None


def _company(said: str, context: Context) -> str:
    slot = COMMANDS["contact.update"].params["company"].slot
    at = _AT.match(said)
    name = (at[1] if at else said).removesuffix("的").removesuffix("的人")
    assert isinstance(slot, RecordSlot)
    known = bool(name) and not slot.points(name) and any(m.score >= 0.93 for m in slot.matches(name, context))
    return name if known else ""


def _mentions(bare: str, noun: str) -> bool:
    return any(_says(label, bare) for field in FIELDS.get(noun, ()) for label in field.labels)


def _says(label: str, bare: str) -> bool:
    return bool(re.search(rf"\b{re.escape(label)}\b", bare)) if label.isascii() else label in bare


def _labels(chinese: bool) -> Iterator[str]:
    said = {label for fields in FIELDS.values() for field in fields for label in field.labels}
    return (re.escape(label) for label in sorted(said, key=len, reverse=True) if label.isascii() != chinese)


@cache
def _told() -> re.Pattern[str]:
    """What changes a field: its label and the value, in either language."""
    en = rf"{_LEAD}(?P<label>{'|'.join(_labels(False))})(?![a-z]){_OF_IT}(?P<link>{_LINK})(?P<value>.+)"
    zh = rf"{_LEAD_ZH}(?P<label_zh>{'|'.join(_labels(True))})(?P<link_zh>{_LINK_ZH})(?P<value_zh>.+)"
    return re.compile(f"{en}|{zh}", re.I | re.DOTALL)


@cache
def _question() -> re.Pattern[str]:
    """Nothing but words that ask, pronouns, and what fields are called."""
    words = "|".join(
        [
            *_labels(False),
            _VERBS,
            _SMALL,
            "it|its|it's|he|she|his|her|him|they|their|them|this|that|the|one|deal|ticket|contact|company"
            "|account|person",
        ]
    )
    return re.compile(rf"(?:(?:and|so|ok|btw)\s+)?{_ASKS}(?:\s+(?:{words}))+")


@cache
def _question_zh() -> re.Pattern[str]:
    words = "|".join([*_labels(True), _PRONOUN_ZH, _VERBS_ZH])
    return re.compile(rf"(?:(?:{words}|\s)*(?:{_ASKS_ZH})(?:{words}|{_ASKS_ZH}|\s)*)")
