"""Approvals that a workflow waits for: yes, no, and what is open."""

from crm_domain.errors import Conflict, NotAllowed, NotFound
from crm_domain.rule_facts import MODELS
from crm_domain.rule_runs import RuleRun, State
from crm_domain.texts import T
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Turn

GONE = T("There is no approval number {id} to be given.", "没有编号为 {id} 的审批。")
NOT_ASKED = T("You were not asked for this approval.", "这项审批没有请你处理。")
SETTLED = T("That is settled already: {log}.", "这项审批已经处理过了：{log}。")
APPROVED = T("Approved: {what}. It goes on at once.", "已同意：{what}，流程继续。")
DECLINED = T("Declined: {what}. It ends there.", "已拒绝：{what}，流程到此结束。")


@command(
    "automation.approve",
    needs="automations.read",
    help=T("Give the approval that a workflow waits for", "同意流程里的审批"),
    example=T("approve run #1", "同意审批1"),
    slash=("approve", "同意"),
    en=["approve (run|approval|request) {run}", "(i approve|approved) (run|approval|request) {run}"],
    zh=["(同意|批准|通过)(审批|流程|申请){run}"],
)
def approve(turn: Turn, run: int) -> Reply:
    found = _asked(turn, run)
    found.asks, found.due_at = None, turn.now
    found.step += 1
    found.note(turn.now, "approve", turn.voice.say(T("approved by {name}", "{name}已同意"), name=turn.me.name))
    return turn.done(APPROVED, what=_what(turn, found))


@command(
    "automation.decline",
    needs="automations.read",
    help=T("Decline the approval that a workflow waits for; it ends there", "拒绝流程里的审批，流程结束"),
    example=T("decline run #1", "拒绝审批1"),
    slash=("decline", "拒绝"),
    en=["(decline|reject|refuse|deny) (run|approval|request) {run}"],
    zh=["(拒绝|驳回|不同意)(审批|流程|申请){run}"],
)
def decline(turn: Turn, run: int) -> Reply:
    found = _asked(turn, run)
    found.note(turn.now, "approve", turn.voice.say(T("declined by {name}", "{name}已拒绝"), name=turn.me.name))
    found.end(State.ENDED, turn.now)
    return turn.done(DECLINED, what=_what(turn, found))


def _asked(turn: Turn, id: int) -> RuleRun:
    """The run that waits for this member's word."""
    found = turn.crm.rule_runs.get(id)
    if found is None or not any(line["step"] == "approve" for line in found.log):
        raise NotFound(GONE, id=id)
    if found.asks is None or found.state != State.WAITING:
        raise Conflict(SETTLED, log=found.log[-1]["text"])
    if str(turn.me.id) not in found.asks.split(","):
        raise NotAllowed(NOT_ASKED)
    return found


def _what(turn: Turn, run: RuleRun) -> str:
    row = turn.crm.session.get(MODELS[run.record], run.record_id) if run.record and run.record_id else None
    return row.label if row else run.automation.name
