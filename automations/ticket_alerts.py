"""Tickets that are about to be late, and those that are: told to whoever works on them, then to those above.

Told once each, at once. Only to people at work; while the assignee is off duty, to whoever is on call. What was late
long ago is no news any more.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from automations import ticket_ratings, ticket_undelivered
from automations.automation import automation
from automations.note import Note, Pressing
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.ticket_targets import Promise, Promised, owed
from crm_domain.tickets import PRIORITIES, Priority, Ticket, TicketFilter
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

__all__ = ["ticket_alerts", "ticket_ratings", "ticket_undelivered"]  # all that support does by itself

NEWS = timedelta(days=1)
SOON = T(
    "#{id} is about to breach: {kind} is due {due}. {subject} ({whose}, {priority})",
    "#{id} 快超时了：应在{due}前{kind}。{subject}（{whose}，{priority}）",
)
LATE = T(
    "#{id} has breached: {kind} was due {due}. {subject} ({whose}, {priority})",
    "#{id} 已超时：应在{due}前{kind}。{subject}（{whose}，{priority}）",
)
ESCALATED = T(
    "Escalation: #{id} has breached, {kind} was due {due}, and it is still open with {who}. "
    "{subject} ({whose}, {priority})",
    "升级提醒：#{id} 已超时，应在{due}前{kind}，目前由{who}负责，仍未完成。{subject}（{whose}，{priority}）",
)
KINDS = {
    Promised.FIRST_RESPONSE: T("the first response", "首次回复"),
    Promised.NEXT_RESPONSE: T("the next response", "回复"),
    Promised.RESOLUTION: T("the resolution", "解决"),
}
CAUSES = {SOON: "ticket warnings", LATE: "ticket breaches", ESCALATED: "ticket escalations"}
WHY = {
    SOON: T(
        "a ticket of yours, or one while you are on call, is about to miss its service level",
        "你负责或值班的工单快要超时",
    ),
    LATE: T(
        "a ticket of yours, or one while you are on call, has missed its service level", "你负责或值班的工单已经超时"
    ),
    ESCALATED: T(
        "a ticket is still open long after it was due, and such tickets go up to you",
        "工单超时后仍未完成，按规定升级给你",
    ),
}
NOBODY, NO_CUSTOMER = T("nobody", "没有人"), T("no customer", "未填客户")


@automation
def ticket_alerts(crm: Crm) -> Iterator[Note]:
    for ticket in crm.tickets.listed(TicketFilter()):
        for promise in owed(ticket, crm.support, crm.workspace.tz):
            yield from _alerts(crm, ticket, promise)


def _alerts(crm: Crm, ticket: Ticket, promise: Promise) -> Iterator[Note]:
    due, warns = promise.due, promise.warns_from(crm.support.warn_at)
    if due is None or warns is None or not warns <= crm.now < due + NEWS:
        return
    occasion = f"ticket {ticket.id} {promise.kind} due {due.isoformat()}"
    late = crm.now >= due
    for member in _on_duty(crm, ticket):
        said = f"{occasion} {'late' if late else 'soon'} to {member.id}"
        yield _note(ticket, promise, LATE if late else SOON, member, said)
    if crm.now >= due + crm.support.escalate_after:
        for member in _those_above(crm):
            yield _note(ticket, promise, ESCALATED, member, f"{occasion} escalated to {member.id}")


def _note(ticket: Ticket, promise: Promise, text: T, member: Member, occasion: str) -> Note:
    reply = _reply(ticket, promise, text, member)
    return Note(reply, CAUSES[text], WHY[text], member, pressing=Pressing.URGENT, occasion=occasion)


def _on_duty(crm: Crm, ticket: Ticket) -> list[Member]:
    """The assignee at work, else those on call: they are reached at any hour."""
    assignee = ticket.assignee
    if assignee and assignee.active and crm.at_work(assignee):
        return [assignee]
    return _called(crm, crm.support.on_call)


def _those_above(crm: Crm) -> list[Member]:
    on_call = set(crm.support.on_call)
    above = _called(crm, crm.support.escalate_to)
    return [member for member in above if member.handle in on_call or crm.at_work(member)]


def _called(crm: Crm, handles: Sequence[str]) -> list[Member]:
    found = (crm.members.by_handle(handle) for handle in handles)
    return [member for member in found if member and member.active]


def _reply(ticket: Ticket, promise: Promise, text: T, member: Member) -> Reply:
    voice = Voice(member.language, member.zone)
    said = voice.say(
        text,
        id=str(ticket.id),
        kind=KINDS[promise.kind],
        due=promise.due,
        subject=ticket.subject,
        whose=ticket.company or ticket.contact or NO_CUSTOMER,
        priority=PRIORITIES[Priority(ticket.priority)],
        **({"who": ticket.assignee or NOBODY} if text is ESCALATED else {}),
    )
    buttons = [
        (T("Show", "查看"), f"/ticket.show ticket=#{ticket.id}"),
        (T("Clock", "计时明细"), f"/ticket.clock ticket=#{ticket.id}"),
    ]
    if ticket.assignee_id != member.id:
        buttons.insert(0, (T("Take it", "我来处理"), f"/ticket.assign ticket=#{ticket.id} assignee=me"))
    return Reply(Outcome.DONE, said, buttons=tuple(Button(voice.say(label), words) for label, words in buttons))
