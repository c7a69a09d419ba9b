"""What a run does, step by step. Each step works as whoever owns the rule: it can do no more than they could."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from automations.delivery import deliver
from automations.note import Note, Pressing, voice_of
from automations.outside import email, webhook
from automations.recipients import Recipient, members, recipients
from automations.reports import report_for
from automations.telling import because, told
from automations.work import Over, Wait, Work
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.conditions import fields_of, holds
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import BadValue
from crm_domain.orders import Order
from crm_domain.rule_facts import NOUNS, Known
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Priority, Status, Ticket
from handlers.reply import Button, Outcome, Reply

NOT_SO = T("A {noun} can't be changed so by a rule.", "规则不能这样修改{noun}。")
FOLLOW_UP = T("Follow up: {what}", "跟进：{what}")
ABOUT = T("About: {what}", "关于：{what}")
TOLD, NOT_TOLD = T("told {name}", "已通知{name}"), T("could not tell {name}", "没能通知{name}")
NOBODY = T("Nobody is there to tell.", "没有可通知的人。")
ASKS = T("{name} asks for your approval: {what}", "{name}请你审批：{what}")
NOT_SO_ANY_MORE = T("not so any more", "条件已不成立")
APPROVE, DECLINE = T("Approve", "同意"), T("Decline", "拒绝")


def do(work: Work, step: dict[str, Any]) -> None:
    """Raises Wait, Over, or the refusal that stops the run."""
    _DOES[step["do"]](work, step)


def _send(work: Work, step: dict[str, Any]) -> None:
    found = recipients(work.crm, work.automation, step["to"], work.row)
    pressing = _pressing(work, step)
    for one in found:
        voice = voice_of(one.member or work.automation.owner, work.crm)
        _deliver(work, "send", one, told(work.automation, work.row, voice, step.get("text")), pressing)
    if not found:
        work.note("send", work.voice.say(NOBODY))


def _deliver(work: Work, step: str, to: Recipient, reply: Reply, pressing: Pressing) -> None:
    """Says in the log whom it went to; a chat that cannot be reached is kept to be told."""
    owner = work.automation.owner
    note = Note(reply, work.cause, because(work.crm, work.automation), to.member, to.chat, owner, pressing)
    delivered = deliver(work.crm, note)
    if not delivered and to.chat:
        work.unreached.append(to.name)
    work.note(step, work.voice.say(TOLD if delivered else NOT_TOLD, name=to.name))


def _pressing(work: Work, step: dict[str, Any]) -> Pressing:
    urgent = isinstance(work.row, Ticket) and work.row.priority == Priority.URGENT
    return Pressing.URGENT if urgent or "oncall" in step["to"] else Pressing.RULE


def _task(work: Work, step: dict[str, Any]) -> None:
    owner = next(iter(members(work.crm, work.automation, step["for"], work.row)), work.automation.owner)
    what = work.row.label if work.row else work.automation.name
    voice = voice_of(owner, work.crm)
    title = f"{step['title']} ({what})" if step.get("title") else voice.say(FOLLOW_UP, what=what)
    due = work.crm.now + timedelta(seconds=step["due"]) if step.get("due") else None
    zone = owner.zone if owner else work.crm.zone
    exact = due if due and step["due"] < 86_400 else due and due.astimezone(zone).date()
    task = work.crm.tasks.add(title, exact, assignee=owner, **_links(work.row))
    work.note(
        "task", work.voice.say(T("task #{id} for {name}", "任务 #{id} 给{name}"), id=task.id, name=owner and owner.name)
    )


def _links(row: Row | None) -> dict[str, Any]:
    """What a task or a ticket about the record is tied to."""
    match row:
        case Deal():
            return {"deal": row, "company": row.company, "contact": row.contact}
        case Ticket():
            return {"ticket": row, "company": row.company, "contact": row.contact}
        case Contact():
            return {"contact": row, "company": row.company}
        case Company():
            return {"company": row}
        case Order():
            return {"company": row.company, "contact": row.contact}
        case Task():
            return {"deal": row.deal, "company": row.company, "contact": row.contact}
    return {}


def _assign(work: Work, step: dict[str, Any]) -> None:
    member = next(iter(members(work.crm, work.automation, step["to"], work.row)), None)
    if member is None:
        work.note("assign", work.voice.say(NOBODY))
        return
    match work.row:
        case Ticket():
            work.row.give_to(member, work.crm.now)
        case Task():
            work.row.assignee = member
        case Deal() | Contact() | Company():
            work.row.owner = member
        case _:
            raise BadValue(NOT_SO, noun=_noun(work))
    work.note("assign", work.voice.say(T("given to {name}", "已分给{name}"), name=member.name))


def _noun(work: Work) -> str:
    return NOUNS.get(work.run.record or "", "?")


def _set(work: Work, step: dict[str, Any]) -> None:
    field, value, row = step["field"], step["value"], work.row
    if isinstance(row, Deal) and field == "stage":
        work.crm.deals.move(row, work.crm.pipelines.stage(value))
    elif isinstance(row, Deal) and field == "close_date":
        row.close_date = (work.crm.now + timedelta(seconds=value)).astimezone(work.automation.clock).date()
    elif isinstance(row, Ticket) and field == "priority":
        row.priority = Priority(value)
    elif isinstance(row, Ticket) and field == "status":
        row.move_to(Status(value), work.crm.now)
    else:
        raise BadValue(NOT_SO, noun=_noun(work))
    work.note("set", f"{field} = {value}")


def _tag(work: Work, step: dict[str, Any]) -> None:
    row = work.row
    if not isinstance(row, Deal | Contact | Company):
        raise BadValue(NOT_SO, noun=_noun(work))
    tags = [*(row.more or {}).get("tags", [])]
    if step["tag"] not in tags:
        row.more = {**(row.more or {}), "tags": [*tags, step["tag"]]}
    work.note("tag", step["tag"])


def _ticket(work: Work, step: dict[str, Any]) -> None:
    what = work.row.label if work.row else work.automation.name
    subject = f"{step['subject']} ({what})" if step.get("subject") else work.voice.say(ABOUT, what=what)
    links = {name: link for name, link in _links(work.row).items() if name in ("company", "contact")}
    fields = links | ({"priority": Priority(step["priority"])} if step.get("priority") else {})
    ticket = work.crm.tickets.put(Ticket(subject=subject, **fields))
    work.note("ticket", work.voice.say(T("ticket #{id}", "工单 #{id}"), id=ticket.id))


def _wait(work: Work, step: dict[str, Any]) -> None:
    begun = work.run.at
    if "since_start" in step:
        left = (begun + timedelta(seconds=step["since_start"]) - work.crm.now).total_seconds()
    else:
        left = (work.run.due_at - work.crm.now).total_seconds() + step["seconds"]
    if left > 0:
        raise Wait(left)


def _check(work: Work, step: dict[str, Any]) -> None:
    if so(work, step["if"]):
        return
    if step.get("skip"):
        work.skip = step["skip"]
        return
    work.note("check", work.voice.say(NOT_SO_ANY_MORE))
    raise Over


def so(work: Work, expression: str) -> bool:
    run = work.run
    if run.record is None or run.record_id is None:
        return True
    known = Known(work.crm.session, run.record, run.record_id, work.crm.now, work.automation.clock, since=run.at)
    if known.columns is None:
        raise Over
    return holds(expression, NOUNS[run.record], known.facts(wanted_in(expression)))


def wanted_in(expression: str | None) -> set[str]:
    return {field for _, field in fields_of(expression or "")}


def _approve(work: Work, step: dict[str, Any]) -> None:
    """Asks once; the run waits for an answer, and ends where none comes in time."""
    if work.run.asks is not None:  # the time is over: an answer would have taken this away
        work.note("approve", work.voice.say(T("no answer in time", "超时未答复")))
        raise Over
    asked = [one for target in step["by"] for one in members(work.crm, work.automation, target, work.row)]
    for member in asked:
        voice = voice_of(member, work.crm)
        name = work.automation.owner.name if work.automation.owner else work.automation.name
        what = told(work.automation, work.row, voice, None).text
        buttons = tuple(
            Button(voice.say(label), f"/automation.{act} run={work.run.id}")
            for label, act in ((APPROVE, "approve"), (DECLINE, "decline"))
        )
        reply = Reply(Outcome.DONE, voice.say(ASKS, name=name, what=what), buttons=buttons)
        deliver(work.crm, Note(reply, work.cause, because(work.crm, work.automation), member, pressing=Pressing.ASKED))
    work.run.asks = ",".join(str(member.id) for member in asked)
    work.note("approve", work.voice.say(T("asked {names}", "已请{names}审批"), names=[member.name for member in asked]))
    raise Wait(step["within"])


def _report(work: Work, step: dict[str, Any]) -> None:
    for one in recipients(work.crm, work.automation, step["to"], None):
        reader = one.member or work.automation.owner
        reply = report_for(work.crm, reader, step["command"], group=one.member is None)
        _deliver(work, "report", one, reply, Pressing.ASKED)


_DOES: dict[str, Callable[[Work, dict[str, Any]], None]] = {
    "send": _send,
    "task": _task,
    "assign": _assign,
    "set": _set,
    "tag": _tag,
    "ticket": _ticket,
    "wait": _wait,
    "check": _check,
    "webhook": webhook,
    "email": email,
    "approve": _approve,
    "report": _report,
}
