"""Which tickets will probably breach: learned from those that are over, with reasons, and not said on a thin past."""

import random
from datetime import timedelta

import pytest

from crm_domain.foresight import Past, foresight, standing
from crm_domain.tickets import Ticket
from tests.people import MONDAY, done, rows, shown

HOUR = timedelta(hours=1)


def over(n, seed=1):
    """Tickets that are over: of those about the network most were late, of the others hardly any."""
    dice = random.Random(seed)
    for k in range(n):
        network = dice.random() < 0.4
        late = dice.random() < (0.85 if network else 0.05)
        opened = MONDAY - timedelta(days=n - k) + dice.randrange(24) * HOUR
        took = (80 if late else 20) * HOUR
        facts = {"category": "network" if network else "billing"}
        yield Past(facts, opened, opened + 2 * HOUR, opened + took, 72 * HOUR, not late)


def at_random(n):
    dice = random.Random(7)
    for k in range(n):
        opened = MONDAY + k * HOUR
        yield Past({"category": dice.choice("xyz")}, opened, None, opened + HOUR, None, dice.random() < 0.6)


@pytest.fixture
def desk(office):
    def work(crm):
        for n, past in enumerate(over(300)):
            row = Ticket(subject=f"Old {n}", status="closed", category=past.facts["category"], sla_met=past.kept)
            row.created_at, row.first_response_at, row.resolved_at = past.opened, past.answered, past.solved
            row.closed_at = past.solved
            crm.session.add(row)
        crm.session.flush()
        for subject, category in (("Switch dead", "network"), ("Wrong VAT", "billing")):
            crm.tickets.open(subject, category=category)

    office.crm(work)
    return office


def test_what_comes_is_told_from_what_was_and_more_surely_the_longer_a_ticket_lasts():
    seen = foresight(list(over(400)))
    assert seen.area > 0.85
    facts = {"category": "network"}, {"category": "billing"}
    now = [standing(each, MONDAY, MONDAY, None, 72 * HOUR) for each in facts]
    bad, good = seen.chances(now)
    assert bad.value > 0.6 > 0.2 > good.value
    assert bad.because[0] == ("category", "network")
    later = standing(facts[1], MONDAY, MONDAY + 70 * HOUR, None, 72 * HOUR)
    assert seen.chances([later])[0].value > good.value + 0.3


@pytest.mark.parametrize(
    "pasts",
    [
        list(over(100)),
        [past for past in over(400) if past.kept],
        list(at_random(400)),
    ],
    ids=["too few", "none was late", "the past says nothing"],
)
def test_nothing_is_foretold_on_a_thin_past(pasts):
    assert foresight(pasts) is None


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        ("ivy", "which tickets will probably breach", "category network"),
        ("ivy", "tickets likely to breach their SLA", "category network"),
        ("ivy", "show tickets at risk", "category network"),
        ("lin", "哪些工单可能超时", "分类为network"),
        ("lin", "有哪些工单有超时风险？", "分类为network"),
    ],
)
def test_the_likely_ones_are_listed_with_their_chance_and_why(desk, who, words, reason):
    desk.crm(lambda crm: crm.session.query(Ticket).filter_by(subject="Switch dead").one().give_to(
        crm.members.by_handle("lin"), crm.now))  # fmt: skip
    reply = done(desk.person(who).says(words))
    [row] = rows(reply)
    assert row[1] == "Switch dead"
    assert reason in row[-1]
    assert row[-1][0].isdigit()


def test_a_ticket_shows_its_chance(desk):
    number = desk.named(Ticket, "Switch dead").id
    said = shown(done(desk.person("ivy").says(f"show ticket {number}")))["Chance of breach"]
    assert "category network" in said
    assert "Chance of breach" not in shown(done(desk.person("ivy").says("show ticket 1")))


def test_without_a_past_it_is_said_that_the_clock_alone_tells(office):
    office.crm(lambda crm: crm.tickets.open("Switch dead"))
    said = done(office.person("ivy").says("which tickets will probably breach"))
    assert "too few tickets are over" in said.text
    assert "已结束的工单还太少" in done(office.person("lin").says("哪些工单可能超时")).text
