"""Who may not come back: learned where there is a past, told by habit where there is little, and refused nowhere."""

from datetime import timedelta

import pytest

from crm_domain.money import Money
from crm_domain.orders import Order
from tests.people import done, refused, rows


def bought(crm, company, *days_ago):
    for days in days_ago:
        row = Order(company=company, at=crm.today - timedelta(days=days))
        row.amount = Money.of(100, "USD")
        crm.orders.put(row)


def test_the_next_purchase_is_told_by_habit(office):
    def work(crm):
        acme = next(c for c in crm.companies.all() if c.name == "Acme Industries")
        bought(crm, acme, 70, 40, 10)
        bought(crm, crm.companies.add("Once Only"), 200)

    office.crm(work)
    ann = office.person("ann")
    reply = done(ann.says("when will Acme Industries buy again"))
    assert (reply.figures["gap_days"], reply.figures["next_purchase"]) == (30, "2026-12-13")
    assert reply.figures["chance"] is None
    assert "too few purchases" in done(ann.says("when will Once Only order again")).text
    assert "has not bought anything yet" in done(ann.says("when will Larkfield Foods buy again")).text
    ranked = done(ann.says("churn risk"))
    assert "too thin for a probability" in ranked.text
    assert (ranked.figures["auc"], ranked.figures["examples"]) == (None, 0)
    assert done(office.person("lin").says("Acme Industries什么时候会再下单")).figures["next_purchase"] == "2026-12-13"
    assert "1 or more" in refused(ann.says("/report.churn limit=0")).text


def test_where_there_is_a_past_a_chance_is_learned_and_tried(office):
    """Twenty buy every three weeks to this day; twenty did so once and stopped, one after the other."""

    def work(crm):
        for n in range(20):
            bought(crm, crm.companies.add(f"Steady {n}"), *range(n % 20, 500, 21))
            bought(crm, crm.companies.add(f"Gone {n}"), *range(60 + 18 * n, 520, 21))

    office.crm(work)
    reply = done(office.person("ann").says("churn risk top 10"))
    figures = reply.figures
    assert len(figures["top"]) == len(rows(reply)) == 10
    assert all(name.startswith("Gone") for name, _ in figures["top"])
    assert all(0.5 < chance <= 1 for _, chance in figures["top"])
    assert figures["auc"] == pytest.approx(1, abs=0.1)
    assert 0 <= figures["brier"] < 0.25
    steady = done(office.person("ann").says("how likely is Steady 3 to churn")).figures
    assert steady["chance"] < 0.2
    assert "AUC" in done(office.person("lin").says("流失预测")).text


def test_nobody_has_bought_anything(office):
    reply = done(office.person("ann").says("which customers are likely to churn"))
    assert reply.figures["top"] == []
    assert "yet" in reply.text
