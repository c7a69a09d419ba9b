"""Campaigns and segments, by conversation: planned, seen, sent to those who may be written to, and looked back on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from automations.clockwork import run_due
from crm_domain.campaigns import Campaign
from crm_domain.contacts import Contact
from crm_domain.money import Money
from crm_domain.orders import Order
from crm_domain.outbox import Letter
from tests.people import asked, done, labels, refused, rows, told

NEXT_WEEK = datetime(2026, 12, 1, 9, tzinfo=UTC)


def stock(office):
    """Six customers of retail in EMEA with a contact each, who bought; the last two 100 days ago. Bo's is in APAC."""

    def work(crm):
        ann = crm.members.by_handle("ann")
        for n in range(6):
            company = crm.companies.add(f"Shop {n}", industry="Retail", region="EMEA", owner=ann)
            crm.contacts.add(f"Person {n}", company=company, email=f"p{n}@shop.example")
            order(crm, company, 100 + n, 10 if n < 4 else 100)
        far = crm.companies.add("Far Trade", industry="Trade", region="APAC", owner=crm.members.by_handle("bo"))
        crm.contacts.add("Faye Far", company=far)

    office.crm(work)
    return office


def order(crm, company, amount, days_ago):
    row = Order(company=company, at=crm.today - timedelta(days=days_ago), quantity=1)
    row.amount = Money.of(amount, "USD")
    crm.orders.put(row)


@pytest.fixture
def shops(office):
    return stock(office)


@pytest.fixture
def max_(shops):
    return shops.person("max")


def letters(office):
    return office.crm(
        lambda crm: [
            (letter.address["to"], letter.body["text"])
            for letter in crm.session.query(Letter).filter(Letter.channel == "email").order_by(Letter.id)
        ]
    )


def sends(person, text):
    asked(person.says(text))
    return done(person.presses("Send"))


# -- segments --------------------


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("customers in EMEA with no order for 90 days", {"Shop 4", "Shop 5"}),
        ("show me retail customers who spent more than 103", {"Shop 4", "Shop 5"}),
        (
            "which customers have never ordered",
            {"Far Trade", "Acme Industries", "Larkfield Foods", "Larkfield Freight", "澄屿科技"},
        ),
        ("customers in APAC", {"Far Trade"}),
        ("bo's customers", {"Far Trade"}),
        ("customers who ordered in the last 30 days", {"Shop 0", "Shop 1", "Shop 2", "Shop 3"}),
    ],
)  # fmt: skip
def test_a_segment_is_what_its_words_say(max_, said, names):
    reply = done(max_.says(said))
    assert told(reply)[0][0] == "segment.show"
    assert set(reply.figures["members"]) == names
    assert reply.figures["customers"] == reply.figures["accounts"] == len(names)
    assert {name for name, _ in reply.figures["top"]} <= names


def test_a_segment_in_chinese_by_team_and_by_time(shops):
    def work(crm):
        lin = crm.members.by_handle("lin")
        lin.team = "华东"
        company = next(c for c in crm.companies.all() if c.name == "澄屿科技")
        order(crm, company, 500, 120)

    shops.crm(work)
    lin = shops.person("lin")
    reply = done(lin.says("华东三个月没下单的客户"))
    assert reply.figures["members"] == ["澄屿科技"]
    assert reply.text.startswith("华东三个月没下单的客户：1 家客户")
    assert done(lin.says("华东半年没下单的客户")).figures["customers"] == 0


def test_a_segment_is_kept_under_a_name_used_by_it_and_forgotten(max_):
    kept = done(max_.says("save segment Win back as customers with no order for 90 days"))
    assert kept.text == "Kept the segment Win back: 2 customers as of now."
    assert done(max_.says("customer segments")).figures["kept"] == ["Win back"]
    refused(max_.says("save segment win back as customers in APAC"))
    added = done(max_.says("create campaign Return for Win back, message: come back"))
    assert added.fields[2].value == "2"
    done(max_.says("delete segment Win back"))
    assert "no segment called" in refused(max_.says("delete segment Win back")).text


# -- planning and sending --------------------


def test_a_campaign_is_previewed_confirmed_and_left_in_the_outbox(store):
    from tests.people import Office, furnish

    office = stock(furnish(Office(store)))
    max_ = office.person("max")
    added = done(max_.says("create campaign Winter Deals for retail customers, message: Half price labels"))
    assert told(added) == [
        ("campaign.add", {"name": "Winter Deals", "segment": "retail customers", "message": "Half price labels"})
    ]
    done(max_.says("Person 3 opted out of our mailings"))
    question = asked(max_.says("send Winter Deals"))
    assert question.text.startswith("Send “Winter Deals” by e-mail to 5 contacts at 5 customers?")
    assert "1 opted out, 5 never said yes or no" in question.text
    assert letters(office) == []
    reply = done(max_.presses("Send it"))
    assert reply.figures["contacts"] == 5
    sent = letters(office)
    assert [to for to, _ in sent] == [f"p{n}@shop.example" for n in (0, 1, 2, 4, 5)]
    assert sent[0][1].startswith("Half price labels\n\nYou get this because")
    assert "went out on" in refused(max_.says("send Winter Deals")).text
    assert len(letters(office)) == 5


def test_a_time_waits_for_the_clock_and_then_goes_out_once(shops, max_):
    done(max_.says("create campaign Spring for retail customers, message: Hello"))
    assert asked(max_.says("send Spring tomorrow at 9am")).text.startswith("Send “Spring” by e-mail to 6 contacts")
    assert "goes out on Tue 24 Nov 2026, 09:00" in done(max_.presses("Send it")).text
    assert letters(shops) == []
    done(max_.says("Person 0 opted out"))  # between planning and sending
    sent = []
    for hour in (8, 9, 9, 10):
        run(shops, datetime(2026, 11, 24, hour, tzinfo=UTC))
        sent.append(len(letters(shops)))
    assert sent == [0, 5, 5, 5]
    told_of = shops.crm(
        lambda crm: (
            crm.session.query(Letter).filter(Letter.answers.is_(None), Letter.channel == "jsonl").all()[-1].body["text"]
        )
    )
    assert told_of == "“Spring” went out: 5 letters are in the outbox."


def run(office, now):
    with office.store.transaction() as session:
        return run_due(session, office.assistant.workspace, now)


def test_sending_can_be_taken_back_while_it_waits(shops, max_):
    done(max_.says("create campaign Spring for retail customers, message: Hello"))
    asked(max_.says("send Spring tomorrow at 9am"))
    done(max_.presses("Send it"))
    done(max_.presses("Undo"))
    run(shops, NEXT_WEEK)
    assert letters(shops) == []


def test_what_went_out_is_not_taken_back(shops, max_):
    done(max_.says("create campaign Spring for retail customers, message: Hello"))
    reply = sends(max_, "send Spring")
    assert "can't be taken back" in refused(max_.presses(labels(reply)[0])).text
    assert "went out on" in refused(max_.says("send Spring")).text
    assert len(letters(shops)) == 6


def test_the_segment_of_this_sending_may_be_another_one(shops, max_):
    done(max_.says("create campaign Spring for retail customers, message: Hello"))
    sends(max_, "send Spring to customers with no order for 90 days")
    assert len(letters(shops)) == 2
    assert shops.facts(Campaign, "Spring", "segment") == "customers with no order for 90 days"


def test_a_campaign_in_chinese(shops):
    lin = shops.person("lin")
    added = done(lin.says("新建活动 新春特惠，面向零售客户，内容：开工大吉，标签机八折"))
    assert told(added)[0][1] == {"name": "新春特惠", "segment": "零售客户", "message": "开工大吉，标签机八折"}
    assert asked(lin.says("把新春特惠发出去")).text.startswith("把“新春特惠”用邮件发给 6 家客户的 6 位联系人吗？")
    done(lin.presses("确认发送"))
    assert letters(shops)[0][1].endswith("请回复“退订”。")


def test_consent_is_on_record_with_its_moment(shops, max_):
    assert done(max_.says("Person 1 agreed to get our newsletter")).text == "Noted: Person 1 may be written to."
    assert shops.facts(Contact, "Person 1", "consent") is True
    assert "on record already" in done(max_.says("Person 1 agreed to get our newsletter")).text
    assert done(shops.person("lin").says("Person 1退订了")).text.startswith("已记录：Person 1已退订")
    assert shops.facts(Contact, "Person 1", "consent", "consent_at") == (False, shops.now)


# -- looking back --------------------


def test_without_a_control_nothing_is_called_an_effect(shops, max_):
    done(max_.says("create campaign Winter Deals for retail customers, message: Hi"))
    assert "has not gone out yet" in done(max_.says("Winter Deals results")).text
    sends(max_, "send Winter Deals")
    shops.now += timedelta(days=20)
    shops.crm(lambda crm: order(crm, next(c for c in crm.companies.all() if c.name == "Shop 0"), 500, 3))
    reply = done(max_.says("how did the Winter Deals campaign do"))
    assert "This is not an effect: nobody was held back" in reply.text
    assert (reply.figures["is_effect"], reply.figures["effect"]) == (False, None)
    assert (reply.figures["buyers"], reply.figures["value"], reply.figures["sent"]) == (1, 500.0, 6)
    assert reply.figures["prev_buyers"] == 4


def test_with_a_control_the_effect_has_an_interval(shops, max_):
    done(max_.says("create campaign Winter Deals for retail customers, message: Hi"))
    assert "50% of the customers" in done(max_.says("hold back 50% of Winter Deals")).text
    question = asked(max_.says("send Winter Deals"))
    assert "to 3 contacts at 3 customers" in question.text
    assert "3 customers are held back" in question.text
    done(max_.presses("Send it"))
    got = {to for to, _ in letters(shops)}
    shops.now += timedelta(days=20)

    def buy(crm):
        for n in range(6):
            company = next(c for c in crm.companies.all() if c.name == f"Shop {n}")
            order(crm, company, (1000 if f"p{n}@shop.example" in got else 10) + n, 2)

    shops.crm(buy)
    found = done(max_.says("Winter Deals results")).figures
    assert found["is_effect"] is True
    assert found["effect"]["treated"] == found["effect"]["control"] == 3
    low, high = found["effect"]["ci95"]
    assert low < found["effect"]["diff"] < high
    assert low > 900


# -- what cannot be --------------------


def test_bad_input_is_answered_and_nothing_is_sent(shops, max_):
    before = shops.dump()
    assert "no campaign called “Nothing”" in refused(max_.says("send the Nothing campaign")).text
    assert "no campaign called" in refused(max_.says("/report.campaign campaign=Nothing")).text
    assert shops.dump() == before
    done(max_.says("create campaign Empty"))
    assert "has no segment yet" in refused(max_.says("send Empty")).text
    assert "has no message yet" in refused(max_.says("send Empty to retail customers")).text
    moon = refused(max_.says("send Empty to customers on the moon"))
    assert "“moon” is no region, industry, rep, product or segment here" in moon.text
    assert "Industries: Retail, Tools and Trade" in moon.text or "Retail, Tools, Trade" in moon.text
    assert "already" in refused(max_.says("create campaign Empty for retail customers")).text
    done(max_.says("create campaign Far for customers in APAC, message: hi"))
    assert "would reach nobody" in refused(max_.says("send Far")).text
    assert "has passed already" in asked(max_.says("send Far on 1 Nov 2026 at 9am to retail customers")).text
    max_.says("cancel")
    assert "no share" in refused(max_.says("hold back 95% of Far")).text
    assert letters(shops) == []


def test_without_campaigns_the_report_says_how_to_make_one(office):
    assert "There is no campaign yet" in done(office.person("ann").says("campaign report")).text


def test_a_campaign_is_exported_with_whom_it_reached(shops, max_):
    from crm_domain.exchange import export_workspace

    done(max_.says("create campaign Winter Deals for customers with no order for 90 days, message: Hi"))
    sends(max_, "send Winter Deals")
    data = shops.crm(lambda crm: export_workspace(crm.session, crm.workspace))
    [campaign] = data["campaigns"]
    assert campaign["name"] == "Winter Deals"
    assert [one["contact"] for one in campaign["recipients"]] == ["Person 4", "Person 5"]
    assert date.fromisoformat(campaign["sent_at"][:10]) == shops.now.date()


def test_a_list_of_a_segment_offers_its_next_page_and_its_rows(max_):
    reply = done(max_.says("retail customers in EMEA"))
    assert [row[0] for row in rows(reply)] == [f"Shop {n}" for n in range(6)]
    assert "Undo" not in labels(reply)
