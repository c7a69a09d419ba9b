"""What a rule can do, and the words in which that is said."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading import ticket_words
from handlers.reading.rule_conditions import conditions, seconds_of
from handlers.reading.rule_targets import is_target, targets
from handlers.reading.words import find_stage

NO_ACTION = T(
    "I don't know how to do “{said}”. I can tell somebody or a #channel, make a task, assign, change a field or the "
    "stage, tag, open a ticket, wait, ask for approval, call a webhook and send an e-mail.",
    "不知道怎么做“{said}”。我能：通知某人或#频道、建任务、分配、改字段或阶段、打标签、开工单、等待、请人审批、调用 webhook、发邮件。",
)
NOT_FOR_IT = T("A {noun} has no {field} that a rule could change.", "{noun}没有可以由规则修改的“{field}”。")
Steps = list[dict[str, Any]]
Read = Callable[[re.Match[str], str, Context], Steps]
READERS: list[tuple[re.Pattern[str], Read]] = []


def _reads(*patterns: str) -> Callable[[Read], Read]:
    def declare(read: Read) -> Read:
        READERS.extend((re.compile(pattern, re.I), read) for pattern in patterns)
        return read

    return declare


@_reads(r"^(?:wait|pause|等待?|暂停)\s*(?:for\s+)?(?P<long>.+)$")
def _wait(found: re.Match[str], noun: str, context: Context) -> Steps:
    seconds = seconds_of(found["long"], context)
    return [{"do": "wait", "seconds": seconds}] if seconds else []


@_reads(
    r"^(?:stop|end|quit|停止?)(?: it| there)?(?:\s+(?:if|when|once|on|upon|after|as soon as|at)\s+(?P<cond>.+))?$",
    r"^(?:until|till|直到)\s*(?P<cond>.+)$",
    r"^(?:一旦|只要|如果|若|收到)?(?P<cond>.+?)(?:就|则|时|后|的话)*(?:停止|停下|停|结束|终止)$",
)
def _stop(found: re.Match[str], noun: str, context: Context) -> Steps:
    if not found["cond"]:
        return []
    said = " && ".join(conditions(found["cond"], noun, context, strict=True))
    return [{"do": "check", "if": f"!({said})", "stops": True}]


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_TOUCH_DAYS = (1, 3, 7, 14, 21)  # when people usually try again, where no rhythm was said
TOUCH, TOUCH_ZH = "touch {n} of {count}", "第 {n} 次跟进（共 {count} 次）"


@_reads(
    r"^(?:make |do |try )?(?P<n>two|three|four|five|[2-5])\s+(?:touches|attempts|tries|follow[- ]?ups|nudges|calls)"
    r"(?:\s*,?\s*(?:every|each|with)?\s*(?P<long>(?:an?|\w+) (?:day|week|hour)s?)(?: apart| between(?: them)?)?)?$",
    r"^(?:(?:跟进|联系|触达|催)(?P<n>[两二三四五2-5])次|(?P<m>[两二三四五2-5])次(?:跟进|联系|触达))"
    r"[,，]?(?:每隔?|间隔|隔)?(?P<long>[\d一二两三四五]+(?:个)?(?:天|周|星期|小时))?(?:一次)?$",
)
def _touches(found: re.Match[str], noun: str, context: Context) -> Steps:
    """So many tasks one after another, a rhythm apart."""
    said = found["n"] or found.groupdict()["m"]
    count = _NUMBERS.get(said.lower()) or int(said)
    apart = seconds_of(found["long"], context) if found["long"] else None
    text = TOUCH if said.isascii() and found.re.pattern.startswith("^(?:make") else TOUCH_ZH
    steps: Steps = []
    for n in range(1, count + 1):
        since = n * apart if apart else _TOUCH_DAYS[n - 1] * 86_400
        task = {"do": "task", "title": text.format(n=n, count=count), "for": "owner"}
        steps += [{"do": "wait", "since_start": since}, task]
    return steps


@_reads(
    r"^(?:call|hit|post (?:it |this )?to|trigger|send (?:it |this )?to|ping|notify|webhook|use)\s+(?:the\s+|a\s+)?(?:webhook|url|hook)?\s*(?:at\s+)?(?P<url>https?://\S+)$",
    r"^(?:调用|触发|请求|推送到?|发到?)\s*(?:webhook|接口|网址|地址)?\s*(?P<url>https?://\S+)$",
)
def _webhook(found: re.Match[str], noun: str, context: Context) -> Steps:
    return [{"do": "webhook", "url": found["url"].rstrip(".,;，。；")}]


@_reads(
    r"^(?:e-?mail|mail|send (?:an )?e-?mail to)\s+(?P<to>[^\s,:：]+@[^\s,:：]+|.+?)(?:\s*(?:[:：,]|saying|about|that|with)\s*(?P<text>.+))?$",
    r"^(?:发|寄)(?:封|个)?(?:邮件|电邮)(?:给|到)(?P<to>[^\s,，:：]+@[^\s,，:：]+|[^,，:：]+?)(?:[:：,，](?P<text>.+))?$",
    r"^给(?P<to>.+?)(?:发|寄)(?:封|个|一封)?(?:邮件|电邮)(?:[:：,，](?P<text>.+))?$",
)
def _email(found: re.Match[str], noun: str, context: Context) -> Steps:
    to = found["to"].strip(" :：")
    who = ["customer"] if re.fullmatch(r"(?:the )?(?:customer|contact|client)|客户|联系人", to, re.I) else None
    return [{"do": "email", "to": who or ([to] if "@" in to[1:] else targets(to, context))} | _text(found["text"])]


@_reads(
    r"^(?:ask|get|request|require)\s+(?:for\s+)?(?:an?\s+|the\s+)?approval\s+(?:from|by|of)\s+(?P<who>.+?)(?:[\s,]+(?:within|in)\s+(?P<long>.+))?$",
    r"^(?:ask|request|get)\s+(?P<who>.+?)\s+(?:for (?:an? |the )?approval|to approve(?: it| this)?|'s approval)(?:[\s,]+(?:within|in)\s+(?P<long>.+))?$",
    r"^(?:ask for|get|request|require|needs?)\s+(?P<who>.+?)['’]s?\s+approval(?:[\s,]+(?:within|in)\s+(?P<long>.+))?$",
    r"^(?:请|让|问|等)?(?P<who>.+?)\s*(?:在)?(?:(?P<long>[\d一二两三四五六七八九十半]+\s*个?(?:小时|天|工作日|分钟|周|星期))(?:之|以)?内)?(?:完成)?(?:审批|批准|同意)(?:一下)?(?:[,，]?(?:限时?|时限|期限|在)?(?P<after>[\d一二两三四五六七八九十半]+\s*个?(?:小时|天|工作日|分钟|周|星期))(?:之|以)?内?(?:有效|完成|答复)?)?$",
)
def _approve(found: re.Match[str], noun: str, context: Context) -> Steps:
    within = seconds_of(found["long"] or found.groupdict().get("after") or "", context) or 86_400
    return [{"do": "approve", "by": targets(found["who"], context), "within": within}]


_TASK_WORD = r"(?:follow[- ]?up\s+)?(?:task|to-?do|follow[- ]?up|action item|reminder task)"


@_reads(
    rf"^(?:make|create|add|open|set|put|log|schedule|give)\s+(?:(?:an?|the|another)\s+)?{_TASK_WORD}(?P<rest>.*)$",
    rf"^(?:give|assign|make|create|set|add)\s+(?P<who>.+?)\s+(?:an?\s+)?{_TASK_WORD}(?P<rest>.*)$",
    r"^给(?P<who>.+?)(?:建|创建|新建|加|安排|派|生成|添加|新增)(?:一?[个条项])?(?P<rest>.*?(?:任务|待办).*)$",
    r"^(?:建|创建|新建|加|安排|生成|添加|新增)(?:一?[个条项])?(?P<rest>.*?(?:任务|待办).*)$",
)
def _task(found: re.Match[str], noun: str, context: Context) -> Steps:
    rest = re.sub(
        r"(?:的)?(?:跟进)?(?:任务|待办)(?:给(?P<w>[^，,:：]+))?",
        r" \g<w>" if "给" in found["rest"] else " ",
        found["rest"],
    )
    who = found.groupdict().get("who") or _whom(rest)
    seconds, rest = _due(rest, context)
    title = _title(rest, who)
    step: dict[str, Any] = {
        "do": "task",
        "for": targets(who, context)[0] if who else ("assignee" if noun == "ticket" else "owner"),
    }
    return [step | ({"title": title} if title else {}) | ({"due": seconds} if seconds else {})]


def _whom(rest: str) -> str | None:
    found = re.search(
        r"\bfor\s+(?P<en>(?:the\s+)?[\w@'-]+(?:\s+owner|\s+rep)?)|给(?P<zh>[\u4e00-\u9fff\w]+)", rest, re.I
    )
    return (found["en"] or found["zh"]) if found else None


def _due(rest: str, context: Context) -> tuple[int | None, str]:
    """When it is due after the rule has fired: “in 2 days”, 两天后的."""
    found = re.search(
        r"(?:\b(?:due\s+)?(?:in|within)\s+|due\s+)(?P<en>(?:a|an|\w+)\s+\w+(?:\s+days?)?)(?:'?s?\s+time)?|(?P<zh>[\d一二两三四五六七八九十半]+(?:个)?(?:工作日|天|周|星期|月|小时|分钟))(?:之?内|之?后|以后)(?:的|到期|完成|做)?",
        rest,
        re.I,
    )
    if found is None:
        return (86_400, rest) if re.search(r"\btomorrow\b|明天", rest, re.I) else (None, rest)
    seconds = seconds_of(found["en"] or found["zh"], context)
    return (seconds, rest.replace(found[0], " ")) if seconds else (None, rest)


def _title(rest: str, who: str | None) -> str:
    if who:
        rest = re.sub(rf"(?:\bfor\s+|给)?{re.escape(who)}", " ", rest, count=1, flags=re.I)
    rest = re.sub(
        r"^\W*(?:called|named|titled|saying|to|for|about|:|：|的)?\s*(?:to\s+)?", "", rest.strip(), flags=re.I
    )
    return re.sub(r"\s+", " ", re.sub(r"\b(?:due|tomorrow)\b|明天", " ", rest, flags=re.I)).strip(' ,，:："“”的')


@_reads(
    r"^(?:open|create|raise|file|add|log|start)\s+(?:an?\s+|another\s+)?(?P<pr>\w+\s+)?(?:support\s+)?ticket(?:\s*(?:for|about|on|:|to|called|with)\s*(?P<subject>.+))?$",
    r"^(?:建|开|创建|新建|生成|提)(?:一?[个张条])?(?P<pr>紧急|高优先级)?(?P<subject>.*?)(?:的)?工单(?:[:：](?P<more>.+))?$",
)
def _ticket(found: re.Match[str], noun: str, context: Context) -> Steps:
    subject = (found["subject"] or found.groupdict().get("more") or "").strip(' "“”:：')
    priority = ticket_words.PRIORITIES.get((found["pr"] or "").strip().lower())
    return [{"do": "ticket"} | ({"subject": subject} if subject else {}) | ({"priority": priority} if priority else {})]


@_reads(
    r"^(?:tag|label)\s+(?:it|them|the \w+|this)?\s*(?:as|with)?\s*[\"“#]?(?P<tag>[\w\- ]+?)[\"”]?$",
    r"^add\s+(?:the\s+|a\s+)?(?:tag|label)\s+[\"“#]?(?P<tag>[\w\- ]+?)[\"”]?$",
    r"^(?:打上?|加上?|添加)(?:一个)?[“\"]?(?P<tag>[\w\u4e00-\u9fff]+?)[”\"]?(?:的)?标签$",
    r"^(?:打|加|添加)(?:上)?标签[:：]?[“\"]?(?P<tag>[\w\u4e00-\u9fff]+)[”\"]?$",
)
def _tag(found: re.Match[str], noun: str, context: Context) -> Steps:
    if noun not in ("deal", "contact", "company"):
        raise BadValue(NOT_FOR_IT, noun=noun, field="tag")
    return [{"do": "tag", "tag": found["tag"].strip()}]


@_reads(
    r"^(?:assign|reassign|route|hand|give|pass|transfer)\s+(?:it|them|the \w+|this)?\s*(?:over\s+)?(?:to\s+)(?P<who>.+)$",
    r"^(?:change|set)\s+(?:the\s+)?(?:owner|assignee)\s+to\s+(?P<who>.+)$",
    r"^(?:把|将)?(?:它|工单|商机|单子|联系人|客户)?(?:分配|指派|派|转|交|分)给(?P<who>.+)$",
)
def _assign(found: re.Match[str], noun: str, context: Context) -> Steps:
    return [{"do": "assign", "to": targets(found["who"], context)[0]}]


@_reads(
    r"^(?:set|change|move|mark|bump|raise|escalate|put|make|update)\s+(?P<what>.+)$",
    r"^(?:把|将)(?P<what>.+)$",
    r"^(?P<what>(?:升级|改|设|标记|标|推|移|变更|调).+)$",
)
def _set(found: re.Match[str], noun: str, context: Context) -> Steps:
    what = found["what"]
    if noun == "ticket":
        return _set_ticket(what)
    if noun == "deal":
        for span in context.stages_in(what):
            stage = find_stage(what[span.start : span.end], context.stages)
            if stage:
                return [{"do": "set", "field": "stage", "value": stage.key}]
        if re.search(r"close date|签约日期|关单日期", what, re.I) and (seconds := seconds_of(what, context)):
            return [{"do": "set", "field": "close_date", "value": seconds}]
    return []


def _set_ticket(what: str) -> Steps:
    for vocabulary, field in ((ticket_words.PRIORITIES, "priority"), (ticket_words.STATUSES, "status")):
        for word in sorted(vocabulary, key=len, reverse=True):
            if re.search(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), what, re.I):
                return [{"do": "set", "field": field, "value": vocabulary[word]}]
    return (
        [{"do": "set", "field": "priority", "value": "urgent"}]
        if re.search(r"^(?:it|the ticket|priority)?$|升级", what.strip(), re.I)
        else []
    )


_SEND = (
    r"^(?:tell|notify|ping|alert|inform|warn|page|poke|nudge|dm|text|remind|cc|message|copy)\s+(?P<all>.+)$",
    r"^let\s+(?P<all>.+)$",
    r"^(?:post|announce|shout|write|send|flag|put)\s+(?:an?\s+|the\s+)?(?:it|this|message|note|alert|notice|notification|dm|heads[- ]?up|word|reminder|update|summary|ping)?\s*(?:in|to|on|into|for)\s+(?P<all>.+)$",
    r"^(?:send|give|drop|shoot)\s+(?P<to>.+?)\s+(?:an?\s+|the\s+)?(?:message|note|alert|notice|notification|dm|heads[- ]?up|reminder|update|ping|nudge|shout|summary|word)(?:\s*(?:[:：]|saying|that|about)\s*(?P<text>.+))?$",
    r"^(?:loop in|flag (?:it )?(?:for|to))\s+(?P<all>.+)$",
    r"^(?:通知|告诉|告訴|提醒|叫|知会|@|戳|催(?:一下)?|推送给|发给|抄送给?|报给|报告给?|群发)(?:一下|下|一声)?(?P<all>.+)$",
    r"^(?:发|推送|推)(?:一?[条个])?(?:消息|通知|提醒|信息)?(?:到|给|在|至)(?P<all>.+)$",
    r"^(?:在|往|向)(?P<to>.+?)(?:里|中|上)?(?:发|推送|通知|喊|说)(?:一?[条个声])?(?:消息|通知|提醒|一下)?(?:[:：,，](?P<text>.+))?$",
    r"^给(?P<to>.+?)(?:发|推送?)(?:一?[条个])?(?:消息|通知|提醒|信息)?(?:[:：,，](?P<text>.+))?$",
)


@_reads(*_SEND)
def _send(found: re.Match[str], noun: str, context: Context) -> Steps:
    groups = found.groupdict()
    if groups.get("to"):
        return [{"do": "send", "to": targets(groups["to"], context)} | _text(groups.get("text"))]
    whole = re.sub(r"\s+(?:know|about it|of it|of that|a heads[- ]?up)\s*$", "", groups["all"].strip(), flags=re.I)
    before: Steps = []
    late = re.search(r"\s+(?:in|after)\s+(?P<long>(?:a|an|\d+)\s+\w+)\s*$", whole, re.I)
    if late and (seconds := seconds_of(late["long"], context)):
        before, whole = [{"do": "wait", "seconds": seconds}], whole[: late.start()]
    who, text = _who_and_text(whole, context)
    return [*before, {"do": "send", "to": targets(who, context)} | _text(text)]


def _who_and_text(whole: str, context: Context) -> tuple[str, str | None]:
    """“Max that the deal is hot”: the longest beginning that is somebody, and the words for them."""
    quoted = re.match(
        r"^(?P<who>.+?)\s*(?:[:：]|\bsaying\b|\bwith\b|\bthat\b|\babout\b|\bto\b|,|，)\s*(?P<text>.+)$", whole, re.I
    )
    if is_target(whole, context):
        return whole, None
    for end in _ends(whole):
        if is_target(whole[:end], context):
            text = re.sub(
                r"^(?:know\s+)?(?:that|about|to|saying|with|:|：|,|，)\s*", "", whole[end:].strip(), flags=re.I
            )
            return whole[:end], text
    return (quoted["who"], quoted["text"]) if quoted else (whole, None)


def _ends(text: str) -> Iterator[int]:
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        yield from range(min(len(text) - 1, 14), 0, -1)
    else:
        yield from reversed([found.start() for found in re.finditer(r"\s|[:,]", text)])


def _text(text: str | None) -> dict[str, str]:
    bare = (text or "").strip(' "“”。.,，')
    return {"text": bare} if bare else {}
