"""The one record that a rule is about: “when Acme renewal moves to negotiation”."""

import re

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.names import Match
from crm_domain.tickets import Ticket
from handlers.context import Context
from handlers.reading.delexical import spotted
from handlers.reading.spans import Name

_TICKET = re.compile(
    r"(?:\b(?:ticket|case)\s*(?:no\.?|number)?\s*#?|#|工单\s*#?)(\d{1,9})\b|(\d{1,9})\s*号?(?:工单|工單)", re.I
)
SURE = 0.9
AHEAD = 0.02  # so much likelier than the next one
NOUNS: dict[type[Row], str] = {Deal: "deal", Ticket: "ticket"}


def named_in(when: str, context: Context) -> Match | None:
    """The deal or ticket that is named; None where there is none, or it could be several."""
    if numbered := _TICKET.search(when):
        number = int(numbered[1] or numbered[2])
        return Match(Ticket, number, 1.0) if context.holds(Ticket, number) else None
    for span in spotted(when, context):
        if isinstance(span.value, Name) and (found := _best(when[span.start : span.end], context)):
            return found
    return None


def company_in(when: str, context: Context) -> str | None:
    """The company that is named, if nothing else is called so."""
    for span in spotted(when, context):
        if isinstance(span.value, Name):
            found = context.names.find(when[span.start : span.end], (Company, Deal, Contact))
            if found and found[0].model is Company and found[0].score >= SURE:
                row = context.crm.companies.by_ids([found[0].id]).get(found[0].id)
                return row.name if row else None
    return None


def _best(said: str, context: Context) -> Match | None:
    found = context.names.find(said, (Deal, Company, Contact))
    if not found or found[0].model is not Deal or found[0].score < SURE:
        return None
    return None if len(found) > 1 and found[0].score - found[1].score < AHEAD else found[0]
