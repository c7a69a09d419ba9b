"""What a ticket can be: its status and the ways between them, its priority, and whom a message on it is for."""

from collections.abc import Mapping
from enum import StrEnum

from crm_domain.texts import T


class Status(StrEnum):
    NEW = "new"  # nobody has taken it up
    OPEN = "open"
    PENDING = "pending"  # it is the customer's turn
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Direction(StrEnum):
    IN = "in"  # from the customer
    OUT = "out"  # to the customer
    NOTE = "note"  # stays inside


MOVES: Mapping[Status, tuple[Status, ...]] = {  # the whole life of a ticket; nothing becomes new again
    Status.NEW: (Status.OPEN, Status.PENDING, Status.RESOLVED, Status.CLOSED),
    Status.OPEN: (Status.PENDING, Status.RESOLVED, Status.CLOSED),
    Status.PENDING: (Status.OPEN, Status.RESOLVED, Status.CLOSED),
    Status.RESOLVED: (Status.OPEN, Status.PENDING, Status.CLOSED),
    Status.CLOSED: (Status.OPEN,),
}
UNSOLVED = (Status.NEW, Status.OPEN, Status.PENDING)
STOPPED = (Status.PENDING, Status.RESOLVED, Status.CLOSED)  # in these no time is counted
SCORES = range(1, 6)

STATUSES = {
    Status.NEW: T("new", "新建"),
    Status.OPEN: T("open", "处理中"),
    Status.PENDING: T("pending", "等客户回复"),
    Status.RESOLVED: T("resolved", "已解决"),
    Status.CLOSED: T("closed", "已关闭"),
}
PRIORITIES = {
    Priority.LOW: T("low", "低"),
    Priority.NORMAL: T("normal", "普通"),
    Priority.HIGH: T("high", "高"),
    Priority.URGENT: T("urgent", "紧急"),
}
