"""Sequences that stop on the customer's word, rules about one record, and approvals: asked, listed, given."""

from datetime import timedelta

import pytest

from crm_domain.automations import Automation
from crm_domain.tasks import Task
from crm_domain.tickets import Direction, TicketMessage
from tests.automations.test_rules import on, pushes, runs, tick
from tests.people import Office, done, labels, refused, rows


def touches(office: Office) -> list[str]:
    return [row.title for row in office.rows(Task) if "touch" in row.title or "次跟进" in row.title]


@pytest.mark.parametrize(
    ("reply", "stops"),
    [
        ("log a call with Dana Wu: she likes it", True),
        ("log a call with Dana Wu: no answer, left a voicemail", False),
        ("log a note on acme renewal: to be tried again", False),
    ],
)
def test_touches_stop_once_the_customer_was_heard_but_not_for_a_call_that_nobody_took(office, ann, reply, stops):
    on(ann, "when a deal moves to negotiation: three touches, stop on reply")
    done(ann.says("move acme renewal to negotiation"))
    tick(office, days=1, minutes=5)
    assert touches(office) == ["touch 1 of 3 (Acme renewal)"]
    done(ann.says(reply))
    tick(office, minutes=1)  # a day before the next touch
    assert [state for state, _ in runs(office)] == ["ended" if stops else "waiting"]
    for _ in range(8):
        tick(office, days=1)
    assert len(touches(office)) == (1 if stops else 3)
    assert [state for state, _ in runs(office)] == ["ended" if stops else "done"]


def test_a_lead_without_an_answer_is_tried_again_in_chinese(office, lin):
    on(lin, "线索三天没回复的话，跟进三次，有回复就停")
    done(lin.says("新建商机 澄屿三期，澄屿科技，5万"))
    for _ in range(20):
        tick(office, days=1)
    mine = [title for title in touches(office) if "三期" in title]
    assert [title.partition(" (")[0] for title in mine] == [f"第 {n} 次跟进（共 3 次）" for n in (1, 2, 3)]


def test_what_a_customer_writes_on_a_ticket_stops_it_too(office, ann):
    on(ann, "when a deal moves to negotiation: two touches every 2 days, stop when they reply")
    done(ann.says("move acme renewal to negotiation"))
    office.now += timedelta(days=1)

    def write(crm):
        dana = next(contact for contact in crm.contacts.all() if contact.name == "Dana Wu")
        ticket = crm.tickets.open("Question", contact=dana)
        words = {"direction": Direction.IN, "text": "we would like to go on", "at": crm.now}
        crm.session.add(TicketMessage(ticket_id=ticket.id, **words))

    office.crm(write)
    tick(office, minutes=1)
    assert [state for state, _ in runs(office)] == ["ended"]
    for _ in range(6):
        tick(office, days=1)
    assert touches(office) == []
    assert [state for state, _ in runs(office)] == ["ended"]


def test_a_rule_may_be_about_one_record_alone(office, ann, lin):
    done(ann.says("when Acme renewal moves to negotiation, tell me"))
    card = done(ann.says("what does automation #1 do"))
    assert "Acme renewal moves to Negotiation" in card.fields[1].value
    done(ann.says("turn it on"))
    done(ann.says("rename the deal acme renewal to Acme five years"))
    done(office.person("root").says("move larkfield gate readers to negotiation"))
    done(ann.says("move Acme five years to negotiation"))
    tick(office, minutes=1)
    assert [text.partition("\n")[0] for text in pushes(office, "ann-dm")] == ["Acme five years moved to Negotiation"]
    on(lin, "澄屿科技续约赢单时，通知我")
    done(lin.says("澄屿科技续约赢单"))
    tick(office, minutes=1)
    assert [text.partition("\n")[0] for text in pushes(office, "lin-dm")] == ["澄屿科技续约 已到赢单"]


def test_of_one_record_much_is_said_that_is_no_rule(office, ann):
    for words in ("after the meeting with Dana Wu, remind me to send the quote", "when is the Acme renewal due?"):
        ann.says(words)
    assert office.rows(Automation) == []


def test_approvals_are_listed_and_the_only_one_needs_no_number(office, ann):
    max_ = office.person("max")
    done(max_.says("help"))
    assert "Nothing waits" in done(max_.says("what waits for my approval?")).text
    on(ann, "when a deal is over 100k, get Max's approval within 4 hours, once approved tell #big")
    done(ann.says("set acme renewal to 150k"))
    tick(office, minutes=1)
    listed = done(max_.says("my approvals"))
    assert rows(listed)[0][1:3] == ("Acme renewal", "Ann Lee")
    assert labels(listed)[:2] == ["Approve #1", "Decline #1"]
    refused(ann.says("approve it"))
    done(max_.says("i approve"))
    tick(office, minutes=1)
    assert len(pushes(office, "#big")) == 1
