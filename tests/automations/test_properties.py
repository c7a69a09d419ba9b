"""What holds whatever the zone, the rule and the order: recurrences as dateutil counts them, rules that always end."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from automations.clockwork import NUDGES, run_due
from crm_domain.recurrences import next_after
from crm_domain.rule_runs import RuleRun

ZONES = (
    "Africa/Cairo America/Chicago America/Halifax America/Los_Angeles America/New_York America/Nuuk America/Santiago "
    "America/Sao_Paulo America/St_Johns Asia/Beirut Asia/Hong_Kong Asia/Jerusalem Asia/Kathmandu Asia/Kolkata "
    "Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tokyo Atlantic/Azores Australia/Adelaide Australia/Lord_Howe "
    "Australia/Sydney Europe/Athens Europe/Berlin Europe/Dublin Europe/London Europe/Paris Pacific/Auckland "
    "Pacific/Chatham Pacific/Easter"
).split()
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=MO,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
    "FREQ=MONTHLY;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
)


@pytest.mark.parametrize("key", ZONES)
def test_a_recurrence_is_what_dateutil_counts_on_the_wall(key):
    """Over both changes of the clocks: an hour that is missing comes after the gap, one that is twice, once."""
    zone, luck = ZoneInfo(key), random.Random(key)
    for rule, month in product(RULES, ("02", "09")):
        hour = luck.choice(("00:30", "01:30", "02:00", "02:30", "03:00", "23:45"))
        start = datetime.fromisoformat(f"2026-{month}-{luck.randint(10, 28)}T{hour}")
        walls = _first(rule, start, 60)
        expected = [wall.replace(tzinfo=zone).astimezone(UTC) for wall in walls]
        moment, found = start.replace(tzinfo=zone).astimezone(UTC) - timedelta(seconds=1), []
        while len(found) < len(expected):
            moment = next_after(rule, start.replace(tzinfo=zone), zone, moment)
            assert moment is not None
            found.append(moment)
        assert found == sorted(set(expected)), (key, rule, start)


def _first(rule: str, start: datetime, count: int) -> list[datetime]:
    return list(rrulestr(f"{rule};COUNT={count}", dtstart=start))


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
