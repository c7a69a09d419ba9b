"""Activities, said in words: log what was done, list it."""

from datetime import UTC, datetime

import pytest

from crm_domain.activities import Activity
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from handlers.reply import Outcome
from tests.people import MONDAY, asked, done, labels, rows, shown, told


def stored(office, *attributes):
    """Of the latest activity."""
    return office.facts(Activity, office.rows(Activity)[-1].label, *attributes)


def test_a_call_is_stored_with_whom_it_was_and_what_was_said(each_office):
    reply = done(each_office.person("ann").says("log a call with Dana Wu: wants a two-year option"))
    slots = {"kind": "call", "contact": "Dana Wu", "summary": "wants a two-year option"}
    assert told(reply) == [("activity.log", slots)]
    assert reply.text == "Logged: call with Dana Wu."
    facts = stored(each_office, "kind", "contact.name", "company.name", "summary", "owner.handle", "at")
    assert facts == ("call", "Dana Wu", "Acme Industries", "wants a two-year option", "ann", MONDAY)


def test_a_visit_is_stored_in_chinese(office, lin):
    reply = done(lin.says("记一个拜访 王磊 她说预算下周批"))
    slots = {"kind": "visit", "contact": "王磊 (Leo Wang)", "summary": "她说预算下周批"}
    assert told(reply) == [("activity.log", slots)]
    assert stored(office, "kind", "company.name", "summary") == ("visit", "澄屿科技", "她说预算下周批")
    assert shown(reply)["时间"] == "2026年11月23日（周一）17:00（上海时间）"


@pytest.mark.parametrize(
    ("words", "add", "name", "company", "summary"),
    [
        ("called Zed at acme, wants a discount", "Add Zed", "Zed", "Acme Industries", "wants a discount"),
        ("had coffee with jo from acme this morning, she's in", "Add jo", "jo", "Acme Industries", "she's in"),
        ("met Mario Rossi from Acme today, wants a demo", "Add Mario Rossi", "Mario Rossi", "Acme Industries", None),
        ("刚给澄屿科技的郑总打了电话，合同要法务再看看", "添加郑总", "郑总", "澄屿科技", "合同要法务再看看"),
    ],
)
def test_who_is_not_among_the_contacts_yet_is_kept_in_the_words_and_added_with_one_press(
    office, ann, words, add, name, company, summary
):
    reply = done(ann.says(words))
    assert labels(reply)[-1] == add
    contact, firm, noted = stored(office, "contact_id", "company.name", "summary")
    assert (contact, firm, noted.split(": ")[0]) == (None, company, name)
    before = len(office.rows(Activity))
    done(ann.presses(add))
    assert len(office.rows(Activity)) == before
    assert stored(office, "contact.name", "contact.company.name") == (name, company)
    assert summary is None or stored(office, "summary") == summary


@pytest.mark.parametrize(
    ("words", "add", "model", "name"),
    [
        ("log call with Zelda Zulu: wants a discount", "Add Zelda Zulu", Contact, "Zelda Zulu"),
        ("log a meeting with Zorbax Ltd: they want a demo", "Add Zorbax Ltd", Company, "Zorbax Ltd"),
        ("刚给赵铁柱打了电话，说要打折", "添加赵铁柱", Contact, "赵铁柱"),
        ("拜访了新源集团，他们要看样机", "添加新源集团", Company, "新源集团"),
    ],
)
def test_where_nobody_known_was_named_one_press_adds_them_and_logs_it(office, ann, words, add, model, name):
    before = office.dump()
    assert ann.says(words).outcome is Outcome.REFUSED
    assert office.dump() == before
    done(ann.presses(add))
    assert office.named(model, name) is not None
    noun = model.__name__.lower()
    assert stored(office, f"{noun}.label") == name


def test_a_part_of_a_name_is_nobody_who_works_elsewhere(office, ann):
    reply = done(ann.says("log a call with Dana at Larkfield Foods: asks for samples"))
    assert "Dana is not among the contacts yet" in reply.text
    assert stored(office, "company.name", "contact_id") == ("Larkfield Foods", None)


def test_nobody_is_called_in_sick(ann):
    assert labels(ann.says("called in sick today")) == []


@pytest.mark.parametrize(
    ("words", "kind", "summary"),
    [
        ("called Dana Wu, left a voicemail", "call", "left a voicemail"),
        ("just got off the phone with Dana Wu, she's in", "call", "she's in"),
        ("I spoke to Dana Wu about pricing", "call", "about pricing"),
        ("log a meeting with Dana Wu, liked the demo", "meeting", "liked the demo"),
        ("had lunch with Dana Wu, all good", "meeting", "all good"),
        ("emailed Dana Wu, sent the contract", "email", "sent the contract"),
        ("visited Dana Wu, all fine", "visit", "all fine"),
        ("add a note on Dana Wu: likes tea", "note", "likes tea"),
        ("/log call Dana Wu, wants a discount", "call", "wants a discount"),
        ("/activity log meeting Dana Wu, all fine", "meeting", "all fine"),
        ('/activity.log kind=call contact=#1 summary="all fine"', "call", "all fine"),
        ("刚跟 Dana Wu 打了个电话，他要再便宜点", "call", "他要再便宜点"),
        ("跟 Dana Wu 开了个会，聊了续约", "meeting", "聊了续约"),
        ("给 Dana Wu 发了邮件，报价已发", "email", "报价已发"),
        ("拜访了 Dana Wu，很满意", "visit", "很满意"),
        ("给 Dana Wu 加个备注：爱喝茶", "note", "爱喝茶"),
        ("记一下电话：Dana Wu，要折扣", "call", "要折扣"),
        ("/记录 电话 Dana Wu，要折扣", "call", "要折扣"),
    ],
)
def test_what_was_done_can_be_logged_in_many_words(office, ann, words, kind, summary):
    [(name, slots)] = told(done(ann.says(words)))
    assert (name, slots) == ("activity.log", {"kind": kind, "contact": "Dana Wu", "summary": summary})
    assert stored(office, "kind", "contact.name", "summary") == (kind, "Dana Wu", summary)


@pytest.mark.parametrize(
    ("who", "words", "at"),
    [
        ("ann", "had lunch with Dana Wu on Friday", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("ann", "log a meeting with Dana Wu yesterday, fine", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("ann", "stopped by Acme this morning, they want scanners", MONDAY),
        ("lin", "昨天跟王磊吃了饭，聊了续约", datetime(2026, 11, 22, 4, tzinfo=UTC)),
        ("lin", "今天拜访了澄屿，客户很满意", MONDAY),
    ],
)
def test_what_was_done_has_been_so_friday_is_the_last_one(office, who, words, at):
    done(office.person(who).says(words))
    assert office.rows(Activity)[-1].at == at


@pytest.mark.parametrize(
    ("who", "words", "summary"),
    [
        ("ann", "called Dana Wu, wants a quote by next Friday", "wants a quote by next Friday"),
        ("lin", "记一下电话：王磊，下周给答复", "下周给答复"),
    ],
)
def test_a_day_to_come_belongs_to_what_was_said(office, who, words, summary):
    done(office.person(who).says(words))
    assert stored(office, "summary", "at") == (summary, MONDAY)


def test_a_note_on_a_deal_is_the_deals(office, ann, lin):
    done(ann.says("note on acme renewal: legal is slow"))
    assert stored(office, "kind", "deal.title", "company.name") == ("note", "Acme renewal", "Acme Industries")
    done(lin.says("给续约加个备注：法务在看"))
    assert stored(office, "kind", "deal.title", "summary") == ("note", "澄屿科技续约", "法务在看")


def test_what_is_missing_is_asked_step_by_step(office, ann, lin):
    reply = asked(ann.says("log"))
    assert labels(reply) == ["call", "meeting", "email", "visit", "note", "Fill in a form"]
    asked(ann.says("a call"))
    done(ann.says("Dana Wu, budget approved"))
    assert stored(office, "kind", "contact.name", "summary") == ("call", "Dana Wu", "budget approved")
    asked(lin.says("记录"))
    asked(lin.presses("拜访"))
    done(lin.says("王磊，很满意"))
    assert stored(office, "kind", "contact.name", "summary") == ("visit", "王磊 (Leo Wang)", "很满意")


def test_an_activity_is_undone(each_office):
    ann = each_office.person("ann")
    done(ann.says("log a call with Dana Wu: wants a discount"))
    done(ann.presses("Undo"))
    assert each_office.rows(Activity) == []


@pytest.fixture
def busy(office, ann, lin):
    done(ann.says("log a call with Dana Wu: wants a discount"))
    done(ann.says("log a visit at Larkfield Freight: all fine"))
    done(lin.says("刚跟王磊打了个电话，他要再便宜点"))
    done(ann.says("log a meeting with Dana Wu on 2 October: first talks"))
    return office


@pytest.mark.parametrize(
    ("words", "slots", "found"),
    [
        ("activities", {}, 4),
        ("show me the latest activities", {}, 4),
        ("activities for Acme", {"company": "Acme Industries"}, 2),
        ("activities with Dana Wu", {"contact": "Dana Wu"}, 2),
        ("activities last 2 weeks", {"period": {"start": "2026-11-10", "end": "2026-11-23"}}, 3),
        ("my activities this week", {"owner": "me", "period": {"start": "2026-11-23", "end": "2026-11-29"}}, 2),
        ("my calls", {"owner": "me", "kind": "call"}, 1),
        ("what happened with Acme?", {"company": "Acme Industries"}, 2),
        ("when did we last speak to Dana Wu?", {"contact": "Dana Wu"}, 2),
        ("/activities Acme", {"company": "Acme Industries"}, 2),
        ("/activity list Dana Wu", {"contact": "Dana Wu"}, 2),
        ("最近的跟进记录", {}, 4),
        ("我的跟进记录", {"owner": "me"}, 3),
        ("澄屿的沟通记录", {"company": "澄屿科技"}, 1),
        ("上次联系王磊是什么时候", {"contact": "王磊 (Leo Wang)"}, 1),
        ("/跟进记录 澄屿", {"company": "澄屿科技"}, 1),
    ],
)
def test_activities_are_listed_by_what_is_asked(busy, words, slots, found):
    reply = done(busy.person("ann").says(words))
    assert told(reply) == [("activity.list", slots)]
    assert len(rows(reply)) == found


def test_the_latest_activity_comes_first(busy):
    assert [row[3] for row in rows(done(busy.person("ann").says("activities with Dana Wu")))] == [
        "wants a discount",
        "first talks",
    ]


def test_where_nothing_was_done_that_is_said(ann, lin):
    assert done(ann.says("activities with Dana Wu")).text == "Nothing was logged."
    assert done(lin.says("澄屿的跟进记录")).text == "没有跟进记录。"
