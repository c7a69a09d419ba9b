"""Companies, said in words: add, update, show."""

import pytest

from crm_domain.companies import Company
from tests.people import done, labels, refused, shown, told


def test_a_new_company_is_stored_with_everything_that_was_said(each_office):
    ann = each_office.person("ann")
    reply = done(ann.says("new company Tidewell Surf Co, retail, tidewell.example, +1 415 555 0100"))
    slots = {
        "name": "Tidewell Surf Co",
        "industry": "retail",
        "website": "tidewell.example",
        "phone": "+1 415 555 0100",
    }
    assert told(reply) == [("company.add", slots)]
    stored = each_office.facts(Company, "Tidewell Surf Co", "industry", "website", "phone", "owner.handle")
    assert stored == ("retail", "tidewell.example", "+1 415 555 0100", "ann")


def test_a_new_company_is_stored_in_chinese(office, lin):
    reply = done(lin.says("新建公司 砚秋书院，教育，021-55550166"))
    assert told(reply) == [("company.add", {"name": "砚秋书院", "industry": "教育", "phone": "021-55550166"})]
    assert office.facts(Company, "砚秋书院", "industry", "owner.handle") == ("教育", "lin")
    assert labels(reply) == ["撤销"]


@pytest.mark.parametrize(
    "words",
    [
        "add a company: Quillon",
        "create a new account Quillon",
        "new customer Quillon",
        "add Quillon as a new customer",
        "new co Quillon",
        "/company new Quillon",
        "/company add Quillon",
        "/company.add name=Quillon",
        "加个客户：Quillon",
        "新公司 Quillon",
        "/公司 新建 Quillon",
    ],
)
def test_a_company_can_be_added_in_many_words(office, ann, words):
    assert told(done(ann.says(words))) == [("company.add", {"name": "Quillon"})]
    assert office.named(Company, "Quillon")


def test_a_company_is_not_added_twice(office, ann, lin):
    changes = office.changes()
    assert refused(ann.says("new company acme industries")).text == "Acme Industries is already here."
    assert refused(lin.says("新建公司 澄屿科技")).text == "澄屿科技已经有了。"
    assert office.changes() == changes


@pytest.mark.parametrize(
    ("words", "column", "value"),
    [
        ("rename the company Acme to Acme Tools", "name", "Acme Tools"),
        ("Acme is now called Acme Tools", "name", "Acme Tools"),
        ("Acme website is acme.example", "website", "acme.example"),
        ("change Acme's website to acme.example", "website", "acme.example"),
        ("the phone number for Acme is +44 20 7946 0001", "phone", "+44 20 7946 0001"),
        ("acme is in the logistics industry", "industry", "logistics"),
        ("give the account Acme to Max", "owner.handle", "max"),
        ("/company update Acme, acme.example", "website", "acme.example"),
        ("/company.update company=#1 industry=logistics", "industry", "logistics"),
        ("Acme 改名叫 Acme Tools", "name", "Acme Tools"),
        ("Acme 的网址是 acme.example", "website", "acme.example"),
        ("Acme 的电话改成 021-55550166", "phone", "021-55550166"),
        ("Acme 的行业是物流", "industry", "物流"),
        ("把公司 Acme 交给 Max", "owner.handle", "max"),
        ("/公司 修改 Acme，021-55550166", "phone", "021-55550166"),
    ],
)
def test_a_company_can_be_changed_in_many_words(office, ann, words, column, value):
    [(name, _)] = told(done(ann.says(words)))
    assert name == "company.update"
    changed = {company.id: company for company in office.rows(Company)}[1]
    assert office.facts(Company, changed.name, column) == value


def test_two_values_are_changed_in_one_sentence(office, ann):
    done(ann.says('rename the company "Acme Industries" to "Acme Tools" and change its website to acmetools.example'))
    assert office.facts(Company, "Acme Tools", "website") == "acmetools.example"


def test_a_company_is_shown_with_its_people_and_open_deals(ann, lin):
    reply = done(ann.says("show acme"))
    assert told(reply) == [("company.show", {"company": "Acme Industries"})]
    facts = shown(reply)
    assert facts["Contacts"] == "Dana Wu (Buyer)"
    assert facts["Open deals"] == "Acme renewal ($40,000, Proposal)"
    facts = shown(done(lin.says("看看澄屿科技")))
    assert facts["联系人"] == "王磊 (Leo Wang) (采购总监)"
    assert facts["进行中的商机"] == "澄屿科技续约 (300,000 元, 谈判)和澄屿新仓二期 (880,000 元, 已验证)"


@pytest.mark.parametrize(
    "words",
    [
        "company acme",
        "show me the account Acme",
        "tell me about acme",
        "who owns acme",
        "Acme Industries的负责人是谁",
        "谁负责Acme Industries",
        "what do we know about Acme?",
        "what do we have on acme",
        "show me everything we have on Acme",
        "我们对Acme了解多少",
        "我们有Acme的哪些资料？",
        "acme info",
        "open acme industries",
        "/company acme",
        "/company show Acme Industries",
        "看一下公司 Acme",
        "Acme 的资料",
        "/公司 Acme",
    ],
)
def test_a_company_can_be_asked_for_in_many_words(ann, words):
    assert told(done(ann.says(words))) == [("company.show", {"company": "Acme Industries"})]


def test_the_deals_of_a_company_are_one_press_away(ann):
    done(ann.says("show acme"))
    assert told(done(ann.presses("Deals"))) == [("deal.list", {"company": "Acme Industries"})]
