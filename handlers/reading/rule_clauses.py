"""Parts the sentence of a rule: “when a deal over 50k is won, tell #sales” into when, if and then.

Only what names an event of ours and something to be done is such a sentence: “when is the meeting?” is none, and
neither is “if you see Dana, say hello”.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crm_domain.names import is_cjk

_INTRO = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|i want|i'd like|i need|we need|let's have)\s+)*"
    r"(?:(?:add|create|set ?up|make|build|new|define|write|have|put in)\s+(?:me\s+)?)?"
    r"(?:an?\s+|another\s+|the\s+)?(?:new\s+)?"
    r"(?:automation|automatic rule|auto ?rule|rule|workflow|trigger|automated (?:alert|rule|message))(?:s)?"
    r"(?:\s+(?:for me|that says|which says|that|which|so that|where|to))?\s*[:：,，-]*\s*",
    re.I,
)
_INTRO_ZH = re.compile(
    r"^\W*(?:请|麻烦|帮我|给我|我想|我要|能不能|可以)*(?:设置?|建|加|新建|新增|创建|添加|来|做|弄|定|增加|配置?|搞|写)?(?:上)?(?:一?[个条套项])?"
    r"(?:新的?)?(?:自动化规则|自动化流程|自动化|自动规则|自动流程|自动提醒|自動化規則|自動化|自動規則|规则|規則|工作流|流程|触发器)(?:吧|一下)?\s*[:：,，]*\s*"
)
_WHEN = re.compile(
    r"^\W*(?:when(?:ever)?(?! (?:is|are|was|were|did|do|does|will|can|should)\b)|every time|each time|any ?time|as soon as|"
    r"the moment|the minute|once|in case|after|if(?:\s+and when)?|on every|for every|for each|upon)\s+(?:that\s+)?"
    r"|^\W*(?=(?:\d+|a|one|two|three) (?:days?|weeks?|hours?) (?:before|ahead of|prior to) )"
    r"|^\W*(?=(?:an?\s+|any\s+|new\s+)*(?:lead|deal|ticket)s?\s+(?:without|with no)\s[^:]*:)",
    re.I,
)
_WHEN_INSIDE = re.compile(
    r"[\s,，:：;-]+(?:(?:but\s+)?only\s+)?(?:when(?:ever)?|every time|each time|any ?time|as soon as|the moment|the minute|once|"
    r"in case|if)\s+",
    re.I,
)
_AFTER_INSIDE = re.compile(r"\s+(?:after|on)\s+(?=(?:a|an|any|every|each)\s)", re.I)
_IF_LATE = re.compile(
    r"[\s,，;]+(?:(?:but|and)\s+)?(?:only\s+)?(?P<word>if|unless|provided(?: that)?|as long as|so long as)\s+(?=\S)",
    re.I,
)
_WHEN_ZH = re.compile(
    r"^\W*(?:每当|每當|当|當|如果|一旦|只要|若是|若|要是|假如|倘若|凡是|每次|但凡|万一|有(?=[新人客单]))"
)
_END_ZH = re.compile(r"(?:的?时候|的?時候|之?后|以后|以後|之後|後|时|時|了|的话|的話)+$")
_IF_ZH = re.compile(r"^(?:如果|并且|並且|而且|且|若|要是|只要|条件是|前提是|当|假如)")

_VERBS = (
    r"tell|notify|ping|alert|message|inform|let\s+\S+(?:\s+\S+)?\s+know|warn|post|dm|text|shout|announce|send|nudge|page|"
    r"poke|flag|remind|give|make|create|add|open|raise|file|log|assign|route|hand|pass|set|change|move|mark|bump|escalate|"
    r"tag|label|call|hit|trigger|email|e-mail|mail|wait|ask|get|request|schedule|put|cc|loop|update|turn|day\s+\d+|reassign|"
    r"notice|start|write|then|i want|i'd like|have|forward|copy|(?:two|three|four|five|[2-5]) (?:touches|attempts|follow[- ]?ups)"
)
_ACTS = re.compile(rf"^\W*(?:then\s+|please\s+|pls\s+|also\s+|just\s+|automatically\s+|auto-?)*(?:{_VERBS})\b", re.I)
_VERBS_ZH = (
    r"通知|告诉|告訴|提醒|发|發|推送|推|给|給|建|创建|創建|新建|新增|加|添加|分配|指派|派|转给|轉給|转|轉|交给|把|将|將|打(?!开|電話|电话)|标记|標記|标|"
    r"邮件|@|叫|生成|安排|记|升级|升級|改|设|調|调|抄送|群发|报给|报告|开|開|呼叫|调用|调|等|第\s*\d+\s*天|问|请示|让|讓|知会|同步|戳|催|分给|移|变更|更新|回访|停|[两三四五2-5]次(?:跟进|联系|触达)|跟进[两三四五2-5]次|联系[两三四五2-5]次"
)
_LEAD_ZH = (
    r"(?:就|则|則|便|自动|自動|马上|立刻|立即|及时|请|請|帮我|幫我|给我(?=建|加|发|推)|那就|同时|同時|都|要|需要|系统)*"
)
_ACTS_ZH = re.compile(rf"^\W*{_LEAD_ZH}(?:{_VERBS_ZH}|.{{1,16}}(?:审批|批准))")
_IN_SEQUENCE = re.compile(r"\W*(?:(?:on )?day\s+\d|第\s*\d+\s*天)", re.I)  # a step of what stands before it
_SEAM = re.compile(r"\s*(?:[,，;；:：]|[-–—]{1,2}>?\s|→|=>|->)\s*(?:then\s+|and then\s+)?|\s+then\s+", re.I)
_GAP = re.compile(r"\s+")
_SEAM_ZH = re.compile(
    r"[,，;；:：]|(?<=的话)|(?<=的話)|(?<=[天周月])(?=提醒|通知|告诉)|(?<=日期)(?=提醒|通知|告诉)|(?<=[^小及同随]时|[^小及同隨]時)|(?<=后|後|了)|(?=就|则|自动|自動)"
)
_SUBJECT = re.compile(
    r"\b(?:deals?|opportunit(?:y|ies)|tickets?|cases?|leads?|contacts?|compan(?:y|ies)|accounts?|customers?|tasks?|orders?|"
    r"[a-z]+\.[a-z_]+(?=\s*[<>=!+*/-])|activit(?:y|ies)|meetings?|calls?|pipeline|issues?|ratings?|close dates?|won|lost|closes|stage|owner|proposals?|quotes?|contracts?|negotiations?|rates? us)\b"
    r"|商机|商機|单子|單子|单|單|工单|工單|线索|線索|客户|客戶|联系人|聯繫人|公司|任务|任務|待办|订单|訂單|评分|評分|打分|打了?[一二两三四五1-5]分|报价|合同|拜访|跟进|签约|赢|丢|负责人|阶段|逾期",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:an?|any|every|each|new|another|no|nobody|no[- ]?one|someone|somebody|anyone|anybody|all|one of|some|my|our|"
    r"\w+\.\w+|deals|opportunities|tickets|cases|leads|contacts|companies|accounts|customers|tasks|orders)\b",
    re.I,
)
_STRONG = re.compile(  # what begins so is a rule, and if only one that can't be kept
    r"^(?:whenever|every time|each time|any ?time)\s+(?!you\b|possible|convenient|suits|there's time|i (?:ask|say))"
    r"|^(?:每当|每次(?=.{2,}时|.{2,}的时候))",
    re.I,
)
_LACKING = re.compile(r"^(?:leads?|deals?|tickets?)\s+(?:without|with no)\b", re.I)
_WON = re.compile(r"^(?:we\s+)?(?:won|lost|win|lose|winning|losing)\b", re.I)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The sentence's own words; `condition` is "" where there is none."""

    when: str
    then: str
    condition: str = ""

    def said(self) -> dict[str, str]:
        slots = {"when": self.when, "if": self.condition, "then": self.then}
        return {name: text for name, text in slots.items() if text}


def clauses_of(text: str, named: Callable[[str], bool] = lambda when: False) -> Clauses | None:
    """None where this is no sentence of a rule. `named` says whether what it waits for names a record of ours."""
    bare = text.strip().rstrip("。.!！")
    introduced = next((found for found in (_INTRO.match(bare), _INTRO_ZH.match(bare)) if found), None)
    bare = bare[introduced.end() :] if introduced else bare
    for found in _partings(bare):
        general = _SUBJECT.search(found.when) and (introduced or is_general(found.when))
        if _STRONG.match(bare) or general or named(found.when):
            return _with_late_condition(found)
    return None


def is_rule(text: str, when: str) -> bool:
    """Whether it is meant as a rule even where it can't be kept."""
    return bool(_STRONG.match(text)) or is_general(when)


def is_general(when: str) -> bool:
    """Whether it speaks of any record rather than of one: “after the meeting with Acme” happens once."""
    return any(map(is_cjk, when)) or any(words.search(when) for words in (_GENERAL, _WON, _LACKING))


def _partings(text: str) -> Iterator[Clauses]:
    chinese = is_cjk(next((c for c in text if c.isalpha()), ""))
    yield from _chinese(text) if chinese else _english(text)


def _english(text: str) -> Iterator[Clauses]:
    if begun := _WHEN.match(text):
        rest = text[begun.end() :]
        found = _first(rest, _SEAM) or _first(rest, _GAP)
        if found:
            yield _split_condition(found[0], re.sub(r"^then\s+", "", found[1], flags=re.I))
    elif _ACTS.match(text) and not _IN_SEQUENCE.match(text):
        for inside in (*_WHEN_INSIDE.finditer(text), *_AFTER_INSIDE.finditer(text)):
            yield _split_condition(text[inside.end() :].strip(), text[: inside.start()].strip(" ,"))


def _first(text: str, seams: re.Pattern[str]) -> tuple[str, str] | None:
    """What stands before and behind the first seam after which something is to be done."""
    for seam in seams.finditer(text):
        left, right = text[: seam.start()].strip(" ,"), text[seam.end() :].strip()
        if left and _ACTS.match(right) and not (seams is _GAP and _is_no_seam(left)):
            return left, right
    return None


_NOT_A_VERB = re.compile(
    r"\b(?:to|a|an|the|is|are|gets?|has|been|no|any|new|of|in|open|was|not|hasn't|for|from|over|above|its|becomes?|or|and)$",
    re.I,
)


def _is_no_seam(left: str) -> bool:
    """“a deal gets a call”: the word after these says no action; “a new open ticket” neither."""
    return bool(_NOT_A_VERB.search(left)) or len(left.split()) < 3


def _split_condition(when: str, then: str) -> Clauses:
    """“a deal is won, and if it is above 50k”: what follows the event is the condition."""
    late = re.search(r"\s*,\s*(?:and\s+|but\s+)?(?:only\s+)?(?:if|provided(?: that)?|as long as)\s+", when, re.I)
    if late and late.start():
        return Clauses(when[: late.start()].strip(" ,"), then, when[late.end() :].strip(" ,"))
    return Clauses(when, then)


def _with_late_condition(found: Clauses) -> Clauses:
    """“…, but only if it is above 50k” behind what is to be done; in a sequence it belongs to its step."""
    if found.condition or re.search(r"day\s*\d|第\s*\d+\s*天|wait|等", found.then, re.I):
        return found
    late = _IF_LATE.search(found.then)
    if late is None or late.start() == 0:
        return found
    word = "unless " if late["word"].lower() == "unless" else ""
    return Clauses(found.when, found.then[: late.start()].strip(" ,"), word + found.then[late.end() :].strip(" ,"))


def _chinese(text: str) -> Iterator[Clauses]:
    begun = _WHEN_ZH.match(text)
    kept = begun is not None and begun[0].strip().startswith("有")
    rest = text[begun.end() :] if begun and not kept else text
    for seam in _SEAM_ZH.finditer(rest):
        left, right = rest[: seam.start()].strip(" ,，"), rest[seam.end() :].strip(" ,，")
        if not left or not _ACTS_ZH.match(right) or re.search(r"怎么|为什么|吗|呢$", left):
            continue
        told = (
            begun
            or introduced_by_time(re.split("[,，]", left)[0])
            or introduced_by_time(left)
            or re.match(r"就|则|自动|自動", right)
            or _LASTS.search(left)
        )
        if told:
            yield _chinese_clauses(left, right)
    if (
        begun is None
        and not _IN_SEQUENCE.match(text)
        and (
            asked := re.match(
                rf"^{_LEAD_ZH}(?P<then>(?:{_VERBS_ZH}).*?)[,，:：]?(?:当|當|如果|每当|一旦|只要)(?P<when>.+)$", text
            )
        )
    ):
        yield _chinese_clauses(asked["when"], asked["then"])


_LASTS = re.compile(r"过了|前[一二两三四五六七八九十\d]+个?(?:天|周|月)|超过|没|未|不到|逾期|低于|高于|大于")


def introduced_by_time(left: str) -> bool:
    return bool(_END_ZH.search(left)) or left.startswith("有")


def _chinese_clauses(when: str, then: str) -> Clauses:
    then = re.sub(r"^(?:就|则|則|便|那就|请|請|自动|自動)+", "", then.strip(" ,，"))
    parts = [part for part in re.split(r"[,，]", when) if part.strip()]
    conditions = [i for i, part in enumerate(parts) if i and _IF_ZH.match(part.strip())]
    if conditions:
        first = conditions[0]
        condition = "，".join(_IF_ZH.sub("", part.strip()) for part in parts[first:])
        return Clauses(_ended("，".join(parts[:first])), then, condition)
    return Clauses(_ended(when), then)


def _ended(when: str) -> str:
    """Without the words that only say that it is a moment."""
    return re.sub(r"(?:的?时候|的?時候|的?时|的?時|的话|的話)$", "", when.strip(" ,，")) or when
