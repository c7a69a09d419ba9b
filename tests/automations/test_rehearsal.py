"""A rehearsal equals what enabling the rule would have done: by replay, over rules and days at random."""

import random

import pytest
from sqlalchemy import select

from crm_domain.deals import Deal
from crm_domain.rule_runs import RuleRun
from handlers.rehearsal import rehearsed
from handlers.voice import Voice
from tests.automations.test_rules import on, tick

RULES = (
    "when a deal above 30k moves to negotiation, tell #sales and make a task for the owner in 2 days",
    "if a ticket is urgent and nobody took it in 2 hours, tell #support",
    "after a deal is won: day 1 welcome, day 3 check-in unless a ticket is open",
    "if a deal has had no activity for 5 days remind the owner",
    "when a deal goes to proposal, wait 1 day then tell #late, but only if the amount is over 20k",
    "when a deal moves to negotiation: three touches every 2 days, stop on reply",
    "when Acme renewal is won, tell #acme",
    "when Acme renewal has been quiet for 3 days, tell #acme",
    "when a deal's amount changes, tell #money, if deal.amount / deal.open_tickets > 1000",
    "when a ticket is assigned, tell #support",
    "when a call is logged, tell #calls",
)


def happen(office, luck, deals, day):
    """Something that people do."""
    deal, stage = luck.choice(deals), luck.choice(["lead", "proposal", "negotiation", "won"])
    words = (
        f'/deal.move deal="{deal}" stage={stage}',
        f'/deal.update deal="{deal}" amount={luck.randint(1, 90)}k',
        f'/ticket.open subject="trouble {day}" priority=urgent company="Acme Industries"',
        f'/activity.log kind=call deal="{deal}" summary="{luck.choice(["spoke", "no answer"])}"',
        '/ticket.assign ticket="trouble" assignee=ivy',
    )
    office.person("max").says(luck.choice(words))


def came(office):
    """What really was done, by automation and occasion."""
    real = {}
    with office.store.transaction() as session:
        for run in session.scalars(select(RuleRun)):
            acts = tuple(line["step"] for line in run.log if line["step"] not in ("check", "failed"))
            real.setdefault(run.automation_id, {})[run.occasion] = acts
    return real


def would(crm):
    voice = Voice("en", crm.zone)
    return {
        row.id: {one.occasion: one.acts for one in rehearsed(crm, row, voice) if one.at > row.enabled_at}
        for row in crm.automations.listed()
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_rehearsal_says_what_really_came_of_it(office, ann, seed):
    luck = random.Random(seed)
    for words in luck.sample(RULES, 4):
        on(ann, words)
    deals = [row.title for row in office.rows(Deal)]
    for day in range(9):
        for _ in range(3):
            happen(office, luck, deals, day)
            tick(office, minutes=luck.randint(1, 50))
        for _ in range(12):
            tick(office, hours=2)
    before, real = office.dump(), came(office)
    assert {id: found for id, found in office.crm(would).items() if found} == real
    assert any(real.values())
    assert office.dump() == before
