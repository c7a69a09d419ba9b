"""How tickets are shown: their fields, what was changed, and what may be done with one next."""

from collections.abc import Sequence

from crm_domain.customers import CustomerTicket
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, STATUSES, Direction, Priority, Status, Ticket
from handlers.drawer import name_of
from handlers.turn import Turn

NUMBER, SUBJECT, TEXT = T("No.", "编号"), T("Subject", "主题"), T("Text", "内容")
COMPANY, CONTACT, DESCRIPTION = T("Company", "公司"), T("Contact", "联系人"), T("Description", "描述")
STATUS, PRIORITY, CATEGORY = T("Status", "状态"), T("Priority", "优先级"), T("Category", "分类")
ASSIGNEE, DUE, NOTE = T("Assignee", "处理人"), T("Due", "时限"), T("Noted inside", "内部备注")
SCORE, COMMENT, MERGED = T("Score", "评分"), T("Comment", "评价"), T("Merged in", "并入的工单")
OPENED, ANSWERED, SOLVED = T("Opened", "提交时间"), T("First response", "首次回复"), T("Resolved", "解决时间")
WHEN, WHO, WHERE = T("When", "时间"), T("Who", "谁"), T("To", "方向")
UNDELIVERED = T("not delivered!", "未送达！")
WAYS = {
    Direction.IN: T("from the customer", "客户来信"),
    Direction.OUT: T("to the customer", "回复客户"),
    Direction.NOTE: T("inside", "内部"),
}


def along(turn: Turn) -> list[str]:
    """The files that came with the message, kept: the keys to find them by."""
    return [turn.drawer.keep(path) for path in turn.attached]


def with_names(text: str, keys: Sequence[str] | None) -> str:
    """What was said, and what came along."""
    return " ".join([text, *(f"[{name_of(key)}]" for key in keys or ())])


def take_it(ticket: Ticket) -> tuple[T, str]:
    return T("Take it", "我来处理"), f"/ticket.assign ticket=#{ticket.id} assignee=me"


def note_why(turn: Turn, ticket: Ticket, why: str | None) -> None:
    """What was said along with a change is kept beside it."""
    if why:
        turn.crm.tickets.note(ticket, why)


def step(turn: Turn, before: Status, ticket: Ticket) -> dict[T, object]:
    """From which status to which, where that was changed."""
    now = Status(ticket.status)
    return {} if now == before else {STATUS: turn.voice.change(STATUSES[before], STATUSES[now])}


def customer(turn: Turn, ticket: Ticket) -> str:
    customer = ticket.contact or ticket.company
    return customer.label if customer else turn.voice.say(T("the customer", "客户"))


def facts(ticket: Ticket) -> dict[T, object]:
    return {
        COMPANY: ticket.company,
        CONTACT: ticket.contact,
        PRIORITY: PRIORITIES[Priority(ticket.priority)],
        CATEGORY: ticket.category,
    }


STEPS = {
    Status.RESOLVED: T("Resolve", "标为已解决"),
    Status.PENDING: T("Wait for customer", "等客户回复"),
    Status.CLOSED: T("Close", "关闭"),
    Status.OPEN: T("Open again", "重新打开"),
}


def onward(ticket: Ticket) -> list[tuple[T, str]]:
    """What may be done with it next, the likeliest first."""
    steps = [
        status
        for status in STEPS
        if status in ticket.possible and (status != Status.OPEN or ticket.status != Status.NEW)
    ]
    free = ticket.assignee_id is None and ticket.is_unsolved
    return ([take_it(ticket)] if free else []) + [
        (STEPS[status], f"/ticket.move ticket=#{ticket.id} status={status}") for status in steps
    ]


def recipient(ticket: Ticket, link: CustomerTicket) -> str:
    """Whom an answer goes to: the person who writes in, and their company."""
    who = link.customer.contact or ticket.contact
    if who is None:
        return link.customer.label
    return f"{who.name} ({ticket.company.name})" if ticket.company else who.name


def send_to(whom: str) -> T:
    name = whom.replace("{", "{{").replace("}", "}}")
    return T(f"Send to {name}", f"发送给{name}")
