"""Undo and history, for records of every noun."""

import pytest

from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.money import Money
from tests.people import done, labels, refused, rows, told


def amount(office, title="Acme renewal"):
    return office.named(Deal, title).amount.amount


@pytest.mark.parametrize(
    "words",
    [
        "undo",
        "undo that",
        "undo the last change",
        "take that back",
        "revert it",
        "/undo",
        "撤销",
        "撤回刚才的",
        "/撤销",
    ],
)
def test_the_last_change_is_undone_in_many_words(office, ann, words):
    done(ann.says("set acme renewal to 45k"))
    assert told(done(ann.says(words))) == [("record.undo", {})]
    assert amount(office) == 40_000


def test_undo_and_redo_are_buttons_and_each_has_one_effect(each_office):
    ann = each_office.person("ann")
    done(ann.says("set acme renewal to 45k"))
    reply = done(ann.presses("Undo"))
    assert (amount(each_office), labels(reply)) == (40_000, ["Redo"])
    done(ann.presses("Redo"))
    assert amount(each_office) == 45_000


def test_a_change_is_undone_by_its_number(office, ann, lin):
    done(ann.says("set acme renewal to 45k"))
    number = ann.last.reply.buttons[0].says.split()[-1]
    done(ann.says("move acme renewal to negotiation"))
    assert told(done(ann.says(f"undo {number}"))) == [("record.undo", {"change": number})]
    assert (amount(office), office.facts(Deal, "Acme renewal", "stage.key")) == (40_000, "negotiation")
    done(lin.says("把续约改成28万"))
    number = lin.last.reply.buttons[0].says.split()[-1]
    done(lin.says(f"撤销第{number}号"))
    assert amount(office, "澄屿科技续约") == 300_000


def test_undo_goes_back_change_by_change(office, ann):
    done(ann.says("set acme renewal to 45k"))
    done(ann.says("set acme renewal to 50k"))
    done(ann.says("undo"))
    assert amount(office) == 45_000
    done(ann.says("undo"))
    assert amount(office) == 40_000
    refused(ann.says("undo"))


def test_what_somebody_changed_since_is_kept_and_named(each_office):
    ann, boss = each_office.person("ann"), each_office.person("max")
    done(ann.says("set acme renewal to 45k, close date 15 Jan"))
    done(boss.says("set acme renewal to 60k"))
    reply = done(ann.presses("Undo"))
    assert "Kept, because it was edited since: Acme renewal (amount)." in reply.text
    deal = each_office.named(Deal, "Acme renewal")
    assert (deal.amount, deal.close_date.isoformat()) == (Money.of(60_000, "USD"), "2026-12-18")


def test_a_change_is_undone_only_once(ann, lin):
    done(ann.says("set acme renewal to 45k"))
    first = ann.last
    done(ann.presses("Undo"))
    assert "is undone already" in refused(ann.presses("Undo", on=first)).text
    assert refused(lin.says("撤销")).text == "没有可以撤销的改动。"


def test_another_members_change_can_be_undone_by_a_manager_only(office, ann, bo, max_):
    done(ann.says("set acme renewal to 45k"))
    number = ann.last.reply.buttons[0].says.split()[-1]
    assert "was made by Ann Lee" in refused(bo.says(f"undo {number}")).text
    assert amount(office) == 45_000
    done(max_.says(f"undo {number}"))
    assert amount(office) == 40_000


def test_who_gave_a_deal_away_takes_that_back_unless_it_went_on_to_somebody_else(each_office):
    office = each_office
    ann, max_ = office.person("ann"), office.person("max")
    owner = lambda: office.named(Deal, "Acme renewal").owner_id  # noqa: E731
    was = owner()
    done(ann.says("give acme renewal to Bo"))
    given = owner()
    assert given != was
    done(ann.says("undo"))
    assert owner() == was
    done(ann.says("give acme renewal to Bo"))
    done(ann.says("actually no, keep it with me"))
    assert owner() == was
    done(ann.says("give acme renewal to Bo"))
    done(max_.says("give acme renewal to Lin"))
    assert "because it was edited since: Acme renewal (owner)" in done(ann.says("undo")).text
    assert owner() == office.crm(lambda crm: crm.members.by_handle("lin").id)


def test_an_unknown_change_is_refused_with_its_number(ann, lin):
    assert refused(ann.says("undo 99999")).text.startswith("There is no change number 99999 here.")
    assert refused(lin.says("撤销第99999号")).text.startswith("没有编号为 99999 的改动。")


def test_an_added_contact_is_gone_after_undo_and_its_number_stays_used(office, ann):
    done(ann.says("new contact Gus Fring, Acme"))
    number = office.named(Contact, "Gus Fring").id
    done(ann.says("undo"))
    assert office.named(Contact, "Gus Fring") is None
    done(ann.says("new contact Mike Hill, Acme"))
    assert office.named(Contact, "Mike Hill").id > number


@pytest.mark.parametrize(
    "words",
    [
        "history of acme renewal",
        "show me the history of the deal acme renewal",
        "acme renewal history",
        "who changed acme renewal?",
        "/history acme renewal",
        "acme renewal 的修改历史",
        "谁改过 acme renewal",
        "/历史 acme renewal",
    ],
)
def test_the_history_of_a_deal_is_told_in_many_words(ann, words):
    done(ann.says("set acme renewal to 45k"))
    reply = done(ann.says(words))
    assert told(reply) == [("record.history", {"deal": "Acme renewal"})]
    who, what = rows(reply)[0][2:]
    assert (who, what) in (("Ann Lee", "amount: $40,000 → $45,000"), ("Ann Lee", "金额: 40,000 美元 → 45,000 美元"))


def test_the_history_says_who_changed_what_in_chinese(lin):
    done(lin.says("把续约推到报价"))
    reply = done(lin.says("续约的修改历史"))
    assert reply.text == "澄屿科技续约：改动 2 次，最近的在前"
    assert rows(reply)[0][2:] == ("林晓琳", "阶段: 谈判 → 报价")


def test_the_history_of_a_contact_and_a_company_is_told(ann):
    done(ann.says("Dana Wu is now CFO"))
    done(ann.says("acme is in the logistics industry"))
    assert rows(done(ann.says("history of Dana Wu")))[0][3] == "title: Buyer → CFO"
    assert rows(done(ann.says("who changed the company Acme")))[0][3] == "industry: Tools → logistics"


def test_a_manager_sees_what_everybody_changed_today_and_a_rep_their_own(office, ann, lin, max_):
    done(ann.says("set acme renewal to 45k"))
    done(lin.says("新建任务 送样"))
    done(ann.says("undo"))
    seen = rows(done(max_.says("what changed today")))[:-1]  # the office itself was furnished first
    assert [(row[2], row[4]) for row in seen] == [
        ("Ann Lee", "Acme renewal"),
        ("林晓琳", "送样"),
        ("Ann Lee", "Acme renewal"),
    ]
    assert seen[2][3].endswith("(undone)")
    assert [row[2] for row in rows(done(max_.says("what did ann change this week")))] == ["Ann Lee"] * 2
    assert [row[4] for row in rows(done(lin.says("今天改了什么")))] == ["送样"]
    assert done(max_.says("what changed yesterday")).text == "Nothing was changed then."
