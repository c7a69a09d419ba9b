"""Records of every noun: what was changed, by whom."""

from typing import Any

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.journal import SILENT, Change, ChangeLine
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.pipelines import Stage
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Ask, Turn

WHEN, WHO, WHAT, CHANGE = T("When", "时间"), T("Who", "谁"), T("What", "改动"), T("Change", "编号")


@command(
    "record.history",
    help=T("Show who changed a record, when and how", "查看记录的修改历史"),
    example=T("history of the renewal", "续约的修改历史"),
    slash=("history", "历史"),
    en=[
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] deal {deal}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] company {company}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] contact {contact}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] task {task}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] {deal}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] {company}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) {contact}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) [the] ticket {ticket}",
        "[show|see] [me] [the] (history|changes|audit) (of|for|on) {contact=his|her|their} record",
        "(who changed|who edited|what changed (on|in|at)) [the] {deal}",
        "(who's been|who has been|whos been) (editing|changing|touching|in) [the] {deal}",
        "(who changed|who edited|who touched|what changed (on|in|at)) [the] ticket {ticket}",
        "ticket {ticket} history",
        "[show|see] [me] [the] (history|changes) (of|for|on) {ticket!}",
        "(who changed|who edited) {company}",
        "(who changed|who edited) {contact}",
        "{deal} history",
    ],
    zh=[
        "[看|查|查看|看看|看下][商机]{deal}[的](修改历史|修改记录|历史|变更记录|改动记录)",
        "[看|查|查看|看看|看下][公司]{company}[的](修改历史|修改记录|历史|变更记录|改动记录)",
        "[看|查|查看|看看|看下]{ticket!}的(修改历史|修改记录|历史|变更记录|改动记录)",
        "[看|查|查看|看看|看下]工单{ticket}[的](修改历史|修改记录|历史|变更记录|改动记录)",
        "谁(改了|改过|动了|动过)工单{ticket}",
        "[看|查|查看|看看|看下][联系人]{contact}[的](修改历史|修改记录|历史|变更记录|改动记录)",
        "{contact}[的资料](改过什么|被改过什么|谁改过|谁改的)",
        "{deal}(改过什么|被改过什么|谁改过|谁改的|谁动过|谁动的)",
        "{company}(改过什么|被改过什么|谁改过|谁改的)",
        "谁(改了|改过|动了|动过){deal}",
    ],
)
def history(
    turn: Turn,
    contact: Contact | None = None,
    company: Company | None = None,
    deal: Deal | None = None,
    task: Task | None = None,
    ticket: Ticket | None = None,
    page: int = 1,
) -> Reply:
    row = deal or contact or company or task or ticket
    if row is None:
        raise Ask("deal", T("Whose history? Name a deal, contact or company.", "看谁的历史？请说商机、联系人或公司。"))
    turn.about(row)
    entries = [Entry(turn, row, change, line) for change, line in turn.crm.changes.of(row)]
    columns = {
        CHANGE: lambda entry: f"#{entry.change.id}",
        WHEN: lambda entry: entry.change.at,
        WHO: lambda entry: entry.who,
        WHAT: lambda entry: entry.what,
    }
    title = T("{row}: {count} change(s), the latest first", "{row}：改动 {count} 次，最近的在前")
    nothing = T("{row} has not been changed here.", "{row}没有改动记录。")
    return turn.table(entries, columns, title, nothing, page, row=row)


COLUMNS = {
    "name": T("name", "名称"),
    "title": T("title", "名称"),
    "amount_minor": T("amount", "金额"),
    "currency": T("currency", "币种"),
    "stage_id": T("stage", "阶段"),
    "close_date": T("close date", "预计签约"),
    "closed_at": T("closed", "关闭时间"),
    "owner_id": T("owner", "负责人"),
    "company_id": T("company", "公司"),
    "contact_id": T("contact", "联系人"),
    "assignee_id": T("for", "负责人"),
    "due_date": T("due", "截止"),
    "due_at": T("due at", "截止时间"),
    "done": T("done", "完成"),
    "done_at": T("done at", "完成时间"),
    "email": T("email", "邮箱"),
    "phone": T("phone", "电话"),
    "industry": T("industry", "行业"),
    "website": T("website", "网址"),
    "reason": T("reason", "原因"),
    "note": T("note", "备注"),
    "subject": T("subject", "主题"),
    "status": T("status", "状态"),
    "priority": T("priority", "优先级"),
    "category": T("category", "分类"),
    "description": T("description", "描述"),
    "score": T("score", "评分"),
    "comment": T("comment", "评价"),
    "first_response_at": T("first response", "首次回复"),
    "id": T("the record itself", "记录本身"),
}
POINTS_TO: dict[str, type[Row]] = {
    "stage_id": Stage,
    "owner_id": Member,
    "assignee_id": Member,
    "company_id": Company,
    "contact_id": Contact,
}
FOLLOWS = SILENT | {
    "closed_at",
    "done_at",
    "currency",
    "resolved_at",
}  # they go along with another field of the same change


class Entry:
    """One line of a record's history, written out."""

    def __init__(self, turn: Turn, row: Row, change: Change, line: ChangeLine) -> None:
        self.turn, self.row, self.change, self.line = turn, row, change, line

    @property
    def who(self) -> str:
        member = self.turn.crm.session.get(Member, self.change.member_id) if self.change.member_id else None
        return member.name if member else "Confab"

    @property
    def what(self) -> str:
        before, after = self.line.before, self.line.after
        if before is None or after is None:
            return self.turn.voice.say(T("created", "新建") if before is None else T("deleted", "删除"))
        fields = [name for name in after if name not in FOLLOWS]
        return "; ".join(
            f"{self._label(name)}: {self._value(name, before)} → {self._value(name, after)}" for name in fields
        )

    def _label(self, name: str) -> str:
        return self.turn.voice.write(COLUMNS.get(name, T(name, name)))

    def _value(self, name: str, values: dict[str, Any]) -> str:
        value = values[name]
        if value is not None and name in POINTS_TO:
            return self.turn.voice.write(self.turn.crm.session.get(POINTS_TO[name], value))
        if value is not None and name == "amount_minor":
            currency = values.get("currency") or getattr(self.row, "currency", None)
            return self.turn.voice.write(Money(value, currency or self.turn.crm.workspace.base_currency))
        return self.turn.voice.write(value)
