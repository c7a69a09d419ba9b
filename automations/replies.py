"""A run that is to stop on reply stops when the customer is heard, and not at the end of its wait."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from automations.steps import NOT_SO_ANY_MORE, so
from automations.work import Over, Work
from crm_domain.automation_events import HEARD
from crm_domain.conditions import Unanswerable
from crm_domain.crm import Crm
from crm_domain.journal import ChangeLine
from crm_domain.replies import concerned
from crm_domain.rule_runs import State


def stop_on_reply(crm: Crm, lines: Sequence[ChangeLine]) -> None:
    """Ends the waiting runs that these lines of the journal answer."""
    heard = [line for line in lines if line.record in HEARD and line.after]
    for run in crm.rule_runs.waiting_for(concerned(crm.session, heard)) if heard else ():
        work = Work(crm, run.automation, run, None)
        if not _goes_on(work):
            work.note("check", work.voice.say(NOT_SO_ANY_MORE))
            run.end(State.ENDED, crm.now)


def _goes_on(work: Work) -> bool:
    """What cannot be told now is told after the wait."""
    ahead = dropwhile(lambda step: step["do"] == "wait", work.automation.steps[work.run.step :])
    stops = takewhile(lambda step: step.get("stops"), ahead)
    try:
        return all(so(work, step["if"]) for step in stops)
    except (Over, Unanswerable):
        return True
