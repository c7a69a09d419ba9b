"""Customers who write in: each known by the account and the chat they write from, and by their tickets alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain import outbox
from crm_domain.base import Row
from crm_domain.contacts import Contact
from crm_domain.desk import Desk
from crm_domain.sealing import Sealed, SealedJson
from crm_domain.ticket import Ticket, TicketMerge, TicketMessage
from crm_domain.ticket_states import UNSOLVED, Direction, Status
from crm_domain.tickets import Tickets


class Customer(Row):
    """`chat` and `address` are where this person wrote from last; `direct`: nobody else reads there."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "account"),
        {"sqlite_autoincrement": True},
    )
    noun = "tickets"

    channel: Mapped[str]
    account: Mapped[str]
    chat: Mapped[str]
    direct: Mapped[bool] = mapped_column(default=True)
    address: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    lang: Mapped[str] = mapped_column(default="en")
    name: Mapped[str | None] = mapped_column(Sealed)  # as the platform calls them
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)

    contact: Mapped[Contact | None] = relationship()

    @property
    def label(self) -> str:
        return self.contact.name if self.contact else self.name or f"{self.channel} {self.account}"


class CustomerTicket(Row):
    """Whose ticket it is, and in which chat it is spoken of: where its answers go."""

    __tablename__ = "customer_tickets"
    __table_args__ = (UniqueConstraint("ticket_id"), {"sqlite_autoincrement": True})
    noun = "tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    chat: Mapped[str]
    address: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))  # the closed one that came back

    ticket: Mapped[Ticket] = relationship(foreign_keys=[ticket_id])
    customer: Mapped[Customer] = relationship()


class Customers:
    """On the system's desk, for one customer at a time: nothing here reaches another one's tickets."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def met(
        self,
        channel: str,
        account: str,
        chat: str,
        direct: bool,
        address: Mapping[str, Any],
        lang: str,
        name: str | None = None,
    ) -> Customer:
        """Whoever writes from this account; known from now on."""
        query = self._all().where(Customer.channel == channel, Customer.account == account)
        customer = self.desk.session.scalars(query).first() or Customer(channel=channel, account=account)
        customer.chat, customer.direct, customer.address = chat, direct, dict(address)
        customer.lang, customer.name = lang or customer.lang or "en", name or customer.name
        self.desk.session.add(customer)
        self.desk.session.flush()
        return customer

    def _all(self) -> Select[tuple[Customer]]:
        return select(Customer).where(Customer.workspace_id == self.desk.workspace.id)

    def tickets(self, customer: Customer) -> Sequence[CustomerTicket]:
        """Theirs, the latest first."""
        query = (
            select(CustomerTicket)
            .where(CustomerTicket.workspace_id == self.desk.workspace.id, CustomerTicket.customer_id == customer.id)
            .order_by(CustomerTicket.ticket_id.desc())
        )
        return self.desk.session.scalars(query).all()

    def link_of(self, ticket: Ticket) -> CustomerTicket | None:
        """Where its customer is reached; None for a ticket that nobody wrote in."""
        query = select(CustomerTicket).where(
            CustomerTicket.workspace_id == self.desk.workspace.id, CustomerTicket.ticket_id == ticket.id
        )
        return self.desk.session.scalars(query).first()

    def opens(
        self, customer: Customer, text: str, after: Ticket | None = None, files: Sequence[str] = ()
    ) -> CustomerTicket:
        """A new ticket; `after` is the one that it goes on from."""
        subject = text.strip().splitlines()[0]
        short = subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1]}…"
        facts = {"priority": after.priority, "category": after.category} if after else {}
        ticket = Tickets(self.desk).open(short, description=text, contact=customer.contact, **facts)
        ticket.waiting_since = self.desk.now
        where = {"chat": customer.chat, "address": customer.address, "continues_id": after.id if after else None}
        link = CustomerTicket(ticket=ticket, customer=customer, **where)
        self.desk.session.add(link)
        self._said(ticket, text, files)
        return link

    def writes(self, link: CustomerTicket, text: str, files: Sequence[str] = ()) -> None:
        """On an open ticket; one that waited or was solved is open again."""
        ticket = link.ticket
        self._said(ticket, text, files)
        ticket.waiting_since = ticket.waiting_since or self.desk.now
        if ticket.status not in (Status.NEW, Status.OPEN):
            Tickets(self.desk).move(ticket, Status.OPEN)
        link.chat, link.address = link.customer.chat, link.customer.address

    def amends(self, link: CustomerTicket, text: str) -> None:
        """How an earlier message reads now: whatever stands for the ticket goes on standing."""
        self._said(link.ticket, text, ())

    def _said(self, ticket: Ticket, text: str, files: Sequence[str]) -> None:
        along = list(files) or None
        message = TicketMessage(ticket_id=ticket.id, direction=Direction.IN, text=text, at=self.desk.now, files=along)
        self.desk.session.add(message)
        self.desk.session.flush()

    def share(self, ticket: Ticket, new: Ticket) -> None:
        """The customer of one is the customer of the other."""
        if link := self.link_of(ticket):
            where = {"chat": link.chat, "address": link.address}
            self.desk.session.add(CustomerTicket(ticket=new, customer=link.customer, **where))

    def heard(self, ticket: Ticket) -> Sequence[TicketMessage]:
        """What was said between us: notes are no part of it."""
        query = select(TicketMessage).where(
            TicketMessage.workspace_id == self.desk.workspace.id,
            TicketMessage.ticket_id == ticket.id,
            TicketMessage.direction.in_((Direction.IN, Direction.OUT)),
        )
        return self.desk.session.scalars(query.order_by(TicketMessage.at, TicketMessage.id)).all()

    def told_by(self, letters: Sequence[int]) -> Sequence[int]:
        """The tickets on which these letters of ours were written, the latest first."""
        query = select(TicketMessage.ticket_id).where(
            TicketMessage.workspace_id == self.desk.workspace.id, TicketMessage.letter_id.in_(letters)
        )
        return self.desk.session.scalars(query.order_by(TicketMessage.id.desc())).all() if letters else ()

    def send(self, link: CustomerTicket, body: dict[str, Any], automatic: bool = False) -> int:
        """A letter to the ticket's customer, where it is spoken of; its number. `automatic`: nobody wrote it."""
        customer = link.customer
        return outbox.post(
            self.desk.session,
            workspace_id=self.desk.workspace.id,
            channel=customer.channel,
            chat=link.chat,
            account=customer.account,
            direct=customer.direct,
            address=link.address | {"automatic": True} if automatic else link.address,
            body=body,
            at=self.desk.now,
        )

    def unrated(self, before: datetime) -> Sequence[CustomerTicket]:
        """Solved by then, and without a rating; what was solved long ago is not asked about any more."""
        query = (
            select(CustomerTicket)
            .join(CustomerTicket.ticket)
            .where(
                CustomerTicket.workspace_id == self.desk.workspace.id,
                Ticket.status.in_((Status.RESOLVED, Status.CLOSED)),
                Ticket.resolved_at.between(before - STILL_FRESH, before),
                Ticket.score.is_(None),
            )
        )
        merged = select(TicketMerge.ticket_id).where(TicketMerge.workspace_id == self.desk.workspace.id)
        return self.desk.session.scalars(query.where(Ticket.id.not_in(merged)).order_by(Ticket.id)).all()

    def lost(self) -> Sequence[TicketMessage]:
        """Answers that could not be delivered and whose sender has not been told."""
        query = (
            select(TicketMessage)
            .join(outbox.Letter, outbox.Letter.id == TicketMessage.letter_id)
            .where(
                TicketMessage.workspace_id == self.desk.workspace.id,
                outbox.Letter.state.in_((outbox.Post.DEAD, outbox.Post.MAYBE)),
            )
        )
        return self.desk.session.scalars(query.order_by(TicketMessage.id)).all()


SUBJECT = 80
STILL_FRESH = timedelta(days=7)


def is_open(link: CustomerTicket) -> bool:
    return link.ticket.status in UNSOLVED
