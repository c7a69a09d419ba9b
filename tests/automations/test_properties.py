"""What holds whatever the rules and the order in which things happen: they always come to an end."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from automations.clockwork import NUDGES, run_due
from crm_domain.rule_runs import RuleRun

STAGES = ("lead", "qualified", "proposal", "negotiation")
MOVES = st.tuples(st.sampled_from(STAGES), st.sampled_from(STAGES))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MOVES, min_size=1, max_size=7), st.sampled_from(STAGES))
def test_rules_at_random_always_come_to_an_end(office, moves, first):
    """Each run has a chain of rules behind it in which none is twice: so there are no more than so many."""
    with office.store.transaction() as session:
        before = session.scalar(select(func.max(RuleRun.id))) or 0

    def lay(crm):
        for row in crm.automations.listed():
            row.turn_off()
        for n, (when, to) in enumerate(moves):
            rule = {
                "on": {"event": "deal.moved", "to": [when]},
                "noun": "deals",
                "steps": [{"do": "set", "field": "stage", "value": to}],
            }
            crm.automations.add(f"r{n}", "x", "y", rule, owner=crm.members.by_handle("max")).turn_on(crm.now)

    office.crm(lay)
    office.now += timedelta(minutes=1)
    for deal in (1, 2):
        office.person("max").says(f"/deal.move deal=#{deal} stage={first}")
    ticks = 0
    with office.store.transaction() as session:
        while run_due(session, "main", office.now, office.assistant.access, off=NUDGES):
            ticks += 1
            assert ticks < 60
        chains = session.execute(select(RuleRun.automation_id, RuleRun.chain, RuleRun.state).where(RuleRun.id > before))
        for automation, chain, state in chains:
            assert len(set(chain)) == len(chain) <= 5
            assert (automation in chain or len(chain) == 5) == (state == "held")
