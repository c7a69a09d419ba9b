"""Triage: what a ticket is about, how urgent, and who should have it, with the reasons; applied by one button."""

from typing import Annotated, Any

from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, Priority, Ticket
from handlers.command import command
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.ticket_view import ASSIGNEE, CATEGORY, PRIORITY, take_it
from handlers.triage import Guess, Suggestion, apply
from handlers.turn import Turn

NOTHING = T(
    "There is nothing to suggest for #{id} yet: too few solved tickets are like it.",
    "#{id} 暂时没有建议：已解决的工单里相似的太少。",
)
SUGGESTED = T("Suggested for #{id}: {subject}", "#{id} 的分派建议：{subject}")
APPLIED = T("Sorted #{id}: {subject}", "已按建议处理 #{id}：{subject}")
SURE = T("{value} ({pct})", "{value}（{pct}）")
WHO = T("{name} ({load} open, {why})", "{name}（手上 {load} 张，{why}）")
SKILLED, LEAST_BUSY = T("skilled for it", "擅长这类问题"), T("the least to do", "手上最少")
LIKE = T("Like", "相似工单")
APPLY = T("Apply", "采用建议")


@command(
    "ticket.triage",
    needs="tickets.write",
    help=T(
        "Suggest a ticket's category, priority and assignee, with reasons", "建议工单的分类、优先级和处理人，并说明理由"
    ),
    example=T("triage ticket 1001", "工单1001建议分给谁"),
    slash=("ticket triage", "triage", "工单 分诊", "分诊"),
    en=[
        "triage [the] [ticket|case] {ticket!}",
        "(sort|route|classify) [the] ticket {ticket}",
        "(suggest|propose|recommend) [a|an|the] (category|priority|assignee|owner|category and priority|agent) (for|on|to) [ticket] {ticket!}",
        "who should (take|get|have|handle|own|work on) [ticket] {ticket!}",
        "(what's|what is) [ticket] {ticket} about",
        "[ticket] {ticket} (suggestion|suggestions|triage)",
    ],
    zh=[
        "(分诊|分拣|智能分派|自动分派|自动分类)[一下][工单]{ticket!}",
        "[工单]{ticket}[建议|应该|该|最好](分给谁|派给谁|给谁|谁来处理|谁处理|由谁处理|归哪类|算哪类|什么分类|什么优先级)[好|合适]",
        "[给|对][工单]{ticket}[的|给个|提个](建议|分诊建议|分派建议)",
    ],
)
def triage_ticket(turn: Turn, ticket: Ticket, sure: Annotated[str | None, WordSlot(YES)] = None) -> Reply:
    turn.crm.tickets.guard(ticket)
    turn.about(ticket.contact, ticket)
    suggestion = turn.triage.suggest(turn.crm, ticket)
    values: dict[str, Any] = {"id": str(ticket.id), "subject": ticket.subject}
    if not suggestion:
        return turn.done(NOTHING, **values)
    if sure == "yes":
        apply(turn.crm, ticket, suggestion)
        return turn.done(APPLIED, fields=reasons(turn, suggestion), **values)
    return turn.done(SUGGESTED, fields=reasons(turn, suggestion), buttons=[apply_it(ticket), take_it(ticket)], **values)


def apply_it(ticket: Ticket) -> tuple[T, str]:
    return APPLY, f"/ticket.triage ticket=#{ticket.id} sure=yes"


def reasons(turn: Turn, suggestion: Suggestion) -> dict[T, object]:
    """What is suggested, how sure that is, and why."""
    who = suggestion.assignee
    why = turn.voice.say(SKILLED if suggestion.skilled else LEAST_BUSY)
    return {
        CATEGORY: _sure(turn, suggestion.category, suggestion.category and suggestion.category.value),
        PRIORITY: _sure(turn, suggestion.priority, suggestion.priority and _level(suggestion.priority)),
        ASSIGNEE: turn.voice.say(WHO, name=who.name, load=suggestion.load, why=why) if who else None,
        LIKE: [f"#{id}" for id in suggestion.like],
    }


def _level(guess: Guess) -> T:
    return PRIORITIES[Priority(guess.value)]


def _sure(turn: Turn, guess: Guess | None, value: object) -> str | None:
    return turn.voice.say(SURE, value=value, pct=f"{guess.confidence:.0%}") if guess else None
