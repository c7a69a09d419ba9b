"""A ticket: what a customer needs from support, what was said about it, and how far it has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.errors import BadValue, Conflict
from crm_domain.members import Member
from crm_domain.sealing import Sealed
from crm_domain.texts import T
from crm_domain.ticket_states import (
    MOVES,
    SCORES,
    STATUSES,
    UNSOLVED,
    Priority,
    Status,
)

NOT_THAT_WAY = T(
    "#{id} is {now} and can't become {wanted} from there. It can become: {possible}.",
    "#{id} 现在是“{now}”，不能直接改成“{wanted}”。可以改成：{possible}。",
)
OVER = T(
    "#{id} is closed. Open it again first, by saying: reopen {id}",
    "#{id} 已经关闭。请先重新打开，可以说：重新打开 {id}",
)
MERGED = T(
    "#{id} was merged into #{into}; go on there. To take the merge apart, undo it.",
    "#{id} 已合并到 #{into}，请在那张工单上继续。要拆开请撤销合并。",
)
ITSELF = T("That is one and the same ticket, #{id}.", "这是同一张工单 #{id}。")
AWAY = T("{name} is not active here and can't take tickets.", "{name}已停用，不能接工单。")
NO_SUCH_SCORE = T("A score is 1 to 5.", "评分是 1 到 5 分。")
NO_WORDS = T("There are no words in that.", "内容是空的。")


class Ticket(Row):
    """`id` is the number that customers see. The moments are the first reply to the customer, and the end."""

    __tablename__ = "tickets"
    __table_args__ = (  # loads and reports are counted from these alone
        Index("ix_tickets_standing", "workspace_id", "status", "assignee_id"),
        Index("ix_tickets_opened", "workspace_id", "created_at"),
        Index("ix_tickets_solved", "workspace_id", "resolved_at", "created_at", "reopened", "reassigned"),
        Index("ix_tickets_answered", "workspace_id", "first_response_at", "created_at"),
        {"sqlite_autoincrement": True},
    )
    noun = "tickets"
    owned_by = ("assignee_id",)

    subject: Mapped[str] = mapped_column(Sealed)
    description: Mapped[str | None] = mapped_column(Sealed)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    priority: Mapped[str] = mapped_column(default=Priority.NORMAL)
    category: Mapped[str | None]
    tags: Mapped[list[Any] | None]
    status: Mapped[str] = mapped_column(default=Status.NEW)
    team: Mapped[str | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    score: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Sealed)
    first_response_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    rated_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # when the customer was asked to rate it
    waiting_since: Mapped[datetime | None]  # when the customer wrote what has no answer yet
    late_answers: Mapped[int] = mapped_column(default=0)  # of those after the first
    sla_met: Mapped[bool | None]  # whether it was answered and solved in time; None while that is open
    reopened: Mapped[int] = mapped_column(default=0)  # how often
    reassigned: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None] = mapped_column(index=True)  # the key of the message that was handed in for it

    contact: Mapped[Contact | None] = relationship()
    company: Mapped[Company | None] = relationship()
    assignee: Mapped[Member | None] = relationship()
    steps: Mapped[list["TicketStep"]] = relationship(order_by="(TicketStep.at, TicketStep.id)")
    merge: Mapped["TicketMerge | None"] = relationship(back_populates="ticket", foreign_keys="TicketMerge.ticket_id")

    @property
    def label(self) -> str:
        return self.subject

    @property
    def kin(self) -> frozenset[int]:
        """The customer's own rep has a say, whoever works on it."""
        owner = self.company.owner_id if self.company else None
        return frozenset() if owner is None else frozenset({owner})

    @property
    def is_unsolved(self) -> bool:
        return self.status in UNSOLVED

    @property
    def possible(self) -> tuple[Status, ...]:
        return () if self.merge else MOVES[Status(self.status)]

    def move_to(self, status: Status, at: datetime) -> bool:
        """False where it stands there already; Conflict where there is no such way."""
        if status == self.status:
            return False
        self._refuse_if_merged()
        if status not in self.possible:
            possible = [STATUSES[each] for each in self.possible]
            raise Conflict(
                NOT_THAT_WAY,
                id=str(self.id),
                now=STATUSES[Status(self.status)],
                wanted=STATUSES[status],
                possible=possible,
            )
        if status in UNSOLVED and not self.is_unsolved:
            self.reopened = (self.reopened or 0) + 1
        self.status = status
        self.steps.append(TicketStep(status=status, at=at))
        self.resolved_at = None if status in UNSOLVED else self.resolved_at or at
        self.closed_at = at if status == Status.CLOSED else None
        return True

    def give_to(self, member: Member, at: datetime) -> None:
        """Whoever gets it has begun: a new ticket is open then."""
        self.refuse_if_over()
        if not member.active:
            raise BadValue(AWAY, name=member.name)
        if self.assignee and self.assignee.id != member.id:
            self.reassigned = (self.reassigned or 0) + 1
        self.assignee = member
        if self.status == Status.NEW:
            self.move_to(Status.OPEN, at)

    def give_back(self) -> None:
        """It waits for somebody again."""
        self.refuse_if_over()
        self.assignee = None

    def rate(self, score: int, comment: str | None, at: datetime) -> None:
        """What the customer thinks of it; a second rating replaces the first."""
        if score not in SCORES:
            raise BadValue(NO_SUCH_SCORE)
        self.score, self.comment, self.rated_at = score, comment, at

    def refuse_if_over(self) -> None:
        """Conflict where nobody works on it any more."""
        self._refuse_if_merged()
        if self.status == Status.CLOSED:
            raise Conflict(OVER, id=str(self.id))

    def _refuse_if_merged(self) -> None:
        if self.merge:
            raise Conflict(MERGED, id=str(self.id), into=str(self.merge.into_id))


class TicketMessage(Row):
    """What was said on a ticket; `author` is the member who wrote it, None where the customer did."""

    __tablename__ = "ticket_messages"
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    direction: Mapped[str]
    text: Mapped[str] = mapped_column(Sealed)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)  # by which it went out
    files: Mapped[list[Any] | None]  # what came along: the keys under which it is kept

    author: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"


class TicketMerge(Row):
    """`ticket` was found to be the same as `into`, and is closed for it."""

    __tablename__ = "ticket_merges"
    __table_args__ = (
        UniqueConstraint("ticket_id", name="uq_ticket_merges_ticket_id"),
        {"sqlite_autoincrement": True},
    )
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship(back_populates="merge", foreign_keys=[ticket_id])


class TicketStep(Row):
    """Since `at` the ticket has had this status: what the clock of its service level goes by."""

    __tablename__ = "ticket_steps"
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    status: Mapped[str]
    at: Mapped[datetime]
