"""What a rule waits for, read from its sentence: which event or which standing, and under which conditions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_domain.conditions import FIELDS, quoted
from crm_domain.errors import BadValue
from crm_domain.names import Match
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.rule_conditions import conditions, days_of, seconds_of
from handlers.reading.rule_records import NOUNS, company_in, named_in
from handlers.reading.words import find_stage

NO_EVENT = T(
    "I can't watch for “{said}”. I know when a deal is added, moves to a stage, is won or lost, changes its amount, owner "
    "or close date, goes quiet, stays too long, or nears or passes its close date; when a ticket is opened, gets urgent, "
    "is left waiting, assigned, resolved or rated; when a contact, company, task or order is added, a task is done or "
    "overdue, and when a call, meeting or visit is logged.",
    "没法盯“{said}”。我能盯的有：商机新建、推到某阶段、赢单、丢单、金额/负责人/签约日期变动、多久没动静、停留太久、"
    "临近或超过签约日期；工单新建、变紧急、没人接、没人回复、被分配、解决、被评分；新联系人、新公司、新任务、新订单，"
    "任务完成或逾期，以及记录了电话、会议、拜访。",
)
UNANSWERED_DAYS = 3
HOW_LONG = T("For how long? Say for example: … for 14 days.", "要多久才算？例如：14天没动静。")


@dataclass(slots=True)
class Watch:
    """`on` as the rule keeps it, the noun it is about, what must hold, and what is waited for before it is looked at."""

    on: dict[str, Any]
    noun: str
    conditions: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)


_NOUNS: Sequence[tuple[str, str]] = (
    ("ticket", r"\b(?:tickets?|cases?|support requests?|issues?|rates? us|rated us|ratings?|csat)\b|工单|工單|评分|打分|差评|好评|打了?[一二两三四五1-5]分"),
    ("task", r"\b(?:tasks?|to-?dos?)\b|任务|任務|待办"),
    ("order", r"\borders?\b|订单|訂單"),
    ("activity", r"\b(?:calls?|meetings?|visits?|activit(?:y|ies)) (?:is|are|gets?|was|has been) (?:logged|recorded|added|made)\b"
                 r"|logs? (?:a|an) (?:call|meeting|visit|activity)|(?:记录?了?|录入|登记|新增)(?:一[个次条])?(?:拜访|电话|会议|跟进)"),
    ("contact", r"\b(?:contacts?|person) (?:is|are|gets?|was|has been|comes)\b|\bnew contacts?\b|(?:新|添加|新增|加了?|录入)(?:的|个|一个)?(?:联系人|聯繫人)|联系人(?:新建|被添加|添加|新增)"),
    ("company", r"\b(?:company|companies|accounts?|customers?) (?:is|are|gets?|was|has been|comes|signs)\b|\bnew (?:company|account|customer)\b"
                r"|(?:新|添加|新增|加了?|录入)(?:的|个|一个)?(?:公司|客户|客戶)|(?:公司|客户)(?:新建|被添加|添加|新增)"),
    ("deal", r"\b(?:deals?|opportunit(?:y|ies)|leads?|proposals?|quotes?|contracts?|negotiations?|pipeline|won|lost|close date|win|lose|winning|losing)\b|商机|商機|单|單|线索|線索|客户|签约|赢|丢"),
)  # fmt: skip

Make = Callable[[str, Context], Watch]
_RULES: dict[str, list[tuple[re.Pattern[str], Make]]] = {noun: [] for noun, _ in _NOUNS}


def _rule(noun: str, pattern: str) -> Callable[[Make], Make]:
    def declare(make: Make) -> Make:
        _RULES[noun].append((re.compile(pattern, re.I), make))
        return make

    return declare


def watch_of(when: str, condition: str, context: Context) -> Watch:
    """BadValue where it is nothing that can be watched for."""
    one = named_in(when, context)
    noun = NOUNS[one.model] if one else next((noun for noun, words in _NOUNS if re.search(words, when, re.I)), None)
    make = next((make for pattern, make in _RULES.get(noun or "", ()) if pattern.search(when)), None)
    if noun is None or make is None:
        raise BadValue(NO_EVENT, said=when)
    watch = make(when, context)
    read = conditions(when, noun, context, "stage" in watch.on or "to" in watch.on)
    told = [one for one in read if "state" not in watch.on or ".replied" not in one]  # to be quiet says it already
    watch.conditions = list(dict.fromkeys([*watch.conditions, *told]))
    if condition:
        watch.conditions += conditions(condition, noun, context, strict=True)
    return _about_one(watch, one, context) if one else _of_a_company(watch, when, context)


def _about_one(watch: Watch, one: Match, context: Context) -> Watch:
    """The record is kept by its number, so that another name does not mislead the rule."""
    row = context.crm.session.get(one.model, one.id)
    name = row.label if row else f"#{one.id}"
    watch.on |= {"record": one.id, "called": f"#{one.id} {name}" if watch.noun == "ticket" else name}
    return watch


def _of_a_company(watch: Watch, when: str, context: Context) -> Watch:
    """“when Acme opens a ticket”."""
    known = any(".company " in condition for condition in watch.conditions)
    if "company" in FIELDS[watch.noun] and not known and (name := company_in(when, context)):
        watch.conditions.append(f"{watch.noun}.company == {quoted(name)}")
    return watch


def _plain(event: str) -> Make:
    noun = event.partition(".")[0]
    return lambda when, context: Watch({"event": event}, noun)


def _waiting(check: str, event: str = "ticket.opened") -> Make:
    """Looked at so long after it began."""

    def make(when: str, context: Context) -> Watch:
        seconds = seconds_of(when, context)
        urgent = bool(re.search(r"\burgent\b|紧急|緊急|加急|\bhigh\b|高优先", when, re.I))
        watch = Watch({"event": "ticket.priority" if urgent else event}, "ticket")
        if seconds:
            watch.steps = [{"do": "wait", "seconds": seconds}, {"do": "check", "if": check}]
        elif check.startswith("!ticket.taken"):
            watch.conditions = ["!ticket.taken"]
        else:
            raise BadValue(HOW_LONG)
        return watch

    return make


def _state(name: str, usual: int | None = None, condition: str = "") -> Make:
    def make(when: str, context: Context) -> Watch:
        days = days_of(when, context) or usual
        if days is None:
            raise BadValue(HOW_LONG)
        return Watch({"state": name, "days": days}, name.partition(".")[0], [condition] if condition else [])

    return make


# Tickets: how long nobody does anything comes before what happens to them.
_rule(
    "ticket",
    r"(?:nobody|no[- ]?one|none) (?:has |have )?(?:answer|repl|respon|gets? back|got back)|unanswered|no (?:first )?(?:reply|response|answer)|"
    r"(?:not|n't) (?:been )?(?:answered|replied|responded)|without (?:an? )?(?:reply|answer|response)|wait(?:s|ing|ed)? for (?:an? |our )?(?:answer|reply|response)|"
    r"(?:没人|没有人|无人|沒人|客服没|没有?|未)(?:回复|答复|回應|响应|回|理|应答)",
)(_waiting("!ticket.answered && ticket.unsolved"))
_rule(
    "ticket",
    r"(?:nobody|no[- ]?one|none) (?:has |have )?(?:tak|took|pick|claim|grab|own|assign|touch|on it)|unassigned|untaken|unclaimed|"
    r"(?:not|n't) (?:been )?(?:taken|picked|claimed|assigned|touched|owned)|no (?:owner|assignee)|without (?:an? )?(?:owner|assignee)|"
    r"(?:没人|没有人|无人|沒人|還沒人|还没人)(?:接|认领|领|处理|跟|管|负责|受理)|未(?:分配|认领|指派|受理)|没(?:分配|指派)",
)(_waiting("!ticket.taken && ticket.unsolved"))
_rule(
    "ticket",
    r"(?:still |stays? |remains? |is |been )?(?:open|unresolved|unsolved|not (?:resolved|solved|closed|fixed)|n't (?:been )?(?:resolved|solved|closed|fixed)|waiting|pending|idle) "
    r"(?:for|after|longer|more|over|within|in)|(?:takes|older than|lasts)|(?:没|未|没有|还没)(?:解决|处理完?|关闭?|搞定)|(?:超过|超出).*(?:没|未)|超时",
)(_waiting("ticket.unsolved"))


@_rule(
    "ticket",
    r"\b(?:rated|rating|rates|score|scores|stars?|review)\b|评分|打分|打了?[一二两三四五1-5]分|评价|差评|好评|评了",
)
def _rated(when: str, context: Context) -> Watch:
    bad = re.search(r"\b(?:bad|poor|negative|low)\b|差评|低分", when, re.I)
    good = re.search(r"\b(?:good|great|positive|top|five)\b|好评|满分", when, re.I)
    told = (
        []
        if re.search(r"[1-5一二两三四五]", when)
        else ["ticket.score <= 2"]
        if bad
        else ["ticket.score >= 4"]
        if good
        else []
    )
    return Watch({"event": "ticket.rated"}, "ticket", told)


@_rule(
    "ticket",
    r"\b(?:resolved|closed|solved|reopened|re-opened|set to pending|goes? pending)\b|解决|关闭|关单|重新打开|重开",
)
def _ended(when: str, context: Context) -> Watch:
    words = {
        "resolved": r"resolved|solved|解决",
        "closed": r"closed|关",
        "open": r"re-?opened|重新打开|重开",
        "pending": "pending",
    }
    to = next(status for status, said in words.items() if re.search(said, when, re.I))
    return Watch({"event": "ticket.moved", "to": [to]}, "ticket")


_rule("ticket", r"\b(?:assigned|given|reassigned)\b|分配给|派给|指派|分给|转给")(_plain("ticket.assigned"))


@_rule(
    "ticket",
    r"\b(?:new|opened|created|comes? in|arrives?|raised|submitted|filed|logged|opens?|reports?)\b|新|来了?|提交|创建|开了|收到|建",
)
def _opened(when: str, context: Context) -> Watch:
    return Watch({"event": "ticket.opened"}, "ticket")


_rule("ticket", r"urgent|\bhigh\b|priority|escalat|紧急|緊急|加急|优先|升级|高")(_plain("ticket.priority"))
_rule("ticket", r".")(_plain("ticket.opened"))

_rule("task", r"overdue|past due|late|not done|逾期|过期|超期|没完成|未完成")(_state("task.overdue", 1))
_rule("task", r"done|complete|finish|完成|做完|办完")(_plain("task.done"))
_rule("task", r".")(_plain("task.added"))
_rule("order", r".")(_plain("order.added"))
_rule("activity", r".")(_plain("activity.logged"))
_rule("contact", r".")(_plain("contact.added"))
_rule("company", r"owner|reassign|负责人|转给")(_plain("company.owner"))
_rule("company", r"(?:add|creat|new|come|sign|新|添加|录入|加)")(_plain("company.added"))

# Deals: how they stand comes before what happens to them.


@_rule(
    "deal",
    r"(?:no|without|any) (?:an? )?(?:answer|reply|response)|(?:not|n't|never) (?:answer|repl|respond)|(?:没|未|无)(?:有)?(?:人)?(?:回复|回应|答复|回信|回音)",
)
def _unanswered(when: str, context: Context) -> Watch:
    """A lead or a deal that hears nothing: quiet for so long."""
    lead = re.search(r"\bleads?\b|线索|線索", when, re.I)
    days = days_of(when, context) or UNANSWERED_DAYS
    return Watch({"state": "deal.quiet", "days": days}, "deal", ['deal.stage == "lead"'] if lead else [])


_rule(
    "deal",
    r"quiet|stale|silent|inactive|idle|dormant|cold|(?:no|without|any) (?:\w+ )?(?:activity|activities|contact|update|updates|touch|movement|news|follow[- ]?up|action|word)|"
    r"(?:not|n't|never) (?:been )?(?:touched|contacted|updated|followed|heard|worked|chased|called)|untouched|nothing (?:has )?happen|nobody (?:has )?(?:touch|call|contact|work)|"
    r"没动静|没有动静|没跟进|没有跟进|未跟进|无跟进|没推进|没有推进|没进展|没有进展|无进展|没联系|未联系|没有联系|没更新|没有更新|未更新|沉默|没人跟|没人管|没碰|冷|停滞|不动|没动|没消息",
)(_state("deal.quiet", 14))


@_rule(
    "deal",
    r"(?:stuck|sits?|sitting|stays?|been|remains?|spends?|lingers?)\b.*\b(?:in|at)\b|stuck|停留|卡在|卡了|呆在|待在|留在|停在",
)
def _stuck(when: str, context: Context) -> Watch:
    watch = _state("deal.stuck", 30)(when, context)
    watch.conditions = [f"deal.stage == {quoted(key)}" for key in _stages(when, context)]
    return watch


_rule(
    "deal",
    r"(?:before|ahead of|prior to|until|to) (?:[\w'’]+ ){0,3}(?:close|closing|expected)|close date (?:is )?(?:in|within|near|approach|coming|less)|"
    r"(?:due|closes|closing|expected) (?:to close )?(?:in|within)|(?:签约|关单|截止|成交)(?:日期|日|时间)?(?:前|还有|还剩|临近|快到|不到)|(?:快要?|即将|临近)(?:签约|到期|关单)|天内(?:签约|到期|关单)",
)(_state("deal.closing", 7))
_rule(
    "deal",
    r"overdue|(?:close date|closing date|it'?s date) (?:has )?(?:pass|gone|slipped past|is past|is over)|past (?:its |the |their )?(?:close|closing|due)|missed (?:its|the) close|逾期|过了?(?:签约|关单|预计)|超过(?:签约|关单)|(?:签约|关单)(?:日期|日)(?:已过|过了)|过期",
)(_state("deal.overdue", 1))
_rule(
    "deal",
    r"(?:amount|value|price|size)\b.*\b(?:chang|drop|increas|decreas|rais|cut|lower|goes|edit|update|adjust|grow)|(?:金额|价格|报价金额)(?:被|有)?(?:变|改|调|降|涨|增|减|更新)",
)(_plain("deal.amount"))
_rule(
    "deal",
    r"(?:owner\b.*\b(?:chang|switch))|(?:chang|switch|get|new)\w*\s+(?:a |its |the )?(?:new )?owner|reassign|handed (?:over|to)|(?:负责人|归属)(?:被|有)?(?:变|换|改)|换了?负责人|转给",
)(_plain("deal.owner"))
_rule(
    "deal",
    r"(?:close date|closing date|date)\b.*\b(?:chang|slip|push|mov|postpon|delay|update)|(?:签约|关单)(?:日期|日|时间)(?:被|有)?(?:变|改|推|延|调)",
)(_plain("deal.date"))


def _stages(when: str, context: Context) -> list[str]:
    """The stages that are named, in the words people have for them."""
    found: list[str] = []
    for span in context.stages_in(when):
        stage = find_stage(when[span.start : span.end], context.stages)
        if stage and stage.key not in found:
            found.append(stage.key)
    return found


@_rule(
    "deal",
    r"\b(?:won|lost|wins?|loses?|lose|winning|losing|signs?|signed|closes|closed|dies|died)\b|赢单|赢了|赢下|成交|签单|签下|签了|拿下|丢单|丢了|丢掉|输单|输了|黄了|失单",
)
def _closed(when: str, context: Context) -> Watch:
    lost = re.search(r"\b(?:lost|loses?|losing|dies|died)\b|丢|输|黄了|失单", when, re.I)
    won = re.search(r"\b(?:won|wins?|winning|signs?|signed)\b|赢|成交|签|拿下", when, re.I)
    to = (["won"] if won or not lost else []) + (["lost"] if lost or not won else [])
    return Watch({"event": "deal.moved", "to": to}, "deal")


@_rule(
    "deal",
    r"\bleads?\b.*\b(?:comes? in|shows? up|turns? up|pops? up|arrives?|appears?|lands?|(?:is|gets) (?:added|created))\b",
)
def _new_lead(when: str, context: Context) -> Watch:
    return Watch({"event": "deal.added"}, "deal", ['deal.stage == "lead"'])


@_rule(
    "deal",
    r"\b(?:mov\w*|goes|go|gets?|got|reach\w*|enters?|hits?|advanc\w*|becom\w*|progress\w*|push\w*|put|lands?|arriv\w*|slip\w*|falls?|chang\w*|comes?|turns?|is at|is in|is now|steps?|leaves?)\b|进入|进到|推到|推进|移到|移入|转到|转入|变成|变为|到了?|来到|改到|达到|阶段|离开",
)
def _moved(when: str, context: Context) -> Watch:
    stages = _stages(when, context)
    if not stages and re.search(r"\b(?:comes? in|arrives?|added|created)\b", when, re.I):
        return Watch({"event": "deal.added"}, "deal")
    backwards = re.search(r"\bback(?:wards?)?\b|往回|[倒回后]退|退回", when, re.I)  # we see where to, not which way
    if not stages and (backwards or not re.search(r"stage|阶段|mov|推|变|advanc|progress", when, re.I)):
        raise BadValue(NO_EVENT, said=when)
    leaves = re.search(r"\bleaves?\b|离开|(?:out of|from) (?:the )?\w+ ?(?:stage)?$", when, re.I)
    if len(stages) == 2 and re.search(r"\bfrom\b|从", when, re.I):
        return Watch({"event": "deal.moved", "from": stages[:1], "to": stages[1:]}, "deal")
    return Watch({"event": "deal.moved"} | ({("from" if leaves else "to"): stages} if stages else {}), "deal")


@_rule(
    "deal",
    r"\b(?:new|added|created|opened|entered|registered|comes? in|shows? up|turns? up|appears?)\b|新|创建|添加|录入|建了?|进来|有",
)
def _added(when: str, context: Context) -> Watch:
    lead = re.search(r"\bleads?\b|线索|線索", when, re.I)
    return Watch({"event": "deal.added"}, "deal", ['deal.stage == "lead"'] if lead else [])


_rule("deal", r"\b(?:over|above|more than|bigger than|exceeds?|at least|worth)\b|超过|大于|高于|以上")(
    _plain("deal.worth")
)

__all__ = ["Watch", "watch_of"]
