"""What holds whatever the rules and the order in which things happen: they always come to an end."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from automations.clockwork import NUDGES, run_due
from crm_domain.crm import Crm, open_workspace
from crm_domain.rule_runs import RuleRun
from crm_domain.tickets import Ticket

STAGES = ("lead", "qualified", "proposal", "negotiation")
DEAL, TICKET, TASK = "deals", "tickets", "tasks"
EVENTS = {
    DEAL: [{"event": "deal.moved", "to": [stage]} for stage in STAGES]
    + [{"event": "deal.owner"}, {"event": "deal.date"}],
    TICKET: [{"event": "ticket.opened"}, {"event": "ticket.priority"}, {"event": "ticket.assigned"}],
    TASK: [{"event": "task.added"}],
}
ANY = [{"do": "task", "for": "owner"}, {"do": "ticket", "priority": "urgent"}, {"do": "wait", "seconds": 60}]
STEPS = {
    DEAL: [{"do": "set", "field": "stage", "value": stage} for stage in STAGES]
    + [{"do": "set", "field": "close_date", "value": 86_400}, {"do": "assign", "to": "member:{bo}"}, *ANY],
    TICKET: [{"do": "set", "field": "priority", "value": "low"}, {"do": "assign", "to": "oncall"}, *ANY],
    TASK: [{"do": "assign", "to": "member:{bo}"}, *ANY],
}  # fmt: skip


def a_rule(noun):
    steps = st.lists(st.sampled_from(STEPS[noun]), min_size=1, max_size=3)
    return st.builds(lambda on, steps: {"on": on, "noun": noun, "steps": steps}, st.sampled_from(EVENTS[noun]), steps)


RULES = st.lists(st.sampled_from([DEAL, DEAL, TICKET, TASK]).flatmap(a_rule), min_size=1, max_size=7)


class GivenUp(Exception):
    """An example leaves nothing behind for the next one."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RULES, st.sampled_from(STAGES))
def test_rules_at_random_always_come_to_an_end(office, rules, first):
    """Each run has a chain of rules behind it in which none is twice: so there are no more than so many."""
    with suppress(GivenUp), office.store.transaction() as session:
        workspace = open_workspace(session, "main", office.now)
        crm = Crm(session, workspace, None, office.now, office.assistant.access)
        crm = Crm(session, workspace, crm.members.by_handle("max"), office.now, office.assistant.access)
        for n, rule in enumerate(rules):
            crm.automations.add(f"r{n}", "x", "y", _for(crm, rule)).turn_on(crm.now)
        crm.enter("test")
        for deal in crm.deals.by_ids([1, 2]).values():
            crm.deals.move(deal, crm.pipelines.stage(first))
        crm.tickets.put(Ticket(subject="labels"))
        crm.enter("test")
        _come_to_an_end(session, office)
        for automation, chain, state in session.execute(select(RuleRun.automation_id, RuleRun.chain, RuleRun.state)):
            assert len(set(chain)) == len(chain) <= 5
            assert (automation in chain or len(chain) == 5) == (state == "held")
        raise GivenUp


def _for(crm, rule):
    bo = crm.members.by_handle("bo").id
    steps = [{**step, "to": step["to"].format(bo=bo)} if "to" in step else step for step in rule["steps"]]
    return rule | {"steps": steps}


def _come_to_an_end(session, office):
    """Each minute as far as it goes; then nothing waits any more."""
    for minute in range(8 * 3):
        looks = 0
        while run_due(session, "main", office.now + timedelta(minutes=minute), office.assistant.access, off=NUDGES):
            looks += 1
            assert looks < 60
    waiting = select(func.count()).select_from(RuleRun).where(RuleRun.state == "waiting")
    assert session.scalar(waiting) == 0
