"""Contacts, said in words: add, update, show, find, merge."""

import pytest

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from tests.people import asked, done, labels, refused, rows, shown, told

FACTS = ("company.name", "title", "email", "phone")


def test_a_new_contact_is_stored_with_everything_that_was_said(each_office):
    reply = done(
        each_office.person("ann").says("new contact Jo March, VP Sales, Acme, jo@acme.example, +1 415 555 0137")
    )
    slots = {
        "name": "Jo March",
        "title": "VP Sales",
        "company": "Acme Industries",
        "email": "jo@acme.example",
        "phone": "+1 415 555 0137",
    }
    assert told(reply) == [("contact.add", slots)]
    stored = each_office.facts(Contact, "Jo March", *FACTS, "owner.handle")
    assert stored == ("Acme Industries", "VP Sales", "jo@acme.example", "+1 415 555 0137", "ann")


def test_a_new_contact_is_stored_in_chinese(office, lin):
    reply = done(lin.says("加个联系人：陈静，澄屿科技，采购经理，13800001111，jing@chengyu.example"))
    slots = {
        "name": "陈静",
        "company": "澄屿科技",
        "title": "采购经理",
        "phone": "13800001111",
        "email": "jing@chengyu.example",
    }
    assert told(reply) == [("contact.add", slots)]
    stored = office.facts(Contact, "陈静", *FACTS)
    assert stored == ("澄屿科技", "采购经理", "jing@chengyu.example", "13800001111")


@pytest.mark.parametrize(
    "words",
    [
        "add a contact: Gus Fring, Acme",
        "create a new contact Gus Fring @ Acme",
        "add Gus Fring as a contact for Acme",
        "put Gus Fring down as a new contact at Acme please",
        "add Gus Fring from Acme to my contacts",
        "I met Gus Fring from Acme, add him",
        "/contact new Gus Fring, Acme",
        "/contact add Gus Fring @ Acme",
        '/contact.add name="Gus Fring" company="Acme"',
        "新联系人 Gus Fring，Acme",
        "把 Gus Fring 加为 Acme 的联系人",
        "/联系人 新建 Gus Fring，Acme",
    ],
)
def test_a_contact_can_be_added_in_many_words(office, ann, words):
    assert told(done(ann.says(words))) == [("contact.add", {"name": "Gus Fring", "company": "Acme Industries"})]
    assert office.facts(Contact, "Gus Fring", "company.name") == "Acme Industries"


def test_a_company_nobody_knows_is_added_with_its_contact(office, ann, lin):
    reply = done(ann.says("new contact Bree Halloway, CFO @ Quillon"))
    assert "New here: Quillon." in reply.text
    reply = done(lin.says("新建联系人 郭子谦，鲲途汽配，IT经理"))
    assert "顺便新建了：鲲途汽配。" in reply.text
    assert office.facts(Contact, "Bree Halloway", "company.name", "title") == ("Quillon", "CFO")
    assert office.facts(Contact, "郭子谦", "company.name", "title") == ("鲲途汽配", "IT经理")


def test_a_contact_told_to_the_telephone_is_understood(office, lin):
    done(lin.says("帮我新建一个客户联系人叫周慕白是澄屿科技的副总手机号一三三零五五五零一八八"))
    assert office.facts(Contact, "周慕白", "company.name", "title", "phone") == ("澄屿科技", "副总", "13305550188")


def test_an_address_belongs_to_one_contact_only(office, ann, lin):
    reply = refused(ann.says("new contact Dan Wood, dana@acme.example"))
    assert "Dana Wu already has the address dana@acme.example" in reply.text
    reply = refused(lin.says("新建联系人 陈静，DANA@acme.example"))
    assert "已经是Dana Wu的邮箱了" in reply.text
    assert office.named(Contact, "Dan Wood") is None


@pytest.mark.parametrize(
    ("words", "column", "value"),
    [
        ("Dana Wu's email is d.wu@acme.example", "email", "d.wu@acme.example"),
        ("change Dana Wu's email to d.wu@acme.example", "email", "d.wu@acme.example"),
        ("update dana wu's phone to +44 20 7946 0000", "phone", "+44 20 7946 0000"),
        ("Dana Wu is now CFO", "title", "CFO"),
        ("Dana Wu got promoted to VP Sales", "title", "VP Sales"),
        ("Dana Wu moved to Larkfield Foods", "company.name", "Larkfield Foods"),
        ("rename the contact Dana Wu to Dana Wu-Smith", "name", "Dana Wu-Smith"),
        ("/contact update Dana Wu, d.wu@acme.example", "email", "d.wu@acme.example"),
        ("/contact.update contact=#1 title=CFO", "title", "CFO"),
        ("Dana Wu 的邮箱改成 d.wu@acme.example", "email", "d.wu@acme.example"),
        ("把 Dana Wu 的电话改成 13705550166", "phone", "13705550166"),
        ("Dana Wu 升副总了", "title", "副总"),
        ("Dana Wu 现在是采购总监了", "title", "采购总监"),
        ("Dana Wu 跳槽到澄屿科技了", "company.name", "澄屿科技"),
        ("Dana Wu 换号了，13705550166", "phone", "13705550166"),
        ("/联系人 修改 Dana Wu，13705550166", "phone", "13705550166"),
    ],
)
def test_a_contact_can_be_changed_in_many_words(office, ann, words, column, value):
    [(name, slots)] = told(done(ann.says(words)))
    assert name == "contact.update"
    assert slots[column.partition(".")[0]] == value
    changed = {contact.id: contact for contact in office.rows(Contact)}[1]
    assert office.facts(Contact, changed.name, column) == value


def test_him_and_her_are_who_was_spoken_of(office, ann, lin):
    done(ann.says("show Dana Okafor"))
    done(ann.says("update her email to okafor@larkfield.example"))
    assert office.named(Contact, "Dana Okafor").email == "okafor@larkfield.example"
    done(lin.says("看看王磊"))
    done(lin.says("他的电话改成 13705550166"))
    assert office.named(Contact, "王磊 (Leo Wang)").phone == "13705550166"


def test_what_is_told_of_somebody_just_added_is_one_more_change(office, ann, lin):
    done(ann.says("new contact Jo Park, CFO @ Acme, jo@acme.example"))
    assert [name for name, _ in told(done(ann.says("her phone is +44 7700 900999")))] == ["contact.update"]
    done(lin.says("新建联系人 马晓东，澄屿科技"))
    assert [name for name, _ in told(done(lin.says("他的电话是 13705550166")))] == ["contact.update"]
    done(ann.presses("Undo"))
    assert (office.named(Contact, "Jo Park").phone, office.named(Contact, "马晓东").phone) == (None, "13705550166")


@pytest.mark.parametrize(
    "words",
    [
        "show Dana Wu",
        "who is dana wu?",
        "what's Dana Wu's number",
        "dana wu's email",
        "Pull up contact Dana Wu please",
        "contact dana wu",
        "/contact Dana Wu",
        "/contact show dana wu",
        "what do we have on dana wu",
        "What have we got on Dana Wu?",
        "give me everything we know about dana wu",
        "我们有dana wu的什么信息",
        "关于dana wu我们知道哪些情况？",
        "看看 Dana Wu",
        "Dana Wu 电话多少",
        "Dana Wu 是谁",
        "联系人 Dana Wu",
        "/联系人 Dana Wu",
    ],
)
def test_a_contact_can_be_asked_for_in_many_words(ann, words):
    reply = done(ann.says(words))
    assert told(reply) == [("contact.show", {"contact": "Dana Wu"})]
    assert "dana@acme.example" in [item.value for item in reply.fields]


def test_a_contact_is_shown_with_the_last_activity(ann):
    done(ann.says("log a call with Dana Wu: wants a discount"))
    assert shown(done(ann.says("show dana wu")))["Last activity"] == "Mon 23 Nov 2026: wants a discount"


@pytest.mark.parametrize(
    ("words", "slots", "found"),
    [
        ("contacts", {}, 3),
        ("list all contacts", {}, 3),
        ("who do we know at Acme", {"company": "Acme Industries"}, 1),
        ("contacts at Larkfield Freight", {"company": "Larkfield Freight"}, 1),
        ("find contacts director", {"query": "director"}, 1),
        ("find contact okafor", {"query": "okafor"}, 1),
        ("/contacts", {}, 3),
        ("/contact find okafor", {"query": "okafor"}, 1),
        ("澄屿有谁", {"company": "澄屿科技"}, 1),
        ("澄屿的联系人", {"company": "澄屿科技"}, 1),
        ("所有联系人", {}, 3),
        ("联系人列表", {}, 3),
        ("搜索采购", {"query": "采购"}, 1),
        ("/联系人列表", {}, 3),
    ],
)
def test_contacts_are_found_by_what_is_asked(ann, words, slots, found):
    reply = done(ann.says(words))
    assert told(reply) == [("contact.find", slots)]
    assert len(rows(reply)) == found


@pytest.mark.parametrize(
    ("who", "words", "merge"),
    [
        ("ann", "merge contact Dana Okafor into Dana Wu", "Merge"),
        ("ann", "/contact merge Dana Wu, Dana Okafor", "Merge"),
        ("lin", "把 Dana Okafor 合并到 Dana Wu", "合并"),
    ],
)
def test_a_merge_is_shown_first_and_done_when_confirmed(each_office, who, words, merge):
    person = each_office.person(who)
    reply = asked(person.says(words))
    assert labels(reply)[0] == merge
    assert len(each_office.rows(Contact)) == 3
    reply = done(person.presses(merge))
    assert told(reply) == [("contact.merge", {"contact": "Dana Wu", "duplicate": "Dana Okafor"})]
    assert each_office.named(Contact, "Dana Okafor") is None


def test_a_merge_takes_everything_along_and_undo_takes_it_apart_again(each_office):
    ann = each_office.person("ann")
    done(ann.says("make Dana Okafor the contact for acme renewal"))
    done(ann.says("log a call with Dana Okafor: asked for a quote"))
    asked(ann.says("merge contact Dana Okafor into Dana Wu"))
    reply = done(ann.says("yes"))
    assert each_office.facts(Deal, "Acme renewal", "contact.name") == "Dana Wu"
    done(ann.presses("Undo"))
    assert each_office.facts(Deal, "Acme renewal", "contact.name") == "Dana Okafor"
    assert reply.text == "Merged Dana Okafor into Dana Wu; 2 records moved."


def test_a_merge_that_is_not_confirmed_is_dropped(office, ann):
    asked(ann.says("merge contact Dana Okafor into Dana Wu"))
    done(ann.says("no"))
    assert len(office.rows(Contact)) == 3


def test_a_contact_that_is_there_twice_is_asked_for_the_duplicate(ann):
    asked(ann.says("we have Dana Wu twice, can you combine them"))
    reply = asked(ann.says("Dana Okafor"))
    assert reply.text.startswith("Merge Dana Okafor into Dana Wu?")


def test_two_people_of_one_name_are_told_apart_by_their_company(ann):
    reply = asked(ann.says("show dana"))
    assert labels(reply) == ["Dana Wu (Acme Industries)", "Dana Okafor (Larkfield Freight)"]


def test_a_company_in_the_sentence_settles_who_is_meant(office, ann):
    reply = done(ann.says("log a call with Dana at Larkfield Freight: wants a quote"))
    assert told(reply)[0][1]["contact"] == "Dana Okafor"
    assert office.named(Company, "Larkfield Freight")


@pytest.mark.parametrize(
    ("out", "ask", "back"),
    [
        ("take Dana Wu off the mailing list", "who opted out?", "Dana Wu may be emailed again"),
        ("stop emailing Dana Wu", "which contacts have unsubscribed?", "Dana Wu resubscribed"),
        ("Dana Wu不想再收到邮件了", "谁退订了", "Dana Wu可以恢复发邮件"),
        ("以后别再给Dana Wu发邮件", "退订名单", "恢复订阅Dana Wu"),
    ],
)
def test_who_does_not_want_to_be_written_to_is_noted_and_listed(ann, out, ask, back):
    assert done(ann.says(ask)).table is None
    done(ann.says(out))
    [row] = done(ann.says(ask)).table.rows
    assert row[0] == "Dana Wu"
    assert row[3]
    done(ann.says(back))
    assert done(ann.says(ask)).table is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("which contacts have no email?", "email"),
        ("list contacts without a phone number", "phone"),
        ("哪些联系人没有邮箱", "email"),
        ("没填电话的联系人有哪些", "phone"),
    ],
)
def test_of_whom_something_is_not_known_is_listed(ann, words, field):
    done(ann.says("Dana Wu's phone is +1 212 555 0199"))
    done(ann.says("new contact Zoe Ng"))
    reply = done(ann.says(words))
    assert told(reply) == [("contact.lacking", {"field": field})]
    assert "Zoe Ng" in [row[0] for row in rows(reply)]
    assert "Dana Wu" not in [row[0] for row in rows(reply)]
