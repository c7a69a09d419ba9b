"""Reports about customers, by conversation: whom to visit, their worth, their groups, what is bought together."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_domain.activities import Kind
from crm_domain.money import Money
from crm_domain.orders import Order
from crm_domain.products import Product
from tests.people import Office, done, furnish, refused, rows, told


def order(crm, company, amount, days_ago, product=None, number=None, currency="USD", quantity=1):
    row = Order(company=company, product=product, number=number, at=crm.today - timedelta(days=days_ago))
    row.quantity = quantity
    row.amount = None if amount is None else Money.of(amount, currency)
    crm.orders.put(row)


def product(crm, name, category=None):
    return crm.products.put(Product(name=name, category=category))


def named(crm, name):
    return next(company for company in crm.companies.all() if company.name == name)


# -- visits --------------------


def test_whom_to_visit_is_ranked_by_softmax_and_says_why(office):
    def work(crm):
        ann = crm.members.by_handle("ann")
        for n, amount in enumerate((1_000, 1_000, 31_000)):
            company = crm.companies.add(f"Site {n}", owner=ann)
            deal = crm.deals.add(f"Gate {n}", crm.pipelines.stage("qualified"), company=company, owner=ann,
                                 amount=Money.of(amount, "USD"), close_date=crm.today + timedelta(days=7))  # fmt: skip
            crm.activities.put(
                crm.activities.model(
                    kind=Kind.CALL, company=company, deal=deal, owner=ann, at=crm.now - timedelta(days=9)
                )
            )

    office.crm(work)
    ann, max_ = office.person("ann"), office.person("max")
    reply = done(max_.says("who should I visit this week"))
    top = reply.figures["top"]
    assert top[0][0] == "Acme Industries"  # 40,000
    assert [name for name, *_ in top].index("Site 2") == 1
    assert sum(p for *_, p in top) <= reply.figures["sum"] == pytest.approx(1)
    assert "last contact 9 days ago" in rows(reply)[1][-1]
    assert "one is to close by 30 Nov 2026" in rows(reply)[1][-1]
    assert reply.figures["days"][0] == "2026-11-23"
    assert reply.figures["reasons"]["Site 2"]["days_since_contact"] == 9
    assert told(reply) == [("report.visits", {"period": {"start": "2026-11-23", "end": "2026-11-29"}})]
    assert len(rows(done(ann.says("visit plan for next week, top 2")))) == 2
    assert done(ann.says("visit plan")).figures["accounts"] == 4  # her own
    assert done(ann.says("推荐三家要拜访的客户")).figures["top"][0][0] == "Acme Industries"


def test_visits_that_were_made_are_listed(office):
    def work(crm):
        ann, acme = crm.members.by_handle("ann"), named(crm, "Acme Industries")
        for day in (3, 20):
            at = datetime(2026, 10, day, 10, tzinfo=UTC)
            crm.activities.put(crm.activities.model(kind=Kind.VISIT, company=acme, owner=ann, at=at, summary="Demo"))

    office.crm(work)
    reply = done(office.person("max").says("who did Ann visit last month"))
    assert reply.text.startswith("2 visits to 1 customer in 1–31 Oct 2026 for Ann Lee.")
    assert reply.figures["top"] == [["Acme Industries", 2]]
    assert "No visits" in done(office.person("max").says("visits for Bo last month")).text


def test_a_visit_plan_without_anything_at_stake_says_so(office):
    bo = office.person("bo")
    reply = done(bo.says("/report.visits owner=ivy"))
    assert reply.figures["top"] == []
    assert "There is nobody to put on a visit plan for Ivy Ng" in reply.text
    assert "1 or more" in refused(bo.says("/report.visits limit=0")).text


# -- value --------------------


def test_what_customers_are_worth_weighs_the_lately_bought_more(office):
    def work(crm):
        acme, foods, freight = (named(crm, f"{n}") for n in ("Acme Industries", "Larkfield Foods", "Larkfield Freight"))
        order(crm, acme, 100, 0)
        order(crm, acme, 400, 90)
        order(crm, foods, 250, 500)
        order(crm, freight, 900, 5, currency="EUR")
        order(crm, freight, None, 5)

    office.crm(work)
    reply = done(office.person("ann").says("who are our most valuable customers"))
    assert reply.figures["top"] == [["Larkfield Foods", 250.0], ["Acme Industries", pytest.approx(200.0)]]
    assert "customers who buy in EUR" in reply.text
    assert done(office.person("lin").says("价值最高的一家客户")).figures["top"] == [["Larkfield Foods", 250.0]]
    assert "1 or more" in refused(office.person("ann").says("/report.value limit=0")).text


def test_nobody_has_bought_anything_yet(office):
    ann = office.person("ann")
    for question, empty in (
        ("customer value", "top"), ("customer segments", "top5_by_M"),
        ("which products are bought together", "top10_by_lift"),
    ):  # fmt: skip
        reply = done(ann.says(question))
        assert reply.figures[empty] == []
        assert "nan" not in reply.text.lower()
        assert "yet" in reply.text
    assert done(ann.says("cluster our customers")).figures["kmeans"] == {}


# -- segments --------------------


@pytest.fixture
def shops(office):
    """Twenty-four customers in three kinds: often and lately, seldom and long ago, and once and for much."""

    def work(crm):
        for n in range(24):
            company = crm.companies.add(f"Shop {n:02}", industry=("Retail", "Food", None)[n % 3], region="EMEA")
            kind = n // 8
            for k in range((12, 2, 1)[kind]):
                order(crm, company, (50, 20, 9_000)[kind] + n, (3, 400, 40)[kind] + 5 * k + n)
        order(crm, company, -500, 1)  # a refund is no purchase

    office.crm(work)
    return office


def test_segments_by_how_customers_buy(shops):
    reply = done(shops.person("max").says("what segments do we have"))
    figures = reply.figures
    assert figures["customers"] == 24
    assert sum(part["customers"] for part in figures["segments"].values()) == 24
    assert set(figures["mean"]) == {"R", "F", "M"}
    assert figures["top5_by_M"][0] == ["Shop 23", 9023.0]
    assert "Shop 05" in figures["segments"]["champions"]["members"]
    assert "Shop 15" in figures["segments"]["sleeping"]["members"]
    assert "重点客户" in done(shops.person("lin").says("客户分群")).text
    assert done(shops.person("max").says("sleeping customers in EMEA")).figures["customers"] > 0


def test_segments_by_k_means(shops):
    figures = done(shops.person("max").says("cluster our customers")).figures
    assert figures["k"] == 3
    assert [part["customers"] for part in figures["clusters"]] == [8, 8, 8]
    assert figures["kmeans"]["3"]["inertia"] > figures["kmeans"]["5"]["inertia"]
    assert -1 <= figures["silhouette"] <= 1


def test_segments_by_a_trait(shops):
    reply = done(shops.person("max").says("segment our customers by industry"))
    assert told(reply) == [("report.segments", {"by": "industry"})]
    assert reply.figures["segments"]["Retail"]["customers"] == 8
    assert "(none)" in reply.figures["segments"]
    assert done(shops.person("lin").says("客户分群按地区来")).figures["segments"]["EMEA"]["customers"] == 24


# -- affinity --------------------


def test_products_that_go_together_on_either_database(store):
    office = furnish(Office(store))

    def work(crm):
        acme = named(crm, "Acme Industries")
        gate, lamp, belt = (product(crm, name) for name in ("Gate", "Lamp", "Belt"))
        post = product(crm, "Postage", "shipping")
        for n in range(10):
            for bought in (gate, lamp) if n < 6 else (belt,):
                order(crm, acme, 10, n, bought, f"INV{n}")
            order(crm, acme, 2, n, post, f"INV{n}")
        order(crm, acme, -10, 1, lamp, "INV3", quantity=-1)

    office.crm(work)
    reply = done(office.person("ann").says("which products are bought together most often"))
    assert reply.text.startswith(
        "Who buys Gate also buys Lamp in 100.0% of the cases: 1.7 times as often as anybody (6 of 10 orders)"
    )
    figures = reply.figures
    assert (figures["baskets"], figures["items"], figures["rules"]) == (10, 3, 2)
    strongest = figures["top10_by_lift"][0]
    assert (strongest["if_"], strongest["then"]) == (["Gate"], ["Lamp"])
    assert [strongest[name] for name in ("support", "confidence", "lift")] == pytest.approx([0.6, 1.0, 10 / 6])
    with_gate = done(office.person("lin").says("Gate跟什么产品一起卖得好"))
    assert with_gate.figures["with"]["Lamp"]["lift"] == pytest.approx(10 / 6)
    assert "never together" in done(office.person("ann").says("what goes with Belt")).text
    assert "no product called" in refused(office.person("ann").says("what sells well with the Moonbeam")).text


def test_where_no_order_holds_two_products_customers_are_the_baskets(office):
    def work(crm):
        gate, lamp = product(crm, "Gate"), product(crm, "Lamp")
        for name in ("Acme Industries", "Larkfield Foods"):
            order(crm, named(crm, name), 10, 3, gate)
            order(crm, named(crm, name), 10, 9, lamp)

    office.crm(work)
    reply = done(office.person("ann").says("basket analysis"))
    assert "(2 of 2 customers)" in reply.text
