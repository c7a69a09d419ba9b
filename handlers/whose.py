"""Tickets that are called by whose they are: “Keisha's ticket”, “the Acme one”, 黄晓彤那单."""

import re
from collections.abc import Sequence

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.names import Match, rivals
from crm_domain.tickets import Ticket
from handlers.context import Context

_WHOSE = re.compile(
    r"^(?:the\s+)?(?P<en>.+?)(?:['’]s)?\s+(?:one|ticket|case|issue)$|"
    r"^[帮给把]?(?P<zh>.+?)(?:那边的|那|这|的){1,2}(?:一)?[张个]?(?:工单|单子|单)$",
    re.I,
)
NAMED_WELL = 0.9  # a likeness to somebody's name that leaves no doubt


def whose_tickets(said: str, context: Context) -> list[Match]:
    """The open tickets of the company or the contact that is named so; none where it does not say that it is theirs."""
    if (whose := _WHOSE.match(said.strip())) is None:
        return []
    named = context.names.find(whose["en"] or whose["zh"], (Company, Contact))
    owners = rivals([match for match in named if match.score >= NAMED_WELL])
    rows = (row for m in owners for row in getattr(context.crm, m.model.noun).by_ids([m.id]).values())
    ids = dict.fromkeys(ticket.id for row in rows for ticket in context.crm.tickets.of(row))
    return [Match(Ticket, id, owners[0].score) for id in ids]


def tickets_of_named(context: Context) -> Sequence[Ticket]:
    """The open ones of the contact who was named in the same sentence; that in focus alone, where it is theirs."""
    if (id := context.near.get("contacts")) is None:
        return []
    theirs = context.crm.tickets.of(context.crm.contacts.get(id))
    focused = context.memory.focus.get(Ticket.noun)
    return [ticket for ticket in theirs if ticket.id == focused] or theirs
