"""The steps of a rule, read from what is to be done: parted, dated, guarded, each by its words."""

import re
from collections.abc import Iterator
from typing import Any

from crm_domain.errors import BadValue
from handlers.context import Context
from handlers.reading.rule_actions import NO_ACTION, READERS, Read, Steps
from handlers.reading.rule_conditions import conditions

_ACT_EN = (
    r"(?:then\s+|also\s+|please\s+)*(?:tell|notify|ping|alert|message|inform|let\s|warn|post|dm|text|announce|send|nudge|page|poke|flag|"
    r"remind|give|make|create|add|open|raise|file|assign|route|hand|pass|set|change|move|mark|bump|escalate|tag|label|"
    r"call|hit|email|e-mail|mail|wait|ask|get|request|schedule|day\s+\d|cc|reassign|stop|until|end|loop|write|put|log|(?:once|when|if|after)\s+(?:it is |it's |that's |he |she |they )?(?:approved?|approves|agreed?|agrees))\b"
)
_ACT_ZH = (
    r"(?:再|还|也|就|并|自动)*(?:通知|告诉|告訴|提醒|发|推送|给|建|创建|新建|新增|加|添加|分配|指派|派给|转给|交给|把|将|打|标记|邮件|@|叫|生成|"
    r"安排|升级|改|设|调用|等|第\s*\d+\s*天|请|问|抄送|开|知会|催|停|直到|(?:一旦|只要|如果|若|有|收到|客户)[^,，;；]{0,8}(?:就|则|时|后|的话)*(?:停|结束|终止)|跟进|联系|(?:审批|批准)?(?:通过|同意|批准)(?:了|之?后|的话))"
)
_PARTS = re.compile(
    rf"\s*(?:[,;，；]\s*(?:and\s+|then\s+|and then\s+)?|\s+and\s+(?:then\s+|also\s+)?|\s+then\s+|\s+plus\s+|\s*&\s*|\s*->\s*|\s*→\s*)(?={_ACT_EN})"
    rf"|\s*(?:[,，;；、。]|并且|并|同时|然后|接着|再)\s*(?:并且|并|同时|然后|接着|再)?(?={_ACT_ZH})|\s*[;；]\s*|\s*[,，]\s*(?=(?:on )?day\s+\d|第\s*\d+\s*天)",
    re.I,
)
_DAY = re.compile(r"^(?:on\s+)?(?:day\s+(?P<en>\d+)|第\s*(?P<zh>\d+)\s*天)\s*[:：,，-]*\s*(?P<rest>.*)$", re.I)
_UNLESS = re.compile(
    r"[\s,，(（]*(?P<word>\bunless\b|\bif\b|\bonly if\b|除非|如果|若|前提是)\s*(?P<cond>.+?)[)）]?$", re.I
)
_SKIPPED = re.compile(
    r"[\s,，;；(（]+(?:but\s+)?skip (?:it|that|this)?\s*(?:if|when)\s+(?P<en>.+?)[)）]?$"
    r"|[\s,，;；(（]+(?:如果|若|要是)?(?P<zh>有[^,，]+?)(?:的话|的話)?(?:就|则|則)?(?:不(?:用|要|再)?(?:发|發|做|打|联系|聯繫|去|提)?了?|跳过|跳過|免了?|算了)[)）]?$",
    re.I,
)  # the other way round
_UNLESS_FIRST = re.compile(r"^(?P<word>除非|如果|若|unless|if)\s*(?P<cond>.+?)[,，]\s*(?P<rest>.+)$", re.I)

_GRANTED = re.compile(
    r"^(?:(?:once|when|if|after)\s+(?:it is |it's |that's |that is |he |she |they )?(?:approved|approves?|agreed|agrees?|says? yes)[\s,:]*(?:then\s+)?"
    r"|(?:审批|批准|同意)?(?:通过|批准|同意)(?:了|之?后|以后|的话)+[,，]?(?:就|再|则)?)",
    re.I,
)
_STOPPING = re.compile(r"^(?:stop|end|quit|until)\b|.*(?:停止?|结束|终止)$", re.I)  # its condition is its own


def steps_of(then: str, noun: str, context: Context) -> Steps:
    """BadValue where something is to be done that we can't do."""
    steps: Steps = []
    for part in _parts(then):
        steps += _step(part, noun, context)
    if not any(step["do"] not in ("wait", "check", "sequence") for step in steps):
        raise BadValue(NO_ACTION, said=then)
    return list(_guarded(steps))


def _parts(then: str) -> Iterator[str]:
    """What is to be done, one by one; a day alone belongs to what follows it."""
    day = ""
    for said in filter(None, (part.strip(" ,，。.:：") for part in _PARTS.split(then) if part)):
        alone = _DAY.match(said)
        if alone and not alone["rest"]:
            day = f"{said} "
        else:
            yield day + said
            day = ""


def _guarded(steps: Steps) -> Iterator[dict[str, Any]]:
    """“stop on reply” is asked after each wait, wherever it was said; where nothing is waited for, where it stands.

    What `stops` is looked at in the wait before it too, as soon as the customer is heard.
    """
    stops = [{"do": "check", "if": step["if"], "stops": True} for step in steps if step.get("stops")]
    waits = any(step["do"] == "wait" for step in steps)
    for step in steps:
        if not step.get("stops"):
            yield step
        elif not waits:
            yield {"do": "check", "if": step["if"]}
        if step["do"] == "wait":
            yield from stops


def _step(said: str, noun: str, context: Context) -> Steps:
    if day := _DAY.match(said):
        days = int(day["en"] or day["zh"])
        at: Steps = [{"do": "wait", "since_start": days * 86_400}]
        return at + _conditional(day["rest"], noun, context, plain_task=True)
    return _conditional(said, noun, context)


def _conditional(said: str, noun: str, context: Context, plain_task: bool = False) -> Steps:
    """“check in unless a ticket is open”: the condition guards this step alone."""
    if skipped := _SKIPPED.search(said):
        said = f"{said[: skipped.start()]} unless {skipped['en'] or skipped['zh']}"
    found = None if _STOPPING.match(said) else _UNLESS_FIRST.match(said) or _UNLESS.search(said)
    if found is None or (not said[: found.start()].strip() and "rest" not in found.groupdict()):
        return _act(said, noun, context, plain_task)
    word = "unless " if found["word"].lower() in ("unless", "除非") else ""
    rest = found.groupdict().get("rest") or said[: found.start()]
    steps = _act(rest.strip(" ,，"), noun, context, plain_task)
    return [
        {
            "do": "check",
            "if": " && ".join(conditions(word + found["cond"], noun, context, strict=True)),
            "skip": len(steps),
        },
        *steps,
    ]


def _act(said: str, noun: str, context: Context, plain_task: bool = False) -> Steps:
    said = _GRANTED.sub("", said)  # an approval stands before it, and without it nothing goes on
    bare = re.sub(
        r"^(?:then|also|please|automatically|auto|自动|再|还|就|并|请(?!.*(?:审批|批准|同意))|帮我|立刻|马上|立即)\s*",
        "",
        said,
        flags=re.I,
    )
    try:
        steps = next(filter(None, (read(found, noun, context) for found, read in _readers(bare))), None)
    except BadValue:
        if not plain_task:
            raise
        steps = None  # “day 3 email again” says what somebody shall do
    if steps is None and plain_task and bare:
        return [{"do": "task", "title": said, "for": "assignee" if noun == "ticket" else "owner"}]
    if steps is None:
        raise BadValue(NO_ACTION, said=said)
    return steps


def _readers(said: str) -> Iterator[tuple[re.Match[str], Read]]:
    return ((found, read) for pattern, read in READERS if (found := pattern.match(said)))


__all__ = ["steps_of"]
