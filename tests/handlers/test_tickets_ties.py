"""Tags, watchers, deals, a split, and saved answers."""

import pytest

from crm_domain.answers import Answer
from crm_domain.customers import CustomerTicket
from crm_domain.tickets import Ticket
from tests.handlers.test_customers import SUPPORT, letters
from tests.people import asked, done, refused, rows, shown, told


@pytest.fixture
def desk(office):
    """#1, which Dana wrote in her own chat."""
    office.crm(lambda crm: setattr(crm.workspace, "support", SUPPORT))
    office.person("dana", "dana-dm").says("The label roll jams")
    return office


@pytest.fixture
def ivy(desk):
    return desk.person("ivy")


def test_tags_are_put_on_and_taken_off(desk, ivy):
    assert shown(done(ivy.says("tag ticket 1 with firmware, warranty")))["Tags"] == "firmware and warranty"
    assert shown(done(ivy.says("tag ticket 1 with -firmware")))["Tags"] == "warranty"
    assert shown(done(desk.person("lin").says("给工单1打标签：缺纸、急件")))["标签"] == "warranty、缺纸和急件"
    assert shown(done(ivy.says("show ticket 1")))["Tags"] == "warranty, 缺纸 and 急件"
    done(desk.person("lin").says("撤销"))
    assert desk.facts(Ticket, "The label roll jams", "tags") == ["warranty"]


def test_who_watches_hears_when_the_customer_writes(desk, ivy):
    ann = desk.person("ann")
    assert done(ann.says("watch ticket 1")).text == "Ann Lee watches #1 now: The label roll jams"
    assert "already" in done(ann.says("watch ticket 1")).text
    desk.person("dana", "dana-dm").says("Any news?")
    assert "writes on #1" in letters(desk, "ann-dm")[-1].text
    done(ann.says("unwatch ticket 1"))
    desk.person("dana", "dana-dm").says("Still waiting")
    assert "Still waiting" not in letters(desk, "ann-dm")[-1].text


def test_a_ticket_is_linked_to_a_deal(desk, ivy):
    reply = done(ivy.says("link ticket 1 to Acme renewal"))
    assert told(reply) == [("ticket.link", {"ticket": "1", "deal": "Acme renewal"})]
    assert shown(done(ivy.says("show ticket 1")))["Deals"] == "Acme renewal"
    assert "already" in done(ivy.says("link ticket 1 to Acme renewal")).text


def test_a_second_matter_is_split_off_and_joined_again_by_undo(desk, ivy):
    reply = done(ivy.says("split ticket 1: wrong VAT on the invoice"))
    assert reply.text == "Split #2 off #1: wrong VAT on the invoice"
    assert [link.ticket_id for link in desk.rows(CustomerTicket)] == [1, 2]
    assert "Split off from #1" in " ".join(rows(done(ivy.says("show ticket 2")))[0])
    done(ivy.says("undo"))
    assert [row.id for row in desk.rows(Ticket)] == [1]


def test_a_saved_answer_is_suggested_for_a_ticket_that_asks_the_like_and_sent_by_the_agent_alone(desk, ivy):
    done(ivy.says("save answer label jam: open the cover and pull the label roll out"))
    reply = done(ivy.says("show ticket 1"))
    assert "A saved answer may fit: “label jam”" in reply.text
    before = len(letters(desk, "dana-dm"))
    preview = asked(ivy.presses("Reply with it"))
    assert "open the cover and pull the label roll out" in preview.text
    assert len(letters(desk, "dana-dm")) == before
    done(ivy.presses("Send to"))
    assert letters(desk, "dana-dm")[-1].text == "#1: open the cover and pull the label roll out"


def test_saved_answers_are_listed_searched_replaced_and_removed(desk, ivy):
    done(ivy.says("save answer label jam: open the cover"))
    done(desk.person("lin").says("保存答复：发票重开：请提供税号"))
    assert [row[1] for row in rows(done(ivy.says("saved answers")))] == ["label jam", "发票重开"]
    assert [row[1] for row in rows(done(ivy.says("saved answers about jam")))] == ["label jam"]
    done(ivy.says("save answer label jam: open the lid"))
    assert {row.title: row.text for row in desk.rows(Answer)}["label jam"] == "open the lid"
    done(ivy.says("remove answer 1"))
    assert len(desk.rows(Answer)) == 1
    refused(ivy.says("remove answer 9"))


def test_what_is_handed_in_becomes_a_ticket_of_what_it_says(desk, ivy):
    reply = done(ivy.says('The gate is stuck\nIt says "E4" since noon', handed_in="slack:T1:C1:5"))
    assert reply.text.startswith("Opened ticket #2: The gate is stuck")
    facts = desk.facts(Ticket, "The gate is stuck", "description")
    assert facts == "The gate is stuck It says 'E4' since noon"
    assert desk.person("mallory").receives(text="The gate is stuck", handed_in="slack:T1:C1:6").reply is None
