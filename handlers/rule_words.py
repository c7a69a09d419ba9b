"""Writes a rule out for people: what it waits for, what must hold, and what it does, step by step."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from crm_domain.activities import KINDS
from crm_domain.automations import Automation
from crm_domain.crm import Crm
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, STATUSES
from handlers.recurrence_words import in_words
from handlers.report_slot import TITLES
from handlers.voice import Voice

_EVENTS: Mapping[str, T] = {
    "deal.added": T("a deal is added", "新建商机时"),
    "deal.moved": T("a deal moves to another stage", "商机换阶段时"),
    "deal.amount": T("a deal's amount changes", "商机金额变动时"),
    "deal.worth": T("a deal's amount is set or changes", "商机金额设定或变动时"),
    "deal.owner": T("a deal gets another owner", "商机换负责人时"),
    "deal.date": T("a deal's close date changes", "商机签约日期变动时"),
    "ticket.opened": T("a ticket is opened", "新建工单时"),
    "ticket.moved": T("a ticket changes its status", "工单状态变动时"),
    "ticket.priority": T("a ticket gets its priority", "工单设定优先级时"),
    "ticket.assigned": T("a ticket is assigned", "工单分配时"),
    "ticket.rated": T("a ticket is rated", "工单被评分时"),
    "contact.added": T("a contact is added", "新建联系人时"),
    "company.added": T("a company is added", "新建公司时"),
    "company.owner": T("a company gets another owner", "公司换负责人时"),
    "activity.logged": T("an activity is logged", "记录跟进时"),
    "task.added": T("a task is added", "新建任务时"),
    "task.done": T("a task is done", "任务完成时"),
    "order.added": T("an order is added", "新增订单时"),
}
_MOVES: Mapping[str, T] = {
    "deal.moved": T("a deal moves{from_}{to}", "商机{from_}推到{to}时"),
    "ticket.moved": T("a ticket becomes{to}", "工单变为{to}时"),
}
_STATES: Mapping[str, T] = {
    "deal.quiet": T("nothing was done about an open deal for {days} day(s)", "未结商机 {days} 天没有跟进时"),
    "deal.stuck": T("an open deal has been in its stage for {days} day(s)", "未结商机在同一阶段停留 {days} 天时"),
    "deal.closing": T("an open deal's close date is {days} day(s) away", "未结商机距签约日期 {days} 天时"),
    "deal.overdue": T("an open deal's close date has passed by {days} day(s)", "未结商机超过签约日期 {days} 天时"),
    "task.overdue": T("a task is overdue by {days} day(s)", "任务逾期 {days} 天时"),
}
_WHOM: Mapping[str, T] = {
    "owner": T("the owner", "负责人"),
    "assignee": T("the assignee", "处理人"),
    "oncall": T("whoever is on call", "值班人员"),
    "managers": T("the managers", "经理"),
    "agents": T("the support agents", "客服"),
    "reps": T("the reps", "销售"),
    "admins": T("the admins", "管理员"),
    "here": T("this chat", "本群"),
    "customer": T("the customer", "客户"),
}
_FIELDS: Mapping[str, T] = {
    "amount": T("amount", "金额"),
    "currency": T("currency", "币种"),
    "stage": T("stage", "阶段"),
    "owner": T("owner", "负责人"),
    "company": T("company", "公司"),
    "priority": T("priority", "优先级"),
    "category": T("category", "分类"),
    "score": T("score", "评分"),
    "assignee": T("assignee", "处理人"),
    "kind": T("kind", "类型"),
    "industry": T("industry", "行业"),
    "region": T("region", "地区"),
    "open_tickets": T("open tickets", "未解决工单"),
    "heard": T("activities since it began", "开始后的跟进"),
    "replied": T("replies since it began", "开始后的回复"),
    "status": T("status", "状态"),
    "quiet_days": T("days without activity", "未跟进天数"),
    "stage_days": T("days in the stage", "阶段停留天数"),
    "close_date": T("close date", "签约日期"),
    "days_to_close": T("days to the close date", "距签约天数"),
}
_FLAGS: Mapping[str, tuple[T, T]] = {
    "taken": (T("somebody has it", "已有人处理"), T("nobody has it", "没人接")),
    "answered": (T("the customer was answered", "已回复客户"), T("the customer was not answered", "未回复客户")),
    "unsolved": (T("it is not solved", "尚未解决"), T("it is solved", "已解决")),
    "open": (T("the deal is open", "商机未结"), T("the deal is closed", "商机已结")),
    "overdue": (T("it is overdue", "已逾期"), T("it is not overdue", "未逾期")),
    "done": (T("it is done", "已完成"), T("it is not done", "未完成")),
}
_SIGNS = {
    ">": T("over", "超过"),
    ">=": T("at least", "不低于"),
    "<": T("under", "低于"),
    "<=": T("at most", "不超过"),
    "==": T("is", "为"),
    "!=": T("is not", "不为"),
    "in": T("is one of", "为"),
}
_COMPARES = re.compile(r"^\w+\.(?P<field>\w+) (?P<sign>>=|<=|==|!=|>|<|in) (?P<value>.+)$")
_FLAG = re.compile(r"^(?P<no>!?)\w+\.(?P<field>\w+)$")
_NEGATED = re.compile(r"^!\((?P<inner>[^()]*)\)$")


_ANY = re.compile(r"\b(?:an open|an?) (?:deal|ticket)\b|未结商机|商机|工单")


def when_of(rule: Mapping[str, Any], voice: Voice, stages: Mapping[str, str] | None = None) -> str:
    """What it waits for; where that is one record alone, by its name."""
    said, called = _when_of(rule["on"], voice, stages), rule["on"].get("called")
    return _ANY.sub(lambda _: called if voice.lang == "en" else f"“{called}”", said, count=1) if called else said


def _when_of(on: Mapping[str, Any], voice: Voice, stages: Mapping[str, str] | None) -> str:
    if "every" in on:
        return in_words(on["every"], voice)
    if "state" in on:
        return voice.say(_STATES[on["state"]], days=on["days"])
    if on.get("to") or on.get("from"):
        named = stages or {}
        to, since = ([named.get(key, key) for key in on.get(side, [])] for side in ("to", "from"))
        if voice.lang == "en":
            return voice.say(
                _MOVES[on["event"]],
                from_=f" from {' or '.join(since)}" if since else "",
                to=(f" to {' or '.join(to)}" if on["event"] == "deal.moved" else f" {' or '.join(to)}") if to else "",
            )
        return voice.say(
            _MOVES[on["event"]], from_=f"从{'或'.join(since)}" if since else "", to="或".join(to) or "其他阶段"
        )
    return voice.say(_EVENTS[on["event"]])


_SAID: Mapping[str, T] = {
    "open_tickets > 0.0": T("a ticket is open", "有未解决的工单"),
    "open_tickets == 0.0": T("no ticket is open", "没有未解决的工单"),
    "heard > 0.0": T("something was heard since", "之后有跟进或回复"),
    "heard == 0.0": T("nothing was heard since", "之后没有跟进或回复"),
    "replied > 0.0": T("the customer has replied", "客户已回复"),
    "replied == 0.0": T("the customer has not replied", "客户没有回复"),
}


def stage_names(crm: Crm, voice: Voice) -> dict[str, str]:
    """What stages, states, priorities and kinds are called; by their keys."""
    stages = {stage.key: voice.write(stage) for stage in crm.pipelines.stages()}
    others = (STATUSES, PRIORITIES, KINDS)
    return {str(key): voice.write(name) for names in others for key, name in names.items()} | stages


def condition_of(expression: str | None, voice: Voice, stages: Mapping[str, str] | None = None) -> str:
    """In words as far as there are any, else as it is written."""
    parts = [part for part in (expression or "").split(" && ") if part]
    whole = expression or ""
    if negated := _NEGATED.match(whole):
        return voice.say(T("not so: {what}", "并非{what}"), what=condition_of(negated["inner"], voice, stages))
    return (" and " if voice.lang == "en" else "，且").join(_compared(part, voice, stages or {}) for part in parts)


def is_negated(expression: str | None) -> bool:
    return bool(_NEGATED.match(expression or ""))


def _compared(part: str, voice: Voice, stages: Mapping[str, str]) -> str:
    if (flag := _FLAG.match(part)) and flag["field"] in _FLAGS:
        return voice.say(_FLAGS[flag["field"]][1 if flag["no"] else 0])
    if said := _SAID.get(part.partition(".")[2]):
        return voice.say(said)
    found = _COMPARES.match(part)
    if found is None or found["field"] not in _FIELDS:
        return part
    value = found["value"].strip('[]"').replace('"', "")
    if found["field"] in ("stage", "status", "priority", "kind"):
        value = voice.series([stages.get(key, key) for key in value.split(", ")])
    shown = ", ".join(_plain(part) for part in value.split(", "))
    if found["value"] == '""':
        return voice.say(T("no {field}", "没有{field}"), field=_FIELDS[found["field"]])
    return voice.say(
        T("{field} {sign} {value}", "{field}{sign} {value}"),
        field=_FIELDS[found["field"]],
        sign=_SIGNS[found["sign"]],
        value=shown,
    )


def _plain(value: str) -> str:
    """50,000 for 50000.0."""
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        return value
    return f"{float(value):,.0f}" if float(value).is_integer() else f"{float(value):,.10g}"


def length_of(seconds: float, voice: Voice) -> str:
    span = timedelta(seconds=seconds)
    for unit, en, zh in (
        (timedelta(days=1), "day", "天"),
        (timedelta(hours=1), "hour", "小时"),
        (timedelta(minutes=1), "minute", "分钟"),
    ):
        if span % unit == timedelta() and span >= unit:
            n = span // unit
            return f"{n} {zh}" if voice.lang == "zh" else f"{n} {en}{'' if n == 1 else 's'}"
    return f"{seconds:g} {'秒' if voice.lang == 'zh' else 's'}"


def whom_of(target: str, crm: Crm, voice: Voice) -> str:
    kind, _, name = target.partition(":")
    if kind == "member":
        member = crm.members.by_ids([int(name)]).get(int(name))
        return member.name if member else f"#{name}"
    if kind == "chat":
        return f"#{name}"
    return voice.say(_WHOM[target]) if target in _WHOM else name or target


def whoms_of(found: list[str], crm: Crm, voice: Voice) -> str:
    return voice.series([whom_of(target, crm, voice) for target in found])


def step_of(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    """One step in words."""
    return _STEPS[step["do"]](step, crm, voice)


def _quoted(words: str | None, voice: Voice) -> str:
    return voice.say(T(": “{words}”", "：“{words}”"), words=words) if words else ""


def _send(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    said = voice.say(T("tell {whom}", "通知{whom}"), whom=whoms_of(step["to"], crm, voice))
    return said + _quoted(step.get("text"), voice)


def _task(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    said = voice.say(T("make a task for {whom}", "给{whom}建任务"), whom=whom_of(step["for"], crm, voice))
    said += _quoted(step.get("title"), voice)
    due = (
        voice.say(T(", due in {long}", "，{long}后到期"), long=length_of(step["due"], voice)) if step.get("due") else ""
    )
    return said + due


def _wait(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    if "since_start" in step:
        return voice.say(T("on day {n}", "第 {n} 天"), n=step["since_start"] // 86_400)
    return voice.say(T("wait {long}", "等待 {long}"), long=length_of(step["seconds"], voice))


def _check(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    stages = stage_names(crm, voice)
    if negated := _NEGATED.match(step["if"]):
        unless = T("unless {what}:", "除非{what}：") if step.get("skip") else T("stop if {what}", "如果{what}就停止")
        return voice.say(unless, what=condition_of(negated["inner"], voice, stages))
    text = T("only if {what}:", "仅当{what}：") if step.get("skip") else T("go on only if {what}", "仅当{what}才继续")
    return voice.say(text, what=condition_of(step["if"], voice, stages))


def _set(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    field = _FIELDS.get(step["field"], T(step["field"], step["field"]))
    value = length_of(step["value"], voice) if isinstance(step["value"], int) else step["value"]
    value = stage_names(crm, voice).get(str(value), value)
    return voice.say(T("set the {field} to {value}", "把{field}改为 {value}"), field=field, value=value)


def _ticket(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    said = voice.say(T("open a ticket", "开工单"))
    return said + _quoted(step.get("subject"), voice)


def _email(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    to = voice.series([target if "@" in target else whom_of(target, crm, voice) for target in step["to"]])
    return voice.say(T("e-mail {to}", "发邮件给{to}"), to=to) + _quoted(step.get("text"), voice)


def _approve(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    said = T("ask {whom} for approval, for {long} at most; without it, stop", "请{whom}审批，限 {long}；未通过则停止")
    return voice.say(said, whom=whoms_of(step["by"], crm, voice), long=length_of(step["within"], voice))


def _report(step: Mapping[str, Any], crm: Crm, voice: Voice) -> str:
    name = step["command"].lstrip("/").partition(" ")[0]
    said, whom = T("send {report} to {whom}", "发送{report}给{whom}"), whoms_of(step["to"], crm, voice)
    return voice.say(said, report=TITLES.get(name, T(name, name)), whom=whom)


_STEPS: Mapping[str, Callable[[Mapping[str, Any], Crm, Voice], str]] = {
    "send": _send,
    "task": _task,
    "wait": _wait,
    "check": _check,
    "set": _set,
    "ticket": _ticket,
    "email": _email,
    "approve": _approve,
    "report": _report,
    "assign": lambda step, crm, voice: voice.say(
        T("give it to {whom}", "分给{whom}"), whom=whom_of(step["to"], crm, voice)
    ),
    "tag": lambda step, crm, voice: voice.say(T("tag it “{tag}”", "打标签“{tag}”"), tag=step["tag"]),
    "webhook": lambda step, crm, voice: voice.say(T("call {url}", "调用 {url}"), url=step["url"]),
}


def steps_of(automation: Automation, crm: Crm, voice: Voice) -> Iterator[str]:
    for number, step in enumerate(automation.steps, 1):
        yield f"{number}. {step_of(step, crm, voice)}"
