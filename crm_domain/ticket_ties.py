"""What a ticket is tied to: the deals it is about, and the colleagues who want to hear of it."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.deals import Deal
from crm_domain.desk import Desk
from crm_domain.members import Member
from crm_domain.ticket import Ticket


class TicketWatcher(Row):
    __tablename__ = "ticket_watchers"
    __table_args__ = (UniqueConstraint("ticket_id", "member_id"), {"sqlite_autoincrement": True})
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)

    member: Mapped[Member] = relationship()


class TicketDeal(Row):
    __tablename__ = "ticket_deals"
    __table_args__ = (UniqueConstraint("ticket_id", "deal_id"), {"sqlite_autoincrement": True})
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)

    deal: Mapped[Deal] = relationship()


class Ties:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def watchers(self, ticket: Ticket) -> Sequence[Member]:
        query = select(Member).join(TicketWatcher, TicketWatcher.member_id == Member.id)
        query = query.where(Member.workspace_id == self.desk.workspace.id, TicketWatcher.ticket_id == ticket.id)
        return self.desk.session.scalars(query.order_by(TicketWatcher.id)).all()

    def deals(self, ticket: Ticket) -> Sequence[Deal]:
        query = select(Deal).join(TicketDeal, TicketDeal.deal_id == Deal.id)
        query = query.where(
            Deal.workspace_id == self.desk.workspace.id,
            TicketDeal.ticket_id == ticket.id,
            self.desk.access.sees(self.desk.actor, Deal),
        )
        return self.desk.session.scalars(query.order_by(TicketDeal.id)).all()

    def watch(self, ticket: Ticket, member: Member) -> bool:
        """False for one who watches it already."""
        if member in self.watchers(ticket):
            return False
        self.desk.session.add(TicketWatcher(ticket_id=ticket.id, member_id=member.id))
        return True

    def unwatch(self, ticket: Ticket, member: Member) -> bool:
        query = select(TicketWatcher).where(
            TicketWatcher.workspace_id == self.desk.workspace.id,
            TicketWatcher.ticket_id == ticket.id,
            TicketWatcher.member_id == member.id,
        )
        found = self.desk.session.scalars(query).first()
        if found:
            self.desk.session.delete(found)
        return found is not None

    def link(self, ticket: Ticket, deal: Deal) -> bool:
        """False where they are linked already."""
        query = select(TicketDeal.id).where(
            TicketDeal.workspace_id == self.desk.workspace.id,
            TicketDeal.ticket_id == ticket.id,
            TicketDeal.deal_id == deal.id,
        )
        if self.desk.session.scalar(query):
            return False
        self.desk.session.add(TicketDeal(ticket_id=ticket.id, deal_id=deal.id))
        return True
