"""What is said not to be done, or not to be so: “don't close 1002”, “we haven't won it yet”, 先别关, 还没赢.

A denial counts where it stands before what the command does, in the same part of the sentence; what is told, as in
“log a call: she didn't sign”, denies nothing.
"""

import re
from functools import cache

from handlers.reading.gathered import is_free
from handlers.reading.normalise import fold
from handlers.reading.readings import Reading

_NOT = (
    r"(?:don'?t|do not|doesn'?t|does not|didn'?t|did not|isn'?t|is not|aren'?t|are not|wasn'?t|was not|weren'?t"
    r"|were not|haven'?t|have not|hasn'?t|has not|hadn'?t|had not|shouldn'?t|should not|mustn'?t|must not|can'?t"
    r"|cannot|never|no need to|no need for|not to|no longer)"
)
_NOT_ZH = r"(?:别|不要|不用|不必|无需|不需要|没有|没|未|甭|不能|不是|不算)"
_BUT = r"(?:forget|let me forget|miss)\b"  # “don't forget to call” asks for it
_BUT_ZH = r"(?:忘|关系|问题|事|落下)"
_WORDS = r"(?:\s+[\w'#.-]+){0,6}?\s+"
_WORDS_ZH = r"[^,，。;；!！?？\n]{0,12}?"
_PARTS = re.compile(r"[,，。;；!！?？\n]|\.\s|\b(?:but|and|then)\b|但是?|不过|然后")
_BEGINNING = re.compile(r"^\W*(?:(?:i|we|please|so|he|she|they|ok)\s+|我们?|他|她|先|请|那)?\s*$")

# What each command does, in the words that may be denied: English stems, Chinese words.
_DOES = {
    "ticket.move": (
        "clos|resolv|solv|fix|done|finish|reopen|open|pending|sort",
        "关|解决|搞定|完成|挂起|重开|打开|处理完",
    ),
    "ticket.assign": ("assign|giv|hand|pass|tak", "派|分|转|给|接"),
    "ticket.update": (
        "set|chang|mak|mark|rais|escalat|bump|lower|urgent|high|low|normal",
        "改|调|升|降|设|标|急|高|低",
    ),
    "merge": ("merg|same|duplicat|dupe|combin", "合并|并|一样|同一|重复|一个"),
    "deal.move": (
        "mov|put|push|advanc|set|mark|won|win|los[te]|clos|sign|at|in|qualif|negotiat",
        "推|移|改|转|进|到|赢|丢|成交|签|输|在",
    ),
    "deal.win": ("win|won|sign|clos|land", "赢|签|成交|拿下"),
    "deal.lose": ("los[te]", "丢|输"),
    "update": (
        "set|chang|updat|mak|push|mov|rais|bump|lower|cut|assign|giv|worth|renam|promot|work",
        "改|调|推|延|设|加|降|转|给|换|升|值",
    ),
    "done": ("done|finish|complet|tick|do", "完成|做|办|搞|弄"),
    "snooze": ("postpon|snooz|mov|push|put", "推|延|改|挪"),
    "erase": ("eras|delet|forget|remov|wip", "删|擦|清|抹"),
    "send": ("send|sent|launch|start", "发|开始|启动"),
    "enable": ("enabl|turn|switch|start|activat", "启用|开|激活"),
    "undo": ("undo|revert|tak", "撤|恢复|回退"),
    "role": ("mak|promot|giv", "设|改|升|给"),
}
# What is told by these may deny anything; so only a denial that they begin with counts.
_TELLS = {
    "activity.log": (
        "call|phon|ring|rang|email|mail|meet|met|visit|see|saw|speak|spoke|talk|log",
        "打|电话|邮件|发|见|拜访|聊|谈|记|去|联系",
    ),
    "task.add": ("add|creat|task|mak", "加|建|记|任务|待办"),
    "reminder.set": ("remind|ping|nudg|set", "提醒|叫"),
    "ticket.open": ("open|creat|rais|log|ticket", "开|建|提"),
    "ticket.reply": ("repl|answer|tell|send|writ", "回|告诉|发"),
    "ticket.note": ("not|add", "备注|记|加"),
    "add": ("add|creat|open|new", "加|建|录|开"),
}


def denied(reading: Reading, text: str, start: int, end: int) -> bool:
    """Whether the stretch of the text that was read so, or what leads to it, says that it is not to be done."""
    if not (reading.command.writes or reading.command.name == "record.undo"):
        return False
    pattern = _denial(reading.command.name)
    if pattern is None or _denies(reading.rule):
        return False
    begin = max((found.end() for found in _PARTS.finditer(text, 0, start)), default=0)
    said = text[begin:end]
    for name, words in reading.said.items():
        if is_free(reading.command.params[name]):
            said = said.replace(words, " ; ")
    folded = fold(said).text
    tells = _key(reading.command.name, _TELLS) is not None
    return any(not tells or _BEGINNING.match(folded[: found.start()]) for found in pattern.finditer(folded))


@cache
def _denies(phrase: str) -> bool:
    """Whether the phrase itself says so, as “they don't want {deal}” does for a lost one."""
    return bool(re.search(rf"\b{_NOT}\b|{_NOT_ZH}", phrase))


def _key(name: str, table: dict[str, tuple[str, str]]) -> str | None:
    verb = name.rpartition(".")[2]
    return name if name in table else verb if verb in table else None


@cache
def _denial(name: str) -> re.Pattern[str] | None:
    """A denial of what the command does."""
    table = _DOES if _key(name, _DOES) else _TELLS
    key = _key(name, table)
    if key is None:
        return None
    stems, words = table[key]
    return re.compile(rf"\b{_NOT}\b(?!\s+{_BUT}){_WORDS}(?:{stems})\w*|{_NOT_ZH}(?!{_BUT_ZH}){_WORDS_ZH}(?:{words})")
