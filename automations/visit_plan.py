"""Mondays, to those who sell: whom to visit this week. Only where there is a reason to go anywhere."""

from collections.abc import Iterator

from automations.automation import automation
from automations.mornings import first_of_week, mornings, settle
from automations.note import Note, nudge
from automations.reports import report_for
from crm_domain.crm import Crm
from crm_domain.members import Role
from crm_domain.texts import T

REPS = frozenset({Role.REP})
FEW = 3  # visits that are worth a plan
WHY = T("it is the visit plan of your week", "这是本周的拜访计划")


@automation
def visit_plan(crm: Crm) -> Iterator[Note]:
    for member, occasion in mornings(crm, "visit_plan", first_of_week, REPS):
        reply = report_for(crm, member, '/report.visits owner="me"', lines=1)
        if reply.table and len(reply.table.rows) >= FEW:
            yield nudge(member, occasion, reply, "visit plan", WHY)
        else:
            settle(crm, "visit_plan", occasion)
