"""Approvals that a workflow waits for: yes, no, and what is open."""

from crm_domain.errors import Conflict, NotAllowed, NotFound
from crm_domain.rule_facts import MODELS
from crm_domain.rule_runs import RuleRun, State
from crm_domain.texts import T
from handlers.command import command
from handlers.reply import Button, Reply
from handlers.turn import Turn

YES, NO = T("Approve #{id}", "同意 #{id}"), T("Decline #{id}", "拒绝 #{id}")
WHICH = T("Several wait for you: {ids}. Say for example: approve run #7", "有多项等你审批：{ids}。请说：同意审批7")
NONE = T("Nothing waits for your approval.", "没有等你审批的事项。")
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
    en=[
        "approve (run|approval|request) {run}",
        "(i approve|approved) (run|approval|request) {run}",
        "(approve|i approve|approved) (it|that|this|the request|this request|the approval)",
        "i approve",
    ],
    zh=[
        "(同意|批准|通过)(审批|流程|申请){run}",
        "(同意|批准|通过)[一下](这个|这项|那个)(审批|申请|流程)",
        "(批准|审批通过|同意审批)[了]",
    ],
)
def approve(turn: Turn, run: int | None = None) -> Reply:
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
    en=[
        "(decline|reject|refuse|deny) (run|approval|request) {run}",
        "(decline|reject|deny) (it|that|this|the request|this request|the approval)",
    ],
    zh=[
        "(拒绝|驳回|不同意)(审批|流程|申请){run}",
        "(拒绝|驳回)[一下](这个|这项|那个)(审批|申请|流程)",
        "(驳回|审批不通过)[了]",
    ],
)
def decline(turn: Turn, run: int | None = None) -> Reply:
    found = _asked(turn, run)
    found.note(turn.now, "approve", turn.voice.say(T("declined by {name}", "{name}已拒绝"), name=turn.me.name))
    found.end(State.ENDED, turn.now)
    return turn.done(DECLINED, what=_what(turn, found))


@command(
    "automation.approvals",
    needs="automations.read",
    help=T("List what waits for your approval", "查看等你审批的事项"),
    example=T("what waits for my approval?", "有哪些待我审批"),
    slash=("approvals", "待审批"),
    en=[
        "[show|list] [me] [my] [open|pending] approvals",
        "(what|which approvals) (waits|wait|is waiting|are waiting|are pending|is pending) for (my approval|my word|me to approve|me)",
        "what do i [have|need] to approve",
        "(anything|is there anything) to approve",
    ],
    zh=[
        "[查看|看看|有哪些|有什么](待我审批|等我审批|待我批准|等我批准|要我审批|需要我审批)的[事项|流程|申请|审批]",
        "(有哪些|有什么)(待我审批|等我审批|要我审批|需要我审批)[的][吗]",
        "我的(待审批|审批)[列表|事项]",
    ],
)
def list_approvals(turn: Turn, page: int = 1) -> Reply:
    rows = turn.crm.rule_runs.asking(turn.me)
    turn.shown.add("automations")
    columns = {
        T("No.", "编号"): lambda run: f"#{run.id}",
        T("About", "对象"): lambda run: _what(turn, run),
        T("Asked by", "发起"): lambda run: run.automation.owner and run.automation.owner.name,
        T("Until", "截止"): lambda run: run.due_at,
    }
    title = T("{count} approval(s) waiting for you", "有 {count} 项等你审批")
    reply = turn.table(rows, columns, title, T("Nothing waits for your approval.", "没有等你审批的事项。"), page)
    says = [(text, run, act) for run in rows[:2] for text, act in ((YES, "approve"), (NO, "decline"))]
    buttons = (Button(turn.voice.say(text, id=run.id), f"/automation.{act} run={run.id}") for text, run, act in says)
    return reply.but(buttons=(*buttons, *reply.buttons))


def _asked(turn: Turn, id: int | None) -> RuleRun:
    """The run that waits for this member's word; where none is named, the only one."""
    if id is None:
        waiting = turn.crm.rule_runs.asking(turn.me)
        if len(waiting) != 1:
            raise Conflict(WHICH if waiting else NONE, ids=[f"#{run.id}" for run in waiting])
        return waiting[0]
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
