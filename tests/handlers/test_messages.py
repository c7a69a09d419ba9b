"""Several requests in one message, what is taken back on the way, and what one of them says for the others."""

from datetime import date

import pytest

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from handlers.reply import Outcome
from tests.people import Office, Person, asked, done, labels, told


@pytest.mark.parametrize(
    ("who", "text", "commands"),
    [
        (
            "ann",
            "met Dana Okafor at Larkfield Freight, and move the acme renewal to negotiation",
            [
                ("activity.log", {"kind": "meeting", "contact": "Dana Okafor", "company": "Larkfield Freight"}),
                ("deal.move", {"deal": "Acme renewal", "stage": "negotiation"}),
            ],
        ),
        (
            "ann",
            "set acme renewal to 45k. then add a task: send the contract by Friday",
            [
                ("deal.update", {"deal": "Acme renewal", "amount": {"amount": 45000}}),
                ("task.add", {"title": "send the contract", "due": "2026-11-27"}),
            ],
        ),
        (
            "lin",
            "见了王磊，澄屿新仓二期推到谈判，再加个任务：发合同，周五前",
            [
                ("activity.log", {"kind": "meeting", "contact": "王磊 (Leo Wang)"}),
                ("deal.move", {"deal": "澄屿新仓二期", "stage": "negotiation"}),
                ("task.add", {"title": "发合同", "due": "2026-11-27"}),
            ],
        ),
    ],
)
def test_each_request_of_a_message_is_carried_out(office: Office, who: str, text: str, commands: list[object]) -> None:
    assert told(done(office.person(who).says(text))) == commands


def test_each_change_of_a_message_has_an_undo_of_its_own(office: Office, ann: Person) -> None:
    reply = done(ann.says("set acme renewal to 45k, then move it to negotiation"))
    assert [label for label in labels(reply) if "Undo" in label] == ["Undo 1", "Undo 2"]
    done(ann.presses("Undo 1"))
    assert office.facts(Deal, "Acme renewal", "amount.minor", "stage.key") == (4_000_000, "negotiation")


def test_if_one_of_them_must_be_asked_about_none_is_done_until_the_answer(office: Office, ann: Person) -> None:
    asked(ann.says("move acme renewal to negotiation and log a call with dana"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "proposal"
    reply = done(ann.presses("Larkfield"))
    assert [name for name, _ in told(reply)] == ["deal.move", "activity.log"]
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


@pytest.mark.parametrize(
    ("who", "opening", "title"),
    [
        ("ann", "add task: ", "print badges and order lunch, then water the plants"),
        ("lin", "加个任务：", "打印胸牌，再订午饭"),
    ],
)
def test_what_is_no_request_of_its_own_stays_in_the_title(office: Office, who: str, opening: str, title: str) -> None:
    done(office.person(who).says(opening + title))
    assert office.named(Task, title) is not None


def test_a_pronoun_stands_for_what_the_same_message_named(office: Office, ann: Person) -> None:
    done(ann.says("add Greta Holm as a contact at Acme Industries, and log a call with her: wants the brochure"))
    assert told(done(ann.says("show acme renewal, then move it to negotiation")))[1] == (
        "deal.move",
        {"deal": "Acme renewal", "stage": "negotiation"},
    )
    assert office.named(Contact, "Greta Holm") is not None
    done(office.person("lin").says("新建公司砚秋书院，再给它建个商机：图书盘点 12万"))
    assert office.facts(Deal, "图书盘点", "company.name") == "砚秋书院"
    assert office.named(Company, "砚秋书院") is not None


@pytest.mark.parametrize(
    ("who", "text", "deal", "stage"),
    [
        ("ann", "move acme renewal to won... no wait, just negotiation", "Acme renewal", "negotiation"),
        ("ann", "put the acme renewal in lead, sorry, I mean qualified", "Acme renewal", "qualified"),
        ("lin", "把澄屿新仓二期推到谈判，不对，是报价", "澄屿新仓二期", "proposal"),
        ("ann", "move acme renewal to won, no wait, leave it at proposal", "Acme renewal", "proposal"),
        ("lin", "把澄屿新仓二期推到赢单，等等，还是留在报价吧", "澄屿新仓二期", "proposal"),
    ],
)
def test_what_is_taken_back_in_the_same_message_was_never_asked(
    office: Office, who: str, text: str, deal: str, stage: str
) -> None:
    reply = done(office.person(who).says(text))
    assert len(told(reply)) == 1
    assert office.facts(Deal, deal, "stage.key") == stage


def test_a_request_among_small_talk_is_heard(office: Office, ann: Person) -> None:
    done(ann.says("what a day! my feet hurt. move the acme renewal to negotiation"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


def test_a_date_with_a_comma_and_an_amount_are_not_torn(office: Office, ann: Person) -> None:
    done(ann.says("new deal Larkfield Freight scanners, $27,500, close Dec 29, 2026"))
    assert office.facts(Deal, "Larkfield Freight scanners", "amount.minor", "close_date") == (
        2_750_000,
        date(2026, 12, 29),
    )


@pytest.mark.parametrize(
    ("who", "text", "commands"),
    [
        ("max", "sla and csat for october", ["report.sla", "report.csat"]),
        ("max", "forecast this quarter and the pipeline", ["report.forecast", "report.pipeline"]),
        ("max", "上个月的SLA和满意度", ["report.sla", "report.csat"]),
        ("max", "tickets by priority", ["report.tickets"]),
        ("max", "what's left today", ["task.list"]),
    ],
)
def test_figures_that_are_asked_for_together_are_all_told(
    office: Office, who: str, text: str, commands: list[str]
) -> None:
    assert [name for name, _ in told(done(office.person(who).says(text)))] == commands


def test_an_exclamation_asks_for_no_figures(ann: Person) -> None:
    for text in ("what a day", "oh man, what a week", "what a month"):
        assert ann.says(text).outcome is Outcome.UNCLEAR


def test_whom_a_deal_is_for_is_no_part_of_its_title(office: Office, ann: Person) -> None:
    done(ann.says("new deal fleet tags for Larkfield Freight 12k, contact Dana Okafor"))
    assert office.facts(Deal, "fleet tags", "company.name", "contact.name") == ("Larkfield Freight", "Dana Okafor")


def test_two_tickets_and_a_further_request(office: Office) -> None:
    ivy = office.person("ivy")
    for subject in ("gate stuck", "no sound"):
        done(ivy.says(f"open a ticket for acme: {subject}"))
    first, second = sorted(ticket.id for ticket in office.rows(Ticket))[-2:]
    reply = done(ivy.says(f"resolve #{first} and #{second}, then show me what's left unassigned"))
    assert [name for name, _ in told(reply)] == ["ticket.move", "ticket.move", "ticket.list"]
    assert {t.status for t in office.rows(Ticket) if t.id in (first, second)} == {"resolved"}
    done(ivy.says(f"#{first}、#{second}都关了吧"))
    assert {t.status for t in office.rows(Ticket) if t.id in (first, second)} == {"closed"}
