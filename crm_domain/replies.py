"""The customer's own word since a moment: what they wrote to us, and talks in which they were reached."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm_domain.activities import Activity, Kind
from crm_domain.as_of import Columns
from crm_domain.journal import ChangeLine
from crm_domain.ticket_states import Direction
from crm_domain.tickets import Ticket, TicketMessage

# A call that nobody took is no answer, whatever kind of activity it was logged as.
_NOT_REACHED = re.compile(
    r"no (?:answer|reply|response)|voice ?mail|(?:not|n't) (?:answer|reply|respond|pick|reach)|unreachable"
    r"|left (?:a )?message|没接|未接|没人接|无人接听|没回|未回|没联系上|没打通|打不通|留言|无应答|没有回",
    re.I,
)


ABOUT = {"deals": "deal_id", "tickets": "ticket_id", "contacts": "contact_id", "companies": "company_id"}


def replies(session: Session, table: str, id: int, columns: Columns, since: datetime, until: datetime) -> int:
    """How often the customer of that record was heard after `since`."""
    return _written(session, table, id, columns, since, until) + _talked(session, table, id, columns, since, until)


def concerned(session: Session, lines: Iterable[ChangeLine]) -> Mapping[str, set[int]]:
    """Which people, companies and records the activities and messages of a change are about, by table."""
    found: dict[str, set[int]] = {name: set() for name in ABOUT}
    for line in lines:
        after = line.after or {}
        ticket = session.get(Ticket, after.get("ticket_id") or 0)
        for name, column in ABOUT.items():
            for id in (after.get(column), ticket and getattr(ticket, column, None)):
                found[name] |= {id} if id else set()
    return found


def _talked(session: Session, table: str, id: int, columns: Columns, since: datetime, until: datetime) -> int:
    query = select(Activity.summary).where(
        Activity.kind != Kind.NOTE, Activity.at > since, Activity.at <= until, or_(*_of(table, id, columns))
    )
    return sum(not _NOT_REACHED.search(summary or "") for summary in session.scalars(query))


def _of(table: str, id: int, columns: Columns) -> Sequence[ColumnElement[bool]]:
    """What was logged with the record, or with its person."""
    own = {"deals": Activity.deal_id, "tickets": Activity.ticket_id, "contacts": Activity.contact_id,
           "companies": Activity.company_id}[table]  # fmt: skip
    person = columns.get("contact_id")
    return [own == id, Activity.contact_id == person] if person else [own == id]


def _written(session: Session, table: str, id: int, columns: Columns, since: datetime, until: datetime) -> int:
    """Messages of the customer on their tickets."""
    contact = id if table == "contacts" else columns.get("contact_id")
    company = id if table == "companies" else columns.get("company_id")
    who = [Ticket.id == id] if table == "tickets" else []
    who += [Ticket.contact_id == contact] if contact and table != "tickets" else []
    who += [Ticket.company_id == company] if company and table != "tickets" and not contact else []
    if not who:
        return 0
    query = select(func.count()).select_from(TicketMessage).join(Ticket, Ticket.id == TicketMessage.ticket_id)
    query = query.where(TicketMessage.direction == Direction.IN, or_(*who))
    return session.scalar(query.where(TicketMessage.at > since, TicketMessage.at <= until)) or 0
