"""Deals, said in words: what is answered, what other programs are told, and what is stored."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_domain.deals import Deal
from crm_domain.money import Money
from handlers.reply import Outcome
from tests.people import MONDAY, asked, done, labels, refused, rows, shown, told


def usd(amount):
    return Money.of(amount, "USD")


def cny(amount):
    return Money.of(amount, "CNY")


# -- add --------------------------------------------------------------------------------------------------------------


def test_a_new_deal_is_stored_with_everything_that_was_said(each_office):
    reply = done(each_office.person("ann").says("new deal Acme, shelf labels, 18k GBP, close 15 Jan"))
    slots = {
        "company": "Acme Industries",
        "title": "shelf labels",
        "amount": {"amount": 18000, "currency": "GBP"},
        "close_date": "2027-01-15",
    }
    assert told(reply) == [("deal.add", slots)]
    deal = each_office.named(Deal, "shelf labels")
    assert (deal.amount, deal.close_date) == (Money.of(18_000, "GBP"), date(2027, 1, 15))
    found = each_office.facts(Deal, "shelf labels", "owner.handle", "stage.key", "company.name")
    assert found == ("ann", "lead", "Acme Industries")
    assert labels(reply) == ["Undo"]


def test_a_new_deal_is_stored_with_everything_that_was_said_in_chinese(office, lin):
    reply = done(lin.says("给澄屿科技建个商机，仓库盘点，15万，下个月15号签"))
    slots = {"company": "澄屿科技", "title": "仓库盘点", "amount": {"amount": 150000}, "close_date": "2026-12-15"}
    assert told(reply) == [("deal.add", slots)]
    deal = office.named(Deal, "仓库盘点")
    assert (deal.amount, deal.close_date) == (Money.of(150_000, "CNY"), date(2026, 12, 15))
    assert labels(reply) == ["撤销"]


@pytest.mark.parametrize(
    "words",
    [
        "add a deal: dock scanners, 12k",
        "create a new deal dock scanners 12k",
        "new opportunity, dock scanners, 12,000",
        "put in a new opp dock scanners, 12k please",
        "/deal new dock scanners, 12k",
        "/deal add dock scanners 12k",
        "/deal dock scanners 12k",
        "/deal.add dock scanners, 12k",
        "加个商机：dock scanners，1.2万",
        "新建商机 dock scanners，12000",
        "新单子 dock scanners，12000",
        "/商机 新建 dock scanners，12000",
    ],
)
def test_a_deal_can_be_added_in_many_words(office, ann, words):
    [(name, slots)] = told(done(ann.says(words)))
    assert (name, slots) == ("deal.add", {"title": "dock scanners", "amount": {"amount": 12000}})
    assert office.named(Deal, "dock scanners").amount == usd(12_000)


def test_a_deal_for_a_company_nobody_knows_adds_the_company_and_says_so(office, ann):
    reply = done(ann.says("new deal for Quillon: shelf labels, 12k"))
    assert "New here: Quillon." in reply.text
    assert told(reply)[0][1]["company"] == "Quillon"
    done(ann.says("undo"))
    assert office.named(Deal, "shelf labels") is None
    refused(ann.says("show Quillon"))


def test_a_new_company_of_a_deal_is_told_in_chinese_too(office, lin):
    reply = done(lin.says("给鲲途建个商机，仓库盘点，15万"))
    assert "顺便新建了：鲲途" in reply.text
    assert office.named(Deal, "仓库盘点").company_id


def test_a_colleague_can_be_given_the_new_deal(office, ann):
    done(ann.says("帮林晓琳建个商机，标签纸，2万"))
    assert office.facts(Deal, "标签纸", "owner.handle") == "lin"


# -- update -----------------------------------------------------------------------------------------------------------


def test_an_amount_is_changed_and_both_values_are_shown(each_office):
    reply = done(each_office.person("ann").says("set the acme renewal to 45k"))
    assert told(reply) == [("deal.update", {"deal": "Acme renewal", "amount": {"amount": 45000}})]
    assert shown(reply) == {"Amount": "$40,000 → $45,000"}
    assert each_office.named(Deal, "Acme renewal").amount == usd(45_000)


def test_an_amount_is_changed_in_chinese(office, lin):
    reply = done(lin.says("把澄屿科技续约改成28万"))
    assert told(reply) == [("deal.update", {"deal": "澄屿科技续约", "amount": {"amount": 280000}})]
    assert shown(reply) == {"金额": "300,000 元 → 280,000 元"}
    assert office.named(Deal, "澄屿科技续约").amount == cny(280_000)


@pytest.mark.parametrize(
    "words",
    [
        "change acme renewal to 45k",
        "bump the acme renewal deal to $45,000",
        "acme renewal to 45k",
        "Acme renewal should be 45k",
        "acme renewal is now 45,000",
        "acme renewal -> 45k",
        "set the amount of acme renewal to 45k",
        "pls bump acme renewal to 45k thx",
        "Acme renewal should be 45k, somebody got it wrong",
        "acme renewl to 45k",
        "/update acme renewal 45k",
        "/deal update acme renewal 45k",
        "/deal acme renewal 45k",
        "/deal.update deal=acme amount=45k",
        "把 Acme renewal 改成 4.5万",
        "Acme renewal 金额改到 45000",
        "Acme renewal 金额不对，应该是 45000",
    ],
)
def test_an_amount_can_be_changed_in_many_words(office, ann, words):
    [(name, slots)] = told(done(ann.says(words)))
    assert name == "deal.update"
    assert slots["amount"]["amount"] == 45000
    assert office.named(Deal, "Acme renewal").amount == usd(45_000)


def test_the_close_date_the_owner_the_contact_and_the_title_can_be_changed(office, ann):
    done(ann.says("push acme renewal close date to 15 Jan"))
    assert office.named(Deal, "Acme renewal").close_date == date(2027, 1, 15)
    done(ann.says("make Dana Okafor the contact for acme renewal"))
    done(ann.says("give acme renewal to Max"))
    done(ann.says("rename the deal acme renewal to Acme extension"))
    assert office.facts(Deal, "Acme extension", "contact.name", "owner.handle") == ("Dana Okafor", "max")


def test_the_close_date_the_owner_and_the_title_can_be_changed_in_chinese(office, lin):
    done(lin.says("澄屿科技续约签约日期推到1月15号"))
    assert office.named(Deal, "澄屿科技续约").close_date == date(2027, 1, 15)
    done(lin.says("把澄屿科技续约改名为澄屿三年框架"))
    done(lin.says("把澄屿三年框架转给Ann"))
    assert office.facts(Deal, "澄屿三年框架", "owner.handle") == "ann"


def test_several_values_are_changed_in_one_sentence(office, ann):
    reply = done(ann.says("set acme renewal to 15k, close date dec 4"))
    assert told(reply)[0][1] == {"deal": "Acme renewal", "amount": {"amount": 15000}, "close_date": "2026-12-04"}
    done(ann.says("/update acme renewal close 12 Dec amt 5,900"))
    deal = office.named(Deal, "Acme renewal")
    assert (deal.amount, deal.close_date) == (usd(5_900), date(2026, 12, 12))


def test_a_slash_line_can_change_the_amount_and_the_stage(office, ann):
    reply = done(ann.says("/deal acme renewal 45k negotiation"))
    assert [name for name, _ in told(reply)] == ["deal.update", "deal.move"]
    assert labels(reply) == ["Undo 1", "Undo 2"]
    done(ann.presses("Undo 2"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "proposal"
    assert office.named(Deal, "Acme renewal").amount == usd(45_000)


def test_an_update_that_says_nothing_new_asks_what_to_change(office, ann):
    reply = asked(ann.says("update the deal acme renewal"))
    assert "Acme renewal" in reply.text
    done(ann.says("50k"))
    assert office.named(Deal, "Acme renewal").amount == usd(50_000)


# -- move, win, lose --------------------------------------------------------------------------------------------------


def test_a_deal_moves_to_another_stage_and_its_history_keeps_the_step(each_office):
    ann = each_office.person("ann")
    reply = done(ann.says("move acme renewal to negotiation"))
    assert told(reply) == [("deal.move", {"deal": "Acme renewal", "stage": "negotiation"})]
    assert reply.text == "Moved Acme renewal from Proposal to Negotiation."
    steps = each_office.crm(lambda crm: [step.at for step in crm.deals.get(1).history])
    assert steps == [MONDAY, MONDAY]
    assert "Negotiation Mon 23 Nov 2026" in shown(done(ann.says("show the acme renewal deal")))["History"]


def test_a_deal_moves_in_chinese(office, lin):
    reply = done(lin.says("把新仓二期推到报价"))
    assert told(reply) == [("deal.move", {"deal": "澄屿新仓二期", "stage": "proposal"})]
    assert reply.text == "澄屿新仓二期已从已验证推到报价。"


@pytest.mark.parametrize(
    "words",
    [
        "move the acme renewal deal to negotiation",
        "put acme renewal in negotiation",
        "acme renewal is in negotiation now",
        "acme renewal -> negotiation",
        "Push Acme Renewal to the negotiation stage!",
        "acme renewal is now in negotiating",
        "mark acme renewal as negotiation",
        "/move acme renewal negotiation",
        "/deal move acme renewal negotiation",
        "/stage acme renewal, negotiation",
        "/deal.move deal=#1 stage=negotiation",
        "把 Acme renewal 推进到谈判阶段",
        "Acme renewal 进入谈判了",
        "/推进 Acme renewal 谈判",
    ],
)
def test_a_deal_can_be_moved_in_many_words(office, ann, words):
    assert told(done(ann.says(words))) == [("deal.move", {"deal": "Acme renewal", "stage": "negotiation"})]
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


def test_a_deal_that_stands_there_already_is_left_alone(office, ann):
    changes = office.changes()
    assert done(ann.says("move acme renewal to proposal")).text == "Acme renewal is at Proposal already."
    assert office.changes() == changes


def test_a_won_deal_knows_when_it_was_won_and_for_how_much(each_office):
    reply = done(each_office.person("ann").says("won the acme renewal at 44k"))
    assert told(reply) == [("deal.win", {"deal": "Acme renewal", "amount": {"amount": 44000}})]
    deal = each_office.named(Deal, "Acme renewal")
    assert (deal.amount, deal.closed_at) == (usd(44_000), MONDAY)
    assert each_office.facts(Deal, "Acme renewal", "stage.key") == "won"


def test_a_deal_won_on_friday_was_won_last_friday(office, ann):
    reply = done(ann.says("acme renewal is a win as of Friday"))
    assert told(reply)[0][1]["at"] == "2026-11-20"
    assert office.named(Deal, "Acme renewal").closed_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("who", "words", "deal"),
    [
        ("ann", "we won acme renewal", "Acme renewal"),
        ("ann", "acme renewal is won", "Acme renewal"),
        ("ann", "mark acme renewal as won", "Acme renewal"),
        ("ann", "closed acme renewal for 40k", "Acme renewal"),
        ("ann", "/win acme renewal", "Acme renewal"),
        ("ann", "/deal win acme renewal", "Acme renewal"),
        ("lin", "澄屿科技续约赢单了", "澄屿科技续约"),
        ("lin", "续约签下了，金额28万", "澄屿科技续约"),
        ("lin", "赢单：澄屿科技续约", "澄屿科技续约"),
        ("lin", "把续约标为赢单", "澄屿科技续约"),
        ("lin", "/赢单 澄屿科技续约", "澄屿科技续约"),
    ],
)
def test_winning_can_be_said_in_many_words(office, who, words, deal):
    [(name, slots)] = told(done(office.person(who).says(words)))
    assert name in ("deal.win", "deal.move")
    assert slots["deal"] == deal
    assert office.facts(Deal, deal, "stage.key") == "won"


def test_a_lost_deal_keeps_the_reason(office, ann):
    reply = done(ann.says("lost the acme renewal, no budget this year"))
    assert told(reply) == [("deal.lose", {"deal": "Acme renewal", "reason": "no budget this year"})]
    assert office.named(Deal, "Acme renewal").reason == "no budget this year"
    assert office.facts(Deal, "Acme renewal", "stage.key") == "lost"


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        ("ann", "we lost acme renewal because they went with Zebra", "they went with Zebra"),
        ("ann", "acme renewal is lost", None),
        ("ann", "mark acme renewal as lost, no budget", "no budget"),
        ("ann", "/lose acme renewal, no budget", "no budget"),
        ("lin", "新仓二期丢单，没预算", "没预算"),
        ("lin", "新仓二期黄了，客户选了别家", "客户选了别家"),
        ("lin", "把新仓二期标为丢单，原因是没预算", "没预算"),
        ("lin", "/丢单 新仓二期，没预算", "没预算"),
    ],
)
def test_losing_can_be_said_in_many_words(office, who, words, reason):
    [(name, slots)] = told(done(office.person(who).says(words)))
    assert (name, slots.get("reason")) == ("deal.lose", reason)
    title = {"ann": "Acme renewal", "lin": "澄屿新仓二期"}[who]
    assert office.named(Deal, title).reason == reason


def test_a_deal_that_comes_back_forgets_why_it_was_lost(office, ann):
    done(ann.says("lost the acme renewal, no budget"))
    done(ann.says("reopen acme renewal to proposal"))
    deal = office.named(Deal, "Acme renewal")
    assert (deal.reason, deal.closed_at) == (None, None)


# -- show, list -------------------------------------------------------------------------------------------------------


def test_a_deal_is_shown_with_its_next_step_as_a_button(office, ann):
    reply = done(ann.says("show the acme renewal deal"))
    assert told(reply) == [("deal.show", {"deal": "Acme renewal"})]
    facts = shown(reply)
    assert (facts["Amount"], facts["Stage"], facts["Owner"]) == ("$40,000", "Proposal", "Ann Lee")
    done(ann.presses("Negotiation"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ann", "how is the Acme renewal doing"),
        ("ann", "what's acme renewal worth"),
        ("ann", "where are we with acme renewal?"),
        ("ann", "status of acme renewal"),
        ("ann", "deal acme renewal"),
        ("ann", "pull up acme renewal please"),
        ("ann", "/deal show acme renewal"),
        ("lin", "看看 Acme renewal 的进展"),
        ("lin", "Acme renewal 现在到哪一步了"),
        ("lin", "商机 Acme renewal"),
    ],
)
def test_a_deal_can_be_asked_for_in_many_words(office, who, words):
    assert told(done(office.person(who).says(words))) == [("deal.show", {"deal": "Acme renewal"})]


def test_my_deals_are_my_open_deals(office, lin):
    reply = done(lin.says("我的商机"))
    assert told(reply) == [("deal.list", {"owner": "me"})]
    assert {row[0] for row in rows(reply)} == {"澄屿科技续约", "澄屿新仓二期"}
    assert reply.text == "商机 2 个，合计 1,180,000 元"


@pytest.mark.parametrize(
    ("words", "slots", "found"),
    [
        ("deals", {}, 4),
        ("show me all deals", {}, 4),
        ("my deals", {"owner": "me"}, 1),
        ("Bo's deals", {"owner": "Bo Berg"}, 1),
        ("what deals do I have", {"owner": "me"}, 1),
        ("deals in proposal", {"stage": "proposal"}, 1),
        ("deals at Larkfield Freight", {"company": "Larkfield Freight"}, 1),
        ("deals over 300k", {"min_amount": {"amount": 300000}}, 2),
        ("deals under 10k", {"max_amount": {"amount": 10000}}, 1),
        ("deals closing in December", {"period": {"start": "2026-12-01", "end": "2026-12-31"}}, 1),
        ("my open deals", {"owner": "me", "filter": "open"}, 1),
        ("which deals are open", {"filter": "open"}, 4),
        ("/deals", {}, 4),
        ("/deals proposal", {"stage": "proposal"}, 1),
        ("/deal list Larkfield Freight", {"company": "Larkfield Freight"}, 1),
        ("商机列表", {}, 4),
        ("我的商机", {"owner": "me"}, 1),
        ("林晓琳的商机", {"owner": "林晓琳"}, 2),
        ("看看谈判阶段的商机", {"stage": "negotiation"}, 1),
        ("澄屿的商机", {"company": "澄屿科技"}, 2),
        ("30万以上的单子", {"min_amount": {"amount": 300000}}, 2),
        ("下个月要签的单子", {"period": {"start": "2026-12-01", "end": "2026-12-31"}}, 1),
        ("进行中的商机", {"filter": "open"}, 4),
    ],
)
def test_deals_are_listed_by_what_is_asked(ann, words, slots, found):
    reply = done(ann.says(words))
    assert told(reply) == [("deal.list", slots)]
    assert len(rows(reply)) == found


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("what's the biggest deal", ["澄屿新仓二期"]),
        ("top 2 deals", ["澄屿新仓二期", "Acme renewal"]),
        ("show me the 2 biggest deals", ["澄屿新仓二期", "Acme renewal"]),
        ("smallest deals", ["Larkfield gate readers"]),
        ("newest deals", ["澄屿新仓二期", "澄屿科技续约"]),
        ("金额最高的两个商机", ["澄屿新仓二期", "Acme renewal"]),
        ("最新的商机", ["澄屿新仓二期"]),
    ],
)
def test_the_biggest_are_those_worth_most_at_the_rates_there_are(office, ann, words, first):
    done(office.person("max").says("1 CNY = 0.12 USD"))
    done(office.person("max").says("1 GBP = 1.3 USD"))
    found = [row[0] for row in rows(done(ann.says(words)))]
    assert found[: len(first)] == first
    assert len(found) == (2 if "2" in words or "两" in words else 4)


def test_what_is_closing_this_month_is_still_open(ann):
    done(ann.says("won acme renewal"))
    done(ann.says("set acme renewal close date to 30 November"))
    assert done(ann.says("any deals closing this month?")).text == "No deal fits."


@pytest.mark.parametrize(
    ("words", "whose"),
    [("show me deals over 1k", None), ("list me deals closing this year", None), ("show me my deals over 1k", "me")],
)
def test_who_is_shown_deals_need_not_own_them(max_, words, whose):
    assert dict(told(done(max_.says(words))))["deal.list"].get("owner") == whose


def test_danzi_is_a_deal_to_who_sells_and_a_ticket_to_who_supports(office, lin):
    assert told(done(lin.says("我手上有哪些单子"))) == [("deal.list", {"owner": "me"})]
    done(office.person("root").says("make lin an agent"))
    assert told(done(lin.says("我手上有哪些单子"))) == [("ticket.list", {"assignee": "me"})]


def test_a_list_that_finds_nothing_says_so(ann, lin):
    assert done(ann.says("my lost deals")).text == "No deal fits."
    assert done(lin.says("我的丢单的商机")).text == "没有符合条件的商机。"


# -- undo -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ann", "new deal dock scanners, 12k"),
        ("ann", "new deal for Quillon: shelf labels, 12k"),
        ("ann", "set acme renewal to 45k"),
        ("ann", "move acme renewal to negotiation"),
        ("ann", "won acme renewal at 44k"),
        ("lin", "新仓二期丢单，没预算"),
        ("lin", "把新仓二期转给Ann"),
    ],
)
def test_every_change_of_a_deal_can_be_undone_to_the_letter(each_office, who, words):
    before = domain(each_office)
    person = each_office.person(who)
    done(person.says(words))
    assert domain(each_office) != before
    undone = done(person.presses("Undo" if who == "ann" else "撤销"))
    assert undone.outcome is Outcome.DONE
    assert domain(each_office) == before


def domain(office):
    """All records, but for the journal and the version counters."""
    return {
        name: [{key: value for key, value in row.items() if key != "version"} for row in table]
        for name, table in office.dump().items()
        if name not in ("changes", "change_lines")
    }


def test_the_owner_of_a_new_deal_is_whoever_adds_it(office, bo):
    done(bo.says("new deal pallet tags, 3k"))
    assert office.facts(Deal, "pallet tags", "owner.handle") == "bo"


def test_a_span_of_days_is_no_deal_that_was_lost(office, lin):
    before = office.dump()
    lin.says("上个月丢了哪些单")
    assert office.dump() == before


@pytest.mark.parametrize(
    ("who", "days", "longer"),
    [
        ("ann", "my deals with no activity in {} days", "which deals haven't been touched in {} days"),
        ("lin", "超过{}天没动静的商机", "哪些商机{}天没跟进了"),
    ],
)
def test_deals_are_quiet_for_as_long_as_was_said(office, who, days, longer):
    person = office.person(who)
    title = {"ann": "Acme renewal", "lin": "澄屿科技续约"}[who]

    def work(crm):
        for deal in crm.deals.all():
            deal.created_at = crm.now - timedelta(days=90)
        [deal] = [deal for deal in crm.deals.all() if deal.title == title]
        crm.activities.log("call", at=crm.now - timedelta(days=20), deal=deal)

    office.crm(work)
    assert title in [row[0] for row in rows(done(person.says(days.format(15))))]
    shorter = done(person.says(longer.format(25)))
    assert title not in ([row[0] for row in rows(shorter)] if shorter.table else [])
    assert dict(told(shorter))["deal.list"]["filter"] == "quiet"


def test_a_list_is_narrowed_by_what_is_said_next(office, ann, lin):
    everything = len(rows(done(ann.says("all deals"))))
    mine = rows(done(ann.says("just mine")))
    assert 0 < len(mine) < everything
    at_stage = rows(done(ann.says("only the ones in proposal")))
    assert [row[0] for row in at_stage] == [row[0] for row in mine if row[2] == "Proposal"]
    assert dict(told(ann.last.reply)) == {"deal.list": {"owner": "me", "stage": "proposal"}}
    done(ann.says("which of those close this month"))
    assert set(dict(told(ann.last.reply))["deal.list"]) == {"owner", "stage", "period"}
    assert ann.says("just the big ones").outcome is not Outcome.REFUSED

    done(lin.says("所有商机"))
    assert rows(done(lin.says("只看我的"))) == rows(done(lin.says("我的商机")))
    done(lin.says("只看谈判阶段的"))
    assert dict(told(lin.last.reply))["deal.list"] == {"owner": "me", "stage": "negotiation"}
    done(lin.says("其中哪些这个月到期"))
    assert set(dict(told(lin.last.reply))["deal.list"]) == {"owner", "stage", "period"}
