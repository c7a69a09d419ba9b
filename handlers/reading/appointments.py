"""Calls, meetings and visits that are still to come: a task, and never logged as if they had been.

“Set up a call with Dana tomorrow at 3”, “visit Acme next Tuesday”, 明天下午三点约王总开会, 给王总发个邮件.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.readings import Reading
from handlers.reading.spans import Span

TOLD = 8.0  # how much of the message such a beginning explains

_MEETING = (
    r"(?:\w+[ -]){0,2}(?:call|meeting|demo|visit|lunch|coffee|dinner|breakfast|chat|catch[ -]?up|review|session"
    r"|walk-?through|zoom|appointment)\b"
)
_ARRANGED = re.compile(
    rf"^(?:let'?s )?(?:set up|schedule|book|arrange|plan|pencil in) (?:me )?(?:an? |another )(?P<title>{_MEETING}.*)$",
    re.I,
)
_DONE_THEN = re.compile(
    r"^(?:(?:i'?ll|we'?ll|i'?m going to|i need to|i have to|let'?s|gonna) )?"
    r"(?P<title>(?:(?:call|meet|visit|see|ring|phone|email|text|drop by|swing by)\b(?! (?:it|that|me|us)\b)"
    r"|(?:follow up|follow-up|check in|catch up|touch base|get back|circle back) (?:with|to|on)\b"
    r"|(?:lunch|coffee|dinner|breakfast|drinks|meeting|call|demo|visit|video call) (?:with|at)\b"
    r"|send (?!me|us|it|that)\w+(?: \w+)? (?:an?|the|our|my|some) (?!.*\b(?:campaign|newsletter|report|digest)\b)).*)$",
    re.I,
)
_PAPERS = (
    r"(?:quote|quotation|proposal|contract|pricing|price list|deck|brochure|slides|agreement|samples?|catalogue|draft)"
)
_TO_SEND = re.compile(
    rf"^(?P<title>(?:send|email|e-mail) (?!me\b|us\b|it\b|that\b|this\b)[\w'’-]+(?: [\w'’-]+)?"
    rf" (?:the|a|an|our|some|another) (?:[\w-]+ ){{0,3}}?{_PAPERS}\b[^,;]*)$",
    re.I,
)
_ARRANGED_ZH = re.compile(
    r"^(?P<title>(?:给|跟|和)[^，,。：:了过]{2,14}(?:打个电话|打一个电话|发个邮件|发封邮件|发一封邮件|约个时间|约个会"
    r"|(?:发|寄|送)一?[份个张]?新?的?(?:报价单?|合同|资料|方案|样品|样本|产品册|价格表)))$"
)
_DONE_THEN_ZH = re.compile(
    r"^[我我们要去再得]*(?P<title>(?:跟进(?!任务|记录|计划)|回复|联系|约|见|拜访|走访|回访|看看?(?=.{2,8}(?:公司|总|经理))|(?:给|跟|和|与)[^，,。]{2,14}?"
    r"(?:打电话|打个电话|发邮件|发个邮件|开会|开个会|见面|见个面|吃饭|吃个饭|通电话|视频|谈|聊)).*)$"
)
_QUOTES = re.compile(r"[:：](?!\d)")  # “reply to Dana: it ships tomorrow”: the day is in what she is told
_HAS_BEEN = re.compile(r"[了过]|刚|已经|昨|前天|上周|上个?月|每")
_REMINDS = re.compile(r"提醒|\b(?:remind\w*|forget)\b", re.I)  # anywhere in the message
_CUES = re.compile(r"(?:\s+(?:on|at|for|by|this|in)|[,，\s在于])+$", re.I)


def appointment_in(text: str, context: Context) -> Reading | None:
    """A task for what is to be arranged, or to be done at a time that is still to come."""
    if not (context.group or _HAS_BEEN.search(text) or _REMINDS.search(context.heard)):
        for title, due in _readings(text.strip(" .。!！"), context):
            said = {"title": title} | ({"due": due} if due else {})
            return Reading(COMMANDS["task.add"], said, TOLD, "appointment")
    return None


def _readings(text: str, context: Context) -> Iterator[tuple[str, str]]:
    """What is to be done, and the words for when."""
    days = (span for span in context.values(text, ("date", "moment")) if _is_ahead(span, context))
    ahead = [span for span in days if not _QUOTES.search(text[: span.start])]
    for span in ahead[-1:]:
        before, after = _CUES.sub("", text[: span.start]), text[span.end :]
        rest = f"{before} {after.strip()}".strip(" ,，") if before else after.strip(" ,，")
        for pattern in (_ARRANGED, _DONE_THEN, _ARRANGED_ZH, _DONE_THEN_ZH):
            if found := pattern.match(rest):
                yield found["title"].strip(), text[span.start : span.end]
    for pattern in (_ARRANGED, _TO_SEND, _ARRANGED_ZH):
        if not ahead and (found := pattern.match(text)):
            yield found["title"].strip(), ""


def _is_ahead(span: Span, context: Context) -> bool:
    match span.value:
        case datetime() as moment:
            return moment > context.crm.now
        case date() as day:
            return day > context.crm.today
    return False
