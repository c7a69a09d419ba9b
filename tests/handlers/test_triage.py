"""Triage: what solved tickets teach about a new one, applied by a button or unasked, and who gets it."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from crm_domain.tickets import Status, Ticket
from handlers.assistant import Assistant
from handlers.triage import Triage, route
from tests.people import done, labels, shown

SCANNERS = ("scanner won't charge", "scanner screen is dark", "scanner drops the wifi", "the scanner battery is empty",
            "handheld scanner reboots", "scanner trigger is stuck", "barcode scanner beeps only")  # fmt: skip
INVOICES = ("invoice shows the wrong VAT", "invoice sent twice", "invoice has an old address", "credit note is missing",
            "charged twice on the invoice", "wrong amount on the invoice", "invoice number is missing")  # fmt: skip


@pytest.fixture
def desk(office):
    """Fourteen solved tickets of two kinds; Ivy and Jo are agents, Jo knows invoices."""

    def work(crm):
        crm.members.by_handle("ivy").tz = "Europe/London"
        crm.members.add("Jo Park", "agent", "jo", tz="Europe/London")
        crm.workspace.support = {"skills": {"jo": ["billing"]}}
        for category, priority, subjects in (("hardware", "high", SCANNERS), ("billing", "low", INVOICES)):
            for subject in subjects:
                ticket = crm.tickets.open(subject, category=category, priority=priority)
                crm.tickets.move(ticket, Status.CLOSED)

    office.crm(work)
    return office


def test_a_new_ticket_comes_with_a_suggestion_and_its_reasons_applied_by_one_button(desk):
    ann = desk.person("ann")
    opened = done(ann.says("open a ticket for Acme: the invoice has a wrong VAT number"))
    assert "Suggested: Category billing (" in opened.text
    assert "Assignee Jo Park (0 open, skilled for it)" in opened.text
    assert "Like #8" in opened.text
    assert "Apply" in labels(opened)
    applied = done(desk.person("root").says("triage ticket 15"))
    assert shown(applied)["Category"].startswith("billing (")
    root = desk.person("root")
    root.says("triage ticket 15")
    assert done(root.presses("Apply")).text.startswith("Sorted #15")
    facts = desk.facts(Ticket, "the invoice has a wrong VAT number", "category", "assignee.handle", "status")
    assert facts == ("billing", "jo", "open")
    done(root.says("undo"))
    assert desk.facts(Ticket, "the invoice has a wrong VAT number", "category", "assignee") == (None, None)


def test_above_the_confidence_that_the_admin_sets_it_is_applied_unasked(desk):
    desk.crm(lambda crm: setattr(crm.workspace, "support", {"auto_triage": 0.5}))
    desk.assistant = Assistant()  # settings are read at the start
    done(desk.person("ann").says("open a ticket for Acme: scanner battery won't charge"))
    facts = desk.facts(Ticket, "scanner battery won't charge", "category", "priority", "status")
    assert facts == ("hardware", "high", "open")


def test_what_was_said_is_not_overruled(desk):
    desk.crm(lambda crm: setattr(crm.workspace, "support", {"auto_triage": 0.5}))
    desk.assistant = Assistant()
    done(desk.person("ann").says("open a ticket for Acme: scanner battery won't charge, low"))
    assert desk.facts(Ticket, "scanner battery won't charge", "priority", "category") == ("low", "hardware")


def test_who_applies_what_is_suggested_keeps_the_priority_that_was_said(desk):
    root = desk.person("root")
    reply = done(root.says("open a ticket for Acme: scanner battery won't charge, urgent"))
    assert "Priority" not in reply.text
    done(root.presses("Apply"))
    assert desk.facts(Ticket, "scanner battery won't charge", "priority", "category") == ("urgent", "hardware")


def test_a_similar_open_ticket_of_the_same_company_is_pointed_to(desk):
    ann = desk.person("ann")
    done(ann.says("open a ticket for Acme: gate reader misses pallets"))
    again = done(ann.says("open a ticket for Acme: gate reader misses some pallets"))
    assert "This may be the same as #15, still open: gate reader misses pallets" in again.text
    assert "Merge them" in labels(again)
    other = done(ann.says("open a ticket for Larkfield Freight: gate reader misses pallets"))
    assert "may be the same" not in other.text


def test_a_thousand_tickets_are_spread_evenly_over_those_who_are_equal(desk):
    def work(crm):
        for name in ("Kim Lo", "Lu Fan"):
            crm.members.add(name, "agent", tz="Europe/London")
        tickets = [Ticket(subject=f"ticket {n}", status="open") for n in range(1_000)]
        crm.session.add_all(tickets)
        crm.session.flush()
        got = Counter()
        for ticket in tickets:
            who, _, _ = route(crm, "hardware")
            given = update(Ticket).where(Ticket.id == ticket.id).values(assignee_id=who.id)
            crm.session.execute(given, execution_options={"synchronize_session": False})
            got[who.handle] += 1
            assert max(got.values()) - min(got[handle] for handle in ("ivy", "kim", "lu")) <= 1
        return got

    got = desk.crm(work)
    assert set(got) == {"ivy", "kim", "lu"}


def test_whoever_is_off_duty_gets_nothing_while_others_are_at_work(desk):
    desk.crm(lambda crm: setattr(crm.members.by_handle("ivy"), "day_to", "09:01"))
    desk.now += timedelta(hours=2)
    desk.crm(lambda crm: crm.members.add("Kim Lo", "agent", tz="Europe/London"))
    assert desk.crm(lambda crm: route(crm, "hardware")[0].handle) == "kim"


def test_an_empty_desk_suggests_nothing(office):
    office.crm(lambda crm: crm.tickets.open("Printer jams"))
    assert not office.crm(lambda crm: Triage().suggest(crm, crm.tickets.get(1)))
    assert "nothing to suggest" in done(office.person("ivy").says("triage ticket 1")).text
