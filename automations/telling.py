"""What a rule tells of a record, in its reader's language: what happened, and the few facts that matter."""

from typing import Any

from crm_domain.activities import KINDS, Activity, Kind
from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.deals import Deal
from crm_domain.orders import Order
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, STATUSES, Priority, Status, Ticket
from handlers.reply import Button, Outcome, Reply
from handlers.rule_words import stage_names, when_of
from handlers.voice import Voice

OPEN, TAKE = T("Open", "查看"), T("Take it", "我来处理")
_SHOWS: dict[type[Row], str] = {
    Deal: "/deal.show deal=#{}",
    Ticket: "/ticket.show ticket=#{}",
    Contact: "/contact.show contact=#{}",
    Company: "/company.show company=#{}",
}
_HAPPENED = {
    "deal.added": T("New deal: {what}", "新商机：{what}"),
    "deal.moved": T("{what} moved to {stage}", "{what} 已到{stage}"),
    "deal.amount": T("{what} has another amount", "{what} 金额有变"),
    "deal.worth": T("{what}: the amount is set", "{what} 设定了金额"),
    "deal.owner": T("{what} has another owner", "{what} 换了负责人"),
    "deal.date": T("{what} has another close date", "{what} 签约日期有变"),
    "deal.quiet": T("Nothing was done about {what} for {days} days", "{what} 已 {days} 天没有跟进"),
    "deal.stuck": T("{what} has been at {stage} for {days} days", "{what} 停在{stage}已 {days} 天"),
    "deal.closing": T("{what} is to close in {days} days", "{what} 距签约日期 {days} 天"),
    "deal.overdue": T("{what} should have closed by now", "{what} 已过签约日期"),
    "ticket.opened": T("New ticket: {what}", "新工单：{what}"),
    "ticket.moved": T("{what} is {status}", "{what} {status}"),
    "ticket.priority": T("{what} is {priority}", "{what} 优先级：{priority}"),
    "ticket.assigned": T("{what} is with {whose} now", "{what} 已派给{whose}"),
    "ticket.rated": T("{what} was rated {score} of 5", "{what} 评分 {score}/5"),
    "contact.added": T("New contact: {what}", "新联系人：{what}"),
    "company.added": T("New company: {what}", "新公司：{what}"),
    "task.done": T("Done: {what}", "已完成：{what}"),
    "task.added": T("New task: {what}", "新任务：{what}"),
    "task.overdue": T("Overdue: {what}", "已逾期：{what}"),
    "activity.logged": T("Logged: {what}", "已记录：{what}"),
    "order.added": T("New order: {what}", "新订单：{what}"),
}


def told(automation: Automation, row: Row | None, voice: Voice, text: str | None) -> Reply:
    """The message of a “tell” step."""
    if row is None:
        return Reply(Outcome.DONE, text or automation.name)
    said = _happened(automation, row, voice)
    if text:
        said = f"{said}\n{text}" if "state" in automation.on else f"{text}: {_what(row)}"
    facts = " · ".join(fact for fact in _facts(row, voice) if fact)
    opens = _SHOWS.get(type(row))
    buttons = [Button(voice.say(OPEN), opens.format(row.id))] if opens else []
    if isinstance(row, Ticket) and row.assignee_id is None:
        buttons.insert(0, Button(voice.say(TAKE), f"/ticket.assign ticket=#{row.id} assignee=me"))
    return Reply(Outcome.DONE, f"{said}\n{facts}" if facts else said, buttons=tuple(buttons))


def _happened(automation: Automation, row: Row, voice: Voice) -> str:
    on = automation.on
    waited = any(step["do"] == "wait" for step in automation.steps)
    name = on.get("event") or on.get("state") or ""
    if waited and isinstance(row, Ticket):  # it is not what happened that matters, but what did not
        return voice.say(_lacking(row), what=_what(row))
    text = _HAPPENED.get(name, T("{what}", "{what}"))
    return voice.say(text, what=_what(row), days=on.get("days", 0), **_values(row))


def _lacking(ticket: Ticket) -> T:
    if ticket.assignee_id is None:
        return T("Nobody has taken {what}", "{what} 还没人接")
    if ticket.first_response_at is None:
        return T("Nobody has answered {what}", "{what} 还没人回复")
    return T("{what} is not solved yet", "{what} 还没解决")


def _what(row: Row) -> str:
    return f"#{row.id} {row.label}" if isinstance(row, Ticket) else row.label


def _values(row: Row) -> dict[str, Any]:
    if isinstance(row, Deal):
        return {"stage": row.stage}
    if isinstance(row, Ticket):
        return {
            "status": STATUSES[Status(row.status)],
            "priority": PRIORITIES[Priority(row.priority)],
            "score": row.score or 0,
            "whose": row.assignee.name if row.assignee else "–",
        }
    return {}


def _facts(row: Row, voice: Voice) -> list[str]:
    match row:
        case Deal():
            found: list[object] = [
                row.company and row.company.name,
                row.amount,
                row.stage,
                row.owner and row.owner.name,
            ]
        case Ticket():
            found = [
                row.company and row.company.name,
                PRIORITIES[Priority(row.priority)],
                row.assignee and row.assignee.name,
            ]
        case Contact():
            found = [row.title, row.company and row.company.name, row.owner and row.owner.name]
        case Task():
            found = [row.due, row.assignee and row.assignee.name]
        case Activity():
            found = [KINDS[Kind(row.kind)], row.company and row.company.name, row.owner and row.owner.name]
        case Order():
            found = [row.company and row.company.name, row.amount]
        case _:
            found = []
    return [voice.write(value) for value in found if value]


def because(crm: Crm, automation: Automation) -> T:
    """Why a message of this automation came, for whoever asks."""
    by = automation.owner.name if automation.owner else "config.yaml"
    voices = (Voice(lang, automation.clock) for lang in ("en", "zh"))
    en, zh = (when_of(automation.rule, voice, stage_names(crm, voice)) for voice in voices)
    return T(
        f"{by}'s automation #{automation.id} “{automation.name}” says so (when: {en})".replace("{", "(").replace(
            "}", ")"
        ),
        f"{by}的自动化 #{automation.id}“{automation.name}”触发（{zh}）".replace("{", "(").replace("}", ")"),
    )
