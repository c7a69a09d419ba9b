"""Whole sentences that are no phrases: a rule (“when …, then …”), and a report that comes again and again."""

import re

from crm_domain.errors import CrmError
from crm_domain.names import is_cjk
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.readings import Reading
from handlers.reading.rule_clauses import clauses_of, is_rule
from handlers.reading.rule_events import watch_of
from handlers.reading.rule_records import named_in
from handlers.reading.rule_steps import steps_of
from handlers.reading.spans import TIME_KINDS, Recurrence

SURE = 30.0  # more than what its clauses would explain each by itself
_HINT = re.compile(
    r"\b(?:when|whenever|if|once|every time|each time|any ?time|as soon as|after|moment|upon|automation|rule|workflow|(?:on|for) (?:every|each|any)|in case|before|without|with no)\b"
    r"|当|當|如果|一旦|只要|每次|要是|若|就|时|時|后|後|自动|自動|规则|規則|流程|的话|没|超过|逾期|通知|告诉|告訴|提醒",
    re.I,
)


def rule_in(text: str, context: Context) -> Reading | None:
    """The more of the message is told by a rule that can be carried out, the surer."""
    found = clauses_of(text, lambda when: named_in(when, context) is not None) if _HINT.search(text) else None
    if found is None:
        return None
    command = COMMANDS["automation.add"]
    try:
        steps_of(found.then, watch_of(found.when, found.condition, context).noun, context)
    except CrmError:  # of one record much is said that is no rule: “after the Acme renewal call, …”
        return Reading(command, found.said(), SURE, "rule") if is_rule(text, found.when) else None
    return Reading(command, found.said(), SURE + sum(4.0 if is_cjk(c) else 1.6 for c in text), "rule")


_ASKS = re.compile(
    r"\b(?:send|post|e-?mail|mail|deliver|share|dm|push|schedule|publish|drop|give|set up|get|want|need|run|put|show|report|subscribe|forward|message|text|list)\b"
    r"|发|發|推|给|給|定时|定期|自动|自動|汇报|報|报|出|看|列|订阅|訂閱",
    re.I,
)
_DELIVERS = re.compile(
    r"\b(?:send|post|e-?mail|mail|deliver|share|dm|push|schedule|publish|drop|subscribe|forward|message|text|set up)\b"
    r"|发|發|推|定时|定期|自动|自動|汇报|订阅|訂閱",
    re.I,
)
_SERIES = re.compile(r"(?:monthly|quarterly|weekly|each month|per month|每个?月度?|每個月|月度|每个?季度?|季度)", re.I)
_NOT_A_REPORT = re.compile(r"\b(?:remind|ping me to|nudge|task|to-?do|reminder)\b|提醒|别忘|任务给|待办给", re.I)
_TO = (
    re.compile(r"\s*\b(?:in|to|into|on|for)\s+(?P<chat>(?:the\s+)?#\s?[\w.\-\u4e00-\u9fff]+(?:\s+channel)?|the [\w-]+(?: [\w-]+)? (?:channel|group|chat)|this (?:channel|chat|group)|here|me|us|my (?:dm|inbox|chat)|everyone)\b", re.I),
    re.compile(r"(?:发送?|發送?|推送?|发布|送|同步|抄送|汇报|报)(?:一[下份])?(?:到|给|給|至|在|进)(?P<chat>我们|我|大家|这里|本群|群里|[#＃]?[\w\-\u4e00-\u9fff]{1,12}?(?:群|频道|頻道|组)|[#＃][\w\-\u4e00-\u9fff]+)(?:里|中)?"),
    re.compile(r"(?:给|給|向|在|往)(?P<chat>我们|我|大家|这里|本群|群里|[#＃]?[\w\-\u4e00-\u9fff]{1,12}?(?:群|频道|頻道)|[#＃][\w\-]+)(?:里|中)?"),
    re.compile(r"(?:到|至)(?P<chat>[#＃]?[\w\-\u4e00-\u9fff]{1,12}?(?:群|频道|頻道)|[#＃][\w\-\u4e00-\u9fff]+)(?:里|中)?\s*$"),
    re.compile(r"\b(?:send|give|email|show|get|dm|mail|text|message|list)\s+(?P<chat>me|us)\b", re.I),
    re.compile(r"\b(?:post|send|in|to)\s+(?P<chat>here)\b|\s(?P<here>here)\W*$", re.I),
)  # fmt: skip
_THAT = re.compile(
    r"^(?:that|this|it|the same|that report|this report|the report|same report|这个|那个|它|这份|那份|这份报表|那份报表|这个报表|该报表|同样的)$",
    re.I,
)
_AROUND = re.compile(
    r"^(?:[\s,，.。:：;；!！?？“”\"]|\b(?:please|pls|can you|could you|i(?:'d)? (?:want|need|like)(?: to (?:get|see|receive|have))?|and|then|also|automatically|schedule|send|post|e-?mail|mail|deliver|share|dm|push|publish|drop|give|get|show|run|put|set up|subscribe(?: me)? to|an?|the|report of|a report (?:on|of)|summary of|copy of|update on|recurring|scheduled|out|forward|message|me|us|list(?: of)?)(?![a-z])"
    r"|请|麻烦|帮我|给我|每|定时|定期|自动|自動|把|将|將|发送|发|發|推送|推|出一?[份个下]|来一?[份个]|看一下|看看|看|列出|列|一份|一下|订阅|都|的|要|我要|汇报|报告一下|设置|安排)+",
    re.I,
)
_BEHIND = re.compile(
    r"(?:[\s,，.。:：;；!！“”\"]|\b(?:please|pls|thanks|at|on|in|for|to|by|starting|automatically|go out|goes out|sent|posted|delivered|emailed|every|each)(?![a-z])|(?:发|發|送|推|推送|发送|发出来|出来|一下|给|到|吧|的|自动|自動|过来|过去|一份|来|看)+)+$",
    re.I,
)


def schedule_in(text: str, context: Context) -> Reading | None:
    """A report or a list that is to come on a recurrence, into a chat."""
    if not _ASKS.search(text) or _NOT_A_REPORT.search(text):
        return None
    spans = context.values(text, TIME_KINDS)
    often = next((span for span in spans if isinstance(span.value, Recurrence)), None)
    if often is None:
        return None
    said = {"repeat": text[often.start : often.end]}
    if _SERIES.fullmatch(said["repeat"].strip()) and not _DELIVERS.search(text):
        return None  # “show me monthly revenue” is a report by month
    rest = f"{text[: often.start]} {text[often.end :]}"
    for pattern in _TO:
        if to := pattern.search(rest):
            said["chat"], rest = (to["chat"] or "here").strip(), f"{rest[: to.start()]} {rest[to.end() :]}"
            break
    rest, said["repeat"] = _with_hour(rest, said["repeat"], context)
    words = _BEHIND.sub("", _AROUND.sub("", rest)).strip()
    return _schedule(words, said, context)


def _with_hour(rest: str, repeat: str, context: Context) -> tuple[str, str]:
    """“every Monday … at 9”: the hour may stand apart from the days."""
    for span in context.values(rest, ("moment",)):
        if "BYHOUR" not in repeat:
            return f"{rest[: span.start]} {rest[span.end :]}", f"{repeat} {rest[span.start : span.end]}"
    return rest, repeat


def _schedule(words: str, said: dict[str, str], context: Context) -> Reading | None:
    from handlers.report_slot import asked_for

    command = COMMANDS["report.schedule"]
    if not words or _THAT.match(words):
        return Reading(command, {"report": "that"} | said, SURE, "schedule")
    found = asked_for(words, context)
    return Reading(command, {"report": words} | said, SURE + 4.0, "schedule") if found else None
