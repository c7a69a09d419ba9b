"""Slips of the fingers: what was meant is done, and what was written freely stays as it was written."""

import pytest

from crm_domain.deals import Deal
from crm_domain.tasks import Task
from handlers.command import COMMANDS
from handlers.reading.misspelt import lexicon_of
from handlers.reading.readings import Reading
from handlers.reading.slips import Mended
from handlers.reply import Outcome
from tests.people import Office, Person, done, told


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("opne tickets", "ticket.list"),
        ("show my overdeu tasks", "task.list"),
        ("pipleine by stage", "report.pipeline"),
        ("reveneu last quater by rep", "report.revenue"),
        ("hwlp", "help"),
        ("list my remnders", "reminder.list"),
        ("ｓｈｏｗ ｍｙ ｏｐｅｎ ｄｅａｌｓ", "deal.list"),
        ("我有哪些题醒", "reminder.list"),
        ("还没人接的公单有哪些", "ticket.list"),
        ("上州赢单率", "report.winrate"),
        ("本季度于测", "report.forecast"),
        ("谁这个约业绩最好", "report.leaderboard"),
        ("还有哪些工单没人街", "ticket.list"),
        ("win rate by rep since Jly", "report.winrate"),
    ],
)
def test_a_slip_in_a_request_is_read_as_what_was_meant(ann: Person, text: str, command: str) -> None:
    assert told(done(ann.says(text)))[0][0] == command


def test_buying_is_not_selling_and_taking_a_ticket_does_not_settle_it(office: Office, lin: Person) -> None:
    number = office.crm(lambda crm: crm.tickets.open("扫码枪连不上").id)
    assert told(done(lin.says(f"{number} 谁接了")))[0][0] == "ticket.show"
    by = told(done(lin.says("累计买得最多的客户是谁")))[0][1].get("by")
    assert by != "owner"


def test_a_stage_and_a_month_that_are_misspelt_are_known(office: Office, ann: Person) -> None:
    done(ann.says("moev acme renewal to propsal"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "proposal"
    done(ann.says("set the close date of acme renewal to 15 Januarry"))
    assert str(office.facts(Deal, "Acme renewal", "close_date")) == "2027-01-15"


def test_what_asks_for_nothing_is_no_new_name_in_its_misspelt_form(ann: Person) -> None:
    assert ann.says("we won the charity run on saturady lol").outcome is Outcome.UNCLEAR


def test_what_is_to_be_done_is_kept_as_it_was_written(office: Office, ann: Person, lin: Person) -> None:
    done(ann.says("add a taks: send the pipleine deck to Marl"))
    done(lin.says("加个任物：把客护名单整理宜下"))
    titles = [task.title for task in office.rows(Task)]
    assert "send the pipleine deck to Marl" in titles
    assert "把客护名单整理宜下" in titles


@pytest.mark.parametrize("word", ["deck", "form", "intro", "whats", "backups", "widget", "buyer", "xyzzy"])
def test_a_word_that_is_one_or_far_from_ours_is_left_alone(word: str) -> None:
    lexicon = lexicon_of(())
    assert lexicon.knows(word) or lexicon.nearest(word) is None


def test_what_stands_beside_a_short_word_tells_what_was_meant() -> None:
    lexicon = lexicon_of(())
    assert lexicon.nearest("lsst", "*", "week") == "last"
    assert lexicon.nearest("dals", "export", "to") == "deals"
    assert lexicon.nearest("mori", "kenji", "*") is None


def test_a_name_is_no_slip(ann: Person, office: Office) -> None:
    """“globx” is Globex rather than any word."""
    done(ann.says("new company Globx Trading"))
    assert told(done(ann.says("show globx trading")))[0][0] == "company.show"


def test_names_and_free_words_come_back_as_written_and_values_as_they_were_meant() -> None:
    mended = Mended("close the deck task by friday", [(0, 5, "colse"), (23, 29, "firday")])
    reading = Reading(COMMANDS["task.add"], {"title": "close the deck task", "due": "friday"})
    assert mended.as_written([reading])[0].said == {"title": "colse the deck task", "due": "friday"}
