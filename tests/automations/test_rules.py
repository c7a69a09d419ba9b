"""Rules at work: an event, a condition, what is done, once; by the clock, and in spite of restarts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from automations.clockwork import NUDGES, run_due
from crm_domain.automations import Automation
from crm_domain.deals import Deal
from crm_domain.outbox import Letter
from crm_domain.rule_runs import RuleRun
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from tests.people import MONDAY, Office, done


def tick(office, **later):
    office.now += timedelta(**later)
    with office.store.transaction() as session:
        while run_due(session, "main", office.now, office.assistant.access, off=NUDGES):
            pass


def pushes(office, chat=None):
    """The texts that were sent unasked."""
    with office.store.transaction() as session:
        letters = session.scalars(select(Letter).where(Letter.answers.is_(None)).order_by(Letter.id)).all()
        return [letter.body["text"] for letter in letters if chat in (None, letter.chat)]


def runs(office):
    with office.store.transaction() as session:
        return [(run.state, run.occasion) for run in session.scalars(select(RuleRun).order_by(RuleRun.id))]


def on(person, words):
    done(person.says(words))
    done(person.says("turn it on"))


def test_what_happened_after_it_was_turned_on_sets_it_off_once(each_office: Office):
    ann = each_office.person("ann")
    done(ann.says("when a deal above 30k moves to negotiation, tell #sales and make a task for the owner in 2 days"))
    done(ann.says("move acme renewal to lead"))
    done(ann.says("turn on automation #1"))
    done(ann.says("move acme renewal to negotiation"))
    for _ in range(3):
        tick(each_office, minutes=1)
    assert pushes(each_office, "#sales") == [
        "Acme renewal moved to Negotiation\nAcme Industries · $40,000 · Negotiation · Ann Lee"
    ]
    assert each_office.facts(Task, "Follow up: Acme renewal", "assignee.handle", "deal.title") == (
        "ann",
        "Acme renewal",
    )
    assert [state for state, _ in runs(each_office)] == ["done"]


def test_the_condition_is_asked_of_the_record_as_it_was_then(office, ann):
    on(ann, "when a deal above 30k moves to negotiation, tell #sales")
    done(ann.says("set acme renewal to 20k"))
    done(ann.says("move acme renewal to negotiation"))
    done(ann.says("set acme renewal to 60k"))
    tick(office, minutes=1)
    assert pushes(office) == []


def test_a_ticket_that_nobody_takes_is_told_of_and_one_that_is_taken_is_not(office, ann):
    ivy = office.person("ivy")
    done(ivy.says("help"))
    on(ann, "if a ticket is urgent and nobody took it in 10 minutes, tell the on-call")
    done(ann.says("open an urgent ticket: the gate does not open"))
    done(ann.says("open an urgent ticket: the printer smokes"))
    tick(office, minutes=5)
    done(ivy.says("take ticket 2"))
    assert pushes(office) == []
    tick(office, minutes=6)
    tick(office, minutes=6)
    assert [text.partition("\n")[0] for text in pushes(office)] == ["Nobody has taken #1 the gate does not open"]
    assert [state for state, _ in runs(office)] == ["done", "ended"]


def test_a_rule_changes_what_it_is_told_to(office, ann):
    on(office.person("max"), "when a new ticket comes in, assign it to Ivy and set the priority to high")
    done(ann.says("open a ticket: the badge is lost"))
    tick(office, seconds=5)
    assert office.facts(Ticket, "the badge is lost", "assignee.handle", "priority") == ("ivy", "high")


def test_a_rule_can_do_no_more_than_its_owner(office, ann):
    on(ann, "when a deal is lost, assign it to me")
    done(office.person("bo").says("lost larkfield gate readers, no budget"))
    tick(office, seconds=5)
    assert office.facts(Deal, "Larkfield gate readers", "owner.handle") == "bo"
    assert [state for state, _ in runs(office)] == ["failed"]
    assert "failed on Larkfield gate readers" in pushes(office, "ann-dm")[0]


def test_rules_that_set_each_other_off_end(office, ann):
    on(ann, "when a deal moves to negotiation, move it to proposal")
    on(ann, "when a deal moves to proposal, move it to negotiation")
    done(ann.says("move acme renewal to negotiation"))
    tick(office, minutes=1)
    assert [state for state, _ in runs(office)] == ["done", "done", "held"]


def test_a_standing_is_told_of_once_as_long_as_it_lasts(office, ann):
    on(ann, "if a deal has had no activity for 14 days remind the owner")
    done(ann.says("log a call with Dana Wu about acme renewal: wants the brochure"))
    for _ in range(20):
        tick(office, days=1)
    told_of = [text for text in pushes(office, "ann-dm") if "Acme renewal" in text]
    assert len(told_of) == 1


def test_a_scheduled_report_comes_on_its_day_and_an_empty_one_says_so(office, ann):
    done(ann.says("send me the overdue deals every Monday at 9"))
    tick(office, days=3)
    assert pushes(office) == []
    tick(office, days=4)
    assert pushes(office) == ["Deals: nothing to report."]
    tick(office, days=21)
    assert len(pushes(office)) == 2, "what was missed while nobody looked comes once"


def test_stopped_automations_do_nothing_and_make_up_for_nothing(office, ann):
    on(ann, "when a deal moves to negotiation, tell #sales")
    done(office.person("root").says("stop all automations"))
    done(ann.says("move acme renewal to negotiation"))
    tick(office, minutes=1)
    done(office.person("root").says("resume automations"))
    tick(office, minutes=1)
    assert pushes(office) == []


def test_a_burst_becomes_a_handful(office, ann):
    on(ann, "when a deal is added, tell me")
    for n in range(60):
        done(ann.says(f"new deal Bulk {n}, {n + 1}k"))
    for _ in range(5):
        tick(office, minutes=5)
    told = pushes(office, "ann-dm")
    assert 1 < len(told) <= 5
    assert "57 messages" in told[-1]


@pytest.mark.parametrize("handle", ["ann"])
def test_at_night_it_waits_for_the_morning_and_can_be_muted(office, handle):
    ann = office.person(handle)
    on(ann, "when a deal is added, tell me")
    office.now = MONDAY + timedelta(hours=14)
    done(ann.says("new deal Night, 5k"))
    tick(office, minutes=1)
    assert pushes(office, "ann-dm") == []
    tick(office, hours=8)
    assert pushes(office, "ann-dm")[0].startswith("New deal: Night")
    assert "Ann Lee's automation #1" in done(ann.says("why did I get this?")).text
    done(ann.says("mute this"))
    done(ann.says("new deal Day, 5k"))
    tick(office, minutes=1)
    assert len(pushes(office, "ann-dm")) == 1
    assert [automation.enabled for automation in office.rows(Automation)] == [True]
